"""The button that opens the training report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reporting.filing.training import practise
from reporting.problems import Refused
from reporting.standing import bodies_of
from territories.models import ExecutiveBody


@login_required
@require_POST
def training(request):
    """The training report of the person's body."""
    body = ExecutiveBody.objects.filter(pk__in=bodies_of(request.user)).order_by("pk").first()
    if body is None:
        raise Http404
    try:
        report = practise(body, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(problem.text() for problem in refused.problems))
        return redirect("filing:home")
    return redirect("filing:report", report.public_id)
