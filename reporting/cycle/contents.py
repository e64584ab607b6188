"""What the reports of a year hold: which bodies, which rows, which indicators (DOMAIN §4)."""

import json
from collections import Counter
from datetime import date

from reporting import clock
from reporting.models import Cycle, IndicatorValue, ItemProgress, Report, ReportVersion
from territories.models import ExecutiveBody, Executor, IndicatorResponsible, IndicatorTarget

Pair = tuple[int, int]  # ids of a body and an action item


def make_reports(cycle: Cycle, *, by) -> list[Report]:
    """One report per body that has work: a row to answer, or an indicator. Rows of later years are listed beside those to answer.

    The body is the one valid on the last day of the year: itself, or the successor that has taken over. A body whose only work is
    "by agreement" is invited.
    """
    parts, answers = executors_of(cycle), responsible_for(cycle)
    due = [(body, executor) for body, executor in parts if is_due(executor, cycle)]
    obliged = {body.pk for body, executor in due if not executor.by_agreement} | {body.pk for body, _indicator in answers}
    busy = sorted({body.pk for body, _what in [*due, *answers]})
    now = clock.now()
    reports = {pk: Report(cycle=cycle, body_id=pk, invited=pk not in obliged, opened_at=now, opened_by=by) for pk in busy}
    Report.objects.bulk_create(reports.values())
    ItemProgress.objects.bulk_create(rows_of(reports, parts, cycle))
    targets = own_targets(cycle, answers)
    values = {(b.pk, i.pk): IndicatorValue(report=reports[b.pk], indicator=i, target=targets.get(i.pk)) for b, i in answers}
    IndicatorValue.objects.bulk_create(values.values())
    return list(reports.values())


def own_targets(cycle: Cycle, answers: list) -> dict[int, object]:
    """Targets of the year that one body answers for alone. A target that several bodies reach together is of none of them: it is
    compared with their sum in the summary, and no body is judged by the whole."""
    several = Counter(indicator.pk for _body, indicator in answers)
    found = IndicatorTarget.objects.filter(year=cycle.year).values_list("indicator_id", "value")
    return {indicator: value for indicator, value in found if several[indicator] == 1}


def is_due(executor: Executor, cycle: Cycle) -> bool:
    """Whether the row's term begins by the end of the year; a later one is listed and needs no answer."""
    return executor.row.deadline_from <= date(cycle.year, 12, 31)


def executors_of(cycle: Cycle) -> list[tuple[ExecutiveBody, Executor]]:
    """Who answers for which row this year, without what was accepted as finished before."""
    day, done = date(cycle.year, 12, 31), finished(cycle)
    executors = Executor.objects.filter(row__edition=cycle.plan).select_related("body__successor", "row").order_by("row__number", "order")
    parts = [(executor.body.answering_on(day), executor) for executor in executors]
    able = [(body, executor) for body, executor in parts if body is not None and not body.training]
    return [(body, executor) for body, executor in able if (body.pk, executor.row.item_id) not in done]


def responsible_for(cycle: Cycle) -> list[tuple[ExecutiveBody, object]]:
    """Who answers for which indicator this year."""
    day = date(cycle.year, 12, 31)
    responsible = IndicatorResponsible.objects.select_related("body__successor", "indicator").order_by("indicator__code", "id")
    return [(body, one.indicator) for one in responsible if (body := one.body.answering_on(day)) is not None and not body.training]


def rows_of(reports: dict[int, Report], parts: list, cycle: Cycle) -> list[ItemProgress]:
    """The rows of each report. Executors may have merged into one body: it has one row, in the strongest of their parts."""
    rows: dict[Pair, ItemProgress] = {}
    for body, executor in parts:
        if body.pk not in reports:
            continue
        row = rows.setdefault((body.pk, executor.row_id), ItemProgress(
            report=reports[body.pk], row=executor.row, item_id=executor.row.item_id, part=executor.part,
            by_agreement=executor.by_agreement, needs_answer=is_due(executor, cycle),
        ))  # fmt: skip
        row.by_agreement = row.by_agreement and executor.by_agreement
        if executor.part == Executor.Part.LEAD:
            row.part = executor.part
    return list(rows.values())


def finished(cycle: Cycle) -> frozenset[Pair]:
    """Pairs (body, item) accepted before as done or taken off control: they are not asked again (DOMAIN §4).

    What counts is the last year in which the body, or those it has taken over from, had the item: every one of these rows must be
    closed. So the work of a body that was merged into another does not vanish with the part its new colleagues had finished.
    """
    closed, day, latest = closed_rows(cycle), date(cycle.year, 12, 31), {}
    rows = ItemProgress.objects.filter(report__cycle__year__lt=cycle.year, report__cycle__training=False)
    rows = rows.select_related("report__body__successor", "report__cycle")
    for row in rows.order_by("report__cycle__year"):
        if (body := row.report.body.answering_on(day)) is not None:
            year, open_ones = latest.get((body.pk, row.item_id), (0, 0))
            now_open = int(row.pk not in closed) + (open_ones if year == row.report.cycle.year else 0)
            latest[body.pk, row.item_id] = row.report.cycle.year, now_open
    return frozenset(pair for pair, (_year, open_ones) in latest.items() if not open_ones)


def closed_rows(cycle: Cycle) -> frozenset[int]:
    """Ids of rows of earlier years whose accepted answer ends the item, judged by the frozen version and by this year's plan.

    An annual item done in one year is owed again in the next, until the last year of its term.
    """
    plan = {row.item.code: row for row in cycle.plan.rows.select_related("item")}
    accepted = ReportVersion.objects.filter(report__cycle__year__lt=cycle.year, outcome="accepted").order_by("number")
    last = {version.report_id: version for version in accepted.select_related("report__cycle")}  # the later one replaces the earlier
    return frozenset(
        answer["row"]
        for version in last.values()
        if not (content := json.loads(version.content))["no_activity"]
        for answer in content["items"]
        if closes(answer, plan.get(answer["item"]), version.report.cycle.year)
    )


def closes(answer: dict, row, year: int) -> bool:
    """Whether an accepted answer of a year ends the item, or only its year."""
    if answer["answer"] != "given":
        return False
    ends = row is None or row.deadline_kind != row.DeadlineKind.ANNUAL or row.deadline_to.year <= year
    return answer["status"] == "off_control" or (answer["status"] == "done" and ends)
