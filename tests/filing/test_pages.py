"""Pages of filing: for the people of the body in three languages, 404 for a stranger, the door for nobody."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from reporting import clock
from reporting.filing import rules
from reporting.models import EntryRevision, Evidence, IndicatorValue, ItemProgress, Report, ReportVersion, RowDecision
from tests.filing.filling import PROGRESS, fill, given, report_of, save, submit
from tests.filing.test_evidence import PDF

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def report(aigul, bolat):
    return report_of("AK-ABA")


@pytest.fixture
def row(report):
    return report.rows.filter(needs_answer=True).select_related("row").first()


def at(name, *args, lang="kk"):
    with translation.override(lang):
        return reverse(f"filing:{name}", args=args)


def pages(report):
    """Every page of a report that is being filled in."""
    row, value = report.rows.first(), report.indicators.first()
    own = report.public_id
    return [
        ("report", own), ("check", own), ("no_activity", own), ("recall", own), ("amend", own), ("history", own), ("item", own, row.pk),
        ("item_history", own, row.pk), ("indicator", own, value.pk), ("indicator_history", own, value.pk),
    ]  # fmt: skip


def words(answer) -> str:
    """What a person reads: the page's text without the heads of files, addresses and scripts."""
    main = answer.content.decode().split('<main id="main"')[1].split("</main>")[0].partition(">")[2]
    main = re.sub(r"<(script|style).*?</\1>", " ", main, flags=re.S)
    labels = " ".join(re.findall(r'(?:aria-label|data-l|title|placeholder)="([^"]*)"', main))
    return f"{re.sub(r'<[^>]+>', ' ', main)} {labels}"


def latin(answer) -> set[str]:
    """Latin words in a Kazakh page that nobody allowed."""
    allowed = {"PDF", "DOCX", "XLSX", "JPG", "PNG", "SHA", "UTC", "QR", "AK", "ABA", "http", "https", "amp", "quot"}
    text = re.sub(r"https?://\S+|[0-9a-f]{64}|[\w.-]+\.pdf", " ", words(answer))
    return {word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in allowed}


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_page_for_officer_and_signatory_and_nobody_else(report, aigul, bolat, dana, gulnar, sign_in, client, lang):
    own, signing, stranger, ministry = sign_in(aigul), sign_in(bolat), sign_in(dana), sign_in(gulnar)
    for page in pages(report):
        url = at(*page, lang=lang)
        for reader in (own, signing):
            answer = reader.get(url)
            assert answer.status_code == 200, page
            assert f'<html lang="{lang}"' in answer.content.decode()
            assert "style=" not in answer.content.decode() and "onclick" not in answer.content.decode()
        assert stranger.get(url).status_code == 404 and ministry.get(url).status_code == 404, page
        assert client.get(url).status_code == 302 and "sign-in" in client.get(url)["Location"]


def test_no_latin_word_is_left_in_a_kazakh_page(report, aigul, bolat, sign_in):
    fill(report, aigul)
    for page in pages(report):
        assert latin(sign_in(aigul).get(at(*page))) == set(), page
    receipt = submit(report_of("AK-ABA"), bolat)
    for page in [*pages(report), ("receipt", receipt.public_id)]:
        assert latin(sign_in(bolat).get(at(*page))) == set(), page


def test_no_kazakh_word_is_left_in_a_russian_page(report, aigul, sign_in):
    for page in pages(report):
        text = words(sign_in(aigul).get(at(*page, lang="ru")))
        assert not re.findall(r"\w*[әғқңөұүһі]\w*", re.sub(r"Үлгібаев\w*|Айгүл", "", text)), page


def test_home_leads_to_the_report_of_the_year(report, aigul, sign_in):
    answer = sign_in(aigul).get(at("home", lang="ru"))
    assert answer.status_code == 200 and "Заполнено строк: 0 из" in words(answer) and "2026" in answer.content.decode()


def test_home_before_the_year_is_opened(report, aigul, sign_in):
    for model in (ItemProgress, IndicatorValue):
        model.objects.all().delete()
    Report.objects.all().delete()
    report.cycle.delete()
    with clock.at(clock.local(clock.today().replace(month=1, day=5))):
        text = words(sign_in(aigul).get(at("home", lang="ru")))
    assert "10 января 2027 года" in text


