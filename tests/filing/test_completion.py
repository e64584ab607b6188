"""How far the report is filled in: the table of the check page, its links, and a row that says what it lacks."""

import re

import pytest

from reporting.filing.completion import completion, field_anchor, whole
from reporting.filing.overview import Overview
from reporting.models import MONEY
from tests.filing.filling import fill, given, report_of, save
from tests.filing.test_pages import at, words

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def report(aigul, bolat):
    return report_of("AK-ABA")


@pytest.fixture
def rows(report):
    return list(report.rows.filter(needs_answer=True).select_related("row__section"))


def table(report, user):
    return completion(Overview(report_of(report.body.code), user))


def test_groups_are_the_sections_of_the_plan_and_counts_add_up(report, rows, aigul):
    save(rows[0], aigul, **given(reasons_kk="Себебі"))
    save(rows[1], aigul, answer="no_activity", complete=True)
    save(rows[2], aigul, **given(status="partly_done"))
    save(rows[3], aigul, **given(**dict.fromkeys(MONEY[:1], 1), **{MONEY[1]: 5}, reasons_kk="Себебі"))
    groups = table(report, aigul)
    total = whole(groups)
    assert [group.title for group in groups] == [*dict.fromkeys(row.line.section for row in total.rows)] and groups[-1].title == ""
    assert [sum(group.counts[n] for group in groups) for n in range(4)] == total.counts
    asked = [row for row in total.rows if row.line.entry.needs_answer]
    assert total.asked == len(asked) == sum(row.complete or bool(row.problem) for row in asked)
    assert total.counts == [2, total.asked - 2, 1, 1]


def test_a_number_leads_to_the_very_field(report, rows, aigul, sign_in):
    save(rows[0], aigul, **given(status="partly_done"))
    row = next(row for row in whole(table(report, aigul)).rows if row.line.entry == rows[0])
    assert row.problem.count == 2 and row.problem.first == f"{row.line.url}?check#id_reasons_kk"
    client = sign_in(aigul)
    page = client.get(at("check", report.public_id, lang="ru")).content.decode()
    for href, _field, text in row.to_correct:
        path = href.split("#")[0]
        assert text
        opened = client.get(path.replace("/kk/", "/ru/", 1)).content.decode()
        assert f'id="{href.split("#")[1]}"' in opened
    assert f'items/{rows[0].pk}/?check#id_reasons_kk">2' in page


def test_every_problem_of_every_row_points_to_a_field_that_its_page_has(report, aigul, sign_in):
    client = sign_in(aigul)
    for line in Overview(report, aigul).asked[:3] + Overview(report, aigul).asked[-3:]:
        page = client.get(line.url).content.decode()
        for problem in line.judged.blockers:
            assert f'id="{field_anchor(problem.where)[1:]}"' in page, (line.title, problem.where)


def test_the_list_names_row_and_field(report, rows, aigul, sign_in):
    save(rows[0], aigul, **given(status="done", actual_date="2027-12-31"))
    text = re.sub(r"\s+", " ", words(sign_in(aigul).get(at("check", report.public_id, lang="ru"))))
    assert f"Строка {rows[0].row.number}, Фактическая дата завершения : Дата не может быть позже сегодняшней" in text


def test_the_signatory_is_told_once_of_each_box_that_is_not_ticked(report, aigul, bolat, sign_in):
    fill(report, aigul)
    answer = sign_in(bolat).post(at("check", report.public_id, lang="ru"), {"version": 1})
    summary = re.search(r'<div class="summary".*?</ol>', answer.content.decode(), re.S)[0]
    told = re.findall(r"<a [^>]*>(.*?)</a>", summary)
    assert answer.status_code == 422 and len(told) == len(set(told)) == 2
    answer = sign_in(bolat).post(at("check", report.public_id, lang="ru"), {"version": 1, "correct": "on"})
    summary = re.search(r'<div class="summary".*?</ol>', answer.content.decode(), re.S)[0]
    assert re.findall(r'href="(#\w+)"', summary) == ["#id_declared"]


@pytest.mark.parametrize("button", ["next", "list"])
def test_a_row_marked_as_filled_in_says_what_it_lacks(report, rows, aigul, sign_in, button):
    client, url = sign_in(aigul), at("item", report.public_id, rows[0].pk, lang="ru")
    sent = {"base_version": 1, "answer": "given", "status": "done", "progress_ru": "Введено", "complete": "on", "do": button}
    answer = client.post(url, sent)
    assert answer["Location"] == f"{url}?check"
    page = client.get(answer["Location"]).content.decode()
    summary = re.search(r'<div class="summary".*?</div>', page, re.S)[0]
    assert f"Строка {rows[0].row.number}" in summary and "Фактическая дата завершения" in summary
    rows[0].refresh_from_db()
    assert rows[0].complete and rows[0].progress_ru == "Введено"


def test_autosave_tells_what_a_row_marked_as_filled_in_lacks(report, rows, aigul, sign_in):
    client, url = sign_in(aigul), at("item_autosave", report.public_id, rows[0].pk, lang="ru")
    sent = {"base_version": 1, "fields": "answer status progress_ru", "answer": "given", "status": "partly_done", "progress_ru": "Введено"}
    assert client.post(url, sent, headers={"Accept": "application/json"}).json()["unfinished"] == []
    sent = {"base_version": 2, "fields": "complete", "complete": "on"}
    told = client.post(url, sent, headers={"Accept": "application/json"}).json()["unfinished"]
    assert [one["at"] for one in told] == ["#id_reasons_kk", "#id_measures_kk"]
    assert told[0]["label"] == "Причины неисполнения, на казахском языке"


def test_the_check_page_asks_the_database_as_often_for_one_row_as_for_many(report, rows, aigul, sign_in, django_assert_max_num_queries):
    client, url = sign_in(aigul), at("check", report.public_id)
    client.get(url)
    with django_assert_max_num_queries(10):
        client.get(url)
    fill(report, aigul)
    with django_assert_max_num_queries(11):
        client.get(url)
