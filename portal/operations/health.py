"""Two questions from outside: does the process live, and is the whole portal ready."""

import structlog
from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from portal.operations import heartbeats

logger = structlog.get_logger(__name__)


@never_cache
def healthz(request):
    """200 as long as this process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request):
    """200 when the database answers and worker and beat have shown life lately; otherwise 503 and the part that is missing.

    The virus scanner is told beside: filing goes on without it.
    """
    try:
        parts, scanner = {"database": "ok", **heartbeats.states()}, heartbeats.scanner_state()
    except DatabaseError as problem:
        logger.warning("not_ready", reason=str(problem))
        parts, scanner = {"database": "missing", **dict.fromkeys(heartbeats.PARTS, "unknown")}, "unknown"
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse({"ready": ready, **parts, "scanner": scanner}, status=200 if ready else 503)
