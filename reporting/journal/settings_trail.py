"""What is set from outside the database leaves a trail too: a changed setting is an event by nobody, old and new."""

from django.conf import settings
from django.db import transaction

from reporting.history import SETTINGS, record
from reporting.models import Event

# Settings by which the portal judges people or keeps their data; never a secret or an address with a password in it
WATCHED = (
    "AXES_COOLOFF_TIME", "AXES_FAILURE_LIMIT", "CLOCK_SHIFT", "DEMO", "EMAIL_CONFIGURED", "MAX_UPLOAD_BYTES", "PASSWORD_RESET_TIMEOUT",
    "PUBLIC_API_RATE", "SECURE_COOKIES", "SESSION_COOKIE_AGE", "SITE_URL", "TRANSMISSION_ALERT_DAYS", "TYPED_TEXT_PROTECTION",
)  # fmt: skip


@transaction.atomic
def note_settings() -> Event | None:
    """Writes what has changed since the last time; nothing where nothing has."""
    now = {name: str(getattr(settings, name, "")) for name in WATCHED}
    known: dict[str, str] = {}
    for event in Event.objects.filter(thread=SETTINGS, verb="change_settings").order_by("number"):
        known |= event.new
    new = {name: value for name, value in now.items() if known.get(name) != value}
    if not new:
        return None
    return record("change_settings", SETTINGS, by=None, old={name: known.get(name, "") for name in new}, new=new)
