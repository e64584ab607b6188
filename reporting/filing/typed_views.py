"""What the page of a row says by itself while it is typed into."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reporting import clock, formats
from reporting.filing.autosave import Kept, save_typed
from reporting.filing.completion import field_anchor, field_label
from reporting.filing.conflict import resolved, sent
from reporting.filing.entries import LOCKED
from reporting.filing.examination import judged
from reporting.filing.forms import FORMS
from reporting.filing.pages import own_report
from reporting.filing.returning import place_url
from reporting.models import IndicatorValue, ItemProgress
from reporting.parking import bases_of, by_id, park, release, token_of, whole
from reporting.problems import Refused
from reporting.typed import guards_typed, keeps_typed

CONFLICT, IS_LOCKED = 409, 423
SHUT = {*LOCKED.values(), "report_no_activity", "row_not_due", "row_accepted_before", "not_allowed"}


def keeps_row(view):
    """Keeps the text of a row's page, with what was chosen on its conflict page."""
    return keeps_typed(view, read=resolved)


def guards_row(view):
    """Of the address where a row saves itself: a form of somebody else is parked for its author."""
    return guards_typed(view, read=resolved)


@guards_row
@login_required
@require_POST
def item_autosave(request, report, pk):
    """A row of the plan saves itself."""
    return autosave(request, report, ItemProgress, pk)


@guards_row
@login_required
@require_POST
def indicator_autosave(request, report, pk):
    """A value of an indicator saves itself."""
    return autosave(request, report, IndicatorValue, pk)


def autosave(request, public_id, model, pk):
    """Saves the sent fields that can be saved; what is held back is named, parked and stays on the page."""
    report = own_report(request.user, public_id)
    beside = ["row", "item", "territory"] if model is ItemProgress else ["indicator"]
    entry = get_object_or_404(model.objects.select_related(*beside), report=report, pk=pk)
    entry.report = report
    form = FORMS[model](entry, request.POST)
    form.is_valid()
    asked = [name for name in request.POST.get("fields", "").split() if name in form.names()]
    base_version, bases = whole(request.POST.get("base_version")), bases_of(request.POST.get("bases"))
    try:
        kept = save_typed(entry, by=request.user, base_version=base_version, bases=bases, values=form.readable(asked))
    except Refused as refused:
        return not_saved(request, refused)
    return JsonResponse(told(request, form, kept, asked), status=CONFLICT if kept.clashes else 200)


def not_saved(request, refused: Refused) -> JsonResponse:
    """Nothing can be written into the row now: why, and that the text is kept."""
    is_shut = any(problem.code in SHUT for problem in refused.problems)
    answer = {"text": " ".join(problem.text() for problem in refused.problems), "parked": token_of(park(request.POST))}
    return JsonResponse(answer, status=IS_LOCKED if is_shut else CONFLICT)


def told(request, form, kept: Kept, asked: list[str]) -> dict:
    """What the page is told after an automatic save."""
    held = {name: " ".join(form.errors[name]) for name in asked if name in form.errors}
    held |= {problem.where: problem.text() for problem in kept.problems}
    clashes = {clash.name: clash.problem.text() for clash in kept.clashes}
    return {
        "version": kept.entry.version, "csrf": get_token(request), **at_now(),
        "theirs": {name: sent(form.fields[name], getattr(kept.entry, name)) for name in kept.theirs if name in form.fields},
        "problems": [{"field": name, "label": str(form.fields[name].label), "text": text} for name, text in held.items()],
        "conflicts": [{"field": name, "label": str(form.fields[name].label), "text": text} for name, text in clashes.items()],
        "parked": keep_held(request, kept.entry.report, {*held, *clashes}, asked),
        "unfinished": unfinished(kept.entry) if kept.entry.complete else [],
    }  # fmt: skip


def unfinished(entry) -> list[dict]:
    """What still stops a row that is marked as filled in: the place on the page, the field and the sentence."""
    return [
        {"at": field_anchor(problem.where), "label": field_label(entry, problem.where), "text": problem.text()}
        for problem in judged(entry.report, [entry])[0].blockers
    ]


def at_now() -> dict:
    """When it was saved, in words."""
    time = formats.time_of_day(clock.now())
    return {"saved_at": time, "said": _("Saved: %(time)s") % {"time": time}}


def keep_held(request, report, held: set[str], asked: list[str]) -> str:
    """What was held back is parked too, as the page may be closed before it is put right; what was saved is parked no longer."""
    left = release(request.user, report, request.POST.get("parked"), set(asked) - held)
    if held:
        carried_along = {name: request.POST.get(name, "") for name in ("who", "base_version", "bases")}
        data = {name: request.POST.get(name, "") for name in held}
        left = park({**data, **carried_along, "fields": " ".join(held), "parked": token_of(left)})
    return token_of(left)


@login_required
@require_POST
def discard_typed(request, report, typed):
    """The author does not want the parked text."""
    report = own_report(request.user, report)
    found = by_id(typed, person=request.user, report=report)
    if found is None:
        raise Http404
    where = place_url(report, found.place)
    found.delete()
    return redirect(where)
