#!/usr/bin/env bash
# Counts the instructions of one evaluation: a NativeAOT loop under valgrind's callgrind, as the slope between two lengths, less the loop itself.
# Usage: instructions.sh [evaluations [scenario ...]]. Does not depend on the load of the machine. Compare only builds of the same SDK. Needs gcc and valgrind (apt-get install valgrind).
set -euo pipefail
cd "$(dirname "$0")/ModularRollout.Instructions"
out=../../artifacts/instructions
n=${1:-100000}
scenarios=("${@:2}")
[ ${#scenarios[@]} -gt 0 ] || scenarios=(A A-scope B B-scope C D E F-key F-three rollout rollout-record guard-look)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GCgen0size=4000000
command -v valgrind > /dev/null || { echo "instructions.sh: valgrind is missing (apt-get install valgrind)" >&2; exit 1; }
# its own lock file: restoring for one runtime must not touch the committed one
dotnet publish -c Release -r linux-x64 -o "$out" -v quiet -p:PublishAot=true -p:NuGetLockFilePath=obj/aot.lock.json >&2
rm -f "$out"/*.dbg
strip -g "$out/ModularRollout.Instructions" # valgrind 3.19 stops at the debug information

count() { valgrind --tool=callgrind --callgrind-out-file=/dev/null "$out/ModularRollout.Instructions" "$1" "$2" 2>&1 | sed -nE 's/.*Collected : ([0-9]+).*/\1/p'; }
slope() {
  local a b m=$n
  [ "$1" != guard-look ] || m=$((n / 50)) # a look takes as long as hundreds of evaluations
  a=$(count "$1" "$m")
  b=$(count "$1" $((2 * m)))
  awk -v a="$a" -v b="$b" -v n="$m" 'BEGIN { printf "%.1f", (b - a) / n }'
}

loop=$(slope loop)
echo "| scenario | instructions |"
echo "|---|---|"
for scenario in "${scenarios[@]}"; do
  echo "| $scenario | $(awk -v s="$(slope "$scenario")" -v l="$loop" 'BEGIN { printf "%.0f", s - l }') |"
done
