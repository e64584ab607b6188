"""What a correction changed: the old figure beside the new one."""

import json
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.site import cells, reading
from portal.site.editions import PublishedEdition
from reporting import formats, words
from reporting.consolidation.columns import COLUMNS, Column


def between(old: PublishedEdition, new: PublishedEdition) -> list[dict]:
    """Differences a reader would notice, as (what, old, new) in words and formatted figures."""
    return [
        {"what": what, "old": before, "new": after}
        for what, before, after in [*_totals(old, new), *_items(old, new), *_bodies(old, new), *_indicators(old, new)]
        if before != after
    ]


def cells_of(old: PublishedEdition, new: PublishedEdition) -> list[dict]:
    """Every cell of a line and every text that is another, as (what, old, new) in words. The figures stand in `between`."""
    found = [*cells.lines(as_written(old), as_written(new)), *cells.texts(old.summary, new.summary)]
    titles = {one["key"]: reading.said(one, "title") for one in new.summary["narrative"]}
    return [{"what": _what(one, new, titles), "old": _value(one, "old"), "new": _value(one, "new")} for one in found]


def as_written(edition: PublishedEdition) -> list[dict]:
    """The lines of an edition with each cell as text, so that a blank and a zero differ."""
    return [{name: _written(value) for name, value in line.items()} for line in edition.lines.values()]


def _written(value) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) and value else str(value if value not in (None, []) else "")


def _what(change: dict, edition: PublishedEdition, titles: dict) -> str:
    if change["kind"] == cells.TEXT:
        told = {"section": titles[change["address"]], "language": reading.language_name(change["column"])}
        return _("Analytical part: %(section)s (%(language)s)") % told
    body = edition.by_code.get(change["body"])
    of = {"body": reading.said(body, "short") if body else "", "column": _label(COLUMNS[change["column"]])}
    if change["item"]:
        number = next((one["number"] for one in edition.summary["items"] if one["item"] == change["item"]), "")
        return _("Item %(n)s, %(body)s. %(column)s") % {"n": number, **of}
    name = next((reading.said(one, "name") for one in edition.summary["indicators"] if one["code"] == change["indicator"]), "")
    return _("Indicator: %(name)s, %(body)s. %(column)s") % {"name": name, **of}


def _label(column: Column) -> str:
    """The name of a column: its meaning in the data dictionary without codes, unit and kind of list, for the values beside it are words."""
    name = getattr(column, reading.current()).partition(":")[0].partition(";")[0]
    return name.rpartition(",")[0] if column.unit or column.type == "array" else name


def _value(change: dict, when: str) -> str:
    value, column = change[when], COLUMNS.get(change["column"])
    if not value:
        return _("empty")
    if column is None:  # a text of the analytical part, by its language
        return value
    if change["column"] in STATES:
        return str(words.look_up(value, "report")[1] if value == "accepted" else reading.shape_and_word(value)[1])
    return _money(int(value)) if column.unit else WRITTEN.get(column.type, str)(value)


def _truth(value: str) -> str:
    return _("yes") if value == "true" else _("no")


def _documents(value: str) -> str:
    return "; ".join(reading.document(one) for one in json.loads(value))


STATES = ("status", "answer", "report")
# type of a column → how its value is told to a reader
WRITTEN = {
    "date": lambda value: formats.date_short(date.fromisoformat(value)), "number": lambda value: formats.number(Decimal(value)),
    "boolean": _truth, "array": _documents,
}  # fmt: skip


def _money(tenge) -> str:
    return _("not given") if tenge is None else _("%(n)s thousand tenge") % {"n": formats.money(tenge)}


def _totals(old, new):
    one, two = old.summary["totals"], new.summary["totals"]
    yield _("Reports accepted"), str(one["reports"]["accepted"]), str(two["reports"]["accepted"])
    yield _("Planned, all sources"), _money(one["funding"]["total"]["planned"]), _money(two["funding"]["total"]["planned"])
    yield _("Disbursed, all sources"), _money(one["funding"]["total"]["disbursed"]), _money(two["funding"]["total"]["disbursed"])


def _items(old, new):
    before = {one["item"]: one for one in old.summary["items"]}
    for item in new.summary["items"]:
        was, number = before.get(item["item"]), {"n": item["number"]}
        if was:
            yield _("Item %(n)s, status") % number, reading.shape_and_word(was["status"])[1], reading.shape_and_word(item["status"])[1]
            sums = _money(was["funding"]["total"]["disbursed"]), _money(item["funding"]["total"]["disbursed"])
            yield _("Item %(n)s, disbursed") % number, *sums


def _bodies(old, new):
    for body in new.summary["bodies"]:
        was = old.by_code.get(body["code"])
        if was and (was["report"]["sha256"] != body["report"]["sha256"] or was["report"]["state"] != body["report"]["state"]):
            yield _("Report of the body: %(body)s") % {"body": reading.said(body, "name")}, _report(was["report"]), _report(body["report"])


def _report(report: dict) -> str:
    if report["state"] == "not_filed":
        return reading.shape_and_word("not_filed")[1]
    return _("version %(n)s, %(sha)s…") % {"n": report["version"], "sha": report["sha256"][:12]}


def _indicators(old, new):
    before = {one["code"]: one for one in old.summary["indicators"]}
    for indicator in new.summary["indicators"]:
        was = before.get(indicator["code"])
        if was:
            what = _("Indicator, actual value: %(name)s") % {"name": reading.said(indicator, "name")}
            values = [formats.number(one["actual"]) or _("no data") for one in (was, indicator)]
            yield what, *values
