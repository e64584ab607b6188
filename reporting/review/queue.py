"""Whose turn a report is: the one definition of the tabs, used by the page, the daily letter and the API of the desk.

To do: it waits for this person. Waiting for the body: not filed, or returned. Waiting for others: somebody else in the Ministry is next.
Done: accepted. Every report stands in exactly one tab of each person, so the tabs always add up to the reports of the desk.
"""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from reporting import clock
from reporting.cycle.deadlines import Timeliness, timeliness, with_last_days
from reporting.cycle.waiting import Spent, days_since, spent_in, waits_from
from reporting.models import BulkAcceptance, Decision, IndicatorValue, ItemProgress, Report, ReturnRequest
from reporting.narrowing import visible
from reporting.review.people import done_by
from reporting.roles import Role
from reporting.scopes import ownership
from reporting.standing import roles_of

PAGE = 50
AT_THE_MINISTRY = (Report.SUBMITTED, Report.IN_REVIEW)
# tab → what it is sorted by: who has waited longest comes first; before them those whose body asks to have its report back
TABS = {
    "todo": ("-asks_return", "submitted_at", "body__sort_key"),
    "waiting": (F("returned_at").asc(nulls_last=True), "body__sort_key"),
    "others": ("-asks_return", "submitted_at", "body__sort_key"),
    "done": ("-accepted_at", "body__sort_key"),
}


def placed(user) -> QuerySet:
    """Reports of the desk, each with its `tab` for this person and whose act comes next (`turn`)."""
    return visible(user, Report).annotate(**turns()).annotate(
        tab=Case(
            When(status=Report.ACCEPTED, then=Value("done")),
            When(~Q(status__in=AT_THE_MINISTRY), then=Value("waiting")),
            When(mine_now(user), then=Value("todo")),
            default=Value("others"), output_field=CharField(),
        ),
    )  # fmt: skip


def turns() -> dict:
    """Facts that say who is next: rows chosen for a second person's consent, the Ministry's own report that waits for the approver, and
    whether the body asks to have its report back (it waits for the reviewer's answer; a report is not accepted over such a wish)."""
    chosen = BulkAcceptance.objects.filter(report=OuterRef("pk"), status=BulkAcceptance.PROPOSED)
    left = [
        model.objects.filter(report=OuterRef("pk"), needs_answer=True).exclude(decision=Decision.ACCEPTED)
        for model in (ItemProgress, IndicatorValue)
    ]
    consented = Q(status=Report.IN_REVIEW) & ownership() & ~Exists(left[0]) & ~Exists(left[1])
    asked = ReturnRequest.objects.filter(report=OuterRef("pk"), status=ReturnRequest.ASKED)
    return {
        "asks_return": ExpressionWrapper(Q(status=Report.IN_REVIEW) & Exists(asked), output_field=BooleanField()),
        "chosen_by": Subquery(chosen.values("proposed_by")[:1]),
        "is_own": ownership(),
        "awaits_consent": ExpressionWrapper(consented, output_field=BooleanField()),
    }


def mine_now(user) -> Q:
    """Reports at the Ministry whose next act is this person's, in all of their roles today."""
    roles, found = roles_of(user), Q(pk__in=[])
    second = Q(chosen_by__isnull=False) & ~Q(chosen_by=user.pk)
    plain = Q(chosen_by__isnull=True, awaits_consent=False)
    if Role.REVIEWER in roles:
        found |= plain & (Q(reviewer__in=done_by(user)) | Q(reviewer=None)) | second
    if Role.COORDINATOR in roles:
        found |= plain & Q(reviewer=None)
    if Role.APPROVER in roles:
        found |= Q(awaits_consent=True) | second & Q(is_own=False)
    return found


