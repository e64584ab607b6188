"""deploy/nginx.conf in a real nginx, its places moved into a folder of the test: published files without Django, private ones never."""

import http.client
import http.server
import os
import ssl
import subprocess
import threading
from pathlib import Path

import pytest

from tests.throwaway import find_program, free_port, is_open, stop, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent


class Web(http.server.BaseHTTPRequestHandler):
    """Stands for the portal: says what it was asked, and gives out one private file."""

    def do_GET(self):
        self.send_response(200)
        if self.path == "/kk/work/evidence/1/":
            self.send_header("X-Accel-Redirect", "/protected/ab/letter.pdf")
        self.end_headers()
        self.wfile.write(f"web {self.path}\n{self.headers}".encode())

    def log_message(self, *_):
        """Says nothing."""


def lay_files(folder: Path) -> None:
    """A published build, a stylesheet and a private file, where the portal lays them."""
    build = folder / "data" / "public" / "builds" / "1"
    texts = {
        build / "kk" / "index.html": "<p>published</p>", build / "kk" / "2026" / "index.html": "<p>year</p>",
        build / "data" / "2026" / "1" / "lines.csv": "a,b\n", build / "site-manifest.json": "{}", build / "site-static" / "a.css": "p{}",
        build / "kk" / "feed.xml": "<feed/>", build / "sitemap.xml": "<urlset/>", build / "robots.txt": "User-agent: *",
        folder / "data" / "static" / "css" / "base.css": "p{}", folder / "data" / "files" / "ab" / "letter.pdf": "private",
    }  # fmt: skip
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "data" / "public" / "current").symlink_to("builds/1")


def configuration(folder: Path, ports: dict[str, int]) -> Path:
    """The very file of production with its paths and ports replaced; a certificate for the test."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    moves = {"/tmp/": f"{folder}/", "/certs/": f"{folder}/", "/etc/nginx/headers.conf": str(ROOT / "deploy" / "headers.conf"),
             "root /data": f"root {folder}/data", "alias /data": f"alias {folder}/data", "http://web:8000": f"http://127.0.0.1:{ports['web']}",
             "listen 8080": f"listen 127.0.0.1:{ports['http']}", "listen 8443": f"listen 127.0.0.1:{ports['https']}"}  # fmt: skip
    for old, new in moves.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "nginx.conf").write_text(f"daemon off;\n{text}" if os.getuid() else f"daemon off;\nuser root;\n{text}")
    command = [find_program("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", f"{folder}/portal.key", "-out", f"{folder}/portal.crt"], check=True, capture_output=True)
    return folder / "nginx.conf"


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """`ask(path)` over https → (status, headers, body)."""
    folder = tmp_path_factory.mktemp("nginx")
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    ports = {"web": web.server_port, "http": free_port(), "https": free_port()}
    lay_files(folder)
    nginx = subprocess.Popen([find_program("nginx", "nginx-light"), "-e", "stderr", "-c", str(configuration(folder, ports))])
    wait_until(lambda: is_open(ports["https"]), nginx, "nginx")
    trusting = ssl._create_unverified_context()

    def get(path: str, *, plain: bool = False, **headers: str):
        asked = http.client.HTTPConnection("127.0.0.1", ports["http"]) if plain else None
        asked = asked or http.client.HTTPSConnection("127.0.0.1", ports["https"], context=trusting)
        asked.request("GET", path, headers=headers)
        answer = asked.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    yield get
    stop(nginx)
    web.shutdown()


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/kk/", "<p>published</p>", "text/html"),
        ("/kk/2026/", "<p>year</p>", "text/html"),
        ("/data/2026/1/lines.csv", "a,b\n", "text/csv"),
        ("/site-static/a.css", "p{}", "text/css"),
        ("/kk/feed.xml", "<feed/>", "application/atom+xml"),
        ("/sitemap.xml", "<urlset/>", "text/xml"),
        ("/robots.txt", "User-agent: *", "text/plain"),
        ("/static/css/base.css", "p{}", "text/css"),
    ],
)
def test_published_files_need_no_portal_and_carry_the_headers(ask, path, body, kind):
    status, headers, found = ask(path)
    assert (status, found, headers.get_content_type()) == (200, body, kind)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age=31536000" in headers["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/", "/kk/work/", "/kk/2026", "/kk/?view=large", "/readyz", "/site-manifest.json", "/data/none.csv"])
def test_everything_else_is_asked_of_the_portal_and_keeps_its_headers(ask, path):
    status, headers, body = ask(path)
    assert (status, body.splitlines()[0]) == (200, f"web {path}")
    assert headers["Content-Security-Policy"] is None


def test_the_reader_who_chose_larger_text_is_served_by_the_portal(ask):
    assert ask("/kk/", Cookie="view=large")[2].startswith("web /kk/")


def test_assets_named_by_their_content_are_kept_for_ever_and_feeds_are_asked_for_anew(ask):
    assert ask("/site-static/a.css")[1]["Cache-Control"] == "public, max-age=31536000, immutable"
    assert ask("/kk/feed.xml")[1]["Cache-Control"] == ask("/robots.txt")[1]["Cache-Control"] == "no-cache"


def test_what_a_visitor_claims_about_addresses_is_thrown_away(ask):
    body = ask("/kk/work/", **{"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http"})[2]
    assert "X-Forwarded-For: 127.0.0.1" in body
    assert "6.6.6.6" not in body
    assert "X-Forwarded-Proto: https" in body


def test_a_private_file_is_given_only_by_the_portals_word(ask):
    assert ask("/protected/ab/letter.pdf")[0] == 404
    status, headers, body = ask("/kk/work/evidence/1/")
    assert (status, body) == (200, "private")
    assert "sandbox" in headers["Content-Security-Policy"]


def test_a_form_above_the_limit_is_answered_by_the_portal_in_the_language_of_the_page(ask):
    for path, asked in (("/ru/work/report/1/", "/ru/too-large/"), ("/api/v1/reports/", "/kk/too-large/")):
        status, _, body = ask(path, **{"Content-Length": str(26 * 2**20)})
        assert (status, body.splitlines()[0]) == (413, f"web {asked}")


@pytest.mark.parametrize("way", ["/data/..", "/data/%2e%2e/%2e%2e", "/static/..", "/site-static/..%2f.."])
def test_no_path_leads_out_of_the_published_folder(ask, way):
    assert "private" not in ask(f"{way}/files/ab/letter.pdf")[2]


def test_without_https_a_visitor_is_sent_to_it(ask):
    status, headers, _ = ask("/kk/", plain=True, Host="portal.example.kz")
    assert (status, headers["Location"]) == (308, "https://portal.example.kz/kk/")
    assert ask("/healthz", plain=True)[2] == "ok\n"
