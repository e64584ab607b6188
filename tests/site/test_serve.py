"""Published files are answered before Django: safely, sparingly, without a database."""

import gzip
import json
import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.site.serve import published_first


class Visitor:
    """Calls a WSGI application as a server would."""

    def __init__(self, app):
        self.app = app

    def __call__(self, path: str, method: str = "GET", query: str = "", **headers):
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query, "wsgi.url_scheme": "http"}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        said = {}

        def start_response(status, given):
            said.update(status=int(status.split()[0]), headers=dict(given))

        body = b"".join(self.app(environ, start_response))
        return said["status"], said["headers"], body


def django(environ, start_response):
    """Stands for Django: only says that it was asked."""
    start_response("299 Django", [])
    return [b"django"]


@pytest.fixture
def visit(built, settings):
    settings.PUBLIC_ROOT = built
    return Visitor(published_first(django))


def test_a_page_is_answered_with_its_type_language_and_strict_headers(visit):
    status, headers, body = visit("/kk/2026/")
    assert status == 200 and body.startswith(b"<!DOCTYPE html>") or b"<!DOCTYPE html>" in body[:20]
    assert headers["Content-Type"] == "text/html; charset=utf-8" and headers["Content-Language"] == "kk"
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-cache" and int(headers["Content-Length"]) == len(body)


@pytest.mark.parametrize(
    "path",
    [
        "/data/../../secret", "/kk/../../../etc/passwd", "/kk/%2e%2e/%2e%2e/", "/data/..", "/kk//2026/", "/data/2026/1/../1/lines.csv",
        "/site-manifest.json", "/builds/one/kk/index.html", "/kk/2026/index.html/..", "/data/\x00", "/data/2026/1/summary.json.gz",
        "/KK/", "/data/", "/kk/2099/", "/kk\\2026\\", "/kk/work/", "/work/", "/healthz",
    ],
)  # fmt: skip
def test_what_is_not_in_the_build_is_asked_of_django(visit, path):
    assert visit(path)[0] == 299


def test_other_methods_are_django_s(visit):
    assert visit("/kk/2026/", method="POST")[0] == 299


def test_root_leads_to_kazakh_and_a_missing_slash_is_mended(visit):
    assert visit("/")[:2] == (302, visit("/")[1]) and visit("/")[1]["Location"] == "/kk/"
    assert visit("/kk/2026")[0] == 301 and visit("/kk/2026")[1]["Location"] == "/kk/2026/"


def test_gzip_is_ready_and_holds_the_same(visit):
    plain = visit("/kk/2026/")
    packed = visit("/kk/2026/", accept_encoding="br, gzip")
    assert packed[1]["Content-Encoding"] == "gzip" and gzip.decompress(packed[2]) == plain[2]
    assert packed[1]["ETag"] != plain[1]["ETag"] and "Accept-Encoding" in packed[1]["Vary"]
    assert "Content-Encoding" not in visit("/data/2026/2/report.kk.pdf", accept_encoding="gzip")[1]


def test_a_known_page_is_not_sent_again(visit):
    _status, headers, _body = visit("/kk/2026/")
    for given in (
        {"if_none_match": headers["ETag"]},
        {"if_none_match": f'"x", W/{headers["ETag"]}'},
        {"if_modified_since": headers["Last-Modified"]},
    ):
        status, again, body = visit("/kk/2026/", **given)
        assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])
    assert visit("/kk/2026/", if_none_match='"old"')[0] == 200
    assert visit("/kk/2026/", if_modified_since="nonsense")[0] == 200
    assert visit("/kk/2026/", if_modified_since="Mon, 99999999999999999999 Jan 2020 00:00:00 GMT")[0] == 200


def test_head_has_the_headers_and_no_body(visit):
    status, headers, body = visit("/kk/2026/", method="HEAD")
    assert (status, body) == (200, b"") and headers["Content-Length"] == visit("/kk/2026/")[1]["Content-Length"]


