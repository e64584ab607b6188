"""The workspace in the browser: who sees it, what it says first, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting import clock, jobs
from reporting.consolidation import narrative, rules
from reporting.models import Job, Report, StatusDecision, Summary
from territories.models import ExecutiveBody
from tests.consolidation.conftest import REASON
from tests.consolidation.making import accept, content_of

pytestmark = pytest.mark.django_db
HOME = "/ru/work/summary/"
READERS, STRANGERS = ("kairat", "madina", "gulnar", "oraz"), ("aigul", "bolat", "dana", "nurlan", "saule", "timur")
PAGES = ("", "2026/", "2026/totals/", "2026/editions/1/", "2026/editions/1/report.kk.pdf", "2026/editions/1/manifest.json",
         "2026/text/progress/", "2026/text/progress/versions/")  # fmt: skip
ACTS = ("2026/propose/", "2026/approve/", "2026/reject/", "2026/correct/", "2026/items/SC-10/")
TEXT = "2026/text/progress/"


def said(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_every_page_is_for_the_desk_and_nobody_else(edition, sign_in, client, request):
    for name in STRANGERS:
        stranger = sign_in(request.getfixturevalue(name))
        assert {page: stranger.get(HOME + page).status_code for page in (*PAGES, *ACTS)} == dict.fromkeys((*PAGES, *ACTS), 404), name
        assert stranger.post(f"{HOME}2026/run/").status_code == 404
    for page in (*PAGES, *ACTS):
        assert "/ru/sign-in/" in client.get(HOME + page).headers["Location"]
    for name in READERS:
        reader = sign_in(request.getfixturevalue(name))
        for page in PAGES:
            answer = reader.get(HOME + page)
            assert answer.status_code == 200, (name, page)
    assert not Job.objects.filter(kind="consolidate", state=Job.WAITING).exists()


@pytest.mark.parametrize("name", ["gulnar", "oraz"])
def test_readers_see_no_button_and_may_do_nothing(proposed, sign_in, request, name):
    reader = sign_in(request.getfixturevalue(name))
    page = said(reader.get(f"{HOME}2026/"))
    assert "<button" not in page.split("<main")[1]
    assert {reader.get(HOME + act).status_code for act in ACTS} == {404}
    acts = (*ACTS, "2026/run/", TEXT, f"{TEXT}kk/confirm/", f"{TEXT}kk/verify/")
    assert {reader.post(HOME + act).status_code for act in acts} == {404}
    assert "<button" not in said(reader.get(HOME + TEXT)).split("<main")[1]
    proposed.refresh_from_db()
    assert proposed.status == Summary.PROPOSED


def test_the_first_sentence_says_where_it_stands_and_what_is_next(season2026, sign_in, kairat, madina):
    page = sign_in(kairat)
    assert "Свод за 2026 год ещё не рассчитан" in said(page.get(f"{HOME}2026/"))
    assert page.post(f"{HOME}2026/run/").status_code == 302
    assert "Свод за 2026 год рассчитывается" in said(page.get(f"{HOME}2026/"))
    job = Job.objects.get(kind="consolidate")
    told = page.get(f"{HOME}2026/jobs/{job.pk}/").json()
    assert (told["finished"], told["next"]) == (False, "")
    jobs.run(job.pk)
    told = page.get(f"{HOME}2026/jobs/{job.pk}/").json()
    assert (told["finished"], told["next"]) == (True, f"{HOME}2026/")
    assert "Нет" not in told["html"]
    answer = said(page.get(f"{HOME}2026/"))
    assert "Свод за 2026 год ждёт решений" in answer
    assert "Принято отчётов: 28 из 29." in answer
    assert "Акимат области Ұлытау" in answer
    assert "Свод за 2026 год ждёт решений" in said(sign_in(madina).get(f"{HOME}2026/"))


def test_deciding_keeps_what_was_typed_and_asks_for_a_reason(calculated, sign_in, kairat):
    page = sign_in(kairat)
    code = calculated.manifest["discrepancies"][0]["item"]
    url = f"{HOME}2026/items/{code}/"
    seen = page.get(url).context["seen"]
    answer = page.post(url, {"status": "done", "reason": "", "seen": seen})
    assert "Заполните поле «Причина»" in said(answer)
    assert not StatusDecision.objects.exists()
    answer = page.post(url, {"status": "done", "reason": REASON, "seen": "edited"})
    assert REASON in said(answer)
    assert "статусы этого мероприятия изменились" in said(answer)
    assert page.post(url, {"status": "done", "reason": REASON, "seen": seen}).status_code == 302
    assert StatusDecision.objects.get().status == "done"
    assert page.get(f"{HOME}2026/items/SC-01/").status_code == 404, "executors agree there"


def test_a_conflict_shows_both_texts(calculated, sign_in, kairat):
    page, url = sign_in(kairat), f"{HOME}2026/text/progress/"
    section = narrative.in_order(calculated)[0]
    narrative.write_narrative(section, by=kairat, base_version=1, kk="Бірінші мәтін", ru="Первый текст")
    answer = page.post(url, {"version": 1, "kk": "Екінші мәтін", "ru": "Второй текст"})
    assert answer.status_code == 409
    for text in ("Бірінші мәтін", "Екінші мәтін", "Первый текст", "Второй текст", 'name="version" value="2"'):
        assert text in said(answer)
    section.refresh_from_db()
    assert (section.kk, section.version) == ("Бірінші мәтін", 2)
    assert page.post(url, {"version": 2, "kk": "Екінші мәтін", "ru": "Второй текст"}).status_code == 302


def test_the_whole_way_by_hand(ready, sign_in, kairat, madina):
    page, boss = sign_in(kairat), sign_in(madina)
    assert "Свод за 2026 год готов к утверждению" in said(page.get(f"{HOME}2026/"))
    assert boss.get(f"{HOME}2026/propose/").status_code == 404
    assert page.post(f"{HOME}2026/propose/").status_code == 302
    assert page.get(f"{HOME}2026/approve/").status_code == 404
    assert "Заполните поле «Причина»" in said(boss.post(f"{HOME}2026/reject/", {"reason": ""}))
    assert boss.post(f"{HOME}2026/approve/").status_code == 302
    assert "Документы редакции изготавливаются" in said(page.get(f"{HOME}2026/"))
    second = boss.post(f"{HOME}2026/approve/")
    assert "Состояние изменилось" in said(second) or "изменилось" in said(second)
    assert Job.objects.filter(kind="make_edition").count() == 1


def test_what_keeps_it_from_being_proposed_is_listed(calculated, sign_in, kairat):
    answer = said(sign_in(kairat).get(f"{HOME}2026/propose/"))
    assert "Свод пока нельзя представить на утверждение" in answer
    assert "примите решение о статусе пунктов: 5, 10, 12, 14" in answer
    assert "В разделе нет текста" in answer


def test_files_are_attachments_and_only_those_of_the_edition(edition, sign_in, oraz, settings):
    page = sign_in(oraz)
    answer = page.get(f"{HOME}2026/editions/1/lines.csv")
    assert b"".join(answer.streaming_content) == edition.lines_csv.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for name in ("..%2f..%2fportal.sqlite3", ".report.xlsx.part", "other.csv"):
        assert page.get(f"{HOME}2026/editions/1/{name}").status_code == 404
    assert page.get(f"{HOME}2026/editions/2/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_in_three_languages(edition, sign_in, kairat, language):
    page = sign_in(kairat)
    for path in ("", "2026/", "2026/totals/", "2026/editions/1/", "2026/correct/"):
        answer = page.get(f"/{language}/work/summary/{path}")
        assert answer.status_code == 200
        assert f'lang="{language}"' in said(answer)


def test_a_failed_work_is_tried_again_by_hand(season2026, sign_in, kairat, gulnar):
    job = rules.consolidate(season2026, by=kairat)
    Job.objects.filter(pk=job.pk).update(state=Job.FAILED, attempts=4, reference="AB12CD34", finished_at=clock.now())
    page = sign_in(kairat)
    assert "AB12CD34" in said(page.get(f"{HOME}2026/"))
    assert sign_in(gulnar).post(f"{HOME}2026/jobs/{job.pk}/again/").status_code == 404
    assert page.post(f"{HOME}2026/jobs/{job.pk}/again/").status_code == 302
    job.refresh_from_db()
    assert job.state == Job.WAITING


def test_a_page_asks_the_same_number_of_queries_at_1_and_at_200_reports(calculated, sign_in, kairat):
    page = sign_in(kairat)
    page.get(f"{HOME}2026/")
    few = {path: count(page, path) for path in ("", "2026/", "2026/totals/")}
    template = ExecutiveBody.objects.get(code="ASPIR")
    for place in range(170):
        body = ExecutiveBody.objects.create(
            code=f"X{place}", level="central", kind="ministry", sort_key=f"{place:03d}", search_text="", valid_from=template.valid_from,
            **{f"{f}_{x}": f"Мысал {place}" for f in ("name", "short") for x in ("kk", "ru", "en")},
        )  # fmt: skip
        report = Report.objects.create(cycle=calculated.cycle, body=body, opened_at=clock.now())
        accept(report, content_of(report), at=clock.now())
    assert {path: count(page, path) for path in few} == few


def count(page, path) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert page.get(HOME + path).status_code == 200
    return len(queries)
