"""Every check on the row it stops, and the row it lets pass."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from reporting import clock
from reporting.filing import indicators
from reporting.filing.checks import Subject, judge, row_state
from reporting.filing.examination import examine, report_problems
from reporting.models import Cycle, Evidence, IndicatorValue, ItemProgress, Report
from reporting.problems import BLOCKER, QUESTION
from territories.models import Indicator, PlanRow
from tests.filing.filling import fill, report_of

TODAY, BEGINS = date(2027, 3, 15), date(2025, 12, 24)
LATER, OVER = date(2030, 12, 31), date(2026, 12, 31)
DOCUMENT = Evidence(kind="act", number="1", date=date(2026, 5, 1))
TEXT = {"answer": "given", "status": "in_progress", "progress_ru": "Сделано", "complete": True}
VALUE = {"answer": "given", "actual": Decimal(12), "data_source": "Отчёт", "data_date": OVER, "complete": True}


def subject(entry, *, evidence=(), last=None) -> Subject:
    return Subject(entry, 2026, TODAY, BEGINS, tuple(evidence), last)


def item(deadline=LATER, **values) -> ItemProgress:
    return ItemProgress(row=PlanRow(deadline_to=deadline), **{**TEXT, **values})


def value(*, roll_up="sum", better="up", target=None, unit="бірлік", **values) -> IndicatorValue:
    known = Indicator(roll_up=roll_up, better=better, unit_kk=unit)
    return IndicatorValue(indicator=known, target=target, **{**VALUE, **values})


def found(entry, **beside) -> set[tuple[str, str]]:
    return {(problem.code, problem.where) for problem in judge(subject(entry, **beside))}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, set()),
        ({"answer": "", "complete": False, "status": "", "progress_ru": ""}, {("answer_missing", "answer")}),
        ({"complete": False}, {("not_complete", "complete")}),
        ({"status": ""}, {("status_missing", "status")}),
        ({"progress_ru": ""}, {("progress_missing", "progress_kk")}),
        ({"progress_ru": "", "progress_kk": "Істелді"}, set()),
        ({"status": "done"}, {("evidence_required", "evidence"), ("actual_date_missing", "actual_date")}),
        ({"status": "done", "actual_date": TODAY + timedelta(days=1)}, {("evidence_required", "evidence"), ("date_future", "actual_date")}),
        ({"actual_date": BEGINS - timedelta(days=1)}, {("date_before_concept", "actual_date")}),
        ({"actual_date": BEGINS}, set()),
        ({"actual_date": TODAY}, set()),
        ({"status": "not_done"}, {("reason_missing", "reasons_kk"), ("measure_missing", "measures_kk")}),
        ({"status": "partly_done", "reasons_ru": "Причина"}, {("measure_missing", "measures_kk")}),
        ({"status": "partly_done", "reasons_ru": "Причина", "measures_kk": "Шара"}, set()),
        ({"deadline": OVER}, {("overdue_reason_missing", "reasons_kk")}),
        ({"deadline": OVER, "reasons_kk": "Себебі"}, set()),
        ({"deadline": OVER, "status": "extended"}, set()),
        ({"deadline": OVER, "status": "off_control"}, set()),
        ({"deadline": OVER + timedelta(days=1)}, set()),
        ({"status": "", "progress_ru": "", "answer": "no_activity"}, set()),
        ({"answer": "no_activity"}, {("answer_contradicts", "answer")}),
        ({"status": "", "progress_ru": "", "answer": "no_activity", "planned_local": 0}, {("answer_contradicts", "answer")}),
        ({"status": "", "progress_ru": "", "answer": "not_applicable"}, {("answer_note_missing", "answer_note")}),
        ({"status": "", "progress_ru": "", "answer": "not_applicable", "answer_note": "Нет территории"}, set()),
        ({"status": "", "progress_ru": "", "answer": "not_yet_available"}, {("available_on_missing", "available_on")}),
        ({"status": "", "progress_ru": "", "answer": "not_yet_available", "available_on": TODAY}, {("available_on_past", "available_on")}),
        ({"status": "", "progress_ru": "", "answer": "not_yet_available", "available_on": TODAY + timedelta(days=1)}, set()),
    ],
)
def test_what_stops_a_row(values, expected):
    assert found(item(**values)) == expected


@pytest.mark.parametrize(
    ("document", "proves"),
    [
        ({"number": "1", "date": OVER}, True),
        ({"number": "1"}, False),
        ({"date": OVER}, False),
        ({"link": "https://example.kz"}, True),
        ({"file_sha256": "ab"}, True),
    ],
)
def test_what_proves_that_the_work_is_done(document, proves):
    codes = {code for code, _where in found(item(status="done", actual_date=OVER), evidence=[Evidence(**document)])}
    assert ("evidence_required" not in codes) is proves


@pytest.mark.parametrize(
    ("values", "last", "asked"),
    [
        ({"planned_local": 10, "disbursed_local": 11}, None, ("ask_overdisbursed", "disbursed_local")),
        ({"disbursed_extra": 1}, None, ("ask_overdisbursed", "disbursed_extra")),
        ({"progress_ru": "Сделано"}, {"progress_ru": "Сделано"}, ("ask_unchanged", "progress_ru")),
        ({"planned_local": 100}, {"planned_local": 10}, ("ask_tenfold", "planned_local")),
    ],
)
def test_questions_wait_for_an_answer_in_words(values, last, asked):
    before = item(**{"progress_ru": "", **last}) if last else None
    assert found(item(**values), last=before) == {asked, ("questions_unanswered", "questions_answer")}
    answered = judge(subject(item(**values, questions_answer="Да, так"), last=before))
    assert [(p.code, p.severity) for p in answered] == [(asked[0], QUESTION)]


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ({"planned_local": 10, "disbursed_local": 10}, None),
        ({"planned_local": 0, "disbursed_local": 0}, None),
        ({"planned_local": 99}, {"planned_local": 10}),
        ({"planned_local": 99}, {"planned_local": 0}),
        ({"planned_local": 99}, {"planned_local": None}),
    ],
)
def test_what_is_not_asked(values, last):
    assert found(item(**values), last=item(**{"progress_ru": "", **last}) if last else None) == set()


def test_done_with_planned_money_and_no_spending_is_asked():
    row = item(status="done", actual_date=OVER, planned_local=10)
    assert ("ask_no_spending", "disbursed_republican") in found(row, evidence=[DOCUMENT])
    row.disbursed_local = 5
    assert found(row, evidence=[DOCUMENT]) == set()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, set()),
        ({"actual": None}, {("actual_missing", "actual")}),
        ({"data_source": ""}, {("data_source_missing", "data_source")}),
        ({"data_date": None}, {("data_date_missing", "data_date")}),
        ({"data_date": TODAY + timedelta(days=1)}, {("date_future", "data_date")}),
        ({"target": Decimal(13)}, {("deviation_reason_missing", "reasons_kk")}),
        ({"target": Decimal(12)}, set()),
        ({"target": Decimal(13), "reasons_ru": "Причина"}, set()),
        ({"target": Decimal(11), "better": "down"}, {("deviation_reason_missing", "reasons_kk")}),
        ({"actual": Decimal(0)}, set()),
        ({"roll_up": "ratio", "actual": None}, {("ratio_part_missing", "numerator"), ("ratio_part_missing", "denominator")}),
        ({"roll_up": "ratio", "actual": None, "numerator": Decimal(1)}, {("ratio_part_missing", "denominator")}),
        ({"roll_up": "ratio", "actual": None, "numerator": Decimal(0), "denominator": Decimal(4)}, set()),
    ],
)
def test_what_stops_an_indicator(values, expected):
    assert found(value(**values)) == expected


def test_a_value_ten_times_last_years_is_asked():
    assert ("ask_tenfold", "actual") in found(value(actual=Decimal(120)), last=value(actual=Decimal(12)))
    assert found(value(actual=Decimal(119)), last=value(actual=Decimal(12))) == set()


def test_a_ratio_is_computed_and_never_typed():
    half = value(roll_up="ratio", actual=None, numerator=Decimal(1), denominator=Decimal(3), unit="%", target=Decimal(40))
    assert indicators.fact(half) == Decimal("33.333333") and indicators.verdict(half) == "not_achieved"
    assert indicators.achievement(half) == Decimal("83.3")
    assert indicators.verdict(value(target=None)) == "no_data"


def test_a_returned_row_must_be_touched():
    at = clock.now()
    row = item(decision="returned", decided_at=at, edited_at=at - timedelta(days=1))
    assert found(row) == {("returned_untouched", "answer")}
    row.edited_at = at + timedelta(seconds=1)
    assert found(row) == set()


def test_closed_and_later_rows_are_not_judged():
    assert found(item(status="", open=False)) == set() and found(item(answer="", needs_answer=False)) == set()


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"answer": "", "complete": False}, "not_started"),
        ({"complete": False}, "filling"),
        ({"complete": False, "status": "not_done"}, "filling"),
        ({"status": "not_done"}, "problem"),
        ({"disbursed_extra": 1}, "question"),
        ({}, "completed"),
        ({"needs_answer": False}, "cannot_start"),
        ({"open": False, "complete": False}, "completed"),
    ],
)
def test_states_of_a_row(values, state):
    row = item(**values)
    assert row_state(row, judge(subject(row))) == state


@pytest.mark.usefixtures("in_march")
def test_last_years_accepted_row_stands_beside(cycle2026, aigul):
    before = fill(report_of("AK-ABA"), aigul)
    assert [p for p in report_problems(before) if p.severity == BLOCKER] == []
    ItemProgress.objects.filter(report=before).update(decision="accepted", decided_at=clock.now())
    cycle = Cycle.objects.create(
        year=2027, plan=before.cycle.plan, due_on=date(2028, 4, 1), due_at=clock.end_of(date(2028, 4, 1)), summary_due_on=date(2028, 5, 1),
        opened_at=clock.now(),
    )  # fmt: skip
    now = Report.objects.create(cycle=cycle, body=before.body, opened_at=clock.now())
    old = before.rows.filter(needs_answer=True).first()
    row = ItemProgress.objects.create(report=now, row=old.row, item=old.item, part=old.part, **TEXT, progress_kk=old.progress_kk)
    (judged,) = examine(now)
    assert judged.subject.last == old and ("ask_unchanged", f"row-{row.pk}") in {(p.code, p.where) for p in report_problems(now)}


@pytest.mark.usefixtures("in_march")
def test_the_whole_report_is_judged_in_a_fixed_number_of_queries(cycle2026, aigul, django_assert_num_queries):
    few, many = report_of("AK-ABA"), report_of("MNVO")
    assert many.rows.count() > few.rows.count()
    for report in (few, many):
        with django_assert_num_queries(4):
            report_problems(report)
