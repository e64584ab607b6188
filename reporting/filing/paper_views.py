"""Pages of a report that came on paper: its letter, the entry, the end of it; and the scan."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from reporting.cycle.extension_forms import day_field
from reporting.cycle.stages import read_with, strip
from reporting.fields import Spoken, show
from reporting.filing import paper as rules
from reporting.filing.handing_out import hand_out
from reporting.filing.overview import Overview
from reporting.filing.pages import UNPROCESSABLE, forms_allowed, known
from reporting.models import PaperReport, Report
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.typed import keeps_typed, typed_again


class LetterForm(Spoken):
    """The letter as it lies on the table."""

    letter_number = forms.CharField(label=PaperReport._meta.get_field("letter_number").verbose_name, max_length=60)
    letter_date = day_field(PaperReport._meta.get_field("letter_date").verbose_name, help_text=gettext_lazy("DD.MM.YYYY"))
    arrived_on = day_field(
        PaperReport._meta.get_field("arrived_on").verbose_name,
        help_text=gettext_lazy("DD.MM.YYYY, by the stamp of the registry. On time or late is judged by this day."),
    )
    signed_by = forms.CharField(label=PaperReport._meta.get_field("signed_by").verbose_name, max_length=200)
    file = forms.FileField(label=gettext_lazy("Scanned letter with the report"), allow_empty_file=True, help_text="PDF, JPG, PNG")


class EndForm(Spoken):
    """What the person says who has entered the report."""

    declared = forms.BooleanField(
        label=gettext_lazy("What is entered agrees with the paper, and nothing in it is restricted information"), required=False
    )


class CancelForm(Spoken):
    """Why the entry ends."""

    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


@keeps_typed
@login_required
@forms_allowed
def paper(request, report):
    """The letter of a report: registered here, and its entry submitted or cancelled; without one, the form of a new letter."""
    report = get_object_or_404(known(visible(request.user, Report)), public_id=report)
    if not may(request.user, "register_paper", report):
        raise Http404
    read_with(report.cycle, report)
    now = rules.open_paper(report)
    return entry(request, report, now) if now else letter(request, report)


def letter(request, report: Report):
    """A new letter."""
    form = LetterForm(request.POST or None, request.FILES or None, initial=typed_again(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            rules.register_paper(report, by=request.user, upload=told.pop("file"), **told)
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("The letter is registered: enter the report"))
            return redirect("filing:report", report.public_id)
    context = {
        "report": report, "form": form, "strip": strip(report.cycle, request.user), "is_editable": report.status in Report.EDITABLE,
        "papers": report.papers.select_related("registered_by", "entered_by", "cancelled_by", "version__receipt"),
    }  # fmt: skip
    return render(request, "filing/paper_letter.html", context, status=UNPROCESSABLE if form.errors else 200)


def entry(request, report: Report, now: PaperReport):
    """The end of the entry: submitted as the body's version, or cancelled."""
    doing, problems = request.POST.get("do", ""), []
    end = EndForm(request.POST if doing == "submit" else None)
    cancel = CancelForm(request.POST if doing == "cancel" else None, initial=typed_again(request))
    try:
        if doing == "submit" and end.is_valid():
            receipt = rules.submit_paper(now, by=request.user, declared=end.cleaned_data["declared"])
            return redirect("filing:receipt", receipt.public_id)
        if doing == "cancel" and cancel.is_valid():
            rules.cancel_paper(now, by=request.user, reason=cancel.cleaned_data["reason"])
            messages.success(request, _("The entry from paper is cancelled"))
            return redirect("cycle:of_year", report.cycle.year)
    except Refused as refused:
        problems = refused.problems if doing == "submit" else []
        if doing == "cancel":
            show(cancel, refused)
    mine = may(request.user, "submit_paper", report)
    context = {
        "report": report, "paper": now, "end": end, "cancel": cancel, "problems": problems, "mine": mine,
        "overview": Overview(report, request.user) if mine else None, "strip": strip(report.cycle, request.user),
    }  # fmt: skip
    return render(request, "filing/paper_entry.html", context, status=UNPROCESSABLE if problems or cancel.errors else 200)


@login_required
@require_GET
def scan(request, report, paper):
    """The scanned letter, to the body and to the desk."""
    return hand_out(request, get_object_or_404(visible(request.user, PaperReport), public_id=paper, report__public_id=report))
