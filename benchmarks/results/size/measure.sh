#!/usr/bin/env bash
# Bytes of a model's assembly by the metadata of its item: measure.sh MODEL.fnet
#
# Needs a built generator and runtime: dotnet build -c Release on generator/FreeNets.Generator and runtime/FreeNets.Runtime.
set -euo pipefail
model=$(realpath "$1")
repository=$(cd "$(dirname "$0")/../../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Size.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <Import Project="$repository/generator/FreeNets.Generator/build/FreeNets.Generator.props" />
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <DebugType>none</DebugType>
  </PropertyGroup>
  <ItemGroup>
    <FreeNet Include="$model" Class="Net" Isa="\$(Isa)" Batch="\$(Batch)" Precision="\$(Precision)" />
    <Reference Include="$repository/runtime/FreeNets.Runtime/bin/Release/net10.0/FreeNets.Runtime.dll" />
    <Analyzer Include="$repository/generator/FreeNets.Generator/bin/Release/netstandard2.0/FreeNets.Generator.dll" />
  </ItemGroup>
  <Import Project="$repository/generator/FreeNets.Generator/build/FreeNets.Generator.targets" />
</Project>
END
dotnet restore "$folder" -v q -nologo

measure() { # what the metadata are, as properties
  dotnet build "$folder" -c Release --no-restore -v q -nologo -o "$folder/out" "$@" >"$folder/log" || { cat "$folder/log"; exit 1; }
  printf '%10d  %s\n' "$(stat -c %s "$folder/out/Size.dll")" "$*"
}

measure
measure -p:Batch=false
measure -p:Isa=avx2%2Cscalar
measure -p:Isa=vector128%2Cscalar
measure -p:Isa=scalar
measure -p:Precision=bfloat16
measure -p:Precision=int8
measure -p:Precision=int8 -p:Isa=avx2%2Cscalar -p:Batch=false
