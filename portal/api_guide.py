"""The API for the programmers of a body, in words: how to begin, an example, and every request. The full description is OpenAPI."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from portal.api import description
from reporting.permissions import may

METHODS = ("get", "post", "patch", "delete")
# operation of a body's system → what it does; those of the desk and of the planning body are not here
SAID = {
    "list_reports": _("Reports of your body, the latest year first"),
    "read_report": _("A report with its rows and indicators"),
    "read_item": _("A row of the plan"),
    "save_item": _("Write fields of a row"),
    "read_indicator": _("An indicator"),
    "save_indicator": _("Write fields of an indicator"),
    "list_evidence": _("Documents of a row"),
    "add_evidence": _("Attach a document"),
    "remove_evidence": _("Take a document off"),
    "read_findings": _("Errors and questions of every row"),
    "mark_no_activity": _("Mark the whole report as no activity"),
    "unmark_no_activity": _("Take that mark off"),
    "read_confirmation": _("How far the report is confirmed inside the body"),
    "act_on_confirmation": _("Send for confirmation, confirm or send back"),
    "submit": _("Submit; what is submitted already gives the receipt it has"),
    "read_receipt": _("The latest receipt"),
    "recall": _("Recall until the review begins"),
    "amend": _("Open an amended version of an accepted report"),
    "close_amendment": _("Give up an amended version without changes"),
    "ask_for_return": _("Ask the reviewer to return the report"),
}
EXAMPLE = """\
TOKEN=…  REPORT=…
curl -H "Authorization: Bearer $TOKEN" {site}/api/v1/reports/
curl -H "Authorization: Bearer $TOKEN" -i {site}/api/v1/reports/$REPORT/items/SC-10/
# ETag: "3"
curl -H "Authorization: Bearer $TOKEN" -X PATCH \\
     -H "Content-Type: application/json" -H 'If-Match: "3"' \\
     -d '{{"planned_local": 1250000500}}' {site}/api/v1/reports/$REPORT/items/SC-10/
curl -H "Authorization: Bearer $TOKEN" -X POST \\
     -H "Content-Type: application/json" -H "Idempotency-Key: $(uuidgen)" \\
     -d '{{"declared": true}}' {site}/api/v1/reports/$REPORT/submit/
"""


def operations() -> list[tuple]:
    """(method, address, what it does) of a body's system, in the order in which a report is filed."""
    order, found = list(SAID), {}
    for address, told in description()["paths"].items():
        for method in METHODS:
            if (name := told.get(method, {}).get("operationId")) in SAID:
                found[name] = (method.upper(), address, SAID[name])
    return [found[name] for name in order]


@login_required
@require_GET
def api_guide(request):
    """The page, for whoever may have a token."""
    if not may(request.user, "issue_token", request.user):
        raise Http404
    context = {"person": request.user, "operations": operations(), "example": EXAMPLE.format(site=settings.SITE_URL)}
    return render(request, "users/api_guide.html", context)
