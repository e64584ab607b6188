"""The auditor's desk: the log, its files, and the proof that it is whole. Nothing is changed here."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reporting import clock
from reporting.attached import attached
from reporting.history import JOURNAL, record
from reporting.journal import export, verification
from reporting.journal.checkpoints import checkpoints
from reporting.journal.forms import Search
from reporting.models import Event, Job
from reporting.narrowing import visible
from reporting.permissions import may

PAGE = 50


def found(request):
    """The search and its events, newest first."""
    if not may(request.user, "read_journal"):
        raise Http404
    form = Search(request.GET or None)
    events = visible(request.user, Event).select_related("actor", "on_behalf_of").order_by("-at", "-pk")
    return form, form.narrow(events) if form.is_bound else events


@login_required
@require_GET
def journal(request):
    """The log, page by page."""
    form, events = found(request)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form, "page": Paginator(events, PAGE).get_page(request.GET.get("page")), "most": export.MOST, "asked": query.urlencode(),
        "query": f"{query.urlencode()}&" if query else "", "job": Job.objects.filter(kind=verification.KIND).first(),
        "checkpoints": checkpoints()[:-15:-1], "chosen": any(query.values()),
    }  # fmt: skip
    return render(request, "journal/journal.html", context)


@login_required
@require_GET
def file(request, kind: str):
    """The events of the search as a file. That they were taken out is an event as well."""
    _form, events = found(request)
    if kind not in export.WRITERS:
        raise Http404
    rows = list(events[: export.MOST])
    record("export_journal", JOURNAL, by=request.user, new={"rows": len(rows), "file_name": kind, "search": request.GET.urlencode()[:500]})
    return attached(export.WRITERS[kind](rows), f"journal-{clock.today()}.{kind}")


@login_required
@require_POST
def verify(request):
    """Asks for the proof of the whole trail."""
    if not may(request.user, "verify_journal"):
        raise Http404
    verification.verify_journal(by=request.user)
    messages.success(request, _("The log is being checked. This page will show the result."))
    return redirect("journal:journal")
