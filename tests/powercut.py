"""A portal whose worker is killed as by a power cut: asked and driven from outside, by its own database and a process of its own.

`test_worker_killed.py` takes a sample of it, `tests.campaigns.killed` all.
"""

import contextlib
import json
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import psycopg2

from tests.hand import Hand
from tests.servers import Running, portal_processes

KEPT_BUILDS = 3  # a work that is killed after its site came into place makes it once more
LOOK_SECONDS = 0.005  # between two looks: the worker needs the processor more


class Owed(NamedTuple):
    """A job as its row says."""

    id: int
    state: str
    step: str
    attempts: int
    kind: str


class Portal:
    """The running portal."""

    def __init__(self, running: Running, halt_at: Path):
        self.running, self.halt_at = running, halt_at
        self.hand = Hand(running, "tests.season_by_verbs")
        url = running.env["DATABASE_URL"]
        if url.startswith("sqlite"):
            self.connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=20)
        else:
            folder, name = url.removeprefix("postgres://portal@/").rsplit("/", 1)
            self.connection = psycopg2.connect(host="/" + folder.strip("/"), user="portal", dbname=name)
            self.connection.autocommit = True

    # Asking

    def ask(self, sql: str) -> list[tuple]:
        """Rows of the portal's database, as they are now."""
        cursor = self.connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()

    def tell(self, sql: str) -> None:
        """Changes the portal's database behind its back."""
        self.connection.cursor().execute(sql)

    def count(self, model: str) -> int:
        """How many rows of a model the portal has now."""
        return self.ask(f"SELECT count(*) FROM reporting_{model}")[0][0]  # noqa: S608 - the names stand in this folder

    def last_job(self, kind: str) -> Owed:
        """The newest job of a kind; one with the number 0 while there is none."""
        jobs = self.ask("SELECT id, state, step, attempts, kind FROM reporting_job ORDER BY id DESC")
        return next((Owed(*job) for job in jobs if job[-1] == kind), Owed(0, "", "", 0, kind))

    def at_work(self, kind: str) -> Owed:
        """The job of a kind that a worker has begun: of several parts of one work the newest may still wait. Else the newest."""
        running = self.ask(f"SELECT id, state, step, attempts, kind FROM reporting_job WHERE kind = '{kind}' AND state = 'running'")  # noqa: S608
        return Owed(*running[-1]) if running else self.last_job(kind)

    # Doing

    def do(self, act: str):
        """Runs one function of `tests.season_by_verbs` on the portal's data; gives what it gave."""
        return self.hand.do(act)

    def kill_in(self, kind: str, step: str, act: str | None) -> Owed:
        """Begins `act` (None: it is going on) and ends the worker the moment it begins that step. Gives the job as it was left."""
        before, met = self.last_job(kind).id if act else 0, Path(f"{self.halt_at}.met")
        met.unlink(missing_ok=True)
        self.halt_at.write_text(f"{kind}:{step}")
        if act:
            self.do(act)
        until = time.monotonic() + 120
        while not met.exists():
            assert time.monotonic() < until, f"{kind} never came to {step}: {self.last_job(kind)}"
            self.wake()
            time.sleep(LOOK_SECONDS)
        self.kill_worker()
        left = self.at_work(kind)
        assert left.id > before and left.state == "running", f"{kind} was not at work: {left}"
        return left

    def kill_after(self, kind: str, seconds: float, act: str) -> Owed:
        """Begins `act` and ends the worker so long after the work has begun. Gives the job as it was left: running, or done by then."""
        self.do(act)
        self.begun(kind)
        time.sleep(seconds)
        self.kill_worker()
        return self.last_job(kind)

    def begun(self, kind: str) -> float:
        """Waits until the newest job of a kind has been taken by a worker; gives the instant."""
        until = time.monotonic() + 120
        while self.last_job(kind).state == "waiting":
            assert time.monotonic() < until, f"nobody began {kind}"
            self.wake()
            time.sleep(LOOK_SECONDS)
        return time.monotonic()

    def kill_worker(self) -> None:
        """The power cut: the worker with all its processes."""
        os.killpg(self.running.pids["worker"], signal.SIGKILL)
        self.running.processes["worker"].wait()
        self.halt_at.unlink(missing_ok=True)

    def go_on(self) -> None:
        """An hour later another worker is started: what was at work shows no sign of life for long."""
        self.tell("UPDATE reporting_job SET beat_at = '2026-01-01 00:00:00+00:00', attempts = 1 WHERE state = 'running'")
        self.wake()

    def revive(self, kind: str) -> Owed:
        """The same, waiting for the job's end. Whoever watches the processes starts the worker again, also where a half-written message
        of the folders' broker ends it once more."""
        self.go_on()
        return self.ended(kind)

    def ended(self, kind: str) -> Owed:
        """The newest job of a kind, once it is neither waiting nor at work."""
        until = time.monotonic() + 120
        while (job := self.last_job(kind)).state in ("waiting", "running"):
            assert time.monotonic() < until, f"nobody went on with {job}"
            self.wake()
            time.sleep(0.05)
        return job

    def wake(self) -> None:
        """Starts the worker if it does not live."""
        if self.running.processes["worker"].poll() is not None:
            self.running.start("worker")

    def close(self) -> None:
        """Lets the hand go."""
        self.connection.close()
        self.hand.close()