def test_data_may_be_read_by_other_sites(visit):
    status, headers, body = visit("/data/2026/latest/summary.json")
    assert status == 200 and headers["Access-Control-Allow-Origin"] == "*" and json.loads(body)["edition"] == 2
    assert "Access-Control-Allow-Origin" not in visit("/kk/")[1]
    assert visit("/data/2026/2/lines.csv")[1]["Content-Type"] == "text/csv; charset=utf-8"


def test_assets_are_kept_for_ever_and_are_those_the_page_names(visit):
    _status, _headers, body = visit("/kk/")
    style = body.split(b'rel="stylesheet" href="')[1].split(b'"')[0].decode()
    assert style.startswith("/site-static/")
    assert "immutable" in visit(style)[1]["Cache-Control"] and visit(style)[1]["Content-Type"] == "text/css; charset=utf-8"


def test_larger_text_works_without_scripts(visit):
    status, headers, _body = visit("/kk/2026/", query="view=large")
    assert status == 303 and headers["Location"] == "/kk/2026/" and headers["Set-Cookie"].startswith("view=large; Path=/; Max-Age=31536000")
    status, headers, body = visit("/kk/2026/", cookie="a=b; view=large")
    assert b'<html lang="kk" data-view="large">' in body and headers["ETag"] != visit("/kk/2026/")[1]["ETag"]
    packed = visit("/kk/2026/", cookie="view=large", accept_encoding="gzip")
    assert gzip.decompress(packed[2]) == body
    assert "Max-Age=0" in visit("/kk/2026/", query="view=normal")[1]["Set-Cookie"]
    assert visit("/kk/2026/", query="view=evil%0d%0a")[0] == 200


def test_a_moved_pointer_is_followed_at_once_and_whole(tmp_path):
    for name, year in (("one", 2026), ("two", 2027)):
        page = tmp_path / "builds" / name / "kk" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f'<html lang="kk">{year}')
        manifest = {"files": [{"path": "kk/index.html", "sha256": str(year), "size": page.stat().st_size}]}
        (tmp_path / "builds" / name / "site-manifest.json").write_text(json.dumps(manifest))
    visit = Visitor(published_first(django, tmp_path))
    assert visit("/kk/")[0] == 299  # nothing baked yet
    (tmp_path / "current").symlink_to("builds/one")
    assert b"2026" in visit("/kk/")[2]
    (tmp_path / "fresh").symlink_to("builds/two")
    os.replace(tmp_path / "fresh", tmp_path / "current")
    assert b"2027" in visit("/kk/")[2]


def test_a_large_document_is_sent_piece_by_piece(tmp_path):
    folder = tmp_path / "builds" / "one"
    document = folder / "data" / "2026" / "1" / "report.kk.pdf"
    document.parent.mkdir(parents=True)
    document.write_bytes(b"%PDF" * 400_000)
    manifest = {"files": [{"path": "data/2026/1/report.kk.pdf", "sha256": "a" * 64, "size": 1_600_000}]}
    (folder / "site-manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "current").symlink_to("builds/one")
    status, headers, body = Visitor(published_first(django, tmp_path))("/data/2026/1/report.kk.pdf")
    assert status == 200 and headers["Content-Length"] == "1600000" and body == document.read_bytes()
    assert headers["Content-Type"] == "application/pdf"


@pytest.mark.django_db
def test_no_query_is_made(visit):
    with CaptureQueriesContext(connection) as asked:
        for path in ("/", "/kk/", "/ru/2026/", "/data/index.json", "/data/2026/2/lines.csv"):
            assert visit(path)[0] in (200, 302)
    assert len(asked) == 0


def test_pages_are_answered_when_the_database_cannot_be_reached(visit):
    # No `django_db` mark: any touch of the database fails the test
    assert visit("/en/2026/items/10/")[0] == 200


def test_every_file_of_the_build_is_answered_with_the_bytes_of_its_manifest(visit, built):
    files = json.loads((built / "current" / "site-manifest.json").read_text())["files"]
    assert len(files) > 500
    for one in files:
        address = "/" + one["path"].removesuffix("index.html") if one["path"].endswith("index.html") else "/" + one["path"]
        assert len(visit(address)[2]) == one["size"], address
