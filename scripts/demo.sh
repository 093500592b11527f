#!/bin/sh
# From nothing to a priced scheme, on an area that is invented from end to end.
set -eu
folder=build/demo
mkdir -p "$folder"
export OPENQOF_STORE="$folder/store.duckdb"

heading() { printf '\n== %s\n\n' "$1"; }

heading "1. An invented area: 40 practices, 2012/13 to 2026/27"
openqof data demo

heading "2. What national QOF pays there in 2025/26, and why: one figure, line by line"
openqof pay --year qof/2025-26 --commissioner DEMO | tail -n 12
echo
openqof explain --year qof/2025-26 --practice D00003 --indicator HYP008

heading "3. A local scheme as a reform of national QOF: what stays, stops, starts and changes"
openqof compare devon-cornwall/unplanned-admissions-2014

heading "4. That scheme priced for each practice, with the report"
openqof price devon-cornwall/unplanned-admissions-2014 --commissioner DEMO --report "$folder/devon-cornwall.html"

heading "5. Three offers side by side, all read on 2015/16: a guarantee, narrative in place of points, a top-up a head"
openqof price aylesbury-vale/pcds-2015 --option somerset/spqs-2014 --option bolton/quality-contract-2015 \
    --against qof/2015-16 --reading accrual --commissioner DEMO \
    --report "$folder/three-offers.html"

heading "Done"
cat <<EOF
Open in a browser:
  $folder/three-offers.html
  $folder/devon-cornwall.html
Go on by hand:
  export OPENQOF_STORE=$OPENQOF_STORE PATH=.venv/bin:\$PATH
  openqof library
  openqof new --from bolton/quality-contract-2015 --body DEMO --year 2016/17 --set target=96 --to mine.yaml
  openqof price mine.yaml
Use real figures:   docs/how-to/add-published-files.md
Web application:    'make serve' (it is not part of this release, and says so)
EOF
