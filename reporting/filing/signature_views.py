"""The content of a filed version to sign outside, and the file of the signature that comes back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reporting.attached import attached
from reporting.filing import signing
from reporting.filing.pages import UNPROCESSABLE
from reporting.filing.views import receipt_context
from reporting.models import Receipt
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.problems import Refused


def own_receipt(user, public_id) -> Receipt:
    """A receipt of the person's own body, or 404."""
    found = get_object_or_404(visible(user, Receipt).select_related("version__report__body"), public_id=public_id)
    if not may(user, "attach_signature", found.version):
        raise Http404
    return found


@login_required
@require_GET
def content(request, receipt):
    """The very bytes whose SHA-256 the receipt names: they are what is signed."""
    found = own_receipt(request.user, receipt)
    return attached(found.version.content.encode(), f"report-{found.number}.json")


@login_required
@require_POST
def sign(request, receipt):
    """Takes the file of a detached signature."""
    found = own_receipt(request.user, receipt)
    try:
        signing.attach_signature(found.version, by=request.user, upload=request.FILES.get("file"))
    except Refused as refused:
        context = receipt_context(request.user, receipt) | {"problems": refused.problems}
        return render(request, "filing/receipt.html", context, status=UNPROCESSABLE)
    messages.success(request, _("The file of the signature has been added and is being checked"))
    return redirect("filing:receipt", receipt)
