# Everything a newcomer needs: `make demo`, `make test`. Needs python3 (3.11 or later, with venv), git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup demo serve check test bench stories docs fuzz soak spark delta walk screenshots api clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Romberg needs Python 3.11 or later with venv (Debian: apt-get install python3-venv); another one is named so: make PYTHON=python3.12"; exit 2; }
	@echo "Setting up in $(VENV), this one time; about a minute."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: setup
	@$(BIN)/romberg check examples/balance-visit.txt --zip 77002; test $$? -le 1

# The workplace in the browser with invented visits, for looking around; `romberg serve` keeps your own.
# Where the port is taken: make serve PORT=8760
serve: setup
	@$(BIN)/romberg serve --examples --open $(if $(PORT),--port $(PORT))

check: setup
	$(BIN)/ruff check src tests bench tools fuzz
	$(BIN)/ruff format --check src tests bench tools fuzz
	$(BIN)/mypy

test: check
	$(BIN)/python -m pytest -n auto --dist worksteal

bench: setup
	$(BIN)/python -m bench

# Tells the stories of tests/stories anew, where a change of their golden files is meant.
stories: setup
	$(BIN)/python -m tools.stories

docs: setup
	$(BIN)/python -m tools.knowledge_page
	$(BIN)/python -m tools.rule_pages
	$(BIN)/python -m tools.audits_page
	$(BIN)/python -m tools.x12_page
	$(BIN)/python -m tools.api_page

# Each reader of documents for so many seconds; guided by coverage where atheris can be installed, else by chance.
SECONDS ?= 60
fuzz: setup
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.lock
	$(BIN)/python -m fuzz --seconds $(SECONDS)

# The audit over Spark: PySpark and Java 17 beside the rest, then the tests that need them.
spark: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.lock
	JAVA_HOME=$$(tools/java.sh) $(BIN)/python -m pytest tests/test_audit_engines.py

# The audit's tables as Delta: deltalake beside the rest, then the tests that need it.
delta: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/delta.lock
	$(BIN)/python -m pytest tests/test_audit_delta.py

# The workplace walked through in a true Chromium, each page held against WCAG by axe. Playwright and, where there is
# none, a Chromium are installed first; `make test` installs neither, and leaves these stories out without them.
walk: $(VENV)/.walks
	ROMBERG_WALK=yes ROMBERG_CHROMIUM=$$(tools/chromium.sh) $(BIN)/python -m pytest tests/browser

# The interface for programs asked by schemathesis, as two roles and as nobody, for so many seconds: ten minutes, or
# make api API_SECONDS=60. `make test` sends a few requests where schemathesis is there, and leaves them out else.
API_SECONDS ?= 600
api: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/api.lock
	ROMBERG_API_SECONDS=$(API_SECONDS) ROMBERG_API_EXAMPLES=15 $(BIN)/python -m pytest -s tests/test_web_schema.py

# The pictures of docs/workplace/, taken anew.
screenshots: $(VENV)/.walks
	ROMBERG_CHROMIUM=$$(tools/chromium.sh) $(BIN)/python -m tools.screenshots

$(VENV)/.walks: requirements/browser.lock $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/browser.lock
	touch $@

# The workplace killed two hundred times under mixed load, on both databases, about ten minutes; then the
# audit killed twenty times with one process and twenty with two, and a million lines audited in many ways.
ROUNDS ?= 200
KILLS ?= 20
LINES ?= 1000000
soak: setup
	ROMBERG_ROUNDS=$(ROUNDS) $(BIN)/python -m pytest -s tests/test_workplace_killed.py tests/test_workplace_faults.py
	ROMBERG_CLICKS=1000 $(BIN)/python -m pytest tests/test_workplace_strained.py
	ROMBERG_KILLS=$(KILLS) $(BIN)/python -m pytest -s tests/test_audit_killed.py tests/test_audit_faults.py tests/test_audit_since.py
	ROMBERG_LINES=$(LINES) $(BIN)/python -m pytest tests/test_audit_many.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
