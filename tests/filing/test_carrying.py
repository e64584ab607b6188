"""Last year's facts are taken over by hand, tagged until they are confirmed; rows are filtered by plain addresses."""

from datetime import date

import pytest

from reporting import clock
from reporting.cycle import rules as cycle_rules
from reporting.filing import rules
from reporting.filing.examination import examine
from reporting.models import IndicatorValue, ItemProgress
from reporting.problems import Refused
from territories.models import Territory
from tests.filing.filling import codes, given, report_of, save
from tests.filing.test_pages import at, words

pytestmark = pytest.mark.usefixtures("cycle2026")


@pytest.fixture
def years(aigul, gulnar, kairat):
    """The row of 2026, accepted, and the same of 2027, open."""
    with clock.at(clock.local(date(2027, 3, 15), 10)):
        last = report_of("AK-ABA").rows.filter(needs_answer=True).select_related("row").first()
        save(last, aigul, **given(progress_kk="Өткен жыл", planned_local=5000, territory=Territory.objects.first()))
        for kind, number in (("act", "17"), ("contract", "5"), ("letter", "9"), ("act", "")):
            link = "" if number else "https://example.kz/act"
            rules.add_evidence(last, by=aigul, kind=kind, number=number, date=date(2026, 5, 1) if number else None, link=link)
        value = report_of("AK-ABA").indicators.first()
        save(value, aigul, answer="given", data_source="Әкімшілік деректер", actual=12)
        for entry in (last, value):
            type(entry).objects.filter(pk=entry.pk).update(decision="accepted", decided_at=clock.now(), decided_by=gulnar)
    with clock.at(clock.local(date(2028, 1, 11))):
        cycle_rules.open_year(2027, by=kairat)
    with clock.at(clock.local(date(2028, 3, 15), 10)):
        now = report_of("AK-ABA", 2027)
        yield now.rows.select_related("row").get(item=last.item_id), now.indicators.get(indicator=value.indicator_id)


def again(entry):
    return type(entry).objects.get(pk=entry.pk)


def problems(entry):
    found = next(one for one in examine(report_of("AK-ABA", 2027)) if one.entry == entry)
    return {problem.where for problem in found.problems if problem.code == "carried_unconfirmed"}


def test_lasting_facts_are_copied_and_results_are_not(years, aigul):
    for entry in years:
        rules.carry(entry, by=aigul)
    row, value = again(years[0]), again(years[1])
    assert row.territory == Territory.objects.first() and value.data_source == "Әкімшілік деректер"
    assert (row.progress_kk, row.planned_local, row.status, row.answer, value.actual) == ("", None, "", "", None)
    kept = row.evidence.values_list("kind", "number", "link")
    assert sorted(kept) == [("act", "", "https://example.kz/act"), ("act", "17", ""), ("contract", "5", "")]
    assert row.carried == ["evidence", "territory"] and value.carried == ["data_source"]


def test_copied_fields_stop_the_row_until_they_are_confirmed_or_edited(years, aigul):
    row, value = years
    rules.carry(row, by=aigul)
    rules.carry(value, by=aigul)
    save(row, aigul, **given())
    assert problems(row) == {"evidence", "territory"} and problems(value) == {"data_source"}
    save(row, aigul, territory=None)
    assert problems(row) == {"evidence"}
    for entry in years:
        rules.confirm_carried(entry, by=aigul)
        assert problems(entry) == set() and again(entry).carried == []
    save(value, aigul, data_source="Басқа дереккөз")


def test_nothing_is_copied_over_what_is_there_or_twice_or_by_strangers(years, aigul, dana):
    row, value = years
    save(value, aigul, data_source="Жаңа дереккөз")
    with pytest.raises(Refused) as refused:
        rules.carry(value, by=aigul)
    assert codes(refused) == {"nothing_to_carry"}
    rules.carry(row, by=aigul)
    for person, code in ((aigul, "nothing_to_carry"), (dana, "not_allowed")):
        with pytest.raises(Refused) as refused:
            rules.carry(row, by=person)
        assert codes(refused) == {code}
    with pytest.raises(Refused):
        rules.confirm_carried(row, by=dana)


def test_the_page_offers_it_saves_what_was_typed_and_confirms(years, aigul, sign_in):
    row, client = years[0], sign_in(aigul)
    url = at("item", row.report.public_id, row.pk, lang="ru")
    assert "Перенести из прошлого года" in words(client.get(url))
    assert client.post(url, {"base_version": row.version, "progress_kk": "Жаңа", "do": "carry"}).status_code == 302
    page = words(client.get(url))
    assert "Подтвердить перенесённое" in page and again(row).progress_kk == "Жаңа"
    row = again(row)
    sent = {"base_version": row.version, "progress_kk": "Жаңа", "territory": row.territory_id, "do": "confirm"}
    assert client.post(url, sent).status_code == 302 and again(row).carried == []


@pytest.mark.parametrize("show", ["", "mine", "lead", "co-executor", "problem", "returned", "nonsense"])
def test_rows_are_filtered_with_counts(years, aigul, sign_in, show):
    row, value = years
    save(row, aigul, **given(status="not_done"))
    answer = sign_in(aigul).get(at("report", row.report.public_id, lang="ru"), {"show": show})
    total = ItemProgress.objects.filter(report=row.report).count() + IndicatorValue.objects.filter(report=row.report).count()
    by_name = {choice.name: len(choice.lines) for choice in answer.context["filters"]}
    assert by_name[""] == total == by_name["lead"] + by_name["co-executor"]
    assert (by_name["mine"], by_name["problem"], by_name["returned"]) == (1, 1, 0)
    shown = answer.content.decode().count('<td class="no">')
    assert shown - 1 == by_name.get(show, total)
    assert "Заполнено строк: 0 из" in words(answer), "the first sentence counts every row whatever is shown"
