"""The file of a document: handed out to those who may see its report, once the virus check lets it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from reporting.filing.handing_out import hand_out
from reporting.models import Evidence
from reporting.permissions import may_open, visible

LOCKED = 423


@login_required
@require_GET
def document(request, report, document):
    """A file of evidence. A stranger meets 404; a reader meets a page in words as long as the file is not known to be clean."""
    seen = visible(request.user, Evidence).exclude(file_sha256="").select_related("stored", "source", "row__report")
    found = get_object_or_404(seen, public_id=document, row__report__public_id=report)
    if not may_open(request.user, found):
        return render(request, "filing/document_held.html", {"document": found}, status=LOCKED)
    return hand_out(found.file_name, found.file_sha256, found.file_type)
