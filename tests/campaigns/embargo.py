"""An announced second on a running portal: `python -m tests.campaigns.embargo [--ahead 60] [--postgres]`.

An edition is public, its correction is announced for a second; pages, data, feeds, sitemap, search, index and API are asked without pause
across that second, of nginx as deployed and of the portal itself. Counts the answers before the second and whatever of the edition was in
them: its SHA-256, those of its files, its own figure, or an answer at all under its address. Ends with 1 when there was anything, when an
answer failed, or when the edition did not come out.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

import django

os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="embargo-"))
django.setup()

from tests.campaigns.front import Line, begin, published, say  # noqa: E402
from tests.servers import Running  # noqa: E402

AROUND = 5  # seconds of asking on each side
LANGUAGES = ("kk", "ru", "en")
OWN = ("lines.csv", "lines-excel.csv", "summary.json", "manifest.json", "report.kk.pdf", "report.ru.pdf", "report.xlsx", "SHA256SUMS",
       "datapackage.json")  # fmt: skip
EVERYWHERE = ("/data/2026/latest/summary.json", "/data/2026/latest/lines.csv", "/data/2026/latest/SHA256SUMS", "/data/index.json",
              "/data/search.json", "/data/hashes.json", "/data/all/lines.csv", "/sitemap.xml", "/api/v1/public/editions/",
              "/api/v1/public/lines/?page_size=1000")  # fmt: skip
PAGES = ("", "2026/", "2026/items/10/", "2026/regions/", "downloads/", "corrections/", "contents/", "feed.xml", "corrections.xml",
         "search/?q=2026")  # fmt: skip


@dataclass
class Met:
    """What was answered, and what should not have been."""

    before: int = 0
    after: int = 0
    bytes_before: int = 0
    first: float | None = None
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, where: str, at: float, status: int, body: bytes, marked: bool) -> None:
        """One answer, whole when the clock said now. `marked`: something of the edition is in it."""
        over = time.time()
        with self.lock:
            self.before += over < at
            self.after += over >= at
            if marked and over < at:
                self.bytes_before += len(body)
                self.faults.append(f"early: {where} {at - over:.3f} s before its second")
            if marked:
                self.first = min(self.first or over, over)
            if status not in (200, 404):
                self.faults.append(f"gap: {where}: {status}")


def addresses(number: int) -> tuple[list[str], list[str]]:
    """Addresses that are the edition's own and must not answer at all, and those where something of it might stand."""
    own = [f"/data/2026/{number}/{name}" for name in OWN] + [f"/{one}/2026/editions/{number - 1}/" for one in LANGUAGES]
    pages = [f"/{language}/{page}" for language in LANGUAGES for page in PAGES]
    return own, [*EVERYWHERE, *pages, f"/api/v1/public/editions/?edition={number}"]


def ask(line: Line, server: str, mine: list[str], own: set[str], told: dict, met: Met) -> None:
    """Asks for these addresses again and again until some seconds after the second."""
    marks = [one.encode() for one in told["marks"]]
    while time.time() < told["at"] + AROUND:
        for path in mine:
            status, body = line.get(path)
            marked = status == 200 and (path in own or any(mark in body for mark in marks))
            met.note(f"{server} {path}", told["at"], status, body, marked)


def across_the_second(running: Running, secure: int, number: int, ahead: float) -> Met:
    """Announces the edition and asks everything across its second, of both servers."""
    publisher, met = begin(running, f"announce({number}, {ahead})"), Met()
    told = json.loads(publisher.stdout.readline())
    publisher.wait()
    own, shared = addresses(number)
    every = [*own, *shared]
    say(f"announced; marks of the edition: {len(told['marks'])}, addresses: {len(every)} at each of two servers")
    time.sleep(max(0.0, told["at"] - AROUND - time.time()))
    threads = [
        threading.Thread(target=ask, args=(Line(port, port == secure), server, every[nth::3], set(own), told, met))
        for port, server in ((secure, "nginx"), (running.port, "portal")) for nth in range(3)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if met.first is None:
        jobs = running.manage("shell", "--no-imports", "-c", "from tests.site import publishing as p; p.tell_jobs()")
        met.faults.append(f"late: the edition was not seen at all {jobs}")
    else:
        say(f"the edition was first seen {met.first - told['at']:.3f} s after its second")
    return met


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--ahead", type=float, default=60, help="seconds from the announcement to its second: time to make the site ahead")
    asked.add_argument("--postgres", action="store_true")
    asked = asked.parse_args()
    with published("embargo", {"PUBLIC_API_RATE": "100000000/min", "SWEEP_SECONDS": "1"}, asked.postgres) as (running, secure):
        met = across_the_second(running, secure, 2, asked.ahead)
    for fault in met.faults[:50]:
        say(fault)
    say(f"answers before the second: {met.before}, after it: {met.after}; bytes of the edition before it: {met.bytes_before}; "
        f"faults: {len(met.faults)}")  # fmt: skip
    return 1 if met.faults or not met.before or not met.after else 0


if __name__ == "__main__":
    sys.exit(main())
