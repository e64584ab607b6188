"""A reader who takes a page, then follows its links to the data and asks the API: everything must be of the edition the page is of.

The page names its edition by number and SHA-256. The SHA-256 is that of the manifest, the manifest holds those of the files, and the page's
figure is the sum of the lines: so nothing of another edition can pass for it.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable

LANGUAGES = ("kk", "ru", "en")
EDITION = re.compile(r"/data/(\d{4})/(\d+)/lines\.csv")
SHA256 = re.compile(r"SHA-256 ([0-9a-f]{64})")
FIGURE = re.compile(r'<data value="(\d+)" data-figure="totals\.funding\.total\.disbursed">')
STYLE = re.compile(r'rel="stylesheet" href="([^"]+)"')
SOURCES = ("republican", "local", "extra")
Get = Callable[[str], tuple[int, bytes]]


class Reader:
    """One reader. `get` gives status and body of an address; `faults` are the mixtures and gaps that were met."""

    def __init__(self, get: Get, language: str, year: int = 2026):
        self.get, self.language, self.year = get, language, year
        self.newest, self.bundles, self.answers, self.faults = 0, 0, 0, []

    def fetch(self, path: str) -> bytes:
        """The body; anything but 200 is a gap."""
        status, body = self.get(path)
        self.answers += 1
        if status != 200:
            self.faults.append(f"gap: {path}: {status}")
        return body if status == 200 else b""

    def read(self) -> None:
        """One bundle: the page, its style, the manifest, the lines, the API, then what «latest» is now."""
        page = self.fetch(f"/{self.language}/{self.year}/").decode()
        numbers, shas, figures = (set(one.findall(page)) for one in (EDITION, SHA256, FIGURE))
        if not (len(numbers) == len(shas) == len(figures) == 1):
            self.faults.append(f"mixture: the page names editions {numbers}, hashes {len(shas)}, figures {figures}")
            return
        number, sha, figure = int(numbers.pop()[1]), shas.pop(), int(figures.pop())
        self.forward(number, "page")
        self.fetch(STYLE.search(page)[1])
        self.check_files(number, sha, figure)
        self.check_api(number, sha, figure)
        self.check_latest()
        self.bundles += 1

    def forward(self, number: int, what: str) -> None:
        """Nobody who has seen an edition meets an older one for the current."""
        if number < self.newest:
            self.faults.append(f"mixture: {what} is of edition {number} after edition {self.newest}")
        self.newest = max(self.newest, number)

    def check_files(self, number: int, sha: str, figure: int) -> None:
        """The manifest is the page's, the lines are the manifest's, their sum is the page's figure."""
        folder = f"/data/{self.year}/{number}/"
        manifest, lines = self.fetch(f"{folder}manifest.json"), self.fetch(f"{folder}lines.csv")
        if not manifest or not lines:
            return
        if hashlib.sha256(manifest).hexdigest() != sha:
            self.faults.append(f"mixture: the manifest of edition {number} is not the page's")
        listed = {one["name"]: one["sha256"] for one in json.loads(manifest)["files"]}
        if hashlib.sha256(lines).hexdigest() != listed["lines.csv"]:
            self.faults.append(f"mixture: the lines of edition {number} are not the manifest's")
        if disbursed(lines) != figure:
            self.faults.append(f"mixture: the lines of edition {number} give {disbursed(lines)}, the page {figure}")

    def check_api(self, number: int, sha: str, figure: int) -> None:
        """The API says the same of that edition; its lines of the current edition are all of one."""
        asked = json.loads(self.fetch(f"/api/v1/public/editions/?year={self.year}&edition={number}") or '{"results": []}')["results"]
        told = [(one["edition"], one["sha256"], one["totals"]["funding"]["total"]["disbursed"]) for one in asked]
        if told != [(number, sha, figure)]:
            self.faults.append(f"mixture: the API tells {told} of edition {number}")
        rows = json.loads(self.fetch("/api/v1/public/lines/?page_size=1000&kind=item") or '{"results": []}')["results"]
        if len({row["edition"] for row in rows}) != 1:
            self.faults.append(f"mixture: lines of the API are of editions {({row['edition'] for row in rows})}")
        else:
            self.forward(rows[0]["edition"], "API")

    def check_latest(self) -> None:
        """«latest» is one edition in itself, and the index knows exactly one current edition of the year."""
        summary = json.loads(self.fetch(f"/data/{self.year}/latest/summary.json") or "{}")
        index = json.loads(self.fetch("/data/index.json") or '{"editions": []}')
        current = [one["number"] for one in index["editions"] if one["status"] == "published" and one["year"] == self.year]
        if not summary or len(current) != 1:
            self.faults.append(f"mixture: the index knows current editions {current}")
            return
        self.forward(summary["edition"], "latest")
        self.forward(current[0], "index")


def disbursed(lines: bytes) -> int:
    """The sum of what was disbursed on items."""
    rows = csv.DictReader(io.StringIO(lines.decode("utf-8-sig")))
    return sum(int(row[f"disbursed_{source}"] or 0) for row in rows if row["kind"] == "item" for source in SOURCES)
