"""The workspace of the summary: for the Ministry's desk and the auditor; nobody else knows it exists."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reporting import jobs
from reporting.consolidation import rules, tables
from reporting.consolidation import workspace as spaces
from reporting.consolidation.forms import CorrectionForm, DecisionForm, RejectionForm
from reporting.cycle.stages import read_with, signs, strip
from reporting.fields import show
from reporting.history import trail
from reporting.models import Cycle, Edition, Job, Summary
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.typed import keeps_typed, typed_again
from territories.models import ActionItem


def desk(view):
    """Signed in and a reader of summaries, else 404."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may(request.user, "read_summary"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def cycle_of(request, year: int) -> Cycle:
    """The year, if it is open."""
    return get_object_or_404(visible(request.user, Cycle).select_related("plan"), year=year)


def summary_of(request, year: int, verb: str) -> Summary:
    """The latest summary of the year, for somebody who may do `verb`."""
    rows = visible(request.user, Summary).filter(cycle__year=year).select_related("cycle__plan", "edition").annotate(**signs("cycle"))
    found = rows.defer("edition__summary_json", "edition__lines_csv", "edition__manifest").order_by("-number").first()
    if found is None or not may(request.user, verb, found):
        raise Http404
    read_with(found.cycle, found)
    return found


@desk
@require_GET
def summaries(request):
    """All years, newest first: where each summary stands."""
    rows = {}
    for cycle in visible(request.user, Cycle):
        rows[cycle.pk] = {"cycle": cycle, "summary": None, "editions": []}
    for summary in visible(request.user, Summary).defer("figures", "lines", "manifest").order_by("number"):
        rows[summary.cycle_id]["summary"] = summary
    for edition in visible(request.user, Edition).defer("summary_json", "lines_csv", "manifest").order_by("number"):
        rows[edition.cycle_id]["editions"].append(edition)
    return render(request, "consolidation/summaries.html", {"rows": list(rows.values())})


@desk
@require_GET
def summary(request, year: int):
    """The workspace of a year."""
    latest = rules.latest_of_year(year)
    cycle = latest.cycle if latest else cycle_of(request, year)
    work = spaces.open_workspace(cycle, latest)
    heading, sentence = spaces.standing(work)
    context = {
        "work": work, "cycle": cycle, "summary": work.summary, "heading": heading, "sentence": sentence,
        "strip": strip(cycle, request.user), "acts": spaces.acts_of(work, request.user), "groups": spaces.groups_in(work),
        "changed": spaces.changes_since(work), "anomalies": len(work.summary.manifest.get("anomalies", ())) if work.summary else 0,
        "job_url": reverse("consolidation:progress", args=[year, work.job.pk]) if work.job else "",
        **(tables.overview(work.figures) if work.figures else {}),
    }  # fmt: skip
    return render(request, "consolidation/summary.html", context)


@desk
@require_GET
def trail_of_year(request, year: int):
    """Everything that was done to the summary of a year."""
    found = summary_of(request, year, "read_summary")
    context = {"cycle": found.cycle, "summary": found, "events": trail(found, whole_thread=True)[:200]}
    return render(request, "consolidation/trail.html", {**context, "strip": strip(found.cycle, request.user)})


@desk
@require_GET
def totals(request, year: int):
    """Every total of the last calculation: by section, item, body, region."""
    cycle = cycle_of(request, year)
    found = rules.latest(cycle)
    if found is None or not found.figures:
        raise Http404
    context = {"cycle": cycle, "summary": found, "strip": strip(cycle, request.user), **tables.overview(found.figures)}
    return render(request, "consolidation/totals.html", {**context, **tables.detail(found.figures)})


@desk
@require_POST
def run(request, year: int):
    """Calculate the summary, or try a failed work again."""
    cycle = cycle_of(request, year)
    if not may(request.user, "consolidate", cycle):
        raise Http404
    try:
        rules.consolidate(cycle, by=request.user)
    except Refused as refused:
        messages.error(request, " ".join(problem.text() for problem in refused.problems))
    return redirect(reverse("consolidation:summary", args=[year]) + "#run")


