"""What every page of filing is made of: the person's own report or 404, the frame around it, the address of a receipt."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reporting.cycle.deadlines import with_last_days
from reporting.cycle.stages import read_with, signs, strip
from reporting.models import Confirmation, PaperReport, Report
from reporting.narrowing import visible
from reporting.permissions import may
from reporting.standing import bodies_of
from territories.models import ConceptRecord

forms_allowed = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


def own_report(user, public_id) -> Report:
    """A report the person works on, or 404: the Ministry reads reports on its own pages."""
    report = get_object_or_404(known(visible(user, Report)), public_id=public_id)
    if not may(user, "read_report", report):
        raise Http404
    return report


def own_reports(user):
    """Reports of the person's bodies that count, the latest year first."""
    return known(Report.objects.filter(body__in=bodies_of(user), cycle__training=False)).order_by("-cycle__year", "body__sort_key")


def known(reports):
    """Reports with what each page of theirs asks, by the same query: the year, the body with its order of confirmation, the last day,
    the stage of the year, when the Concept began, whether the present version has been sent for confirmation."""
    began = ConceptRecord.objects.filter(field="act_date").values("kk")[:1]
    steps = Confirmation.objects.filter(report=OuterRef("pk"), version=OuterRef("version"))
    beside = reports.select_related("cycle__plan", "body__region", "body__confirmation_order")
    entering = PaperReport.objects.filter(report=OuterRef("pk"), status=PaperReport.REGISTERED).values("letter_number")[:1]
    facts = {"concept_began": Subquery(began), "has_steps": Exists(steps), "paper_number": Subquery(entering)}
    return with_last_days(beside).annotate(**facts, **signs("cycle"))


def frame(report: Report, user) -> dict:
    """What every page of a report has around it."""
    if "year_published" in report.__dict__:
        read_with(report.cycle, report)
    if user.body_id == report.body_id:
        user.body = report.body  # read already
    return {
        "report": report,
        "strip": strip(report.cycle, user),
        "here": report.body.region.code if report.body.region else "",
        "sample_plan": report.cycle.plan.is_sample,
    }


def check_url(receipt) -> str:
    """The public address behind the QR code of a receipt."""
    return f"{settings.SITE_URL}{reverse('site:check', args=[receipt.public_id])}"
