#!/usr/bin/env bash
# Installs what is missing, restores, builds with warnings as errors, checks the format, packs, runs every test, every benchmark once and a short simulation.
# Ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")"
export CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

# The recipe tests recompute buckets with an independent implementation.
if ! /usr/bin/python3 -c 'import xxhash' 2>/dev/null; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 python3-xxhash
fi

dotnet restore ModularRollout.sln
dotnet build ModularRollout.sln -c Release --no-restore -v quiet -p:UseSharedCompilation=true
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
dotnet format whitespace ModularRollout.sln --no-restore --verify-no-changes
rm -rf artifacts/results artifacts/packages
dotnet pack ModularRollout.sln -c Release --no-build -o artifacts/packages -v quiet
dotnet run -c Release --no-build --project benchmarks/ModularRollout.Benchmarks -- smoke
rc=0
dotnet test --solution ModularRollout.sln -c Release --no-build --no-progress \
  --report-trx --results-directory artifacts/results --hangdump --hangdump-timeout 10m --crashdump \
  --coverlet --coverlet-output-format cobertura --coverlet-include '[ModularRollout*]*' --coverlet-exclude '[*.Tests]*' || rc=$?
simulation=0
dotnet run -c Release --no-build --project benchmarks/ModularRollout.Simulation -- --smoke || simulation=$?
bash eng/test-summary.sh artifacts/results "$(find tests -name '*.Tests.csproj' | wc -l)" "$rc" "$simulation"
