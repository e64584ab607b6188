"""Where the year stands: the strip that every signed-in page of a year carries under its header."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting import clock
from reporting.dates import day_month, deadline, until
from reporting.models import Cycle, Edition, Report, Summary, Transmission
from reporting.roles import OF_A_BODY, Role
from reporting.standing import roles_of

DESK = frozenset({Role.COORDINATOR, Role.APPROVER})
# stage → whose turn it is; the order of the regulation
STAGES = {
    "opened": frozenset(),
    "filling": OF_A_BODY,
    "review": frozenset({Role.REVIEWER}),
    "summary": DESK,
    "transmission": DESK,
    "publication": DESK,
}


def signs(cycle: str = "pk") -> dict:
    """What tells the stage of a year, as conditions of a query; `cycle` names the year's id in it."""
    editions, summaries = Edition.objects.filter(cycle=OuterRef(cycle)), Summary.objects.filter(cycle=OuterRef(cycle))
    sent = Transmission.objects.filter(edition__cycle=OuterRef(cycle), sent_at__isnull=False)
    open_ones = Report.objects.filter(cycle=OuterRef(cycle), invited=False).exclude(status=Report.ACCEPTED)
    return {
        "year_published": Exists(editions.filter(status=Edition.PUBLISHED)), "year_approved": Exists(editions),
        "year_sent": Exists(sent), "year_proposed": Exists(summaries.filter(status=Summary.PROPOSED)), "year_awaited": Exists(open_ones),
    }  # fmt: skip


def with_stage(cycles: QuerySet) -> QuerySet:
    """Years that know their stage from the same query: for pages that draw the strip of a year they have just read."""
    return cycles.annotate(**signs())


def read_with(cycle: Cycle, row) -> Cycle:
    """The year knows its stage from a row whose query asked for `signs`."""
    cycle.signs = tuple(getattr(row, name) for name in signs())
    return cycle


def stage_of(cycle: Cycle) -> str:
    """The stage in which the year is now; "over" when its edition is published. One query, or none after `read_with`."""
    known, names = cycle.__dict__, tuple(signs())
    at = known.get("signs") or tuple(known[name] for name in names if name in known)
    at = at or Cycle.every.filter(pk=cycle.pk).values_list(*signs().values()).get()
    published, approved, is_sent, proposed, awaited = at
    if published:
        return "over"
    if approved:
        return "publication" if is_sent else "transmission"
    if proposed or not awaited:
        return "summary"
    return "filling" if clock.now() < cycle.due_at else "review"


def year_stages(cycle: Cycle, user) -> list[dict]:
    """The six stages for the year line."""
    names = {
        "opened": (pgettext("stage", "Opened"), day_month(cycle.opened_at)),
        "filling": (pgettext("stage", "Filling in"), until(cycle.due_on, year=False)),
        "review": (pgettext("stage", "Review"), ""),
        "summary": (pgettext("stage", "Summary"), ""),
        "transmission": (pgettext("stage", "To the MNE"), until(cycle.summary_due_on, year=False)),
        "publication": (pgettext("stage", "Publication"), until(cycle.summary_due_on, year=False)),
    }
    now, order = stage_of(cycle), list(STAGES)
    place, roles = order.index(now) if now in order else len(order), roles_of(user)
    return [
        {
            "name": names[stage][0], "when": names[stage][1], "yours": bool(STAGES[stage] & roles),
            "state": "past" if here < place else "now" if here == place else "later",
        }
        for here, stage in enumerate(order)
    ]  # fmt: skip


def strip(cycle: Cycle | None, user) -> dict:
    """What `{% whose strip.facts strip.stages strip.label %}` draws: whose page, which year, until when, and the year line."""
    facts = [
        (_("Body"), user.body.short if user.body else ""),
        (_("Reporting year"), cycle.year if cycle else ""),
        (_("You"), f"{user.full_name}, {user.get_role_display()}"),
        (_("Legal deadline"), deadline(cycle.due_at) if cycle else ""),
        (_("Internal date (for reminders)"), until(cycle.campaign_on) if cycle and cycle.campaign_on else ""),
    ]
    label = _("Reporting year: %(year)s") % {"year": cycle.year} if cycle else ""
    return {"facts": facts, "stages": year_stages(cycle, user) if cycle else None, "label": label}
