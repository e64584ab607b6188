"""What the tables themselves refuse, and what the models answer."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from territories.loading import load_concept
from territories.models import (
    DayOff,
    ExecutiveBody,
    Executor,
    Indicator,
    IndicatorTarget,
    PlanEdition,
    PlanRow,
    Region,
    Territory,
    untranslated,
)
from territories.models import (
    concept as facts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(db):
    load_concept()


FORBIDDEN = {
    "region of no kind": (Region, {"kind": "district"}),
    "tile off the map": (Region, {"tile_col": 7}),
    "tile below the map": (Region, {"tile_row": 4}),
    "region without a Kazakh name": (Region, {"name_kk": ""}),
    "territory of no status": (Territory, {"status": "maybe"}),
    "granted without an act": (Territory, {"status": "granted", "status_date": date(2027, 1, 1)}),
    "body of no kind": (ExecutiveBody, {"kind": "bureau"}),
    "akimat of the centre": (ExecutiveBody, {"kind": "akimat"}),
    "body ends before it starts": (ExecutiveBody, {"valid_to": date(2025, 1, 1)}),
    "edition without a Kazakh title": (PlanEdition, {"title_kk": ""}),
    "edition of no basis": (PlanEdition, {"basis": "hearsay"}),
    "row number zero": (PlanRow, {"number": 0}),
    "row ends before it starts": (PlanRow, {"deadline_to": date(2025, 1, 1)}),
    "row of no deadline kind": (PlanRow, {"deadline_kind": "weekly"}),
    "executor of no part": (Executor, {"part": "none"}),
    "invited body that leads": (Executor, {"part": "lead", "by_agreement": True}),
    "indicator of no direction": (Indicator, {"better": "left"}),
    "ratio without sums": (Indicator, {"roll_up": "ratio", "ratio_of_kk": ""}),
    "baseline without a value": (Indicator, {"baseline_year": 2025, "baseline_value": None}),
}


@pytest.mark.parametrize("case", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_database_refuses(case):
    model, values = case
    one = ExecutiveBody.objects.get(code="MNVO") if model is ExecutiveBody else model.objects.order_by("pk").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=one.pk).update(**values)


def test_database_refuses_a_target_twice_and_a_day_without_basis():
    indicator = Indicator.objects.first()
    IndicatorTarget.objects.create(indicator=indicator, year=2027, value=1, basis="sample")
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorTarget.objects.create(indicator=indicator, year=2027, value=2, basis="sample")
    with pytest.raises(IntegrityError), transaction.atomic():
        DayOff.objects.create(date=date(2027, 3, 9), working=False, basis="")


def test_database_refuses_a_body_twice_in_a_row():
    one = Executor.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Executor.objects.create(row=one.row, body=one.body, part="co", order=99)


def test_edition_in_force():
    first = PlanEdition.objects.get()
    later = PlanEdition.objects.create(code="2028", title_kk="x", act_kk="x", in_force_from=date(2028, 5, 1), basis="concept")
    assert PlanEdition.in_force_on(date(2025, 12, 23)) is None
    assert PlanEdition.in_force_on(date(2025, 12, 24)) == first
    assert PlanEdition.in_force_on(date(2028, 4, 30)) == first
    assert PlanEdition.in_force_on(date(2028, 5, 1)) == later


def test_approved_plan_takes_the_place_of_the_sample(folder):
    folder.add("plan_edition.csv", like=2, code="2026-1", basis="concept")
    load_concept(folder)
    assert PlanEdition.in_force_on(date(2027, 1, 1)).code == "2026-1"
    assert PlanEdition.in_force_on(date(2025, 12, 23)) is None


def test_sample_dated_later_does_not_return():
    approved = PlanEdition.objects.create(code="2026-1", title_kk="x", act_kk="x", in_force_from=date(2025, 12, 20), basis="concept")
    assert PlanEdition.in_force_on(date(2027, 1, 1)) == approved


@pytest.mark.parametrize(
    ("year", "due", "later"),
    [
        (2025, [], list(range(1, 17))),
        (2026, [1, 2, 3, 5, 10, 12, 13, 14], [4, 6, 7, 8, 9, 11, 15, 16]),  # a term that begins on 31 December is in
        (2027, list(range(1, 17)), []),
    ],
)
def test_rows_of_a_year(year, due, later):
    edition = PlanEdition.objects.get()
    assert [row.number for row in edition.rows.due_in(year)] == due
    assert [row.number for row in edition.rows.later_than(year)] == later


def test_row_built_after_comparable_acts_is_a_sample():
    assert all(row.is_sample for row in PlanRow.objects.all())
    assert not Indicator.objects.get(code="GII-UIC").is_sample
    assert PlanEdition.objects.get().is_sample


def test_text_follows_the_language():
    body = ExecutiveBody.objects.get(code="MNVO")
    said = {}
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            said[language] = body.short
    assert said == {"kk": "ҒЖБМ", "ru": "МНВО", "en": "MSHE"}


def test_text_that_is_not_translated_is_shown_in_another_language_and_told():
    row = PlanRow.objects.first()
    row.title_en = row.title_kk = ""
    with translation.override("en"):
        assert row.title == row.title_ru
    assert untranslated(row, "title", "en")
    assert not untranslated(row, "title", "ru")
    row.title_ru = ""
    assert row.title == ""
    assert not untranslated(row, "title", "en")


def test_names_stand_in_kazakh_order():
    names = list(Region.objects.values_list("name_kk", flat=True))
    assert names[:4] == ["Абай облысы", "Ақмола облысы", "Ақтөбе облысы", "Алматы қаласы"]
    assert names.index("Қарағанды облысы") < names.index("Маңғыстау облысы")
    assert names[-4:] == ["Түркістан облысы", "Ұлытау облысы", "Шығыс Қазақстан облысы", "Шымкент қаласы"]


def test_search_finds_kazakh_capitals():
    found = ExecutiveBody.objects.filter(search_text__contains="ұлытау")
    assert [body.code for body in found] == ["AK-ULY"]


def test_two_sums_of_a_ratio():
    with translation.override("ru"):
        assert Indicator.objects.get(code="RD-COMM").ratio_parts == ("коммерциализированные проекты", "завершённые проекты")
    assert Indicator.objects.get(code="GII-UIC").ratio_parts is None


def test_facts_of_the_concept():
    with translation.override("ru"):
        assert facts.text("title") == "Концепция создания и развития наукоемких территорий на 2026–2035 годы"
        assert facts.text("act_number") == ""
    assert facts.month_day("reports_due") == (4, 1)
    assert facts.month_day("summary_due") == (5, 1)
    assert facts.day("act_date") == date(2025, 12, 24)
    assert (facts.overseer().code, facts.planning_body().code) == ("MNVO", "MNE")
    assert list(facts.years()) == list(range(2026, 2036))


def test_no_territory_has_the_status():
    assert {territory.status for territory in Territory.objects.all()} == {"proposed"}
