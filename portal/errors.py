"""Pages for what went wrong: in the reader's language, with a reference that the support desk can search. None needs the database."""

import structlog
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.users.views import sign_in_again
from reporting.filing.conflict import resolved
from reporting.typed import refused_token

log = structlog.get_logger(__name__)


def unreadable(request, exception=None):
    """400: a form that did not arrive whole, or with more fields or files than any of ours has."""
    return told(request, "400.html", 400, _("The form did not arrive whole. Nothing was written. Send it again."))


def too_large(request):
    """413: nginx shows this page when a form is larger than it lets through."""
    limit = {"max": settings.MAX_UPLOAD_BYTES // 2**20}
    return told(request, "413.html", 413, _("The file is too large. Limit: %(max)s MB") % limit, limit)


def told(request, template: str, status: int, text: str, context: dict | None = None):
    """A page for a person, one sentence for the script of a page."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"text": text}, status=status)
    return render(request, template, context, status=status)


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
