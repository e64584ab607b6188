"""The servers a test run needs, and the portal's own processes.

A pytest plugin, loaded before the settings are (`-p tests.servers` in pyproject.toml):
    TEST_DATABASE=postgres pytest …   the suite on a private PostgreSQL, on a socket only
    TEST_REDIS=1 pytest …             a private Redis for whatever starts a worker
    pytest --only-database …          leaves out what asks no database: it has run beside SQLite already
Without them SQLite and folders serve. A program that is missing fails the run with its package's name; nothing is skipped.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.throwaway import (
    bring_database,
    bring_schema,
    free_port,
    keep_database,
    new_database,
    once_in_a_run,
    private_postgres,
    private_redis,
    wait_until,
)

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
OURS = ("DATABASE_URL", "REDIS_URL", "DEMO", "DEBUG", "CLOCK_SHIFT", "DATA_DIR", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL")

# The plugin: servers first, then the settings

started = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Settles the environment before Django reads it. A process of pytest-xdist inherits what its parent started."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.environ["DATA_DIR"] += "/" + os.environ["PYTEST_XDIST_WORKER"]
        Path(os.environ["DATA_DIR"], "static").mkdir(parents=True)
        return
    for name in OURS:
        os.environ.pop(name, None)
    data_dir = Path(tempfile.mkdtemp(prefix="portal-tests-"))
    (data_dir / "static").mkdir()
    started.callback(shutil.rmtree, data_dir, ignore_errors=True)
    os.environ["TEST_SCHEMAS"] = str(data_dir)
    os.environ.update(SECRET_KEY="a key for tests only, long enough to be taken for a real one: 0123456789", DATA_DIR=str(data_dir))
    if is_postgres():
        os.environ["DATABASE_URL"] = started.enter_context(private_postgres())
    if os.environ.get("TEST_REDIS"):
        os.environ["REDIS_URL"] = started.enter_context(private_redis())


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="only tests that ask the run's database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leaves out what a second database cannot change."""
    if config.getoption("--only-database"):
        left_out = [item for item in items if not asks_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if asks_database(item)]


def pytest_make_parametrize_id(config, val, argname):
    """Made files carry the second they were made in: a name from their content would differ between the processes of one run."""
    return argname if isinstance(val, bytes) else None


def asks_database(item) -> bool:
    """Whether another database could give the test another end."""
    if item.get_closest_marker("embedded") or item.get_closest_marker("files"):
        return False
    markers = [item.get_closest_marker(name) for name in ("django_db", "servers")]
    return any(markers) or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)


def is_postgres() -> bool:
    """Whether this run is the one on PostgreSQL: the samples of long campaigns are shared between the databases."""
    return os.environ.get("TEST_DATABASE", "sqlite") == "postgres"


def pytest_unconfigure(config):
    """Stops what this process started, and nothing else."""
    started.close()


# The portal's own processes

END = "\x04\n"
# Reads a line, runs it, says that it is done: so that a hundred calls do not start Django a hundred times
SHELL = f"""
import sys, traceback, django
django.setup()
from django.db import close_old_connections
for line in sys.stdin:
    close_old_connections()
    try:
        exec(line)
    except Exception:
        traceback.print_exc(file=sys.stdout)
    sys.stdout.write({END!r})
    sys.stdout.flush()
"""

