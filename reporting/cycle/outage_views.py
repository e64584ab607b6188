"""The register of outages: entered, confirmed or declined; with the rule in words."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from reporting import clock
from reporting.cycle import outages
from reporting.cycle.extension_forms import text_field
from reporting.fields import Spoken, show
from reporting.models import Outage
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.typed import keeps_typed, typed_again

FORMATS = ["%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
EXAMPLE = gettext_lazy("DD.MM.YYYY HH:MM by the time of Astana (UTC+05:00), for example 01.04.2027 14:30")


class InstantField(forms.DateTimeField):
    """An instant by the clock of Almaty, whatever zone the server thinks in."""

    def __init__(self, label):
        widget = forms.DateTimeInput(format=FORMATS[0], attrs={"inputmode": "numeric"})
        super().__init__(label=label, input_formats=FORMATS, widget=widget, help_text=EXAMPLE)
        self.error_messages["invalid"] = gettext_lazy("Enter the date and time as DD.MM.YYYY HH:MM")

    def clean(self, value):
        """The instant, aware."""
        said = super().clean(value)
        return datetime.combine(said.date(), said.time(), tzinfo=clock.ALMATY) if said else said


class OutageForm(Spoken):
    """From when until when, and what happened."""

    began = InstantField(gettext_lazy("The portal was down from"))
    ended = InstantField(gettext_lazy("Until"))
    what_kk = text_field(gettext_lazy("What happened, in Kazakh"), rows=2, max_length=outages.MAX_LENGTH)
    what_ru = text_field(gettext_lazy("What happened, in Russian"), rows=2, max_length=outages.MAX_LENGTH)


class DeclineForm(Spoken):
    """Why an outage is not confirmed."""

    reason = text_field(gettext_lazy("Reason"), rows=2, max_length=2000)


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def register(request):
    """All outages, newest first; a coordinator enters one here."""
    if not may(request.user, "read_completeness"):
        raise Http404
    may_propose = may(request.user, "propose_outage")
    form = OutageForm(request.POST or None, initial=typed_again(request)) if may_propose else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            told = form.cleaned_data
            try:
                outages.propose_outage(
                    by=request.user, began_at=told["began"], ended_at=told["ended"], what_kk=told["what_kk"], what_ru=told["what_ru"]
                )
            except Refused as refused:
                show(form, refused)
            else:
                messages.success(request, _("The outage waits for the approver"))
                return redirect("cycle:outages")
    rows = visible(request.user, Outage).select_related("proposed_by", "confirmed_by", "declined_by")
    return render(request, "cycle/outages.html", {
        "rows": [(one, one.status == Outage.PROPOSED and may(request.user, "confirm_outage", one)) for one in rows], "form": form,
    })  # fmt: skip


@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def decide(request, pk: int):
    """One outage: an approver confirms it or declines it with a reason."""
    one = get_object_or_404(visible(request.user, Outage).select_related("proposed_by"), pk=pk)
    if not may(request.user, "confirm_outage", one):
        raise Http404
    doing, problems = request.POST.get("do", ""), []
    form = DeclineForm(request.POST if doing == "decline" else None, initial=typed_again(request))
    if doing == "confirm" or (doing == "decline" and form.is_valid()):
        try:
            if doing == "confirm":
                outages.confirm_outage(one, by=request.user)
            else:
                outages.decline_outage(one, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("The outage is confirmed and has effect") if doing == "confirm" else _("The outage is declined"))
            return redirect("cycle:outages")
    people = len(outages.people_concerned(one))
    return render(request, "cycle/outage.html", {"one": one, "form": form, "problems": problems, "people": people})
