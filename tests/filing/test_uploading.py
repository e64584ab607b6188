"""A document sent while the page stays open, and what arrives too large, in pieces, or on a full disk."""

import errno
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reporting.filing import arriving, files
from reporting.filing.returning import place_of
from reporting.models import Evidence, ParkedText, Report, StoredFile
from reporting.parking import signed
from tests.filing.filling import report_of
from tests.filing.made_files import PDF

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def row(aigul):
    return report_of("AK-ABA").rows.filter(needs_answer=True).first()


@pytest.fixture
def url(row):
    return f"/en/work/report/{row.report.public_id}/items/{row.pk}/documents/"


def sent(name="акт.pdf", content=PDF, **more):
    return {"document-kind": "act", "document-file": SimpleUploadedFile(name, content), **more}


def test_a_document_is_added_and_the_table_comes_back(url, row, aigul, sign_in):
    answer = sign_in(aigul).post(url, sent(), **JSON)
    assert answer.status_code == 200 and answer.json()["said"] == "The document is added" and "акт.pdf" in answer.json()["html"]
    assert row.evidence.get().file_name == "акт.pdf" and answer.json()["waiting"] is False
    again = sign_in(aigul).get(url, **JSON).json()
    assert again["html"].strip() == answer.json()["html"].strip() or "акт.pdf" in again["html"]
    page = sign_in(aigul).get(reverse("filing:item", args=[row.report.public_id, row.pk])).content.decode()
    assert "upload.js" in page and "file.js" in page


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"document-file": SimpleUploadedFile("a.exe", b"MZ" * 9)}, "id_document-file", "not accepted"),
        ({"document-file": SimpleUploadedFile("a.pdf", b"")}, "id_document-file", "empty"),
        ({"document-kind": ""}, "id_document-kind", "Choose"),
        ({"document-date": "32.13.2026"}, "id_document-date", "such date"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(url, aigul, sign_in, settings, more, field, words):
    answer = sign_in(aigul).post(url, sent() | more, **JSON)
    problems = answer.json()["problems"]
    assert answer.status_code == 422 and [one["field"] for one in problems] == [field] and words in problems[0]["text"]
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()


def test_nothing_described_and_a_locked_row(url, row, aigul, sign_in):
    assert sign_in(aigul).post(url, {}, **JSON).json()["problems"][0]["field"] == "id_document-file"
    Report.objects.filter(pk=row.report_id).update(status="in_review")
    told = sign_in(aigul).post(url, sent(), **JSON)
    assert told.status_code == 422 and told.json()["problems"] == [{"field": "", "text": told.json()["problems"][0]["text"]}]
    assert not Evidence.objects.exists()


def test_strangers(url, dana, gulnar, sign_in):
    for stranger in (dana, gulnar):
        assert sign_in(stranger).get(url, **JSON).status_code == sign_in(stranger).post(url, sent(), **JSON).status_code == 404


def test_a_session_that_ended_keeps_what_was_typed_of_the_document(url, row, aigul, sign_in):
    who = signed(aigul, row.report, place_of(row))
    answer = Client().post(url, sent(**{"document-number": "17-а", "who": who}), **JSON)
    assert answer.status_code == 401 and answer.json()["parked"] and not Evidence.objects.exists()
    page = sign_in(aigul).get(reverse("filing:item", args=[row.report.public_id, row.pk])).content.decode()
    assert 'value="17-а"' in page
    more = {"document-number": "17-а", "document-date": "01.12.2026", "who": who, "parked": answer.json()["parked"]}
    answer = sign_in(aigul).post(url, sent(**more), **JSON)
    assert answer.json()["parked"] == "" and not ParkedText.objects.exists(), "once added, nothing of it waits any more"


def test_a_file_above_the_limit_never_lies_on_the_disk_whole(url, aigul, sign_in, settings, monkeypatch):
    settings.MAX_UPLOAD_BYTES, written = 2**20, []
    real = arriving.BoundedUploadHandler.file_complete

    def watched(self, size):
        done = real(self, size)
        written.append(Path(done.temporary_file_path()).stat().st_size)
        return done

    monkeypatch.setattr(arriving.BoundedUploadHandler, "file_complete", watched)
    answer = sign_in(aigul).post(url, sent(content=PDF + b" " * 2**23), **JSON)
    assert answer.status_code == 422 and "too large" in answer.json()["problems"][0]["text"]
    assert written and written[0] <= 2**20


@pytest.mark.parametrize("where", ["arriving", "keeping", "settling"])
def test_a_full_disk_is_told_in_words_and_leaves_nothing(url, aigul, sign_in, settings, monkeypatch, where):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    if where == "arriving":
        monkeypatch.setattr(arriving, "TemporaryUploadedFile", full)
    monkeypatch.setattr(files, {"keeping": "write_down", "settling": "flush_folder"}.get(where, "flush_folder"), full)
    content = PDF + b" " * (3 * 2**20) if where == "arriving" else PDF
    answer = sign_in(aigul).post(url, sent(content=content), **JSON)
    assert answer.status_code == 422 and "no room" in answer.json()["problems"][0]["text"]
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()
    assert not list(settings.FILES_ROOT.rglob(".incoming-*"))


def test_a_form_in_pieces_is_answered_in_words(url, aigul, sign_in):
    for accept, words in (("application/json", "did not arrive whole"), ("text/html", "did not arrive whole")):
        kind = "multipart/form-data; boundary=" + "x" * 300
        answer = sign_in(aigul).post(url, b"--x\r\nnothing of the kind", content_type=kind, HTTP_ACCEPT=accept)
        assert answer.status_code == 400 and words in answer.content.decode()


def test_too_many_files_in_one_form(url, aigul, sign_in):
    answer = sign_in(aigul).post(url, {f"f{n}": SimpleUploadedFile("a.pdf", PDF) for n in range(11)})
    assert answer.status_code == 400 and not Evidence.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("kk", "тым үлкен"), ("ru", "слишком большой"), ("en", "too large")])
def test_the_page_for_what_nginx_does_not_let_through(client, language, words):
    answer = client.get(f"/{language}/too-large/")
    assert answer.status_code == 413 and words in answer.content.decode()
    assert words in client.get(f"/{language}/too-large/", **JSON).json()["text"]
