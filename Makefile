# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Needs make, Python 3.11 to 3.14 and a network to the package registries. Everything is installed
# into .venv and .uv in this folder; PYTHON=/path/to/python chooses the Python.

UV_VERSION = 0.13.9

# Tests start our programs hundreds of times: their bytecode is kept, whatever the account says.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help setup run test check fmt bench revision clean again
.SILENT:

help: ## Show this list
	sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

setup: .venv/run ## Install what running needs; run and test do it by themselves

run: .venv/run ## Start everything here and say where it is; Ctrl-C stops it (PORT, ASSEMBLY_VAR)
	exec .venv/bin/assembly up

test: .venv/develop ## Run the whole test suite on real servers (ARGS="-k ballot")
	.ci/chromium
	exec .venv/bin/python -m pytest -n logical --maxprocesses 4 \
	  --max-worker-restart 0 --dist loadfile $(ARGS)

check: .venv/develop ## Format, lint, types, import contracts, migrations, licences
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/assembly check-migrations
	.venv/bin/reuse lint --quiet || exec .venv/bin/reuse lint

fmt: .venv/develop ## Put the code into its form
	.venv/bin/ruff format
	.venv/bin/ruff check --fix

bench: .venv/develop ## Measure what is promised, one JSON object a line
	exec .venv/bin/python -m benchmarks $(ARGS)

revision: .venv/develop ## Draft a migration from the models (NAME="add colleges")
	exec .venv/bin/python -m assembly.local sh -c '.venv/bin/alembic upgrade head && \
	  .venv/bin/alembic revision --autogenerate -m "$$1"' revision "$(NAME)"

clean: ## Remove what was installed and cached; data in var stay
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# ── installing ────────────────────────────────────────────────────────────────
# The stamps say where the environment was finished. One that was moved, was interrupted or has
# lost its Python is made anew.
.venv/run: pyproject.toml uv.lock
	sh -c "$$INSTALL" install

.venv/develop: pyproject.toml uv.lock
	sh -c "$$INSTALL" install --group dev

ifneq ($(shell .venv/bin/python -c 'print(open(".venv/run").read().strip())' 2>/dev/null),$(CURDIR))
.venv/run .venv/develop: again
again:
endif

define INSTALL
set -u
fail() { echo "$$*" >&2; exit 1; }
explain() {
    case $$(cat .uv/log) in
        *"error sending request"* | *"onnection broken"* | *"imed out"* | *"dns error"*)
            fail "The package registry cannot be reached: is there a network, or a proxy to name in HTTPS_PROXY? What was fetched is kept." ;;
    esac
    cat .uv/log >&2
    fail "$$1 could not be installed; the reason is above."
}
began=$$(date +%s)
{ mkdir -p .uv && true > .uv/log; } 2> /dev/null ||
    fail "The project folder $$(pwd -P) cannot be written to."

# ── a Python that every wheel fits
python=
for candidate in "$${PYTHON:-}" python3.14 python3.13 python3.12 python3.11 python3 python; do
    [ -n "$$candidate" ] || continue
    python=$$("$$candidate" -c 'import sys
(3, 11) <= sys.version_info[:2] <= (3, 14) or sys.exit(1)
print(getattr(sys, "_base_executable", None) or sys.executable)' 2>/dev/null) && break
    python=
    [ -z "$${PYTHON:-}" ] || fail "PYTHON=$$PYTHON is no Python 3.11, 3.12, 3.13 or 3.14."
done
[ -n "$$python" ] ||
    fail "Python 3.11, 3.12, 3.13 or 3.14 is needed: install one, or name it with PYTHON=/path/to/it."

# ── uv: the one on PATH if it is new enough, else one of our own
fits() {
    case $$("$$1" --version 2>/dev/null) in
        "uv 0."[0-9]" "* | "uv 0."[0-9].* | "uv 0.10."*) return 1 ;;
        "uv "*) return 0 ;;
        *) return 1 ;;
    esac
}
uv=$$(command -v uv) && fits "$$uv" || uv=.uv/bin/uv
if ! fits "$$uv"; then
    echo "Fetching uv $(UV_VERSION), which installs everything else …"
    rm -rf .uv/bin .uv/new
    if "$$python" -m pip --version > /dev/null 2>&1; then
        pip() { "$$python" -m pip "$$@" --target .uv/new; }
    elif "$$python" -c 'import ensurepip, venv' 2> /dev/null; then
        "$$python" -m venv .uv/new ||
            fail "$$python cannot make a virtual environment: install its venv package, or uv."
        pip() { .uv/new/bin/python -m pip "$$@"; }
    else
        fail "$$python has neither pip nor ensurepip: install python3-venv (Debian, Ubuntu), or uv."
    fi
    export PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_ROOT_USER_ACTION=ignore PIP_NO_CACHE_DIR=1
    pip install --quiet --disable-pip-version-check --only-binary :all: --retries 2 \
        "uv==$(UV_VERSION)" > .uv/log 2>&1 || explain uv
    mv .uv/new/bin .uv/bin && rm -rf .uv/new
fi

# ── the packages, into .venv
unset VIRTUAL_ENV
export UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never
[ -w "$${HOME:-/nonexistent}" ] || [ -w "$${XDG_CACHE_HOME:-/nonexistent}" ] ||
    export UV_CACHE_DIR="$${UV_CACHE_DIR:-$$(pwd -P)/.uv/cache}"
for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
    [ ! -s $$bundle ] || export UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 # a company's own authority
done
[ "$$(cat .venv/run 2> /dev/null)" = "$$(pwd -P)" ] && .venv/bin/python -c '' 2> /dev/null ||
    rm -rf .venv || fail "The former .venv belongs to somebody else: remove it first."
rm -f .venv/run .venv/develop
true > .uv/log
echo "Installing what uv.lock lists into .venv …"
{ "$$uv" sync --frozen --inexact --python "$$python" "$$@" 2>&1 || echo FAILED; } |
    while IFS= read -r line; do
        echo "$$line" >> .uv/log
        case $$line in
            FAILED) exit 1 ;;
            error:* | " "*cause:* | hint:* | " "[-+~]" "* | "") ;;
            *) echo "  $$line" ;;
        esac
    done || explain "What uv.lock lists"
[ $$# = 0 ] || pwd -P > .venv/develop
pwd -P > .venv/run
echo "Installed in $$(($$(date +%s) - began)) s."
endef
export INSTALL
