"""The Ministry's first page, and the years: opening one, its internal date."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting import clock
from reporting.cycle import completeness as filing_state
from reporting.cycle import opening, rules
from reporting.cycle.deadlines import days_after
from reporting.cycle.forms import CampaignDateForm
from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.history import trail
from reporting.models import Cycle
from reporting.permissions import may, visible
from reporting.problems import Refused
from territories.models import concept


def need(user, verb: str, thing=None) -> None:
    """404 for everybody to whom the page is not open."""
    if not may(user, verb, thing):
        raise Http404


@login_required
@require_GET
def completeness(request, year: int | None = None):
    """Bodies against the state of their reports, for a year or for the latest open one."""
    need(request.user, "read_completeness")
    cycles = list(visible(request.user, Cycle))
    cycle = next((one for one in cycles if year in (None, one.year)), None)
    if cycle is None and year is not None:
        raise Http404
    if cycle is None:
        return render(request, "cycle/no_year.html", first_year(request.user))
    lines = filing_state.lines_of(cycle, request.user)
    wanted = request.GET.get("show", "all")
    wanted = wanted if wanted in filing_state.FILTERS else "all"
    counts = filing_state.counts_of(lines, request.user)
    context = {
        "cycle": cycle, "cycles": cycles, "strip": strip(cycle, request.user), "counts": counts, "wanted": wanted, "now": clock.now(),
        "lines": [line for line in lines if line.is_in(wanted, request.user)],
        "overdue": [line for line in lines if line.time.is_overdue], "days_to_go": -days_after(cycle, clock.now()),
        "filters": [(name, counts["shown"][name]) for name in filing_state.FILTERS],
        "is_day_off": rules.due_is_day_off(cycle), "may_set_date": may(request.user, "set_campaign_date"),
        "may_assign": may(request.user, "assign_reviewer"), "may_open": may(request.user, "open_year"),
    }  # fmt: skip
    return render(request, "cycle/completeness.html", context)


def first_year(user) -> dict:
    """What the page says before any year is open."""
    year = concept.years()[0]
    return {"year": year, "opens_on": rules.opens_on(year), "may_open": may(user, "open_year"), "strip": strip(None, user)}


@login_required
@require_GET
def export(request, year: int):
    """The table of completeness as CSV."""
    need(request.user, "read_completeness")
    cycle = get_object_or_404(visible(request.user, Cycle), year=year)
    text = filing_state.as_csv(filing_state.lines_of(cycle, request.user))
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers={
        "Content-Disposition": f'attachment; filename="reports-{year}-{clock.today().isoformat()}.csv"'
    })  # fmt: skip


@login_required
@require_GET
def years(request):
    """The years of the Concept: open ones, the one that may be opened, the ones to come."""
    need(request.user, "read_completeness")
    opened = {cycle.year: cycle for cycle in visible(request.user, Cycle).select_related("plan", "opened_by")}
    context = {"rows": opening.years(opened), "may_open": may(request.user, "open_year"), "opened": len(opened)}
    return render(request, "cycle/years.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def open_year(request, year: int):
    """Says what will happen, then opens the year."""
    need(request.user, "open_year")
    if visible(request.user, Cycle).filter(year=year).exists():
        return redirect("cycle:of_year", year)
    if year not in concept.years():
        raise Http404
    problems = None
    if request.method == "POST":
        try:
            rules.open_year(year, by=request.user)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("The year is open"))
            return redirect("cycle:of_year", year)
    return render(request, "cycle/open.html", {"it": opening.prospect(year), "problems": problems})


@login_required
@require_http_methods(["GET", "POST"])
def campaign_date(request, year: int):
    """The internal date of a year, which only drives reminders."""
    cycle = get_object_or_404(visible(request.user, Cycle), year=year)
    need(request.user, "set_campaign_date", cycle)
    form = CampaignDateForm(request.POST or None, initial={"campaign_on": cycle.campaign_on})
    if request.method == "POST" and form.is_valid():
        try:
            rules.set_campaign_date(cycle, by=request.user, day=form.cleaned_data["campaign_on"])
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("Saved"))
            return redirect("cycle:of_year", year)
    return render(
        request, "cycle/campaign_date.html", {"cycle": cycle, "form": form, "events": trail(cycle), "strip": strip(cycle, request.user)}
    )
