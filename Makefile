# Fallbrücke. `make help` says what there is; DATABASE_URL and FALLBRUECKE_DATA are honoured everywhere.
PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header pyproject.toml
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

.DEFAULT_GOAL := help
.PHONY: help setup run test soak check lint db bench lock docs words chromium pango

help:            ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 14
setup: .venv/ok  ## make .venv with the development tools (PYTHON=python3.11 chooses the Python)
run: .venv/ok pango  ## the demo from nothing, on http://127.0.0.1:5000 (PORT=…); Ctrl-C ends it
	@PORT=$(PORT) sh bin/run
test: .venv/ok chromium pango  ## every test, on SQLite and PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist loadgroup
soak: .venv/ok   ## the promises about reminders in full size, on both databases; takes two hours
	@SOAK=1 $(BIN)/python -m pytest -m soak -o "python_files=test_*.py soak_*.py" --durations=0
check: lint test ## what a change must pass: style, types, import contracts, tests
lint: .venv/ok   ## style, types and import contracts alone
	@$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy && $(BIN)/lint-imports
db: .venv/ok     ## bring the tables up to date
	@$(BIN)/flask --app wsgi db upgrade
docs: .venv/ok   ## write the lists in docs/ again from the program
	@$(BIN)/python -m tests.house.documents
words: .venv/ok  ## bring the English catalogue up to date; what it prints has no English yet
	@$(BIN)/python -m tests.house.words
bench: .venv/ok  ## how long pages, searches and the whole list take, each figure beside its floor
	@$(BIN)/python -m bench
lock: .venv/ok   ## pin the newest allowed versions, with hashes
	@$(LOCK) -o requirements.txt && $(LOCK) --group dev -o requirements-dev.txt

.venv/ok: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Fallbrücke needs Python 3.11 or newer.")'
	@$(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python --require-hashes -r requirements-dev.txt \
	|| $(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch .venv/ok
chromium:
	@command -v chromium >/dev/null || if [ "$$(id -u)" = 0 ]; then apt-get update -qq && \
	apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else echo "The browser tests need Chromium: sudo apt-get install chromium"; fi
pango:
	@/sbin/ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || { [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	apt-get install -qq -y --no-install-recommends $(PANGO) >/dev/null; } || \
	echo "Letters as PDF need Pango: sudo apt-get install $(PANGO)"
