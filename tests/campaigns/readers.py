"""Readers while editions come out and workers die: `python -m tests.campaigns.readers [--readers 50] [--editions 20] [--kills 20]`.

Fifty readers take page, data and API of a running portal, half of them of nginx as deployed, half of the portal itself, while twenty
editions are published one after another and the worker is killed with all its processes in the midst of them. Prints what was met; ends
with 1 when there was a mixture or a gap, or when an edition did not come out. `--postgres` runs it on PostgreSQL and Redis.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time

import django

os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="readers-"))
django.setup()

from tests.campaigns.front import Line, begin, published, say  # noqa: E402
from tests.servers import Running  # noqa: E402
from tests.site.bundles import LANGUAGES, Reader  # noqa: E402

FAST = {"JOB_STALE_SECONDS": "3", "SWEEP_SECONDS": "1", "PUBLIC_API_RATE": "100000000/min", "BAKE_PART_PAGES": "200"}


class Killer:
    """Ends the worker with all its processes, as a power cut would, some moments after each publication; starts it again."""

    def __init__(self, running: Running, kills: int, editions: int, seed: int):
        self.running, self.left, self.each, self.random = running, kills, -(-kills // editions), random.Random(seed)
        self.killed, self.lock, self.threads = 0, threading.Lock(), []

    def edition_is_out(self) -> None:
        """Sets so many kills for the seconds after this publication as leave the same number for each."""
        for _ in range(min(self.each, self.left)):
            self.left -= 1
            self.threads.append(threading.Thread(target=self.kill, args=(self.random.uniform(0.2, 4),)))
            self.threads[-1].start()

    def kill(self, seconds: float) -> None:
        """One kill after so many seconds."""
        time.sleep(seconds)
        with self.lock:
            os.killpg(self.running.pids["worker"], signal.SIGKILL)
            self.running.processes["worker"].wait()
            self.running.start("worker")
            self.killed += 1


def read_on(reader: Reader, ended: threading.Event, random_: random.Random, pause: float) -> None:
    """Bundle after bundle, with a pause of up to so many seconds between them."""
    while not ended.is_set():
        reader.read()
        ended.wait(random_.random() * pause)


def publishing(running: Running, secure: int, asked) -> tuple[list[Reader], int, int]:
    """The readers with what they met, how many editions became readable, how often the worker was killed."""
    ended, killer, readable = threading.Event(), Killer(running, asked.kills, asked.editions, asked.seed), 0
    lines = [Line(secure, True) if nth % 2 else Line(running.port) for nth in range(asked.readers)]
    readers = [Reader(line.get, LANGUAGES[nth % 3]) for nth, line in enumerate(lines)]
    threads = [threading.Thread(target=read_on, args=(one, ended, random.Random(nth), asked.pause)) for nth, one in enumerate(readers)]
    publisher = begin(running, f"publish(2, {asked.editions + 1})")
    for thread in threads:
        thread.start()
    limit = threading.Timer(asked.minutes * 60, publisher.terminate)
    limit.start()
    for line in publisher.stdout:
        if line.startswith("published"):
            killer.edition_is_out()
        if line.startswith("readable"):
            readable += 1
            say(f"{time.strftime('%X')} {line.strip()}, answers so far: {sum(one.answers for one in readers)}")
    limit.cancel()
    ended.set()
    for thread in [*threads, *killer.threads]:
        thread.join()
    if publisher.wait() not in (0, -signal.SIGTERM):
        readers[0].faults.append("the publisher failed")
    return readers, readable, killer.killed


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--readers", type=int, default=50)
    asked.add_argument("--editions", type=int, default=20)
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--pause", type=float, default=4, help="longest pause of a reader between two bundles, seconds")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=60, help="so long at most; what came out until then is told")
    asked.add_argument("--postgres", action="store_true")
    asked = asked.parse_args()
    with published("readers", FAST, asked.postgres) as (running, secure):
        readers, readable, killed = publishing(running, secure, asked)
    faults = [fault for reader in readers for fault in reader.faults]
    for fault in faults[:50]:
        say(fault)
    answers, bundles = sum(one.answers for one in readers), sum(one.bundles for one in readers)
    mixtures, gaps = (sum(one.startswith(kind) for one in faults) for kind in ("mixture", "gap"))
    say(f"readers: {len(readers)}, editions published: {readable} of {asked.editions}, workers killed: {killed}, answers: {answers}, "
        f"bundles: {bundles}")  # fmt: skip
    say(f"mixtures: {mixtures}, gaps: {gaps}")
    return 1 if faults or not bundles or readable < asked.editions else 0


if __name__ == "__main__":
    sys.exit(main())
