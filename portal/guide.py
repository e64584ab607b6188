"""The guide for the Ministry's roles, the observer and the auditor: one page, its text a file of each language."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from reporting.roles import OF_A_BODY
from reporting.standing import roles_of


@login_required
@require_GET
def ministry(request):
    """For everybody who works at the Ministry's side of the portal; the bodies have their own."""
    if not roles_of(request.user) - OF_A_BODY:
        raise Http404
    return render(request, "guide/ministry.html", {"text": f"guide/ministry.{get_language()}.html"})
