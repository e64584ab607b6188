"""«Check a document»: by hash, by name, by what a file says of itself; the answer says what was not checked."""

import hashlib
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from portal.site import documents, living
from reporting.consolidation import documents as consolidated

ROOT = Path(documents.__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published(built, settings):
    """The made site is the current build: edition 1 of 2026 was replaced by edition 2."""
    settings.PUBLIC_ROOT = built
    living.of_build.cache_clear()


@pytest.fixture
def data(built):
    """The folder of the published files."""
    return built / "current" / "data"


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def asked(client, language="en", **given):
    """(verdict, text) of the page."""
    html = client.get(f"/{language}/verify/", given).content.decode()
    found = re.search(r'data-verdict="(\w+)"', html)
    main = re.search(r"<main.*</main>", html, re.S)[0]
    return found and found[1], unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


FILES = ("summary.json", "lines.csv", "lines-excel.csv", "SHA256SUMS", "datapackage.json")


@pytest.mark.parametrize("name", [*FILES, "report.xlsx", "report.kk.pdf", "dictionary.csv", "LICENSE.txt"])
def test_a_file_of_the_current_edition_is_genuine(client, data, name):
    verdict, text = asked(client, sha256=hash_of((data / "2026" / "2" / name).read_bytes()))
    assert verdict == "genuine" and name in text and "2026, No. 2" in text


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_a_replaced_edition_is_genuine_but_replaced(client, data, name):
    verdict, text = asked(client, sha256=hash_of((data / "2026" / "1" / name).read_bytes()))
    assert verdict == "replaced" and "replaced by edition 2" in text and hash_of((data / "2026" / "2" / name).read_bytes()) in text


def altered(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:]


def test_an_altered_file_is_known_by_its_name(client, data):
    content = altered((data / "2026" / "2" / "report.kk.pdf").read_bytes())
    verdict, text = asked(client, sha256=hash_of(content), name="report.kk.pdf")
    assert verdict == "altered" and hash_of((data / "2026" / "2" / "report.kk.pdf").read_bytes()) in text


@pytest.mark.parametrize("name", ["report.kk (1).pdf", "C:\\Users\\A\\report.kk.pdf", "report.kk - копия.pdf", "REPORT.KK.PDF"])
def test_a_copy_keeps_the_name(client, name):
    assert asked(client, sha256="0" * 64, name=name)[0] == "altered"


def test_an_altered_file_is_known_by_what_it_says_of_itself(client):
    verdict, text = asked(client, sha256="1" * 64, name="x.json", year="2026", edition="1")
    assert verdict == "altered" and "2026, No. 1" in text
    assert asked(client, sha256="1" * 64, name="x.json", year="2031", edition="1")[0] == "unknown"


def test_an_unknown_document_is_not_called_forged(client):
    verdict, text = asked(client, sha256="2" * 64, name="holiday.jpg")
    assert verdict == "unknown" and "not known here" in text and "forged" not in text


def test_a_report_in_the_edition_is_known(client, data):
    source = json.loads((data / "2026" / "2" / "summary.json").read_text())["sources"][0]
    verdict, text = asked(client, sha256=source["sha256"])
    assert verdict == "genuine" and "A report of a body" in text


@pytest.mark.parametrize("shape", ["{}", "  {} ", "SHA256:{}", "sha-256: {}", "{}  lines.csv", "{} *lines.csv"])
def test_a_hash_is_read_as_people_paste_it(client, data, shape):
    sha256 = hash_of((data / "2026" / "2" / "lines.csv").read_bytes())
    assert asked(client, sha256=shape.format(sha256))[0] == "genuine"
    assert asked(client, sha256=shape.format(sha256).upper())[0] == "genuine"
    pairs = " ".join(re.findall("..", sha256))
    assert documents.tidy(pairs) == sha256


@pytest.mark.parametrize("wrong", ["xyz", "ab" * 31, "ab" * 33, "<script>alert(1)</script>", "г" * 64])
def test_what_is_no_hash_is_said_beside_the_field(client, wrong):
    page = client.get("/ru/verify/", {"sha256": wrong}).content.decode()
    assert 'href="#sha256"' in page and 'aria-invalid="true"' in page and "<title>Ошибка:" in page
    assert "<script>alert" not in page and "data-verdict" not in page


@pytest.mark.parametrize("shape", ["{}", "https://portal.example/kk/check/{}/", "/check/{}/"])
def test_a_receipt_leads_to_its_page(client, shape):
    number = uuid4()
    answer = client.get("/ru/verify/", {"sha256": shape.format(number)})
    assert answer.status_code == 302 and answer["Location"] == f"/ru/check/{number}/"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_it_says_what_was_not_checked(client, language):
    word = {"kk": "Не тексерілмейді", "ru": "Что не проверяется", "en": "What is not checked"}[language]
    assert word in asked(client, language)[1] and word in asked(client, language, sha256="2" * 64)[1]


def test_it_works_without_a_script_and_without_the_database(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the database was asked")

    monkeypatch.setattr(connection, "cursor", refuse)
    page = client.get("/kk/verify/", {"sha256": "0" * 64}).content.decode()
    assert 'method="get"' in page and re.search(r"<section[^>]*data-needs-script hidden>", page)
    assert 'type="file"' in page and "enctype" not in page and 'type="file" name' not in page


def test_before_the_first_edition_nothing_is_known(client, settings, tmp_path):
    settings.PUBLIC_ROOT = tmp_path
    assert asked(client, sha256="0" * 64, name="lines.csv")[0] == "unknown"


def test_the_baked_list_names_every_file(data):
    known = json.loads((data / "hashes.json").read_text())["files"]
    for number, status in ((1, "superseded"), (2, "published")):
        for path in (data / "2026" / str(number)).iterdir():
            if path.suffix != ".gz" and path.name != "manifest.json":
                about = known[hash_of(path.read_bytes())]
                assert about["file"] == path.name
                assert (about["edition"], about["status"]) in {(number, status), (2, "published")}


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [(1, "replaced", "was replaced by edition 2"), (2, "current", "published here and current"), (3, "unpublished", "not published here")],
)
def test_the_code_of_a_document_leads_to_its_edition_and_claims_nothing_of_the_file(client, data, number, code, words):
    html = client.get("/en/verify/", {"year": 2026, "edition": number}).content.decode()
    assert f'data-named="{code}"' in html and "data-verdict" not in html and words in html
    assert ("A code can be copied onto any paper" in html) == (code != "unpublished")
    lines = data / "2026" / str(number) / "lines.csv"
    assert (code != "unpublished") == (lines.exists() and hash_of(lines.read_bytes()) in html)
    assert ('href="/en/2026/editions/1/"' in html) == (number == 1)


@pytest.mark.parametrize("given", [{"year": "x", "edition": "1"}, {"year": "2026", "edition": "²"}, {"year": "99999", "edition": "1"}])
def test_a_code_that_names_nothing_is_not_published(client, given):
    assert 'data-named="unpublished"' in client.get("/ru/verify/", given).content.decode()


def test_the_script_knows_the_name_of_every_document(data):
    script = (ROOT / "static" / "js" / "verify.js").read_text()
    ours = re.compile(re.search(r"const OURS = /(.+)/i;", script)[1], re.I)
    names = {path.name for path in (data / "2026" / "2").iterdir() if path.suffix != ".gz"}
    assert not [name for name in {*names, *consolidated.FILES} if not ours.match(name)]


def test_the_script_sends_no_file():
    script = (ROOT / "static" / "js" / "verify.js").read_text()
    assert "fetch(" not in script and "XMLHttpRequest" not in script and "FormData" not in script and "crypto.subtle.digest" in script


def test_only_reading_is_allowed(client):
    assert client.post("/kk/verify/").status_code in (403, 405)


@pytest.mark.files
def test_a_small_campaign_has_only_right_answers_by_page_and_by_script():
    ended = subprocess.run(
        [sys.executable, "-m", "tests.campaigns.documents", "--small"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0 and "documents: 45, right by page: 45, right by script: 45" in ended.stdout, ended.stdout + ended.stderr
