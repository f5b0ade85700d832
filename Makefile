# Everything here does its own set-up, as any user, root included, and costs nothing when done again.

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

SHELL := /bin/bash
PYTHON := .venv/bin/python
READY := .venv/.ready
DISTRIBUTIONS := libs/common libs/programme services/intake services/evaluation services/registry \
  services/monitoring

.DEFAULT_GOAL := help
.PHONY: help demo run test check verify clean contracts bites mutants bench browser fault power-cut clamav images backup restore lint-api

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: $(READY) ## Lead nine applications from draft to register, on a stack of its own
	@$(PYTHON) -m deploy.demo

run: $(READY) ## Keep the stack up (LEGAL_START=2024-03-01T09:00:00+08:00 dates a fresh one; VERBOSE=1)
	@exec $(PYTHON) -m deploy.local run $(if $(VERBOSE),,--quiet) $(if $(LEGAL_START),--legal-start $(LEGAL_START))

test: $(READY) ## Run every test but the fault tests, on servers of their own
	@$(PYTHON) -m pytest --ignore=tests/fault --ignore=tests/power_cut --ignore=tests/clamav \
	  --ignore=tests/browser

# mypy reads one distribution at a time: each has a package `tests` of its own.
check: $(READY) ## Check style, types, imports, contracts, migrations and stop lines
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@for room in $(DISTRIBUTIONS) "deploy tests conftest.py"; do .venv/bin/mypy $$room || exit 1; done
	@.venv/bin/lint-imports
	@$(PYTHON) -m deploy.contracts --check
	@$(PYTHON) -m deploy.local migrations-check
	@$(PYTHON) -m deploy.checks.stop_lines

verify: $(READY) ## Join what the four databases of the running stack prove about themselves
	@$(PYTHON) -m deploy.local verify

lint-api: ## Lint the API documents with Spectral (needs npm)
	@deploy/checks/api/lint

contracts: $(READY) ## Write the OpenAPI documents and the events' JSON Schemas
	@$(PYTHON) -m deploy.contracts

mutants: $(READY) ## Change the kernel on purpose, line by line: each change must fail a test or be listed
	@$(PYTHON) -m tests.bench.mutants

bench: $(READY) ## Measure against floors of the same run (needs wrk, pgbench, openssl; PARTS="bones verdicts …")
	@$(PYTHON) -m tests.bench $(PARTS)

bites: $(READY) ## Break each protected rule on purpose: its test must fail
	@$(PYTHON) -m pytest tests/bites

fault: $(READY) ## Kill processes under load: nothing is lost, nothing doubled (BITE=name or all)
	@$(PYTHON) -m $(if $(BITE),tests.fault $(BITE),pytest tests/fault -s --timeout 900)

images: $(READY) ## Lint the Dockerfile and hold docker-compose.yml to its schema
	@deploy/images/lint
	@$(PYTHON) -m pytest deploy/tests/test_images.py

backup: $(READY) ## Back up the running stack into backups/ (TO=folder STATE=directory)
	@$(PYTHON) -m deploy.backup take $(if $(TO),--to $(TO)) $(if $(STATE),--state $(STATE))

restore: $(READY) ## Restore FROM=backups/<date> where no stack has been (STATE=directory), and verify
	@$(PYTHON) -m deploy.backup restore $(if $(FROM),--from $(FROM)) $(if $(STATE),--state $(STATE))

browser: $(READY) ## Look at the public pages in a headless Chromium (pictures in build/browser)
	@deploy/checks/browser_possible
	@$(PYTHON) -m pytest tests/browser

power-cut: $(READY) ## Cut the power under broker and database (needs root and loop devices)
	@deploy/checks/power_cut_possible
	@$(PYTHON) -m pytest tests/power_cut -s

clamav: $(READY) ## Scan with a real clamd and a signature of our own (needs clamd, or Debian's packages)
	@deploy/checks/clamd_possible
	@$(PYTHON) -m pytest tests/clamav

clean: ## Remove the environment, the stack's state and everything generated
	@rm -rf .venv .local build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find deploy libs services tests -name __pycache__ -prune -exec rm -rf {} +
	@find libs services -name '*.egg-info' -prune -exec rm -rf {} +

# The stamp is newer than all that decides what is installed.
$(READY): requirements/dev.txt $(DISTRIBUTIONS:%=%/pyproject.toml)
	@deploy/checks/environment $(DISTRIBUTIONS)
	@touch $@
