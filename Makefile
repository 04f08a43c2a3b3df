# Everything a newcomer needs: `make demo` and `make test` set themselves up, once.
# A target downloads something only when pyproject.toml or constraints.txt changed since the last time.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test test-dask check bench fixtures matrix docs demo-site pins clean

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/ready
# Cores for the tests, at most two: some of them start worker processes of their own.
CORES := $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1); echo $$((n > 2 ? 2 : n)))
# What the tests passed on: they need not run twice on one and the same tree.
TREE = $$(.ci/tree $(PY))
PASSED := .cache/tests-passed

help:
	@echo "make demo      read the shipped reports into demo.db and print the ledger"
	@echo "make test      run the tests"
	@echo "make test-dask the tests on a real Dask cluster of two workers; installs the extra for Dask first"
	@echo "make check     ruff, mypy --strict, import direction, fresh docs, and the tests unless this tree passed them"
	@echo "make install   only set up $(VENV); then: . $(VENV)/bin/activate && scrutineer --help"
	@echo "make bench     measure time and memory on the shipped reports"
	@echo "make fixtures  draw the shipped reports again;  make docs: write the generated pages again"
	@echo "make matrix    build and score every mark in every table shape; writes docs/coverage.md"
	@echo "make demo-site imitated council sites on this machine, to try 'keep a council up to date' on"
	@echo "make pins      write constraints.txt again from the newest versions allowed"

install: $(READY)

$(READY): pyproject.toml constraints.txt
	@.ci/venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(READY)
	$(VENV)/bin/scrutineer demo --db demo.db

test: $(READY)
	@set -o pipefail; mkdir -p .cache && rm -f $(PASSED) && tree=$(TREE) && \
	$(PY) -m pytest -q -n $(CORES) | tee .cache/tests.log && \
	{ echo "tree $$tree"; tail -n 1 .cache/tests.log; } > $(PASSED)

# Not part of `make test`: the extra brings Dask with it, and its workers take a minute to start.
test-dask: $(VENV)/ready-dask
	$(PY) -m pytest -q tests/flows/test_dask.py tests/flows/test_dask_cluster.py

$(VENV)/ready-dask: $(READY)
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,dask,matrix,ocr]'
	@touch $@

# The tests are part of the check. They are not run a second time on a tree that has just passed `make test`.
check: $(READY)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict
	$(PY) -m pytest -q -p no:randomly tests/test_layers.py tests/test_docs.py
	@tree=$(TREE); if [ -n "$$tree" ] && grep -qsx "tree $$tree" $(PASSED); \
	then echo "tests: this tree passed them in 'make test':"; tail -n 1 $(PASSED); \
	else $(MAKE) --no-print-directory test; fi

bench: $(READY)
	$(PY) -m benchmarks.run

fixtures: $(READY)
	$(PY) -m fixtures.generator

# Takes a quarter to half an hour: every status mark in every table shape, by every producer that is installed.
matrix: $(READY)
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[matrix,ocr]'
	$(PY) -m fixtures.matrix --scans --report docs/coverage.md

docs: $(READY)
	$(PY) -m schemas.docs
	$(PY) -m tests.readme

demo-site: $(READY)
	$(PY) -m fixtures.site

# A clean environment, the newest of everything pyproject.toml allows, and what that turned out to be.
pins:
	@.ci/venv .venv-pins
	.venv-pins/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev,dask,matrix,ocr]'
	@.ci/pins .venv-pins/bin/python > constraints.new && mv constraints.new constraints.txt && rm -rf .venv-pins

clean:
	rm -rf $(VENV) demo-site .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis build *.egg-info demo.db demo.db-wal demo.db-shm
