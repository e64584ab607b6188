"""The report of a page of the reviewer's desk."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from reporting.cycle.deadlines import with_last_days, with_paper
from reporting.models import Report
from reporting.narrowing import visible
from reporting.permissions import may


def found(request, public_id) -> Report:
    """The report of a page, with all that its head shows; 404 for everybody who does not read reviews."""
    if not may(request.user, "read_review"):
        raise Http404
    reports = with_paper(with_last_days(visible(request.user, Report))).select_related("cycle__plan", "body", "reviewer", "review_begun_by")
    return get_object_or_404(reports, public_id=public_id)
