"""Pages of a report: the task list, check and submission, receipt, history."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reporting import formats, history
from reporting.cycle.deadlines import opens_on
from reporting.cycle.stages import strip
from reporting.fields import show
from reporting.filing import rules
from reporting.filing.filters import choices
from reporting.filing.forms import DeclarationForm, ReasonForm
from reporting.filing.hints import HINTS
from reporting.filing.overview import Overview
from reporting.filing.pages import check_url, frame, own_report, own_reports, qr
from reporting.filing.parking import discard, parked_for, signed
from reporting.filing.pdf import render_pdf
from reporting.filing.timeliness import timeliness
from reporting.filing.typed_views import keeps_typed
from reporting.models import Cycle, Receipt, Report
from reporting.permissions import may, visible
from reporting.problems import Refused
from territories.models import concept

forms_allowed = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


@login_required
@require_GET
def home(request):
    """The report of the latest year; a choice where the person works for several bodies; the opening day where there is none yet."""
    reports = list(own_reports(request.user))
    latest = Cycle.objects.order_by("-year").first()
    current = [report for report in reports if latest and report.cycle_id == latest.pk]
    if len(current) == 1:
        return report_page(request, current[0], others=[report for report in reports if report not in current])
    first = concept.years()[0]
    opens = None if latest else opens_on(first)
    context = {"reports": reports, "current": current, "opens": opens, "year": first, "strip": strip(latest, request.user)}
    return render(request, "filing/no_report.html", context)


@login_required
@require_GET
def report(request, report):
    """A report of any year."""
    return report_page(request, own_report(request.user, report))


def report_page(request, report: Report, others=None):
    """The task list."""
    others = [one for one in own_reports(request.user) if one.pk != report.pk] if others is None else others
    overview = Overview(report, request.user)
    filters = choices(overview, request.GET.get("show", ""))
    chosen = next(choice for choice in filters if choice.is_chosen)
    context = {**frame(report, request.user), "overview": overview, "others": others, "filters": filters, "chosen": chosen}
    return render(request, "filing/report.html", context)


@login_required
@forms_allowed
def check(request, report):
    """Everything as the Ministry will see it, problems first; the signatory confirms and submits here."""
    report = own_report(request.user, report)
    form, refused = DeclarationForm(report.cycle.year, request.POST or None), False
    if request.method == "POST":
        if request.POST.get("version") != str(report.version):
            return receipt_or_report(report)
        declared = form.is_valid() and form.cleaned_data["correct"] and form.cleaned_data["declared"]
        try:
            receipt = rules.submit(report, by=request.user, arrived_at=request.arrived_at, declared=declared)
        except Refused as no:
            refused = True
            show_declaration(form, no)
        else:
            return redirect("filing:receipt", receipt.public_id)
    overview = Overview(report, request.user)
    context = {**frame(report, request.user), "overview": overview, "form": form, "has_errors": refused}
    return render(request, "filing/check.html", context, status=UNPROCESSABLE if refused else 200)


def show_declaration(form: DeclarationForm, refused: Refused) -> None:
    """Each box that was not ticked gets the refusal of the declaration; what is wrong with rows the page shows by itself."""
    said = next((problem.text() for problem in refused.problems if problem.where == "declared"), "")
    for name in ("correct", "declared"):
        if said and not form.data.get(name):
            form.add_error(name, said)


def receipt_or_report(report: Report):
    """Where an old page's submission leads: to the latest receipt, or to the report."""
    found = Receipt.objects.filter(version__report=report).order_by("-version__number").first()
    return redirect("filing:receipt", found.public_id) if found else redirect("filing:report", report.public_id)


def receipt_context(user, public_id) -> dict:
    """A receipt with everything its page and its PDF say."""
    beside = "version__report__cycle__plan", "version__report__body__region", "version__submitted_by"
    found = get_object_or_404(visible(user, Receipt).select_related(*beside), public_id=public_id)
    version, report = found.version, found.version.report
    url, frozen = check_url(found), json.loads(version.content)
    answered = [row for row in frozen["items"] if row["needs_answer"]]
    return {
        **frame(report, user), "receipt": found, "version": version, "address": url, "qr": qr(url),
        "overview": Overview(report, user), "received": formats.instant_short(version.submitted_at, seconds=True),
        "timely": timeliness(report), "demo": settings.DEMO, "contents": {
            "rows": len(answered) + len(frozen["indicators"]), "documents": sum(len(row["evidence"]) for row in answered),
        },
        "is_own": may(user, "read_report", report),
        "newest": report.versions.select_related("receipt").exclude(outcome="recalled").order_by("-number").first(),
    }  # fmt: skip


@login_required
@require_GET
def receipt(request, receipt):
    """The receipt; its address stays good for ever."""
    return render(request, "filing/receipt.html", receipt_context(request.user, receipt))


@login_required
@require_GET
def receipt_pdf(request, receipt):
    """The receipt on paper."""
    context = receipt_context(request.user, receipt)
    made = render_pdf("filing/receipt_pdf.html", context, get_language())
    name = f"receipt-{context['receipt'].number}.pdf"
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@login_required
@require_GET
def report_history(request, report):
    """Versions with their receipts, and everything that was done to the report."""
    report = own_report(request.user, report)
    page = Paginator(history.trail(report, whole_thread=True), 50).get_page(request.GET.get("page"))
    context = {**frame(report, request.user), "overview": Overview(report, request.user), "page": page}
    return render(request, "filing/history.html", context)


@keeps_typed
@login_required
@forms_allowed
def no_activity(request, report):
    """The whole report answers "no activity", or takes that back."""
    report = own_report(request.user, report)
    typed = typed_before(request, report, "no_activity")
    form = ReasonForm(_("Explanation"), request.POST or None, name="note", hint=HINTS["no_activity"], typed=typed)
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
def recall(request, report):
    """Asks before the report is recalled."""
    label = _("Reason (optional)")
    return by_reason(request, report, rules.recall, label, "recall", _("The report has been recalled: it can be changed again"))


@keeps_typed
@login_required
@forms_allowed
def amend(request, report):
    """Asks for the reason of an amended version."""
    label = _("Reason for the amendment")
    return by_reason(request, report, rules.amend, label, "amend", _("An amended version is open: every row can be changed"))


def by_reason(request, public_id, verb, label: str, place: str, said: str):
    """A page with one reason field and one verb behind its button."""
    report = own_report(request.user, public_id)
    typed = typed_before(request, report, place)
    form = ReasonForm(label, request.POST or None, typed=typed)
    if request.method == "POST" and form.is_valid():
        try:
            verb(report, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            show(form, refused)
        else:
            discard(request.user, report, request.POST.get("parked"))
            messages.success(request, said)
            return redirect("filing:report", report.public_id)
    return render_form(request, f"filing/{place}.html", report, form, place, typed)


def typed_before(request, report: Report, place: str):
    """The reason this person had typed here when the page could not send it."""
    return None if request.method == "POST" else next(iter(parked_for(request.user, report, place)), None)


def render_form(request, template: str, report: Report, form, place: str, typed):
    """A form, with its errors and the status that tells a program of them."""
    context = {
        **frame(report, request.user), "form": form, "overview": Overview(report, request.user), "place": place, "typed": typed,
        "who": signed(request.user, report, place), "autosave": settings.TYPED_TEXT_PROTECTION,
        "parked": typed.public_id if typed else request.POST.get("parked", ""),
    }  # fmt: skip
    return render(request, template, context, status=UNPROCESSABLE if form.is_bound and form.errors else 200)
