"""The rounds of a report: its frozen versions, what waits for a decision in this one, and what stays from the one before."""

import json

from django.utils import translation

from reporting.models import Decision, IndicatorValue, ItemProgress, Report, ReportVersion, RowDecision
from territories.languages import LANGUAGES

KEYS = ((ItemProgress, "items", "row"), (IndicatorValue, "indicators", "value"))  # model, list in the content, name of the id in it


def current(report: Report) -> ReportVersion:
    """The frozen version under review."""
    return report.versions.get(number=report.version)


def decided_before(report: Report, number: int) -> ReportVersion | None:
    """The version of the round before: the last one that the Ministry returned or accepted; recalled ones were never judged."""
    return report.versions.filter(number__lt=number, outcome__in=("returned", "accepted")).order_by("number").last()


def answers_of(version: ReportVersion) -> dict[tuple[type, int], dict]:
    """What a frozen version says, by row: (model, id) → answer."""
    content = json.loads(version.content)
    return {(model, answer[key]): answer for model, part, key in KEYS for answer in content[part]}


def accepted_and_untouched(report: Report, version: ReportVersion) -> dict[type, set[int]]:
    """Ids of rows that were accepted in an earlier round and say the same in this version: they are not asked again."""
    before = decided_before(report, version.number)
    if before is None:
        return {ItemProgress: set(), IndicatorValue: set()}
    old, new = answers_of(before), answers_of(version)
    return {
        model: {
            entry.pk for entry in entries.filter(decision=Decision.ACCEPTED) if new.get((model, entry.pk)) == old.get((model, entry.pk))
        }
        for model, entries in ((ItemProgress, report.rows), (IndicatorValue, report.indicators))
    }


def answered(report: Report) -> list:
    """Rows, then indicators, that need an answer this year."""
    rows = report.rows.filter(needs_answer=True).select_related("row").order_by("row__number")
    values = report.indicators.filter(needs_answer=True).select_related("indicator").order_by("indicator__order", "indicator__code")
    return [*rows, *values]


def to_decide(report: Report, model: type | None = None) -> list:
    """What this round is about: every answer, but those accepted in an earlier round and not sent back."""
    decisions = RowDecision.objects.filter(version__report=report, version__number=report.version).values_list("row_id", "value_id")
    decided_now = {(ItemProgress, row) if row else (IndicatorValue, value) for row, value in decisions}
    return [
        entry for entry in answered(report)
        if (model is None or isinstance(entry, model))
        and (entry.decision != Decision.ACCEPTED or (type(entry), entry.pk) in decided_now)
    ]  # fmt: skip


def stamp(entry) -> str:
    """Which decision a page was drawn with, to notice another one saved meanwhile."""
    return f"{entry.decision}:{entry.decided_at.isoformat() if entry.decided_at else ''}"


def label(entry) -> str:
    """What a row is called in a list, in the current language: the number of the item, or the name of the indicator."""
    return str(entry.row.number) if isinstance(entry, ItemProgress) else entry.indicator.name


def labels(entries: list) -> str:
    """Rows as one list."""
    return "; ".join(label(entry) for entry in entries)


def labels_in_each_language(entries: list) -> dict[str, str]:
    """The same for a notice, which is read in the language of the reader."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = labels(entries)
    return said
