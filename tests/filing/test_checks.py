"""Every check on the row it stops, and the row it lets pass."""

import random
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from reporting import clock
from reporting.filing import indicators
from reporting.filing.checks import CHECKS, Subject, judge, question_key, row_state
from reporting.filing.examination import examine, report_problems
from reporting.models import Answer, Cycle, Evidence, IndicatorValue, ItemProgress, ItemStatus, Report, StoredFile
from reporting.problems import BLOCKER, QUESTION
from territories.models import Indicator, PlanRow
from tests.filing.filling import fill, report_of

TODAY, BEGINS = date(2027, 3, 15), date(2025, 12, 24)
LATER, OVER = date(2030, 12, 31), date(2026, 12, 31)
NO_PROOF = {("ask_no_evidence", "evidence"), ("questions_unanswered", "questions_answer")}
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
        ({"status": "done"}, {*NO_PROOF, ("actual_date_missing", "actual_date")}),
        ({"status": "done", "actual_date": TODAY + timedelta(days=1)}, {*NO_PROOF, ("date_future", "actual_date")}),
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
    assert ("ask_no_evidence" not in codes) is proves


@pytest.mark.parametrize(
    ("values", "last", "asked"),
    [
        ({"planned_local": 10, "disbursed_local": 11}, None, ("ask_overdisbursed", "disbursed_local")),
        ({"disbursed_extra": 1}, None, ("ask_overdisbursed", "disbursed_extra")),
        ({"progress_ru": "Сделано"}, {"progress_ru": "Сделано"}, ("ask_unchanged", "progress_ru")),
        ({"progress_ru": " СДЕЛАНО \n"}, {"progress_ru": "Сделано"}, ("ask_unchanged", "progress_ru")),
        ({"planned_local": 10}, None, ("ask_disbursed_blank", "disbursed_local")),
        ({"planned_local": 100, "disbursed_local": 0}, {"planned_local": 10}, ("ask_tenfold", "planned_local")),
        ({"planned_local": 1, "disbursed_local": 1}, {"planned_local": 10}, ("ask_tenth", "planned_local")),
        ({"disbursed_local": 0}, {"disbursed_local": 10}, ("ask_tenth", "disbursed_local")),
    ],
)
def test_questions_wait_for_an_answer_in_words(values, last, asked):
    before = item(**{"progress_ru": "", **last}) if last else None
    assert found(item(**values), last=before) == {asked, ("questions_unanswered", "questions_answer")}
    row = item(**values, questions_answer="Да, так")
    (question,) = [problem for problem in judge(subject(row, last=before)) if problem.severity == QUESTION]
    assert "question_is_new" in {problem.code for problem in judge(subject(row, last=before))}, "the answer was about something else"
    row.answered = [question_key(question, row)]
    assert judge(subject(row, last=before)) == [question]


def test_an_answer_holds_for_the_value_it_was_written_about():
    row = item(planned_local=100, disbursed_local=100, questions_answer="Вторая очередь")
    before = item(progress_ru="", planned_local=10, disbursed_local=20)
    row.answered = [question_key(problem, row) for problem in judge(subject(row, last=before)) if problem.severity == QUESTION]
    assert row_state(row, judge(subject(row, last=before))) == "completed"
    row.planned_local = row.disbursed_local = 1000
    assert row_state(row, judge(subject(row, last=before))) == "question"


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ({"planned_local": 10, "disbursed_local": 10}, None),
        ({"planned_local": 0, "disbursed_local": 0}, None),
        ({"planned_local": 99, "disbursed_local": 99}, {"planned_local": 10}),
        ({"planned_local": 99, "disbursed_local": 99}, {"planned_local": 0}),
        ({"planned_local": 99, "disbursed_local": 99}, {"planned_local": None}),
        ({"planned_local": 11, "disbursed_local": 11}, {"planned_local": 100}),
        ({}, {"planned_local": 100}),
    ],
)
def test_what_is_not_asked(values, last):
    assert found(item(**values), last=item(**{"progress_ru": "", **last}) if last else None) == set()


