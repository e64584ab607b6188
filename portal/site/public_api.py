"""`/api/v1/public/`: published editions for programs. Reading only, without a key, without the database, for pages of any site."""

import hashlib
from functools import cache
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe
from rest_framework.exceptions import APIException, NotFound, Throttled
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.counting import CountedThrottle, client_address
from portal.site import public_data, public_openapi
from portal.site.editions import Site
from portal.site.public_data import RESOURCES

FORMAT = "1"  # of the answers: part of every ETag
PAGE_SIZE, LARGEST = 100, 1000
PROBLEM = "application/problem+json"
OPEN = {
    "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match", "Access-Control-Expose-Headers": "ETag, Link, X-Total-Count, Retry-After",
    "Access-Control-Max-Age": "86400", "Cross-Origin-Resource-Policy": "cross-origin",
}  # fmt: skip
shelf = public_data.Shelf()


class Unreadable(APIException):
    """A parameter that is not known or cannot be read: which one, and what would be."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, code: str, where: str, **params):
        super().__init__(code)
        self.problem = {"code": code, "where": where, "params": params}


class ReadersOfOneAddress(CountedThrottle):
    """So many answers a minute to one network address."""

    scope = "public"

    def get_rate(self):
        """As the place is set up."""
        return settings.PUBLIC_API_RATE

    def get_cache_key(self, request, view):
        """The address as our outermost proxy saw it."""
        return f"public-api:{client_address(request)}"


class TableRenderer(BaseRenderer):
    """The page of rows as CSV."""

    media_type, format, charset = "text/csv", "csv", "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        """A refusal has no rows."""
        if "results" not in data:
            return JSONRenderer().render(data)
        header = renderer_context["view"].header
        return public_data.as_csv(data["results"], header).encode()


class Reading(APIView):
    """One kind of rows, page by page."""

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [ReadersOfOneAddress]
    renderer_classes = [JSONRenderer, TableRenderer]
    content_negotiation_class = DefaultContentNegotiation
    http_method_names = ["get", "head", "options"]
    schema = None  # described by `public_openapi`, not with the API of the bodies
    resource = ""
    header = None

    def get_exception_handler(self):
        """Refusals in one shape."""
        return in_problems

    def options(self, request, *args, **kwargs):
        """What a browser asks before it lets a page of another site read."""
        return Response(status=HTTPStatus.NO_CONTENT)

    def finalize_response(self, request, response, *args, **kwargs):
        """Every answer may be read from any site; it is asked for anew each time, and answered shortly where nothing changed."""
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in OPEN.items():
            response[name] = value
        response["Cache-Control"] = "no-cache"
        return response

    def get(self, request):
        """The rows that fit, or «not modified»."""
        site = shelf.site()
        tag = tag_of(site, request)
        if tag in [one.strip().removeprefix("W/") for one in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")]:
            return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
        page, size, asked = read_query(request.query_params, RESOURCES[self.resource].filters)
        rows = public_data.chosen(site, self.resource, asked)
        if page > 1 and (page - 1) * size >= len(rows):
            raise NotFound
        self.header = self.columns(rows)
        return paged(request, rows, page, size, tag)

    def columns(self, rows: list[dict]) -> list[str] | None:
        """The head of the table is the same on every page of an answer."""
        if self.resource == "lines":
            return list(public_data.schemas.columns(with_edition=True))
        return list(dict.fromkeys(name for row in rows for name, _text in public_data.cells(row)))


def read_query(given, filters: dict) -> tuple[int, int, dict[str, str]]:
    """Page, its size, and the filters. Refuses what is not known, so that a misspelt filter is never taken for none."""
    known = ["page", "page_size", "format", *filters]
    for name in given:
        if name not in known:
            raise Unreadable("unknown_parameter", name, known=known)
    numbers = {}
    for name, usual, most in (("page", 1, 10**9), ("page_size", PAGE_SIZE, LARGEST)):
        text = given.get(name, str(usual))
        if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
            raise Unreadable("not_a_number", name, least=1, most=most)
        numbers[name] = int(text)
    return numbers["page"], numbers["page_size"], {name: given[name] for name in filters if given.get(name)}


def paged(request, rows: list[dict], page: int, size: int, tag: str) -> Response:
    """One page of rows with the way to its neighbours, in the answer and in the headers."""
    ways = {"previous": page - 1 if page > 1 else None, "next": page + 1 if page * size < len(rows) else None}
    ways = {name: other and at_page(request, other) for name, other in ways.items()}
    links = ", ".join(f'<{url}>; rel="{"prev" if name == "previous" else name}"' for name, url in ways.items() if url)
    headers = {"ETag": tag, "X-Total-Count": str(len(rows)), **({"Link": links} if links else {})}
    content = {"count": len(rows), "page": page, "page_size": size, **ways, "results": rows[(page - 1) * size : page * size]}
    return Response(content, headers=headers)


def at_page(request, page: int) -> str:
    """The address of another page of the same answer."""
    asked = [(name, value) for name, value in request.query_params.items() if name != "page"]
    return f"{settings.SITE_URL}{request.path}?{urlencode([*asked, ('page', page)])}"


def tag_of(site: Site | None, request) -> str:
    """The ETag: the same editions, question and form give the same bytes."""
    editions = [(one.year, one.number, one.status, one.sha256) for one in site.editions] if site else []
    told = f"{FORMAT} {settings.SITE_URL} {editions} {request.get_full_path()} {request.accepted_renderer.format}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def in_problems(exc: Exception, context: dict) -> Response | None:
    """A refusal as problem+json; anything else fails loudly."""
    if isinstance(exc, Http404):
        exc = NotFound()
    if not isinstance(exc, APIException):
        return None
    problem = getattr(exc, "problem", {"code": exc.default_code, "where": "", "params": {}})
    headers = {"Retry-After": str(int(exc.wait or 0) + 1)} if isinstance(exc, Throttled) else {}
    content = {"title": HTTPStatus(exc.status_code).phrase, "status": exc.status_code, "problems": [problem]}
    return Response(content, status=exc.status_code, headers=headers, content_type=PROBLEM)


@cache
def described() -> dict:
    """The OpenAPI description, made once for each process."""
    return public_openapi.description(RESOURCES, PAGE_SIZE, LARGEST)


def answered(data: dict) -> JsonResponse:
    """JSON that a page of any site may read."""
    return JsonResponse(data, headers=OPEN, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def openapi(request) -> JsonResponse:
    """The description for programs."""
    return answered(described())


@require_safe
def start(request) -> JsonResponse:
    """What there is: the kinds of rows with their filters."""
    root = f"{settings.SITE_URL}{request.path}"
    kinds = {name: {"url": f"{root}{name}/", "about": one.says, "filters": list(one.filters)} for name, one in RESOURCES.items()}
    return answered({"resources": kinds, "openapi": f"{root}openapi.json", "files": f"{settings.SITE_URL}/data/index.json"})
