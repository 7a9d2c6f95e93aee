#!/usr/bin/env bash
# Twenty libraries of twenty networks in one process: trains, publishes and probes them. Takes some ten minutes.
#
# Needs a built command: dotnet build -c Release trainer/FreeNets.Trainer
set -euo pipefail
cd "$(dirname "$0")/../../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

libraries=()
for i in $(seq 20); do
  dotnet trainer/FreeNets.Trainer/bin/Release/net10.0/freenets.dll train --neurons $((20 + 4 * i)) --seed "$i" --epochs 1 --output "$folder/$i.fnet" >"$folder/log"
  dotnet publish runtime/samples/model -c Release -p:FreeNetModel="$folder/$i.fnet" -p:FreeNetLibrary="net$i" \
    --artifacts-path "$folder/artifacts" -o "$folder/$i" -v q -nologo >"$folder/log" || { cat "$folder/log"; exit 1; }
  libraries+=("$folder/$i/libnet$i.so")
done

cc -O1 tests/FreeNets.EndToEnd.Tests/probe.c -ldl -pthread -o "$folder/probe"
head -c 784 /dev/zero | tr '\0' '\7' | "$folder/probe" "${libraries[@]}" >"$folder/values"
stat -c %s "${libraries[@]}" | awk '{ sum += $1 } END { printf "bytes of %d different libraries: %d\n", NR, sum }'
sha256sum "${libraries[@]}" | cut -d " " -f 1 | sort -u | awk 'END { print "different files: " NR }'
awk -F= '$1 == "self_test" && $2 == 0 { passed++ } END { print "self-tests passed: " passed }' "$folder/values"
grep -v "output\|self_test" "$folder/values"