def test_one_amount_is_read_kept_and_echoed(report, row, aigul, sign_in):
    client = sign_in(aigul)
    url = at("item", report.public_id, row.pk, lang="ru")
    assert client.post(url, {"base_version": 1, "answer": "given", "disbursed_local": "1 250 000,5"}).status_code == 302
    row.refresh_from_db()
    assert row.disbursed_local == 1_250_000_500
    assert 'value="1 250 000,5"' in client.get(url).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"planned_local": "сто"}, "Введите число"),
        ({"planned_local": "-5"}, "не может быть отрицательным"),
        ({"planned_local": "1,2345"}, "после запятой"),
        ({"planned_local": "99999999999999"}, "единицу измерения"),
        ({"actual_date": "31.02.2026"}, "Фактическая дата завершения: Такой даты нет в календаре: 31.02.2026"),
        ({"actual_date": "вчера"}, "Введите дату"),
        ({"progress_ru": "я" * 8001}, "Предел знаков"),
        ({"status": "finished"}, "Статус"),
        ({"territory": "9999"}, "Территория"),
        ({"base_version": "99"}, "Откройте страницу"),
    ],
)
def test_a_refused_value_is_explained_kept_and_nothing_is_saved(report, row, aigul, sign_in, values, said):
    url = at("item", report.public_id, row.pk, lang="ru")
    answer = sign_in(aigul).post(url, {"base_version": 1, "answer": "given", "progress_kk": PROGRESS, **values})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and PROGRESS in page and "Есть ошибки" in page
    name, typed = next(iter(values.items()))
    if name in ("planned_local", "actual_date", "progress_ru"):
        assert typed in page
    row.refresh_from_db()
    assert row.version == 1 and row.progress_kk == "" and not EntryRevision.objects.exists()


def test_two_officers_meet_on_the_conflict_page(report, row, aigul, beibit, sign_in):
    url = at("item", report.public_id, row.pk, lang="ru")
    save(row, aigul, progress_kk="Айгүлдікі", planned_local=5000)
    answer = sign_in(beibit).post(url, {"base_version": 1, "answer": "given", "progress_kk": "Бейбіттікі", "progress_ru": "Бейбит"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Айгүлдікі" in page and "Бейбіттікі" in page and aigul.full_name in page
    row.refresh_from_db()
    assert row.progress_kk == "Айгүлдікі" and row.progress_ru == ""
    sent = dict(re.findall(r'<input type="hidden" name="([\w]+)" value="([^"]*)"', page.split("<main")[1]))
    sent |= {"keep_progress_kk": "joined", "progress_kk": "Айгүлдікі мен Бейбіттікі"}
    assert sign_in(beibit).post(url, sent).status_code == 302
    row.refresh_from_db()
    assert (row.progress_kk, row.progress_ru, row.planned_local, row.answer) == ("Айгүлдікі мен Бейбіттікі", "Бейбит", 5000, "given")


@pytest.mark.parametrize(("keep", "kept"), [("mine", "Бейбіттікі"), ("theirs", "Айгүлдікі")])
def test_one_text_may_be_chosen(report, row, aigul, beibit, sign_in, keep, kept):
    url = at("item", report.public_id, row.pk)
    save(row, aigul, progress_kk="Айгүлдікі")
    page = sign_in(beibit).post(url, {"base_version": 1, "progress_kk": "Бейбіттікі"}).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="([\w]+)" value="([^"]*)"', page.split("<main")[1]))
    assert sign_in(beibit).post(url, {**sent, "keep_progress_kk": keep, "progress_kk": "басқа"}).status_code == 302
    row.refresh_from_db()
    assert row.progress_kk == kept


def test_a_document_is_added_and_removed_with_the_row(report, row, aigul, sign_in):
    url, client = at("item", report.public_id, row.pk), sign_in(aigul)
    file = SimpleUploadedFile("акт.pdf", PDF)
    sent = {"base_version": 1, "answer": "given", "progress_kk": PROGRESS, "do": "stay", "document-kind": "act", "document-file": file}
    assert client.post(url, sent).status_code == 302
    document = Evidence.objects.get()
    row.refresh_from_db()
    assert row.progress_kk == PROGRESS and "акт.pdf" in client.get(url).content.decode()
    assert client.post(url, {"base_version": 2, "answer": "given", "progress_kk": PROGRESS, "remove": document.pk}).status_code == 302
    document.refresh_from_db()
    assert document.removed_by == aigul


def test_a_refused_file_is_explained_and_the_text_is_saved(report, row, aigul, sign_in):
    url = at("item", report.public_id, row.pk, lang="ru")
    sent = {"base_version": 1, "answer": "given", "progress_kk": PROGRESS, "document-kind": "act"}
    answer = sign_in(aigul).post(url, {**sent, "document-file": SimpleUploadedFile("акт.heic", b"\x00\x00\x00\x18ftypheic")})
    assert answer.status_code == 422 and "PDF, DOCX, XLSX, JPG, PNG" in answer.content.decode()
    row.refresh_from_db()
    assert row.progress_kk == PROGRESS and not Evidence.objects.exists()


def test_a_document_of_another_row_cannot_be_removed(report, row, aigul, erlan, sign_in):
    other = report_of("AK-ALM").rows.filter(needs_answer=True).first()
    document = rules.add_evidence(other, by=erlan, kind="act", link="https://example.kz/a")
    answer = sign_in(aigul).post(at("item", report.public_id, row.pk), {"base_version": 1, "remove": document.pk})
    assert answer.status_code == 404 and Evidence.objects.get().removed_at is None


def test_a_row_is_reached_only_through_its_own_report(report, aigul, sign_in):
    other = report_of("AK-ALM").rows.first()
    assert sign_in(aigul).get(at("item", report.public_id, other.pk)).status_code == 404


