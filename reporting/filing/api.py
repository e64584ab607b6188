"""A report by a body's own system: the same verbs as the pages, the same messages by code (`/api/v1/`)."""

import hashlib
import re

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from reporting.filing import described, rules, wire
from reporting.filing import serializers as say
from reporting.filing.files import received
from reporting.filing.indicators import is_ratio
from reporting.filing.kept import once
from reporting.filing.overview import Overview
from reporting.filing.pages import own_report, own_reports
from reporting.models import IndicatorValue, ItemProgress, Receipt
from reporting.narrowing import visible
from reporting.problems import Problem, Refused

TAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')
READ = {ItemProgress: say.ItemValues, IndicatorValue: say.IndicatorValues}
SHOW = {ItemProgress: say.ItemAnswer, IndicatorValue: say.IndicatorAnswer}
SAVED = {ItemProgress: say.SavedItem, IndicatorValue: say.SavedIndicator}


@extend_schema(**described.REPORTS)
@api_view(["GET"])
def reports(request):
    """Reports of the person's bodies, the latest year first."""
    return Response(say.ReportList({"reports": own_reports(request.user)}).data)


@extend_schema(**described.REPORT)
@api_view(["GET"])
def report(request, report):
    """A report with its rows and indicators. The ETag changes when anything in the answer does."""
    overview = Overview(own_report(request.user, report), request.user)
    content = say.ReportAnswer(Shown(overview)).data
    tag = f'"{hashlib.sha256(JSONRenderer().render(content)).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return Response(content, headers=headers)


class Shown:
    """A report together with its lines, as the serializer asks for them."""

    def __init__(self, overview: Overview):
        self.items = [line for line in overview.lines if line.is_item]
        self.indicators = [line for line in overview.lines if not line.is_item]
        self.report = overview.report

    def __getattr__(self, name):
        return getattr(self.report, name)


@extend_schema(methods=["GET"], **described.ITEM)
@extend_schema(methods=["PATCH"], **described.SAVE_ITEM)
@api_view(["GET", "PATCH"])
def item(request, report, item):
    """A row of the plan by the code of its action item."""
    return entry(request, report, ItemProgress, item)


@extend_schema(methods=["GET"], **described.INDICATOR)
@extend_schema(methods=["PATCH"], **described.SAVE_INDICATOR)
@api_view(["GET", "PATCH"])
def indicator(request, report, indicator):
    """An indicator by its code."""
    return entry(request, report, IndicatorValue, indicator)


def entry(request, public_id, model, code: str):
    """Shows a row, or saves what was sent of it."""
    line = line_of(request.user, public_id, model, code)
    if request.method == "PATCH":
        return save(request, line, code)
    return Response(SHOW[model](line).data, headers=tagged(line.entry))


def line_of(user, public_id, model, code: str):
    """The row among the rows of its report, or 404."""
    for line in Overview(own_report(user, public_id), user).lines:
        if isinstance(line.entry, model) and code == (line.entry.item.code if line.is_item else line.entry.indicator.code):
            return line
    raise Http404


def tagged(row) -> dict:
    """The row's version as its ETag. Documents and the reviewer's words are beside the version, so no 304 is given for a row."""
    return {"ETag": f'"{row.version}"', "Cache-Control": "private, no-store"}


def save(request, line, code: str):
    """Saves at the version of If-Match: other fields merge, the same field is a conflict with both texts (412)."""
    row, model = line.entry, type(line.entry)
    base_version = version_read(request)
    labels = {name: model._meta.get_field(name).verbose_name for name in model.REPORTED}
    values = wire.read(READ[model], request.data, partial=True, labels=labels)
    if not_asked := [name for name in values if name in hidden(row)]:
        raise Refused([Problem("field_not_asked", name) for name in not_asked])
    result = rules.save_entry(row, by=request.user, base_version=base_version, values=values)
    fresh = line_of(request.user, row.report.public_id, model, code)
    content = SAVED[model]({"changed": list(result.changed), "merged": result.merged, "row": fresh}).data
    return Response(content, headers=tagged(fresh.entry))


def version_read(request) -> int:
    """The version in If-Match. Without it nobody knows what the program has seen: 428. What is no version of ours never matches."""
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise Refused(Problem("if_match_required", "If-Match"))
    found = TAG.fullmatch(sent)
    if not found:
        raise Refused(Problem("moved_on", "If-Match"))
    return int(found[1])


def hidden(row) -> set[str]:
    """Of a ratio the value, of anything else the two sums."""
    if isinstance(row, ItemProgress):
        return set()
    return {"actual"} if is_ratio(row) else {"numerator", "denominator"}


@extend_schema(methods=["GET"], **described.EVIDENCE)
@extend_schema(methods=["POST"], **described.ADD_EVIDENCE)
@api_view(["GET", "POST"])
@parser_classes([MultiPartParser])
def evidence(request, report, item):
    """Documents of a row; a POST adds one."""
    line = line_of(request.user, report, ItemProgress, item)
    if request.method == "GET":
        return Response(say.EvidenceList({"evidence": line.judged.subject.evidence}).data)
    values = wire.read(say.NewEvidence, flat(request.data))
    upload = values.pop("file", None)
    said = {**values, "file": content_of(upload)}
    with received(upload) as file:

        def add():
            added = rules.add_evidence(line.entry, by=request.user, upload=file, **values)
            return 201, dict(say.EvidenceAnswer(added).data)

        return once(request, said, add, needed=False)


def flat(data) -> dict:
    """Fields of a multipart form: each once. An empty day is a day that was not given."""
    return {name: data[name] for name in data if not (name == "date" and data[name] == "")}


def content_of(upload) -> str:
    """What makes an uploaded file the same file."""
    if upload is None:
        return ""
    whole = hashlib.sha256(upload.name.encode(errors="replace"))
    for chunk in upload.chunks():
        whole.update(chunk)
    upload.seek(0)
    return whole.hexdigest()


@extend_schema(**described.REMOVE_EVIDENCE)
@api_view(["DELETE"])
def one_evidence(request, report, item, document):
    """Takes a document off its row; twice is the same as once."""
    line = line_of(request.user, report, ItemProgress, item)
    rules.remove_evidence(get_object_or_404(line.entry.evidence.select_related("row__report__body"), public_id=document), by=request.user)
    return Response(status=204)


@extend_schema(**described.FINDINGS)
@api_view(["GET"])
def findings(request, report):
    """Rows with problems or questions, in the order of the report."""
    overview = Overview(own_report(request.user, report), request.user)
    rows = [line for line in overview.asked if line.judged.problems]
    content = {"ready": overview.is_ready, "total": overview.total, "completed": overview.done, "rows": rows}
    return Response(say.Findings(content).data)


@extend_schema(**described.SUBMIT)
@api_view(["POST"])
def submit(request, report):
    """Submits the report. On time is judged by the arrival of the request; what is submitted already gives the receipt it has."""
    own = own_report(request.user, report)
    said = wire.read(say.Declaration, request.data)
    told = {"declared": said["declared"], "seen": said.get("sha256")}

    def act():
        receipt = rules.submit(own, by=request.user, arrived_at=request.arrived_at, **told)
        return 200, dict(say.ReceiptAnswer(receipt).data)

    return once(request, said, act, needed=True)


@extend_schema(**described.RECEIPT)
@api_view(["GET"])
def receipt(request, report):
    """The latest receipt of the report."""
    own = own_report(request.user, report)
    found = visible(request.user, Receipt).filter(version__report=own).select_related("version").order_by("-version__number").first()
    if found is None:
        raise Http404
    return Response(say.ReceiptAnswer(found).data)
