# make run   installs what is missing, ingests the sample corpus, serves the page (Ctrl-C ends it)
# make test  installs what is missing, runs the tests
# make test-web  the tests in a browser with axe-core; needs chromium, chromium-driver and npm (Debian's packages will do)
# make pictures  makes docs/*.png anew from the sample corpus
PYTHON ?= python3
EXTRAS ?= dev
LIBRARY ?= library
AXE ?= $(or $(TMPDIR),/tmp)/policykb-axe
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: setup run test test-web pictures check bench golden clean

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

test-web: setup
	test -f $(AXE)/node_modules/axe-core/axe.min.js || npm install --silent --no-save --prefix $(AXE) axe-core@4
	POLICYKB_AXE=$(AXE)/node_modules/axe-core/axe.min.js $(BIN)/python -m pytest tests/web

pictures: setup
	$(BIN)/python -m tests.web.pictures

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
