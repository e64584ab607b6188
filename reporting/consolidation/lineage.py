"""The lineage of every figure: from the address of a figure to the lines, items or reports it is made of. Pure.

A figure is computed from what these functions give and from nothing else (`figures` calls them too), so a page that explains a figure
cannot say anything but the figure. An address is `scope[.key].measure[.of]`: `total.disbursed.local`, `item.SC-01.rows.done`,
`section.2.items.done`, `total.reports.late`, `indicator.JOBS-HT.actual`.
"""

from dataclasses import dataclass, field

from reporting.consolidation import rollup
from reporting.consolidation.columns import ANSWERS, STATUSES
from reporting.consolidation.lines import INDICATOR, ITEM
from reporting.consolidation.rollup import KINDS, SOURCES

# scope → the column of the lines that holds its key
SCOPES = {"total": "", "section": "section", "item": "item", "body": "body", "region": "region", "territory": "territory"}
# scope → (list of `summary.json`, name of the key in its entries)
ENTRIES = {
    "section": ("sections", "number"), "item": ("items", "item"), "body": ("bodies", "code"), "region": ("regions", "code"),
    "territory": ("territories", "code"), "indicator": ("indicators", "code"),
}  # fmt: skip
STATES = (*STATUSES, *ANSWERS)
ROWS, ITEMS, REPORTS, SHARE = "rows", "items", "reports", "share"
OF_AN_INDICATOR = ("actual", "target", "percent")
# how a report is counted, from what its body's entry says of it
COUNTED = {
    "expected": lambda report: not report["invited"],
    "filed": lambda report: not report["invited"] and report["timeliness"] != "not_filed",
    "on_time": lambda report: not report["invited"] and report["timeliness"] == "on_time",
    "late": lambda report: not report["invited"] and report["timeliness"] == "late",
    "not_filed": lambda report: not report["invited"] and report["timeliness"] == "not_filed",
    "accepted": lambda report: not report["invited"] and report["state"] == "accepted",
    "no_activity": lambda report: not report["invited"] and report["no_activity"],
    "invited": lambda report: report["invited"],
    "invited_filed": lambda report: report["invited"] and report["state"] != "not_filed",
}


@dataclass(frozen=True)
class Figure:
    """The address of a figure."""

    scope: str
    key: str
    measure: str
    of: str = ""

    def __str__(self):
        return ".".join(part for part in (self.scope, self.key, self.measure, self.of) if part)

    @property
    def is_money(self) -> bool:
        """Whole tenge."""
        return self.measure in KINDS

    @property
    def kind(self) -> str:
        """What it is made of: money, rows, items, reports, a value of an indicator, or the ratio of two other figures."""
        return "money" if self.is_money else "indicator" if self.scope == "indicator" else self.measure

    @property
    def fields(self) -> tuple[str, ...]:
        """The money columns that are added."""
        return tuple(f"{self.measure}_{source}" for source in ([self.of] if self.of else SOURCES))


def parse(address: str) -> Figure | None:
    """The figure of an address; None where there can be none. Whether its key exists is for `Figures.value` to say."""
    scope, *rest = address.split(".")
    key = "" if scope == "total" else rest.pop(0) if rest else ""
    measure, of = (rest[0] if rest else ""), (rest[1] if len(rest) > 1 else "")
    known = len(rest) <= 2 and bool(key or scope == "total") and of in measures(scope).get(measure, ())
    return Figure(scope, key, measure, of) if known else None


def measures(scope: str) -> dict[str, tuple[str, ...]]:
    """What can be asked of a scope: measure → what of it, where the empty text is the whole."""
    if scope == "indicator":
        return dict.fromkeys(OF_AN_INDICATOR, ("",))
    if scope not in SCOPES:
        return {}
    money = {**dict.fromkeys(KINDS, ("", *SOURCES)), SHARE: ("",)}
    return money | {
        "total": {ITEMS: ("", *STATES), ROWS: ("", *STATES), REPORTS: tuple(COUNTED)}, "section": {ITEMS: ("", *STATES)},
        "item": {ROWS: ("", *STATES)}, "body": {ROWS: ("", *STATES)}, "region": {ROWS: STATUSES}, "territory": {},
    }[scope]  # fmt: skip


class Held:
    """The lines by scope: one pass over them, whatever is asked afterwards."""

    def __init__(self, lines: list[dict]):
        self.found: dict[tuple[str, str], list[dict]] = {}
        for line in lines:
            for scope, column in SCOPES.items() if line["kind"] == ITEM else ():
                if not column or line[column] not in ("", None):
                    self.found.setdefault((scope, str(line[column]) if column else ""), []).append(line)
            if line["kind"] == INDICATOR:
                self.found.setdefault(("indicator", line["indicator"]), []).append(line)
            self.found.setdefault(("whole body", line["body"]), []).append(line)

    def of(self, scope: str, key="") -> list[dict]:
        """Lines of a scope in their order."""
        return self.found.get((scope, str(key)), [])


@dataclass
class Trace:
    """What a figure is made of. `parts`: (line, column, value); of counted items and reports, the entries that count.

    `left`: what belongs to the scope and gave nothing, by the reason in one word.
    """

    figure: Figure
    parts: list[tuple[dict, str, object]] = field(default_factory=list)
    counted: list[dict] = field(default_factory=list)
    left: dict[str, list[dict]] = field(default_factory=dict)

    @property
    def lines(self) -> list[dict]:
        """The contributing lines, each once."""
        return list({line["line"]: line for line, _column, _value in self.parts}.values())

    def leave(self, why: str, thing: dict) -> None:
        """Names something that gave nothing."""
        self.left.setdefault(why, []).append(thing)


