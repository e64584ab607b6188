"""A body asks to have its report back after the review has begun. The reviewer returns rows in the ordinary way, or refuses."""

from django.db import transaction

from reporting import clock, history
from reporting.filing.entries import hold
from reporting.filing.told import tell_body, tell_ministry
from reporting.models import Report, ReturnRequest
from reporting.permissions import require
from reporting.problems import Problem, Refused

# state of the report → what to do instead of asking
INSTEAD = {Report.SUBMITTED: "return_recall_instead", Report.ACCEPTED: "return_amend_instead"}


@transaction.atomic
def ask_for_return(report: Report, *, by, reason: str) -> ReturnRequest:
    """Asks with a reason; the reviewer is told at once. Refuses without a reason, twice, and while the report is not under review."""
    require(by, "ask_for_return", report)
    reason = reason.strip()
    if not reason:
        raise Refused(Problem("return_wish_reason_required", "reason"))
    report = hold(report.pk)
    if report.status != Report.IN_REVIEW:
        raise Refused(Problem(INSTEAD.get(report.status, "return_not_under_review")))
    if open_request(report):
        raise Refused(Problem("return_asked_already"))
    asked = ReturnRequest.objects.create(
        report=report, version=report.versions.get(number=report.version), reason=reason, asked_at=clock.now(), asked_by=by
    )
    history.record("ask_for_return", asked, by=by, why=reason)
    tell_ministry(report, "return_asked", reason=reason)
    tell_body(report, "return_asked", link=f"/work/report/{report.public_id}/", reason=reason)
    return asked


def open_request(report: Report) -> ReturnRequest | None:
    """The request that waits for the reviewer."""
    return report.return_requests.filter(status=ReturnRequest.ASKED).select_related("asked_by").first()
