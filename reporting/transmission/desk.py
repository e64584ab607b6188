"""What the pages of the sending show: the Ministry's turn, the observer's own desk, and the way of one letter."""

from itertools import groupby

from django.db.models import QuerySet

from reporting import clock
from reporting.models import Edition, Event, Transmission
from reporting.narrowing import visible

STEPS = ("prepared", "sent", "registered", "acknowledged", "returned")


def ready_to_prepare() -> QuerySet:
    """Editions for which a letter is to be prepared: approved, not replaced, and none under way."""
    under_way = Transmission.objects.exclude(status=Transmission.RETURNED).values("edition")
    current = Edition.objects.filter(status__in=(*Edition.UNPUBLISHED, Edition.PUBLISHED))
    return current.exclude(pk__in=under_way).select_related("cycle").defer("summary_json", "lines_csv", "manifest")


def of_observer(user) -> dict:
    """The desk of the planning body: what waits for its answer, oldest first; everything that arrived, by year; what was done."""
    rows = visible(user, Transmission).select_related("edition__cycle", "sent_by")
    rows = rows.defer("edition__summary_json", "edition__lines_csv", "edition__manifest")
    rows = list(rows.order_by("-edition__cycle__year", "-sent_at"))
    waiting = sorted((row for row in rows if row.status in Transmission.UNANSWERED), key=lambda row: row.sent_at)
    for row in waiting:
        row.days = (clock.today() - row.sent_at.astimezone(clock.ALMATY).date()).days
    years = [(year, list(of_year)) for year, of_year in groupby(rows, key=lambda row: row.edition.cycle.year)]
    things = [f"transmission:{row.pk}" for row in rows]
    events = Event.objects.filter(thing__in=things).select_related("actor", "on_behalf_of").order_by("-at", "-pk")[:20]
    return {"waiting": waiting, "years": years, "events": events}


def way(letter: Transmission) -> list[dict]:
    """The steps of a letter in order: what is done with time, name and proof, and what is still to come."""
    proofs = {scan.verb: scan for scan in letter.scans.all()}
    steps = [step(letter, name, proofs) for name in STEPS[:3]]
    last = "returned" if letter.status == Transmission.RETURNED else "acknowledged"
    return [*steps, step(letter, last, proofs)]


def step(letter: Transmission, name: str, proofs: dict) -> dict:
    """One step: `at` is None while it has not come."""
    verb = {"registered": "register", "acknowledged": "acknowledge", "returned": "return"}.get(name, "")
    return {"name": name, "at": getattr(letter, f"{name}_at"), "by": getattr(letter, f"{name}_by"), "scan": proofs.get(verb)}
