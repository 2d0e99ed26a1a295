# Everything a contributor runs, on Linux and macOS. On Windows, where there is no make, CONTRIBUTING.md
# gives the same three commands: the environment, the locked packages, the project itself.
#
# Every path here is relative, so a checkout may lie below a folder with a space in its name.

PYTHON ?= python3
# `make lock` keeps the versions of the lock where it can; `make lock UPGRADE=--upgrade` takes the newest.
UPGRADE ?=
# A folder of YAML files from elsewhere, for `make campaigns`.
YAML ?= ledger
UV := uv==0.13.9

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
NODE := tests/node
NODE_STAMP := $(NODE)/node_modules/.installed
OPLEDGER := $(BIN)/opledger --ledger ledger
PIP_INSTALL := $(BIN)/python -m pip install -qq --no-input --disable-pip-version-check

.DELETE_ON_ERROR:
.PHONY: help setup demo site docs test lint types unit cached campaigns bench bench-small spark lock clean FORCE

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "make %-11s %s\n", $$1, $$2 }'

setup: $(STAMP) ## Make .venv with the locked packages (PYTHON=python3.12 says with which Python)
	@:

$(STAMP): $(VENV)/pyvenv.cfg requirements.lock pyproject.toml
	@if test -e $@; then echo "Bringing $(VENV) up to date"; fi
	@$(PIP_INSTALL) --require-hashes -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

# A .venv whose Python is gone is made anew.
ifneq ($(shell test -x $(BIN)/python && echo works),works)
$(VENV)/pyvenv.cfg: FORCE
endif

$(VENV)/pyvenv.cfg:
	@command -v "$(PYTHON)" >/dev/null || { echo "opledger needs Python 3.11 or newer, and there is no $(PYTHON): name one with 'make setup PYTHON=...'." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "opledger needs Python 3.11 or newer, and $(PYTHON) is $$("$(PYTHON)" -V 2>&1): name another with 'make setup PYTHON=...'." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) can't make virtual environments: install its venv module (on Debian: apt install python3-venv)." >&2; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute)"
	@"$(PYTHON)" -m venv --clear $(VENV)

demo: setup ## Check the sample ledger, print its statistics and history, and build its site
	@$(OPLEDGER) check
	@$(OPLEDGER) stats
	@$(MAKE) --no-print-directory site

# The sample's history is replayed into a folder of its own, whose site it is: with its audit log.
site: setup ## Build the sample's site into site/ (committed, and compared by the tests)
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
	$(BIN)/opledger demo "$$tmp/ledger" >/dev/null && \
	$(BIN)/opledger --ledger "$$tmp/ledger" log -n 8 && echo && \
	$(BIN)/opledger --ledger "$$tmp/ledger" site build --output site

docs: setup ## Write docs/checks.md and opledger.1, and what statistics.md and templates.md have from the sources; the sample's schemas
	@$(BIN)/python -m docs.make_checks
	@$(BIN)/python -m docs.make_statistics
	@$(BIN)/python -m docs.make_templates
	@$(BIN)/python -m docs.make_man
	@$(OPLEDGER) schema --write --no-commit >/dev/null

test: lint types unit ## Run every check: lint, types and tests

lint: setup ## Check style and formatting
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet

types: setup ## Check types
	@$(BIN)/mypy --no-error-summary

# What the tests take from npm. Without npm these tests don't run, and say so.
$(NODE_STAMP): $(NODE)/package-lock.json
	@if command -v npm >/dev/null; then \
		cd $(NODE) && { npm ci --silent --no-audit --no-fund --ignore-scripts && touch node_modules/.installed; } || \
		echo "npm did not bring what tests/node names: the tests that need it don't run"; \
	fi

unit: setup $(NODE_STAMP) ## Run the tests, one process a core
	@$(BIN)/python -m pytest -n auto --dist worksteal

cached: setup $(NODE_STAMP) ## Run the tests with one cache for all of them: empty, full, and damaged
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && export OPLEDGER_TEST_CACHE="$$tmp" && \
	$(BIN)/python -m pytest -n auto --dist worksteal && \
	$(BIN)/python -m pytest -n auto --dist worksteal && \
	$(BIN)/python -m tests.cached damage "$$tmp" && \
	$(BIN)/python -m pytest -n auto --dist worksteal

campaigns: setup $(NODE_STAMP) ## Run the long campaigns in full: edits and readers (of YAML=FOLDER), kills, writers, machines, figures, zones, merges
	@$(BIN)/python -m tests.campaigns.edits $(YAML) 4000
	@$(BIN)/python -m tests.campaigns.readers 600 1 $(YAML)
	@$(BIN)/python -m tests.campaigns.kills 10000
	@$(BIN)/python -m tests.campaigns.writers 8 60
	@$(BIN)/python -m tests.campaigns.machines 50
	@$(BIN)/python -m tests.campaigns.figures 1000
	@$(BIN)/python -m tests.campaigns.zones
	@OPLEDGER_CASES=5000 $(BIN)/python -m pytest -n auto tests/git/test_merge.py

# Beside the peers that are installed, which the system's packages have:
# apt install hledger beancount recutils hugo hyperfine git
bench: setup ## Measure opledger beside its peers, which takes a while: writes benchmarks/RESULTS.md (BENCH=options)
	@for name in hledger bean-check recsel hugo hyperfine; do command -v "$$name" >/dev/null || \
		echo "$$name is not installed, so some targets are not measured (on Debian: apt install hledger beancount recutils hugo hyperfine)" >&2; done
	@$(BIN)/python -m benchmarks.run --date $$(date +%F) $(BENCH)

bench-small: setup ## Run the benchmarks on tiny ledgers, to see that they work
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
	$(BIN)/python -m benchmarks.run --small --output "$$tmp/results.md" $(BENCH)

# Spark and its Python packages stay apart from .venv; Java comes from the system.
SPARK := build/spark
$(SPARK)/.installed:
	@command -v java >/dev/null || { echo "Spark needs Java 17 or newer, and there is none (on Debian: apt install default-jre-headless)." >&2; exit 1; }
	@echo "Installing Spark into $(SPARK) (once, some 450 MB)"
	@"$(PYTHON)" -m venv $(SPARK)
	@$(SPARK)/bin/python -m pip install -qq --no-input --disable-pip-version-check pyspark==4.3.0
	@touch $@

spark: setup $(SPARK)/.installed ## Compare the queries of docs/cohort.md in Spark, over 1,000 ledgers, with stats
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
	$(BIN)/python -m tests.campaigns.spark write "$$tmp" && \
	$(SPARK)/bin/python tests/campaigns/spark.py ask "$$tmp" && \
	$(BIN)/python -m tests.campaigns.spark compare "$$tmp"

lock: ## Write requirements.lock anew from pyproject.toml
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
	"$(PYTHON)" -m venv "$$tmp" && \
	"$$tmp/bin/python" -m pip install -qq --no-input --disable-pip-version-check $(UV) && \
	"$$tmp/bin/uv" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --group dev $(UPGRADE) --custom-compile-command 'make lock' \
		--output-file requirements.lock pyproject.toml

clean: ## Remove .venv and everything that can be made again, except the committed site
	@rm -rf $(VENV) $(NODE)/node_modules .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
