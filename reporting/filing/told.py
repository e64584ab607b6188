"""Who is told of what becomes of a report: the Ministry's people at its desk, and the people of the body."""

from django.contrib.auth import get_user_model

from reporting.models import Report
from reporting.notices import names, notify
from reporting.roles import OF_A_BODY, Role


def tell_ministry(report: Report, kind: str, **params) -> None:
    """The report's reviewer, or all of them while it has none, and the coordinators."""
    if report.cycle.training:
        return  # nobody at the Ministry sees what is practised
    people = get_user_model().objects.filter(is_active=True)
    reviewers = people.filter(pk=report.reviewer_id) if report.reviewer_id else people.filter(role=Role.REVIEWER)
    link = f"/work/review/{report.public_id}/"
    notify([*reviewers, *people.filter(role=Role.COORDINATOR)], kind, link=link, body=names(report.body), **params)


def tell_body(report: Report, kind: str, *, link: str, **params) -> None:
    """Everybody who works on the body's report."""
    people = get_user_model().objects.filter(body=report.body_id, role__in=OF_A_BODY, is_active=True)
    notify(people, kind, link=link, body=names(report.body), **params)
