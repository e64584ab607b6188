"""The one door of the public site: published editions, read from files and from nothing else.

A folder holds `data/index.json`, written when an edition is published, and `data/<year>/<number>/` with its files. Whoever draws a
public page asks here; there is no way from here to a draft.
"""

import csv
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from reporting.words import CORRECTIONS

PUBLISHED, SUPERSEDED = "published", "superseded"


@dataclass(frozen=True)
class PublishedEdition:
    """An approved edition that the public may read: current, or replaced by a later one of the same year."""

    year: int
    number: int
    status: str
    published_at: datetime
    correction_reason: str
    sha256: str
    summary: dict
    lines: dict[str, dict]
    files: list[dict]
    superseded_at: datetime | None = None
    latest: int = 0  # number of the current edition of the same year
    by_code: dict[str, dict] = field(default_factory=dict)  # bodies by code
    correction_code: str = ""
    posted: tuple = ()  # (address, day) on the Ministry's official site, at most one

    @cached_property
    def items(self) -> dict[int, dict]:
        """Items by number."""
        return {one["number"]: one for one in self.summary["items"]}

    @cached_property
    def values_by_body(self) -> dict[str, list[tuple[dict, dict]]]:
        """(indicator, value) of each body: found once, not anew for each of a thousand pages."""
        found: dict[str, list[tuple[dict, dict]]] = {}
        for indicator in self.summary["indicators"]:
            for value in indicator["values"]:
                found.setdefault(value["body"], []).append((indicator, value))
        return found

    @property
    def is_current(self) -> bool:
        return self.status == PUBLISHED

    @property
    def correction_kind(self) -> str:
        """The kind of reason of a correction in the current language; empty where there is none."""
        return str(CORRECTIONS.get(self.correction_code, ""))

    @property
    def folder(self) -> str:
        """Address of its files."""
        return f"/data/{self.year}/{self.number}/"

    def lines_of(self, ids: list[str]) -> list[dict]:
        """The lines behind a figure, in the order of the file."""
        return [self.lines[one] for one in ids if one in self.lines]

    def named(self, name: str) -> dict | None:
        """One of its files by name."""
        return next((one for one in self.files if one["name"] == name), None)


@dataclass(frozen=True)
class Site:
    """Everything a public page may know: the editions, the Concept's own record and the day of baking."""

    editions: list[PublishedEdition]  # newest year first, newest number first
    concept: dict
    today: date
    demo: bool = False
    demo_date: date | None = None
    support: dict = field(default_factory=dict)
    all_years: list[dict] = field(default_factory=list)  # files of `data/all/`
    announced: list[dict] = field(default_factory=list)  # the calendar of releases: year, number, at (an aware instant), soonest first

    @property
    def current(self) -> list[PublishedEdition]:
        """One edition of each published year."""
        return [one for one in self.editions if one.is_current]

    @property
    def latest(self) -> PublishedEdition | None:
        return next(iter(self.current), None)

    def edition(self, year: int, number: int) -> PublishedEdition | None:
        """The edition of that year and number, if it is public."""
        return next((one for one in self.editions if (one.year, one.number) == (year, number)), None)


def read_index(root: Path) -> dict:
    """What is public, as it was handed over at publication."""
    return json.loads((root / "data" / "index.json").read_text(encoding="utf-8"))


def read_lines(path: Path) -> dict[str, dict]:
    """`lines.csv` by line id, in the order of the file. Money is an integer or None: a blank is never zero."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["line"]: _typed(row) for row in rows}


def _typed(row: dict) -> dict:
    for name, value in row.items():
        if name.startswith(("planned_", "disbursed_")):
            row[name] = int(value) if value else None
    row["number"] = int(row["number"]) if row["number"] else None
    row["evidence"] = json.loads(row["evidence"]) if row["evidence"] else []
    return row


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def read_edition(root: Path, entry: dict, latest: int) -> PublishedEdition:
    """One edition of the index with its data."""
    folder = root / "data" / str(entry["year"]) / str(entry["number"])
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return PublishedEdition(
        year=entry["year"],
        number=entry["number"],
        status=entry["status"],
        published_at=_moment(entry["published_at"]),
        superseded_at=_moment(entry["superseded_at"]),
        correction_code=entry.get("correction_code", ""),
        correction_reason=entry["correction_reason"],
        posted=tuple((one["address"], date.fromisoformat(one["posted_on"])) for one in entry.get("posted", ())),
        sha256=entry["sha256"],
        summary=summary,
        lines=read_lines(folder / "lines.csv"),
        files=entry["files"],
        latest=latest,
        by_code={body["code"]: body for body in summary["bodies"]},
    )


def read_site(root: Path) -> Site:
    """The whole public site of a folder: only what its index names."""
    index = read_index(root)
    current = {one["year"]: one["number"] for one in index["editions"] if one["status"] == PUBLISHED}
    editions = [read_edition(root, one, current.get(one["year"], 0)) for one in index["editions"]]
    return Site(
        editions=sorted(editions, key=lambda one: (-one.year, -one.number)),
        concept=index["concept"],
        today=date.fromisoformat(index["baked_on"]),
        demo=index["demo"],
        demo_date=date.fromisoformat(index["demo_date"]) if index["demo_date"] else None,
        support=index["support"],
        all_years=index["all_years"],
        announced=[{**one, "at": _moment(one["at"])} for one in index.get("announced", [])],
    )
