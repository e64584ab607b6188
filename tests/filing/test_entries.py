"""Saving rows: kept, versioned, merged; never a silent overwrite; and what a row refuses."""

from datetime import date
from decimal import Decimal

import pytest

from reporting import history
from reporting.filing import rules
from reporting.filing.reported import snapshot
from reporting.models import EntryRevision, Event, ItemProgress, Report
from reporting.problems import Refused
from tests.filing.filling import codes, report_of, save

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def row(aigul):
    return report_of("AK-ABA").rows.filter(needs_answer=True).select_related("row").first()


@pytest.fixture
def value(aigul):
    return report_of("AK-ABA").indicators.select_related("indicator").first()


def test_a_save_is_versioned_and_told(row, aigul):
    result = save(row, aigul, answer="given", disbursed_local=1_250_000_500, progress_kk=" Мәтін\r\nекінші жол ")
    row.refresh_from_db()
    assert (row.version, row.edited_by, row.progress_kk) == (2, aigul, "Мәтін\nекінші жол")
    assert set(result.changed) == {"answer", "disbursed_local", "progress_kk"} and not result.merged
    opening, first = EntryRevision.objects.filter(row=row)
    assert (opening.version, opening.saved_by, opening.fields["answer"]) == (1, None, "")
    assert (first.version, first.saved_by, first.fields) == (2, aigul, snapshot(row))
    event = Event.objects.get(verb="save_entry")
    assert event.new == {"answer": "given", "disbursed_local": 1_250_000_500, "progress_kk": "Мәтін\nекінші жол"}
    assert event.old == {"answer": "", "disbursed_local": None, "progress_kk": ""} and event.body_code == "AK-ABA"
    assert history.broken(event.thread) == []


def test_a_save_without_changes_writes_nothing(row, aigul):
    save(row, aigul, progress_kk="Мәтін")
    before = EntryRevision.objects.count(), Event.objects.count()
    assert save(row, aigul, progress_kk="Мәтін ", planned_local=None).changed == {}
    assert before == (EntryRevision.objects.count(), Event.objects.count())


def test_different_fields_of_two_people_merge(row, aigul, beibit):
    save(row, aigul, progress_kk="Айгүлдікі")
    result = save(row, beibit, base_version=1, progress_ru="Бейбит", progress_kk="")
    row.refresh_from_db()
    assert result.merged and (row.progress_kk, row.progress_ru, row.version) == ("Айгүлдікі", "Бейбит", 3)


def test_the_same_field_of_two_people_is_a_conflict_with_both_texts(row, aigul, beibit):
    save(row, aigul, progress_kk="Айгүлдікі", reasons_kk="Себебі")
    with pytest.raises(rules.Conflict) as conflict:
        save(row, beibit, base_version=1, progress_kk="Бейбіттікі", progress_ru="Бейбит")
    (clash,) = conflict.value.clashes
    assert (clash.name, clash.base, clash.mine, clash.theirs, clash.who) == ("progress_kk", "", "Бейбіттікі", "Айгүлдікі", aigul.full_name)
    assert conflict.value.mine == {"progress_kk": "Бейбіттікі", "progress_ru": "Бейбит"}
    row.refresh_from_db()
    assert (row.progress_kk, row.progress_ru, row.version) == ("Айгүлдікі", "", 2), "nothing was written"
    assert EntryRevision.objects.count() == 2


def test_the_same_change_by_two_people_is_no_conflict(row, aigul, beibit):
    save(row, aigul, progress_kk="Бірдей")
    assert save(row, beibit, base_version=1, progress_kk="Бірдей").changed == {}


def test_a_conflict_names_the_one_who_wrote_the_text_that_stands(row, aigul, beibit, bolat):
    save(row, aigul, progress_kk="Айгүлдікі")
    save(row, bolat, progress_ru="Болат")
    with pytest.raises(rules.Conflict) as conflict:
        save(row, beibit, base_version=1, progress_kk="Бейбіттікі")
    assert conflict.value.clashes[0].who == aigul.full_name


