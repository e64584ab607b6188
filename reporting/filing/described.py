"""The description of the API: what each address takes and answers, with examples (OpenAPI 3)."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from reporting.filing import serializers as say

WORDS = {
    400: "The request cannot be read",
    401: "No token, or one that is revoked or out of date",
    403: "The person's role does not allow it",
    404: "Nothing here that the person may see",
    409: "The report or the row is locked; the code says why and who can unlock it",
    412: "The row has changed since: both texts and the version to go on from",
    413: "The request is too large",
    415: "Content of this type is not read here",
    422: "The values are refused; each problem names its field",
    428: "If-Match is missing",
    429: "Too many requests; Retry-After says how long to wait",
}
RETRY = OpenApiParameter("Retry-After", int, "header", description="Seconds to wait", response=[429])
ROW_TAG = OpenApiParameter("ETag", str, "header", description="The version of the row, in quotes", response=[200])
LANGUAGE = OpenApiParameter("Accept-Language", str, "header", description="Language of texts and names: kk, ru or en")
IF_MATCH = OpenApiParameter(
    "If-Match", {"type": "string", "pattern": '^"[0-9]{1,9}"$', "example": '"1"'}, "header", required=True,
    description="The ETag of the row as it was read",
)  # fmt: skip
IF_NONE_MATCH = OpenApiParameter("If-None-Match", str, "header", description="The ETag of the last answer: 304 if nothing has changed")
KEY_SHAPE = {"type": "string", "pattern": "^[!-~]{1,100}$", "example": "2f0c6b1e-5a57-4c1b-9a53-7b0c7a1d2e3f"}
PARTS = {
    "report": OpenApiParameter("report", OpenApiTypes.UUID, "path"),
    "item": OpenApiParameter("item", str, "path", description="Code of the action item, for example SC-01"),
    "indicator": OpenApiParameter("indicator", str, "path", description="Code of the indicator, for example JOBS-HT"),
    "document": OpenApiParameter("document", OpenApiTypes.UUID, "path"),
}
CONFLICT = OpenApiExample(
    "Both texts", response_only=True, status_codes=["412"], media_type="application/problem+json",
    value={
        "title": "Precondition Failed", "status": 412, "version": 3,
        "problems": [{
            "code": "conflict", "where": "progress_ru", "severity": "blocker", "params": {"who": "Үлгібаева Айгүл"},
            "text": "Another person has changed this field since you opened the row: Үлгібаева Айгүл",
        }],
        "conflicts": [{
            "field": "progress_ru", "base": "", "mine": "Введена первая очередь", "theirs": "Работы начаты",
            "who": "Үлгібаева Айгүл", "at": "2027-03-15T05:00:00+00:00",
        }],
    },
)  # fmt: skip
SENT_ITEM = OpenApiExample(
    "A row in work", request_only=True, value={
        "answer": "given", "status": "in_progress", "progress_kk": "Зертхананың бірінші кезегі пайдалануға берілді.",
        "planned_local": 1250000500, "disbursed_local": 900000000, "complete": True,
    },
)  # fmt: skip
SENT_INDICATOR = OpenApiExample(
    "A value", request_only=True,
    value={"answer": "given", "actual": "12.5", "data_source": "Әкімшілік деректер", "data_date": "2026-12-31", "complete": True},
)  # fmt: skip
DECLARED = OpenApiExample("The declaration", request_only=True, value={"declared": True})


def key(*, required: bool) -> OpenApiParameter:
    """Idempotency-Key."""
    told = "Chosen by the program, new for each act: a repeated request gets the same answer"
    return OpenApiParameter("Idempotency-Key", KEY_SHAPE, "header", required=required, description=told)


def told(name: str, answer, *refusals: int, parts=("report",), headers=(), examples=(), request=None, ok: int = 200) -> dict:
    """The description of one verb at one address."""
    refused = {
        (status, "application/problem+json"): OpenApiResponse(say.Problems, WORDS[status]) for status in sorted({401, 429, *refusals})
    }
    parameters = [*(PARTS[part] for part in parts), LANGUAGE, RETRY, *headers]
    return {
        "operation_id": name, "request": request, "parameters": parameters, "examples": list(examples), "tags": ["reports"],
        "responses": {ok: answer, **refused},
    }  # fmt: skip


CHANGED = (400, 403, 404, 409, 413, 415, 422)
OF_ITEM, OF_INDICATOR = ("report", "item"), ("report", "indicator")
REPORTS = told("list_reports", say.ReportList, parts=())
REPORT = told("read_report", say.ReportAnswer, 404, headers=(IF_NONE_MATCH, ROW_TAG))
REPORT["responses"][304] = OpenApiResponse(description="Nothing has changed")
ITEM = told("read_item", say.ItemAnswer, 404, parts=OF_ITEM, headers=(ROW_TAG,))
INDICATOR = told("read_indicator", say.IndicatorAnswer, 404, parts=OF_INDICATOR, headers=(ROW_TAG,))
SAVE_ITEM = told(
    "save_item", say.SavedItem, *CHANGED, 412, 428, parts=OF_ITEM, headers=(IF_MATCH, ROW_TAG), examples=(SENT_ITEM, CONFLICT),
    request=say.ItemValues(partial=True),
)  # fmt: skip
SAVE_INDICATOR = told(
    "save_indicator", say.SavedIndicator, *CHANGED, 412, 428, parts=OF_INDICATOR, headers=(IF_MATCH, ROW_TAG),
    examples=(SENT_INDICATOR, CONFLICT), request=say.IndicatorValues(partial=True),
)  # fmt: skip
EVIDENCE = told("list_evidence", say.EvidenceList, 404, parts=OF_ITEM)
ADD_EVIDENCE = told(
    "add_evidence", say.EvidenceAnswer, *CHANGED, parts=OF_ITEM, headers=(key(required=False),),
    request={"multipart/form-data": say.NewEvidence}, ok=201,
)  # fmt: skip
REMOVE_EVIDENCE = told("remove_evidence", None, 403, 404, 409, parts=("report", "item", "document"), ok=204)
FINDINGS = told("read_findings", say.Findings, 404)
SUBMIT = told("submit", say.ReceiptAnswer, *CHANGED, headers=(key(required=True),), examples=(DECLARED,), request=say.Declaration)
RECEIPT = told("read_receipt", say.ReceiptAnswer, 404)
