"""The only place that asks the time. Stored in UTC, judged and shown in Asia/Almaty (DOMAIN §5).

The demo lives in another year: `settings.CLOCK_SHIFT` seconds are added, and settings refuse a shift outside the demo.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

ALMATY = ZoneInfo("Asia/Almaty")
# Almaty moved to UTC+5 on 1 March 2024: older zone data would judge every deadline an hour wrong
if datetime(2026, 4, 1, tzinfo=ALMATY).utcoffset() != timedelta(hours=5):
    raise RuntimeError("The time zone data of this machine is older than 2024a. Update tzdata.")

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    held = _held.get()
    return held if held is not None else datetime.now(UTC) + timedelta(seconds=settings.CLOCK_SHIFT)


def real_now() -> datetime:
    """The instant of this machine, unshifted: for what is not of the demonstration's year, such as sessions of browsers."""
    return datetime.now(UTC)


def today() -> date:
    """The present date in Almaty."""
    return now().astimezone(ALMATY).date()


def end_of(day: date) -> datetime:
    """The first instant after `day` in Almaty, in UTC: "1 April inclusive" means before this instant of 1 April."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ALMATY).astimezone(UTC)


def local(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of `day` by the Almaty clock, in UTC."""
    return datetime.combine(day, time(hour, minute), tzinfo=ALMATY).astimezone(UTC)


def is_shifted() -> bool:
    """Whether this is the demo with another date: then every page says so."""
    return bool(settings.CLOCK_SHIFT)


@contextmanager
def at(instant: datetime):
    """Holds the clock at `instant`. For the demo's sample year and for tests: refused anywhere else."""
    if not settings.IN_DEMO_OR_TEST:
        raise RuntimeError(_("The clock can be set in the demonstration only."))
    mark = _held.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(mark)
