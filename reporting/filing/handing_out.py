"""A kept file on its way to a reader: the view has asked for permission, this only hands it over."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from reporting.filing import files

# Nothing that a file says may run or be guessed at, and no shared computer keeps it
HEADERS = {
    "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
}  # fmt: skip


def hand_out(name: str, sha256: str, media_type: str):
    """The file as an attachment that no browser opens by itself or keeps; nginx carries it where it stands before the portal."""
    return hand_out_from(files.place(sha256), name, media_type)


def hand_out_from(path: Path, name: str, media_type: str):
    """The same for any file under FILES_ROOT; its name may be in any letters."""
    if settings.X_ACCEL:
        inside = path.relative_to(settings.FILES_ROOT).as_posix()
        told = {"X-Accel-Redirect": f"/protected/{inside}", "Content-Disposition": content_disposition_header(True, name)}
        return HttpResponse(content_type=media_type, headers=HEADERS | told)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type, headers=HEADERS)
