# `make` lists the targets. Each is a line or two; what they run is in the project.
PYTHON ?= python3
BIN := .venv/bin

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: setup ## crawl the demo portals, export, show the report
	@$(BIN)/scrapy demo

test: setup ## run every test
	@$(BIN)/pytest -n auto

check: setup ## lint, types, formatting, tests' house rules
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: setup ## format and mend what ruff can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: setup .venv-bench/.ready ## quality and speed of reading beside the peers; BENCH="--corpus FOLDER ..." for other pages
	@$(BIN)/python -m benchmarks.reading $(BENCH)

.venv-bench/.ready: benchmarks/requirements.lock
	@$(PYTHON) -m venv .venv-bench && .venv-bench/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

setup: .venv/.ready ## make .venv (Python >= 3.11); every target that needs it calls this

.venv/.ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tin So needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv && $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

test-deploy: setup .venv-scrapyd/.ready ## the tests of deploy/, with a real Scrapyd
	@$(BIN)/pytest tests/deploy

deploy: setup ## pack an egg and give it to the Scrapyd of scrapy.cfg
	@$(BIN)/python deploy/build_egg.py output/tin_so.egg && .venv-scrapyd/bin/scrapyd-deploy --egg output/tin_so.egg

.venv-scrapyd/.ready: requirements.lock deploy/requirements-scrapyd.txt
	@$(PYTHON) -m venv .venv-scrapyd && .venv-scrapyd/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && .venv-scrapyd/bin/python -m pip install --quiet --disable-pip-version-check -r deploy/requirements-scrapyd.txt
	@touch $@

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	@uv pip compile --quiet --universal --group dev pyproject.toml --generate-hashes --no-emit-index-url --no-header -o requirements.lock

clean: ## remove the environment and caches; the harvest in output/ stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: help demo test test-deploy deploy bench check format setup lock clean
