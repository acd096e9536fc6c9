# All commands of the portal. Needs only make and Python 3.11 or newer with its venv module.

.PHONY: help run test check format bench reset
.DEFAULT_GOAL := help

PORT ?= 8000
export PORT
# Test runs, checks and tools; `make run` names its own.
TOOL := DJANGO_SETTINGS_MODULE=gdb_portal.settings.test .venv/bin/python
# How many tests run side by side, and which: make test TESTS=tests/mail
WORKERS ?= 2
TESTS ?= tests

# The first Python that runs, is new enough and can make environments.
set_up = @for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    exec "$$python" gdb_portal/local/environment.py $(1); \
	  fi; \
	done; \
	echo "Python 3.11 or newer with its venv module is missing." >&2; \
	echo "On Debian or Ubuntu: sudo apt install python3 python3-venv" >&2; \
	echo "Or name one: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; \
	exit 1

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do \
	  printf '  make %-8s %s\n' "$$name" "$$text"; done

run: ## set up what is missing, then serve the portal on http://localhost:8000 (PORT= changes it)
	$(call set_up,local)
	@exec .venv/bin/python -m gdb_portal.local run

test: ## set up what is missing, then run every test, browser and fault tests included
	$(call set_up,dev)
	@.venv/bin/python -m gdb_portal.local chromium
	@$(TOOL) manage.py translations --compile
	@$(TOOL) -m pytest -n $(WORKERS) --durations=15 $(TESTS)

check: ## formatting, lint, types, import contracts, missing migrations, translations
	$(call set_up,dev)
	@$(TOOL) -m gdb_portal.local check

format: ## bring all code into its form
	$(call set_up,dev)
	@.venv/bin/python -m ruff check --fix-only --quiet .
	@.venv/bin/python -m ruff format .
	@git ls-files '*.html' | tr '\n' '\0' | xargs -0 .venv/bin/djade --target-version 5.2

bench: ## measure the speed that the portal promises; writes var/bench/latest.json
	$(call set_up,dev)
	@exec .venv/bin/python -m gdb_portal.local bench

reset: ## forget the local data in var/
	$(call set_up,local)
	@.venv/bin/python -m gdb_portal.local reset
