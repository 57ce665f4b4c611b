#!/usr/bin/env bash
# Measures everything for publication, in one go (about half an hour on two cores; leave the machine alone meanwhile), and writes benchmarks/README.md.
# For a draft: report.sh --short, or --dry.
set -euo pipefail
cd "$(dirname "$0")/ModularRollout.Benchmarks"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
exec dotnet run -c Release -- report "$@"