@desk
@require_POST
def again(request, year: int, pk: int):
    """A work that was stopped by a failure is owed again."""
    job = get_object_or_404(visible(request.user, Job), pk=pk, params__year=year, state=Job.FAILED)
    if not may(request.user, "consolidate", job) and not may(request.user, "approve", job):
        raise Http404
    jobs.owe_again(job)
    return redirect(reverse("consolidation:summary", args=[year]) + "#run")


@desk
@require_GET
def progress(request, year: int, pk: int):
    """What static/js/progress.js asks for: the state as HTML, and where to go at the end."""
    job = get_object_or_404(visible(request.user, Job), pk=pk, params__year=year)
    finished = job.state in (Job.DONE, Job.FAILED)
    html = render_to_string("parts/progress_state.html", {"job": job}, request)
    return JsonResponse({"html": html, "finished": finished, "next": reverse("consolidation:summary", args=[year]) if finished else ""})


@keeps_typed
@desk
@require_http_methods(["GET", "POST"])
def decide(request, year: int, code: str):
    """The Ministry decides on the status of an item whose executors differ."""
    found = summary_of(request, year, "decide_status")
    rows = spaces.discrepancies(found) if found.input_sha256 else []
    row = next((row for row in rows if row["item"] == code), None)
    if row is None:
        raise Http404
    initial = {"status": row["newest"].status if row["holds"] else row["suggested"], "reason": row["newest"].reason if row["holds"] else ""}
    initial = typed_again(request, {**initial, "seen": tables.signed(row["seen"])})
    form = DecisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            item = get_object_or_404(ActionItem, code=code)
            seen = tables.unsigned(request.POST.get("seen", ""), row["seen"])
            rules.decide_status(found.cycle, item, by=request.user, seen=seen, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("The decision is kept. Calculate the summary again to take it in."))
            return redirect(after_decision(found, code))
    lines = tables.lines_of_item(found, code)
    codes = [one["item"] for one in rows]
    place = codes.index(code)
    context = {
        "cycle": found.cycle, "row": row, "form": form, "lines": lines, "seen": initial["seen"], "place": place + 1, "of": len(rows),
        "previous": rows[place - 1] if place else None, "next": rows[place + 1] if place + 1 < len(rows) else None,
    }  # fmt: skip
    return render(request, "consolidation/decide.html", {**context, "strip": strip(found.cycle, request.user)})


def after_decision(found: Summary, code: str) -> str:
    """The next item that waits for a decision, from here on and then from the top; when none waits, the list."""
    rows = spaces.discrepancies(found)
    place = [row["item"] for row in rows].index(code)
    waits = [row for row in [*rows[place + 1 :], *rows[:place]] if not row["holds"]]
    year = found.cycle.year
    if waits:
        return reverse("consolidation:decide", args=[year, waits[0]["item"]])
    return reverse("consolidation:summary", args=[year]) + "#discrepancies"


# act → (verb, form, template, address to go back to)
ACTS = {"propose": None, "approve": None, "reject": RejectionForm, "correct": CorrectionForm}


@keeps_typed
@desk
@require_http_methods(["GET", "POST"])
def act(request, year: int, act: str):
    """Confirms one act: propose, approve, reject, correct."""
    if act not in ACTS:
        raise Http404
    found = summary_of(request, year, act)
    form = ACTS[act](request.POST or None, initial=typed_again(request)) if ACTS[act] else None
    looked = act == "propose" and found.status == Summary.DRAFT and request.method == "GET"
    problems = spaces.open_workspace(found.cycle, found).problems if looked else []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            do(found, act, request.user, form)
        except Refused as refused:
            problems = [] if form else refused.problems
            if form:
                show(form, refused)
        else:
            return redirect("consolidation:summary", year)
    context = {"cycle": found.cycle, "summary": found, "form": form, "problems": problems, "strip": strip(found.cycle, request.user)}
    return render(request, f"consolidation/{act}.html", context)


def do(found: Summary, act: str, user, form) -> None:
    """Calls the verb."""
    if act == "correct":
        rules.correct(found.cycle, by=user, **form.cleaned_data)
    else:
        verb = {"propose": rules.propose, "approve": rules.approve, "reject": rules.reject}[act]
        verb(found, by=user, **(form.cleaned_data if form else {}))
