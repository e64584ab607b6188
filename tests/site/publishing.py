"""Editions of one year published one after another by the verbs, each with another figure. Run in the portal's own processes."""

import json
import sys
import time
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from portal.users.models import User
from reporting import clock, jobs
from reporting.cycle import rules as cycle
from reporting.models import Edition, Job
from reporting.publication import embargo, rules
from reporting.roles import Role
from territories.models import ExecutiveBody
from tests.site import made
from tests.site.conftest import store

STEP = 1_000_500  # tenge by which each edition differs from the one before


def prepare() -> None:
    """The Concept, the two people of the Ministry and an open year."""
    call_command("load_concept", sample_targets=True, verbosity=0)
    ministry = ExecutiveBody.objects.get(code="MNVO")
    for role in (Role.COORDINATOR, Role.APPROVER):
        User.objects.create_user(email=f"{role}@mnvo.example", full_name=f"Мысал {role}", role=role, body=ministry)
    with clock.at(clock.local(date(2027, 1, 11))):
        cycle.open_year(2026, by=the(Role.COORDINATOR))


def the(role: Role) -> User:
    """The one person with this role."""
    return User.objects.get(role=role)


def approved(number: int, every: list[dict] | None = None) -> Edition:
    """The next edition, proposed for publication."""
    lines = [dict(line) for line in made.all_lines(2026, every)]
    next(line for line in lines if line["disbursed_local"] is not None)["disbursed_local"] += STEP * number
    year = cycle.Cycle.objects.get(year=2026)
    two, reason = (the(Role.COORDINATOR), the(Role.APPROVER)), "Мысал" if number > 1 else ""
    edition = store(year, number, "approved", by=two, lines=lines, reason=reason, every=every)
    Edition.objects.filter(pk=edition.pk).update(approved_at=clock.now())
    edition.refresh_from_db()
    return rules.propose_publication(edition, by=the(Role.COORDINATOR))


def publish(first: int, last: int) -> None:
    """Publishes the editions, each when the one before is read by everybody; says each on a line of its own."""
    for number in range(first, last + 1):
        rules.publish(approved(number), by=the(Role.APPROVER))
        say(f"published {number}")
        wait_for(number)
        say(f"readable {number}")


def announce(number: int, seconds: float) -> None:
    """Announces the next edition so many seconds ahead; says when, and what would betray it: its hashes, and a sum that no other has."""
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=settings.CLOCK_SHIFT + seconds)
    edition = embargo.schedule_publication(approved(number), by=the(Role.APPROVER), at=at)
    total = json.loads(edition.summary_json)["totals"]["funding"]["total"]["disbursed"]
    kept = {"report.xlsx", "report.kk.pdf", "report.ru.pdf"}  # made files are the same in every edition
    marks = [edition.sha256, str(total), *(one.sha256 for one in edition.files.all() if one.name not in kept)]
    say(json.dumps({"at": (at - timedelta(seconds=settings.CLOCK_SHIFT)).timestamp(), "marks": marks}))


def say(text: str) -> None:
    """A line for whoever watches."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def wait_for(number: int, seconds: float = 900) -> None:
    """Until the site that is served is of this edition. A baking given up after too many deaths is asked for again."""
    until = time.monotonic() + seconds
    while newest() != number:
        if time.monotonic() > until:
            raise TimeoutError(f"edition {number}: {list(Job.objects.filter(kind='bake').values('key', 'state', 'step', 'attempts'))}")
        for job in Job.objects.filter(kind="bake", state=Job.FAILED):
            jobs.owe_again(job)
        time.sleep(0.02)


def newest() -> int:
    """The current edition of the site that is served; 0 before the first."""
    current = Path(settings.PUBLIC_ROOT) / "current"
    return newest_of(current.parent / current.readlink()) if current.is_symlink() else 0


@lru_cache(maxsize=1)
def newest_of(build: Path) -> int:
    """The current edition of a build."""
    index = json.loads((build / "data" / "index.json").read_text(encoding="utf-8"))
    return max((one["number"] for one in index["editions"] if one["status"] == "published"), default=0)


def tell_jobs() -> None:
    """What became of the announced edition, for a fault that is looked into."""
    known = Job.objects.filter(kind__in=("stage", "release", "bake")).order_by("-pk")[:6]
    say(json.dumps(list(known.values("kind", "key", "state", "step", "attempts", "due_at", "finished_at", "reference")), default=str))


def publish_measured(every: list[dict]) -> None:
    """Publishes an edition of these bodies; says the seconds from the approver's click to the flip, and how many pages there are."""
    edition = approved(1, every)
    began = time.monotonic()
    rules.publish(edition, by=the(Role.APPROVER))
    wait_for(1, 600)
    seconds = time.monotonic() - began
    while not (job := Job.objects.get(kind="bake")).result:
        time.sleep(0.05)
    say(json.dumps({"seconds": seconds, "pages": job.result["pages"], "files": job.result["files"]}))
