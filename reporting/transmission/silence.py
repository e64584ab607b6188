"""When nothing is heard from the planning body: the coordinators are told after a set number of days, then once a week."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from reporting import clock
from reporting.dates import date_short
from reporting.history import record
from reporting.models import Transmission
from reporting.notices import notify
from reporting.roles import Role
from reporting.transmission.rules import LINK, people

AGAIN_AFTER = timedelta(days=7)


def tell_of_silence() -> int:
    """Tells the coordinators of every letter that was sent `TRANSMISSION_ALERT_DAYS` days ago or more and is neither registered nor
    answered. Running again the same week tells nothing more. Returns how many letters were told of."""
    now = clock.now()
    unheard = Transmission.objects.filter(status=Transmission.SENT, sent_at__lte=now - timedelta(days=settings.TRANSMISSION_ALERT_DAYS))
    due = Q(silence_told_at=None) | Q(silence_told_at__lte=now - AGAIN_AFTER)
    return sum(tell_of(letter, due) for letter in unheard.filter(due))


@transaction.atomic
def tell_of(letter: Transmission, due: Q) -> bool:
    """One letter, once: whoever writes the time first tells."""
    now = clock.now()
    if not Transmission.objects.filter(due, pk=letter.pk, status=Transmission.SENT).update(silence_told_at=now):
        return False
    days = (clock.today() - letter.sent_at.astimezone(clock.ALMATY).date()).days
    record("tell_of_silence", letter, by=None, new={"days": days})
    sent = date_short(letter.sent_at.astimezone(clock.ALMATY).date())
    notify(people(Role.COORDINATOR), "transmission_silent", link=LINK.format(letter.pk), number=letter.letter_number, sent=sent, days=days)
    return True
