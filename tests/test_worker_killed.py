"""The worker is killed as by a power cut, in the middle of its work, and started again: everything is there once and as it should be.

Nothing here asks the database through Django: the portal under test has one of its own, in its own processes.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import psycopg2
import pytest

from tests.servers import ROOT, Running, portal_processes

pytestmark = pytest.mark.servers
TRIES = 5


class Owed(NamedTuple):
    """A job as its row says."""

    id: int
    state: str
    step: str
    attempts: int
    kind: str


class Portal:
    """The running portal, asked and driven from outside."""

    def __init__(self, running: Running):
        self.running = running
        url = running.env["DATABASE_URL"]
        if url.startswith("sqlite"):
            self.connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=20)
        else:
            folder, name = url.removeprefix("postgres://portal@/").rsplit("/", 1)
            self.connection = psycopg2.connect(host="/" + folder.strip("/"), user="portal", dbname=name)
            self.connection.autocommit = True

    def count(self, model: str) -> int:
        """How many rows of a model the portal has now."""
        return len(self.ask(f"SELECT id FROM reporting_{model}"))  # noqa: S608 - the names stand in this file

    def ask(self, sql: str) -> list[tuple]:
        """Rows of the portal's database, as they are now."""
        cursor = self.connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()

    def do(self, act: str) -> str:
        """Runs one function of `tests.season_by_verbs` on the portal's data; gives what it printed."""
        return self.running.manage("shell", "--no-imports", "-c", f"from tests import season_by_verbs as s; s.{act}()").strip()

    def begin(self, act: str) -> subprocess.Popen:
        """The same without waiting for its end."""
        code = f"from tests import season_by_verbs as s; s.{act}()"
        return subprocess.Popen([sys.executable, "manage.py", "shell", "--no-imports", "-c", code], cwd=ROOT, env=self.running.env)

    def last_job(self, kind: str) -> Owed:
        """The newest job of a kind; one with the number 0 while there is none."""
        jobs = self.ask("SELECT id, state, step, attempts, kind FROM reporting_job ORDER BY id DESC")
        return next((Owed(*job) for job in jobs if job[-1] == kind), Owed(0, "", "", 0, kind))

    def kill_worker_in(self, kind: str, step: str | None, act: str) -> Owed:
        """Begins `act`, and ends the worker with all its processes the moment it works on that step (None: on whatever it does first).

        Gives the job as it was left. A calculation that was too quick for the hand on the plug is asked for again.
        """
        for _ in range(TRIES):
            before, asked = self.last_job(kind).id, self.begin(act)
            while (
                (job := self.last_job(kind)).id == before
                or job.state == "waiting"
                or (job.state == "running" and step not in (None, job.step))
            ):
                assert asked.poll() in (None, 0), f"{act} failed"
            if job.state == "running":
                os.killpg(self.running.pids["worker"], signal.SIGKILL)
                self.running.processes["worker"].wait()
            assert asked.wait(30) == 0
            if (job := self.last_job(kind)).state == "running":
                return job
            self.wake()
        raise AssertionError(f"{kind} was over before the worker could be killed in {step}, {TRIES} times")

    def revive(self, kind: str) -> Owed:
        """An hour later the worker is started again; waits for the job's end."""
        cursor = self.connection.cursor()
        cursor.execute("UPDATE reporting_job SET beat_at = '2026-01-01 00:00:00+00:00' WHERE state = 'running'")
        self.wake()
        until = time.monotonic() + 60
        while (job := self.last_job(kind)).state in ("waiting", "running"):
            assert time.monotonic() < until, f"nobody went on with {job}"
            time.sleep(0.1)
        return job

    def wake(self) -> None:
        """Starts the worker if it does not live."""
        if self.running.processes["worker"].poll() is not None:
            self.running.start("worker")


@pytest.fixture
def portal(tmp_path):
    """A portal with a whole season of accepted reports, and what an undisturbed calculation of it gives."""

    def prepare(running: Running) -> None:
        Portal(running).do("prepare")

    with portal_processes(tmp_path, {"SWEEP_SECONDS": "1"}, prepare) as running:
        yield Portal(running)


def test_killed_at_every_stage_from_calculation_to_publication(portal):
    """One after another in one year: each stage stands on the one before."""
    for step in (None, "lines"):
        killed_during_the_consolidation(portal, step)
    killed_while_the_documents_are_made(portal)
    killed_while_the_pages_are_baked(portal)


def killed_during_the_consolidation(portal: Portal, step: str | None) -> None:
    """One summary with the figures of an undisturbed run."""
    left = portal.kill_worker_in("consolidate", step, "consolidate")
    done = portal.revive("consolidate")
    assert (done.id, done.state, done.attempts) == (left.id, "done", 2)
    assert (portal.count("summary"), portal.count("narrative")) == (1, 4)
    assert json.loads(portal.do("calculated")) == json.loads(portal.do("undisturbed"))


def killed_while_the_documents_are_made(portal: Portal) -> None:
    """One edition, its files whole."""
    left = portal.kill_worker_in("make_edition", "pdf_kk", "approve")
    assert portal.count("edition") == 0
    done = portal.revive("make_edition")
    assert (done.id, done.state, done.attempts) == (left.id, "done", 2)
    assert portal.count("edition") == 1
    files = dict(portal.ask("SELECT name, sha256 FROM reporting_editionfile"))
    folder = Path(portal.running.env["DATA_DIR"], "editions", "2026", "1")
    assert {name: sha256((folder / name).read_bytes()).hexdigest() for name in files} == files
    assert set(files) | {"manifest.json", "SHA256SUMS"} == {path.name for path in folder.iterdir()}


def killed_while_the_pages_are_baked(portal: Portal) -> None:
    """One site; nothing of the unfinished one is left."""
    left = portal.kill_worker_in("bake", "pages", "publish")
    public = Path(portal.running.env["DATA_DIR"], "public")
    assert not (public / "current").exists()
    done = portal.revive("bake")
    assert (done.id, done.state, done.attempts) == (left.id, "done", 2)
    assert [build.name for build in (public / "builds").iterdir()] == [(public / "current").resolve().name]
    assert (public / "current" / "kk" / "2026" / "index.html").exists()