@contextlib.contextmanager
def season(tmp_path: Path, seconds: float = 60, **env: str) -> Iterator[Portal]:
    """A portal with a whole season of accepted reports, its worker one that can be halted."""
    halt_at, portals = tmp_path / "halt", []

    def prepare(running: Running) -> None:
        portals.append(Portal(running, halt_at))
        portals[0].do("prepare")

    told = {"SWEEP_SECONDS": "1", "WORKER_APP": "tests.halting", "HALT_AT": str(halt_at), "WORKER_SLOTS": "1", **env}
    with portal_processes(tmp_path, told, prepare, seconds):
        try:
            yield portals[0]
        finally:
            portals[0].close()


# What must be there at the end


def wrong_summary(portal: Portal, expected: dict) -> list[str]:
    """One summary with its texts, kept once, with the bytes of an undisturbed calculation."""
    found = {model: portal.count(model) for model in ("summary", "narrative", "summaryrun")}
    wrong = [] if found == {"summary": 1, "narrative": 4, "summaryrun": 1} else [str(found)]
    return wrong + ([] if portal.do("calculated") == expected else ["other bytes"])


def wrong_edition(portal: Portal) -> list[str]:
    """One edition, its files whole and with the bytes of an undisturbed making."""
    files = dict(portal.ask("SELECT name, sha256 FROM reporting_editionfile"))
    folder = Path(portal.running.env["DATA_DIR"], "editions", "2026", "1")
    there = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    wrong = [] if portal.count("edition") == 1 else [f"editions: {portal.count('edition')}"]
    wrong += [] if set(there) == set(files) | {"manifest.json", "SHA256SUMS"} else [f"files: {sorted(there)}"]
    undisturbed = portal.do("edition_undisturbed")
    return wrong + [f"{name}: other bytes" for name in files if not files[name] == there.get(name) == undisturbed.get(name)]


def wrong_site(portal: Portal) -> list[str]:
    """One site, the newest; every build that is kept is whole, nothing of an unfinished one is left."""
    public = Path(portal.running.env["DATA_DIR"], "public")
    current, builds = (public / "current").resolve(), sorted((public / "builds").iterdir())
    wrong = [] if builds[-1] == current and len(builds) <= KEPT_BUILDS else [f"builds: {builds}, current: {current.name}"]
    for build in builds:
        listed = {one["path"]: one["sha256"] for one in json.loads((build / "site-manifest.json").read_text())["files"]}
        wrong += [] if "kk/2026/index.html" in listed else [f"{build.name}: no page of the year"]
        broken = [path for path, digest in listed.items() if sha256((build / path).read_bytes()).hexdigest() != digest]
        wrong += [f"{build.name}/{path}: other bytes" for path in broken]
    return wrong + ([] if portal.ask("SELECT id FROM reporting_job WHERE kind = 'bake_part'") == [] else ["parts are left"])
