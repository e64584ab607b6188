"""Pages with one reason behind one verb: no activity, recall, an amended version. What is typed there is kept while it is typed."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.fields import show
from reporting.filing import rules
from reporting.filing.forms import ReasonForm
from reporting.filing.help import NO_ACTIVITY
from reporting.filing.overview import Overview
from reporting.filing.pages import UNPROCESSABLE, forms_allowed, frame, own_report
from reporting.filing.parking import discard, parked_for, signed
from reporting.filing.typed_views import keeps_typed
from reporting.models import Report
from reporting.problems import Refused


@dataclass(frozen=True)
class Act:
    """What the page of a verb says: its title, question, what will be so afterwards, the label of the reason, what is said when done."""

    verb: str
    title: str
    question: str
    happens: str
    label: str
    said: str
    form: type = ReasonForm


ACTS: dict[str, Act] = {
    "recall": Act(
        "recall", gettext_lazy("Recall"), gettext_lazy("Recall the report?"),
        gettext_lazy("The report can be changed again and must be submitted anew. The recalled version stays in the history."),
        gettext_lazy("Reason (optional)"), gettext_lazy("The report has been recalled: it can be changed again"),
    ),
    "amend": Act(
        "amend", gettext_lazy("Open an amended version"), gettext_lazy("Open an amended version of the report?"),
        gettext_lazy(
            "Every row can be changed in it. The accepted version stays in force until the amended one is accepted;"
            " the time of the first submission stays."
        ),
        gettext_lazy("Reason for the amendment"), gettext_lazy("An amended version is open: every row can be changed"),
    ),
}  # fmt: skip


@keeps_typed
@login_required
@forms_allowed
def no_activity(request, report):
    """The whole report answers "no activity", or takes that back."""
    report = own_report(request.user, report)
    typed = typed_before(request, report, "no_activity")
    form = ReasonForm(_("Explanation"), request.POST or None, name="note", hint=NO_ACTIVITY, typed=typed)
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "unmark":
                rules.unmark_no_activity(report, by=request.user)
            else:
                rules.mark_no_activity(report, by=request.user, note=form.cleaned_data["note"])
                discard(request.user, report, request.POST.get("parked"))
        except Refused as refused:
            show(form, refused)
        else:
            return redirect("filing:report", report.public_id)
    return render_form(request, "filing/no_activity.html", report, form, "no_activity", typed)


@keeps_typed
@login_required
@forms_allowed
def act(request, report, place: str):
    """A page with a reason and one verb behind its button: `place` is a name of `ACTS`."""
    told = ACTS[place]
    report = own_report(request.user, report)
    typed = typed_before(request, report, place)
    form = told.form(told.label, request.POST or None, typed=typed)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(rules, told.verb)(report, by=request.user, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            discard(request.user, report, request.POST.get("parked"))
            messages.success(request, told.said)
            return redirect("filing:report", report.public_id)
    return render_form(request, "filing/act.html", report, form, place, typed)


def typed_before(request, report: Report, place: str):
    """The reason this person had typed here when the page could not send it."""
    return None if request.method == "POST" else next(iter(parked_for(request.user, report, place)), None)


def render_form(request, template: str, report: Report, form, place: str, typed):
    """A form, with its errors and the status that tells a program of them."""
    overview, act_here = Overview(report, request.user), ACTS.get(place)
    context = {
        **frame(report, request.user), "form": form, "overview": overview, "place": place, "typed": typed,
        "act": act_here, "can": act_here is not None and overview.can(act_here.verb),
        "who": signed(request.user, report, place), "autosave": settings.TYPED_TEXT_PROTECTION,
        "parked": typed.public_id if typed else request.POST.get("parked", ""),
    }  # fmt: skip
    return render(request, template, context, status=UNPROCESSABLE if form.is_bound and form.errors else 200)
