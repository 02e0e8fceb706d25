# Foedus. Two commands are enough: `make demo` and `make test`.
# They need Python 3.11 or newer, make and a package index; nothing else, git included.
# PYTHON=/path/to/python chooses the interpreter.

SHELL := /bin/sh
export PYTHON

CASE  := kazakhstan-2022
AS_OF := 2022-01-07T00:00+06:00

.PHONY: help setup setup-dev demo test screens bench clean

help:
	@echo "make demo    assess $(CASE) and leave one HTML page"
	@echo "make test    run the tests"
	@echo "make setup   create .venv with .venv/bin/foedus"
	@echo "make screens write every screen in README, docs and transcripts anew; read the diff"
	@echo "make bench   print how long things take"
	@echo "make clean   remove what these commands made"

setup:
	@sh .ci/setup .

setup-dev:
	@sh .ci/setup '.[dev]'

demo: setup
	@.venv/bin/foedus assess $(CASE) --as-of $(AS_OF) --html $(CASE).html
	@echo
	@printf 'One self-contained page: %s\n' "$$(pwd)/$(CASE).html"

test: setup-dev
	@sh .ci/test

screens: setup-dev
	@.venv/bin/python -m tests.transcripts --rewrite
	@.venv/bin/python -m tests.questions --rewrite
	@FOEDUS_REWRITE=1 .venv/bin/python -m pytest -q tests/house/test_documents.py

bench: setup
	@.venv/bin/python -m bench

clean:
	rm -rf .venv build dist $(CASE).html .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
