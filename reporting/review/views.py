"""The reviewer's desk: the queue, a report beside the plan, a row, and the acts on a report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.filing import answers
from reporting.filing.examination import judged
from reporting.history import trail
from reporting.models import Cycle, Decision, Evidence, IndicatorValue, ItemProgress, Report
from reporting.permissions import may, visible
from reporting.problems import Problem, Refused
from reporting.review import queue, reading, rounds, rules
from reporting.review.forms import DecisionForm, ReviewerForm
from reporting.typed import keeps_typed, typed_again
from reporting.workflow import allowed

PAGE = 50
ACTS = ("begin_review", "return_for_revision", "accept")
KINDS = {"rows": ItemProgress, "indicators": IndicatorValue}


def found(request, public_id) -> Report:
    """The report of a page; 404 for everybody who does not read reviews."""
    if not may(request.user, "read_review"):
        raise Http404
    reports = visible(request.user, Report).select_related("cycle", "body", "reviewer", "review_begun_by")
    return get_object_or_404(reports, public_id=public_id)


def acts_on(user, report: Report) -> set[str]:
    """What this person may do to the report in its present state."""
    return {verb for verb in ACTS if allowed(report, verb) and may(user, verb, report)}


@login_required
@require_GET
def reports(request):
    """The queue: to do, waiting for the body, done."""
    if not may(request.user, "read_review"):
        raise Http404
    tab = request.GET.get("tab", "todo")
    tab = tab if tab in queue.TABS else "todo"
    mine = request.GET.get("whose") == "mine"
    page = Paginator(queue.reports_in(tab, request.user, mine=mine), PAGE).get_page(request.GET.get("page"))
    counts = queue.counts(request.user)
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
    it = found(request, public_id)
    read = reading.read(it, number)
    if read is None:
        raise Http404
    context = {
        "report": it, "read": read, "acts": acts_on(request.user, it) if read.is_current else set(), "days": queue.days_waiting(it),
        "files": reading.evidence_links(it, visible(request.user, Evidence)), "may_assign": may(request.user, "assign_reviewer", it),
        "strip": strip(it.cycle, request.user), "is_own": rules.is_own(it), "events": trail(it)[:40],
    }  # fmt: skip
    return render(request, "review/report.html", context)


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def row(request, public_id, kind: str, pk: int):
    """One row: plan, what is filed, the round before, last year, the other executors, and the decision."""
    it = found(request, public_id)
    read = reading.read(it)
    if read is None or kind not in KINDS:
        raise Http404
    lines = read.lines
    place = next((n for n, line in enumerate(lines) if isinstance(line.entry, KINDS[kind]) and line.entry.pk == pk), None)
    if place is None:
        raise Http404
    line = lines[place]
    line.entry.report = it
    open_to_decide = read.is_current and it.status == Report.IN_REVIEW and line.asked and may(request.user, "decide_row", line.entry)
    form = None
    if open_to_decide:
        first = {
            "decision": line.decision if line.decision != Decision.PENDING else None,
            "reason": line.reason,
            "seen": rounds.stamp(line.entry),
        }
        form = DecisionForm(request.POST or None, initial=typed_again(request, first))
        if request.method == "POST" and decided(request, line.entry, form):
            return redirect(after(it, lines, place))
    return render(request, "review/row.html", {"form": form, **row_context(request, it, read, place)})


def decided(request, entry, form: DecisionForm) -> bool:
    """Whether the decision was saved; a refusal is shown on the form."""
    if not form.is_valid():
        return False
    try:
        rules.decide(entry, by=request.user, **{**form.cleaned_data, "seen": form.cleaned_data["seen"] or None})
    except Refused as refused:
        show(form, refused)
        return False
    messages.success(request, _("The decision has been saved. The body is told when the whole report is decided."))
    return True


def row_context(request, it: Report, read: reading.Reading, place: int) -> dict:
    """What the page of a row shows."""
    line, model = read.lines[place], type(read.lines[place].entry)
    key = model, line.entry.pk
    before = rounds.answers_of(read.before).get(key) if read.before else None
    last = reading.last_year(it, line.entry)
    live = read.is_current and not it.no_activity
    return {
        "report": it, "read": read, "line": line, "place": place + 1, "days": queue.days_waiting(it),
        "sheet": answers.sheet(model, line.answer, before, last),
        "evidence_before": before["evidence"] if before and line.is_item else [], "evidence_last": (last or {}).get("evidence", []),
        "has_last": last is not None, "others": reading.others(it, line.entry),
        "previous": read.lines[place - 1] if place else None, "next": read.lines[place + 1] if place + 1 < len(read.lines) else None,
        "files": reading.evidence_links(it, visible(request.user, Evidence)), "strip": strip(it.cycle, request.user),
        "questions": judged(it, [line.entry])[0].questions if live else [], "events": trail(line.entry).filter(verb="decide")[:20],
    }  # fmt: skip


def address(it: Report, line: reading.Line) -> str:
    """The page of a row."""
    return reverse("review:row", args=[it.public_id, "rows" if line.is_item else "indicators", line.entry.pk])


def after(it: Report, lines: list[reading.Line], place: int) -> str:
    """The next row that waits for a decision, from here on and then from the top; when none waits, the end of the round."""
    waits = [line for line in [*lines[place + 1 :], *lines[:place]] if line.asked and line.decision == Decision.PENDING]
    return address(it, waits[0]) if waits else reverse("review:finish", args=[it.public_id])


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
    it, problems = found(request, public_id), None
    read = reading.read(it)
    if read is None or it.status != Report.IN_REVIEW:
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
        "report": it, "read": read, "verb": verb, "may_do": may(request.user, verb, it), "is_own": rules.is_own(it), "problems": problems,
        "waits": [] if it.no_activity else read.undecided, "people": rules.people_of(it), "strip": strip(it.cycle, request.user),
    }  # fmt: skip
    return render(request, "review/finish.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def assign(request, public_id):
    """Who reviews the report."""
    it = found(request, public_id)
    if not may(request.user, "assign_reviewer", it):
        raise Http404
    form = ReviewerForm(it, request.POST or None, initial={"reviewer": it.reviewer})
    if request.method == "POST" and form.is_valid():
        try:
            rules.assign(it, by=request.user, reviewer=form.cleaned_data["reviewer"])
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("Saved"))
            return redirect("cycle:of_year", it.cycle.year)
    return render(request, "review/assign.html", {"report": it, "form": form, "strip": strip(it.cycle, request.user)})
