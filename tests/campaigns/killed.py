"""The worker killed while it calculates and while it makes the edition: `python -m tests.campaigns.killed --n 50 --seed 1`.

At every step of both works, and at `--n` random moments: each time the worker and its children are killed as by a power cut, another
is started, and what is there at the end must be one summary, or one edition, with the bytes of an undisturbed run. `--postgres` takes a
private PostgreSQL instead of SQLite. Ends with 1 when anything differs.
"""

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from random import Random

os.environ.update(SECRET_KEY="campaign: a key long enough to be taken for one, 0123456789", DEMO="1")

from tests.servers import portal_processes  # noqa: E402
from tests.test_worker_killed import Portal  # noqa: E402
from tests.throwaway import new_database, private_postgres  # noqa: E402

CALCULATION = ("collect", "lines", "figures", "discrepancies", "anomalies", "save")
EDITION = ("data", "xlsx", "pdf_kk", "pdf_ru", "docx_kk", "docx_ru", "manifest")
LONGEST = 2.5  # seconds after asking within which a random moment falls


def forget(portal: Portal) -> None:
    """The summary as before its first calculation, so that the next one has to write everything."""
    blank = "UPDATE reporting_summary SET input_sha256 = '', figures = '{}', manifest = '{}', lines = ''"
    portal.connection.cursor().execute(blank)
    portal.connection.cursor().execute("DELETE FROM reporting_summaryrun")


def kill(portal: Portal) -> None:
    """The power cut."""
    os.killpg(portal.running.pids["worker"], signal.SIGKILL)
    portal.running.processes["worker"].wait()


def revive(portal: Portal, kind: str):
    """An hour later; whoever watches the processes starts the worker again, also where a half-written message of the folders' broker
    ends it once more."""
    portal.connection.cursor().execute("UPDATE reporting_job SET beat_at = '2026-01-01 00:00:00+00:00' WHERE state = 'running'")
    until = time.monotonic() + 120
    while (job := portal.last_job(kind)).state in ("waiting", "running"):
        assert time.monotonic() < until, f"nobody went on with {job}"
        portal.wake()
        time.sleep(0.1)
    return job


def calculate_and_kill(portal: Portal, expected: dict, step: str | None, after: float) -> str:
    """One calculation, killed in a step or after some seconds; what was wrong, or nothing."""
    forget(portal)
    before, asked, began = portal.last_job("consolidate").id, portal.begin("consolidate"), time.monotonic()
    while asked.poll() is None or portal.last_job("consolidate").id == before or portal.last_job("consolidate").state == "waiting":
        job = portal.last_job("consolidate")
        if job.id != before and job.state == "running" and step in (job.step, None) and time.monotonic() - began >= after:
            break
        if job.id != before and job.state in ("done", "failed"):
            break
    kill(portal)
    asked.wait(60)
    done = revive(portal, "consolidate")
    if done.state != "done" or portal.count("summary") != 1 or portal.count("summaryrun") > 1:
        return f"{done}, summaries: {portal.count('summary')}, runs: {portal.count('summaryrun')}"
    return "" if json.loads(portal.do("calculated")) == expected else "other bytes"


def make_and_kill(portal: Portal) -> list[str]:
    """The edition, killed in each of its steps in turn until it is made: one edition, whole files."""
    asked, wrong = portal.begin("approve"), []
    for step in EDITION:
        until = time.monotonic() + 60
        while (job := portal.last_job("make_edition")).step != step and job.state != "done" and time.monotonic() < until:
            time.sleep(0.002)
        if job.state == "done":
            break
        kill(portal)
        cursor = portal.connection.cursor()
        cursor.execute("UPDATE reporting_job SET beat_at = '2026-01-01 00:00:00+00:00', attempts = 1 WHERE state = 'running'")
        portal.wake()
    asked.wait(60)
    revive(portal, "make_edition")
    files = dict(portal.ask("SELECT name, sha256 FROM reporting_editionfile"))
    folder = Path(portal.running.env["DATA_DIR"], "editions", "2026", "1")
    if portal.count("edition") != 1:
        wrong.append(f"editions: {portal.count('edition')}")
    wrong += [f"{name}: other bytes" for name, digest in files.items() if sha256((folder / name).read_bytes()).hexdigest() != digest]
    return wrong


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--n", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--postgres", action="store_true")
    asked = asked.parse_args()
    chance, wrong, kills = Random(asked.seed), [], 0
    with contextlib.ExitStack() as stack:
        env = {"SWEEP_SECONDS": "1"}
        if asked.postgres:
            env["DATABASE_URL"] = new_database(stack.enter_context(private_postgres()))
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        running = stack.enter_context(portal_processes(place, env, lambda it: Portal(it).do("prepare"), seconds=300))
        portal = Portal(running)
        expected = json.loads(portal.do("undisturbed"))
        portal.do("consolidate")
        revive(portal, "consolidate")
        moments = [(step, 0.0) for step in CALCULATION] + [(None, chance.uniform(0, LONGEST)) for _ in range(asked.n)]
        for step, after in moments:
            kills += 1
            if told := calculate_and_kill(portal, expected, step, after):
                wrong.append(f"{step or f'{after:.2f} s'}: {told}")
        wrong += make_and_kill(portal)
        kills += len(EDITION)
    sys.stdout.writelines(f"{one}\n" for one in wrong)
    sys.stdout.write(f"killed: {kills} times, wrong: {len(wrong)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
