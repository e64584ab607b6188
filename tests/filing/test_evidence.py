"""Documents: judged by content, safely named, kept under their hash, served only to those who may see them."""

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reporting.filing import files, rules
from reporting.filing.judging import ENCRYPTED, OLD_OFFICE
from reporting.models import Evidence, Report
from reporting.problems import Refused
from tests.filing.filling import codes, report_of
from tests.filing.made_files import DOCX, JPG, PDF, PNG, XLSX, office

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")

def locked_office() -> bytes:
    made = bytearray(DOCX)
    for sign, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(sign)
        while place >= 0:
            made[place + shift] |= 1
            place = made.find(sign, place + 4)
    return bytes(made)


@pytest.fixture
def row(aigul):
    return report_of("AK-ABA").rows.filter(needs_answer=True).first()


def upload(name, content):
    return SimpleUploadedFile(name, content)


def add(row, by, **values):
    return rules.add_evidence(row, by=by, **{"kind": "act", **values})


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", PDF), ("a.PNG", PNG), ("a.jpg", JPG), ("a.jpeg", JPG), ("a.docx", DOCX), ("a.xlsx", XLSX)]
)
def test_accepted_files_lie_under_their_hash(row, aigul, settings, name, content):
    added = add(row, aigul, upload=upload(name, content))
    sha = hashlib.sha256(content).hexdigest()
    assert added.file_sha256 == sha and added.file_size == len(content) and added.file_type in files.TYPES.values()
    assert (settings.FILES_ROOT / sha[:2] / sha).read_bytes() == content
    assert not list(settings.FILES_ROOT.glob(".incoming-*"))
    row.refresh_from_db()
    assert row.edited_by == aigul


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file_empty"),
        ("a.pdf", PNG, "file_mismatch"),
        ("a.png", PDF, "file_mismatch"),
        ("a.exe", b"MZ" + b"\x00" * 100, "file_type"),
        ("a.pdf", b"MZ" + b"\x00" * 100, "file_mismatch"),
        ("a.html", b"<html><script>alert(1)</script></html>", "file_type"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_type"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "file_type"),
        ("a", PDF, "file_type"),
        ("a.zip", DOCX, "file_type"),
        ("a.docx", XLSX, "file_mismatch"),
        ("a.xlsx", DOCX, "file_mismatch"),
        ("a.xlsm", office("xl/workbook.xml", {"xl/vbaProject.bin": b"x"}), "file_type"),
        ("a.xlsx", office("xl/workbook.xml", {"xl/vbaProject.bin": b"x"}), "file_active"),
        ("a.doc", OLD_OFFICE + b"\x00" * 100, "file_type"),
        ("a.docx", OLD_OFFICE + b"\x00" * 100, "file_mismatch"),
        ("a.docx", OLD_OFFICE + ENCRYPTED, "file_protected"),
        ("a.docx", locked_office(), "file_protected"),
        ("a.pdf", PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 2 0 R"), "file_protected"),
        ("a.docx", DOCX[:60], "file_broken"),
        ("a.pdf", PDF[:30], "file_broken"),
        ("a.png", PNG[:20], "file_broken"),
        ("a.jpg", JPG[:20], "file_broken"),
    ],
)
def test_refused_files_leave_nothing_behind(row, aigul, settings, name, content, code):
    with pytest.raises(Refused) as refused:
        add(row, aigul, number="1", date=date(2026, 5, 1), upload=upload(name, content))
    assert codes(refused) == {code} and refused.value.problems[0].text()
    assert not Evidence.objects.exists() and not [p for p in settings.FILES_ROOT.rglob("*") if p.is_file()]


def test_a_file_above_the_limit(row, aigul, settings):
    settings.MAX_UPLOAD_BYTES = 2**20
    with pytest.raises(Refused) as refused:
        add(row, aigul, upload=upload("a.pdf", PDF + b" " * 2**20))
    assert codes(refused) == {"file_too_large"} and "1" in refused.value.problems[0].text()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "poem", "number": "1", "date": date(2026, 1, 1)}, "choose"),
        ({}, "evidence_empty"),
        ({"number": "1"}, "evidence_date_required"),
        ({"number": "1", "date": date(2027, 3, 16)}, "date_future"),
        ({"number": "я" * 61, "date": date(2026, 1, 1)}, "too_long"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "ftp://example.kz/a"}, "link"),
        ({"link": "https://"}, "link"),
        ({"number": "1\n2", "date": date(2026, 1, 1)}, "bad_character"),
    ],
)
def test_a_wrong_description_adds_nothing(row, aigul, values, code):
    with pytest.raises(Refused) as refused:
        add(row, aigul, **values)
    assert codes(refused) == {code} and not Evidence.objects.exists()


def test_the_same_file_twice(row, aigul):
    add(row, aigul, upload=upload("a.pdf", PDF))
    with pytest.raises(Refused) as refused:
        add(row, aigul, upload=upload("b.pdf", PDF))
    assert codes(refused) == {"file_twice"}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Users\\a\\акт №5.pdf", "акт №5.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("счет\u202efdp.exe.pdf", "счетfdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("   .pdf", "document.pdf"),
        ("ұ" * 300 + ".pdf", "ұ" * 196 + ".pdf"),
    ],
)
def test_safe_names(given, shown):
    assert files.safe_name(given, "pdf") == shown


def test_a_locked_report_takes_no_documents(row, aigul, settings):
    Report.objects.filter(pk=row.report_id).update(status="in_review")
    with pytest.raises(Refused) as refused:
        add(row, aigul, upload=upload("a.pdf", PDF))
    assert codes(refused) == {"locked_in_review"} and not settings.FILES_ROOT.exists()


def test_strangers_neither_add_nor_remove(row, aigul, dana, gulnar):
    added = add(row, aigul, link="https://example.kz/act")
    for stranger in (dana, gulnar):
        for verb in (lambda who: add(row, who, link="https://example.kz/x"), lambda who: rules.remove_evidence(added, by=who)):
            with pytest.raises(Refused) as refused:
                verb(stranger)
            assert codes(refused) == {"not_allowed"}
    assert Evidence.objects.filter(removed_at=None).count() == 1


def test_a_removed_document_stays_in_the_history(row, aigul, settings):
    added = add(row, aigul, upload=upload("a.pdf", PDF))
    rules.remove_evidence(added, by=aigul)
    rules.remove_evidence(Evidence.objects.get(), by=aigul)
    assert Evidence.objects.get().removed_by == aigul and files.place(added.file_sha256).exists()


def test_a_file_is_handed_out_as_an_attachment_and_only_to_its_readers(row, aigul, dana, gulnar, sign_in, client, settings):
    added = add(row, aigul, upload=upload("акт.pdf", PDF))
    url = reverse("filing:document", args=[row.report.public_id, added.public_id])
    answer = sign_in(aigul).get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert sign_in(dana).get(url).status_code == 404
    assert sign_in(gulnar).get(url).status_code == 404, "the Ministry sees what was filed, not a draft"
    assert client.get(url).status_code == 302
    settings.X_ACCEL = True
    answer = sign_in(aigul).get(url)
    assert answer["X-Accel-Redirect"] == f"/protected/{added.file_sha256[:2]}/{added.file_sha256}" and not answer.content
