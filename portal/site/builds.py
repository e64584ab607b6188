"""A build as it is answered: its addresses, the headers and bytes of each file, read once from its own manifest."""

import gzip
import json
import re
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

from django.conf import settings

OURS = ("/kk/", "/ru/", "/en/", "/data/", "/site-static/", "/sitemap", "/robots.txt")
TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8", ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
ATOM, FEEDS = "application/atom+xml; charset=utf-8", ("feed.xml", "corrections.xml")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
YEAR_SECONDS = 31536000
HTML = re.compile(rb'(<html lang="[a-z]{2}")')


@dataclass
class File:
    """A file of the build as it is answered. Its bytes are kept after the first reader, in each form that was asked for."""

    path: Path
    sha256: str
    size: int
    headers: list[tuple[str, str]]
    modified: int
    is_page: bool
    is_packed: bool
    kept: dict[str, bytes] = field(default_factory=dict)

    def body(self, form: str) -> bytes:
        """Its bytes: «plain», «gzip», «large» (larger text, no pictures) or «large-gzip»."""
        if form not in self.kept:
            self.kept[form] = self.read(form)
        return self.kept[form]

    def read(self, form: str) -> bytes:
        """The same from the disk."""
        if form == "gzip":
            return self.path.with_name(self.path.name + ".gz").read_bytes()
        plain = self.path.read_bytes()
        if form == "plain":
            return plain
        large = HTML.sub(rb'\1 data-view="large"', plain, count=1)
        return gzip.compress(large, 6, mtime=0) if form == "large-gzip" else large


class Build:
    """The paths of one build and what is answered for each."""

    def __init__(self, folder: Path):
        self.files: dict[str, File] = {}
        manifest = json.loads((folder / "site-manifest.json").read_text(encoding="utf-8"))
        for one in manifest["files"]:
            address = "/" + one["path"]
            if address.startswith(OURS):
                file = describe(folder / one["path"], address, one)
                self.files[address.removesuffix("index.html") if file.is_page else address] = file


def describe(path: Path, address: str, listed: dict) -> File:
    """The headers of a file that never change while its build stands."""
    modified = int(path.stat().st_mtime)
    is_page = path.name == "index.html"
    kind = ATOM if path.name in FEEDS else TYPES.get(path.suffix, "text/plain; charset=utf-8")
    headers = [("Content-Type", kind), ("Last-Modified", formatdate(modified, usegmt=True))]
    headers += [*SAFE, ("Cache-Control", lifetime(address)), ("Vary", "Accept-Encoding, Cookie" if is_page else "Accept-Encoding")]
    if is_page:
        headers.append(("Content-Language", address[1:3]))
    if address.startswith("/data/"):
        headers += [("Access-Control-Allow-Origin", "*"), ("Cross-Origin-Resource-Policy", "cross-origin")]
    if settings.SECURE_HSTS_SECONDS:
        headers.append(("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"))
    is_packed = path.with_name(path.name + ".gz").exists()
    return File(path, listed["sha256"], listed["size"], headers, modified, is_page, is_packed)


def lifetime(address: str) -> str:
    """Assets are named by their content; everything else is asked for anew each time, so that no reader meets two editions at once."""
    return f"public, max-age={YEAR_SECONDS}, immutable" if address.startswith("/site-static/") else "no-cache"
