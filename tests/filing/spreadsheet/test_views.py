"""The pages of the spreadsheet: download, upload, preview, apply, undo; a stranger meets 404."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from reporting.filing.spreadsheet.columns import columns
from reporting.models import EntryRevision, ItemProgress, Report, SpreadsheetImport
from tests.filing.filling import fill, report_of, save
from tests.filing.spreadsheet import workbooks as w

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
KK = "Зертханаға 12 жаңа құрылғы қойылды, ғылыми топ жасақталды."


def label_of(name: str, language: str) -> str:
    """The heading of a column."""
    with override(language):
        model = ItemProgress
        return next(column.label for column in columns(model, with_last=False) if column.name == name)


def book_of(client, report, language="kk") -> bytes:
    """The template as the person downloads it."""
    answer = client.get(f"/{language}/work/report/{report.public_id}/spreadsheet/report.xlsx")
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    return answer.content


def upload(client, report, book: bytes, language="kk", **kwargs):
    return client.post(f"/{language}/work/report/{report.public_id}/spreadsheet/", {"file": w.uploaded(book)}, **kwargs)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_out_filled_in_and_applied_in_each_language(aigul, sign_in, language):
    report, client = report_of("AK-ABA"), sign_in(aigul)
    book = book_of(client, report, language)
    cell = w.at(book, label_of("progress_kk", language))
    answer = upload(client, report, w.put(book, cell, KK), language)
    page = client.get(answer.url)
    assert page.status_code == 200 and KK in page.content.decode() and not EntryRevision.objects.exists(), "nothing before apply"
    assert cell in page.content.decode()
    answer = client.post(answer.url, {"digest": page.context["preview"].digest})
    assert answer.status_code == 302
    code = w.rows(book)[1][0]
    assert ItemProgress.objects.get(report=report, item__code=code).progress_kk == KK
    page = client.get(answer.url)
    assert page.status_code == 200 and page.context["last"].changes


def test_applied_twice_writes_once(aigul, sign_in):
    report, client = report_of("AK-ABA"), sign_in(aigul)
    book = book_of(client, report)
    address = upload(client, report, w.put(book, w.at(book, label_of("progress_kk", "kk")), KK)).url
    digest = client.get(address).context["preview"].digest
    client.post(address, {"digest": digest})
    before = EntryRevision.objects.count()
    answer = client.post(address, {"digest": digest}, follow=True)
    assert "қолданылды" in answer.content.decode() or "applied" in answer.content.decode()
    assert EntryRevision.objects.count() == before


def test_undo_through_the_pages(aigul, sign_in):
    report, client = report_of("AK-ABA"), sign_in(aigul)
    book = book_of(client, report)
    address = upload(client, report, w.put(book, w.at(book, label_of("progress_kk", "kk")), KK)).url
    client.post(address, {"digest": client.get(address).context["preview"].digest})
    undo = address + "undo/"
    assert client.get(undo).status_code == 200
    client.post(undo)
    assert not ItemProgress.objects.filter(report=report, progress_kk=KK).exists()
    assert SpreadsheetImport.objects.get().undone_by == aigul
    assert client.get(reverse("filing:spreadsheet", args=[report.public_id])).context["last"] is None


def test_a_refused_file_is_answered_on_the_page(aigul, sign_in):
    report, client = report_of("AK-ABA"), sign_in(aigul)
    answer = upload(client, report, b"not a spreadsheet", "ru")
    assert answer.status_code == 422 and "id_file" in answer.content.decode() and "XLSX" in answer.content.decode()
    answer = client.post(f"/ru/work/report/{report.public_id}/spreadsheet/", {})
    assert answer.status_code == 422 and not SpreadsheetImport.objects.exists()


@pytest.mark.parametrize("person", ["dana", "gulnar", "kairat", "oraz", "nurlan"])
def test_a_stranger_meets_404(aigul, person, request, sign_in):
    report, own = report_of("AK-ABA"), sign_in(aigul)
    book = book_of(own, report)
    address = upload(own, report, w.put(book, w.at(book, label_of("progress_kk", "kk")), KK)).url
    stranger = sign_in(request.getfixturevalue(person))
    base = f"/kk/work/report/{report.public_id}/spreadsheet/"
    for path in (base, f"{base}report.xlsx", address, f"{address}undo/"):
        assert stranger.get(path).status_code == 404, path
    assert upload(stranger, report, book).status_code == 404
    assert stranger.post(address, {"digest": "x"}).status_code == 404
    assert stranger.post(f"{address}undo/").status_code == 404


def test_a_colleague_does_not_apply_another_s_upload(aigul, beibit, sign_in):
    report, own = report_of("AK-ABA"), sign_in(aigul)
    book = book_of(own, report)
    address = upload(own, report, w.put(book, w.at(book, label_of("progress_kk", "kk")), KK)).url
    assert sign_in(beibit).get(address).status_code == 404


def test_anonymous_is_sent_to_sign_in(aigul, client):
    answer = client.get(f"/kk/work/report/{report_of('AK-ABA').public_id}/spreadsheet/report.xlsx")
    assert answer.status_code == 302 and "sign-in" in answer.url


def test_a_locked_report_can_be_downloaded_not_uploaded(aigul, sign_in):
    report, client = report_of("AK-ABA"), sign_in(aigul)
    book = book_of(client, report)
    Report.objects.filter(pk=report.pk).update(status="submitted")
    assert book_of(client, report)
    page = client.get(f"/kk/work/report/{report.public_id}/spreadsheet/")
    assert page.status_code == 200 and 'type="file"' not in page.content.decode()
    assert upload(client, report, book).status_code == 422 and not SpreadsheetImport.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_changes(aigul, sign_in, django_assert_max_num_queries):
    report, client = fill(report_of("AK-ABA"), aigul), sign_in(aigul)
    book = book_of(client, report)
    for row in range(1, len(w.rows(book))):
        book = w.put(book, w.at(book, label_of("progress_kk", "kk"), row), f"{KK} {row}")
    for row in report.rows.filter(needs_answer=True):
        save(row, aigul, proposal_ru="Иное")  # saved since: their bases are read together
    address = upload(client, report, book).url
    with django_assert_max_num_queries(40):
        assert client.get(address).context["preview"].counts["changed"] > 3
