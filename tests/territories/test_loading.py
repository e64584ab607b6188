"""What loading does with good files: idempotent, additive, by code."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from territories.loading import load_concept
from territories.models import (
    ActionItem,
    ExecutiveBody,
    Executor,
    Indicator,
    IndicatorResponsible,
    IndicatorTarget,
    PlanEdition,
    PlanRow,
    Region,
)

pytestmark = pytest.mark.django_db

# rows of each file, counted in the files themselves
ROWS = {
    "concept.csv": 11,
    "regions.csv": 20,
    "territories.csv": 2,
    "bodies.csv": 43,
    "plan_edition.csv": 1,
    "action_plan.csv": 16,
    "indicators.csv": 9,
    "targets.csv": 0,
    "days_off.csv": 0,
    "sample_targets.csv": 60,
}


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def tally(tallies, file):
    return next(one for one in tallies if one.file == file)


def counts(tallies):
    return {one.file: (one.new, one.changed, one.unchanged) for one in tallies}


def test_first_load_adds_every_row():
    assert counts(load_concept(sample_targets=True)) == {file: (rows, 0, 0) for file, rows in ROWS.items()}


def test_second_load_changes_nothing_and_writes_nothing():
    load_concept(sample_targets=True)
    with CaptureQueriesContext(connection) as queries:
        tallies = load_concept(sample_targets=True)
    assert counts(tallies) == {file: (0, 0, rows) for file, rows in ROWS.items()}
    assert not any(one.missing for one in tallies)
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_command_reports_each_file(capsys, folder):
    call_command("load_concept", dir=folder.path, language="ru")
    assert "bodies.csv: новых – 43, изменено – 0, без изменений – 0" in capsys.readouterr().out
    folder.put("regions.csv", 2, name_en="Abay Region")
    folder.drop("territories.csv", 3)
    call_command("load_concept", dir=folder.path, language="kk")
    said = capsys.readouterr().out
    assert "regions.csv: жаңа – 0, өзгерген – 1, өзгермеген – 19" in said
    assert "territories.csv: файлда жоқ, сақталды: KURCHATOV" in said


def test_changed_name_moves_its_sort_key_and_search_text(folder):
    load_concept(folder)
    folder.put("bodies.csv", 2, name_kk="Ғылым министрлігі", short_ru="Ёлка")
    tallies = load_concept(folder)
    body = ExecutiveBody.objects.get(code="MNVO")
    assert (tally(tallies, "bodies.csv").changed, tally(tallies, "bodies.csv").unchanged) == (1, 42)
    assert ExecutiveBody.objects.filter(search_text__contains="елка").get() == body
    assert Region.objects.first().sort_key < body.sort_key


def test_row_no_longer_in_the_file_is_kept_and_named(folder):
    load_concept(folder, sample_targets=True)
    folder.drop("action_plan.csv", 17)
    folder.drop("sample_targets.csv", 2)
    tallies = load_concept(folder, sample_targets=True)
    assert tally(tallies, "action_plan.csv").missing == ["2026 SC-16"]
    assert tally(tallies, "sample_targets.csv").missing == ["SC-CREATED 2026"]
    assert PlanRow.objects.count() == 16
    assert IndicatorTarget.objects.count() == 60


def test_row_may_be_added_to_a_loaded_edition(folder):
    load_concept(folder)
    folder.add("action_plan.csv", like=17, item="SC-17", no="17")
    done = tally(load_concept(folder), "action_plan.csv")
    assert (done.new, done.unchanged) == (1, 16)
    assert Executor.objects.filter(row__number=17).count() == 23


def test_item_outlives_its_number(folder):
    folder.add("plan_edition.csv", like=2, code="2028", in_force_from="2028-05-01")
    folder.add("action_plan.csv", like=2, edition="2028", item="SC-01", no="7", title_en="Reworded")
    load_concept(folder)
    rows = PlanRow.objects.filter(item__code="SC-01").order_by("edition")
    assert [(row.edition.code, row.number) for row in rows] == [("2026", 1), ("2028", 7)]
    assert ActionItem.objects.count() == 16


def test_columns_may_stand_in_any_order_and_the_file_may_begin_with_a_mark(folder):
    path = folder.path / "days_off.csv"
    path.write_bytes("\ufeffworking,basis,date\r\nyes,Үкімет қаулысы,2027-03-06\r\n".encode())
    assert tally(load_concept(folder), "days_off.csv").new == 1


def test_body_may_be_replaced_by_another(folder):
    """A ministry is renamed: the old body ends, the new one answers from then on, and the old one keeps its name."""
    load_concept(folder)
    folder.put("bodies.csv", 5, valid_to="2027-08-31", successor="MIN")
    folder.add("bodies.csv", like=5, code="MIN", name_ru="Министерство индустрии", valid_from="2027-09-01", valid_to="", successor="")
    load_concept(folder)
    old = ExecutiveBody.objects.get(code="MPS")
    assert old.answering_on(date(2027, 8, 31)) == old
    assert old.answering_on(date(2027, 9, 1)).code == "MIN"
    assert old.name_ru == "Министерство промышленности и строительства Республики Казахстан"
    folder.put("bodies.csv", 5, valid_to="", successor="")
    load_concept(folder)
    assert ExecutiveBody.objects.get(code="MPS").successor is None


def test_body_that_ended_without_a_successor_is_answered_by_nobody(folder):
    folder.put("bodies.csv", 5, valid_to="2027-08-31")
    load_concept(folder)
    assert ExecutiveBody.objects.get(code="MPS").answering_on(date(2028, 1, 1)) is None


def test_target_of_the_plan_replaces_a_sample_and_is_not_replaced_by_it(folder):
    load_concept(folder, sample_targets=True)
    folder.add("targets.csv", code="GII-UIC", year="2027", target="70.5", basis="concept")
    tallies = load_concept(folder, sample_targets=True)
    target = IndicatorTarget.objects.get(indicator__code="GII-UIC", year=2027)
    assert (target.value, target.basis, target.is_sample) == (Decimal("70.5"), "concept", False)
    assert tally(tallies, "targets.csv").changed == 1
    assert tally(tallies, "sample_targets.csv").changed == 0


def test_responsible_bodies_follow_the_file(folder):
    load_concept(folder)
    assert IndicatorResponsible.objects.filter(indicator__code="JOBS-HT").count() == 20
    folder.put("indicators.csv", 10, responsible="AK-ABA;AK-ALM")
    assert tally(load_concept(folder), "indicators.csv").changed == 1
    assert set(Indicator.objects.get(code="JOBS-HT").bodies.values_list("code", flat=True)) == {"AK-ABA", "AK-ALM"}


def test_source_and_note_are_not_kept_anywhere():
    load_concept()
    for model in (PlanRow, PlanEdition, Indicator):
        assert {"source", "note"}.isdisjoint(field.name for field in model._meta.get_fields())
