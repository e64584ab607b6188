"""Whom review tells: the people of a body, and the reviewers of the Ministry."""

from django.contrib.auth import get_user_model

from reporting.models import Report
from reporting.roles import OF_A_BODY, Role


def people_of(report: Report):
    """Everybody who works on the body's report."""
    return get_user_model().objects.filter(body=report.body_id, role__in=OF_A_BODY, is_active=True)


def approvers():
    """Those whose consent or confirmation is asked."""
    return get_user_model().objects.filter(role=Role.APPROVER, is_active=True)


def reviewers():
    """Those who review."""
    return get_user_model().objects.filter(role=Role.REVIEWER, is_active=True)


def name_of(person) -> str | None:
    """A name as the trail keeps it."""
    return person.get_full_name() if person else None
