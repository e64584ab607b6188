"""Electronic signatures: checked by another service, and never called one before it has said so."""

import base64
import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reporting import jobs
from reporting.filing import rules, signing
from reporting.models import Job, Notice, Signature
from reporting.problems import Refused
from reporting.words import look_up
from tests.filing.filling import codes, fill, report_of, submit
from tests.filing.test_pages import at, words

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
CMS = b"\x30\x82\x01\x00 a made signature"
HOLDER = "КІЛТ ИЕСІ"
CLAIMS = ("подписан", "подпись действительна", "қол қойылды", "қолтаңба жарамды", "signature is valid")


class Fake:
    """A verifier that says what the test wants."""

    says: object = None

    def verify(self, content: bytes, cms: bytes) -> signing.Verdict:
        """What was put into `says`."""
        Fake.asked = (content, cms)
        if isinstance(Fake.says, Exception):
            raise Fake.says
        return Fake.says


VALID = signing.Verdict(True, HOLDER, "123456789012")


@pytest.fixture
def receipt(aigul, bolat, gulnar):
    return submit(fill(report_of("AK-ABA"), aigul), bolat)


@pytest.fixture
def checked(settings):
    """Signatures are checked here, by the fake."""
    settings.SIGNATURE_SERVICE, settings.SIGNATURE_VERIFIER = "http://unused", "tests.filing.test_signing.Fake"


def added(receipt, by, cms=CMS) -> Signature:
    return signing.attach_signature(receipt.version, by=by, upload=SimpleUploadedFile("a.cms", cms))


def run(signature, verdict) -> Signature:
    """The job of checking, with what the service says to it."""
    Fake.says = verdict
    with contextlib.suppress(signing.CannotCheck):
        signing.check_signature(Job.objects.get(key=f"check_signature:{signature.pk}"), lambda *step: None)
    signature.refresh_from_db()
    return signature


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return codes(refused)


def test_without_a_service_nothing_is_taken_for_a_signature(receipt, bolat, sign_in):
    assert refusal(added, receipt, bolat) == {"signature_off"} and signing.state_of(receipt.version) == "none"
    page = sign_in(bolat).get(at("receipt", receipt.public_id, lang="ru"))
    assert "без электронной цифровой подписи" in words(page) and "Файл подписи" not in words(page)


@pytest.mark.parametrize(("verdict", "state"), [
    (VALID, "valid"), (signing.Verdict(False), "invalid"), (signing.CannotCheck("down"), "unchecked"), (None, "checking"),
])  # fmt: skip
def test_only_a_valid_one_is_called_a_signature_anywhere(checked, receipt, bolat, aigul, sign_in, verdict, state):
    signature = added(receipt, bolat)
    if verdict is not None:
        run(signature, verdict)
        assert Fake.asked == (receipt.version.content.encode(), CMS), "the very bytes of the receipt"
    assert signing.state_of(receipt.version) == state
    for lang in ("kk", "ru", "en"):
        text = words(sign_in(aigul).get(at("receipt", receipt.public_id, lang=lang))).casefold()
        assert any(claim in text for claim in CLAIMS) is (state == "valid"), (lang, state)
        assert (HOLDER.casefold() in text) is (state == "valid")
    assert look_up(state, "signature")
    assert Notice.objects.filter(kind="signature_checked").exists() is (state in ("valid", "invalid"))


def test_what_could_not_be_checked_is_checked_again(checked, receipt, bolat):
    signature = run(added(receipt, bolat), signing.CannotCheck("down"))
    assert run(signature, VALID).status == "valid"
    assert run(signature, signing.Verdict(False)).status == "valid", "a verdict stands"


def test_a_valid_one_stands_whatever_is_added_after_it(checked, receipt, bolat):
    run(added(receipt, bolat), VALID)
    run(added(receipt, bolat, b"\x30 another"), signing.Verdict(False))
    assert signing.state_of(receipt.version) == "valid"


def test_what_is_refused(checked, receipt, bolat, erlan):
    assert refusal(added, receipt, erlan) == {"not_allowed"}
    assert refusal(signing.attach_signature, receipt.version, by=bolat, upload=None) == {"signature_missing"}
    assert refusal(added, receipt, bolat, b"\x30" + bytes(300_000)) == {"signature_too_large"}
    assert refusal(added, receipt, bolat, b"%PDF-1.7") == {"signature_not_cms"}
    pem = b"-----BEGIN CMS-----\n" + base64.encodebytes(CMS) + b"-----END CMS-----\n"
    assert bytes(added(receipt, bolat, pem).cms) == CMS
    assert refusal(added, receipt, bolat) == {"signature_known"}
    rules.recall(report_of("AK-ABA"), by=bolat)
    receipt.version.refresh_from_db()
    assert refusal(added, receipt, bolat, b"\x30 new") == {"signature_old_version"}
    assert "check_signature" in jobs.KINDS


def test_pages_are_the_bodys_own(checked, receipt, bolat, dana, gulnar, sign_in):
    content, sign = at("content", receipt.public_id), at("sign", receipt.public_id)
    assert sign_in(bolat).get(content).content == receipt.version.content.encode()
    for stranger in (dana, gulnar):
        assert sign_in(stranger).get(content).status_code == sign_in(stranger).post(sign).status_code == 404
    assert sign_in(bolat).post(sign).status_code == 422
    assert sign_in(bolat).post(sign, {"file": SimpleUploadedFile("a.cms", CMS)}).status_code == 302
    assert Signature.objects.get().added_by == bolat


ANSWER = {"valid": True, "signers": [{"certificates": [{"subject": {"commonName": HOLDER, "bin": "123456789012"}}]}]}


@pytest.mark.parametrize(("status", "said", "expected"), [
    (200, ANSWER, VALID), (200, {**ANSWER, "valid": False}, signing.Verdict(False)),
    (200, {**ANSWER, "valid": "true"}, signing.Verdict(False)),
    (200, {"valid": True, "signers": []}, None), (200, {}, None), (200, [], None), (500, ANSWER, None),
])  # fmt: skip
def test_a_service_is_asked_and_understood(settings, status, said, expected):
    asked = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *line):
            """Nothing is written."""

    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.handle_request, daemon=True).start()
    settings.SIGNATURE_SERVICE = f"http://127.0.0.1:{server.server_port}"
    try:
        if expected is None:
            with pytest.raises(signing.CannotCheck):
                signing.ServiceVerifier().verify(b"content", CMS)
        else:
            assert signing.ServiceVerifier().verify(b"content", CMS) == expected
    finally:
        server.server_close()
    path, sent = asked[0]
    assert path == "/cms/verify" and base64.b64decode(sent["data"]) == b"content" and base64.b64decode(sent["cms"]) == CMS


def test_a_service_that_is_down_says_nothing(settings):
    settings.SIGNATURE_SERVICE = "http://127.0.0.1:9"
    with pytest.raises(signing.CannotCheck):
        signing.ServiceVerifier().verify(b"content", CMS)
