# Everything a newcomer, a developer and a machine need. Python 3.11 or later and make are enough to begin.

PYTHON ?= python3
BIN := .venv/bin
STORE := build/demo/store.duckdb
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test test-long check bench docs serve lock browser clean

help: ## what you can ask for
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/runtime.stamp ## build .venv with the openqof command in it

setup-dev: .venv/dev.stamp ## the same, with what the tests and checks need

.venv/bin/uv: requirements-uv.lock
	@$(PYTHON) scripts/old_python.py
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

.venv/runtime.stamp: .venv/bin/uv requirements.lock pyproject.toml
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/runtime.stamp requirements-dev.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

demo: setup ## load the invented demonstration area, price three schemes, write a report
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demo.sh

test: setup-dev browser ## run every test that fits in fifteen minutes
	$(PYTEST) -n auto --dist loadfile

test-long: setup-dev browser ## run what a night may take
	$(PYTEST) -n auto -m long

browser: ## make sure the browser for the page tests is there
	@sh scripts/browser.sh

check: setup-dev ## lint, types, layers, law files, generated pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/openqof check
	$(BIN)/python scripts/make_docs.py --check

bench: setup-dev .venv-bench/stamp ## time and weigh the engine beside its peers
	$(BIN)/python bench/run.py

.venv-bench/stamp: bench/requirements.lock .venv/bin/uv
	$(BIN)/uv venv --quiet --allow-existing .venv-bench
	VIRTUAL_ENV=.venv-bench $(BIN)/uv pip install --quiet --require-hashes -r bench/requirements.lock
	@touch $@

docs: setup-dev ## write the generated reference pages
	$(BIN)/python scripts/make_docs.py

serve: ## start the web application
	@echo "The web application is not part of this release. Use the openqof command; 'make demo' shows it at work."

lock: setup ## renew the lock files (versions and hashes, no addresses)
	sh scripts/lock.sh

clean: ## remove the environment and everything that was built
	rm -rf build .venv .venv-bench
