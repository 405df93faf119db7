# What a developer and CI run; `make help` lists it. Needs only make and Python 3.11 or newer.

PYTHON ?= python3
BIN := .venv/bin
LOCK := requirements/dev.txt
FHIR := requirements/fhir.txt
READY := .venv/.ready
# In memory, where there is room: else they wait for the disk, which nothing here can lose power under.
MEMORY := $(shell [ -z "$$TMPDIR" ] && [ -w /dev/shm ] && \
	[ "$$(df -Pk /dev/shm | awk 'END { print $$4 }')" -gt 2000000 ] && echo TMPDIR=/dev/shm)
# On every core: each worker takes tests over from one that has more left.
PYTEST := $(MEMORY) $(BIN)/python -m pytest -n auto --dist worksteal

# pip's own settings (an index, a certificate, a cache) hold, but not those that would put packages
# elsewhere than .venv or refuse the project itself.
unexport PIP_CONSTRAINT PIP_DRY_RUN PIP_NO_DEPS PIP_PREFIX PIP_REQUIRE_HASHES PIP_ROOT PIP_TARGET PIP_USER
unexport PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK := 1

define check-python
@command -v $(PYTHON) >/dev/null || { \
	echo 'ketalog needs Python 3.11 or newer; $(PYTHON) was not found.' >&2; exit 1; }
@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
	"ketalog needs Python 3.11 or newer; $(PYTHON) is %d.%d. Try: make PYTHON=python3.13" \
	% sys.version_info[:2])'
endef

.PHONY: help demo test check browser torture format schemas lock shell docs documents pictures \
	bench bench-peers release-check clean

help:  ## List the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 15

demo: $(READY)  ## Show ketalog at work on a made-up journal
	@echo 'Making up a journal of eight weeks, in a folder of its own, and showing a week of it:'
	@$(BIN)/ketalog demo

test: $(READY)  ## Run the tests that answer soon: five to six minutes on two cores
	$(PYTEST) --hypothesis-profile=soon -m 'not (slow or browser or torture)'

check: $(READY)  ## Run every check: format, lint, types, all tests, branch coverage by those of make test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(PYTEST) --cov --cov-report=term-missing:skip-covered -m 'not (slow or browser or torture)'
	$(PYTEST) -m '(slow or browser) and not torture'

browser:  ## Get what the browser tests need beside Chromium (Debian's: apt-get install chromium)
	npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --loglevel=error

torture: $(READY)  ## Run the long trials, and write what they found to docs/reliability.md
	-$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/torture.txt
	$(BIN)/python -m pytest -m torture tests/torture --reliability docs/reliability.md

format: $(READY)  ## Format the code, and mend what ruff can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

schemas: $(READY)  ## Write the JSON Schemas of docs/schema anew from the types
	$(BIN)/python -m tools.schemas

lock:  ## Lock the newest versions that pyproject.toml allows
	$(check-python)
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet uv==0.13.9
	UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/lock/bin/uv pip compile --quiet --no-config \
		--upgrade --universal --generate-hashes --python-version 3.11 \
		--group dev pyproject.toml --output-file $(LOCK)
	UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/lock/bin/uv pip compile --quiet --no-config \
		--universal --generate-hashes --python-version 3.11 --constraints $(LOCK) \
		pyproject.toml --output-file requirements/run.txt
	UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/lock/bin/uv pip compile --quiet --no-config \
		--universal --generate-hashes --python-version 3.11 --constraints $(LOCK) \
		--group torture --output-file requirements/torture.txt
	UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/lock/bin/uv pip compile --quiet --no-config \
		--upgrade --universal --generate-hashes --python-version 3.11 \
		--group release --output-file requirements/release.txt
	UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/lock/bin/uv pip compile --quiet --no-config \
		--upgrade --no-deps --generate-hashes --python-version 3.11 \
		requirements/fhir.in --output-file $(FHIR)
	UV_CUSTOM_COMPILE_COMMAND='make lock' .venv/lock/bin/uv pip compile --quiet --no-config \
		--upgrade --universal --generate-hashes --python-version 3.11 \
		--group docs --output-file requirements/docs.txt

shell: $(READY)  ## Write completion and the manual page anew: ketalog/shell
	$(BIN)/python -m tools

docs: .venv/.docs  ## Make a site of README and docs: site/html/index.html
	.venv/docs/bin/python -m tools.site

documents: $(READY)  ## Write anew what is made in docs: transcripts, tables, the reference of each command
	$(BIN)/python -m tools.documents

pictures: $(READY)  ## Draw the pictures of README anew, from the made-up journal: docs/pictures
	$(BIN)/python -m tools.pictures

bench: .venv/.bench  ## Measure speed against the gates, with what users install and no more
	.venv/bench/bin/python -m benchmarks

bench-peers: .venv/.bench  ## Measure it beside jrnl, Watson, todoman (installed apart for that) and others
	$(PYTHON) -m venv --clear .venv/peers
	.venv/peers/bin/python -m pip install --quiet jrnl==4.6 td-watson==2.1.0 todoman==4.7.0
	.venv/bench/bin/python -m benchmarks.peers .venv/peers

release-check: .venv/.release  ## Build what a release is made of, and try it as users install it
	.venv/release/bin/python -m tools.release

clean:  ## Remove everything that make made
	rm -rf .venv site .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache dist
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/.locked: $(LOCK) $(FHIR)
	$(check-python)
	@echo 'Installing what ketalog needs into .venv: a minute or two, once.'
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement $(LOCK)
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps --ignore-requires-python \
		--requirement $(FHIR)
	@touch $@

.venv/.bench: requirements/run.txt .venv/.locked
	$(PYTHON) -m venv --clear .venv/bench
	.venv/bench/bin/python -m pip install --quiet --require-hashes --requirement requirements/run.txt
	@touch $@

.venv/.release: requirements/release.txt
	$(check-python)
	@echo 'Installing what checks a release into .venv/release: a minute, once.'
	@$(PYTHON) -m venv --clear .venv/release
	@.venv/release/bin/python -m pip install --quiet --require-hashes --requirement requirements/release.txt
	@touch $@

.venv/.docs: requirements/docs.txt .venv/.locked
	$(PYTHON) -m venv --clear .venv/docs
	.venv/docs/bin/python -m pip install --quiet --require-hashes --requirement requirements/docs.txt
	@touch $@

$(READY): .venv/.locked pyproject.toml
	@echo 'Installing ketalog into .venv.'
	@$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@
