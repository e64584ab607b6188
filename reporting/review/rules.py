"""Review: assign, begin, decide on rows, return for revision, accept (DOMAIN §5–6).

Every verb here first takes the report's row in the database, so that a decision and the end of a round never cross.
"""

from django.db import transaction

from reporting import clock, history, workflow
from reporting.models import BulkAcceptance, Decision, IndicatorValue, ItemProgress, Report, ReturnCode, RowDecision
from reporting.notices import names, notify
from reporting.permissions import may, require
from reporting.problems import Problem, Refused
from reporting.review import requests, rounds
from reporting.review.people import approvers, name_of, people_of
from reporting.scopes import entered_or_signed, is_own

DECISIONS = (Decision.ACCEPTED, Decision.RETURNED)


@transaction.atomic
def assign(report: Report, *, by, reviewer) -> Report:
    """Gives the report to a reviewer, or to nobody. Refuses a person who may not review it (DOMAIN §6)."""
    require(by, "assign_reviewer", report)
    if reviewer is not None and not may(reviewer, "begin_review", report):
        raise Refused(Problem("own_report" if entered_or_signed(reviewer, report) else "not_a_reviewer", where="reviewer"))
    old, new = report.reviewer, reviewer
    if old == new:
        return report
    if not Report.objects.filter(pk=report.pk, reviewer=old).update(reviewer=new):
        raise Refused(Problem("moved_on"))
    report.reviewer = new
    history.record("assign", report, by=by, old={"reviewer": name_of(old)}, new={"reviewer": name_of(new)})
    if new is not None:
        notify([new], "review_assigned", link=f"/work/review/{report.public_id}/", body=names(report.body))
    return report


@transaction.atomic
def begin_review(report: Report, *, by) -> Report:
    """From now on the body cannot recall the report. Rows that were accepted before and are as they were stay accepted; the rest wait.

    Refuses a person who entered or signed it, and a report that is not waiting for review.
    """
    require(by, "begin_review", report)
    fields = {} if report.reviewer_id else {"reviewer": by}
    workflow.move(report, "begin_review", by=by, **fields)
    version = rounds.current(report)
    version.review_begun_at, version.review_begun_by = report.review_begun_at, by
    version.save(update_fields=["review_begun_at", "review_begun_by"])
    kept = rounds.accepted_and_untouched(report, version)
    for kind, entries in ((ItemProgress, report.rows), (IndicatorValue, report.indicators)):
        entries.filter(needs_answer=True).exclude(pk__in=kept[kind]).update(
            decision=Decision.PENDING, decision_reason="", decided_at=None, decided_by=None
        )
    return report


@transaction.atomic
def decide(
    entry, *, by, decision: str, reason: str = "", code: str = ReturnCode.OTHER, criteria: dict[str, bool] | None = None,
    seen: str | None = None, together=None,
):
    """Accepts or returns a row or an indicator of a report under review; may be changed until the round ends.

    `code` is the coded reason of a return, `reason` its text; `criteria` says of each of `RowDecision.CRITERIA` whether it is met;
    `together` is the bulk acceptance by which two people accept.
    Refuses a return without a reason or its code, an acceptance with a criterion that is not met, a row that needs no answer or was
    accepted in an earlier round, and, where `seen` (what `rounds.stamp` gave with the page) is told, a row on which somebody else has
    decided since.
    """
    require(by, "decide_row", entry)
    report = held(Report.objects.get(pk=entry.report_id))
    entry = type(entry).objects.select_related("report__body").get(pk=entry.pk)
    is_return, reason = decision == Decision.RETURNED, reason.strip()
    refuse_decision(entry, report, decision, seen)
    if problems := no_grounds(reason, code) if is_return else unmet(criteria or {}):
        raise Refused(problems)
    old, code = entry.decision, code if is_return else ""
    entry.decision, entry.decision_reason = decision, reason if is_return else ""
    entry.decided_at, entry.decided_by = clock.now(), by
    entry.save(update_fields=["decision", "decision_reason", "decided_at", "decided_by"])
    RowDecision.objects.create(
        version=rounds.current(report), decision=decision, reason=entry.decision_reason, made_at=entry.decided_at, made_by=by,
        code=code, together=together, **(criteria or {}), **{"row" if isinstance(entry, ItemProgress) else "value": entry},
    )  # fmt: skip
    told = {"decision": decision, **({"code": code} if code else {})}
    history.record("decide", entry, by=by, old={"decision": old}, new=told, why=entry.decision_reason)
    ask_for_consent(report, old)
    return entry


def no_grounds(reason: str, code: str) -> list[Problem]:
    """A return says what to correct, and why by a code of the list."""
    found = [] if code in ReturnCode.values else [Problem("return_code_required", "code")]
    if not reason:
        found.append(Problem("reason_required", "reason"))
    return found


