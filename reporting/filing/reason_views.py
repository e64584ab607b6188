"""Pages with one reason behind one verb: no activity, recall, an amended version. What is typed there is kept while it is typed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.fields import show
from reporting.filing import rules
from reporting.filing.forms import AmendForm, ReasonForm
from reporting.filing.help import NO_ACTIVITY
from reporting.filing.overview import Overview
from reporting.filing.pages import UNPROCESSABLE, forms_allowed, frame, own_report
from reporting.models import Report
from reporting.problems import Refused
from reporting.typed import keeps_typed, typed_again


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
    can: Callable = lambda overview, verb: overview.can(verb)
    told: str = gettext_lazy("A notice will be sent to the people of the body and to the Ministry.")


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
        gettext_lazy("What is amended and why"), gettext_lazy("An amended version is open: every row can be changed"), AmendForm,
    ),
    "send_back": Act(
        "send_back", gettext_lazy("Send back to the officer"), gettext_lazy("Send the report back to the officer?"),
        gettext_lazy("It stays open for changes inside the body. After the corrections it is sent for confirmation again."),
        gettext_lazy("What is to be corrected"), gettext_lazy("The report has been sent back to the officer"),
        can=lambda overview, verb: overview.waits_for_me, told=gettext_lazy("A notice will be sent to the people of the body."),
    ),
    "ask_return": Act(
        "ask_for_return", gettext_lazy("Ask for return"), gettext_lazy("Ask to have the report back for correction?"),
        gettext_lazy(
            "The review has begun, so the reviewer decides: the rows you name are returned, or the request is refused with a reason."
            " The time of the first submission stays."
        ),
        gettext_lazy("Which rows are to be corrected and why"), gettext_lazy("The request has been sent to the reviewer"),
        can=lambda overview, verb: overview.can_ask_for_return,
    ),
}  # fmt: skip


@keeps_typed
@login_required
@forms_allowed
def no_activity(request, report):
    """The whole report answers "no activity", or takes that back."""
    report = own_report(request.user, report)
    form = ReasonForm(_("Explanation"), request.POST or None, name="note", hint=NO_ACTIVITY, initial=typed_again(request))
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "unmark":
                rules.unmark_no_activity(report, by=request.user)
            else:
                rules.mark_no_activity(report, by=request.user, note=form.cleaned_data["note"])
        except Refused as refused:
            show(form, refused)
        else:
            return redirect("filing:report", report.public_id)
    return render_form(request, "filing/no_activity.html", report, form, "no_activity")


@keeps_typed
@login_required
@forms_allowed
def act(request, report, place: str):
    """A page with a reason and one verb behind its button: `place` is a name of `ACTS`."""
    told = ACTS[place]
    report = own_report(request.user, report)
    form = told.form(told.label, request.POST or None, initial=typed_again(request))
    if request.method == "POST" and form.is_valid():
        try:
            getattr(rules, told.verb)(report, by=request.user, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, told.said)
            return redirect("filing:report", report.public_id)
    return render_form(request, "filing/act.html", report, form, place)


def render_form(request, template: str, report: Report, form, place: str):
    """A form, with its errors and the status that tells a program of them."""
    overview, act_here = Overview(report, request.user), ACTS.get(place)
    context = {
        **frame(report, request.user), "form": form, "overview": overview,
        "act": act_here, "can": act_here is not None and act_here.can(overview, act_here.verb),
    }  # fmt: skip
    return render(request, template, context, status=UNPROCESSABLE if form.is_bound and form.errors else 200)
