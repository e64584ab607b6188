"""Submitting the report and recalling it; and the explicit answer "no activity"."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from reporting import clock, history
from reporting.filing.amendment import is_unchanged
from reporting.filing.canonical import canonical, sha256
from reporting.filing.confirmation import Chain, chain_of, end_with_submission
from reporting.filing.entries import hold, hold_editable
from reporting.filing.examination import report_problems
from reporting.filing.reported import is_filled
from reporting.filing.told import tell_body, tell_ministry
from reporting.models import Decision, Event, IndicatorValue, ItemProgress, PaperReport, Receipt, Report, ReportVersion
from reporting.permissions import require
from reporting.problems import BLOCKER, Problem, Refused
from reporting.roles import Role
from reporting.workflow import move

ENTERING = ("save_entry", "add_evidence", "remove_evidence", "mark_no_activity")


@transaction.atomic
def submit(report: Report, *, by, arrived_at: datetime, declared: bool, seen: str | None = None) -> Receipt:
    """Freezes the current version and gives its receipt. Submitting what is submitted already gives the receipt it has.

    `arrived_at` is when the request arrived: on time is judged by it; `seen` is the SHA-256 of the content that the signatory looked
    at, where their page or program tells it. Refuses without the declaration that nothing in the report is restricted, while a wanted
    confirmation of the head of department is missing or has lapsed, when the content is not what was seen, and as long as any check
    stops it; then every problem is named, with `where` as `row-<id>` or `value-<id>`.
    """
    require(by, "submit", report)
    report = hold(report.pk)
    if report.status not in Report.EDITABLE:
        return Receipt.objects.select_related("version").get(version__report=report, version__number=report.version)
    if letter := PaperReport.objects.filter(report=report, status=PaperReport.REGISTERED).values_list("letter_number", flat=True).first():
        raise Refused(Problem("paper_open", params={"number": letter}))
    content = canonical(report)
    chain = chain_of(report, sha256(content))
    if problems := why_not(report, content, chain, declared=declared, seen=seen):
        raise Refused(problems)
    version = freeze(report, by=by, arrived_at=arrived_at, content=content)
    await_decision(report)
    move(report, "submit", by=by, at=arrived_at, first_submitted_at=report.first_submitted_at or arrived_at)
    end_with_submission(report, chain, by=by, at=arrived_at)
    receipt = issue(version, by=by)
    link = f"/work/report/receipt/{receipt.public_id}/"
    tell_ministry(report, "report_submitted", number=receipt.number)
    tell_body(report, "report_submitted", link=link, number=receipt.number)
    return receipt


def why_not(report: Report, content: str, chain: Chain, *, declared: bool, seen: str | None) -> list[Problem]:
    """Everything that stops a submission."""
    found = [] if declared else [Problem("declare_required", "declared")]
    if seen is not None and seen != chain.sha256:
        found.append(Problem("changed_since_seen"))
    if chain.problem:
        found.append(chain.problem)
    if is_unchanged(report, content):
        found.append(Problem("amend_unchanged"))
    return found + [problem for problem in report_problems(report) if problem.severity == BLOCKER]


def freeze(report: Report, *, by, arrived_at: datetime, content: str | None = None) -> ReportVersion:
    """The version as it will always be; `content` is its canonical form where it is known already."""
    content = canonical(report) if content is None else content
    return ReportVersion.objects.create(
        report=report, number=report.version, content=content, sha256=sha256(content), submitted_at=arrived_at, submitted_by=by
    )


def await_decision(report: Report) -> None:
    """Returned rows, and accepted ones that were changed since, wait for the reviewer again; the rest stays accepted."""
    changed = Q(decision=Decision.RETURNED) | Q(decision=Decision.ACCEPTED, edited_at__gt=F("decided_at"))
    for model in (ItemProgress, IndicatorValue):
        model.objects.filter(changed, report=report, open=True).update(
            decision=Decision.PENDING, decision_reason="", decided_at=None, decided_by=None
        )


def issue(version: ReportVersion, *, by) -> Receipt:
    """The receipt of a version: `2026-AK-ABA-1`."""
    report = version.report
    acts = Event.objects.filter(thread=history.thread_of(report), verb__in=ENTERING, actor__isnull=False).order_by("number")
    people = list(dict.fromkeys(acts.values_list("actor__full_name", flat=True)))
    number = f"{report.cycle.year}-{report.body.code}-{version.number}{'-TRAINING' if report.cycle.training else ''}"
    return Receipt.objects.create(
        version=version, number=number, entered_by=people,
        confirmed_by=by.get_full_name(), confirmed_role=Role.SIGNATORY, issued_at=clock.now(),
        confirmed_for=by.in_place_of(Role.SIGNATORY, report.body_id),
    )  # fmt: skip


@transaction.atomic
def recall(report: Report, *, by, reason: str = "") -> Report:
    """Takes a submitted report back until its review begins; the recalled version is kept, work goes on in the next one."""
    require(by, "recall", report)
    report = hold(report.pk)
    if report.status != Report.SUBMITTED:
        raise Refused(Problem("recall_too_late" if report.status in (Report.IN_REVIEW, Report.ACCEPTED) else "moved_on"))
    now = clock.now()
    report.versions.filter(number=report.version).update(outcome="recalled", recalled_at=now, recalled_by=by)
    move(report, "recall", by=by, why=reason.strip(), version=report.version + 1)
    tell_ministry(report, "report_recalled")
    tell_body(report, "report_recalled", link=f"/work/report/{report.public_id}/")
    return report


@transaction.atomic
def mark_no_activity(report: Report, *, by, note: str) -> Report:
    """The whole report says: there was no activity in the period. Refuses without an explanation, and where rows are filled in already."""
    require(by, "mark_no_activity", report)
    note = note.strip()
    if not note:
        raise Refused(Problem("no_activity_note_required", "note"))
    report = hold_editable(report.pk)
    filled = sum(is_filled(entry) for entries in (report.rows.select_related("territory"), report.indicators.all()) for entry in entries)
    if filled:
        raise Refused(Problem("no_activity_but_filled", "note", params={"n": filled}))
    return write_no_activity(report, "mark_no_activity", by=by, marked=True, note=note)


@transaction.atomic
def unmark_no_activity(report: Report, *, by) -> Report:
    """Takes the mark off; the rows are to be answered one by one."""
    require(by, "mark_no_activity", report)
    return write_no_activity(hold_editable(report.pk), "unmark_no_activity", by=by, marked=False, note="")


def write_no_activity(report: Report, verb: str, *, by, marked: bool, note: str) -> Report:
    """Writes the mark with its explanation; the same again writes nothing."""
    old = {"no_activity": report.no_activity, "no_activity_note": report.no_activity_note}
    new = {"no_activity": marked, "no_activity_note": note}
    if old != new:
        Report.objects.filter(pk=report.pk).update(**new)
        report.no_activity, report.no_activity_note = marked, note
        history.record(verb, report, by=by, old=old, new=new)
    return report
