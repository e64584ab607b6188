"""Help beside each question, from the same source as the rules: in the form, the spreadsheet, the API and on the page of checks."""

import csv
import io

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from reporting.filing.checks import CHECKS
from reporting.filing.checks_listed import listed_checks
from reporting.filing.help import HELP, advice
from reporting.filing.spreadsheet.template import template
from reporting.models import IndicatorValue, ItemProgress
from reporting.problems import TEXTS
from tests.filing.filling import given, report_of, save
from tests.filing.test_pages import at, latin, words

FIELDS = [(model, name) for model in (ItemProgress, IndicatorValue) for name in model.REPORTED]


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_every_question_has_a_sentence_an_example_and_a_reason(model, name):
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            told = advice(model, name)
            assert told.hint and told.example and told.why, (language, name)
            assert len(told.hint) <= 255, "a spreadsheet takes no longer hint"


def test_help_is_written_for_fields_that_exist():
    assert set(HELP) <= {name for _model, name in FIELDS}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_check_is_on_the_page_and_in_both_files(aigul, client, sign_in, language):
    reader = sign_in(aigul)
    page = reader.get(at("checks", lang=language))
    assert page.status_code == 200 and client.get(at("checks", lang=language)).status_code == 302
    text = page.content.decode()
    with translation.override(language):
        codes = {(model, code) for model, checks in CHECKS.items() for check in checks for code in check.codes}
        listed = listed_checks()
        assert len(listed) == len(codes)
        for one in listed:
            assert one.text in text.replace("&quot;", '"') and one.why and one.fields, one
        assert {one.code for one in listed} == {code for _model, code in codes} <= set(TEXTS)
    rows = list(csv.reader(io.StringIO(reader.get(at("checks_csv", lang=language)).content.decode("utf-8-sig")), delimiter=";"))
    assert [tuple(row) for row in rows[1 : len(listed) + 1]] == [one.cells() for one in listed]
    at_once = {code for code in TEXTS if code.startswith(("evidence_", "file_", "cell_", "sheet_", "column_"))}
    assert at_once <= {row[-1] for row in rows} and "too_long" in {row[-1] for row in rows}
    book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(at("checks_xlsx", lang=language)).content))
    sheet = book.get_sheet_by_index(["kk", "ru", "en"].index(language)).to_python()
    assert [[str(cell) for cell in row] for row in sheet[1:]] == rows[1:]


@pytest.mark.usefixtures("cycle2026", "in_march")
def test_the_form_shows_it_and_the_spreadsheet_says_the_same(aigul, sign_in):
    report = report_of("AK-ABA")
    row = report.rows.filter(needs_answer=True).first()
    page = sign_in(aigul).get(at("item", report.public_id, row.pk, lang="ru"))
    with translation.override("ru"):
        told = advice(ItemProgress, "reasons_kk")
        assert told.example in words(page) and told.why in words(page) and told.rules[0] in words(page)
        cells = CalamineWorkbook.from_filelike(io.BytesIO(template(report))).get_sheet_by_index(0).to_python()
        assert any(line[2:5] == [told.hint, told.example, told.why] for line in cells)
        assert [line[0] for line in cells][-len(listed_checks()) :] == [one.text for one in listed_checks()]
    assert latin(sign_in(aigul).get(at("item", report.public_id, row.pk))) == set()
    assert latin(sign_in(aigul).get(at("checks"))) == {"CSV"}


@pytest.mark.usefixtures("cycle2026", "in_march")
def test_an_answer_to_questions_is_kept_with_what_it_answers(aigul, sign_in):
    report = report_of("AK-ABA")
    row = report.rows.filter(needs_answer=True).first()
    late = {"reasons_kk": "Себебі"}
    save(row, aigul, **given(planned_local=10, disbursed_local=20, **late))
    save(row, aigul, questions_answer="Сверх плана – из резерва")
    row.refresh_from_db()
    assert row.answered == [["ask_overdisbursed", "disbursed_local", 20]]
    client, url = sign_in(aigul), at("item", report.public_id, row.pk, lang="ru")
    assert client.get(url).context["line"].state == "completed"
    save(row, aigul, disbursed_local=30)
    page = client.get(url)
    assert page.context["line"].state == "question" and "появился новый вопрос" in words(page)
    assert "Местный бюджет: освоено . Освоено больше" in " ".join(words(page).split()), "a question names its field"
    save(row, aigul, questions_answer="Сверх плана – из резерва, 30 тысяч")
    assert client.get(url).context["line"].state == "completed"
    save(row, aigul, questions_answer="")
    row.refresh_from_db()
    assert row.answered == [] and client.get(url).context["line"].state == "question"
