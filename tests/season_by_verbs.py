"""What the killing tests do in a process of the portal under test (`tests.hand`): each function is one act."""

import json
from contextlib import contextmanager
from datetime import date
from hashlib import sha256

from django.core.management import call_command

from portal.operations.demo import texts
from portal.users.models import User
from reporting import clock
from reporting.consolidation import calculation, documents, edition, narrative
from reporting.consolidation import rules as consolidation
from reporting.consolidation.sources import frame
from reporting.cycle import rules as cycle
from reporting.models import Cycle, Edition, Summary
from reporting.publication import rules as publication
from reporting.roles import Role
from territories.models import ActionItem, ExecutiveBody
from tests.consolidation.season import file_season


@contextmanager
def on(month: int, day: int):
    """A day of 2027."""
    with clock.at(clock.local(date(2027, month, day))):
        yield


def the(role: Role) -> User:
    """The one person with this role."""
    return User.objects.get(role=role)


def prepare() -> None:
    """The Concept, the two people of the Ministry, and a year whose reports are all accepted."""
    call_command("load_concept", sample_targets=True, verbosity=0)
    ministry = ExecutiveBody.objects.get(code="MNVO")
    for role in (Role.COORDINATOR, Role.APPROVER):
        User.objects.create_user(email=f"{role}@mnvo.example", full_name=f"Мысал {role}", role=role, body=ministry)
    with on(1, 11):
        year = cycle.open_year(2026, by=the(Role.COORDINATOR))
    file_season(year)


def year() -> Cycle:
    """The year that is summed up."""
    return Cycle.objects.get(year=2026)


def told(figures: dict, lines: str, manifest: dict) -> dict:
    """The hashes of a calculation."""
    said = {"figures": figures, "manifest": manifest}
    hashes = {name: sha256(json.dumps(value, sort_keys=True).encode()).hexdigest() for name, value in said.items()}
    return {**hashes, "lines": sha256(lines.encode()).hexdigest()}


def undisturbed() -> dict:
    """What the calculation gives where nothing comes between."""
    found = calculation.compute(frame(year(), 1))
    return told(found["figures"], found["lines"], found["manifest"])


def calculated() -> dict:
    """What the workers have written."""
    summary = Summary.objects.get()
    return told(summary.figures, summary.lines, summary.manifest)


def consolidate() -> None:
    """The coordinator asks for the summary."""
    consolidation.consolidate(year(), by=the(Role.COORDINATOR))


def approve() -> None:
    """Everything from the decisions to the approval."""
    coordinator, summary = the(Role.COORDINATOR), Summary.objects.get()
    for found in summary.manifest["discrepancies"]:
        item = ActionItem.objects.get(code=found["item"])
        consolidation.decide_status(year(), item, by=coordinator, status=found["suggested"], reason="Мысал: шешім")
    summary.refresh_from_db()
    for section in narrative.in_order(summary):
        kk, ru = texts.NARRATIVE[section.key]
        narrative.write_narrative(section, by=coordinator, base_version=section.version, kk=kk, ru=ru)
    summary.refresh_from_db()
    calculation.keep(summary, calculation.compute(frame(year(), 1)), by=coordinator)  # the decisions are figures too
    summary.refresh_from_db()
    consolidation.propose(summary, by=coordinator)
    consolidation.approve(summary, by=the(Role.APPROVER))


def publish() -> None:
    """The proposal and the publication."""
    approved = Edition.objects.get()
    publication.propose_publication(approved, by=the(Role.COORDINATOR))
    publication.publish(approved, by=the(Role.APPROVER))


def edition_undisturbed() -> dict:
    """SHA-256 of each file of the edition, made once more from the approved summary where nothing comes between."""
    summary = Summary.objects.select_related("cycle__plan", "approved_by").get()
    files = documents.make_all(edition.freeze(summary, edition.chain_end(summary)), summary.lines)
    return {name: sha256(body).hexdigest() for name, body in files.items()}
