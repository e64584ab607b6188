"""Rows accepted together: one reviewer chooses them, another person consents; nobody accepts in bulk alone."""

from django.db import transaction

from reporting import clock, history, workflow
from reporting.models import BulkAcceptance, Decision, IndicatorValue, ItemProgress, Report, RowDecision
from reporting.notices import names, notify
from reporting.permissions import may, require
from reporting.problems import Problem, Refused
from reporting.review import rounds
from reporting.review.people import approvers, reviewers
from reporting.review.rules import decide, held

KINDS = {"row": ItemProgress, "value": IndicatorValue}
LONGEST = 2000


@transaction.atomic
def propose_bulk(report: Report, *, by, chosen: set[tuple[str, int]], note: str) -> BulkAcceptance:
    """Chooses rows to be accepted with a second person's consent, on a ground in words. `chosen`: (row or value, id).

    Refuses no row, rows that do not wait for a decision, no ground, and a second choice while one waits.
    """
    require(by, "propose_bulk", report)
    held(report)
    problems = said_wrong(note, "bulk_note_required", "note")
    waits = {key_of(entry): entry for entry in rounds.to_decide(report) if entry.decision == Decision.PENDING}
    if not chosen or chosen - set(waits):
        problems.append(Problem("bulk_nothing" if not chosen else "row_closed", "rows"))
    if BulkAcceptance.objects.filter(report=report, status=BulkAcceptance.PROPOSED).exists():
        problems.append(Problem("bulk_open"))
    if problems:
        raise Refused(problems)
    entries = [waits[key] for key in waits if key in chosen]
    bulk = BulkAcceptance.objects.create(
        report=report, version=rounds.current(report), note=note.strip(), proposed_at=clock.now(), proposed_by=by,
        rows=[[*key_of(entry), rounds.stamp(entry)] for entry in entries],
    )  # fmt: skip
    history.record("propose_bulk", bulk, by=by, new={"rows": rounds.labels(entries)}, why=bulk.note)
    notify(who_may_consent(bulk), "bulk_proposed", link=page_of(bulk), body=names(report.body), n=len(entries))
    return bulk


@transaction.atomic
def confirm_bulk(bulk: BulkAcceptance, *, by) -> BulkAcceptance:
    """The second person's consent: every chosen row is accepted, as the first one's decision.

    Refuses the one who chose, a person who may not review the report, and the whole when any of the rows was decided since.
    """
    require(by, "confirm_bulk", bulk)
    held(Report.objects.get(pk=bulk.report_id))
    entries = [entry_of(kind, pk) for kind, pk, _stamp in bulk.rows]
    changed = [entry for entry, (_kind, _pk, stamp) in zip(entries, bulk.rows, strict=True) if rounds.stamp(entry) != stamp]
    if changed:
        raise Refused(Problem("bulk_changed", params={"rows": rounds.labels(changed)}))
    workflow.move(bulk, "confirm", by=by, told={"rows": rounds.labels(entries)})
    met = dict.fromkeys(RowDecision.CRITERIA, True)
    for entry, (_kind, _pk, stamp) in zip(entries, bulk.rows, strict=True):
        decide(entry, by=bulk.proposed_by, decision=Decision.ACCEPTED, criteria=met, seen=stamp, together=bulk)
    notify([bulk.proposed_by], "bulk_confirmed", link=page_of(bulk), body=names(bulk.report.body), n=len(entries))
    return bulk


@transaction.atomic
def decline_bulk(bulk: BulkAcceptance, *, by, reason: str) -> BulkAcceptance:
    """No consent, with the reason; or the one who chose takes the choice back. Nothing is decided."""
    if bulk.proposed_by_id != by.pk:
        require(by, "confirm_bulk", bulk)
    if problems := said_wrong(reason, "decline_reason_required", "reason"):
        raise Refused(problems)
    workflow.move(bulk, "decline", by=by, why=reason.strip(), declined_reason=reason.strip())
    if bulk.proposed_by_id != by.pk:
        notify([bulk.proposed_by], "bulk_declined", link=page_of(bulk), body=names(bulk.report.body), reason=reason.strip())
    return bulk


def said_wrong(text: str, code: str, where: str) -> list[Problem]:
    """What is wrong with a ground or a reason."""
    if "\x00" in text:
        return [Problem("bad_character", where)]
    if len(text) > LONGEST:
        return [Problem("too_long", where, params={"max": LONGEST})]
    return [] if text.strip() else [Problem(code, where)]


def key_of(entry) -> tuple[str, int]:
    """A row as the choice names it."""
    return ("row" if isinstance(entry, ItemProgress) else "value"), entry.pk


def entry_of(kind: str, pk: int):
    """The row as it is now."""
    beside = ("row", "report__body") if kind == "row" else ("indicator", "report__body")
    return KINDS[kind].objects.select_related(*beside).get(pk=pk)


def who_may_consent(bulk: BulkAcceptance) -> list:
    """Reviewers and approvers who may be the second person."""
    return [person for person in (*reviewers(), *approvers()) if may(person, "confirm_bulk", bulk)]


def page_of(bulk: BulkAcceptance) -> str:
    """Where the choice is read."""
    return f"/work/review/{bulk.report.public_id}/together/{bulk.pk}/"
