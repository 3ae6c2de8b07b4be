# Two commands do everything on a fresh machine: `make annotate` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := $(VENV)/bench
FUZZ := $(VENV)/fuzz
AUDIT := $(VENV)/audit

.PHONY: annotate test check format lock bench clean model gold quotes hostile fuzz audit

# Annotate the sample corpus and say where the records are.
annotate: $(READY)
	$(BIN)/vnpolnlp annotate corpora/ --force

# Lint, types, tests: what .ci/run runs.
test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Speed, load time, memory and growth beside other packages; ARGS="--quick" for a minute or two. The packages to compare
# with go into an environment of their own, so that tests run with what is locked and nothing else.
bench: $(BENCH)/.ready
	$(BENCH)/bin/python -m benchmarks $(ARGS)

$(BENCH)/.ready: $(READY)
	test -x $(BENCH)/bin/python || $(BIN)/python -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable '.[bench]'
	touch $@

# Read and annotate 10,000 hostile files, and count what came of each; ARGS="--files 300" for a minute.
hostile: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable '.[html,parquet,pdf]'
	$(BIN)/python -m harness.hostile $(ARGS)

# Fuzz readers and stages with 20,000 inputs; ARGS="--runs 2000" for fewer. Inputs that are bugs go to build/fuzz.
fuzz: $(FUZZ)/.ready
	$(FUZZ)/bin/python -m harness.fuzz $(ARGS)

$(FUZZ)/.ready: $(READY)
	test -x $(FUZZ)/bin/python || $(BIN)/python -m venv $(FUZZ)
	$(FUZZ)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(FUZZ)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable '.[fuzz]'
	touch $@

# Look the locked dependencies up among known vulnerabilities, which PyPI lists; without a way there it fails. What
# needs no network,
# that everything is locked with hashes and nothing that is read can run code, is in tests/test_security.py.
audit: $(AUDIT)/.ready
	$(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock

$(AUDIT)/.ready: $(READY)
	test -x $(AUDIT)/bin/python || $(BIN)/python -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.7,<3'
	touch $@

# Train the segmenter and the tagger again, in about a quarter of an hour; src/vnpolnlp/models/words.md tells from what.
SHARED ?= ../shared
model: $(READY)
	$(BIN)/python -m pip install --quiet --no-deps --upgrade --target build/pyvi pyvi==0.1.1
	$(BIN)/python -m vnpolnlp.training.words $(SHARED)/ud/vi_vtb-ud-train.conllu $(SHARED)/raw/segmented.jsonl.gz \
		build/pyvi/pyvi/models/words.txt

# Write the records of the gold corpus again, after a change to its marked texts.
gold: $(READY)
	$(BIN)/python -m vnpolnlp.evaluation.convert corpora/gold corpora/gold/gold.annotated.jsonl

# Learn the weights of evidence for the kind of a quotation again, from the part of the gold corpus that is for tuning.
quotes: $(READY)
	$(BIN)/python -m vnpolnlp.training.quotes corpora/gold

# Set up once; again only when the locked dependencies or the package's own metadata change.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "vnpolnlp needs Python 3.10 or later, set PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Pin every dependency, with hashes, for Python 3.10 to 3.13.
lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header --no-emit-index-url \
		--extra dev pyproject.toml requirements-build.in --output-file requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
