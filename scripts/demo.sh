#!/bin/sh
# From nothing to a priced scheme, on an area that is invented from end to end.
set -eu
folder=build/demo
mkdir -p "$folder"
export OPENQOF_STORE="$folder/store.duckdb"

heading() { printf '\n== %s\n\n' "$1"; }

heading "1. An invented area: 40 practices, 2012/13 to 2026/27"
openqof data demo

heading "2. What national QOF pays there in 2025/26"
openqof pay --year qof/2025-26 --commissioner DEMO

heading "3. Why: one figure, line by line"
openqof explain --year qof/2025-26 --practice D00003 --indicator HYP008

heading "4. Devon and Cornwall's offer of 2014, priced for each practice: 341 points suspended"
openqof price devon-cornwall/unplanned-admissions-2014 --commissioner DEMO --report "$folder/devon-cornwall.html"

heading "5. Aylesbury Vale's offer of 2015/16: last year's income guaranteed"
openqof price aylesbury-vale/pcds-2015 --commissioner DEMO --report "$folder/aylesbury-vale.html"

heading "Done"
cat <<EOF
Open in a browser:
  $folder/devon-cornwall.html
  $folder/aylesbury-vale.html
Go on by hand:
  export OPENQOF_STORE=$OPENQOF_STORE PATH=.venv/bin:\$PATH
  openqof --help
  openqof show qof/2015-16
Use real figures:   docs/how-to/add-published-files.md
Web application:    'make serve' (it is not part of this release, and says so)
EOF
