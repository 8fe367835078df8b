# Two commands: `make demo` shows the whole job on the sample speeches, `make test` runs what CI runs.
# Only Python 3.11 or later and make are needed; everything else goes into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test lint types quality docs moves notebooks clean

demo: $(VENV)/installed
	$(BIN)/xuncha demo --output demo_output

test: lint types
	$(BIN)/python -m pytest --numprocesses 2

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-test
	$(BIN)/mypy

# Precision, recall and F1 against the gold; `python tests/quality/measure.py --raise` records floors.
quality: $(VENV)/installed-test
	$(BIN)/python tests/quality/measure.py

docs: $(VENV)/installed-test
	$(BIN)/python docs/make_cli_page.py
	$(BIN)/python docs/make_checking_page.py
	$(BIN)/python docs/make_figures.py

# Trains the classifier of moves on the gold and cross-validates it; about a minute.
moves: $(VENV)/installed-test
	OMP_NUM_THREADS=1 $(BIN)/python corpora/train_moves.py

# Runs the notebooks and keeps their outputs in the files.
notebooks: $(VENV)/installed-test
	$(BIN)/python -m jupyter nbconvert --to notebook --execute --inplace \
		--ExecutePreprocessor.record_timing=False notebooks/*.ipynb

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12" >&2; exit 1; }
	@echo "正在安装（约一两分钟）/ installing, a minute or two …"
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(PIP) --editable '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) demo_output .mypy_cache .ruff_cache .pytest_cache
