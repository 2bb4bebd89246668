# Everything runs in .venv, which is made on first use.
PYTHON ?= python3
BIN := .venv/bin
OUT := out/hare_and_tortoise

.PHONY: film test test-all bench check clean

film: .venv/installed  ## render the example: a fable, as a film, by the model that comes with it
	$(BIN)/storyline render examples/hare_and_tortoise.txt --generator nuwa-xl -o $(OUT)/film.mp4

test: check  ## format, lint, types, import contracts, fast tests
	$(BIN)/pytest -n 2 -m "not slow"

test-all: test  ## and the slow tests
	$(BIN)/pytest -n 2 -m slow -rs

check: .venv/test-installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/test-installed  ## the benchmark tables
	$(BIN)/python -m benchmarks

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[learned]"
	touch $@

.venv/test-installed: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	touch $@

clean:
	rm -rf .venv out
