# The same words as in the README. On Windows and macOS without make, see there.
PYTHON ?= python3
DESK = .venv/bin/python main.py

.PHONY: run test coverage setup develop check models bench lock clean

run: setup ## set up once, then the desk on the sample case (in the terminal where there is no display)
	@$(DESK) sample

setup:
	@$(PYTHON) build/setup_environment.py

develop:
	@$(PYTHON) build/setup_environment.py --development

test: develop ## set up once, then pass the tests
	@QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n auto --dist loadfile

coverage: develop ## the tests once more, with a report of the lines they pass through (a quarter slower)
	@QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n auto --dist loadfile --cov=desk --cov-report=term:skip-covered

check: develop ## lint, types, import rules
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

models: develop ## train the screening model again, calibrate and pin it (more than an hour; only after a change of the corpus)
	@ORT_DISABLE_TELEMETRY=1 .venv/bin/python build/screening/train.py build/corpus resources
	@ORT_DISABLE_TELEMETRY=1 .venv/bin/python build/screening/calibrate.py build/corpus/develop resources
	@.venv/bin/python resources/policy/pin.py

bench: develop ## ingest and ask against the LangChain quickstart, on the same files in one run
	@$(DESK) bench

lock: ## resolve the versions again and write build/locks (needs uv)
	@build/lock.sh

clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
