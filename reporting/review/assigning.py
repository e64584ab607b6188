"""Whose report is whose: several assigned at once, and a proposal that shares them evenly."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from reporting.models import Cycle, EntryRevision, Evidence, IndicatorValue, ItemProgress, PaperReport, Report, ReportVersion
from reporting.narrowing import visible
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.review.people import reviewers
from reporting.review.rules import assign


@dataclass
class Share:
    """One report of the table: how much there is to read, who has it, who it is proposed to, who may not have it."""

    report: Report
    rows: int
    barred: frozenset
    proposed: object = None


def shares(cycle: Cycle, user) -> list[Share]:
    """Reports of the year that still want a reviewer's work, the longest first. Three queries."""
    asked = [
        Coalesce(Subquery(model.objects.filter(report=OuterRef("pk"), needs_answer=True).order_by().values("report").annotate(
            n=Count("pk")).values("n")), 0) for model in (ItemProgress, IndicatorValue)
    ]  # fmt: skip
    reports = visible(user, Report).filter(cycle=cycle).exclude(status=Report.ACCEPTED).select_related("body", "reviewer", "cycle")
    barred = involved(cycle=cycle)
    return [
        Share(report, report.rows_asked, barred.get(report.pk, frozenset()))
        for report in reports.annotate(rows_asked=asked[0] + asked[1]).order_by("-rows_asked", "body__sort_key")
    ]


def involved(**reports) -> dict[int, frozenset]:
    """By report: the reviewers who entered or signed it, and so may not review it (DOMAIN §6). `reports` says which. One query."""
    ours, kept = reviewers().values("pk"), ~Q(status=PaperReport.CANCELLED)
    places = (
        (EntryRevision.objects, "row__report", "saved_by"), (EntryRevision.objects, "value__report", "saved_by"),
        (Evidence.objects, "row__report", "added_by"), (ReportVersion.objects, "report", "submitted_by"),
        (PaperReport.objects.filter(kept), "report", "registered_by"),
    )  # fmt: skip
    pairs = [
        rows.filter(**{f"{report}__{name}": wanted for name, wanted in reports.items()}, **{f"{by}__in": ours})
        .order_by().values_list(report, by)
        for rows, report, by in places
    ]  # fmt: skip
    found: dict[int, set] = {}
    for report, person in pairs[0].union(*pairs[1:]):
        found.setdefault(report, set()).add(person)
    return {report: frozenset(people) for report, people in found.items()}


def even(table: list[Share], people: list, *, keep: bool = True) -> list[Share]:
    """Fills in `proposed`: each report to the reviewer with the fewest rows so far who may review it; the largest reports first.

    With `keep` a report that has a reviewer stays with them and counts as theirs. Nothing is written. The same input gives the same.
    """
    load = {person.pk: 0 for person in people}
    for share in table:
        if keep and share.report.reviewer_id in load:
            share.proposed = share.report.reviewer
            load[share.report.reviewer_id] += share.rows
    for share in table:
        able = [person for person in people if person.pk not in share.barred]
        if share.proposed is None and able:
            share.proposed = min(able, key=lambda person: (load[person.pk], person.sort_key, person.pk))
            load[share.proposed.pk] += share.rows
    return table


def loads(table: list[Share], people: list, *, proposed: bool) -> list[tuple]:
    """(person, reports, rows) as the table stands, or as it is proposed."""
    own = {person.pk: [s for s in table if (s.proposed if proposed else s.report.reviewer) == person] for person in people}
    return [(person, len(own[person.pk]), sum(share.rows for share in own[person.pk])) for person in people]


@transaction.atomic
def assign_many(choices: list[tuple[Report, object]], *, by) -> int:
    """Assigns several reports at once, all or none; each person is told of each of theirs. Returns how many have changed.

    Refuses as `assign` does, naming the bodies.
    """
    require(by, "assign_reviewer")
    problems, changed = [], 0
    for report, reviewer in choices:
        before = report.reviewer_id
        try:
            changed += assign(report, by=by, reviewer=reviewer).reviewer_id != before
        except Refused as refused:
            problems += [Problem("assign_refused", params={"body": report.body.name, "why": one.text()}) for one in refused.problems]
    if problems:
        raise Refused(problems)
    return changed
