"""`/api/v1/`: reports for a body's own system, packages for the planning body's, and machine-readable answers for signed-in pages.

The public's machine-readable edition is files under `/data/`.
"""

from functools import cache

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path, re_path
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes, throttle_classes
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer

from reporting.filing import api as filing
from reporting.filing import verb_api as verbs
from reporting.models import Job
from reporting.narrowing import visible
from reporting.review import api as review
from reporting.transmission import api as packages


class JobSerializer(ModelSerializer):
    """Progress of long work: stored facts only, no invented percentage."""

    class Meta:
        model = Job
        fields = ["id", "kind", "state", "step", "done", "total", "steps", "beat_at", "finished_at", "reference"]


@extend_schema(exclude=True)
@api_view(["GET"])
@authentication_classes([SessionAuthentication])
def job(request, pk: int):
    """One job the person may see; 404 for anybody else."""
    return Response(JobSerializer(get_object_or_404(visible(request.user, Job), pk=pk)).data)


@cache
def description() -> dict:
    """The OpenAPI description: the same for everybody, made once for each process."""
    with override("en"):
        return SchemaGenerator().get_schema(public=True)


def schema(request):
    """The description as JSON, or as YAML with `?format=yaml`. Open to everybody: it holds nothing of any report."""
    if request.GET.get("format") == "yaml":
        text = OpenApiYamlRenderer().render(description(), renderer_context={})
        return HttpResponse(text, content_type="application/vnd.oai.openapi; charset=utf-8")
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE"])
@authentication_classes([])
@permission_classes([AllowAny])
@throttle_classes([])
def nothing(request):
    """An address that does not exist is told in the shape of the API too."""
    raise Http404


REPORT = "reports/<uuid:report>/"
ITEM = f"{REPORT}items/<str:item>/"
urlpatterns = [
    path("schema/", schema, name="schema"),
    path("jobs/<int:pk>/", job, name="job"),
    path("desk/queue/", review.queue_of_desk, name="api_queue"),
    path("reports/", filing.reports, name="api_reports"),
    path(REPORT, filing.report, name="api_report"),
    path(ITEM, filing.item, name="api_item"),
    path(f"{REPORT}indicators/<str:indicator>/", filing.indicator, name="api_indicator"),
    path(f"{ITEM}evidence/", filing.evidence, name="api_evidence"),
    path(f"{ITEM}evidence/<uuid:document>/", filing.one_evidence, name="api_one_evidence"),
    path(f"{REPORT}findings/", filing.findings, name="api_findings"),
    path(f"{REPORT}submit/", filing.submit, name="api_submit"),
    path(f"{REPORT}receipt/", filing.receipt, name="api_receipt"),
    path(f"{REPORT}recall/", verbs.recall, name="api_recall"),
    path(f"{REPORT}amend/", verbs.amend, name="api_amend"),
    path(f"{REPORT}amend/close/", verbs.close_amendment, name="api_close_amendment"),
    path(f"{REPORT}ask-return/", verbs.ask_return, name="api_ask_return"),
    path(f"{REPORT}no-activity/", verbs.no_activity, name="api_no_activity"),
    path(f"{REPORT}confirmation/", verbs.confirmation, name="api_confirmation"),
    path("packages/", packages.packages, name="api_packages"),
    path("packages/<int:letter>/", packages.one, name="api_package"),
    path("packages/<int:letter>/download/", packages.download, name="api_package_download"),
    path("packages/<int:letter>/acknowledge/", packages.acknowledge, name="api_package_acknowledge"),
    path("packages/<int:letter>/return/", packages.return_package, name="api_package_return"),
    re_path("", nothing),
]
