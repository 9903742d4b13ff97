# Each target does its own set-up, once: virtual environment, dependencies, Pulumi CLI (tools/pulumi_cli.py).
# `make help` lists the targets.

.DEFAULT_GOAL := help
.PHONY: help up preview down test quick soak check docs env

PYTHON = python3
ARGS =

# The local stack is a thing of this folder: its state and Pulumi's own settings stay in .pulumi/, so whoever is
# logged in elsewhere is not disturbed, and its secrets need no passphrase.
find_pulumi = bin=$$(.venv/bin/python tools/pulumi_cli.py) && export PATH="$(CURDIR)/.venv/bin:$$bin:$$PATH"
local_stack = $(find_pulumi) && mkdir -p .pulumi/state && export \
	PULUMI_HOME="$(CURDIR)/.pulumi/home" \
	PULUMI_BACKEND_URL="file://$(CURDIR)/.pulumi/state" \
	PULUMI_CONFIG_PASSPHRASE= \
	PULUMI_SKIP_UPDATE_CHECK=true \
	PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true && \
	pulumi stack select --create local >/dev/null

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

# The preview is not skipped: what it refuses, a taken port or a wrong description, is refused
# before anything is touched.
up: .venv/.installed ## bring the local stack up, then send 200 requests through it
	@$(local_stack) && pulumi up --stack local --yes && meshwright send local -n 200

preview: .venv/.installed ## what `make up` would change, property by property
	@$(local_stack) && pulumi preview --stack local --diff

down: .venv/.installed ## take the local stack down: no process and no port is left
	@$(local_stack) && pulumi destroy --stack local --yes

test: check ## every check and every test (ARGS="-k retry" for some of them)
	@$(find_pulumi) && pytest -n auto --dist worksteal $(ARGS)

quick: .venv/.installed-dev ## the tests that need neither Envoy nor the engine: under a minute
	.venv/bin/pytest -n auto tests/unit tests/cases tests/rejected $(ARGS)

soak: .venv/.installed-dev ## the longest loads, before a release and each night
	@$(find_pulumi) && pytest -m soak $(ARGS)

check: .venv/.installed-dev .tools/actionlint docs ## lint, format, types, import rule, workflows, docs
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.tools/actionlint -pyflakes=
	.venv/bin/zizmor --offline --quiet --no-progress .github

docs: .venv/.installed-dev ## the documentation as a site, in docs/_build
	.venv/bin/sphinx-build -q -W --keep-going docs docs/_build

env: .venv/.installed ## shell settings to run pulumi by hand, for eval
	@$(local_stack) && for name in PATH PULUMI_HOME PULUMI_BACKEND_URL PULUMI_CONFIG_PASSPHRASE \
		PULUMI_SKIP_UPDATE_CHECK PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION; \
		do eval "printf \"export %s='%s'\\n\" $$name \"\$$$$name\""; done

# The linter of the workflows, built from Go modules: four seconds, once.
.tools/actionlint: tools/actionlint/go.mod tools/actionlint/go.sum
	@command -v go >/dev/null || { echo "Go is needed for actionlint: https://go.dev/doc/install" >&2; exit 1; }
	cd tools/actionlint && CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOWORK=off go build -trimpath -o "$(CURDIR)/$@" \
		github.com/rhysd/actionlint/cmd/actionlint

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml requirements.txt tools/constraints.txt | .venv/bin/python
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.installed-dev: pyproject.toml requirements.txt tools/constraints.txt | .venv/bin/python
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -e '.[local,aws,doctor,dev,docs]'
	@touch $@ .venv/.installed
