"""An amount that cannot be read, typed over a saved one, stays as typed beside its error: never the saved one in its place in silence."""

import re

import pytest
from django.urls import reverse

from reporting.models import ParkedText
from tests.filing.filling import given, report_of, save
from tests.filing.test_pages import at, words

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
TYPED = "12 тыс"


@pytest.fixture
def report(aigul, bolat):
    return report_of("AK-ABA")


@pytest.fixture
def row(report, aigul):
    found = report.rows.filter(needs_answer=True).select_related("row").first()
    save(found, aigul, **given(planned_local=5_000_000, disbursed_local=5_000_000, reasons_kk="Себебі"))
    found.refresh_from_db()
    return found


def machinery(page) -> dict:
    """What the form carries for the machine."""
    html = page.content.decode().split('id="entry"')[1]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))


def amount(page) -> str:
    """What the field of the amount shows."""
    return re.search(r'name="planned_local" value="([^"]*)"', page.content.decode())[1].replace("\u00a0", " ")


def everything(page) -> dict:
    """Every field of the form as the browser would send it."""
    form = page.context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in said.items() if value is not False} | machinery(page)


def stays_as_typed(client, url, row):
    for _turn in range(2):  # reading does not use it up
        page = client.get(url)
        assert amount(page) == TYPED and 'id="id_planned_local_error"' in page.content.decode()
        assert "Введите число" in words(page) and "не был сохранён" in words(page)
    row.refresh_from_db()
    assert row.planned_local == 5_000_000, "the saved amount is not touched"


def test_after_an_automatic_save_and_a_reload(report, row, aigul, sign_in):
    client, url = sign_in(aigul), at("item", report.public_id, row.pk, lang="ru")
    page = client.get(url)
    assert amount(page) == "5 000"
    address = reverse("filing:item_autosave", args=[report.public_id, row.pk])
    said = {**machinery(page), "fields": "planned_local progress_ru", "planned_local": TYPED, "progress_ru": "Начато"}
    told = client.post(address, said, headers={"Accept": "application/json"}).json()
    assert [one["field"] for one in told["problems"]] == ["planned_local"]
    stays_as_typed(client, url, row)
    assert row.progress_ru == "Начато", "what can be saved is saved"
    again = {"parked": told["parked"], "base_version": told["version"], "fields": "progress_ru", "progress_ru": "Идёт"}
    client.post(address, {**said, **again})
    stays_as_typed(client, url, row)


def test_after_the_button_was_pressed_without_a_script_and_the_page_left(report, row, aigul, sign_in):
    client, url = sign_in(aigul), at("item", report.public_id, row.pk, lang="ru")
    answer = client.post(url, {**everything(client.get(url)), "planned_local": TYPED, "do": "next"})
    assert answer.status_code == 422 and amount(answer) == TYPED
    stays_as_typed(client, url, row)
    home = words(client.get(at("report", report.public_id, lang="ru")))
    assert "Здесь введено то, что не сохранено" in home, "the list does not pass the row over as filled in"
    page = client.get(url)
    assert client.post(url, {**everything(page), "planned_local": "12", "disbursed_local": "12", "do": "list"}).status_code == 302
    row.refresh_from_db()
    assert row.planned_local == 12_000 and not ParkedText.objects.exists()
    assert "Здесь введено" not in words(client.get(at("report", report.public_id, lang="ru"))) and amount(client.get(url)) == "12"


def test_the_author_may_drop_it_and_nobody_else_sees_it(report, row, aigul, bolat, dana, sign_in):
    client, url = sign_in(aigul), at("item", report.public_id, row.pk, lang="ru")
    client.post(url, {**everything(client.get(url)), "planned_local": TYPED})
    assert amount(sign_in(bolat).get(url)) == "5 000" and sign_in(dana).get(url).status_code == 404
    assert "Здесь введено" not in words(sign_in(bolat).get(at("report", report.public_id, lang="ru")))
    drop = reverse("filing:discard_typed", args=[report.public_id, ParkedText.objects.get().public_id])
    assert client.post(drop).status_code == 302 and amount(client.get(url)) == "5 000"


def test_a_conflict_left_without_an_answer_waits_on_the_row(report, row, aigul, bolat, sign_in):
    client, url = sign_in(aigul), at("item", report.public_id, row.pk, lang="ru")
    seen = everything(client.get(url))
    save(row, bolat, progress_kk="Болаттікі")
    assert client.post(url, {**seen, "progress_kk": "Айгүлдікі"}).status_code == 409
    row.refresh_from_db()
    assert "Айгүлдікі" in words(client.get(url)) and row.progress_kk == "Болаттікі"
