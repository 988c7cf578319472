# Two commands on a fresh Debian 12 with git, make, python3 and apt, as root or with sudo:
#   make demo   sets everything up and lints the shipped examples
#   make test   sets everything up, system packages included, and runs every test
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -q
VENV := .venv
BIN := $(VENV)/bin
CORE_PACKAGES := python3-venv
# The emulators that the catalogue is held to, libvirt's schemas, what bench and snap tests call, the daemon and
# the tools of tests/e2e, and what libvirt-python is built with.
TEST_PACKAGES := $(CORE_PACKAGES) libvirt-clients libvirt-daemon-system libxml2-utils qemu-system-arm \
	qemu-system-misc qemu-system-ppc qemu-system-x86 qemu-utils ovmf swtpm swtpm-tools strace mmdebstrap \
	gcc libc6-dev libvirt-dev pkg-config python3-dev
# The Debian suites whose emulators the catalogue is held to; they are unpacked once and kept in a cache.
SUITES := bullseye bookworm trixie trixie-backports sid
# The Debian suites of which whole libvirt hosts are made, between which guests migrate.
HOST_SUITES := bullseye bookworm trixie sid
export VMT_REQUIRE_QEMU := 1
# A libvirt host of a test's own needs root; for others those tests are skipped, and say why.
export VMT_REQUIRE_HOSTS := $(if $(SUDO),,1)

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 22

demo: $(BIN)/virt-machine-type ## set up and lint the shipped examples for three releases
	@for release in ubuntu:noble rhel:9.4 debian:13; do \
	  printf '\n$$ virt-machine-type check --for %s examples/%s\n\n' "$$release" "$${release%%:*}"; \
	  $(BIN)/virt-machine-type check --for "$$release" "examples/$${release%%:*}" || [ $$? = 1 ]; \
	done
	@printf '\nNext: %s/virt-machine-type check --for RELEASE YOUR-FOLDER, or explain MT201\n' "$(BIN)"

test: system $(BIN)/pytest $(VENV)/libvirt-python lint roots $(if $(SUDO),,host-roots) ## every test
	rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -n 2 --dist loadfile -q
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --include='mtype/model/*,mtype/catalogue/*,mtype/rules/*' --fail-under=100

test-migration: system $(BIN)/pytest host-roots ## migrate a sample between hosts of four releases, as root
	$(BIN)/pytest -q tests/e2e/migration

test-migration-full: system $(BIN)/pytest host-roots ## migrate every machine type, record what works (an hour)
	$(BIN)/python -m tests.e2e.migration.record --full
	$(BIN)/python -m tools.generate_docs
	VMT_ALL_ROUTES=1 $(BIN)/pytest -q tests/migration tests/e2e/migration

lint: $(BIN)/pytest ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(BIN)/pytest ## let ruff format and fix, and write the catalogue in its canonical form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m tools.format_catalogue

bench: system $(BIN)/pytest ## ratios against peers, measured in one run
	$(BIN)/python bench/run.py
	$(if $(SUDO),,$(BIN)/python bench/list_guests.py; $(BIN)/python bench/upgrade_guests.py)

docs: $(BIN)/pytest ## generate the reference pages
	$(BIN)/python -m tools.generate_docs

roots: system $(BIN)/python ## unpack the emulators of five Debian suites into the cache, two at a time
	@printf '%s\n' $(SUITES) | xargs -P 2 -I SUITE $(BIN)/python -m tools.debian_root SUITE

host-roots: system $(BIN)/python ## make hosts of four Debian suites in the cache, two at a time, as root
	@printf '%s\n' $(HOST_SUITES) | xargs -P 2 -I SUITE $(BIN)/python -m tools.debian_root --host SUITE

system: ## install the system packages that the tests call
	@missing=$$(for p in $(TEST_PACKAGES); do \
	  dpkg-query -W -f '$${Status}\n' "$$p" 2>/dev/null | grep -q 'ok installed' || echo "$$p"; done); \
	if [ -n "$$missing" ]; then $(APT) update && $(APT) install -y --no-install-recommends $$missing; fi

$(BIN)/python:
	@python3 -c 'import ensurepip, venv' 2>/dev/null || \
	  { $(APT) update && $(APT) install -y --no-install-recommends $(CORE_PACKAGES); }
	python3 -m venv $(VENV)

$(BIN)/virt-machine-type: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install -q -c constraints.txt -e .
	@touch $@

$(BIN)/pytest: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]'
	@touch $@ $(BIN)/virt-machine-type

# There is no wheel of it: it is built against the system's libvirt, once, and pip's cache keeps it.
$(VENV)/libvirt-python: $(BIN)/pytest | system
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[libvirt]'
	@touch $@

clean: ## remove what make made
	rm -rf $(VENV) build dist .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: help demo test test-migration test-migration-full lint format bench docs roots host-roots system clean
