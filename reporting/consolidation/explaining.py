"""A figure in words: what it is called, how it is written, what it is made of and what was left out. Reading only."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reporting import formats
from reporting.consolidation.columns import STATUSES
from reporting.consolidation.lineage import ITEMS, OF_AN_INDICATOR, REPORTS, ROWS, SHARE, Figure, Figures, Trace, entry_of
from reporting.consolidation.rollup import is_percent
from reporting.models import IndicatorValue, ItemProgress
from reporting.words import look_up
from territories.models.language import in_language

OF_MONEY = ("planned_", "disbursed_")
KINDS = {"planned": gettext_lazy("Planned"), "disbursed": gettext_lazy("Disbursed")}
SOURCES = {
    "": gettext_lazy("all sources"), "republican": gettext_lazy("Republican budget"), "local": gettext_lazy("Local budget"),
    "extra": gettext_lazy("Extra-budgetary funds"),
}  # fmt: skip
COUNTED = {
    "expected": pgettext_lazy("reports", "Reports expected"), "filed": pgettext_lazy("reports", "Reports filed"),
    "on_time": pgettext_lazy("reports", "Reports filed on time"), "late": pgettext_lazy("reports", "Reports filed late"),
    "not_filed": pgettext_lazy("reports", "Reports not filed"), "accepted": pgettext_lazy("reports", "Reports accepted"),
    "no_activity": pgettext_lazy("reports", "Reports of no activity"), "invited": pgettext_lazy("reports", "Bodies invited by agreement"),
    "invited_filed": pgettext_lazy("reports", "Invited bodies that filed"),
}  # fmt: skip
MEASURED = {
    "actual": gettext_lazy("Actual value"), "target": gettext_lazy("Target value"), "percent": gettext_lazy("Per cent of the target"),
}  # fmt: skip
# why something gave nothing → (code, kind) of its word
WHY = {
    "not_filed": ("not_filed", "report"), "not_accepted": ("not_accepted", "report"), "not_given": ("not_provided", "answer"),
    "invited": ("invited", "time"), "on_time": ("on_time", "time"),
}  # fmt: skip


def text(thing: dict, name: str) -> str:
    """A text of the data in the current language, else in the next that has one."""
    return in_language({language: thing.get(f"{name}_{language}", "") for language in ("kk", "ru", "en")})


def numbered(entry: dict) -> str:
    """An item with its number. The title of a section bears its own."""
    return f"{entry['number']}. {text(entry, 'title')}"


def of_what(figure: Figure, summed: dict) -> str:
    """The scope in words: the year as a whole, or the name of the item, body, region …"""
    if figure.scope == "total":
        return _("All bodies")
    entry = entry_of(figure, summed)
    if figure.scope == "item":
        return numbered(entry)
    return text(entry, "title" if figure.scope == "section" else "name")


def what(figure: Figure) -> str:
    """What is measured."""
    if figure.is_money:
        return _("%(kind)s (%(source)s), thousand tenge") % {"kind": KINDS[figure.measure], "source": SOURCES[figure.of]}
    if figure.kind == SHARE:
        return _("Share of planned funding disbursed")
    if figure.kind == REPORTS:
        return str(COUNTED[figure.of])
    if figure.kind == "indicator":
        return str(MEASURED[figure.measure])
    if figure.kind == ROWS:
        return _("Rows of the bodies: %(status)s") % {"status": word_of(figure.of)} if figure.of else _("Rows of the bodies")
    return _("Action items: %(status)s") % {"status": word_of(figure.of)} if figure.of else _("Action items")


def label_of(column: str) -> str:
    """A column of the lines in words."""
    if column.startswith(OF_MONEY):
        kind, source = column.split("_")
        return f"{KINDS[kind]}, {str(SOURCES[source]).lower()}"
    model = IndicatorValue if column in OF_AN_INDICATOR or column in ("numerator", "denominator") else ItemProgress
    return str(model._meta.get_field(column).verbose_name)


def change(figure: Figure, was, now) -> str:
    """By how much a figure is another, with its sign; nothing where one of the two is blank."""
    if was is None or now is None:
        return ""
    by = Decimal(now) - Decimal(was)
    said = formats.money(by, least=1) if figure.is_money else formats.number(by)
    return f"+{said}" if by > 0 else said


def word_of(state: str) -> str:
    """The word of a status or of a kind of answer."""
    return str(look_up(state, "item" if state in STATUSES else "answer")[1])


def shown(figure: Figure, figures: Figures | None, *, value=..., language: str | None = None) -> str:
    """The figure as it is printed: thousand tenge, a count, per cent, the digits of an indicator; a blank is a word.

    `value`: another value of the same figure, such as the one it had before; with it, only an indicator needs `figures`.
    """
    value = figures.value(figure) if value is ... else value
    if figure.kind == SHARE:
        return formats.share(*value, language=language) or not_given()
    if value is None:
        return not_given()
    if figure.is_money:
        return formats.money(value, language=language, least=1)
    if figure.kind != "indicator":
        return formats.integer(value, language=language)
    if figure.measure == "percent":
        return formats.percent(Decimal(value), language=language)
    places = 2 if is_percent(entry_of(figure, figures.summed)) else None
    return formats.number(formats.rounded(Decimal(value), places), language=language)


def not_given() -> str:
    """The word for a figure that nobody gave."""
    return str(look_up("answer.not_provided")[1])


def reasons(trace: Trace, names: dict[str, str]) -> list[dict]:
    """What was left out, by reason: the word, how many, whose or which."""
    words = {"not_taken": _("Given, but not taken: see how it is added up")} if trace.figure.kind != REPORTS else COUNTED
    found = []
    for why, things in trace.left.items():
        code, kind = WHY.get(why, (why, "item" if why in STATUSES else "answer"))
        which = listed(trace, things, names)
        found.append({"code": code, "kind": kind, "word": str(words.get(why, "")), "count": len(things), "which": which})
    return sorted(found, key=lambda reason: (-reason["count"], reason["code"]))


def listed(trace: Trace, things: list[dict], names: dict[str, str]) -> list[str]:
    """The names of what was left out, each once: bodies with the number of the item where the figure is of several items."""
    if trace.figure.kind == ITEMS:
        return [numbered(item) for item in things]
    if trace.figure.kind == REPORTS:
        return [text(body, "name") for body in things]
    several = trace.figure.scope not in ("item", "indicator")
    return [f"{names.get(line['body'], line['body'])}, № {line['number']}" if several else names.get(line["body"], line["body"])
            for line in things]  # fmt: skip
