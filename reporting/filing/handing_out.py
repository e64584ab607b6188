"""A kept file on its way to a reader: the view has asked for permission, this only hands it over."""

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from reporting.filing import files


def hand_out(name: str, sha256: str, media_type: str):
    """The file as an attachment that no browser opens by itself or keeps; nginx carries it where it stands before the portal."""
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    if settings.X_ACCEL:
        headers |= {"X-Accel-Redirect": f"/protected/{sha256[:2]}/{sha256}", "Content-Disposition": content_disposition_header(True, name)}
        return HttpResponse(content_type=media_type, headers=headers)
    return FileResponse(files.place(sha256).open("rb"), as_attachment=True, filename=name, content_type=media_type, headers=headers)
