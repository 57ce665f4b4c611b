#!/usr/bin/env bash
# Restores, builds with warnings as errors, checks the format, runs every test, packs. Ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")"
export CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
dotnet restore ModularRollout.sln
dotnet build ModularRollout.sln -c Release --no-restore -v quiet
dotnet format whitespace ModularRollout.sln --no-restore --verify-no-changes
rm -rf artifacts/results artifacts/packages
dotnet pack ModularRollout.sln -c Release --no-build -o artifacts/packages -v quiet
rc=0
dotnet test --solution ModularRollout.sln -c Release --no-build --no-progress \
  --report-trx --results-directory artifacts/results --hangdump --hangdump-timeout 10m --crashdump \
  --coverlet --coverlet-output-format cobertura --coverlet-include '[ModularRollout*]*' --coverlet-exclude '[*.Tests]*' || rc=$?
bash eng/test-summary.sh artifacts/results "$(find tests -name '*.Tests.csproj' | wc -l)" "$rc"
