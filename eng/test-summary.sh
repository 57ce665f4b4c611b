#!/usr/bin/env bash
# test-summary.sh RESULTS_DIR EXPECTED_REPORTS DOTNET_TEST_EXIT_CODE SIMULATION_EXIT_CODE
# The simulation counts as one test.
set -euo pipefail
dir=$1 want=$2 rc=$3 simulation=$4 n=0 p=0 f=0 s=0
num() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<<"$c"; }
for t in "$dir"/*.trx; do
  [ -e "$t" ] || continue
  n=$((n + 1))
  c=$(grep -oE '<Counters [^>]*>' "$t" | tail -1); o=$(grep -oE '<ResultSummary outcome="[A-Za-z]+"' "$t" | tail -1)
  [ -n "$c" ] || { echo "test-summary: no counters in $t" >&2; f=$((f + 1)); continue; }
  bad=$(( $(num failed) + $(num error) + $(num timeout) + $(num aborted) ))
  case $o in *'"Completed"') ;; *) [ "$bad" -gt 0 ] || { echo "test-summary: $t did not complete" >&2; bad=1; } ;; esac
  p=$((p + $(num passed))); f=$((f + bad)); s=$((s + $(num total) - $(num executed)))
done
[ "$n" -eq "$want" ] || { echo "test-summary: $n reports, $want expected" >&2; [ "$f" -gt 0 ] || f=1; }
[ "$rc" -eq 0 ] || [ "$f" -gt 0 ] || { echo "test-summary: dotnet test exit code $rc" >&2; f=1; }
if [ "$simulation" -eq 0 ]; then p=$((p + 1)); else echo "test-summary: simulation exit code $simulation" >&2; f=$((f + 1)); fi
echo "$p passed, $f failed"
[ "$f" -eq 0 ] && [ "$p" -gt 0 ]
