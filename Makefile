# Two commands do everything: `make crawl` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
SITE ?=
ONLY ?=

.PHONY: crawl test lint audit bench-script bench-search bench-enrich bench-crawl bench-extract bench-spam bench-spam-layouts bench-faults bench-duplicates train-spam docs-sites
.DEFAULT_GOAL := crawl

.venv/installed: requirements.txt pyproject.toml
	@echo "Setting up .venv (first run only) …"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed ($(PYTHON) is not): make PYTHON=python3.12"; exit 1; }; $(PYTHON) -m venv .venv; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-test: .venv/installed
	@echo "Installing what the tests and linters need (first run only) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint,deploy,parquet,analysis,alerts]'
	@touch $@

crawl: .venv/installed  ## crawl SITE, or the sample press without SITE, and show what was stored
	@$(BIN)/scrapy $(if $(SITE),crawlall --sites $(SITE),demo)

test: .venv/installed-test  ## every test, or those whose names hold ONLY
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(if $(ONLY),-k '$(ONLY)')

lint: .venv/installed-test  ## ruff, format, mypy, scrapy-lint
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/scrapy-lint

audit: .venv/installed-test  ## known vulnerabilities in what a crawl runs on
	@$(BIN)/python .ci/audit.py

docs-sites: .venv/installed  ## docs/sites.md, docs/papers.md and the coverage map, from the site files
	@$(BIN)/python -m crawler.catalogue.site_docs

# ── Benchmarks: our parts beside their peers, each a table ───────────────────────────────────────
.venv-bench/installed: requirements.txt bench/requirements.txt
	@echo "Setting up .venv-bench (first run only) …"
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --upgrade "pip>=25"  # 23.2 fails on lxml[html-clean] asked for twice
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r bench/requirements.txt
	@touch $@

bench-script: .venv-bench/installed  ## script detection and conversion
	@.venv-bench/bin/python -m bench.script

bench-search: .venv-bench/installed  ## search on 200,000 generated articles (takes about 15 minutes)
	@.venv-bench/bin/python -m bench.search

bench-extract: .venv-bench/installed  ## extraction on labelled pages beside five libraries
	@.venv-bench/bin/python -m bench.extract

bench-enrich: .venv-bench/installed  ## stocks, regions, amounts: accuracy and speed beside cpca and jionlp
	@.venv-bench/bin/python -m bench.enrich

bench-crawl: .venv-bench/installed  ## our crawl against three plain ones, 40 KB pages
	@.venv-bench/bin/python -m bench.crawl

.venv-bench/installed-train: .venv-bench/installed bench/requirements-train.txt
	@echo "Installing PyTorch for training (first run only) …"
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r bench/requirements-train.txt
	@touch $@

bench-spam: .venv-bench/installed-train  ## spam per layout, held-out words, beside the filters people use (trains on its first run: two hours and a half)
	@.venv-bench/bin/python -m bench.spam

bench-spam-layouts: .venv-bench/installed-train  ## spam in layouts left out of training (trains on its first run: an hour)
	@.venv-bench/bin/python -m bench.spam_left_out

train-spam: .venv-bench/installed-train  ## train what the spam detector ships with (an hour and a half)
	@.venv-bench/bin/python -m bench.train_spam
	@.venv-bench/bin/python -m bench.train_tagger
	@.venv-bench/bin/python -m bench.train_spans
	@.venv-bench/bin/python -m bench.train_doorways

bench-faults: .venv/installed-test  ## 200 kills of crawls and databases, a full disk, 20,000 broken pages; goes on where it stopped
	@$(BIN)/python -m bench.faults --kills 200 --peer --mutations 20000 --disk-full 6

bench-duplicates: .venv/installed-test  ## time to find an article's doubles, extrapolated to a million articles
	@$(BIN)/python -m bench.duplicates
