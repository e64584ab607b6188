"""A kept file on its way to a reader: the view has found the document among those the reader sees; the virus check is asked here."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from reporting.filing import files
from reporting.narrowing import may_open

LOCKED = 423

# Nothing that a file says may run or be guessed at, and no shared computer keeps it
HEADERS = {
    "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
}  # fmt: skip


def hand_out(request, document):
    """The file of a document; a page in words as long as it is not known to be clean, but for the one who uploaded it."""
    if not may_open(request.user, document):
        return render(request, "filing/document_held.html", {"document": document}, status=LOCKED)
    return hand_out_from(files.place(document.file_sha256), document.file_name, document.file_type)


def hand_out_from(path: Path, name: str, media_type: str):
    """Any file under FILES_ROOT as an attachment that no browser opens by itself or keeps; its name may be in any letters. Nginx carries
    it where it stands before the portal."""
    if settings.X_ACCEL:
        inside = path.relative_to(settings.FILES_ROOT).as_posix()
        told = {"X-Accel-Redirect": f"/protected/{inside}", "Content-Disposition": content_disposition_header(True, name)}
        return HttpResponse(content_type=media_type, headers=HEADERS | told)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type, headers=HEADERS)
