"""Who sees the table of discipline when: the bodies first, and what they say to it stands beside it."""

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock
from reporting.history import record
from reporting.models import Cycle, DisciplineComment, Report
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.review.discipline import comments_until
from reporting.roles import OF_A_BODY

LINK = "/work/review/discipline/report/{}/"


@transaction.atomic
def show_discipline(cycle: Cycle, *, by) -> Cycle:
    """The coordinator shows every body its line; from then on it may comment. Refuses before the legal date has passed, and twice."""
    require(by, "show_discipline", cycle)
    if clock.now() < cycle.due_at:
        raise Refused(Problem("discipline_too_early"))
    now = clock.now()
    found = Cycle.objects.filter(pk=cycle.pk, discipline_shown_at=None).update(discipline_shown_at=now, discipline_shown_by=by)
    if not found:
        raise Refused(Problem("moved_on"))
    cycle.discipline_shown_at, cycle.discipline_shown_by = now, by
    record("show_discipline", cycle, by=by)
    for report in cycle.reports.filter(invited=False).select_related("body"):
        people = get_user_model().objects.filter(body=report.body_id, role__in=OF_A_BODY, is_active=True)
        notify(people, "discipline_shown", link=LINK.format(report.public_id), year=cycle.year)
    return cycle


@transaction.atomic
def comment_discipline(report: Report, *, by, text: str) -> DisciplineComment:
    """The body's signatory says what they think of the line. Refuses before it was shown, after the time to comment, an
    empty text, and a body by agreement: it has no line in the table."""
    require(by, "comment_discipline", report)
    text = text.strip()
    if report.cycle.discipline_shown_at is None or report.invited:
        raise Refused(Problem("discipline_not_shown"))
    if clock.today() > comments_until(report.cycle):
        raise Refused(Problem("discipline_comments_over"))
    if not text:
        raise Refused(Problem("comment_required", "text"))
    made = DisciplineComment.objects.create(report=report, text=text, said_at=clock.now(), said_by=by)
    record("comment_discipline", report, by=by, why=text)
    return made
