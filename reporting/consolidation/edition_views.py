"""The pages of an approved edition inside the desk: its files, their checksums, its history."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from reporting.consolidation import edition as editions
from reporting.consolidation.views import desk
from reporting.cycle.stages import strip
from reporting.history import trail
from reporting.models import Edition
from reporting.narrowing import visible


@desk
@require_GET
def edition(request, year: int, number: int):
    """An approved edition: its files and their SHA-256."""
    found = edition_of(request, year, number)
    context = {"edition": found, "cycle": found.cycle, "files": list(found.files.all()), "events": trail(found)}
    return render(request, "consolidation/edition.html", {**context, "strip": strip(found.cycle, request.user)})


@desk
@require_GET
def download(request, year: int, number: int, name: str):
    """A file of an edition, always as an attachment."""
    found = edition_of(request, year, number)
    allowed = {*found.files.values_list("name", flat=True), editions.MANIFEST, editions.SUMS}
    path = editions.folder(found) / name
    if name not in allowed or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"science-cities-{year}-{number}-{name}")


def edition_of(request, year: int, number: int) -> Edition:
    """The edition, if it exists for this person."""
    rows = visible(request.user, Edition).select_related("cycle__plan", "approved_by").defer("summary_json", "lines_csv")
    return get_object_or_404(rows, cycle__year=year, number=number)
