"""A body's wish to have its report back after the review has begun: granted by an ordinary return, or refused with a reason."""

from django.db import transaction

from reporting.filing.asking import open_request
from reporting.filing.told import tell_body
from reporting.models import Report, ReturnRequest
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.workflow import move


@transaction.atomic
def refuse_return(report: Report, *, by, reason: str) -> ReturnRequest:
    """Refuses the request that waits; the body reads why. Refuses without a reason, and where nothing waits any more."""
    require(by, "refuse_return", report)
    reason = reason.strip()
    if not reason:
        raise Refused(Problem("return_refusal_reason_required", "reason"))
    asked = open_request(report)
    if asked is None:
        raise Refused(Problem("moved_on"))
    move(asked, "refuse_return", by=by, why=reason, answer=reason)
    tell_body(report, "return_refused", link=f"/work/report/{report.public_id}/", reason=reason)
    return asked


def grant(report: Report, *, by) -> None:
    """A return answers the request that waits, if there is one."""
    if asked := open_request(report):
        move(asked, "grant_return", by=by)


def refuse_while_asked(report: Report) -> None:
    """A report that its body wants back is not accepted over its head: the request is answered first."""
    if open_request(report):
        raise Refused(Problem("return_request_open"))
