"""What the public API answers from: the editions in the build that is in place, as rows with filters. Files only, no database."""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portal.site import schemas
from portal.site.editions import PublishedEdition, Site, read_site
from reporting import readable_csv
from reporting.consolidation.columns import COLUMNS

NUMBER = re.compile(r"-?\d+(\.\d+)?")
TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Resource:
    """One kind of rows: how an edition gives them, which column each filter looks at, and the schema of a row."""

    says: str
    rows: Callable[[PublishedEdition], Iterable[dict]]
    filters: dict[str, tuple[str, ...]]
    schema: dict


class Shelf:
    """The editions of the build that `current` points to, read once for each build. Whoever asks gets one whole build."""

    def __init__(self):
        self.known: tuple[Path | None, Site | None] = (None, None)

    def site(self) -> Site | None:
        """None before the first baking."""
        root = Path(settings.PUBLIC_ROOT)
        try:
            folder = root / os.readlink(root / "current")
        except OSError:
            return None
        name, site = self.known
        if name != folder:
            site = read_site(folder)
            self.known = (folder, site)
        return site


def edition_row(edition: PublishedEdition) -> Iterator[dict]:
    """The edition itself."""
    dates = edition.summary["dates"]
    yield {
        "year": edition.year, "edition": edition.number, "status": edition.status, "approved_at": dates["approved_at"],
        "published_at": edition.published_at.isoformat(),
        "superseded_at": edition.superseded_at.isoformat() if edition.superseded_at else None,
        "correction_reason": edition.correction_reason, "sha256": edition.sha256, "previous_sha256": edition.summary["previous_sha256"],
        "sample": edition.summary["sample"], "data": edition.folder, "totals": edition.summary["totals"],
    }  # fmt: skip


def entries(kind: str) -> Callable[[PublishedEdition], Iterator[dict]]:
    """The entries of a list of `summary.json`, each with its year and edition."""
    return lambda edition: ({"year": edition.year, "edition": edition.number, **one} for one in edition.summary[kind])


def lines(edition: PublishedEdition) -> Iterator[dict]:
    """The lines of `lines.csv` with their types: a blank cell is null, never zero."""
    for line in edition.lines.values():
        yield {name: typed(column.type, line[name]) for name, column in COLUMNS.items()} | {"edition": edition.number}


def typed(kind: str, value):
    """The value of a cell."""
    if kind == "integer":
        return None if value in ("", None) else int(value)
    if kind == "boolean":
        return TRUTH.get(value)
    return value if kind == "array" else value or None


def of_edition(schema: dict) -> dict:
    """The schema of an entry with the edition it belongs to."""
    return {**schema, "properties": {"year": schemas.WHOLE, "edition": schemas.WHOLE, **schema["properties"]}}


def filters(*same: str, **named: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Every list is filtered by year and edition; `same` look at the column of their own name."""
    return {"year": ("year",), "edition": ("edition",), **{one: (one,) for one in same}, **named}


EDITION = schemas.thing(
    year=schemas.WHOLE, edition=schemas.WHOLE, status={"enum": ["published", "superseded"]}, sha256=schemas.HASH, data=schemas.TEXT,
    previous_sha256=schemas.HASH, sample=schemas.TRUTH, totals=schemas.TOTALS,
)  # fmt: skip
RESOURCES = {
    "editions": Resource("Published editions, current and replaced", edition_row, filters("status"), EDITION),
    "items": Resource("Measures of the plan", entries("items"),
                      filters("item", "section", "number", "status", body=("lead", "co", "by_agreement")), of_edition(schemas.ITEM)),
    "bodies": Resource("Executive bodies and their reports", entries("bodies"), filters("region", "kind", body=("code",)),
                       of_edition(schemas.BODY)),
    "regions": Resource("Regions", entries("regions"), filters("body", "state", region=("code",)), of_edition(schemas.REGION)),
    "indicators": Resource("Target indicators", entries("indicators"), filters("verdict", indicator=("code",)),
                           of_edition(schemas.INDICATOR)),
    "lines": Resource(
        "Lines: what each body answered on each measure and indicator", lines,
        filters("line", "kind", "body", "region", "section", "number", "item", "indicator", "part", "report", "answer", "status",
                "territory"),
        {key: value for key, value in schemas.line().items() if key != "$schema"},
    ),
}  # fmt: skip


def chosen(site: Site | None, resource: str, asked: dict[str, str]) -> list[dict]:
    """The rows that fit every filter; of a filter with several values, divided by commas, any. Without `edition` the current ones."""
    kind = RESOURCES[resource]
    everything = "edition" in asked or resource == "editions"
    editions = [] if site is None else site.editions if everything else site.current
    wanted = [(kind.filters[name], set(text.split(","))) for name, text in asked.items()]
    return [
        row for edition in editions for row in kind.rows(edition)
        if all(any(fits(row.get(column), values) for column in columns) for columns, values in wanted)
    ]  # fmt: skip


def fits(value, wanted: set[str]) -> bool:
    """Whether a cell is one of the values asked for; of a list any member."""
    if isinstance(value, list):
        return any(str(one) in wanted for one in value)
    return ("" if value is None else str(value)) in wanted


def as_csv(rows: list[dict], header: list[str] | None = None) -> str:
    """Rows as a table: nested figures become columns («funding_total_planned»). Numbers are never touched, text never starts a formula."""
    flat = [dict(cells(row)) for row in rows]
    header = header or list(dict.fromkeys(name for row in flat for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guarded(row.get(name, "")) for name in header] for row in flat)
    return out.getvalue()


def cells(row: dict, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The cells of a row, in its order."""
    for name, value in row.items():
        if isinstance(value, dict):
            yield from cells(value, f"{prefix}{name}_")
        else:
            yield f"{prefix}{name}", written(value)


def written(value) -> str:
    """A value as `lines.csv` writes it; a list of codes is divided by spaces."""
    if isinstance(value, list):
        plain = all(not isinstance(one, dict) for one in value)
        return " ".join(map(str, value)) if plain else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def guarded(text: str) -> str:
    """Text that a spreadsheet would read as a formula, made plain; the text of a number stays a number."""
    return text if NUMBER.fullmatch(text) else readable_csv.plain(text)
