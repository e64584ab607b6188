"""What a correction changed, cell by cell: every figure, cell of a line and text that is another than in the edition before.

Computed from the frozen files of the two editions and from nothing else: `summary.json` and `lines.csv` of each.
"""

import csv
import io
import json

from reporting.consolidation.columns import COLUMNS
from reporting.consolidation.columns_beside import CHANGES
from reporting.consolidation.lineage import Figures, parse

FIGURE, CELL, TEXT = "figure", "cell", "text"
LANGUAGES = ("kk", "ru")
# Which version of a report a line was taken from: said once for each body, not once for each of its lines
OF_THE_REPORT = frozenset({"report_version", "report_sha256"})


def changed(old: dict, new: dict, old_rows: list[dict], new_rows: list[dict]) -> list[dict]:
    """Everything that differs: kind, address, column, body, item, indicator, old, new. `rows`: the lines as their file writes them."""
    return [*figures(old, new), *lines(old_rows, new_rows), *texts(old, new)]


def figures(old: dict, new: dict) -> list[dict]:
    """Figures of the two summaries by their addresses."""
    before, after = Figures(old), Figures(new)
    moved = [(one, value_in(before, one), value_in(after, one)) for one in sorted(before.values() | after.values())]
    return [made(FIGURE, address, "", was, now) for address, was, now in moved if was != now]


def value_in(figures_of: Figures, address: str):
    """The value of a figure; None where that edition does not know it."""
    figure = parse(address)
    return figures_of.value(figure) if figures_of.knows(figure) else None


def lines(old: list[dict], new: list[dict]) -> list[dict]:
    """Cells of the lines. A line that came or went is all its cells that say something."""
    was, now, found = {row["line"]: row for row in old}, {row["line"]: row for row in new}, []
    for line in sorted(was | now):
        before, after = was.get(line, {}), now.get(line, {})
        of = {name: (after or before).get(name) for name in ("body", "item", "indicator")}
        for name in COLUMNS:
            if name not in OF_THE_REPORT and (before.get(name) or "") != (after.get(name) or ""):
                found.append(made(CELL, line, name, before.get(name), after.get(name), **of))
    return found


def texts(old: dict, new: dict) -> list[dict]:
    """Texts of the analytical part, each language by itself."""
    was = {part["key"]: part for part in old["narrative"]}
    found = []
    for part in new["narrative"]:
        before = was.get(part["key"], {})
        found += [made(TEXT, part["key"], language, before.get(language), part.get(language)) for language in LANGUAGES
                  if (before.get(language) or "") != (part.get(language) or "")]  # fmt: skip
    return found


def made(kind: str, address: str, column: str, old, new, **of) -> dict:
    """A change as the files write it; a blank is an empty text, never a zero."""
    return {"kind": kind, "address": address, "column": column, **{name: of.get(name) or "" for name in ("body", "item", "indicator")},
            "old": written(old), "new": written(new)}  # fmt: skip


def written(value) -> str:
    """A value as text; a blank is an empty one."""
    return "" if value is None else str(value)


def as_csv(found: list[dict]) -> bytes:
    """`changes.csv`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(CHANGES), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue().encode()


def as_data(summary: dict, found: list[dict]) -> dict:
    """`changes.json`: which edition replaces which and why, and every change."""
    # an edition may be older than the codes of corrections, and what is frozen stays as it is
    why = {"code": "", "reason": "", "previous": summary["edition"] - 1} | (summary["correction"] or {})
    return {"format": 1, "year": summary["year"], "edition": summary["edition"], "replaces": why["previous"], "code": why["code"],
            "reason": why["reason"], "changes": found}  # fmt: skip


def read_rows(text: str) -> list[dict]:
    """The lines of a file as they are written."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def between_folders(old, new) -> tuple[dict, list[dict]]:
    """The summary of the newer edition and what it changed, from the two folders of files."""
    told = [(json.loads((folder / "summary.json").read_text("utf-8")), read_rows((folder / "lines.csv").read_text("utf-8")))
            for folder in (old, new)]  # fmt: skip
    (was, was_rows), (now, now_rows) = told
    return now, changed(was, now, was_rows, now_rows)
