"""The description of the planning body's part of the API (OpenAPI 3)."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from reporting.filing.described import CHANGED, PARTS, key, told
from reporting.transmission import serializers as say

LETTER = {**PARTS, "letter": OpenApiParameter("letter", int, "path", description="Number of the package in the list")}
INCOMING = OpenApiExample("An incoming number", request_only=True, value={"incoming_number": "5678", "incoming_date": "2027-04-27"})
REASON = OpenApiExample("Reasons", request_only=True, value={"reason": "Қаржы кестесіндегі сомалар сәйкес келмейді"})


def of_package(name: str, answer, *refusals: int, is_one: bool = True, **more) -> dict:
    """The description of one verb: about one package, or about all of them."""
    described = told(name, answer, *refusals, parts=(), **more)
    described["parameters"] = [*([LETTER["letter"]] if is_one else []), *described["parameters"]]
    return {**described, "tags": ["packages"]}


LIST = of_package("list_packages", say.PackageList, is_one=False)
ONE = of_package("read_package", say.Package, 404)
DOWNLOAD = of_package("download_package", None, 404)
DOWNLOAD["responses"] = {code: answer for code, answer in DOWNLOAD["responses"].items() if code != 200}
DOWNLOAD["responses"][200, "application/zip"] = OpenApiResponse(OpenApiTypes.BINARY, "The files of the edition and their sums")
ACKNOWLEDGE = of_package(
    "acknowledge_package", say.Package, *CHANGED, headers=(key(required=True),), examples=(INCOMING,), request=say.Incoming
)
RETURN = of_package("return_package", say.Package, *CHANGED, headers=(key(required=True),), examples=(REASON,), request=say.Return)
