"""Looking at a year before anything is decided: the dry run, the comparison, and the figures that look strange."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting import formats
from reporting.consolidation import answering, comparing, dry_run, explaining, tables, workspace
from reporting.consolidation.forms import AnomalyForm
from reporting.consolidation.lineage import Figures, parse
from reporting.consolidation.lineage_views import summary_read
from reporting.consolidation.views import cycle_of, desk, summary_of
from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.models import Job, Summary, SummaryRun
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.typed import keeps_typed, typed_again

A_PAGE = 100  # strange figures, and figures that are others than before


@desk
@require_http_methods(["GET", "POST"])
def dry(request, year: int):
    """What the consolidation would be now."""
    cycle = cycle_of(request, year)
    allowed = may(request.user, "dry_run", cycle)
    if request.method == "POST":
        if not allowed:
            raise Http404
        dry_run.look(cycle, by=request.user)
        return redirect("consolidation:dry_run", year)
    job = dry_run.last_look(cycle)
    result = job.result if job and job.state == Job.DONE else None
    context = {"cycle": cycle, "job": job, "result": result, "may_look": allowed, "strip": strip(cycle, request.user)}
    if result:
        context |= {"at": datetime.fromisoformat(result["at"]), "rows": dry_rows(result), "missing": missing_rows(result),
                    "waiting": sum(row["state"] == "with_ministry" for row in result["missing"])}  # fmt: skip
    return render(request, "consolidation/dry_run.html", context)


def dry_rows(result: dict) -> list[dict]:
    """Every figure: with what is accepted, with what is filed as well, and what that adds."""
    rows = []
    for address, now, then in result["figures"]:
        figure = parse(address)
        first, second = (explaining.shown(figure, None, value=tuple(v) if isinstance(v, list) else v) for v in (now, then))
        rows.append({"what": explaining.what(figure), "now": first, "then": second, "same": now == then})
    return rows


def missing_rows(result: dict) -> list[dict]:
    """The bodies that are not in, in the language of the reader."""
    return [{**row, "name": explaining.text(row, "name"), "said": workspace.said_weight(row["weight"])} for row in result["missing"]]


@desk
@require_GET
def compare(request, year: int):
    """What is other than in an earlier calculation, or than the year before, and why."""
    found = summary_read(request, year)
    runs = list(visible(request.user, SummaryRun).filter(summary=found).defer("values").select_related("made_by"))
    with_ = request.GET.get("with", "")
    before = run_of(request, found, runs, with_) if with_ != "year" else None
    last = last_summary(request, year) if with_ == "year" else None
    values = before.values if before else Figures(last.figures).values() if last else None
    now, others, rows = Figures(found.figures), [], []
    page = None
    if values is not None:
        held = comparing.Held(comparing.lines.read(found.lines))
        names = {body["code"]: explaining.text(body, "short") for body in found.figures["bodies"]}
        others = comparing.differences(values, now)
        page = Paginator(others, A_PAGE).get_page(request.GET.get("page"))
        rows = [compared(one, now, found, held, before, names) for one in page]
    context = {
        "cycle": found.cycle, "summary": found, "runs": runs, "before": before, "last": last, "rows": rows, "asked": with_,
        "strip": strip(found.cycle, request.user), "count": len(others), "page": page,
        "query": f"with={before.number}&" if before else "with=year&" if last else "",
    }  # fmt: skip
    return render(request, "consolidation/compare.html", context)


def run_of(request, found: Summary, runs: list[SummaryRun], asked: str) -> SummaryRun | None:
    """The run that is asked for; the one before the last if none is."""
    numbers, wanted = [run.number for run in runs], formats.parse_whole(asked)
    number = wanted if wanted in numbers else numbers[1] if len(numbers) > 1 else None
    return visible(request.user, SummaryRun).filter(summary=found, number=number).first() if number else None


def last_summary(request, year: int) -> Summary | None:
    """The summary of the year before."""
    rows = visible(request.user, Summary).filter(cycle__year=year - 1).exclude(input_sha256="")
    return rows.defer("lines", "manifest").order_by("-number").first()


def compared(one: tuple, now: Figures, found: Summary, held, before: SummaryRun | None, names: dict) -> dict:
    """A figure that is another: what, from what to what, by how much, and behind which versions."""
    figure, was, value = one
    return {
        "address": str(figure), "of": explaining.of_what(figure, found.figures), "what": explaining.what(figure),
        "was": explaining.shown(figure, now, value=was), "now": explaining.shown(figure, now, value=value),
        "change": explaining.change(figure, was, value),
        "why": comparing.reasons(figure, before.manifest, found, held, names) if before else [],
    }  # fmt: skip


@desk
@require_GET
def anomalies(request, year: int):
    """Figures that look strange, the open ones first."""
    found = summary_read(request, year)
    rows = answering.found_in(found)
    left = sum(not row["holds"] for row in rows)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": found.cycle, "summary": found, "left": left, "explained": len(rows) - left, "page": page,
        "open": [row for row in page if not row["holds"]], "settled": [row for row in page if row["holds"]],
        "strip": strip(found.cycle, request.user),
        "may_answer": may(request.user, "answer_anomaly", found),
    }  # fmt: skip
    return render(request, "consolidation/anomalies.html", context)


@keeps_typed
@desk
@require_http_methods(["GET", "POST"])
def anomaly(request, year: int, key: str):
    """One strange figure: why it is right, in words."""
    found = summary_of(request, year, "answer_anomaly")
    rows = answering.found_in(found) if found.input_sha256 else []
    row = next((row for row in rows if row["key"] == key), None)
    if row is None:
        raise Http404
    first = typed_again(request, {"note": row["answer"].note if row["holds"] else "", "seen": tables.signed({"seen": row["seen"]})})
    form = AnomalyForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        seen = tables.unsigned(request.POST.get("seen", ""), {}).get("seen")
        try:
            answering.answer_anomaly(found, key, by=request.user, note=form.cleaned_data["note"], seen=seen)
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("Saved"))
            waits = [one["key"] for one in rows if not one["holds"] and one["key"] != key]
            if waits:
                return redirect("consolidation:anomaly", year, waits[0])
            return redirect(reverse("consolidation:anomalies", args=[year]))
    left = sum(not one["holds"] for one in rows)
    context = {"cycle": found.cycle, "row": row, "form": form, "seen": first["seen"], "left": left}
    return render(request, "consolidation/anomaly.html", {**context, "strip": strip(found.cycle, request.user)})