def unmet(criteria: dict[str, bool]) -> list[Problem]:
    """Criteria that stand against an acceptance."""
    return [Problem("criterion_unmet", name) for name in RowDecision.CRITERIA if criteria.get(name) is False]


def refuse_decision(entry, report: Report, decision: str, seen: str | None) -> None:
    """Everything that can be wrong with a decision on a row, but its grounds."""
    if decision not in DECISIONS:
        raise ValueError(f"A decision is one of {DECISIONS}, not {decision!r}.")
    if not entry.needs_answer:
        raise Refused(Problem("no_decision_needed"))
    if entry.pk not in {one.pk for one in rounds.to_decide(report, type(entry))}:
        raise Refused(Problem("row_closed"))
    if seen is not None and seen != rounds.stamp(entry):
        raise Refused(Problem("decided_meanwhile"))


@transaction.atomic
def return_for_revision(report: Report, *, by) -> Report:
    """Returns the report: only the returned rows reopen, in the next version, and the body is told which.

    Refuses while a row is undecided or when none is returned. A report of "no activity" reopens whole: its other rows were never
    answered, so one returned row is enough.
    """
    require(by, "return_for_revision", report)
    held(report)
    entries = rounds.to_decide(report)
    returned = [entry for entry in entries if entry.decision == Decision.RETURNED]
    if not returned:
        raise Refused(Problem("nothing_returned"))
    refuse_undecided(report, entries)
    requests.grant(report, by=by)
    end_round(report, "returned", by)
    opened = {"no_activity": False} if report.no_activity else {}
    all_reopen = report.no_activity
    workflow.move(report, "return_for_revision", by=by, version=report.version + 1, **opened)
    for entries_of in (report.rows, report.indicators):
        entries_of.update(open=False)
        again = entries_of.filter(needs_answer=True)
        (again if all_reopen else again.filter(decision=Decision.RETURNED)).update(open=True)
    rows = rounds.labels_in_each_language(returned)
    notify(people_of(report), "report_returned", link=f"/work/report/{report.public_id}/", body=names(report.body), rows=rows)
    return report


@transaction.atomic
def accept(report: Report, *, by) -> Report:
    """Accepts the report: every row that needs an answer is accepted, or the whole report is "no activity".

    The Ministry's own report is accepted by the approver, after a reviewer, another person, has accepted its rows (DOMAIN §6).
    """
    require(by, "accept", report)
    held(report)
    requests.refuse_while_asked(report)
    entries = rounds.to_decide(report)
    returned = [entry for entry in entries if entry.decision == Decision.RETURNED]
    if returned:
        raise Refused(Problem("rows_returned", params={"rows": rounds.labels(returned)}))
    refuse_undecided(report, entries)
    if is_own(report) and by.pk in {entry.decided_by_id for entry in rounds.answered(report)} | {report.review_begun_by_id}:
        raise Refused(Problem("same_person"))
    end_round(report, "accepted", by)
    workflow.move(report, "accept", by=by)
    notify(people_of(report), "report_accepted", link=f"/work/report/{report.public_id}/", body=names(report.body))
    return report


def held(report: Report) -> Report:
    """Holds the report's row until the end of the transaction; refuses one that is not under review or has moved since it was read."""
    now = Report.objects.select_for_update().get(pk=report.pk)
    if now.status != Report.IN_REVIEW:
        raise Refused(Problem("not_in_review" if now.status == Report.SUBMITTED else "moved_on"))
    if now.lock != report.lock:
        raise Refused(Problem("moved_on"))
    return report


def refuse_undecided(report: Report, entries: list) -> None:
    """Refuses while rows wait for a decision, naming them; a report of "no activity" has nothing to decide."""
    left = [] if report.no_activity else [entry for entry in entries if entry.decision == Decision.PENDING]
    if left:
        raise Refused(Problem("rows_undecided", params={"rows": rounds.labels(left)}))


def end_round(report: Report, outcome: str, by) -> None:
    """Stamps the frozen version with how its round ended."""
    version = rounds.current(report)
    version.outcome, version.decided_at, version.decided_by = outcome, clock.now(), by
    version.save(update_fields=["outcome", "decided_at", "decided_by"])
    for bulk in BulkAcceptance.objects.filter(report=report, status=BulkAcceptance.PROPOSED):  # every row was decided without it
        workflow.move(bulk, "decline", by=by)


def ask_for_consent(report: Report, old: str) -> None:
    """Tells the approvers, once, when the last row of the Ministry's own report has been accepted."""
    if old == Decision.ACCEPTED or not is_own(report) or any(e.decision != Decision.ACCEPTED for e in rounds.to_decide(report)):
        return
    notify(approvers(), "consent_needed", link=f"/work/review/{report.public_id}/finish/", body=names(report.body))

