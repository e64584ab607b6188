"""The desk's queue by program: the same tabs, in the same order, as the page."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from reporting.filing.described import told
from reporting.permissions import may
from reporting.review import queue

TURNS = ["nobody", "body", "approver", "second", "reviewer", "coordinator"]
STATES = ["not_filed", "submitted", "in_review", "returned", "accepted"]


class QueuedReport(serializers.Serializer):
    """A report of a tab."""

    id = serializers.UUIDField(source="report.public_id")
    year = serializers.IntegerField(source="report.cycle.year")
    body = serializers.CharField(source="report.body.code")
    name = serializers.CharField(source="report.body.name")
    state = serializers.ChoiceField(choices=STATES)
    turn = serializers.ChoiceField(choices=TURNS, help_text="Whose act comes next")
    asks_return = serializers.BooleanField(help_text="The body asks to have its report back, and nobody has answered")
    version = serializers.IntegerField(source="report.version")
    submitted_at = serializers.DateTimeField(source="report.submitted_at", allow_null=True)
    days_waiting = serializers.IntegerField(source="days", allow_null=True, help_text="Calendar days where it is now")
    days_ministry = serializers.IntegerField(source="spent.ministry", help_text="With the Ministry since the first submission")
    days_body = serializers.IntegerField(source="spent.body", help_text="With the body since the first submission")
    rows = serializers.IntegerField(source="asked")
    decided = serializers.IntegerField()
    reviewer = serializers.CharField(source="report.reviewer.full_name", allow_null=True, default=None)


class QueueAnswer(serializers.Serializer):
    """One tab of the queue."""

    tab = serializers.ChoiceField(choices=list(queue.TABS))
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Reports in each tab")
    pages = serializers.IntegerField()
    reports = QueuedReport(many=True)


QUEUE = told("read_queue", QueueAnswer, 404, parts=(), headers=(
    OpenApiParameter("tab", str, "query", enum=list(queue.TABS), description="to do, waiting for the body, waiting for others, done"),
    OpenApiParameter("whose", str, "query", enum=["all", "mine"], description="mine: assigned to this person"),
    OpenApiParameter("page", int, "query", description="50 reports on a page"),
))  # fmt: skip


@extend_schema(**QUEUE)
@api_view(["GET"])
def queue_of_desk(request):
    """A tab of the work queue of the desk: whose turn each report is."""
    if not may(request.user, "read_review"):
        raise Http404
    asked = request.query_params
    tab = asked.get("tab") if asked.get("tab") in queue.TABS else "todo"
    numbers = queue.counts(request.user)
    page = queue.page_of(tab, request.user, asked.get("page"), mine=asked.get("whose") == "mine", told=numbers)
    answer = {
        "tab": tab, "counts": {name: numbers[name] for name in queue.TABS}, "pages": page.paginator.num_pages,
        "reports": queue.waiting(list(page)),
    }  # fmt: skip
    return Response(QueueAnswer(answer).data)
