# make install    .venv with everything that runs
# make run        a working system with the county demo at http://127.0.0.1:8000 (PORT=…, ARCHIVES_HOME=…)
# make test       every test, on SQLite and PostgreSQL and in a real browser
# make test-cluster  the search over OpenSearch: two real nodes, each killed once
# make proof      the heavy proofs: many more kills and races (KILLS=…)
# make lint       style, types and the house's import contracts
# make messages   collect the words of pages and code into the catalogues

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := install

PYTHON ?= python3
PORT ?= 8000
KILLS ?= 500
TESTERS ?= 2
export ARCHIVES_HOME ?= $(CURDIR)/home

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 5
NODE := $(if $(shell command -v npm),,node)
COMMA := ,
CATALOGUES := $(wildcard api/pages/translations/*/LC_MESSAGES/*.po)
ASSETS := $(wildcard frontend/*.json frontend/fonts/*.json) scripts/page_assets.py scripts/vendor_fonts.py hatch_build.py
DEBIAN := git openssl softhsm2 chromium fonts-noto-cjk poppler-utils postgresql zbar-tools maven default-jdk-headless

.PHONY: install run test test-cluster proof lint format messages bench-smoke clean

install: .venv/stamp-install

run: install
	[ -d "$$ARCHIVES_HOME" ] && [ ! -e "$$ARCHIVES_HOME/demo.json" ] || $(BIN)/archives demo
	exec $(BIN)/archives serve --port $(PORT)

test: .venv/stamp-test
	$(BIN)/python -m pytest --numprocesses $(TESTERS) --dist loadfile --no-loadscope-reorder --durations 15 $(or $(TESTS),--ignore=tests/proof --ignore=tests/cluster)

test-cluster: .venv/stamp-cluster
	$(BIN)/python -m pytest tests/cluster

proof: .venv/stamp-test
	KILLS=$(KILLS) STORAGE_KILLS=$(KILLS) $(BIN)/python -m pytest -s --timeout 3600 tests/proof $(wildcard tests/integration/test_*_killed.py tests/functional/test_killed_*.py)

lint: .venv/stamp-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/stamp-test
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

messages: .venv/stamp-test
	$(BIN)/python scripts/messages.py

bench-smoke: .venv/stamp-test
	set -e; shopt -s nullglob; for bench in benchmarks/bench_*.py; do echo "$$bench"; $(BIN)/python "$$bench" --smoke; done

clean:
	rm -rf .venv build dist api/pages/static/vendor tests/browser/vendor .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/stamp-venv:
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || scripts/debian.sh python3-venv
	$(PYTHON) -m venv .venv
	touch $@

.venv/stamp-install: .venv/stamp-venv pyproject.toml $(ASSETS) $(CATALOGUES)
	$(PIP) --editable '.$(if $(NODE),[$(NODE)])'
	touch $@

.venv/stamp-test: .venv/stamp-install scripts/debian.sh scripts/from_maven.py tests/verapdf/pom.xml
	scripts/debian.sh $(DEBIAN)
	$(PIP) --editable '.[test$(if $(NODE),$(COMMA)$(NODE))]'
	$(BIN)/python scripts/page_assets.py --tests
	$(BIN)/python scripts/from_maven.py tests/verapdf/pom.xml .venv/verapdf
	$(PIP) --no-deps --upgrade --target .venv/ead3 django-ead==0.8.1
	touch $@

.venv/stamp-cluster: .venv/stamp-test tests/cluster/pom.xml
	$(BIN)/python scripts/from_maven.py tests/cluster/pom.xml .venv/opensearch
	touch $@
