#!/bin/sh
# From a fresh clone to a report: installs and builds what is missing, then audits the sample fleet.
set -eu
cd "$(dirname "$0")/.."

installed=node_modules/.package-lock.json
if [ ! -e "$installed" ] || [ -n "$(find package-lock.json -newer "$installed")" ]; then
  npm ci --no-audit --no-fund >&2
fi
npm run --silent build >&2
exec node dist/cli.js demo "$@"
