"""Pages of one row: the form, both texts after a conflict, its history and its documents."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reporting import clock, formats, history
from reporting.fields import show
from reporting.filing import rules
from reporting.filing.comment_views import remarks_on
from reporting.filing.conflict import carried, resolved, sides
from reporting.filing.files import received
from reporting.filing.forms import FORMS, EvidenceForm
from reporting.filing.line import entry_url
from reporting.filing.overview import Overview
from reporting.filing.pages import UNPROCESSABLE, forms_allowed, frame, own_report
from reporting.filing.returning import filled_again, place_of, returned
from reporting.filing.typed_views import keeps_row
from reporting.formats import parse_whole
from reporting.models import Evidence, IndicatorValue, ItemProgress
from reporting.parking import bases_of, discard, park, signed, token_of
from reporting.problems import Refused

CONFLICT = 409
# what a button does after the row is saved
ALSO = {"carry": rules.carry, "confirm": rules.confirm_carried, "take": rules.take_row}


@keeps_row
@login_required
@forms_allowed
def item(request, report, pk):
    """A row of the plan."""
    return entry_page(request, report, ItemProgress, pk)


@keeps_row
@login_required
@forms_allowed
def indicator(request, report, pk):
    """A value of an indicator."""
    return entry_page(request, report, IndicatorValue, pk)


def line_of(user, public_id, model, pk, *, whole: bool = False):
    """The row among those of its kind, or of the whole report, or 404."""
    report = own_report(user, public_id)
    overview = Overview(report, user) if whole else Overview(report, user, kinds=(model,))
    line = next((one for one in overview.lines if isinstance(one.entry, model) and one.entry.pk == pk), None)
    if line is None:
        raise Http404
    return overview, line


def entry_page(request, public_id, model, pk):
    """Shows the row; a POST saves it, with a document added or taken off by the same button press."""
    overview, line = line_of(request.user, public_id, model, pk)
    if request.method == "POST":
        return save(request, overview, line)
    back = returned(request.user, line.entry, FORMS[model]) if line.entry.is_typed else None
    if back and line.is_editable:
        return draw(request, overview, line, filled_again(line.entry, FORMS[model], back), EvidenceForm(initial=back.document), back=back)
    form = FORMS[model](line.entry)
    if line.is_editable and (line.state in ("problem", "question") or "check" in request.GET):
        form.point_out(line.told)
    return draw(request, overview, line, form, EvidenceForm(), back=back)


def save(request, overview, line):
    """Documents first, so that an upload is kept whatever becomes of the text; then the row, all of it or nothing."""
    entry = line.entry
    documents = EvidenceForm(request.POST, request.FILES) if isinstance(entry, ItemProgress) else EvidenceForm()
    if isinstance(entry, ItemProgress):
        documents = save_documents(request, entry, documents)
    form = FORMS[type(entry)](entry, resolved(request.POST))
    if form.is_valid():
        try:
            read_at = {"base_version": form.cleaned_data["base_version"], "bases": bases_of(form.cleaned_data["bases"])}
            rules.save_entry(entry, by=request.user, values=form.values(), **read_at)
            discard(request.user, overview.report, request.POST.get("parked"))
            if also := ALSO.get(request.POST.get("do")):
                also(entry, by=request.user)
        except rules.Conflict as conflict:
            return draw_conflict(request, overview, line, form, conflict)
        except Refused as refused:
            show(form, refused)
    if not form.errors and not (documents.is_bound and documents.errors):
        messages.success(request, _("Saved: %(time)s") % {"time": formats.time_of_day(clock.now())})
        return redirect(after_saving(request, line))
    if not form.errors:  # the row is saved: the page goes on from what it is now
        overview, line = line_of(request.user, overview.report.public_id, type(entry), entry.pk)
        form = FORMS[type(entry)](line.entry)
    return draw(request, overview, line, form, documents, status=UNPROCESSABLE)


def number_or_404(text: str) -> int:
    """The number of a row in an address or a button; anything else names nothing."""
    found = parse_whole(text)
    if found is None:
        raise Http404
    return found


def save_documents(request, entry, documents: EvidenceForm) -> EvidenceForm:
    """Takes off what was asked, adds what was described; the form comes back empty when it went well."""
    try:
        if request.POST.get("remove"):
            wanted = entry.evidence.select_related("row__report__body")
            rules.remove_evidence(get_object_or_404(wanted, pk=number_or_404(request.POST["remove"])), by=request.user)
        if not documents.is_asked():
            return EvidenceForm()
        if documents.is_valid():
            values = documents.values()
            with received(values.pop("upload")) as file:
                rules.add_evidence(entry, by=request.user, upload=file, **values)
            return EvidenceForm()
    except Refused as refused:
        documents.is_valid()
        show(documents, refused)
    return documents


def after_saving(request, line) -> str:
    """Where the pressed button leads: the same page, the next row to fill in, or the list."""
    here, wish = line.url, request.POST.get("do", "")
    if wish == "choose":
        return reverse("filing:choose_documents", args=[line.entry.report.public_id, line.entry.pk])
    if request.POST.get("remove") or wish in ("stay", *ALSO):
        return f"{here}#documents" if isinstance(line.entry, ItemProgress) and wish not in ALSO else here
    fresh, now = line_of(request.user, line.entry.report.public_id, type(line.entry), line.entry.pk, whole=True)
    if now.state in ("problem", "question"):  # marked as filled in and is not: the page says which field and why
        return f"{here}?check"
    if wish == "next":
        rows = fresh.to_do
        later = rows[next((place for place, one in enumerate(rows) if one.entry == line.entry), 0) + 1 :]
        following = next((one for one in [*later, *rows] if one.state != "completed" and one.entry != line.entry), None)
        if following:
            return following.url
    return reverse("filing:report", args=[line.entry.report.public_id])


def draw(request, overview, line, form, documents, *, status: int = 200, back=None):
    """The page of a row, locked where it cannot be changed: what was typed into it then is kept beside."""
    form.last = line.judged.subject.last
    # what was refused stays as typed, also when the page is opened anew: never the saved value in its place without a word
    refused = park(request.POST) if request.method == "POST" and form.is_bound and form.errors else None
    if refused and not line.is_editable:
        request.user.has_typed = True  # since this moment: the sign-in was read before
        back = returned(request.user, line.entry, FORMS[type(line.entry)])
    context = {
        **frame(overview.report, request.user), "overview": overview, "line": line, "entry": line.entry, "form": form,
        "documents": documents, "forms": [documents], "last": line.judged.subject.last,
        "has_errors": bool(form.errors or documents.errors), "limit": settings.MAX_UPLOAD_BYTES // 2**20,
        "back": back, "who": signed(request.user, overview.report, place_of(line.entry)), "autosave": settings.TYPED_TEXT_PROTECTION,
        "parked": back.typed.token if back else token_of(refused) if refused else request.POST.get("parked", ""),
    }  # fmt: skip
    context |= remarks_on(request.user, line.entry)
    kind = "item" if isinstance(line.entry, ItemProgress) else "indicator"
    template = f"filing/{kind}.html" if line.is_editable else "filing/locked.html"
    return render(request, template, context, status=status)


def draw_conflict(request, overview, line, form, conflict):
    """Both texts and whose the other is; nothing has been written. One's own waits on the row if the page is left."""
    kept = park(request.POST)
    context = {
        **frame(overview.report, request.user), "overview": overview, "line": line, "entry": line.entry, "has_errors": True,
        "sides": sides(form, conflict), "is_own": all(clash.is_own for clash in conflict.clashes),
        "carried": carried(form, conflict), "current_version": conflict.entry.version,
        "who": signed(request.user, overview.report, place_of(line.entry)), "autosave": settings.TYPED_TEXT_PROTECTION,
        "parked": token_of(kept) if kept else request.POST.get("parked", ""),
    }  # fmt: skip
    return render(request, "filing/conflict.html", context, status=CONFLICT)


@login_required
@require_GET
def item_history(request, report, pk):
    """Who changed what in a row."""
    return entry_history(request, report, ItemProgress, pk)


@login_required
@require_GET
def indicator_history(request, report, pk):
    """Who changed what in an indicator."""
    return entry_history(request, report, IndicatorValue, pk)


def entry_history(request, public_id, model, pk):
    """The trail of a row and its documents, newest first."""
    overview, line = line_of(request.user, public_id, model, pk)
    documents = Evidence.objects.filter(row=line.entry) if line.is_item else ()
    things = [history.thing_name(thing) for thing in (line.entry, *documents)]
    page = Paginator(history.trail(line.entry, whole_thread=True).filter(thing__in=things), 50).get_page(request.GET.get("page"))
    context = {**frame(overview.report, request.user), "line": line, "entry": line.entry, "page": page, "back": entry_url(line.entry)}
    return render(request, "filing/entry_history.html", context)
