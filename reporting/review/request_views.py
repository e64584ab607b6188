"""What a report's page says of the body's wish to have it back and of what a new version changes; the page that refuses the wish."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.filing.amendment import amendment_of
from reporting.filing.asking import open_request
from reporting.filing.differences import compare
from reporting.models import Report
from reporting.permissions import may
from reporting.problems import Refused
from reporting.review import requests
from reporting.review.finding import found
from reporting.review.forms import RefusalForm
from reporting.typed import keeps_typed, typed_again


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def refuse_return(request, public_id):
    """Why the report is not given back to the body that asks for it."""
    it = found(request, public_id)
    asked = open_request(it)
    if not may(request.user, "refuse_return", it):
        raise Http404
    if asked is None:
        return redirect("review:report", public_id)
    form = RefusalForm(request.POST or None, initial=typed_again(request))
    if request.method == "POST" and form.is_valid():
        try:
            requests.refuse_return(it, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("The request has been refused, the body is told why"))
            return redirect("review:report", public_id)
    context = {"report": it, "asked": asked, "form": form, "strip": strip(it.cycle, request.user)}
    return render(request, "review/refuse_return.html", context, status=422 if form.errors else 200)


def wish_of(it: Report) -> dict | None:
    """The request that waits, as it was read with the report: its reason, when and by whom."""
    return {"reason": it.wish_reason, "asked_at": it.wish_at, "asked_by": {"full_name": it.wish_by}} if it.wish_at else None


def changes_and_wishes(it: Report, read, user) -> dict:
    """The open request with whether this person may refuse it, why an accepted report was amended, and what the version changes."""
    asked, before = wish_of(it) if it.status == Report.IN_REVIEW else None, read.before
    return {
        "asked": asked, "may_refuse": asked is not None and may(user, "refuse_return", it),
        "amendment": amendment_of(it, read.version.number) if before and before.outcome == "accepted" else None,
        "difference": compare(it, before.content, read.version.content, read.entries) if before else None,
    }  # fmt: skip
