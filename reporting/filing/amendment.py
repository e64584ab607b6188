"""After acceptance: an amended version, opened with a coded reason, and given up when nothing was changed in it."""

import json

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from reporting import clock
from reporting.filing.canonical import canonical
from reporting.filing.entries import hold
from reporting.filing.told import tell_body, tell_ministry
from reporting.models import Amendment, AmendmentCode, IndicatorValue, ItemProgress, Report
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.workflow import move
from territories.languages import LANGUAGES


@transaction.atomic
def amend(report: Report, *, by, code: str, reason: str) -> Report:
    """Opens the next version of an accepted report with every row open. What was accepted stays in force.

    Refuses without a kind of reason from the closed list and a reason in words.
    """
    require(by, "amend", report)
    reason = reason.strip()
    problems = [] if code in AmendmentCode.values else [Problem("amend_code_required", "code")]
    problems += [] if reason else [Problem("amend_reason_required", "reason")]
    if problems:
        raise Refused(problems)
    report = hold(report.pk)
    accepted = report.versions.filter(number=report.version).first()
    highest = report.versions.aggregate(number=Max("number"))["number"] or 0  # an earlier amendment may have been recalled and given up
    move(report, "amend", by=by, why=reason, told={"amendment_code": named(code)}, version=highest + 1)
    Amendment.objects.create(
        report=report, accepted=accepted, version=report.version, code=code, reason=reason, opened_at=clock.now(), opened_by=by
    )
    for model in (ItemProgress, IndicatorValue):
        model.objects.filter(report=report, needs_answer=True).update(open=True)
    tell_ministry(report, "report_amended", reason=reason)
    tell_body(report, "report_amended", link=f"/work/report/{report.public_id}/", reason=reason)
    return report


@transaction.atomic
def close_amendment(report: Report, *, by) -> Report:
    """Gives an amended version up: the accepted one stays, as if it had not been opened. Refuses once anything has been changed in it."""
    require(by, "close_amendment", report)
    report = hold(report.pk)
    amendment = open_amendment(report)
    if amendment is None:
        raise Refused(Problem("amend_not_open"))
    if not is_unchanged(report, canonical(report)):
        raise Refused(Problem("amend_changed"))
    Amendment.objects.filter(pk=amendment.pk).update(closed_at=clock.now(), closed_by=by)
    move(report, "close_amendment", by=by, version=amendment.accepted.number)
    tell_ministry(report, "amendment_closed")
    tell_body(report, "amendment_closed", link=f"/work/report/{report.public_id}/")
    return report


def named(code: str) -> dict[str, str]:
    """A kind of reason as the trail keeps it, to be read in any language."""
    told = {}
    for language in LANGUAGES:
        with translation.override(language):
            told[language] = str(AmendmentCode(code).label)
    return told


def open_amendment(report: Report) -> Amendment | None:
    """The amendment that the body is working on, before it is submitted (or after it has recalled it)."""
    return amendment_of(report, report.version) if report.status in Report.EDITABLE and report.version > 1 else None


def amendment_of(report: Report, number: int) -> Amendment | None:
    """Why a version was opened, if it amends an accepted one. A recalled version hands its reason on to the next."""
    last = report.amendments.filter(version__lte=number, closed_at=None).select_related("accepted", "opened_by").last()
    if last is None or report.versions.filter(number__gte=last.version, number__lt=number, outcome__in=("returned", "accepted")).exists():
        return None
    return last


def is_unchanged(report: Report, content: str) -> bool:
    """Whether an amended version says the same as the accepted one that it amends; other versions are never judged so."""
    amendment = open_amendment(report)
    return amendment is not None and said(content) == said(amendment.accepted.content)


def said(content: str) -> dict:
    """What a version says, without its own number."""
    return {name: value for name, value in json.loads(content).items() if name != "version"}
