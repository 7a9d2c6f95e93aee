#!/usr/bin/env bash
# A batch on one core and on all: measure.sh MODEL.fnet. The model must have byte inputs.
#
# Needs a built generator and runtime: dotnet build -c Release on generator/FreeNets.Generator and runtime/FreeNets.Runtime.
# RUN_WITH may name a command that the measurement itself is run with, such as taskset.
set -euo pipefail
model=$(realpath "$1")
repository=$(cd "$(dirname "$0")/../../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/Parallel.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <Import Project="$repository/generator/FreeNets.Generator/build/FreeNets.Generator.props" />
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
    <TieredPGO>false</TieredPGO>
    <TieredCompilation>false</TieredCompilation>
  </PropertyGroup>
  <ItemGroup>
    <FreeNet Include="$model" Class="Net" />
    <Reference Include="$repository/runtime/FreeNets.Runtime/bin/Release/net10.0/FreeNets.Runtime.dll" />
    <Analyzer Include="$repository/generator/FreeNets.Generator/bin/Release/netstandard2.0/FreeNets.Generator.dll" />
  </ItemGroup>
  <Import Project="$repository/generator/FreeNets.Generator/build/FreeNets.Generator.targets" />
</Project>
END
cat >"$folder/Program.cs" <<'END'
using System.Diagnostics;
using Parallel;

Console.WriteLine($"{Environment.ProcessorCount} cores; samples, ns a sample on one, on all, median ratio, bytes allocated a call on one, on all");
foreach (var samples in new[] { 32, 64, 256, 1_024, 10_000 })
{
    var (inputs, logits) = (new byte[samples * Net.Inputs], new float[samples * Net.Outputs]);
    new Random(1).NextBytes(inputs);
    void One() => Net.PredictBatch(inputs, logits);
    void All() => Net.PredictBatchParallel(inputs, logits);

    // Both take turns, so that what else the machine does meets both.
    var calls = Math.Max(1, 100_000 / samples);
    var rounds = Enumerable.Range(0, 15).Select(_ => (One: Time(One, calls), All: Time(All, calls))).Skip(3).ToArray();
    var ratio = Median(rounds.Select(static round => round.One / round.All));
    Console.WriteLine(FormattableString.Invariant(
        $"{samples,6} {Median(rounds.Select(static r => r.One)) / samples,8:F0} {Median(rounds.Select(static r => r.All)) / samples,8:F0} {ratio,6:F2} {Allocated(One, calls),6:F0} {Allocated(All, calls),6:F0}"));
}

static double Time(Action action, int calls)
{
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < calls; i++)
    {
        action();
    }

    return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
}

static double Allocated(Action action, int calls)
{
    var before = GC.GetTotalAllocatedBytes(precise: true);
    for (var i = 0; i < calls; i++)
    {
        action();
    }

    return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)calls;
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}
END
dotnet build "$folder" -c Release -v q -nologo -o "$folder/out" >"$folder/log" || { cat "$folder/log"; exit 1; }
${RUN_WITH:-} dotnet "$folder/out/Parallel.dll"