@dataclass
class Waiting:
    """One report of the queue."""

    report: Report
    time: Timeliness
    days: int | None
    spent: Spent
    asked: int = 0
    accepted: int = 0
    returned: int = 0

    @property
    def decided(self) -> int:
        return self.accepted + self.returned

    @property
    def asks_return(self) -> bool:
        """The body asks to have its report back, and nobody has answered."""
        return bool(self.report.asks_return)

    @property
    def awaits_consent(self) -> bool:
        """The Ministry's own report with every row accepted: the approver is next."""
        return self.report.awaits_consent

    @property
    def state(self) -> str:
        """A draft is, to the Ministry, not filed."""
        return "not_filed" if self.report.status == Report.DRAFT else self.report.status

    @property
    def turn(self) -> str:
        """Who acts next: nobody, body, approver, second, reviewer or coordinator."""
        if self.report.status == Report.ACCEPTED:
            return "nobody"
        if self.report.status not in AT_THE_MINISTRY:
            return "body"
        if self.awaits_consent:
            return "approver"
        if self.report.chosen_by:
            return "second"
        return "reviewer" if self.report.reviewer_id else "coordinator"


def reports_in(tab: str, user, *, mine: bool = False) -> QuerySet:
    """Reports of a tab over all years; with `mine` only those assigned to this person or to those they stand in for."""
    reports = with_last_days(placed(user).filter(tab=tab).select_related("cycle", "body", "reviewer"))
    return (reports.filter(reviewer__in=done_by(user)) if mine else reports).order_by(*TABS[tab])


def counts(user) -> dict[str, int]:
    """How many reports in each tab, how many of them are assigned to the person, how many have no reviewer, and to how many wishes for
    a return this person owes an answer. One query."""
    found = dict.fromkeys([*TABS, *(f"{tab}_mine" for tab in TABS), "unassigned", "wishes"], 0)
    rows = placed(user).order_by().values("tab").annotate(
        n=Count("pk"), n_mine=Count("pk", filter=Q(reviewer__in=done_by(user))),
        n_free=Count("pk", filter=Q(reviewer=None, status__in=AT_THE_MINISTRY)), n_wishes=Count("pk", filter=Q(asks_return=True)),
    )  # fmt: skip
    for row in rows:
        found[row["tab"]], found[f"{row['tab']}_mine"] = row["n"], row["n_mine"]
        found["unassigned"] += row["n_free"]
        found["wishes"] += row["n_wishes"] if row["tab"] == "todo" else 0
    return found


def waiting(reports: list[Report]) -> list[Waiting]:
    """Lines for the reports of one page: two queries for all of them."""
    ids, now = [report.pk for report in reports], clock.now()
    decided, spent = decided_in(ids), spent_in(reports, now)
    return [
        Waiting(report, timeliness(report, now=now), days_since(waits_from(report), now), spent[report.pk], **decided.get(report.pk, {}))
        for report in reports
    ]


def page_of(tab: str, user, number, *, mine: bool, told: dict[str, int]):
    """A page of a tab; `told` is what `counts` said, so that nothing is counted twice."""
    paginator = Paginator(reports_in(tab, user, mine=mine), PAGE)
    paginator.count = told[f"{tab}_mine" if mine else tab]
    return paginator.get_page(number)


def decided_in(ids: list[int]) -> dict[int, dict]:
    """By report: rows asked, accepted, returned. One query for rows and indicators together."""
    parts = [
        model.objects.filter(report__in=ids, needs_answer=True).order_by().values("report").annotate(
            asked=Count("pk"), accepted=Count("pk", filter=Q(decision=Decision.ACCEPTED)),
            returned=Count("pk", filter=Q(decision=Decision.RETURNED)),
        ) for model in (ItemProgress, IndicatorValue)
    ]  # fmt: skip
    found: dict[int, dict] = {}
    for row in parts[0].union(parts[1], all=True):
        told = found.setdefault(row["report"], {"asked": 0, "accepted": 0, "returned": 0})
        for name in told:
            told[name] += row[name]
    return found
