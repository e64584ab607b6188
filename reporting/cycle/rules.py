"""Opening the reporting year (DOMAIN §4–5)."""

from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, history
from reporting.models import Cycle, Decision, IndicatorValue, ItemProgress, Report
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import OF_A_BODY
from territories.models import Executor, IndicatorResponsible, IndicatorTarget, PlanEdition, concept, is_day_off


def opens_on(year: int) -> date:
    """The day from which the schedule opens the report for `year`: 10 January of the next year (ours; the law sets only the end)."""
    return date(year + 1, 1, 10)


def due_on(year: int) -> date:
    """The legal date of the report for `year`: 1 April of the next year, inclusive; never shifted for a day off."""
    return date(year + 1, *concept.month_day("reports_due"))


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
    if year not in concept.years():
        raise Refused(Problem("year_not_of_concept", params={"first": concept.years()[0], "last": concept.years()[-1]}))
    if clock.today() <= date(year, 12, 31):
        raise Refused(Problem("year_not_over", params={"year": year}))
    plan = PlanEdition.in_force_on(date(year, 12, 31))
    if plan is None:
        raise Refused(Problem("no_plan", params={"year": year}))
    last = due_on(year)
    cycle = Cycle.objects.create(
        year=year, plan=plan, due_on=last, due_at=clock.end_of(last),
        summary_due_on=date(year + 1, *concept.month_day("summary_due")), opened_at=clock.now(), opened_by=by,
    )  # fmt: skip
    reports = make_reports(cycle, by=by)
    history.record("open_year", cycle, by=by, new={"year": year, "plan": plan.code, "reports": len(reports)})
    people = get_user_model().objects.filter(body__in=[r.body_id for r in reports], role__in=OF_A_BODY, is_active=True)
    notify(people, "year_opened", link="/work/", year=year, due=last.strftime("%d.%m.%Y"))
    return cycle


def make_reports(cycle: Cycle, *, by) -> list[Report]:
    """One report per body that leads, co-executes or answers for an indicator, with its rows and indicators.

    The body is the one valid on the last day of the year: itself, or the successor that has taken over.
    """
    day, done = date(cycle.year, 12, 31), finished(cycle)
    executors = Executor.objects.filter(row__edition=cycle.plan).select_related("body__successor", "row").order_by("row__number", "order")
    parts = [(e.body.answering_on(day), e) for e in executors]
    parts = [(body, e) for body, e in parts if body is not None and (body.pk, e.row.item_id) not in done]
    responsible = IndicatorResponsible.objects.select_related("body__successor", "indicator").order_by("indicator__code", "id")
    answers = [(body, r.indicator) for r in responsible if (body := r.body.answering_on(day)) is not None]
    obliged = {body.pk for body, e in parts if not e.by_agreement} | {body.pk for body, _indicator in answers}
    now = clock.now()
    reports = {
        pk: Report(cycle=cycle, body_id=pk, invited=pk not in obliged, opened_at=now, opened_by=by)
        for pk in sorted({body.pk for body, _what in [*parts, *answers]})
    }
    Report.objects.bulk_create(reports.values())
    ItemProgress.objects.bulk_create(rows_of(reports, parts, day))
    targets = dict(IndicatorTarget.objects.filter(year=cycle.year).values_list("indicator_id", "value"))
    values = {(b.pk, i.pk): IndicatorValue(report=reports[b.pk], indicator=i, target=targets.get(i.pk)) for b, i in answers}
    IndicatorValue.objects.bulk_create(values.values())
    return list(reports.values())


def rows_of(reports: dict, parts: list, day: date) -> list[ItemProgress]:
    """The rows of each report. Two executors may have merged into one body: it has one row, in the leading part."""
    rows = {}
    for body, executor in parts:
        key = body.pk, executor.row_id
        if key not in rows or executor.part == Executor.Part.LEAD:
            rows[key] = ItemProgress(
                report=reports[body.pk], row=executor.row, item_id=executor.row.item_id, part=executor.part,
                by_agreement=executor.by_agreement, needs_answer=executor.row.deadline_from <= day,
            )  # fmt: skip
    return list(rows.values())


def finished(cycle: Cycle) -> frozenset[tuple[int, int]]:
    """Pairs (body, item) accepted before as done or taken off control: they are not asked again (DOMAIN §4).

    An annual item done in one year is owed again in the next, until the last year of its term.
    """
    closed = ItemProgress.objects.filter(
        report__cycle__year__lt=cycle.year, report__status=Report.ACCEPTED, decision=Decision.ACCEPTED, status__in=("done", "off_control")
    ).select_related("report__body__successor", "report__cycle", "row")
    day = date(cycle.year, 12, 31)
    return frozenset(
        (body.pk, progress.item_id)
        for progress in closed
        if (body := progress.report.body.answering_on(day)) is not None and closes(progress)
    )


def closes(progress: ItemProgress) -> bool:
    """Whether this accepted answer ends the item for the body, or only for its year."""
    row = progress.row
    is_last = row.deadline_kind != row.DeadlineKind.ANNUAL or row.deadline_to.year <= progress.report.cycle.year
    return progress.status == "off_control" or is_last


def due_is_day_off(cycle: Cycle) -> bool:
    """Whether the legal date is a day off: shown, never shifted (DOMAIN §5)."""
    return is_day_off(cycle.due_on)
