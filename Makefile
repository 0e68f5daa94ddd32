# Needs Python 3.11 or newer and make; everything else is fetched into .bootstrap and .venv.
# `make` alone lists the commands.

PYTHON ?= python3
UV     ?= $(shell command -v uv || echo .bootstrap/bin/uv)
BIN    := .venv/bin
READY  := .venv/.ready
WORKERS ?= 2
EVENTS  ?= 50000000 200000000

# With the address of no index: docs/adr/0002-lock-without-addresses.md
COMPILE := pip compile pyproject.toml --universal --python-version 3.11 --group dev --all-extras \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --output-file requirements.lock

.DEFAULT_GOAL := help
.PHONY: help setup demo test slow oldest check lint fmt types docs bench bench-large coverage lock upgrade clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

setup: $(READY) ## make .venv from the lock; nothing to do when nothing changed

$(READY): pyproject.toml requirements.lock | $(UV)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Regard needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}. Name another: make setup PYTHON=python3.12")'
	@test -x $(BIN)/python || $(UV) venv --quiet --python "$$(command -v $(PYTHON))" .venv
	$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.bootstrap/bin/uv:
	$(PYTHON) -m venv .bootstrap
	.bootstrap/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'

demo: $(READY) ## simulate a shop, load it into ./demo, and print one page per family of metrics
	@$(BIN)/regard demo demo

test: $(READY) ## every test but the slow ones
	$(BIN)/pytest -n $(WORKERS)

slow: $(READY) ## the tests that take minutes
	HYPOTHESIS_PROFILE=slow $(BIN)/pytest -n $(WORKERS) -m slow

oldest: | $(UV) ## the tests, with the oldest libraries that pyproject.toml allows
	@test -x .oldest/bin/python || $(UV) venv --quiet --python "$$(command -v $(PYTHON))" .oldest
	$(UV) pip install --quiet --python .oldest/bin/python --resolution lowest-direct --editable . --all-extras -r pyproject.toml
	$(UV) pip install --quiet --python .oldest/bin/python --group test
	.oldest/bin/python -m pytest -n $(WORKERS)

check: $(READY) lint types ## what must hold beside the tests: style, format, types, imports, docs
	$(BIN)/lint-imports --no-logo
	$(BIN)/interrogate --quiet tests
	$(BIN)/python -m docs.generate --check

lint: $(READY) ## ruff: rules and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

fmt: $(READY) ## put every file into its form
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

types: $(READY) ## mypy --strict
	$(BIN)/mypy

docs: $(READY) ## write the pages that are made from the catalogue
	$(BIN)/python -m docs.generate

bench: $(READY) ## measure speed beside hand-written SQL; a table out
	$(BIN)/python -m benchmarks

bench-large: $(READY) ## the same at EVENTS="50000000 200000000", or other sizes; hours, and disk
	$(BIN)/python -m benchmarks --events $(EVENTS)

coverage: $(READY) ## the tests, with the lines and branches they miss
	$(BIN)/pytest -n $(WORKERS) --cov --cov-report=term

lock: | $(UV) ## settle requirements.lock after pyproject.toml changed, and keep what is settled
	$(UV) $(COMPILE) --quiet

upgrade: | $(UV) ## settle requirements.lock on the newest versions
	$(UV) $(COMPILE) --quiet --upgrade

clean: ## remove what was made here, environments included
	rm -rf .venv .bootstrap .oldest demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
