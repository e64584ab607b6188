"""What is erased every night, because it is of no use any more: ended sessions, old sign-in attempts, texts parked too long ago."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session

from reporting import clock
from reporting.models import KeptAnswer, ParkedText
from reporting.parking import DAYS

ATTEMPTS_KEPT = timedelta(days=30)  # long enough to look into an attack, short enough not to gather addresses
ANSWERS_KEPT = timedelta(days=30)  # a program that repeats a request does so within minutes


def clean() -> dict[str, int]:
    """Erases what is over. Sessions and attempts tell the real time, so that a demonstration on another date ends nobody's session."""
    now = clock.real_now()
    gone = {
        "sessions": Session.objects.filter(expire_date__lt=now),
        "attempts": AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT),
        "failures": AccessFailureLog.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT),
        "entries": AccessLog.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT),
        "parked": ParkedText.objects.filter(parked_at__lt=clock.now() - timedelta(days=DAYS)),
        "answers": KeptAnswer.objects.filter(kept_at__lt=clock.now() - ANSWERS_KEPT),
    }
    return {name: rows.delete()[0] for name, rows in gone.items()}

