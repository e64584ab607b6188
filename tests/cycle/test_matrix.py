"""The matrix of bodies and sections: each cell says a word, and the cells, the lines and the report itself agree."""

import csv
import io
import zipfile
from datetime import date

import pytest

from reporting import clock
from reporting.cycle import completeness
from reporting.cycle.completeness import INDICATORS, lines_of, sorted_by, table_of
from reporting.models import Extension, Report
from reporting.review import rounds, rules
from reporting.words import WORDS
from territories.kazakh import sort_key
from tests.cycle.test_views import IN_APRIL, season
from tests.review import filed

__all__ = ["season"]
YEAR = "/kk/work/cycles/2026/"


def cells_of(cycle, user, code: str) -> dict[int, completeness.Cell]:
    sections, lines = table_of(cycle, user)
    line = next(line for line in lines if line.report.body.code == code)
    return dict(zip([section.number for section in sections], line.cells, strict=True))


def test_every_state_of_a_cell_has_its_word():
    assert {f"cell.{state}" for state in (
        "none", "filling", "not_filed", "extended", "submitted", "returned", "accepted", "no_activity")} == {
        code for code in WORDS if code.startswith("cell.")}  # fmt: skip


def test_the_cells_of_a_body_add_up_to_its_rows(season, gulnar):
    sections, lines = table_of(season, gulnar)
    assert [section.number for section in sections if section.number] == sorted(section.number for section in sections if section.number)
    for line in lines:
        assert sum(cell.asked for cell in line.cells) == line.asked == line.lead + line.co + line.indicators
        assert line.asked == len(filed.entries(line.report))


def test_a_cell_follows_its_report(season, gulnar, kairat, madina, bolat):
    it = season.reports.get(body__code="AK-ABA")
    with clock.at(clock.local(date(2027, 3, 25))):
        asked = {number: cell for number, cell in cells_of(season, gulnar, "AK-ABA").items() if cell.asked}
        assert {cell.state for cell in asked.values()} == {"submitted"} and {cell.on for cell in asked.values()} == {date(2027, 3, 20)}
        assert {cell.state for cell in cells_of(season, gulnar, "MTI").values()} <= {"filling", "none"}
    with clock.at(IN_APRIL):
        assert {cell.state for cell in cells_of(season, gulnar, "MTI").values()} <= {"not_filed", "none"}
        it = rules.begin_review(it, by=gulnar)
        entries = rounds.to_decide(it)
        back = next(entry for entry in entries if hasattr(entry, "row_id"))
        for entry in entries:
            wrong = entry == back
            rules.decide(entry, by=gulnar, decision="returned" if wrong else "accepted", reason="Толықтырыңыз" if wrong else "")
        number, now = back.row.section.number, cells_of(season, gulnar, "AK-ABA")
        assert now[number].state == "returned" and now[number].done == 1
        assert {cell.state for place, cell in now.items() if place != number and cell.asked} == {"accepted"}
        rules.return_for_revision(it, by=gulnar)
        assert cells_of(season, gulnar, "AK-ABA")[number].on == date(2027, 4, 6)
    report = Report.objects.get(body__code="MTI")
    told = {"stood_until": season.due_on, "asked_until": date(2027, 4, 20), "answer_until": date(2027, 4, 20), "reason": "Себебі"}
    stamps = {f"{verb}_at": clock.now() for verb in ("asked", "proposed", "confirmed")}
    Extension.objects.create(
        report=report, status="granted", answer_granted=True, answer_reason="Иә", asked_by=bolat, proposed_by=kairat, confirmed_by=madina,
        **told, **stamps,
    )  # fmt: skip
    with clock.at(IN_APRIL):
        cells = cells_of(season, gulnar, "MTI").values()
        assert {cell.state for cell in cells} <= {"extended", "none"} and date(2027, 4, 20) in {cell.on for cell in cells}


def test_no_activity_is_a_word_of_its_own_and_a_filter(season, gulnar, sign_in):
    Report.objects.filter(body__code="AK-ABA").update(no_activity=True)
    with clock.at(IN_APRIL):
        assert {cell.state for cell in cells_of(season, gulnar, "AK-ABA").values()} <= {"no_activity", "none"}
        page = sign_in(gulnar).get(YEAR, {"show": "no_activity"})
    assert [line.report.body.code for line in page.context["page"].object_list] == ["AK-ABA"]


def test_the_orders(season, gulnar):
    with clock.at(IN_APRIL):
        lines = lines_of(season, gulnar)
    names = [line.report.body.name for line in lines]
    assert names == sorted(names, key=sort_key)
    assert [line.state for line in sorted_by(lines, "state")][-2:] == ["submitted", "submitted"]
    assert [line.report.body.code for line in sorted_by(lines, "submitted")][:2] == ["AK-ABA", "AK-ALM"]
    assert sorted_by(lines, "reviewer")[-1].report.reviewer == gulnar
    for order in completeness.SORTS:
        assert {line.report.pk for line in sorted_by(lines, order)} == {line.report.pk for line in lines}


def test_the_files_say_what_the_page_says_with_its_filter(season, gulnar, kairat, sign_in):
    client = sign_in(kairat)
    with clock.at(IN_APRIL):
        page = client.get(YEAR, {"show": "submitted"})
        text = client.get(f"{YEAR}table.csv", {"show": "submitted"}).content.decode("utf-8-sig")
        book = client.get(f"{YEAR}table.xlsx", {"show": "submitted"})
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == [line.report.body.code for line in page.context["page"].object_list]
    assert len(rows[0]) == len(set(rows[0])) == len(rows[1])
    with zipfile.ZipFile(io.BytesIO(book.content)) as packed:
        said = packed.read("xl/sharedStrings.xml").decode()
    assert all(row[1] in said for row in rows[1:]) and "AK-AST" not in said


@pytest.mark.parametrize("text", ["=1+1", "@x", "-2", "+3", "\t=1"])
def test_nothing_in_the_file_begins_a_formula(season, gulnar, kairat, sign_in, text):
    type(gulnar).objects.filter(pk=gulnar.pk).update(full_name=text)
    said = sign_in(kairat).get(f"{YEAR}table.csv").content.decode("utf-8-sig")
    assert any(row[-1] == f"'{text}" for row in csv.reader(io.StringIO(said)))


def test_indicators_stand_last(season, gulnar):
    sections, _lines = table_of(season, gulnar)
    assert [section.number for section in sections].index(INDICATORS) == len(sections) - 1