@dataclass
class Running:
    """A portal that runs for one test: where it answers, and its processes by name (`web`, `worker`, `beat`)."""

    port: int
    env: dict[str, str]
    processes: dict[str, subprocess.Popen]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pids(self) -> dict[str, int]:
        return {name: process.pid for name, process in self.processes.items()}

    def readiness(self) -> tuple[int, dict]:
        """The status and the answer of /readyz; (0, {}) while nothing answers."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/readyz", headers={"Host": "127.0.0.1"})
            answer = asked.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, ValueError):
            return 0, {}
        finally:
            asked.close()

    def manage(self, *arguments: str) -> str:
        """Runs `manage.py` on the same data; gives what it printed."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, check=True, capture_output=True, text=True
        ).stdout

    def call(self, python: str) -> str:
        """Runs one line of Python in a process of the portal that stays for the next one; gives what it printed. Raises what it raised."""
        if "shell" not in self.processes:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "start_new_session": True}
            self.processes["shell"] = subprocess.Popen([sys.executable, "-c", SHELL], cwd=ROOT, env=self.env, **pipes)
        shell = self.processes["shell"]
        shell.stdin.write(python.replace("\n", " ") + "\n")
        shell.stdin.flush()
        said = "".join(iter(shell.stdout.readline, END)) if shell.poll() is None else ""
        if "Traceback" in said or shell.poll() is not None:
            raise RuntimeError(f"{python}: {said}")
        return said

    def start(self, name: str) -> None:
        """Starts one part, or starts it again after a test has killed it."""
        self.processes[name] = subprocess.Popen(self.commands[name], cwd=ROOT, env=self.env, start_new_session=True)

    def stop(self) -> None:
        """Ends every part and what it started: nothing of its data is needed any more."""
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    @property
    def commands(self) -> dict[str, list[str]]:
        celery = [sys.executable, "-m", "celery", "--quiet", "--app"]
        return {
            "web": [str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
                    "--blocking-threads", "4", "--log-level", "warning", "portal.wsgi:application"],
            "worker": [*celery, self.env.get("WORKER_APP", "portal"), "worker", "--concurrency", self.env.get("WORKER_SLOTS", "2"),
                       "--without-gossip", "--without-mingle", "--loglevel", "WARNING"],
            "beat": [*celery, "portal", "beat", "--pidfile", "", "--loglevel", "WARNING"],
        }  # fmt: skip


@contextlib.contextmanager
def portal_processes(tmp_path: Path, env: dict[str, str] | None = None, prepare=None, seconds: float = 60) -> Iterator[Running]:
    """Starts web, worker and beat on data of their own and yields them once /readyz is 200. `prepare(running)` may fill the data first.

    The broker is a Redis of its own when the run has Redis (TEST_REDIS), otherwise folders; the database a new one on the run's
    PostgreSQL (TEST_DATABASE), otherwise SQLite under `tmp_path`. `env` overrides both. To kill the worker as a
    power cut would: `os.killpg(running.pids["worker"], signal.SIGKILL)`.
    """
    with contextlib.ExitStack() as stack:
        running = Running(free_port(), {}, {})
        running.env.update(os.environ | own_place(tmp_path, stack) | {"SITE_URL": running.base_url} | (env or {}))
        bring_schema(running.env["DATABASE_URL"], lambda: running.manage("migrate", "-v", "0"))
        if prepare:
            prepare(running)
        stack.callback(running.stop)
        for name in running.commands:
            running.start(name)
        wait_until(lambda: running.readiness()[0] == 200, running.processes["web"], "the portal", seconds)
        yield running


def demo_data(running: Running, kept: Path | None = None) -> None:
    """The demo's data: filed by its own verbs, or copied from a folder in which an earlier run has kept them. SQLite only."""
    place = Path(running.env["DATA_DIR"])
    if kept is None or not kept.exists():
        running.manage("demo")
        if kept:
            shutil.copytree(place, kept, symlinks=True)
        return
    shutil.rmtree(place)
    shutil.copytree(kept, place, symlinks=True)


def shared_demo(running: Running) -> None:
    """The demo's data, filed by its own verbs once for all processes of a test run and copied from then on."""
    place, url = Path(running.env["DATA_DIR"]), running.env["DATABASE_URL"]
    with once_in_a_run("demo") as kept:
        if not kept.exists():
            running.manage("demo")
            keep_database(url, Path(f"{kept}.sql"))
            shutil.copytree(place, f"{kept}.folder", symlinks=True)
            Path(f"{kept}.folder").rename(kept)
            return
    shutil.copytree(kept, place, symlinks=True, dirs_exist_ok=True)
    bring_database(url, Path(f"{kept}.sql"))


def own_place(tmp_path: Path, stack: contextlib.ExitStack) -> dict[str, str]:
    """The environment of a portal that shares nothing with the test's own process."""
    place = {"DJANGO_SETTINGS_MODULE": "portal.settings", "DEMO": "1", "CLOCK_SHIFT": "0", "LOG_LEVEL": "WARNING"}
    place |= {"HEARTBEAT_SECONDS": "1"}
    place["DATA_DIR"] = str(tmp_path / "data")
    place["REDIS_URL"] = stack.enter_context(private_redis()) if os.environ.get("TEST_REDIS") else ""
    if is_postgres():
        return place | {"DATABASE_URL": new_database(os.environ["DATABASE_URL"])}
    return place | {"DATABASE_URL": f"sqlite:///{tmp_path / 'data' / 'portal.sqlite3'}"}
