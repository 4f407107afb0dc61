# One command each; `make help` lists them. Needs make and Python 3.11 or newer, nothing else.
.DEFAULT_GOAL := help
# Compiled once and kept, also where containers forbid it: each program would read all its sources at every start.
export PYTHONDONTWRITEBYTECODE :=
SHELL := /bin/sh
BIN := .venv/bin
COMPILE = $(BIN)/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-header --no-annotate

# The first Python that is new enough; PYTHON=... names another.
FIND_PYTHON = python=; for name in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3; do \
	  if "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; \
	  then python="$$name"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "OpenSells needs Python 3.11 to 3.14: install one (for example the package python3.11) and try again." >&2; \
	  exit 1; \
	fi
SETUP = $(FIND_PYTHON); "$$python" tools/setup.py

.PHONY: help run cli setup-tests test check format bench lock

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## set up and run everything, database included (API_PORT=... PANEL_PORT=... DATABASE_URL=... as you like)
	@$(SETUP) run && exec $(BIN)/python -m tools.run

cli:  ## run the operator's commands on the same database, as in: make cli ARGS=create-superadmin
	@$(SETUP) run && exec $(BIN)/python -m tools.run $(or $(ARGS),--help)

setup-tests:
	@$(SETUP) test && $(BIN)/python -m tools.chromium

test: setup-tests  ## install what the tests need and run them all (ARGS=... goes to pytest)
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder $(ARGS)

check: setup-tests  ## format, lint, types and import contracts
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

format: setup-tests  ## format the code and mend what the linter can
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: setup-tests  ## measure speed, each figure beside the limit of this machine
	@$(BIN)/python -m tests.bench $(ARGS)

# The tests' list is compiled first and handed on, so that both lists name the same versions.
lock: setup-tests  ## renew the pinned requirements (UPGRADE=1 takes newer versions)
	@$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml --group dev -o tests/requirements.txt
	@cp tests/requirements.txt requirements.txt
	@$(COMPILE) pyproject.toml -o requirements.txt
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --group pyproject.toml:node -o widget/requirements.txt
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --group pyproject.toml:tools -o tools/requirements.txt
