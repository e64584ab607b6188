"""What the reports of a year hold, against the CSV counted by hand, and what the year after asks again."""

import json
from datetime import date

import pytest

from reporting import clock
from reporting.cycle import rules
from reporting.models import IndicatorValue, ItemProgress, Report, ReportVersion
from territories.models import ActionItem, ExecutiveBody, Executor, PlanEdition, PlanRow

# Counted by hand in action_plan.csv: item → number of its executors that have something to answer in the report for 2026
DUE_2026 = {"SC-01": 4, "SC-02": 3, "SC-03": 1, "SC-05": 22, "SC-10": 23, "SC-12": 23, "SC-13": 3, "SC-14": 23}
LATER_2026 = {"SC-04": 3, "SC-06": 5, "SC-07": 2, "SC-08": 4, "SC-09": 5, "SC-11": 3, "SC-15": 4, "SC-16": 21}
MINISTRIES_2026 = {"MNVO", "MNE", "MYU", "MF", "MPS", "ME", "MTSZN", "MP", "MTI"}


def counts(**narrow) -> dict[str, int]:
    """Rows by item."""
    found = {}
    for code in ItemProgress.objects.filter(**narrow).values_list("item__code", flat=True):
        found[code] = found.get(code, 0) + 1
    return found


def test_2026_holds_a_report_of_every_body_that_has_work(cycle2026):
    codes = set(cycle2026.reports.values_list("body__code", flat=True))
    assert codes == MINISTRIES_2026 | set(ExecutiveBody.objects.filter(kind="akimat").values_list("code", flat=True))
    assert len(codes) == 29
    assert not cycle2026.reports.filter(invited=True).exists()


def test_2026_asks_each_executor_for_each_item_of_its_term(cycle2026):
    assert counts(needs_answer=True) == DUE_2026
    assert counts(needs_answer=False) == LATER_2026
    assert ItemProgress.objects.count() == 149


def test_2026_asks_the_akimats_and_the_ministry_for_indicators(cycle2026):
    values = IndicatorValue.objects.all()
    assert values.count() == 47
    assert values.filter(report__body__code="MNVO").count() == 7
    assert values.filter(report__body__kind="akimat", indicator__code="JOBS-HT").count() == 20


def test_parts_are_those_of_the_plan(cycle2026):
    def part(item, body):
        return ItemProgress.objects.get(item__code=item, report__body__code=body).part

    assert (part("SC-01", "MNVO"), part("SC-01", "MF")) == ("lead", "co")
    assert (part("SC-10", "AK-ABA"), part("SC-10", "AK-SHY"), part("SC-10", "MNVO")) == ("lead", "lead", "co")


def test_who_has_only_later_rows_or_none_files_nothing_yet(cycle2026):
    """MIICR, MID and the agency begin in 2027; Healthcare is in no row at all."""
    assert not cycle2026.reports.filter(body__code__in=["MIICR", "MID", "AAE", "MZ"]).exists()


# The year after

ON = clock.local(date(2028, 1, 11))


def accepted(cycle, answers: dict[str, str], body="MNVO", outcome="accepted", **also) -> Report:
    """A report of the year with a decided version: item → status."""
    report = cycle.reports.get(body__code=body)
    items = [
        {
            "item": row.item.code,
            "row": row.pk,
            "answer": "given" if row.item.code in answers else "",
            "status": answers.get(row.item.code, ""),
        }
        for row in report.rows.select_related("item")
    ]
    content = json.dumps({"no_activity": False, "items": items, "indicators": [], **also})
    ReportVersion.objects.create(
        report=report, number=report.versions.count() + 1, content=content, sha256="0" * 64, submitted_at=clock.now(), outcome=outcome
    )
    Report.objects.filter(pk=report.pk).update(status=outcome)
    return report


def opened(year=2027, on=ON):
    """The next year."""
    with clock.at(on):
        return rules.open_year(year)


def items_of(cycle, body="MNVO", **narrow) -> set[str]:
    """Codes of the items in a body's report."""
    return set(ItemProgress.objects.filter(report__cycle=cycle, report__body__code=body, **narrow).values_list("item__code", flat=True))


def test_what_was_done_once_is_not_asked_again(cycle2026):
    accepted(cycle2026, {"SC-01": "done", "SC-03": "in_progress"})
    assert {"SC-01", "SC-03"} & items_of(opened()) == {"SC-03"}


def test_the_parts_of_others_stay(cycle2026):
    accepted(cycle2026, {"SC-01": "done"})
    assert "SC-01" in items_of(opened(), "MNE")


def test_an_annual_item_is_owed_again_until_the_last_year_of_its_term(cycle2026):
    accepted(cycle2026, {"SC-05": "done", "SC-10": "done"})
    next_year = opened()
    assert {"SC-05", "SC-10"} <= items_of(next_year)
    accepted(next_year, {"SC-05": "done", "SC-10": "done"})  # SC-05 ends in 2027
    assert {"SC-05", "SC-10"} & items_of(opened(2028, clock.local(date(2029, 1, 11)))) == {"SC-10"}


def test_off_control_ends_even_an_annual_item(cycle2026):
    accepted(cycle2026, {"SC-10": "off_control"})
    assert "SC-10" not in items_of(opened())


