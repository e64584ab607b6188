"""What a reminder says: what is owed and by when, in the words of `notices.TEXTS`; never a figure of the report (mail is not private)."""

from datetime import date

from django.utils import translation

from reporting import clock
from reporting.cycle.deadlines import counts_until
from reporting.dates import date_short
from reporting.models import IndicatorValue, ItemProgress, Notice, Report
from reporting.notices import names, text
from territories.languages import LANGUAGES


def letter(report: Report, day: date) -> tuple[str, dict]:
    """Kind and parameters of the notice: what is owed and by when; never a figure of the report."""
    last, internal = counts_until(report), report.cycle.campaign_on
    params = {"body": names(report.body), "year": report.cycle.year, "due": date_short(last)}
    if report.status == Report.RETURNED:
        return "reminder_returned", {**params, "returned": date_short(report.returned_at)}
    params["rows"] = rows_left(report)
    if day > last:
        return "reminder_late", {**params, "days": (day - last).days}
    if day == last:
        return "reminder_today", params
    params["days"] = (last - day).days
    if internal and day <= internal and last == report.cycle.due_on:
        return "reminder_internal", {**params, "internal": date_short(internal)}
    return "reminder_before", params


def rows_left(report: Report) -> int:
    """Rows and indicators that still wait for an answer; none where the whole report is marked as no activity."""
    if report.no_activity:
        return 0
    left = {"report": report, "needs_answer": True, "open": True, "complete": False}
    return sum(model.objects.filter(**left).count() for model in (ItemProgress, IndicatorValue))


def preview(report: Report) -> dict[str, str]:
    """The words of a reminder sent now, by language."""
    kind, params = letter(report, clock.today())
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = text(Notice(kind=kind, params=params))
    return said
