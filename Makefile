# tcgraph: `make serve` installs and serves the validated graph; `make test` installs and runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TCGRAPH := $(BIN)/tcgraph
NODE := tests/export/js/node_modules
CLIENTS := .venv-clients
PYTEST_FLAGS ?= -n auto --dist loadfile --no-loadscope-reorder
SERVE_FLAGS ?=
SHELL := /bin/bash

.PHONY: help serve test test-all test-at-size hooks quick check generated format formats pictures lock build release clean

help:                ## Say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/ \t/' | expand -t 14

serve: $(VENV)/.installed  ## Install, then serve the validated graph at a local address
	@$(TCGRAPH) serve $(SERVE_FLAGS)

build: $(VENV)/.installed  ## Load, reason, validate and publish the graph
	@$(TCGRAPH) build

test: $(VENV)/.installed-dev $(NODE)/.installed  ## Install what the tests need, and run them: each behaviour once, in about ten minutes
	$(BIN)/python -m pytest -m "not at_size" $(PYTEST_FLAGS)

test-all: $(VENV)/.installed-dev $(NODE)/.installed $(CLIENTS)/.installed  ## Run them and those at size, as continuous integration does
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

test-at-size: $(VENV)/.installed-dev $(NODE)/.installed $(CLIENTS)/.installed  ## Run those at size alone: every page and language, many random cases, programs of others
	$(BIN)/python -m pytest -m at_size $(PYTEST_FLAGS)

hooks: $(VENV)/.installed  ## Have git show and merge facts instead of lines, and validate what is about to be committed
	@$(TCGRAPH) hooks

quick: $(VENV)/.installed-dev  ## What a change of a few modules needs: its lint, types and the tests beside it
	@$(BIN)/python -m tests.quick

check: $(VENV)/.installed-dev generated  ## Lint, types, formatting, validation and generated files
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy
	$(TCGRAPH) fmt --check ontology data shapes
	$(TCGRAPH) validate

generated: $(VENV)/.installed-dev  ## Rebuild what is generated and fail where it differs
	@git diff --quiet -- data/ttl/reference docs/settings.md docs/commands.md || { \
	  echo "data/ttl/reference, docs/settings.md or docs/commands.md has edits that are not committed, and rebuilding would undo them."; exit 1; }
	$(BIN)/python -m tests.reference_data
	$(BIN)/python -c 'from tcgraph.config import table; print("# Settings\n\n" + table(), end="")' > docs/settings.md
	$(BIN)/python -c 'from tests.commands import reference; print(reference(), end="")' > docs/commands.md
	git diff --exit-code --stat -- data/ttl/reference docs/settings.md docs/commands.md
	@if command -v npm >/dev/null; then \
	  cd src/tcgraph/pages/frontend && npm ci --silent --no-audit --no-fund && npm run --silent build 2>/dev/null && npm run --silent map && \
	  git diff --exit-code --stat -- ../static/editor.js ../charts/world.json; \
	else echo "npm is not installed: the editor's bundle is not rebuilt"; fi

format: $(VENV)/.installed-dev  ## Put code and Turtle in their one layout
	$(BIN)/ruff check --fix src tests
	$(BIN)/ruff format src tests
	$(TCGRAPH) fmt ontology data shapes

lock: $(VENV)/.installed-dev  ## Pin every dependency, with hashes, for every platform
	$(BIN)/uv pip compile --quiet --universal --no-header --generate-hashes --python-version 3.11 \
	  --extra parquet --extra zstd --extra editor --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --no-header --generate-hashes --python-version 3.11 \
	  --all-extras --group build --group dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --no-header --generate-hashes --python-version 3.11 \
	  tests/http/clients/requirements.in -o tests/http/clients/requirements.lock

formats: $(VENV)/.installed-dev $(NODE)/.installed  ## Check every format with programs of others; write docs/formats.md
	$(BIN)/python -m tests.formats --write

pictures: $(VENV)/.installed-dev  ## Take the pictures of README and manual anew, from the running product
	$(BIN)/python -m tests.pictures

release: $(VENV)/.installed-dev  ## Make what a release consists of in dist/; uploads nothing (RELEASE_FLAGS=--final for a real one)
	@rm -rf dist && $(BIN)/python -m tests.release $(RELEASE_FLAGS)

clean:               ## Remove what was installed and built
	rm -rf $(VENV) $(CLIENTS) .tcgraph build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "tcgraph needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "This Python has no venv; on Debian: apt-get install python3-venv"; exit 2; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing tcgraph and what it needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing tcgraph and what its tests need into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.installed

$(NODE)/.installed: tests/export/js/package-lock.json
	@if command -v npm >/dev/null && cd tests/export/js && npm ci --silent --no-audit --no-fund --ignore-scripts; \
	then touch node_modules/.installed; \
	else echo "npm has not installed tests/export/js: tests against JavaScript programs are skipped"; fi

$(CLIENTS)/.installed: tests/http/clients/requirements.lock | $(VENV)/.installed-dev
	@if $(BIN)/uv venv --quiet --clear --python $(VENV)/bin/python $(CLIENTS) && \
	  $(BIN)/uv pip install --quiet --python $(CLIENTS)/bin/python --require-hashes -r tests/http/clients/requirements.lock; \
	then touch $@; \
	else echo "uv has not installed tests/http/clients: tests against those programs are skipped"; fi
