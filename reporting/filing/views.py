"""Pages of a report: the task list, check and submission, receipt, history."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_GET

from reporting import formats, history
from reporting.attached import attached
from reporting.cycle.deadlines import opens_on
from reporting.cycle.stages import strip
from reporting.filing import rules, signing
from reporting.filing.amendment import amendment_of
from reporting.filing.canonical import canonical
from reporting.filing.completion import completion, whole
from reporting.filing.confirmation import head_of
from reporting.filing.differences import compare
from reporting.filing.filters import choices
from reporting.filing.forms import DeclarationForm
from reporting.filing.overview import Overview
from reporting.filing.pages import UNPROCESSABLE, check_url, forms_allowed, frame, own_report, own_reports
from reporting.filing.pdf import render_pdf
from reporting.filing.timeliness import timeliness
from reporting.filing.unloaded import unloaded
from reporting.models import Cycle, Receipt, Report
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused
from reporting.qr import qr
from territories.models import concept

UNTICKED = {
    "correct": gettext_lazy("Confirm that the information is complete and correct"),
    "declared": gettext_lazy("Confirm that the report contains no restricted service information"),
}


@login_required
@require_GET
def home(request):
    """The report of the latest year; a choice where the person works for several bodies; the opening day where there is none yet."""
    newest = Cycle.objects.order_by("-year")
    reports = list(own_reports(request.user).annotate(newest=Subquery(newest.values("pk")[:1])))
    current = [report for report in reports if report.cycle_id == report.newest]
    if len(current) == 1:
        return report_page(request, current[0], others=[report for report in reports if report not in current])
    first, latest = concept.years()[0], newest.first()
    opens = None if latest else opens_on(first)
    context = {"reports": reports, "current": current, "opens": opens, "year": first, "strip": strip(latest, request.user)}
    return render(request, "filing/no_report.html", context)


@login_required
@require_GET
def report(request, report):
    """A report of any year."""
    own = list(own_reports(request.user))
    found = next((one for one in own if one.public_id == report), None) or own_report(request.user, report)
    return report_page(request, found, others=[one for one in own if one.pk != found.pk])


def report_page(request, report: Report, others: list[Report]):
    """The task list; where it cannot be worked out, the rows as they were last saved."""
    try:
        return task_list(request, report, others)
    except Exception:  # whatever fails in one row, the others stay within reach; it is logged, and the answer is 500
        return unloaded(request, report)


def task_list(request, report: Report, others: list[Report]):
    """Every row with its state, what is next and who acts."""
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
    form = DeclarationForm(report.cycle.year, request.POST or None)
    if request.method != "POST":
        return check_page(request, report, form)
    if request.POST.get("version") != str(report.version):
        return receipt_or_report(report)
    declared = form.is_valid() and form.cleaned_data["correct"] and form.cleaned_data["declared"]
    try:
        receipt = rules.submit(report, by=request.user, arrived_at=request.arrived_at, declared=declared, seen=request.POST.get("seen"))
    except Refused as refused:
        show_declaration(form, refused)
        return check_page(request, report, form, refused)
    return redirect("filing:receipt", receipt.public_id)


def check_page(request, report: Report, form: DeclarationForm, refused: Refused | None = None):
    """The page, after a refusal with what stopped it: the rows stand in their own list, the rest in the summary."""
    overview = Overview(report, request.user)
    groups = completion(overview)
    problems = [problem for problem in (refused.problems if refused else ()) if problem.where != "declared" and "-" not in problem.where]
    context = {
        **frame(report, request.user), "overview": overview, "form": form, "has_errors": refused is not None, "groups": groups,
        "whole": whole(groups), "problems": problems, "difference": difference_of(report, overview),
    }  # fmt: skip
    return render(request, "filing/check.html", context, status=UNPROCESSABLE if refused else 200)


def difference_of(report: Report, overview: Overview):
    """What an amended version says otherwise than the accepted one; nothing for any other."""
    if overview.amendment is None or not overview.is_editable:
        return None
    now = canonical(report, [line.judged for line in overview.lines])
    return compare(report, overview.amendment.accepted.content, now)


def show_declaration(form: DeclarationForm, refused: Refused) -> None:
    """Each box that was not ticked is named by what it says; what is wrong with rows the page shows by itself."""
    if any(problem.where == "declared" for problem in refused.problems):
        for name in ("correct", "declared"):
            if not form.data.get(name):
                form.add_error(name, UNTICKED[name])


def receipt_or_report(report: Report):
    """Where an old page's submission leads: to the latest receipt, or to the report."""
    found = Receipt.objects.filter(version__report=report).order_by("-version__number").first()
    return redirect("filing:receipt", found.public_id) if found else redirect("filing:report", report.public_id)


def receipt_context(user, public_id) -> dict:
    """A receipt with everything its page and its PDF say."""
    beside = "version__report__cycle__plan", "version__report__body__region", "version__submitted_by", "version__paper"
    found = get_object_or_404(visible(user, Receipt).select_related(*beside), public_id=public_id)
    version, report = found.version, found.version.report
    url, frozen = check_url(found), json.loads(version.content)
    amendment, signature = amendment_of(report, version.number), signing.standing(version)
    answered = [row for row in frozen["items"] if row["needs_answer"]]
    return {
        **frame(report, user), "receipt": found, "version": version, "address": url, "qr": qr(url),
        "overview": Overview(report, user), "received": formats.instant_short(version.submitted_at, seconds=True),
        "timely": timeliness(report), "demo": settings.DEMO, "contents": {
            "rows": len(answered) + len(frozen["indicators"]), "documents": sum(len(row["evidence"]) for row in answered),
        },
        "is_own": may(user, "read_report", report), "head": head_of(version), "amendment": amendment,
        "signature": signature, "signature_state": signature.status if signature else signing.NONE,
        "may_sign": signing.can_sign(user, version),
        "difference": compare(report, amendment.accepted.content, version.content) if amendment else None,
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
    return attached(made, f"receipt-{context['receipt'].number}.pdf")


@login_required
@require_GET
def report_history(request, report):
    """Versions with their receipts, and everything that was done to the report."""
    report = own_report(request.user, report)
    page = Paginator(history.trail(report, whole_thread=True), 50).get_page(request.GET.get("page"))
    context = {**frame(report, request.user), "overview": Overview(report, request.user), "page": page}
    return render(request, "filing/history.html", context)
