"""Who is signed in, in one query: the person, their body, whom they stand in for, and what the frame of every page shows."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from portal.users.models import User
from reporting import clock
from reporting.models import Notice, ParkedText
from reporting.parking import parked_since
from territories.models import PlanEdition


class SignedInBackend(ModelBackend):
    """Django's own sign-in; only the reading of the person at each request is ours, so that a page begins with one query, not four."""

    def get_user(self, user_id):
        """The person behind a session, or None where access is closed or gone."""
        rows = list(with_frame(User.objects.filter(pk=user_id), clock.today()))
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        person = rows[0]
        person.remember_standings(clock.today(), [(row.stood_role, row.stood_body, row.stood_active) for row in rows])
        return person


def with_frame(people, day):
    """The query: a row for each person stood in for on `day` (one with empty columns where there is none)."""
    unread = Notice.objects.filter(person=OuterRef("pk"), read_at=None).order_by().values("person").annotate(n=Count("pk")).values("n")
    in_force = Q(stands_in__starts_on__lte=day, stands_in__ends_on__gte=day, stands_in__cancelled_at__isnull=True)
    return people.select_related("body__region").annotate(
        unread=Coalesce(Subquery(unread), 0),
        has_typed=Exists(ParkedText.objects.filter(person=OuterRef("pk"), parked_at__gte=parked_since())),
        sample_plan=Exists(PlanEdition.objects.filter(basis=PlanEdition.Basis.ANALOGUE)),
        stood=FilteredRelation("stands_in", condition=in_force),
        stood_role=F("stood__person__role"),
        stood_body=F("stood__person__body"),
        stood_active=F("stood__person__is_active"),
    )