def trace(figure: Figure, held: Held, summed: dict) -> Trace:
    """The lineage of a figure. `summed`: the figures of the same calculation, for what is counted in items, reports and indicators."""
    if figure.kind == ITEMS:
        return of_items(figure, summed["items"])
    if figure.kind == REPORTS:
        return of_reports(figure, summed["bodies"])
    if figure.kind == "indicator":
        return of_indicator(figure, held, entry_of(figure, summed))
    lines, found = held.of(figure.scope, figure.key), Trace(figure)
    for line in lines:
        given = [(line, *pair) for pair in given_by(line, figure)]
        found.parts += given
        if not given:
            found.leave(why_nothing(line) if figure.kind != ROWS else state_of(line), line)
    return found


def given_by(line: dict, figure: Figure) -> list[tuple[str, object]]:
    """(column, value) of what a line gives to money or to a count of rows."""
    if figure.is_money:
        return [(column, line[column]) for column in figure.fields if line[column] is not None]
    if figure.kind == SHARE:
        return [(column, line[column]) for kind in KINDS for column in Figure("", "", kind).fields if line[column] is not None]
    column = "status" if figure.of in STATUSES else "answer"
    return [(column, line[column])] if not figure.of or line[column] == figure.of else []


def why_nothing(line: dict) -> str:
    """Why a line gives no amount: its report is out, its answer is no information, or the cells were left blank."""
    if line["report"] != "accepted":
        return line["report"]
    return "not_given" if line["answer"] == "given" else line["answer"]


def state_of(line: dict) -> str:
    """How a line stands: its status, or the kind of its answer."""
    return line["status"] or line["answer"]


def of_items(figure: Figure, items: list[dict]) -> Trace:
    """Action items by status."""
    found = Trace(figure)
    for item in items:
        if figure.scope == "total" or str(item["section"]) == figure.key:
            if not figure.of or item["status"] == figure.of:
                found.counted.append(item)
            else:
                found.leave(item["status"], item)
    return found


def of_reports(figure: Figure, bodies: list[dict]) -> Trace:
    """Reports as they are counted."""
    found = Trace(figure)
    for body in bodies:
        if COUNTED[figure.of](body["report"]):
            found.counted.append(body)
        else:
            found.leave("invited" if body["report"]["invited"] else body["report"]["timeliness"], body)
    return found


def of_indicator(figure: Figure, held: Held, indicator: dict | None) -> Trace:
    """The lines that the roll-up of an indicator takes; a target comes from the Concept and has none."""
    found = Trace(figure)
    if indicator is None or figure.measure == "target":
        return found
    lines = held.of("indicator", figure.key)
    used = rollup.used(lines, indicator)
    columns = ("numerator", "denominator") if indicator["roll_up"] == "ratio" else ("actual",)
    found.parts = [(line, column, line[column]) for line in used for column in columns]
    for line in lines:
        if line not in used:
            found.leave("not_taken" if line["actual"] else why_nothing(line), line)
    return found


def entry_of(figure: Figure, summed: dict) -> dict | None:
    """The entry of `summary.json` that a figure belongs to; None where its key is unknown."""
    if figure.scope == "total":
        return summed["totals"]
    name, key = ENTRIES[figure.scope]
    return next((entry for entry in summed.get(name, ()) if str(entry[key]) == figure.key), None)


class Figures:
    """Reads figures out of a `summary.json` by their addresses."""

    def __init__(self, summed: dict):
        self.summed = summed
        self.entries = {(scope, str(entry[key])): entry for scope, (name, key) in ENTRIES.items() for entry in summed.get(name, ())}
        if summed:
            self.entries["total", ""] = summed["totals"]

    def knows(self, figure: Figure | None) -> bool:
        """Whether there is such a figure."""
        return figure is not None and (figure.scope, figure.key) in self.entries

    def value(self, figure: Figure):
        """Whole tenge, a count, the text of an indicator's digits, (disbursed, planned) of a share; None where nothing was given."""
        entry = self.entries[figure.scope, figure.key]
        if figure.is_money:
            return entry["funding"][figure.of or "total"][figure.measure]
        if figure.kind == SHARE:
            total = entry["funding"]["total"]
            return total["disbursed"], total["planned"]
        if figure.kind == "indicator":
            return entry[figure.measure]
        return self.count(figure, entry)

    def count(self, figure: Figure, entry: dict) -> int:
        """How many; what does not occur is zero."""
        if figure.kind == REPORTS:
            return entry["reports"][figure.of]
        counts = entry[figure.measure] if figure.scope == "total" else entry
        by_status, by_answer = counts["by_status"], counts.get("by_answer", {})
        if not figure.of:
            return sum((by_status if figure.kind == ITEMS else by_answer).values())
        return (by_status if figure.kind == ITEMS or figure.of in STATUSES else by_answer).get(figure.of, 0)

    def addresses(self) -> list[Figure]:
        """Every figure there is."""
        return [
            Figure(scope, key, measure, of)
            for scope, key in self.entries
            for measure, several in measures(scope).items()
            for of in several
        ]

    def values(self) -> dict[str, object]:
        """Address → value of every figure that says something: what a run is remembered by. Ratios follow from their parts."""
        found = {figure: self.value(figure) for figure in self.addresses() if figure.measure != SHARE}
        return {str(figure): value for figure, value in found.items() if value not in (None, 0) or not figure.of}
