"""The Ministry's first page, and the years: opening one, its internal date."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting import clock
from reporting.attached import attached
from reporting.cycle import completeness as filing_state
from reporting.cycle import opening, rules, table_files
from reporting.cycle.deadlines import days_after
from reporting.cycle.extension_views import need
from reporting.cycle.forms import CampaignDateForm
from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.history import trail
from reporting.models import Cycle, Notice
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from territories.models import concept

PAGE = 250


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
    sections, lines = filing_state.table_of(cycle, request.user)
    wanted, sort = chosen(request, "show", filing_state.FILTERS), chosen(request, "sort", filing_state.SORTS)
    counts = filing_state.counts_of(lines, request.user)
    shown = filing_state.sorted_by([line for line in lines if line.is_in(wanted, request.user)], sort)
    context = {
        "cycle": cycle, "cycles": cycles, "strip": strip(cycle, request.user), "counts": counts, "wanted": wanted, "now": clock.now(),
        "sections": sections, "page": Paginator(shown, PAGE).get_page(request.GET.get("page")), "sort": sort, "sorts": filing_state.SORTS,
        "overdue": [line for line in lines if line.time.is_overdue], "days_to_go": -days_after(cycle, clock.now()),
        "filters": [(name, counts["shown"][name]) for name in filing_state.FILTERS], "query": f"show={wanted}&sort={sort}&",
        "is_day_off": rules.due_is_day_off(cycle), "may_set_date": may(request.user, "set_campaign_date"),
        "may_assign": may(request.user, "assign_reviewer"), "may_open": may(request.user, "open_year"),
        "may_enter_paper": may(request.user, "register_paper"),
        "told": None if counts["filed"] else who_was_told(cycle), "is_last_day": cycle.due_on == clock.today() and counts["not_filed"],
    }  # fmt: skip
    return render(request, "cycle/completeness.html", context)


def who_was_told(cycle: Cycle) -> dict:
    """While nobody has filed: how many people heard of the year, how many reminders went out, and when the last one did. Two queries."""
    people = Notice.objects.filter(kind="year_opened", created_at__gte=cycle.opened_at, params__year=cycle.year).count()
    return {"people": people, **cycle.reminders.exclude(report=None).aggregate(reminders=Count("pk"), last=Max("sent_at"))}


def chosen(request, name: str, among: tuple[str, ...]) -> str:
    """A choice of the address, or the first of those that exist."""
    said = request.GET.get(name, "")
    return said if said in among else among[0]


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
    return attached(table_files.as_csv(*asked_table(request, cycle)), f"reports-{year}-{clock.today().isoformat()}.csv")


@login_required
@require_GET
def export_xlsx(request, year: int):
    """The same table as a workbook."""
    need(request.user, "read_completeness")
    cycle = get_object_or_404(visible(request.user, Cycle), year=year)
    made = table_files.as_xlsx(*asked_table(request, cycle), title=str(year))
    return attached(made, f"reports-{year}-{clock.today().isoformat()}.xlsx")


def asked_table(request, cycle: Cycle) -> tuple[list, list]:
    """The table with the filter and the order of the page it is taken from."""
    sections, lines = filing_state.table_of(cycle, request.user)
    wanted, sort = chosen(request, "show", filing_state.FILTERS), chosen(request, "sort", filing_state.SORTS)
    return sections, filing_state.sorted_by([line for line in lines if line.is_in(wanted, request.user)], sort)


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
