# make run   installs what is missing, ingests the sample corpus, serves the page (Ctrl-C ends it)
# make test  installs what is missing, runs the tests
PYTHON ?= python3
EXTRAS ?= dev
LIBRARY ?= library
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: setup run test check bench golden clean

setup: .venv/installed-$(EXTRAS)

.venv/installed-%: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --editable ".[$*]"
	touch $@

.venv/installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

run: .venv/installed
	POLICYKB_LIBRARY=$(LIBRARY) $(BIN)/policykb ingest corpus/documents
	POLICYKB_LIBRARY=$(LIBRARY) $(BIN)/policykb serve --port $(PORT)

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup
	$(BIN)/python -m tests.benchmarks

golden: setup
	$(BIN)/python -m tests.golden

clean:
	rm -rf .venv library
