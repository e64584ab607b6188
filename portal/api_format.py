"""How the API reads and answers: bounded JSON in, JSON or problem+json out, and a description in which nothing is left open."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions, parsers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.response import Response

from reporting.filing.rules import Conflict
from reporting.problems import Problem, Refused

PROBLEM = "application/problem+json"
# code → status; any other refusal is 422: the request was understood and a rule said no
STATUS = {
    "not_allowed": 403, "not_found": 404, "conflict": 412, "conflict_own": 412, "if_match_required": 428, "malformed": 400,
    "key_required": 400, "key_malformed": 400, "request_too_large": 413,
} | dict.fromkeys(
    ("locked_submitted", "locked_in_review", "locked_accepted", "row_accepted_before", "row_not_due", "report_no_activity", "moved_on"), 409
)  # fmt: skip


class BoundedJSONParser(parsers.JSONParser):
    """JSON up to the size of a form; the stream is not read without an end, and nesting without an end is refused."""

    def parse(self, stream, media_type=None, parser_context=None):
        """The value, or a refusal in words."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if int(parser_context["request"].META.get("CONTENT_LENGTH") or 0) > limit:
            raise Refused(Problem("request_too_large", params={"max": limit // 2**20}))
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as deep:
            raise exceptions.ParseError from deep


class AlwaysJSON(DefaultContentNegotiation):
    """There is one form of answers, whatever a program says it would rather have."""

    def select_renderer(self, request, renderers, format_suffix=None):
        """The first and only one."""
        return renderers[0], renderers[0].media_type


def in_problems(exc, context):
    """Every refusal in one shape; what is not a refusal fails loudly as anywhere else."""
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if isinstance(exc, Refused):
        return answer(exc.problems, status_of(exc, context["request"].method), headers, **both_texts(exc, headers))
    if isinstance(exc, exceptions.Throttled):
        headers["Retry-After"] = str(int(exc.wait or 0) + 1)
        return answer([Problem("too_many_requests", params={"seconds": int(headers["Retry-After"])})], 429, headers)
    for kind, code, status in EXPECTED:
        if isinstance(exc, kind):
            return answer([Problem(code, params=told(code, context["request"]))], status, headers)
    return None


EXPECTED = (
    (Http404, "not_found", 404),
    (PermissionDenied, "not_allowed", 403),
    (exceptions.NotAuthenticated, "token_missing", 401),
    (exceptions.AuthenticationFailed, "token_invalid", 401),
    (exceptions.PermissionDenied, "not_allowed", 403),
    (exceptions.MethodNotAllowed, "method_not_allowed", 405),
    (exceptions.UnsupportedMediaType, "media_type", 415),
    (exceptions.ParseError, "malformed", 400),
    (RequestDataTooBig, "request_too_large", 413),
    (SuspiciousOperation, "malformed", 400),
)


def told(code: str, request) -> dict:
    """Parameters of the text."""
    return {
        "method_not_allowed": {"method": request.method},
        "media_type": {"type": request.content_type[:100]},
        "request_too_large": {"max": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20},
    }.get(code, {})


def status_of(refused: Refused, method: str) -> int:
    """By the first problem's code. A row that moved on while it was being changed is a precondition that failed."""
    code = refused.problems[0].code
    return 412 if code == "moved_on" and method == "PATCH" else STATUS.get(code, 422)


def both_texts(exc, headers: dict) -> dict:
    """What a conflict adds: of each field what it was, what was sent, what stands now, and the version to go on from."""
    if not isinstance(exc, Conflict):
        return {}
    headers["ETag"] = f'"{exc.entry.version}"'
    fields = [
        {"field": clash.name, "base": clash.base, "mine": clash.mine, "theirs": clash.theirs, "who": clash.who, "at": clash.at.isoformat()}
        for clash in exc.clashes
    ]
    return {"conflicts": fields, "version": exc.entry.version}


def answer(problems: list[Problem], status: int, headers: dict, **more) -> Response:
    """`application/problem+json` (RFC 9457) with our list of problems."""
    content = {"title": HTTPStatus(status).phrase, "status": status, "problems": [problem.as_dict() for problem in problems], **more}
    return Response(content, status=status, headers=headers, content_type=PROBLEM)


def closed(result, generator, request, public):
    """In the description no object has fields that are not named, except the parameters of a text."""
    for schema in result.get("components", {}).get("schemas", {}).values():
        if schema.get("type") == "object" and "properties" in schema:
            schema["additionalProperties"] = False
    return result
