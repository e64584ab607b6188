"""A season that was filed and accepted, and the steps from it to an edition."""

from datetime import date

import pytest

from reporting import clock, jobs
from reporting.consolidation import narrative, rules
from reporting.models import Cycle, Job, Summary
from territories.models import ActionItem
from tests import worlds
from tests.conftest import make_person
from tests.consolidation.season import file_season

REASON = "Мысал: негізгі орындаушының деректері бойынша."


APRIL = clock.local(date(2027, 4, 21))


@pytest.fixture
def in_april():
    """The clock stands on 21 April 2027, 09:00: the summary is being made."""
    with clock.at(APRIL):
        yield


def calculate(cycle, by) -> Summary:
    """Asks for a calculation and does what the worker would."""
    job = rules.consolidate(cycle, by=by)
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).state == Job.DONE
    return rules.latest(cycle)


def decide_all(summary, by) -> None:
    """Decides every discrepancy as the portal suggests."""
    for row in summary.manifest["discrepancies"]:
        item = ActionItem.objects.get(code=row["item"])
        rules.decide_status(summary.cycle, item, by=by, status=row["suggested"], reason=REASON, seen=row["seen"])


def write_all(summary, by) -> None:
    """Writes every section; one of them in Kazakh only."""
    for section in narrative.in_order(summary):
        ru = "" if section.key == "not_done" else f"Пример текста: {section.key}."
        narrative.write_narrative(section, by=by, base_version=section.version, kk=f"Мысал мәтін: ҚаҒҢҮҰҺІӨӘ {section.key}.", ru=ru)


def in_work() -> Summary:
    """The summary of 2026."""
    return rules.latest(Cycle.objects.get(year=2026, training=False))


def file_2026() -> None:
    """Every body's report is accepted."""
    with clock.at(APRIL):
        file_season(Cycle.objects.get(year=2026, training=False))


def calculate_2026() -> None:
    """The first calculation."""
    with clock.at(APRIL):
        calculate(Cycle.objects.get(year=2026, training=False), make_person("kairat"))


def make_ready() -> None:
    """What is to be decided and written, and a second calculation."""
    with clock.at(APRIL):
        decide_all(in_work(), make_person("kairat"))
        write_all(in_work(), make_person("kairat"))
        calculate_2026()


filed = worlds.level(file_2026, "season2026")
first_calculated = worlds.level(calculate_2026, "calculated")
made_ready = worlds.level(make_ready, "ready")


@pytest.fixture
def season2026(cycle2026, in_april) -> Cycle:
    """2026: filed, accepted, not calculated."""
    filed()
    return cycle2026


@pytest.fixture
def calculated(season2026) -> Summary:
    """Calculated, nothing decided, no text."""
    first_calculated()
    return in_work()


@pytest.fixture
def ready(calculated) -> Summary:
    """Decided, written, calculated again: ready to be proposed."""
    made_ready()
    return in_work()


@pytest.fixture
def proposed(ready, kairat) -> Summary:
    """Waits for the approver."""
    return rules.propose(ready, by=kairat)


@pytest.fixture
def approved(proposed, madina) -> Summary:
    """Approved; its edition is owed, not made."""
    return rules.approve(proposed, by=madina)


@pytest.fixture
def quick_pdf(monkeypatch):
    """Stands for the PDF where the test is not about it: a real one takes seconds."""
    monkeypatch.setattr("reporting.consolidation.documents.make_pdf", lambda *args: b"%PDF-1.7 made for speed")


@pytest.fixture
def edition(approved, quick_pdf):
    """The edition, made."""
    job = Job.objects.get(kind="make_edition")
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).state == Job.DONE
    return approved.edition
