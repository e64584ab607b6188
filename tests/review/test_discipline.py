"""The formula of discipline by hand-made facts, the table on a real year, and who sees it when."""

import json
from datetime import date
from fractions import Fraction

import pytest

from reporting import clock
from reporting.consolidation.columns_beside import DISCIPLINE
from reporting.consolidation.figures import figures
from reporting.consolidation.lines import lines as lines_of
from reporting.consolidation.sources import frame
from reporting.models import Cycle, DisciplineComment, Notice
from reporting.problems import Refused
from reporting.review import discipline
from reporting.review.discipline import Facts
from reporting.review.discipline_rules import comment_discipline, show_discipline
from tests.filing.filling import fill, report_of, submit

BEST = {"days_late": 0, "returns": 0, "asked": 20, "returned_first": 0, "done": 4, "proved": 4}


@pytest.mark.parametrize(
    ("changed", "points"),
    [
        ({}, 100),
        ({"days_late": 3}, 88),  # 40 × 0.7 + 60
        ({"days_late": 10}, 60),
        ({"days_late": 90}, 60),
        ({"returns": 1}, 90),
        ({"returns": 2}, 80),
        ({"returns": 5}, 80),
        ({"returned_first": 5}, 95),
        ({"proved": 1}, 85),
        ({"done": 0, "proved": 0}, 100),  # nothing was reported as done: the part falls out
        ({"done": 0, "proved": 0, "returns": 1}, 88),  # (40 + 10 + 20) / 80 = 87.5
        ({"days_late": None}, 0),
    ],
)
def test_the_formula(changed, points):
    assert discipline.points(Facts(**{**BEST, **changed})) == points


def test_the_weights_make_a_hundred_and_every_part_is_a_fraction():
    assert sum(discipline.WEIGHTS.values()) == 100 and set(discipline.parts(Facts(**BEST))) == set(discipline.WEIGHTS)
    assert all(isinstance(part, Fraction | None) for part in discipline.parts(Facts(**{**BEST, "proved": 3})).values())


@pytest.fixture
def april(cycle2026, aigul, bolat):
    """One body filed three days late, the others did not; 20 April."""
    with clock.at(clock.local(date(2027, 4, 4), 10)):
        fill(report_of("AK-ABA"), aigul)
        submit(report_of("AK-ABA"), bolat)
    with clock.at(clock.local(date(2027, 4, 20))):
        yield cycle2026


def test_the_table_on_a_real_year(april, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        lines = {line.report.body.code: line for line in discipline.table(april)}
    assert lines["AK-ABA"].facts.days_late == 3 and lines["AK-ABA"].facts.asked > 5 and lines["AK-ABA"].points == 85  # 68 / 80
    assert lines["AK-ALM"].facts.days_late is None and lines["AK-ALM"].points == 0
    assert len(lines) == april.reports.filter(invited=False).count()


def test_the_bodies_see_it_first_and_only_when_shown(april, kairat, aigul, bolat, dana, oraz, sign_in):
    page = f"/ru/work/review/discipline/report/{report_of('AK-ABA').public_id}/"
    assert sign_in(bolat).get(page).status_code == 404
    with pytest.raises(Refused):
        comment_discipline(report_of("AK-ABA"), by=bolat, text="Мысал")
    assert sign_in(kairat).post("/ru/work/review/discipline/2026/").status_code == 302
    assert Notice.objects.filter(kind="discipline_shown", person=bolat).count() == 1
    assert "85" in sign_in(aigul).get(page).content.decode()
    assert sign_in(dana).get(page).status_code == 404 and sign_in(aigul).post(page, {"text": "Мысал"}).status_code == 404
    assert sign_in(bolat).post(page, {"text": "Опоздали из-за сбоя связи"}).status_code == 302
    assert DisciplineComment.objects.get().said_by == bolat
    assert "Опоздали из-за сбоя связи" in sign_in(oraz).get("/ru/work/review/discipline/2026/").content.decode()
    april.refresh_from_db()
    with pytest.raises(Refused):
        show_discipline(april, by=kairat)


def test_a_body_by_agreement_has_no_line_and_says_nothing_to_it(april, kairat, bolat, sign_in):
    show_discipline(april, by=kairat)
    april.reports.filter(body__code="AK-ABA").update(invited=True)
    report = report_of("AK-ABA")
    assert sign_in(bolat).get(f"/ru/work/review/discipline/report/{report.public_id}/").status_code == 404
    with pytest.raises(Refused) as no:
        comment_discipline(report, by=bolat, text="Мысал")
    assert [problem.code for problem in no.value.problems] == ["discipline_not_shown"]


def test_the_dictionary_of_the_files_tells_the_weights_of_the_formula():
    """Public code reads no rule of the desk, so the numbers are written there once more."""
    for name, weight in discipline.WEIGHTS.items():
        column = DISCIPLINE[f"part_{name}"]
        assert all(f" {weight}:" in text for text in (column.kk, column.ru, column.en)), name


def test_it_is_not_shown_before_the_legal_date(cycle2026, in_march, kairat):
    with pytest.raises(Refused) as no:
        show_discipline(cycle2026, by=kairat)
    assert [problem.code for problem in no.value.problems] == ["discipline_too_early"]


def test_the_public_sees_it_only_in_an_edition_and_after_the_bodies(april, kairat, bolat):
    assert "discipline" not in frame(april, 1), "not shown to the bodies"
    show_discipline(april, by=kairat)  # 20 April
    last = clock.local(date(2027, 4, 30), 23)
    with clock.at(last):
        assert "discipline" not in frame(april, 1), "the bodies may still comment"
        comment_discipline(report_of("AK-ABA"), by=bolat, text="Мысал")
    with clock.at(clock.local(date(2027, 5, 1))):
        with pytest.raises(Refused) as late:
            comment_discipline(report_of("AK-ABA"), by=bolat, text="Мысал")
        told = frame(april, 1)
        assert "discipline" not in frame(Cycle(**{**vars_of(april), "discipline_shown_at": None}), 1)
    assert [problem.code for problem in late.value.problems] == ["discipline_comments_over"]
    lines = {one["body"]: one for one in told["discipline"]["bodies"]}
    assert lines["AK-ABA"]["points"] == 85 and lines["AK-ABA"]["days_late"] == 3 and lines["AK-ALM"]["days_late"] is None
    assert (told["discipline"]["shown_on"], told["discipline"]["comments_until"]) == ("2027-04-20", "2027-04-30")
    assert figures(told, lines_of(told))["discipline"] == told["discipline"], "what enters the edition is what was computed"
    assert "Мысал" not in json.dumps(told["discipline"], ensure_ascii=False), "what the bodies say to it stays on the desk"


def vars_of(cycle: Cycle) -> dict:
    """The fields of a year."""
    return {field.attname: getattr(cycle, field.attname) for field in Cycle._meta.concrete_fields}
