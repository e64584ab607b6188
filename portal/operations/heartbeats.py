"""Heartbeats: beat leaves its own when it looks at the schedule, a worker leaves one when it carries out the task that beat sent."""

from datetime import UTC, datetime, timedelta

from django.conf import settings

from portal.operations.models import Heartbeat

PARTS = ("worker", "beat")


def real_now() -> datetime:
    """The machine's own time. The one exception to `reporting.clock`: the demo may live in another year, but its processes do not."""
    return datetime.now(UTC)


def leave(name: str) -> None:
    """Records that the part called `name` works now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": real_now()})


def states() -> dict[str, str]:
    """`ok`, `late` or `missing` for each part. When beat is silent nothing is sent to the worker, so of the worker it says `unknown`."""
    seen = dict(Heartbeat.objects.filter(name__in=PARTS).values_list("name", "at"))
    oldest = real_now() - timedelta(seconds=settings.HEARTBEAT_STALE_SECONDS)
    found = {name: "missing" if name not in seen else "ok" if seen[name] >= oldest else "late" for name in PARTS}
    if found["beat"] != "ok" and found["worker"] != "ok":
        found["worker"] = "unknown"
    return found


def scanner_state() -> str:
    """Of the virus scanner: `unset` where none is set up, else `ok`, `late` or `missing`. The portal is ready all the same."""
    if not settings.CLAMD_ADDRESS:
        return "unset"
    seen = Heartbeat.objects.filter(name="scanner").values_list("at", flat=True).first()
    oldest = real_now() - timedelta(seconds=settings.HEARTBEAT_STALE_SECONDS + settings.CLAMD_AGAIN_SECONDS)
    return "missing" if seen is None else "ok" if seen >= oldest else "late"
