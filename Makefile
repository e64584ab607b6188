# The two commands are `make run` and `make test`; both work from a bare Debian 12 (root or sudo). The rest is for developers.
.PHONY: run test lint messages catalogues lock

PY = .venv/bin/python
LOCK = .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

# The portal with its demo year on http://localhost:$PORT (8000), its data in $DATA_DIR (./var). Stop it with Ctrl-C.
run:
	@scripts/prepare run
	@exec $(PY) manage.py runportal --demo

# The whole suite: on SQLite, on a private PostgreSQL and Redis, then in a browser.
test:
	@scripts/prepare test
	@scripts/run_tests

lint:
	.venv/bin/ruff check .
	DEMO=1 $(PY) manage.py makemigrations --check --dry-run

# Gathers the texts of code and templates into the catalogues (needs gettext), and compiles them.
messages:
	DEMO=1 $(PY) manage.py makemessages -l kk -l ru --no-location --no-wrap --ignore=.venv --ignore=var
catalogues:
	@scripts/compile_catalogues

# New hashed locks. They hold no address; read every new name in the diff before committing it.
lock:
	$(LOCK) $(UPGRADE) -o requirements/run.txt
	$(LOCK) $(UPGRADE) --extra test -c requirements/run.txt -o requirements/test.txt
	@! grep -l '://' requirements/*.txt
