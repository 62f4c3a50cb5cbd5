# Everything that is done with this project, by hand or by machine. `make run` and `make test` need nothing but
# Python 3.11 with venv, and make; what else a target needs is said above it.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
INSTALL = $(BIN)/python -m pip --disable-pip-version-check install -qq --require-hashes
TEMPLATES = $$(git ls-files --cached --others --exclude-standard '*.html')

# What `check` looks at production with: every value is made up on the spot and used nowhere else.
MADE_UP = $(BIN)/python -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes($(1))).decode())'
PRODUCTION = VRN_MODE=production SECRET_KEY="$$($(call MADE_UP,48))" VRN_AUDIT_KEYS="k1:$$($(call MADE_UP,32))" \
	VRN_FIELD_KEYS="k1:$$($(call MADE_UP,32))" ALLOWED_HOSTS=vrn.example.invalid \
	VRN_SITE_URL=https://vrn.example.invalid VRN_CONTACT_EMAIL=vrn@example.invalid \
	DATABASE_URL=postgres://vrn@127.0.0.1/vrn DEBUG=off VRN_DEMONSTRATION=off

.DEFAULT_GOAL := help
.PHONY: help run test check migrations bench docs assets requirements format clean environment development chromium

help: ## what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 22

run: export DEBUG ?= off
run: environment ## the service on this machine; PORT (8000) and VRN_DATA_DIR (var/) say where
	@$(MANAGE) prepare
	@exec $(MANAGE) serve --with-parent

test: development chromium ## the whole suite; DATABASE_URL and CELERY_BROKER_URL say on what, ARGS is added to pytest
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: development ## code, templates, types, migrations, production settings and made documents
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory migrations
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	@$(BIN)/python -m docs.build --check

# SQLite makes an altered table anew, with its old NOT NULL columns and unique indexes, which the linter takes for added
# ones: those two questions are put on PostgreSQL alone, where `.ci/run` asks them.
migrations: development ## that migrations are complete and safe to run under load; on PostgreSQL with DATABASE_URL
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) lintmigrations --settings=tests.linting_settings --no-cache --quiet ok ignore \
		--include-apps vrn_cases interventions monitoring --ignore-initial-migrations \
		$(if $(DATABASE_URL),,--exclude-migration-tests NOT_NULL ADD_UNIQUE)

bench: development ## JOBS=j4,j8 SIZE=S|M|L DB=sqlite|postgres; without them all jobs, S and M, both databases
	@JOBS="$(JOBS)" SIZE="$(SIZE)" DB="$(DB)" $(BIN)/python -m bench

docs: development chromium ## the documents that are made from the code, and the pictures of README and docs/users/
	@$(BIN)/python -m docs.build
	@$(BIN)/python -m docs.screenshots

# Needs node 20 and npm.
assets: ## static/app.css and static/app.js from frontend/
	@npm --prefix frontend run --silent build

# Needs uv. Versions stay as they are pinned; UPGRADE=--upgrade moves them within the bounds of the .in files.
requirements: ## requirements.txt and requirements-dev.txt from their .in files
	@for name in requirements requirements-dev; do \
		PATH="$(BIN):$$PATH" uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
			--custom-compile-command 'make requirements' $$name.in -o $$name.txt || exit 1; \
	done

format: development ## code and templates, as `check` wants them
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djade --target-version 5.2 $(TEMPLATES)

clean: ## what tools leave behind; not the environment, not the data
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis build
	@find . -name __pycache__ -not -path './.venv/*' -not -path './frontend/node_modules/*' -prune -exec rm -rf {} +

# What is installed is kept beside the environment, so that nothing is done when nothing changed.
environment:
	@$(BIN)/python -c '' 2>/dev/null || { \
		"$(PYTHON)" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' || \
			{ echo 'Python 3.11 with venv is needed; name it with PYTHON=...' >&2; exit 1; }; \
		echo 'Making the environment in .venv ...'; \
		"$(PYTHON)" -m venv --clear .venv; }
	@cmp -s requirements.txt .venv/installed.txt || { \
		echo 'Installing what the service needs ...'; \
		$(INSTALL) -r requirements.txt && cp requirements.txt .venv/installed.txt; }

development: environment
	@cmp -s requirements-dev.txt .venv/installed-dev.txt || { \
		echo 'Installing what tests and checks need ...'; \
		$(INSTALL) -r requirements-dev.txt && cp requirements-dev.txt .venv/installed-dev.txt; }

# Browser tests drive the system's Chromium. Where it cannot be had they fail, with that reason.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo 'Installing Chromium ...'; \
			{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
				</dev/null >/dev/null || echo 'Chromium could not be installed; the browser tests will fail.' >&2; \
		else \
			echo 'Chromium is not installed; the browser tests will fail.' >&2; \
		fi
