"""Every bad upload is refused in words in three languages, and nothing of it stays.

`python -m tests.campaigns.uploads` sends them to a running portal, beside requests that break off and lie.
"""

from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from reporting.filing import files
from reporting.models import Evidence, StoredFile
from reporting.problems import Refused
from tests.clamd import fake_clamd
from tests.filing.bad_uploads import BAD, TAMED
from tests.filing.filling import report_of
from tests.filing.made_files import GOOD, PDF


def test_there_are_enough_of_them():
    assert len(BAD) >= 60


def test_each_is_refused_for_its_own_fault_and_leaves_nothing(settings):
    settings.MAX_UPLOAD_BYTES, wrong = 20 * 2**20, {}
    with fake_clamd() as running:
        settings.CLAMD_ADDRESS = running.address
        for name, (file_name, make, codes) in BAD.items():
            upload = SimpleUploadedFile("x", make(Random(name)))
            upload._name = file_name  # as the rule gets it: Django's form has cleaned it a little already
            try:
                with files.received(upload):
                    wrong[name] = "accepted"
            except Refused as refused:
                found = {problem.code for problem in refused.problems}
                if not found <= codes:
                    wrong[name] = found
                for language in ("kk", "ru", "en"):
                    with override(language):
                        assert all(problem.text() for problem in refused.problems)
    assert wrong == {}
    assert [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()] == []


def test_good_files_are_taken(settings):
    for kind, content in GOOD.items():
        with files.received(SimpleUploadedFile(f"а.{kind}", content)) as file:
            assert file.type == files.TYPES[kind]


def test_what_a_telephone_or_a_state_portal_writes_is_taken(settings):
    motion = GOOD["jpg"] + b"\0\0\0\x18ftypmp42" + bytes(500)
    card = PDF.replace(b"trailer", b"7 0 obj\n<</Type/EmbeddedFile/Length 9>>\nstream\nPK\x03\x04abcde\nendstream\nendobj\ntrailer")
    for name, content in (("a.jpg", motion), ("a.pdf", card)):
        with files.received(SimpleUploadedFile(name, content)) as file:
            assert file.name == name


@pytest.mark.usefixtures("cycle2026", "in_march")
def test_a_sample_by_the_page_s_own_door(aigul, sign_in, settings):
    row = report_of("AK-ABA").rows.filter(needs_answer=True).first()
    client, url = sign_in(aigul), f"/ru/work/report/{row.report.public_id}/items/{row.pk}/documents/"
    for name in Random(1).sample(sorted(set(BAD) - {"a PDF with a virus", "a DOCX with a virus"}), 8):
        upload = SimpleUploadedFile(BAD[name].name, BAD[name].make(Random(name)))
        answer = client.post(url, {"document-kind": "act", "document-file": upload}, HTTP_ACCEPT="application/json")
        assert answer.status_code == 422 and answer.json()["problems"][0]["text"], name
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()
    for given, shown in TAMED.items():
        content = PDF + b"%" + str(len(given)).encode() + given.encode()[:20].hex().encode() + b"\n%%EOF"
        sent = {"document-kind": "act", "document-file": SimpleUploadedFile(given, content)}
        assert client.post(url, sent, HTTP_ACCEPT="application/json").status_code == 200, given
        kept = row.evidence.last()
        assert kept.file_name == (shown or kept.file_name) and len(kept.file_name) <= 200
        assert not set(kept.file_name) & set("/\\\0\r\n\u202e")
        answer = client.get(f"/ru/work/report/{row.report.public_id}/documents/{kept.public_id}/")
        assert answer["Content-Disposition"].startswith("attachment") and "\n" not in answer["Content-Disposition"]
