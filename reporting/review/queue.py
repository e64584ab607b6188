"""What waits for the Ministry, what waits for a body, what is done: one definition for the page and its counts."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from reporting import clock
from reporting.cycle.deadlines import Timeliness, timeliness, with_last_days
from reporting.models import Decision, IndicatorValue, ItemProgress, Report
from reporting.permissions import visible
from territories.models import concept

# tab → states of the report, and what it is sorted by: who has waited longest comes first
TABS = {
    "todo": ((Report.SUBMITTED, Report.IN_REVIEW), ("submitted_at", "body__sort_key")),
    "waiting": ((Report.RETURNED, Report.DRAFT), (F("returned_at").asc(nulls_last=True), "body__sort_key")),
    "done": ((Report.ACCEPTED,), ("-accepted_at", "body__sort_key")),
}


@dataclass
class Waiting:
    """One report of the queue."""

    report: Report
    time: Timeliness
    days: int | None
    asked: int = 0
    accepted: int = 0
    returned: int = 0
    is_own: bool = False

    @property
    def decided(self) -> int:
        return self.accepted + self.returned

    @property
    def awaits_consent(self) -> bool:
        """The Ministry's own report with every row accepted: the approver is next."""
        return self.is_own and self.report.status == Report.IN_REVIEW and 0 < self.asked == self.accepted

    @property
    def state(self) -> str:
        """A draft is, to the Ministry, not filed."""
        return "not_filed" if self.report.status == Report.DRAFT else self.report.status


def reports_in(tab: str, user, *, mine: bool = False):
    """Reports of a tab over all years."""
    states, order = TABS[tab]
    reports = with_last_days(visible(user, Report).filter(status__in=states).select_related("cycle", "body", "reviewer"))
    return (reports.filter(reviewer=user) if mine else reports).order_by(*order)


def counts(user) -> dict[str, int]:
    """How many in each tab, and how many of those to do are the visitor's own. One query."""
    numbers = {name: Count("pk", filter=Q(status__in=states)) for name, (states, _order) in TABS.items()}
    own = {f"{name}_mine": Count("pk", filter=Q(status__in=states, reviewer=user)) for name, (states, _order) in TABS.items()}
    return visible(user, Report).order_by().aggregate(**numbers, **own, unassigned=Count("pk", filter=Q(
        status__in=TABS["todo"][0], reviewer=None
    )))  # fmt: skip


def waiting(reports: list[Report]) -> list[Waiting]:
    """Lines for the reports of one page: two queries for all of them."""
    decided, now, overseer = {}, clock.now(), concept.overseer().pk
    for model in (ItemProgress, IndicatorValue):
        rows = model.objects.filter(report__in=[report.pk for report in reports], needs_answer=True).order_by().values("report").annotate(
            asked=Count("pk"), accepted=Count("pk", filter=Q(decision=Decision.ACCEPTED)),
            returned=Count("pk", filter=Q(decision=Decision.RETURNED)),
        )  # fmt: skip
        for row in rows:
            told = decided.setdefault(row["report"], {"asked": 0, "accepted": 0, "returned": 0})
            for name in told:
                told[name] += row[name]
    return [
        Waiting(
            report,
            timeliness(report, now=now),
            days_since(waits_from(report), now),
            is_own=report.body_id == overseer,
            **decided.get(report.pk, {}),
        )
        for report in reports
    ]


def waits_from(report: Report):
    """Since when the report has been where it is: days with the reviewer are not the body's (DOMAIN §5)."""
    if report.status in (Report.SUBMITTED, Report.IN_REVIEW):
        return report.submitted_at
    return report.returned_at if report.status == Report.RETURNED else None


def days_waiting(report: Report) -> int | None:
    """Days the report has been where it is."""
    return days_since(waits_from(report), clock.now())


def days_since(instant, now) -> int | None:
    """Calendar days in Almaty."""
    return (now.astimezone(clock.ALMATY).date() - instant.astimezone(clock.ALMATY).date()).days if instant else None
