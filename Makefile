# Everything happens inside .venv; the first target that needs it makes it.
# `make` needs Python 3.11 or newer and nothing else.

PYTHON ?= python3
DATA ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --annotation-style=line

.PHONY: help setup demo run test check format texts lock bench screenshots clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(STAMP) ## set up .venv from the locked requirements, by pip alone

$(STAMP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Voronka needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) -V 2>&1`. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up $(VENV) (the first time takes a minute or two)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(STAMP)

demo: $(STAMP) ## the product with a messenger of its own in the browser; DATA=folder shows imported deals instead
	@$(BIN)/voronka demo $(if $(DATA),--data "$(DATA)")

run: $(STAMP) ## the real bot, by the settings in .env or the environment
	@$(BIN)/voronka run

test: check ## everything that CI runs; what is not installed here (PostgreSQL, Chromium) is skipped and said
	@$(BIN)/python -m pytest -n 2

check: $(STAMP) ## the part of `make test` that runs nothing: format, lint, types, import contracts, Dockerfile, compose file
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/hadolint deploy/Dockerfile
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec deploy/compose.yaml

format: $(STAMP) ## let ruff format and mend what it can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

texts: $(STAMP) ## bring the catalogues of bot/locales in line with the code
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract --no-location --sort-output --omit-header -o build/voronka.pot bot
	@$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		-D voronka -i build/voronka.pot -d bot/locales

lock: $(STAMP) ## requirements*.txt again from pyproject.toml; UPGRADE=--upgrade takes the newest of everything
	@$(LOCK) $(UPGRADE) --output-file requirements.txt pyproject.toml
	@cp requirements.txt requirements-dev.txt  # so that both pin the same
	@$(LOCK) --extra dev --output-file requirements-dev.txt pyproject.toml
	@for file in requirements.txt requirements-dev.txt; do \
		{ echo '# Made by `make lock` from pyproject.toml: pins with hashes, no index named. Do not edit by hand.'; \
		  grep -v '^# Made by' $$file; } > $$file.new && mv $$file.new $$file; done

bench: $(STAMP) ## the measurements of benchmarks/README.md; takes minutes
	@$(BIN)/python -m benchmarks

screenshots: $(STAMP) ## the pictures of the documentation again, from demos of their own; needs a Chromium
	@$(BIN)/python -m docs.screenshots

clean: ## remove .venv and every cache
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
