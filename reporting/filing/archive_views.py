"""The page from which a body's people take everything the body has ever filed."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reporting.filing import archive as rules
from reporting.filing.handing_out import hand_out_from
from reporting.filing.pages import forms_allowed, frame, own_report
from reporting.models import Archive, Job, ReportVersion
from reporting.narrowing import visible


@login_required
@forms_allowed
def archive(request, report):
    """How far the archive is, or the archive itself; a POST asks for a new one."""
    report = own_report(request.user, report)
    if request.method == "POST":
        rules.ask_archive(report, by=request.user)
        return redirect("filing:archive", report.public_id)
    found = rules.latest(report)
    context = {
        **frame(report, request.user), "archive": found, "is_ready": bool(found and rules.is_ready(found)), "days": rules.DAYS,
        "is_going": bool(found and found.job and found.job.state in (Job.WAITING, Job.RUNNING)),
        "versions": ReportVersion.objects.filter(report__body=report.body_id).count(),
    }  # fmt: skip
    return render(request, "filing/archive.html", context)


@never_cache
@login_required
@require_GET
def archive_progress(request, report, archive):
    """The fragment that the page shows, for everybody of the body, whoever asked."""
    found = own_archive(request.user, report, archive)
    html = render_to_string("parts/progress_state.html", {"job": found.job}, request)
    return JsonResponse({"html": html, "finished": found.job.state in (Job.DONE, Job.FAILED)})


@login_required
@require_GET
def archive_file(request, report, archive):
    """The ZIP, as long as it is kept."""
    found = own_archive(request.user, report, archive)
    if not rules.is_ready(found):
        raise Http404
    return hand_out_from(rules.place(found), f"{found.body.code}-{localtime(found.made_at):%Y-%m-%d}.zip", "application/zip")


def own_archive(user, public_id, archive) -> Archive:
    """An archive of the report's body, or 404."""
    report = own_report(user, public_id)
    return get_object_or_404(visible(user, Archive).select_related("job", "body"), public_id=archive, body=report.body_id)
