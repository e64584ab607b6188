"""What a letter is filled in with, read from the report, the request or the sending it is about. The language must be active."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting import clock, formats
from reporting.cycle.deadlines import last_day
from reporting.models import Decision, EditionFile, Extension, Report, RowDecision, Transmission
from reporting.transmission.letters.kinds import COVERING, EXTENSION, PLACEHOLDERS, REMINDER, RETURN
from territories.models import concept

THINGS = {REMINDER: Report, RETURN: Report, COVERING: Transmission, EXTENSION: Extension}


def common(year: int) -> dict[str, str]:
    """What every letter has."""
    return {"year": str(year), "ministry": concept.overseer().name, "today": formats.date_long(clock.today())}


def of_reminder(report: Report) -> dict[str, str]:
    """A report that is not filed."""
    left = report.rows.filter(needs_answer=True, complete=False).count() + report.indicators.filter(complete=False).count()
    about = {"body": report.body.name, "due": formats.date_long(last_day(report)), "left": str(left)}
    return {**common(report.cycle.year), **about}


def of_return(report: Report) -> dict[str, str]:
    """The last return of a report, row by row."""
    version = report.versions.filter(outcome="returned").order_by("number").last()
    made = RowDecision.objects.filter(version=version, decision=Decision.RETURNED).select_related("row__row", "value__indicator")
    newest = {(one.row_id, one.value_id): one for one in made.order_by("made_at", "pk")}
    rows = [f"– {name_of(one)}: {one.reason}" for one in newest.values()]
    about = {"body": report.body.name, "version": str(version.number if version else ""), "rows": "\n".join(rows)}
    return {**common(report.cycle.year), **about}


def name_of(one: RowDecision) -> str:
    """The item or the indicator of a decision."""
    if one.row_id:
        return _("Item %(number)s") % {"number": one.row.row.number}
    return one.value.indicator.name


def of_covering(transmission: Transmission) -> dict[str, str]:
    """A sending: the edition, its files and sums."""
    edition = transmission.edition
    files = EditionFile.objects.filter(edition=edition).order_by("pk")
    about = {
        "planning_body": concept.planning_body().name, "edition": str(edition.number), "number": transmission.letter_number,
        "files": "\n".join(f"{file.name}: {file.sha256}" for file in files), "sha256": edition.sha256,
        "today": formats.date_long(transmission.letter_date),
    }  # fmt: skip
    return {**common(edition.cycle.year), **about}


def of_extension(extension: Extension) -> dict[str, str]:
    """The answer to a request."""
    report, granted = extension.report, extension.answer_granted
    about = {
        "body": report.body.name, "asked": formats.date_long(extension.asked_until), "reason": extension.answer_reason,
        "answer": pgettext("letter", "the term is extended") if granted else pgettext("letter", "the term is not extended"),
        "until": formats.date_long(extension.answer_until or extension.stood_until),
    }  # fmt: skip
    return {**common(report.cycle.year), **about}


FACTS = {REMINDER: of_reminder, RETURN: of_return, COVERING: of_covering, EXTENSION: of_extension}


def sample(kind: str) -> dict[str, str]:
    """Facts for the preview: each placeholder by its own meaning, in brackets."""
    return {name: f"[{meaning}]" for name, meaning in PLACEHOLDERS[kind].items()}
