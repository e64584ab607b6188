"""The reviewer's desk: the queue, a report beside the plan, a row, and the acts on a report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting import clock
from reporting.cycle.stages import strip
from reporting.cycle.waiting import days_waiting, spent
from reporting.history import trail
from reporting.models import BulkAcceptance, Cycle, Evidence, Report
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Problem, Refused
from reporting.review import comments, queue, reading, rules
from reporting.review.finding import found, found_filed
from reporting.review.request_views import changes_and_wishes
from reporting.scopes import is_own
from reporting.workflow import allowed

ACTS = ("begin_review", "return_for_revision", "accept")


def acts_on(user, report: Report) -> set[str]:
    """What this person may do to the report in its present state."""
    return {verb for verb in ACTS if allowed(report, verb) and may(user, verb, report)}


@login_required
@require_GET
def reports(request):
    """The queue: to do, waiting for the body, waiting for others, done."""
    if not may(request.user, "read_review"):
        raise Http404
    tab = request.GET.get("tab", "todo")
    tab = tab if tab in queue.TABS else "todo"
    mine = request.GET.get("whose") == "mine"
    counts = queue.counts(request.user)
    page = queue.page_of(tab, request.user, request.GET.get("page"), mine=mine, told=counts)
    context = {
        "tab": tab, "mine": mine, "page": page, "lines": queue.waiting(list(page)), "counts": counts,
        "tabs": [(name, counts[f"{name}_mine"] if mine else counts[name]) for name in queue.TABS],
        "query": f"tab={tab}&{'whose=mine&' if mine else ''}", "strip": strip(Cycle.objects.first(), request.user),
    }  # fmt: skip
    return render(request, "review/queue.html", context)


@login_required
@require_GET
def report(request, public_id, number: int | None = None):
    """A version of the report beside the plan, row by row, with its decisions and rounds."""
    it, versions = found_filed(request, public_id)
    read = reading.read(it, versions, number)
    if read is None:
        raise Http404
    bulk, current = open_bulk(it), read.is_current
    documents = reading.evidence_links(it, visible(request.user, Evidence))
    may_choose = current and it.status == Report.IN_REVIEW and bulk is None and may(request.user, "propose_bulk", it)
    context = {
        "report": it, "read": read, "acts": acts_on(request.user, it) if current else set(), "days": days_waiting(it), "bulk": bulk,
        "spent": spent(read.versions, it.status, clock.now()), "may_choose": may_choose, "is_own": is_own(it),
        "files": reading.by_file(documents), "may_assign": may(request.user, "assign_reviewer", it),
        "strip": strip(it.cycle, request.user), "events": trail(it)[:40],
        "remarks": comments.unsettled(request.user, it, read.lines), **changes_and_wishes(it, read, request.user),
    }  # fmt: skip
    return render(request, "review/report.html", context)


def open_bulk(it: Report) -> BulkAcceptance | None:
    """Rows of the report that wait for a second person's consent, as they were read with it."""
    return BulkAcceptance(pk=it.chosen_pk, rows=it.chosen_rows) if it.status == Report.IN_REVIEW and it.chosen_pk else None


def act(request, it: Report, verb: str, done: str, **fields):
    """Do a verb: its page of problems, or the address to go on to."""
    try:
        getattr(rules, verb)(it, by=request.user, **fields)
    except Refused as refused:
        return refused.problems
    messages.success(request, done)
    return None


@login_required
@require_http_methods(["GET", "POST"])
def begin(request, public_id):
    """Ask, then begin the review."""
    it, problems = found(request, public_id), None
    if not may(request.user, "begin_review", it):
        raise Http404
    if not allowed(it, "begin_review"):
        return redirect("review:report", public_id)
    if request.method == "POST":
        problems = act(request, it, "begin_review", _("The review has begun"))
        if problems is None:
            return redirect("review:report", public_id)
    return render(request, "review/begin.html", {"report": it, "problems": problems, "strip": strip(it.cycle, request.user)})


@login_required
@require_http_methods(["GET", "POST"])
def finish(request, public_id):
    """The end of the round: what will be returned and to whom it is told, or that everything is accepted."""
    (it, versions), problems = found_filed(request, public_id), None
    if it.status != Report.IN_REVIEW or (read := reading.read(it, versions)) is None:
        return redirect("review:report", public_id)
    verb = "return_for_revision" if read.returned else "accept"
    if request.method == "POST":
        if not may(request.user, verb, it) or request.POST.get("verb") != verb:
            problems = [Problem("moved_on")] if may(request.user, verb, it) else [Problem("not_allowed")]
        else:
            done = {"return_for_revision": _("The report has been returned to the body"), "accept": _("The report has been accepted")}
            problems = act(request, it, verb, done[verb])
            if problems is None:
                return redirect("review:queue")
    context = {
        "report": it, "read": read, "verb": verb, "may_do": may(request.user, verb, it), "is_own": is_own(it), "problems": problems,
        "waits": [] if it.no_activity else read.undecided, "people": rules.people_of(it), "strip": strip(it.cycle, request.user),
    }  # fmt: skip
    return render(request, "review/finish.html", context)
