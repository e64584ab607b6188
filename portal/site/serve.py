"""Published pages answered as files before Django builds a request: no database, no session, no middleware.

`PUBLIC_ROOT/current` points to a build. Only the addresses of its own manifest are answered; any other is asked of Django. So nothing
outside the build can ever be named, whatever the address says.
"""

import os
from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path

from django.conf import settings

from portal.site.builds import OURS, SAFE, YEAR_SECONDS, Build, File

CACHED_BYTES = 512 * 1024  # larger files are read from the disk for each reader, piece by piece
CHUNK = 64 * 1024


class Published:
    """The WSGI application in front of Django."""

    def __init__(self, app: Callable, root: Path):
        self.app = app
        self.current = Path(root) / "current"
        self.known: tuple[str, Build | None] = ("", None)

    def build(self) -> Build | None:
        """The build that `current` points to; its index is read again only when the pointer has moved."""
        try:
            target = os.readlink(self.current)
        except OSError:
            return None
        name, build = self.known
        if name != target:
            build = Build(self.current.parent / target)
            self.known = (target, build)
        return build

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        if environ["REQUEST_METHOD"] in ("GET", "HEAD") and (path == "/" or path.startswith(OURS)):
            answer = self.answer(path, environ)
            if answer is not None:
                status, headers, body = answer
                start_response(f"{status.value} {status.phrase}", headers)
                return body
        return self.app(environ, start_response)

    def answer(self, path: str, environ: dict):
        """(status, headers, body), or None where Django has to answer."""
        if path == "/":
            return moved(HTTPStatus.FOUND, "/kk/")
        build = self.build()
        if build is None:
            return None
        if path + "/" in build.files:
            return moved(HTTPStatus.MOVED_PERMANENTLY, path + "/")
        file = build.files.get(path)
        if file is None:
            return None
        wish = asked_view(environ.get("QUERY_STRING", "")) if file.is_page else None
        if wish is not None:
            return moved(HTTPStatus.SEE_OTHER, path, remember(wish, environ))
        return found(file, environ)


def asked_view(query: str) -> str | None:
    """The choice of the switch «larger text, no pictures», which works without scripts."""
    return {"view=large": "large", "view=normal": ""}.get(query)


def remember(view: str, environ: dict) -> tuple[str, str]:
    """The cookie that keeps the choice, also for the pages of Django."""
    secure = "; Secure" if "https" in (environ.get("wsgi.url_scheme"), environ.get("HTTP_X_FORWARDED_PROTO")) else ""
    return "Set-Cookie", f"view={view}; Path=/; Max-Age={YEAR_SECONDS if view else 0}; SameSite=Lax{secure}"


def moved(status: HTTPStatus, path: str, *more: tuple[str, str]):
    """A redirect within the site; `path` is always one of the build's own."""
    return status, [("Location", path), ("Content-Length", "0"), ("Cache-Control", "no-cache"), *SAFE, *more], []


def found(file: File, environ: dict):
    """The file, or «not modified»."""
    form = form_of(file, environ)
    tag = f'"{file.sha256[:32]}-{form}"'
    headers = [*file.headers, ("ETag", tag)]
    if is_known(environ, tag, file.modified):
        return HTTPStatus.NOT_MODIFIED, headers, []
    if form.endswith("gzip"):
        headers.append(("Content-Encoding", "gzip"))
    long = form == "plain" and file.size > CACHED_BYTES
    body = pieces(file.path) if long else [file.body(form)]
    headers.append(("Content-Length", str(file.size if long else len(body[0]))))
    return HTTPStatus.OK, headers, [] if environ["REQUEST_METHOD"] == "HEAD" else body


def form_of(file: File, environ: dict) -> str:
    """Which form of the file this reader gets."""
    large = file.is_page and "view=large" in [one.strip() for one in environ.get("HTTP_COOKIE", "").split(";")]
    packed = file.is_packed and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    return "-".join([*(["large"] if large else []), *(["gzip"] if packed else [])]) or "plain"


def pieces(path: Path) -> Iterable[bytes]:
    """A document, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def is_known(environ: dict, tag: str, modified: int) -> bool:
    """Whether the reader already has this very answer. A site made ahead may be older than what it replaces: dates are compared whole."""
    if "HTTP_IF_NONE_MATCH" in environ:
        return tag in [one.strip().removeprefix("W/") for one in environ["HTTP_IF_NONE_MATCH"].split(",")]
    try:
        return parsedate_to_datetime(environ.get("HTTP_IF_MODIFIED_SINCE", "")).timestamp() == modified
    except (TypeError, ValueError, OverflowError):
        return False


def published_first(app: Callable, root: Path | None = None) -> Published:
    """Wraps Django: what is published is answered here."""
    return Published(app, root or settings.PUBLIC_ROOT)
