#!/usr/bin/env bash
# Size and start of a native library, into the summary beside this folder: measure.sh MODEL.fnet
#
# Needs a built benchmarks project: dotnet build -c Release benchmarks/FreeNets.Benchmarks
set -euo pipefail
model=$(realpath "$1")
cd "$(dirname "$0")/../../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

dotnet publish runtime/samples/model -c Release -p:FreeNetModel="$model" -o "$folder" -v q -nologo >"$folder/log" || { cat "$folder/log"; exit 1; }
cc -O1 tests/FreeNets.EndToEnd.Tests/probe.c -ldl -pthread -o "$folder/probe"
head -c 65536 /dev/zero | tr '\0' '\7' >"$folder/zeros"

library=$(stat -c %s "$folder/libmodel.so")
constants=$(awk '/define MODEL_CONSTANT_BYTES/ { print $3 }' "$folder/model.h")
inputs=$(awk '/define MODEL_INPUTS/ { print $3 }' "$folder/model.h")
first() { head -c "$inputs" "$folder/zeros" | "$folder/probe" "$folder/libmodel.so" | sed -n 's/^first_ms=//p'; }
start=$(for _ in 1 2 3 4 5; do first; done | sort -g | sed -n 3p)

command="benchmarks/results/native/measure.sh $(basename "$model")"
cat >"$folder/rows.json" <<END
[
  { "id": "native.size", "value": $((library - constants)), "target": 1000000, "unit": "bytes", "command": "$command" },
  { "id": "native.start", "value": $start, "target": 5, "unit": "ms", "command": "$command" }
]
END
cat "$folder/rows.json"
dotnet benchmarks/FreeNets.Benchmarks/bin/Release/net10.0/FreeNets.Benchmarks.dll merge "$folder/rows.json" --output benchmarks/results