@pytest.mark.parametrize("status", ["in_progress", "partly_done", "not_done", "not_yet_due", "extended"])
def test_any_other_status_is_asked_again(cycle2026, status):
    accepted(cycle2026, {"SC-01": status})
    assert "SC-01" in items_of(opened())


@pytest.mark.parametrize("outcome", ["returned", ""])
def test_what_the_ministry_has_not_accepted_is_asked_again(cycle2026, outcome):
    accepted(cycle2026, {"SC-01": "done"}, outcome=outcome or "returned")
    if not outcome:
        ReportVersion.objects.update(outcome="")
    assert "SC-01" in items_of(opened())


def test_done_in_a_report_of_no_activity_is_nothing(cycle2026):
    accepted(cycle2026, {"SC-01": "done"}, no_activity=True)
    assert "SC-01" in items_of(opened())


def test_the_accepted_version_counts_not_the_amendment_in_work(cycle2026):
    report = accepted(cycle2026, {"SC-01": "done"})
    report.rows.filter(item__code="SC-01").update(status="in_progress", decision="pending")
    Report.objects.filter(pk=report.pk).update(status="returned", version=2)
    assert "SC-01" not in items_of(opened())


def test_the_last_accepted_version_replaces_the_one_before(cycle2026):
    accepted(cycle2026, {"SC-01": "done"})
    accepted(cycle2026, {"SC-01": "in_progress"})
    assert "SC-01" in items_of(opened())


def test_rows_of_later_years_are_listed_and_need_no_answer(cycle2026):
    next_year = opened()
    assert items_of(next_year, needs_answer=False) == set()  # in 2027 every term of the Ministry's rows has begun
    assert items_of(cycle2026, needs_answer=False) == {"SC-04", "SC-06", "SC-07", "SC-08", "SC-09", "SC-15"}


def test_a_body_by_agreement_is_invited(cycle2026):
    next_year = opened()
    assert set(next_year.reports.filter(invited=True).values_list("body__code", flat=True)) == {"AAE"}
    assert items_of(next_year, "AAE", by_agreement=True) == {"SC-06", "SC-08"}


def test_this_years_plan_says_whether_the_item_goes_on(cycle2026):
    """An item done once becomes annual by a new edition: it is owed again."""
    accepted(cycle2026, {"SC-01": "done", "SC-03": "done"})
    old = PlanEdition.objects.get()
    new = PlanEdition.objects.create(
        code="2027", title_kk="т", title_ru="т", title_en="t", act_kk="а", act_ru="а", act_en="a",
        in_force_from=date(2027, 6, 1), basis="analogue",
    )  # fmt: skip
    section = new.sections.create(number=1, title_kk="б", title_ru="н", title_en="a")
    for number, code in enumerate(["SC-01", "SC-03"], start=1):
        row = PlanRow.objects.get(edition=old, item__code=code)
        row.pk, row.edition, row.section, row.number = None, new, section, number
        if code == "SC-01":
            row.deadline_kind, row.deadline_to = "annual", date(2035, 12, 31)
        row.save(force_insert=True)
        Executor.objects.create(row=row, body=ExecutiveBody.objects.get(code="MNVO"), part="lead", order=1)
    cycle = opened()
    assert (cycle.plan, items_of(cycle)) == (new, {"SC-01"})


# Bodies that are merged


def merge(old: str, new: str, last_day: date) -> None:
    """One body ends, another takes over."""
    successor = ExecutiveBody.objects.get(code=new)
    ExecutiveBody.objects.filter(code=old).update(valid_to=last_day, successor=successor)


def test_the_successor_files_for_the_body_that_ended(cycle2026):
    merge("MTI", "MNE", date(2027, 5, 31))
    cycle = opened()
    assert not cycle.reports.filter(body__code="MTI").exists()
    assert "SC-14" in items_of(cycle, "MNE")
    assert cycle2026.reports.filter(body__code="MTI").exists()  # the old report keeps the old body


def test_a_body_without_a_successor_leaves_its_rows(cycle2026):
    ExecutiveBody.objects.filter(code="MTI").update(valid_to=date(2027, 5, 31))
    assert not opened().reports.filter(body__code="MTI").exists()


def test_two_merged_executors_have_one_row_in_the_stronger_part(cycle2026):
    merge("MNVO", "MNE", date(2027, 5, 31))
    row = ItemProgress.objects.get(report__cycle=opened(), report__body__code="MNE", item__code="SC-01")
    assert row.part == "lead"


def test_what_the_ended_body_had_finished_is_not_asked_of_its_successor(cycle2026):
    accepted(cycle2026, {"SC-14": "off_control"}, body="MTI")
    merge("MTI", "MKI", date(2027, 5, 31))
    assert "SC-14" not in items_of(opened(), "MKI")


def test_an_unfinished_part_does_not_vanish_in_a_merger(cycle2026):
    accepted(cycle2026, {"SC-01": "done"}, body="MYU")
    merge("MYU", "MNE", date(2027, 5, 31))
    assert "SC-01" in items_of(opened(), "MNE")


def test_an_item_outlives_its_number(cycle2026):
    """What was finished is known by the item, whatever number a later edition gives it."""
    accepted(cycle2026, {"SC-01": "done"})
    PlanRow.objects.filter(item__code="SC-01").update(number=99)
    assert ActionItem.objects.get(code="SC-01") and "SC-01" not in items_of(opened())
