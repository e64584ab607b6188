"""A request that breaks off is no request.

What a broken connection leaves behind ends like any body; Django would take the fields that came before the break and drop the file, so a
document would be added without it, or half a text be saved. Here the body must be as long as was announced, and a form must be closed.
"""

from collections.abc import Callable, Iterable

from django.core.exceptions import SuspiciousOperation

END = 4096  # bytes at the end in which a form's closing line must stand


class CutShort(SuspiciousOperation):
    """Fewer bytes than announced, or a form without its closing line. Answered as a bad request, in words."""


class WholeBody:
    """The body of a request, refused at its end when it is not whole."""

    def __init__(self, body, length: int, closing: bytes):
        self.body, self.left, self.closing, self.end = body, length, closing, b""

    def read(self, size: int = -1) -> bytes:
        """As any file; `CutShort` when it ends early."""
        return self.seen(self.body.read(size), size)

    def readline(self, size: int = -1) -> bytes:
        """As any file; `CutShort` when it ends early."""
        return self.seen(self.body.readline(size), size)

    def seen(self, piece: bytes, size: int) -> bytes:
        """Counts a piece and looks at the end."""
        self.left -= len(piece)
        self.end = (self.end + piece)[-END:]
        if (not piece and size and self.left > 0) or (self.left <= 0 and self.closing not in self.end):
            raise CutShort("the request broke off")
        return piece

    def __iter__(self):
        return iter(self.readline, b"")


def whole_only(app: Callable) -> Callable:
    """The WSGI application, reading whole requests only."""

    def guarded(environ: dict, start_response: Callable) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length):
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length), closing_of(environ.get("CONTENT_TYPE", "")))
        return app(environ, start_response)

    return guarded


def closing_of(content_type: str) -> bytes:
    """The closing line of a form with files; nothing for any other body."""
    kind, _, told = content_type.partition(";")
    boundary = next((one.strip()[9:].strip('"') for one in told.split(";") if one.strip().lower().startswith("boundary=")), "")
    is_form = kind.strip().lower() == "multipart/form-data" and boundary
    return b"--" + boundary.encode("latin-1", "replace") + b"--" if is_form else b""
