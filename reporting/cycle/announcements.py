"""What the Ministry tells all bodies of a year at once: guidance, a change of order, an outage of the portal."""

from django.contrib.auth import get_user_model
from django.db import transaction

from reporting import clock, history
from reporting.models import Cycle
from reporting.notices import notify
from reporting.permissions import require
from reporting.problems import Problem, Refused
from reporting.roles import OF_A_BODY

MAX_LENGTH = 2000


@transaction.atomic
def announce(cycle: Cycle, *, by, kk: str, ru: str) -> int:
    """Sends one text to everybody who works on a report of the year, in both official languages; returns to how many people.

    Refuses a text that is missing in one language, too long, or sent today already (a button pressed twice).
    """
    require(by, "announce", cycle)
    texts = {"kk": kk.strip(), "ru": ru.strip()}
    if problems := [problem for language, said in texts.items() for problem in faults(language, said)]:
        raise Refused(problems)
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)  # two presses of the button stand in one line
    if any((event.new.get("kk"), event.new.get("ru")) == (texts["kk"], texts["ru"]) for event in announcements(cycle, since_morning=True)):
        raise Refused(Problem("announcement_repeated"))
    people = list(get_user_model().objects.filter(body__reports__cycle=cycle, role__in=OF_A_BODY, is_active=True))
    notify(people, "announcement", link="/work/notices/", year=cycle.year, text=texts)
    history.record("announce", cycle, by=by, new={**texts, "people": len(people)})
    return len(people)


def faults(language: str, said: str) -> list[Problem]:
    """What is wrong with the text in one language."""
    if not said:
        return [Problem("announcement_needs_both", language)]
    if "\x00" in said:
        return [Problem("bad_character", language)]
    return [Problem("too_long", language, params={"max": MAX_LENGTH})] if len(said) > MAX_LENGTH else []


def announcements(cycle: Cycle, *, since_morning: bool = False):
    """Events of the announcements of a year, newest first; with `since_morning` those of today by the calendar of Almaty."""
    events = history.trail(cycle, whole_thread=True).filter(verb="announce")
    return events.filter(at__gte=clock.local(clock.today(), 0)) if since_morning else events
