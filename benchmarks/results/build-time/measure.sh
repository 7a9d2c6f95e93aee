#!/usr/bin/env bash
# What a model adds to the build of a project: measure.sh MODEL.fnet
#
# Each build runs with the compiler server on. Cold: nothing in obj, the server started by the build. Incremental: a source file that
# has nothing to do with the model has changed, and the server has seen three such builds. The generator must have been built: dotnet build -c Release generator/FreeNets.Generator
set -euo pipefail
model=$(realpath "$1")
repository=$(cd "$(dirname "$0")/../../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

build() { # name, server
    local start=$(date +%s%N)
    dotnet build "$folder/$1" -c Release --no-restore -v q -nologo -p:UseSharedCompilation=true -p:SharedCompilationId="$2" > "$folder/log" \
        || { cat "$folder/log"; exit 1; }
    echo $((($(date +%s%N) - start) / 1000000))
}

for name in without with; do
    mkdir "$folder/$name"
    item=""
    if [ $name = with ]; then item="<FreeNet Include=\"$model\" Class=\"Net\" />"; fi
    cat > "$folder/$name/$name.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <Import Project="$repository/generator/FreeNets.Generator/build/FreeNets.Generator.props" />
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
  </PropertyGroup>
  <ItemGroup>
    $item
    <Reference Include="$repository/runtime/FreeNets.Runtime/bin/Release/net10.0/FreeNets.Runtime.dll" />
    <Analyzer Include="$repository/generator/FreeNets.Generator/bin/Release/netstandard2.0/FreeNets.Generator.dll" />
  </ItemGroup>
  <Import Project="$repository/generator/FreeNets.Generator/build/FreeNets.Generator.targets" />
</Project>
END
    echo 'System.Console.WriteLine(1);' > "$folder/$name/Program.cs"
    dotnet restore "$folder/$name" -v q
done

median() { sort -n | sed -n "$((($1 + 1) / 2))p"; }

for name in without with; do
    for i in 1 2 3; do
        rm -rf "$folder/$name/bin" "$folder/$name/obj/Release"
        build $name "cold$name$i$$"
    done | median 3 > "$folder/cold.$name"
    for i in 1 2 3; do
        echo "System.Console.WriteLine(-$i);" > "$folder/$name/Program.cs"
        build $name "warm$name$$" > /dev/null
    done
    for i in 1 2 3; do
        echo "System.Console.WriteLine(2 + $i);" > "$folder/$name/Program.cs"
        build $name "warm$name$$"
    done | median 3 > "$folder/incremental.$name"
done

for kind in cold incremental; do
    without=$(cat "$folder/$kind.without") with=$(cat "$folder/$kind.with")
    echo "$kind: $without ms without the model, $with ms with it, $((with - without)) ms added"
done
