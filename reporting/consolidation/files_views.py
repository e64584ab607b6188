"""Files of the desk that are no part of an edition: all filed rows of a year, and the extract for the register."""

import json

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from reporting.attached import TYPES, attached
from reporting.consolidation import closing, filed_rows, lines, narrative, register
from reporting.consolidation.views import cycle_of, desk
from reporting.cycle.stages import strip
from reporting.models import Edition, Job
from reporting.narrowing import visible
from reporting.permissions import may
from territories.models import concept

LANGUAGES, KINDS = narrative.WRITTEN, ("xlsx", "csv")


@desk
@require_http_methods(["GET", "POST"])
def rows(request, year: int):
    """All filed rows as one XLSX: made on demand, fetched when it is there."""
    cycle = cycle_of(request, year)
    if not may(request.user, "export_rows", cycle):
        raise Http404
    if request.method == "POST":
        filed_rows.owe(cycle, by=request.user, language=get_language())
        return redirect("consolidation:rows", year)
    job = filed_rows.last(cycle, get_language())
    ready = job is not None and job.state == Job.DONE and filed_rows.path(job).is_file()
    context = {"cycle": cycle, "job": job, "ready": ready, "strip": strip(cycle, request.user)}
    return render(request, "consolidation/rows.html", context)


@desk
@require_GET
def rows_file(request, year: int):
    """The newest file."""
    cycle = cycle_of(request, year)
    job = filed_rows.last(cycle, get_language())
    if not may(request.user, "export_rows", cycle) or job is None or job.state != Job.DONE or not filed_rows.path(job).is_file():
        raise Http404
    return FileResponse(filed_rows.path(job).open("rb"), as_attachment=True, filename=f"filed-rows-{year}.xlsx", content_type=TYPES["xlsx"])


@desk
@require_GET
def closing_report(request):
    """The closing report: of which editions it is made."""
    found = closing.editions(closing.approved(visible(request.user, Edition)))
    years = concept.years()
    context = {"found": found, "total": len(years), "absent": len(found) < len(years)}
    return render(request, "consolidation/closing.html", context)


@desk
@require_GET
def closing_file(request, language: str, kind: str):
    """Its file."""
    found = closing.editions(closing.approved(visible(request.user, Edition)))
    if not found or language not in LANGUAGES or kind not in closing.FORMS:
        raise Http404
    return attached(closing.make(found, language, kind), f"closing-report.{language}.{kind}")


@login_required
@require_GET
def extract(request, year: int, number: int, language: str, kind: str):
    """The extract for the register, of an edition this person may see: the desk any, the planning body those that were sent."""
    edition = get_object_or_404(visible(request.user, Edition), cycle__year=year, number=number)
    if language not in LANGUAGES or kind not in KINDS:
        raise Http404
    data = register.make(json.loads(edition.summary_json), lines.read(edition.lines_csv), language, kind)
    return attached(data, f"register-{year}-{number}.{language}.{kind}")
