"""Opening the reporting year and its internal date (DOMAIN §4–5)."""

from datetime import date

import structlog
from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, history
from reporting.cycle.contents import make_reports
from reporting.cycle.deadlines import due_is_day_off, due_on, opens_on, summary_due_on
from reporting.dates import date_short
from reporting.models import Cycle
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import OF_A_BODY
from territories.models import ConceptRecord, PlanEdition, concept

__all__ = ["due_is_day_off", "due_on", "open_due_years", "open_year", "opens_on", "set_campaign_date"]
log = structlog.get_logger(__name__)


@transaction.atomic
def open_year(year: int, *, by=None) -> Cycle:
    """Opens the report for `year`: one report per body that has work, its rows and indicators. Opening again changes nothing.

    `by` is a coordinator, or None for the schedule. Refuses a year outside the Concept, one that has not ended, or one for which no
    edition of the plan was in force.
    """
    if by is not None:
        require(by, "open_year")
    existing = Cycle.objects.filter(year=year).first()
    if existing:
        return existing
    plan, last = plan_to_open(year), due_on(year)
    # The year is unique: of two who open it at once the second waits here for the first and is given the same year
    cycle, is_new = Cycle.objects.get_or_create(year=year, defaults={
        "plan": plan, "due_on": last, "due_at": clock.end_of(last), "summary_due_on": summary_due_on(year),
        "opened_at": clock.now(), "opened_by": by,
    })  # fmt: skip
    if not is_new:
        return cycle
    reports = make_reports(cycle, by=by)
    history.record("open", cycle, by=by, new={"year": year, "plan": plan.code, "reports": len(reports)})
    people = get_user_model().objects.filter(body__in=[r.body_id for r in reports], role__in=OF_A_BODY, is_active=True)
    notify(people, "year_opened", link="/work/", year=year, due=date_short(last))
    return cycle


def plan_to_open(year: int) -> PlanEdition:
    """The edition in force on the last day of the year; refuses a year that cannot be opened."""
    years = concept.years()
    if year not in years:
        raise Refused(Problem("year_not_of_concept", params={"first": years[0], "last": years[-1]}))
    if clock.today() <= date(year, 12, 31):
        raise Refused(Problem("year_not_over", params={"year": year}))
    plan = PlanEdition.in_force_on(date(year, 12, 31))
    if plan is None:
        raise Refused(Problem("no_plan", params={"year": year}))
    return plan


def open_due_years() -> list[int]:
    """Opens, by the schedule, every year of the Concept whose opening day has come. Running again opens nothing more.

    A year that cannot be opened (no plan is loaded) is named in the log and tried again the next time; it holds up no other.
    """
    if not ConceptRecord.objects.filter(field="first_year").exists():
        return []
    opened = set(Cycle.objects.values_list("year", flat=True))
    due = [year for year in concept.years() if year not in opened and opens_on(year) <= clock.today()]
    return [year for year in due if _opened_by_schedule(year)]


def _opened_by_schedule(year: int) -> bool:
    try:
        open_year(year)
    except Refused as refused:
        log.warning("year_not_opened", year=year, problems=[problem.code for problem in refused.problems])
        return False
    return True


@transaction.atomic
def set_campaign_date(cycle: Cycle, *, by, day: date | None) -> Cycle:
    """Sets or clears the internal date that only drives reminders; the legal date stays as it is (DOMAIN §5).

    Refuses a date after the legal one or before the year was opened, and a change made on what somebody else has changed meanwhile.
    """
    require(by, "set_campaign_date", cycle)
    if day is not None and day > cycle.due_on:
        raise Refused(Problem("campaign_after_law", where="campaign_on"))
    if day is not None and day < cycle.opened_at.astimezone(clock.ALMATY).date():
        raise Refused(Problem("campaign_before_opening", where="campaign_on"))
    old = cycle.campaign_on
    if day == old:
        return cycle
    if not Cycle.objects.filter(pk=cycle.pk, campaign_on=old).update(campaign_on=day):
        raise Refused(Problem("moved_on"))
    cycle.campaign_on = day
    history.record("set_campaign_date", cycle, by=by, old={"campaign_on": iso(old)}, new={"campaign_on": iso(day)})
    return cycle


def iso(day: date | None) -> str | None:
    """A date as the trail keeps it."""
    return day.isoformat() if day else None
