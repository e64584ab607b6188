"""What officers practise counts nowhere: no list, total, edition or public page knows it, and the Ministry cannot open it."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from portal.users.models import User
from reporting import clock
from reporting.consolidation import calculation
from reporting.consolidation.sources import frame
from reporting.cycle import completeness
from reporting.cycle import rules as cycle_rules
from reporting.cycle.reminders import owing
from reporting.filing.training import practise
from reporting.models import Cycle, Event, Evidence, ItemProgress, Notice, Receipt, Report, ReportVersion
from reporting.narrowing import visible
from reporting.problems import Refused
from territories.models import ExecutiveBody
from tests.filing.filling import fill, report_of, save, submit

CANARY, TENGE = "КАНАРЕЙКА-ЖАТТЫҒУ-77", 7_777_777_777
pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def training(cycle2026, aigul, bolat, kairat, gulnar) -> Report:
    """A training report, filled in with something that would be noticed, and submitted."""
    report = practise(aigul.body, by=aigul)
    fill_training(report, aigul)
    submit(report, bolat)
    report.refresh_from_db()
    return report


def fill_training(report: Report, by) -> None:
    """Every row, as in a real report."""
    model = report_of("AK-ABA")
    filled = fill(Report.objects.select_related("cycle__plan", "body").get(pk=report.pk), by)
    assert filled.pk == model.pk, "the real report is another one"
    save(report.rows.filter(needs_answer=True).first(), by, progress_kk=CANARY, planned_local=TENGE, disbursed_local=TENGE)


def report_by_id(report: Report) -> Report:
    return Report.objects.select_related("cycle__plan", "body").get(pk=report.pk)


def test_it_has_the_rows_of_the_real_report_and_nothing_typed_there(cycle2026, aigul):
    real = report_of("AK-ABA")
    save(real.rows.filter(needs_answer=True).first(), aigul, progress_kk="Нақты мәтін")
    made = practise(aigul.body, by=aigul)
    same = ("row", "item", "part", "by_agreement", "needs_answer")
    assert list(made.rows.values_list(*same)) == list(real.rows.values_list(*same))
    assert list(made.indicators.values_list("indicator", "target")) == list(real.indicators.values_list("indicator", "target"))
    assert set(made.rows.values_list("progress_kk", flat=True)) == {""}
    assert practise(aigul.body, by=aigul) == made and Cycle.every.filter(training=True).count() == 1


def test_no_list_total_or_person_of_the_ministry_meets_it(training, cycle2026, cast_of_the_desk, sign_in):
    assert training.status == "submitted" and Receipt.objects.get().number.endswith("-TRAINING")
    assert not Notice.objects.filter(kind="report_submitted", person__in=cast_of_the_desk).exists()
    assert list(Cycle.objects.all()) == [cycle2026]
    counts = completeness.counts_of(completeness.lines_of(cycle2026, cast_of_the_desk[0]), cast_of_the_desk[0])
    assert counts["filed"] == 0 and "AK-ABA" in {report.body.code for report in owing(cycle2026).select_related("body")}
    for person in cast_of_the_desk:
        for model, path in ((Report, ""), (ItemProgress, "report__"), (Evidence, "row__report__"), (ReportVersion, "report__"),
                            (Receipt, "version__report__")):
            assert not visible(person, model).filter(**{f"{path}cycle__training": True}).exists(), (person, model)
        assert not visible(person, Event).filter(thread=f"report:{training.pk}").exists()
        client = sign_in(person)
        for page in ("cycles/", "review/", "summary/", "cycles/2026/", "cycles/2026/table.csv"):
            assert CANARY not in client.get(f"/kk/work/{page}").content.decode()
        assert client.get(f"/kk/work/review/{training.public_id}/").status_code == 404
        assert client.get(f"/kk/work/report/{training.public_id}/").status_code == 404


def test_the_summary_is_the_same_to_the_byte_with_and_without_it(cycle2026, aigul, bolat, kairat, gulnar):
    def summed() -> str:
        data = frame(cycle2026, 1)
        return json.dumps([data, calculation.compute(data)], ensure_ascii=False, sort_keys=True, default=str)

    before = summed()
    report = practise(aigul.body, by=aigul)
    row = report.rows.filter(needs_answer=True).first()
    save(row, aigul, answer="given", status="done", progress_kk=CANARY, planned_local=TENGE, disbursed_local=TENGE)
    assert summed() == before and CANARY not in before


def test_next_years_rows_do_not_depend_on_what_was_practised(training, cycle2026, kairat):
    rows = dict(count_of_rows(cycle2026))
    Report.objects.filter(pk=training.pk).update(status="accepted")
    ReportVersion.objects.filter(report=training).update(outcome="accepted")
    assert dict(count_of_rows(cycle2026)) == rows
    assert cycle_rules.open_year(2026, by=kairat) == cycle2026


def count_of_rows(cycle: Cycle) -> list:
    """How many rows each body's report of the year has."""
    return [(report.body.code, report.rows.count()) for report in cycle.reports.select_related("body")]


def test_every_page_of_it_says_that_it_is_training(cycle2026, bolat, sign_in, client):
    report = practise(bolat.body, by=bolat)
    own = sign_in(bolat)
    row = report.rows.filter(needs_answer=True).first()
    for page in ("", "check/", "history/", "spreadsheet/", f"items/{row.pk}/", f"items/{row.pk}/history/", "no-activity/"):
        assert "Обучение: это нигде не учитывается" in own.get(f"/ru/work/report/{report.public_id}/{page}").content.decode(), page
    assert "Обучение: это нигде" not in own.get("/ru/work/report/").content.decode()


def test_practice_is_never_late(cycle2026, bolat, sign_in):
    with clock.at(clock.local(date(2027, 4, 12))):
        report = practise(bolat.body, by=bolat)
        own = sign_in(bolat)
        told, real = (own.get(f"/ru/work/report/{one}").content.decode() for one in (f"{report.public_id}/", ""))
    assert "Просрочено" in real and "Просрочено" not in told and "срок прошёл" not in told


def test_the_public_check_of_its_receipt_says_so(training, client):
    page = client.get(f"/ru/check/{Receipt.objects.get().public_id}/").content.decode()
    assert "Обучение: это нигде не учитывается" in page


def test_the_button_and_who_has_it(cycle2026, aigul, kairat, sign_in):
    opened = sign_in(aigul).post("/ru/work/report/training/")
    made = Report.objects.get(cycle__training=True)
    assert opened.headers["Location"] == f"/ru/work/report/{made.public_id}/"
    assert sign_in(kairat).post("/ru/work/report/training/").status_code == 404


def test_the_training_body_practises_on_an_akimats_rows_and_is_in_no_year(concept, opening, kairat):
    call_command("make_training_body", verbosity=0)
    body = ExecutiveBody.objects.get(training=True)
    officer = User.objects.create_user("seminar@example.kz", "Тыңдаушы", "officer", body=body)
    with pytest.raises(Refused):
        practise(body, by=officer)
    cycle = cycle_rules.open_year(2026, by=kairat)
    assert not cycle.reports.filter(body=body).exists()
    report = practise(body, by=officer)
    assert report.rows.exists() and report.cycle.training
    assert cycle.reports.count() == 29


@pytest.fixture
def cast_of_the_desk(gulnar, kairat, madina, oraz) -> list:
    """Everybody at the Ministry who counts."""
    return [gulnar, kairat, madina, oraz]
