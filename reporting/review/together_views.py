"""Pages of rows accepted together: one person chooses them, another consents."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from reporting.cycle.stages import strip
from reporting.fields import Spoken, show
from reporting.formats import parse_whole
from reporting.models import BulkAcceptance, Report
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.review import reading, together
from reporting.review.finding import found_filed
from reporting.typed import keeps_typed, typed_again


class GroundForm(Spoken):
    """On what ground the chosen rows are accepted."""

    note = forms.CharField(
        label=gettext_lazy("Ground"), required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": together.LONGEST}),
        help_text=gettext_lazy("What was checked, and why these rows can be accepted together. The second person reads it."),
    )  # fmt: skip


class DeclineForm(Spoken):
    """Why there is no consent."""

    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def choose(request, public_id):
    """Rows that wait for a decision; those ticked go to a second person."""
    it, versions = found_filed(request, public_id)
    if not may(request.user, "propose_bulk", it):
        raise Http404
    if it.status != Report.IN_REVIEW or (read := reading.read(it, versions)) is None:
        return redirect("review:report", public_id)
    chosen = {pair for sent in request.POST.getlist("rows") if (pair := named(sent))}
    form = GroundForm(request.POST or None, initial=typed_again(request))
    if request.method == "POST" and form.is_valid():
        try:
            bulk = together.propose_bulk(it, by=request.user, chosen=chosen, note=form.cleaned_data["note"])
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("The rows wait for the consent of a second person"))
            return redirect("review:bulk", public_id, bulk.pk)
    lines = [(line, together.key_of(line.entry), together.key_of(line.entry) in chosen) for line in read.undecided]
    context = {"report": it, "read": read, "lines": lines, "form": form, "strip": strip(it.cycle, request.user)}
    return render(request, "review/choose.html", context)


def named(sent: str) -> tuple[str, int] | None:
    """`row-12` of a ticked box; nothing for what names no row."""
    kind, _dash, text = sent.partition("-")
    pk = parse_whole(text)
    return (kind, pk) if kind in together.KINDS and pk is not None else None


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def bulk(request, public_id, pk: int):
    """One choice: its rows and ground; the second person consents or not, the first may take it back."""
    it, versions = found_filed(request, public_id)
    beside = ("version", "proposed_by", "confirmed_by", "declined_by")
    rows = visible(request.user, BulkAcceptance).filter(report=it).select_related(*beside).defer("version__content")
    one = get_object_or_404(rows, pk=pk)
    one.report = it
    form, problems, doing = DeclineForm(None, initial=typed_again(request)), [], request.POST.get("do", "")
    if request.method == "POST":
        form = DeclineForm(request.POST if doing == "decline" else None)
        try:
            if doing == "consent":
                together.confirm_bulk(one, by=request.user)
            elif form.is_valid():
                together.decline_bulk(one, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            one.refresh_from_db()
            if doing == "decline":
                show(form, refused)
            else:
                problems = refused.problems
        else:
            messages.success(request, _("The rows have been accepted") if doing == "consent" else _("The choice has been declined"))
            return redirect("review:report", public_id)
    wanted = {(kind, row) for kind, row, _stamp in one.rows}
    read = reading.read(it, versions, one.version.number)
    lines = [line for line in read.lines if together.key_of(line.entry) in wanted] if read else []
    is_open = one.status == BulkAcceptance.PROPOSED
    return render(request, "review/bulk.html", {
        "report": it, "one": one, "lines": lines, "problems": problems, "strip": strip(it.cycle, request.user),
        "may_consent": is_open and may(request.user, "confirm_bulk", one), "form": form,
        "may_decline": is_open and (one.proposed_by_id == request.user.pk or may(request.user, "confirm_bulk", one)),
    })  # fmt: skip
