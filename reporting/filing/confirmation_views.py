"""Pages of the confirmation inside the body: sending, confirming as the head of department, the order; and giving an amendment up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reporting import history
from reporting.fields import show
from reporting.filing import rules
from reporting.filing.confirmation import acting
from reporting.filing.forms import DeclarationForm, OrderForm
from reporting.filing.pages import UNPROCESSABLE, forms_allowed, frame, own_report
from reporting.filing.views import check_page
from reporting.models import Confirmation, ConfirmationOrder
from reporting.permissions import may
from reporting.problems import Refused


@login_required
@require_POST
def step(request, report):
    """Sends the report for confirmation, or confirms it as the head of department: by the button that was pressed."""
    report = own_report(request.user, report)
    try:
        if request.POST.get("do") == "confirm":
            rules.confirm_step(report, by=request.user, seen=request.POST.get("seen", ""))
            messages.success(request, _("You have confirmed the report. The signatory has been asked."))
        else:
            rules.send_for_confirmation(report, by=request.user)
            messages.success(request, _("The report has been sent for confirmation"))
    except Refused as refused:
        return check_page(request, report, DeclarationForm(report.cycle.year), refused)
    return redirect("filing:report", report.public_id)


@login_required
@forms_allowed
def order(request, report):
    """Whether the head of department confirms first: everybody of the body reads it, the signatory changes it."""
    report = own_report(request.user, report)
    now = ConfirmationOrder.objects.filter(body=report.body_id).select_related("changed_by").first()
    may_change = may(request.user, "set_confirmation_order", report)
    form = OrderForm(request.POST or None, initial={"head_confirms": "yes" if now and now.head_confirms else "no"})
    if request.method == "POST" and form.is_valid():
        try:
            rules.set_confirmation_order(report, by=request.user, head_confirms=form.cleaned_data["head_confirms"] == "yes")
        except Refused as refused:
            show(form, refused)
        else:
            messages.success(request, _("Saved"))
            return redirect("filing:order", report.public_id)
    context = {
        **frame(report, request.user), "form": form, "now": now, "may_change": may_change, "events": history.trail(now) if now else (),
        "heads": acting(Confirmation.HEAD, report), "signatories": acting(Confirmation.SIGNATORY, report),
    }  # fmt: skip
    return render(request, "filing/order.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_POST
def close_amendment(request, report):
    """Gives the amended version up."""
    report = own_report(request.user, report)
    try:
        rules.close_amendment(report, by=request.user)
    except Refused as refused:
        return check_page(request, report, DeclarationForm(report.cycle.year), refused)
    messages.success(request, _("The amended version is given up: the accepted one stays"))
    return redirect("filing:report", report.public_id)
