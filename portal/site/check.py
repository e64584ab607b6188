"""The one public page that asks the database: is a receipt known here? It shows body, year, version, time and hash, nothing else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.models import Receipt


@require_safe
def check(request, public_id) -> HttpResponse:
    """A receipt by its random id; an unknown one is answered with 404 and a page that says so."""
    known = Receipt.objects.filter(public_id=public_id).select_related("version__report__body", "version__report__cycle").first()
    if known is None:
        return render(request, "site/check_unknown.html", status=404)
    version = known.version
    shown = {
        "body": version.report.body,
        "report": version.report,
        "year": version.report.cycle.year,
        "version": version.number,
        "submitted_at": version.submitted_at,
        "sha256": version.sha256,
    }
    return render(request, "site/check.html", shown)