def test_done_with_planned_money_and_no_spending_is_asked():
    row = item(status="done", actual_date=OVER, planned_local=10, disbursed_local=0)
    assert ("ask_no_spending", "disbursed_republican") in found(row, evidence=[DOCUMENT])
    row.disbursed_local = None
    assert ("ask_disbursed_blank", "disbursed_local") in found(row, evidence=[DOCUMENT])
    assert ("ask_no_spending", "disbursed_republican") not in found(row, evidence=[DOCUMENT]), "one fact is asked once"
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
    assert ("ask_tenth", "actual") in found(value(actual=Decimal(12)), last=value(actual=Decimal(120)))
    assert ("ask_same_value", "actual") in found(value(), last=value())
    assert found(value(actual=Decimal(0)), last=value(actual=Decimal(0))) == set()


def every_subject():
    """Rows of many kinds, seeded: what each check looks at."""
    pick = random.Random(7)
    amounts = [None, 0, 1, 10, 100]
    for _turn in range(1500):
        row = item(
            deadline=pick.choice([LATER, OVER]), answer=pick.choice(Answer.values), status=pick.choice(["", *ItemStatus.values]),
            progress_ru=pick.choice(["", "Сделано"]), reasons_kk=pick.choice(["", "Себебі"]), complete=pick.choice([True, False]),
            actual_date=pick.choice([None, TODAY, TODAY + timedelta(days=1), BEGINS - timedelta(days=1)]),
            proposed_date=pick.choice([None, BEGINS]), available_on=pick.choice([None, TODAY]),
            carried=pick.choice([[], ["territory", "evidence"]]), planned_local=pick.choice(amounts), disbursed_local=pick.choice(amounts),
            decision=pick.choice(["pending", "returned"]), decided_at=clock.now(),
        )  # fmt: skip
        about = {"file_name": "акт.pdf", "file_sha256": "", "link": "", "number": "", "date": None, "kind": "act"}
        document = SimpleNamespace(standing=pick.choice(["clean", "infected"]), **about)
        yield subject(row, evidence=pick.choice([(), (document,)]), last=pick.choice([None, item(planned_local=10, disbursed_local=10)]))
        indicator = value(
            roll_up=pick.choice(["sum", "ratio"]), target=pick.choice([None, Decimal(13)]), answer=pick.choice(Answer.values),
            actual=pick.choice([None, Decimal(1), Decimal(12), Decimal(120)]), numerator=pick.choice([None, Decimal(1), Decimal(100)]),
            denominator=pick.choice([None, Decimal(4)]), data_source=pick.choice(["", "Отчёт"]),
            data_date=pick.choice([None, TODAY + timedelta(days=1)]), available_on=pick.choice([None, TODAY]),
            carried=pick.choice([[], ["data_source"]]), decision=pick.choice(["pending", "returned"]), decided_at=clock.now(),
        )  # fmt: skip
        share = value(roll_up="ratio", actual=None, numerator=Decimal(1), denominator=Decimal(4))
        yield subject(indicator, last=pick.choice([None, value(), share]))
    infected = Evidence(kind="act", file_name="a.pdf", stored=StoredFile(sha256="0" * 64, state=StoredFile.INFECTED), file_sha256="0" * 64)
    yield subject(item(), evidence=[infected])


def test_every_check_says_exactly_what_it_declares():
    """The page of checks, its files and the help beside fields are made of the declarations: they must be the whole truth."""
    said = {check: set() for checks in CHECKS.values() for check in checks}
    for one in every_subject():
        for check in CHECKS[type(one.entry)]:
            for problem in check(one):
                assert (problem.code in check.codes, problem.where in check.at, problem.severity) == (True, True, check.severity), problem
                said[check].add(problem.code)
    assert {check.rule.__name__: set(check.codes) - codes for check, codes in said.items() if set(check.codes) - codes} == {}


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
