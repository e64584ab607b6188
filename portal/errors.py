"""Pages for what went wrong: in the reader's language, with a reference that the support desk can search. None needs the database."""

import structlog
from django.shortcuts import render

from portal.users.views import sign_in_again
from reporting.filing.conflict import resolved
from reporting.typed import refused_token

log = structlog.get_logger(__name__)


def not_found(request, exception=None):
    """404: also the answer to a stranger, so that nobody learns what exists."""
    return render(request, "404.html", status=404)


def failed(request):
    """500, with the request's reference."""
    reference = getattr(request, "reference", "")
    log.error("request_failed", reference=reference, path=request.path)
    return render(request, "500.html", {"reference": reference}, status=500)


def csrf_failure(request, reason=""):
    """A form whose token is out of date: typed text is kept for its author, sign-in is offered anew, any other page says how to go on."""
    return refused_token(request, read=resolved) or sign_in_again(request) or render(request, "403_csrf.html", status=403)