def test_submission_by_hand_and_by_a_double_click(report, aigul, bolat, sign_in):
    fill(report, aigul)
    url, client = at("check", report.public_id, lang="ru"), sign_in(bolat)
    sent = {"version": "1", "correct": "on", "declared": "on"}
    refused = client.post(url, {"version": "1", "correct": "on"})
    assert refused.status_code == 422 and report_of("AK-ABA").status == "draft"
    first, second = client.post(url, sent), client.post(url, sent)
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    page = client.get(first["Location"])
    assert "2026-AK-ABA-1" in words(page) and ReportVersion.objects.get().sha256 in words(page)
    Report.objects.filter(pk=report.pk).update(status="returned", version=2)
    assert client.post(url, sent)["Location"] == first["Location"], "an old page never submits the next version"


def test_the_officer_is_told_who_submits_and_has_no_button(report, aigul, bolat, sign_in):
    fill(report, aigul)
    page = sign_in(aigul).get(at("check", report.public_id, lang="ru")).content.decode()
    assert bolat.full_name in page and 'name="declared"' not in page
    assert sign_in(aigul).post(at("check", report.public_id), {"version": 1, "correct": "on", "declared": "on"}).status_code == 422
    assert report_of("AK-ABA").status == "draft"


def test_blockers_lead_to_their_fields(report, row, aigul, bolat, sign_in):
    save(row, aigul, **given(status="not_done"))
    page = sign_in(bolat).get(at("check", report.public_id)).content.decode()
    link = at("item", report.public_id, row.pk)
    assert f'href="{link}?check#id_reasons_kk"' in page and f'href="{link}?check#id_measures_kk"' in page
    form = sign_in(aigul).get(f"{link}?check").content.decode()
    assert 'id="id_reasons_kk_error"' in form


def test_the_receipt_as_a_file_and_to_its_readers(report, aigul, bolat, dana, gulnar, sign_in, client):
    receipt = submit(fill(report, aigul), bolat)
    for lang in ("kk", "ru", "en"):
        answer = sign_in(bolat).get(at("receipt_pdf", receipt.public_id, lang=lang))
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    url = at("receipt", receipt.public_id)
    assert sign_in(gulnar).get(url).status_code == 200 and sign_in(dana).get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_returned_rows_show_the_reason_in_place_and_only_they_open(report, row, aigul, bolat, gulnar, sign_in):
    receipt = submit(fill(report, aigul), bolat)
    why = "Актінің көшірмесін қосыңыз"
    RowDecision.objects.create(version=receipt.version, row=row, decision="returned", reason=why, made_at=clock.now(), made_by=gulnar)
    ItemProgress.objects.filter(report=report).update(open=False, decision="accepted", decided_at=clock.now(), decided_by=gulnar)
    returned = {"open": True, "decision": "returned", "decision_reason": why}
    ItemProgress.objects.filter(pk=row.pk).update(**returned)
    report.indicators.update(open=False, decision="accepted", decided_at=clock.now(), decided_by=gulnar)
    ReportVersion.objects.update(outcome="returned", decided_at=clock.now())
    Report.objects.filter(pk=report.pk).update(status="returned", version=2, lock=5)
    client = sign_in(aigul)
    assert why in words(client.get(at("report", report.public_id)))
    assert why in words(client.get(at("item", report.public_id, row.pk)))
    closed = report.rows.filter(needs_answer=True).exclude(pk=row.pk).first()
    page = client.get(at("item", report.public_id, closed.pk))
    assert page.status_code == 200 and 'name="progress_kk"' not in page.content.decode()
    assert client.post(at("item", report.public_id, closed.pk), {"base_version": 1, "progress_kk": "x"}).status_code == 422


@pytest.mark.parametrize(
    ("days", "said"), [(-5, "Осталось 5 дней"), (-2, "истекает"), (0, "Сегодня последний день"), (3, "Просрочено на 3 дня")]
)
def test_home_says_how_much_time_is_left(report, aigul, sign_in, days, said):
    with clock.at(clock.local(report.cycle.due_on + timedelta(days=days))):
        assert said in words(sign_in(aigul).get(at("home", lang="ru")))


@pytest.mark.parametrize(("page", "queries"), [("home", 7), ("report", 7), ("check", 7), ("item", 7), ("indicator", 5), ("share", 7)])
def test_pages_keep_their_number_of_queries(report, row, aigul, sign_in, django_assert_num_queries, page, queries):
    client, keep = sign_in(aigul), {"item": row.pk, "indicator": report.indicators.first().pk}
    url = at(page, *([] if page == "home" else [report.public_id]), *([keep[page]] if page in keep else []))
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)
    report.rows.exclude(pk=row.pk).delete()
    report.indicators.exclude(pk=keep["indicator"]).delete()
    with django_assert_num_queries(queries):
        client.get(url)


def test_a_body_without_work_is_told_so(report, aigul, sign_in):
    IndicatorValue.objects.filter(report=report).delete()
    report.rows.all().delete()
    report.delete()
    assert "Нет отчёта для заполнения" in words(sign_in(aigul).get(at("home", lang="ru")))
