"""Whom review concerns: the people of a body, the reviewers of the Ministry, and whose work a person does today."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from reporting import clock
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


def done_by(user):
    """The person, and the reviewers they stand in for today: whose reports are theirs to read."""
    today = clock.today()
    absent = Q(
        role=Role.REVIEWER, substitutions__deputy=user, substitutions__starts_on__lte=today, substitutions__ends_on__gte=today,
        substitutions__cancelled_at=None,
    )  # fmt: skip
    return get_user_model().objects.filter(Q(pk=user.pk) | absent).order_by().values("pk")


def name_of(person) -> str | None:
    """A name as the trail keeps it."""
    return person.get_full_name() if person else None
