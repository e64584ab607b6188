"""The officer's first page when its list cannot be made: the rows as they were last saved, with nothing worked out from them."""

import structlog
from django.shortcuts import render

from reporting.filing.pages import frame
from reporting.models import Report

log = structlog.get_logger(__name__)
FAILED = 500


def unloaded(request, report: Report):
    """Rows and indicators with who saved them last, and the reference of the failure, which is logged. To be called where it is caught.

    It asks nothing of the checks, of last year or of documents: a fault in one row must not shut the officer out of all the others.
    """
    reference = getattr(request, "reference", "")
    log.exception("list_failed", reference=reference, report=report.pk)
    rows = report.rows.filter(needs_answer=True).select_related("row", "edited_by").order_by("row__number")
    values = report.indicators.select_related("indicator", "edited_by").order_by("indicator__order", "indicator__code")
    context = {**frame(report, request.user), "rows": rows, "indicators": values, "reference": reference}
    return render(request, "filing/unloaded.html", context, status=FAILED)