@pytest.mark.parametrize("base", [0, -1, 99])
def test_an_impossible_base_version_is_refused(row, aigul, base):
    with pytest.raises(Refused) as refused:
        rules.save_entry(row, by=aigul, base_version=base, values={"progress_kk": "Мәтін"})
    assert codes(refused) == {"moved_on"} and not EntryRevision.objects.exists()


@pytest.mark.parametrize("person", ["dana", "gulnar", "kairat", "oraz", "saule", "nurlan", "madina"])
def test_only_people_of_the_body_save(row, person, request):
    user = request.getfixturevalue(person)
    with pytest.raises(Refused) as refused:
        save(row, user, progress_kk="Мәтін")
    assert codes(refused) == {"not_allowed"} and not EntryRevision.objects.exists()


@pytest.mark.parametrize(
    ("status", "code"), [("submitted", "locked_submitted"), ("in_review", "locked_in_review"), ("accepted", "locked_accepted")]
)
def test_a_locked_report_says_who_unlocks_it(row, aigul, status, code):
    Report.objects.filter(pk=row.report_id).update(status=status)
    with pytest.raises(Refused) as refused:
        save(row, aigul, progress_kk="Мәтін")
    assert codes(refused) == {code} and not EntryRevision.objects.exists()


@pytest.mark.parametrize(("change", "code"), [({"open": False}, "row_accepted_before"), ({"needs_answer": False}, "row_not_due")])
def test_a_closed_row_is_refused(row, aigul, change, code):
    ItemProgress.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(Refused) as refused:
        save(row, aigul, progress_kk="Мәтін")
    assert codes(refused) == {code} and not EntryRevision.objects.exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"answer": "maybe"}, "choose"),
        ({"status": "finished"}, "choose"),
        ({"planned_local": -1}, "negative"),
        ({"planned_local": 10**16 + 1}, "too_large"),
        ({"progress_kk": "ә" * 8001}, "too_long"),
        ({"reasons_ru": "я" * 4001}, "too_long"),
        ({"progress_kk": "а\x00б"}, "bad_character"),
        ({"actual_date": "31.13.2026"}, "date"),
    ],
)
def test_what_a_row_cannot_hold(row, aigul, values, code):
    with pytest.raises(Refused) as refused:
        save(row, aigul, progress_ru="Текст", **values)
    assert codes(refused) == {code} and all(problem.text() for problem in refused.value.problems)
    row.refresh_from_db()
    assert row.version == 1 and row.progress_ru == "" and not EntryRevision.objects.exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"actual": Decimal("-1")}, "negative"),
        ({"actual": Decimal("1.1234567")}, "number"),
        ({"actual": Decimal(10) ** 15}, "number"),
        ({"denominator": Decimal(0)}, "denominator_zero"),
        ({"data_source": "ә" * 301}, "too_long"),
    ],
)
def test_what_an_indicator_cannot_hold(value, aigul, values, code):
    with pytest.raises(Refused) as refused:
        save(value, aigul, **values)
    assert codes(refused) == {code} and not EntryRevision.objects.exists()


def test_an_unknown_field_is_a_defect_not_a_refusal(row, aigul):
    with pytest.raises(KeyError):
        save(row, aigul, decision="accepted")


def test_an_indicator_is_saved_like_a_row(value, aigul):
    save(value, aigul, answer="given", actual=12, data_date=date(2026, 12, 31))
    assert EntryRevision.objects.get(value=value, version=2).fields["actual"] == "12"
    assert save(value, aigul, actual=Decimal("12.000000")).changed == {}


def test_a_question_about_documents_is_answered_like_any_other(row, aigul):
    """«Done without a document» points to no field of the row: the answer was a server's failure."""
    save(row, aigul, answer="given", status="done", progress_kk="Орындалды", actual_date=date(2026, 12, 1))
    save(row, aigul, questions_answer="Құжат құпия тізілімде сақталады, көшірмесі берілмейді.")
    row.refresh_from_db()
    assert ["ask_no_evidence", "evidence", None] in row.answered
