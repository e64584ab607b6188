"""Rows are taken and handed over; each person sees their own first, and nobody is locked out."""

import re

import pytest

from reporting import clock
from reporting.filing import rules
from reporting.models import Event, ItemProgress, Notice, Report
from reporting.problems import Refused
from tests.filing.filling import codes, given, report_of, save
from tests.filing.test_pages import at, words

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def report(aigul, beibit, bolat):
    return report_of("AK-ABA")


@pytest.fixture
def rows(report):
    return list(report.rows.filter(needs_answer=True).select_related("row").order_by("row__number"))


def again(entry):
    return type(entry).objects.get(pk=entry.pk)


def fields(page) -> dict:
    """What the form of the page would send, untouched."""
    html = page.content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(was-[\w-]+)" value="(\d*)"', html))
    for name, options in re.findall(r'<select id="[^"]+" name="([\w-]+)">(.*?)</select>', html, flags=re.S):
        sent[name] = next(iter(re.findall(r'value="(\d*)" selected', options)), "")
    return sent


def test_rows_are_divided_by_one_form_and_each_person_is_told_once(report, rows, aigul, beibit, sign_in):
    url, client = at("share", report.public_id, lang="ru"), sign_in(aigul)
    sent = fields(client.get(url))
    assert set(sent.values()) == {""} and len(sent) == 2 * (len(rows) + report.indicators.count())
    given_away = {f"row-{rows[0].pk}": beibit.pk, f"row-{rows[1].pk}": beibit.pk, f"row-{rows[2].pk}": aigul.pk}
    assert client.post(url, {**sent, **given_away}).status_code == 302
    assert [again(row).responsible for row in rows[:4]] == [beibit, beibit, aigul, None]
    (told,) = Notice.objects.filter(kind="rows_given")
    assert told.person == beibit and told.params["rows"] == 2
    assert Event.objects.filter(verb="share_rows").count() == 3
    assert again(rows[0]).version == rows[0].version, "what is reported has not changed"
    page = words(client.get(at("item_history", report.public_id, rows[0].pk, lang="ru")))
    assert "Ответственный изменён" in page and beibit.full_name in page
    assert client.post(url, fields(client.get(url))).status_code == 302 and Event.objects.filter(verb="share_rows").count() == 3


def test_my_rows_are_those_given_to_me_or_last_edited_by_me(report, rows, aigul, beibit, sign_in):
    rules.share_rows(report, by=aigul, shares=[(rows[0], None, beibit)])
    save(rows[1], beibit, **given())
    save(rows[2], aigul, **given())
    page = sign_in(beibit).get(at("report", report.public_id, lang="ru"), {"show": "mine"})
    assert [line.entry.pk for line in page.context["chosen"].lines] == [rows[0].pk, rows[1].pk]
    assert f"Ответственный: {beibit.full_name}" in words(page)


def test_the_row_itself_is_taken_by_a_button_that_saves_it_too(report, rows, aigul, sign_in):
    url, client = at("item", report.public_id, rows[0].pk, lang="ru"), sign_in(aigul)
    assert "Взять строку" in words(client.get(url))
    assert client.post(url, {"base_version": 1, "progress_ru": "Начато", "do": "take"})["Location"] == url
    row = again(rows[0])
    assert (row.responsible, row.progress_ru) == (aigul, "Начато")
    assert "Взять строку" not in words(client.get(url)) and aigul.full_name in words(client.get(url))


def test_two_people_dividing_at_once_do_not_undo_each_other(report, rows, aigul, beibit, bolat, sign_in):
    url = at("share", report.public_id, lang="ru")
    seen = fields(sign_in(aigul).get(url))
    rules.share_rows(report, by=bolat, shares=[(rows[0], None, bolat)])
    answer = sign_in(aigul).post(url, {**seen, f"row-{rows[0].pk}": beibit.pk, f"row-{rows[1].pk}": beibit.pk})
    assert answer.status_code == 422 and "назначен другой" in words(answer)
    assert again(rows[0]).responsible == bolat and again(rows[1]).responsible is None, "all of it or nothing"
    assert fields(answer)[f"row-{rows[1].pk}"] == str(beibit.pk), "what was chosen stays on the page"


def test_nobody_outside_the_body_gets_a_row_or_gives_one(report, rows, aigul, dana, gulnar, beibit, sign_in):
    for person in (dana, gulnar):
        with pytest.raises(Refused) as refused:
            rules.share_rows(report, by=aigul, shares=[(rows[0], None, person)])
        assert codes(refused) == {"not_of_the_body"}
        with pytest.raises(Refused) as refused:
            rules.share_rows(report, by=person, shares=[(rows[0], None, aigul)])
        assert codes(refused) == {"not_allowed"}
        assert sign_in(person).get(at("share", report.public_id)).status_code == 404
    beibit.is_active = False
    beibit.save()
    with pytest.raises(Refused) as refused:
        rules.share_rows(report, by=aigul, shares=[(rows[0], None, beibit)])
    assert codes(refused) == {"not_of_the_body"}
    assert not ItemProgress.objects.exclude(responsible=None).exists() and not Notice.objects.filter(kind="rows_given").exists()


def test_a_strange_row_or_person_in_the_form_changes_nothing(report, rows, aigul, dana, sign_in):
    other = report_of("AK-ALM").rows.filter(needs_answer=True).first()
    url = at("share", report.public_id)
    for name, value in ((f"row-{other.pk}", aigul.pk), (f"row-{rows[0].pk}", dana.pk), (f"row-{rows[0].pk}", "x")):
        sign_in(aigul).post(url, {name: value, f"was-{name}": ""})
    assert not ItemProgress.objects.exclude(responsible=None).exists()


def test_rows_of_a_locked_report_are_not_divided(report, rows, aigul, sign_in):
    Report.objects.filter(pk=report.pk).update(status="submitted", submitted_at=clock.now())
    with pytest.raises(Refused) as refused:
        rules.share_rows(report, by=aigul, shares=[(rows[0], None, aigul)])
    assert codes(refused) == {"locked_submitted"}
    page = sign_in(aigul).get(at("share", report.public_id, lang="ru"))
    assert page.status_code == 200 and "<select" not in page.content.decode()


def test_the_page_asks_the_same_however_many_rows(report, rows, aigul, sign_in, django_assert_max_num_queries):
    url, client = at("share", report.public_id), sign_in(aigul)
    client.get(url)
    with django_assert_max_num_queries(12) as many:
        client.get(url)
    report.rows.exclude(pk=rows[0].pk).delete()
    with django_assert_max_num_queries(len(many)):
        client.get(url)
