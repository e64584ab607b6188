"""The report of a page of the reviewer's desk, with all that the page around it asks, in one query."""

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from reporting.cycle.deadlines import paper_state, with_last_days
from reporting.cycle.stages import read_with, signs
from reporting.models import BulkAcceptance, Report, ReportVersion, ReturnRequest
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.scopes import involvement, ownership
from territories.models import ConceptRecord

PEOPLE = ("submitted_by", "decided_by", "review_begun_by")


def found(request, public_id) -> Report:
    """The report of a page; 404 for everybody who does not read reviews."""
    report = get_object_or_404(
        with_facts(readable(request, Report), request).select_related("cycle__plan", "body", "reviewer", "review_begun_by"),
        public_id=public_id,
    )
    return known(report, report, request)


def found_filed(request, public_id) -> tuple[Report, list[ReportVersion]]:
    """The report and its versions in their order; 404 where none was ever filed."""
    beside = ("report__cycle__plan", "report__body", "report__reviewer", "report__review_begun_by", *PEOPLE)
    rows = with_facts(readable(request, ReportVersion), request, "report").select_related(*beside)
    versions = list(rows.filter(report__public_id=public_id).order_by("number"))
    if not versions:
        raise Http404
    report = known(versions[0].report, versions[0], request)
    for version in versions:
        version.report = report
    return report, versions


def readable(request, model) -> QuerySet:
    """What the reader of reviews sees."""
    if not may(request.user, "read_review"):
        raise Http404
    return visible(request.user, model)


def with_facts(rows: QuerySet, request, report: str = "") -> QuerySet:
    """Rows that know everything that the frame and the buttons of a page ask of their report."""
    to = f"{report}__" if report else ""
    pk, cycle = report or "pk", f"{to}cycle"
    began = ConceptRecord.objects.filter(field="act_date").values("kk")[:1]
    chosen = BulkAcceptance.objects.filter(report=OuterRef(pk), status=BulkAcceptance.PROPOSED)
    wish = ReturnRequest.objects.filter(report=OuterRef(pk), status=ReturnRequest.ASKED)
    return with_last_days(rows, pk, cycle).annotate(
        **signs(cycle), paper_state=paper_state(pk), **asked_in_reading(request, pk), concept_began=Subquery(began),
        is_own=ownership(f"{to}body__code"),
        chosen_pk=Subquery(chosen.values("pk")[:1]), chosen_rows=Subquery(chosen.values("rows")[:1]),
        wish_reason=Subquery(wish.values("reason")[:1]), wish_at=Subquery(wish.values("asked_at")[:1]),
        wish_by=Subquery(wish.values("asked_by__full_name")[:1]),
    )  # fmt: skip


def asked_in_reading(request, pk: str) -> dict:
    """Whether the reader entered or signed the report. A page that acts asks it anew, in its rule."""
    if request.method != "GET":
        return {}
    return {"involves_reader": ExpressionWrapper(involvement(request.user, pk), output_field=BooleanField())}


FACTS = (
    "extended_until", "term_ends", "outage_until", "concept_began", "is_own", "chosen_pk", "chosen_rows", "wish_reason", "wish_at",
    "wish_by", "involves_reader",
)  # fmt: skip


def known(report: Report, row, request) -> Report:
    """The report with what its row was asked."""
    for name in FACTS:
        if name in row.__dict__:
            setattr(report, name, getattr(row, name))
    report.reader, report.paper = request.user.pk, row.paper_state
    read_with(report.cycle, row)
    return report
