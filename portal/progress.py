"""How far a piece of long work is: what static/js/progress.js asks for while the page is open."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reporting.models import Job
from reporting.narrowing import visible


@never_cache
@login_required
@require_GET
def progress(request, pk):
    """The same fragment that the page shows, and whether there is anything left to wait for."""
    job = get_object_or_404(visible(request.user, Job), pk=pk)
    html = render_to_string("parts/progress_state.html", {"job": job}, request)
    return JsonResponse({"html": html, "finished": job.state in (Job.DONE, Job.FAILED)})
