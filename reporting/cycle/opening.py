"""What opening a year would do, told before it is done."""

from dataclasses import dataclass, field
from datetime import date, datetime

from reporting import clock
from reporting.cycle.contents import executors_of, is_due, responsible_for
from reporting.cycle.deadlines import due_on, opens_on, summary_due_on
from reporting.cycle.rules import plan_to_open
from reporting.models import Cycle
from reporting.problems import Refused
from territories.models import PlanEdition, concept, is_day_off


@dataclass
class Prospect:
    """A year as it would be opened today."""

    year: int
    due_on: date
    due_at: datetime
    summary_due_on: date
    opens_on: date
    is_day_off: bool
    plan: PlanEdition | None = None
    bodies: list = field(default_factory=list)
    invited: list = field(default_factory=list)
    rows: int = 0
    indicators: int = 0
    problems: list = field(default_factory=list)


def prospect(year: int) -> Prospect:
    """Bodies, rows and dates of a year that is not open yet; or why it cannot be opened."""
    last = due_on(year)
    it = Prospect(year, last, clock.end_of(last), summary_due_on(year), opens_on(year), is_day_off(last))
    try:
        it.plan = plan_to_open(year)
    except Refused as refused:
        it.problems = refused.problems
        return it
    cycle = Cycle(year=year, plan=it.plan)
    due = [(body, executor) for body, executor in executors_of(cycle) if is_due(executor, cycle)]
    answers = responsible_for(cycle)
    obliged = {body for body, executor in due if not executor.by_agreement} | {body for body, _indicator in answers}
    it.bodies = sorted(obliged, key=lambda body: body.sort_key)
    it.invited = sorted({body for body, _executor in due} - obliged, key=lambda body: body.sort_key)
    it.rows = len({(body.pk, executor.row_id) for body, executor in due})
    it.indicators = len({(body.pk, indicator.pk) for body, indicator in answers})
    return it


def years(opened: dict[int, Cycle]) -> list[tuple[int, Cycle | None, date, bool]]:
    """The years of the Concept in their order: year, its cycle, the day it opens, whether it may be opened today."""
    today = clock.today()
    return [(year, opened.get(year), opens_on(year), today > date(year, 12, 31)) for year in concept.years()]
