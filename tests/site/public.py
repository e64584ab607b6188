"""Everything the public may ask for, and the door through which it is asked: the same WSGI application that production runs."""

import io
import json
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from portal.site import building, public_api
from portal.site.serve import published_first

LANGUAGES = ("kk", "ru", "en")


@contextmanager
def connection_kept():
    """Requests in this process share its transaction: Django must not close the connection after each, as its own test client knows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def wsgi_get():
    """`get(path)` → status, headers, body."""
    application = published_first(get_wsgi_application(), settings.PUBLIC_ROOT)

    def get(path: str):
        bare, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": bare.encode().decode("latin-1"), "SERVER_NAME": "testserver",
            "QUERY_STRING": quote(query, safe="=&%+-._~"),
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(), "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "testserver",
        }  # fmt: skip
        said = {}

        def start_response(status, headers, exc_info=None):
            said.update(status=int(status.split()[0]), headers=dict(headers))

        with connection_kept():
            body = b"".join(application(environ, start_response))
        return said["status"], said["headers"], body

    return get


def everything_public() -> list[str]:
    """The addresses a crawl begins with: every file of the site that is served, the API whole, living pages, doors that must stay shut."""
    folder = (Path(settings.PUBLIC_ROOT) / "current").resolve()
    files = [f"/{one['path']}".removesuffix("index.html") for one in json.loads((folder / building.MANIFEST).read_text())["files"]]
    api = [f"/api/v1/public/{name}/?page_size=1000{form}" for name in public_api.RESOURCES for form in ("", "&format=csv")]
    api += [f"/api/v1/public/{name}/?edition={number}" for name in ("lines", "editions") for number in (1, 2, 3)]
    asked = [f"/{one}/search/?q={word}" for one in LANGUAGES for word in ("2026", "мысал", "текст", "зертхана", "qzx", "w")]
    asked += [f"/{one}/{path}" for one in LANGUAGES for path in ("verify/?sha256=" + "0" * 64, "sign-in/", "work/", "none/", "2026/none/")]
    asked += ["/data/2026/2/", "/data/", "/healthz", "/readyz"]
    shut = ["/site-manifest.json", "/.staged-2.json", "/api/v1/", "/api/v1/reports/", "/builds/"]
    return ["/", *files, *api, "/api/v1/public/", "/api/v1/public/openapi.json", *asked, *shut]
