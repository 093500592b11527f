#!/bin/sh
# Lock files hold versions and hashes and name no index: whoever installs decides where from.
set -eu
compile="uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url"
PATH="$PWD/.venv/bin:$PATH"
echo "uv>=0.10" | $compile - -o requirements-uv.lock
$compile --all-extras --group build pyproject.toml -o requirements.lock
$compile --all-extras --group build --group dev pyproject.toml -o requirements-dev.lock
$compile bench/requirements.in -o bench/requirements.lock
