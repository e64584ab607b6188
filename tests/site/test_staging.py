"""The announced second: nothing of the edition has an address before it, everything has one after it."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.site import bake, building, gathering, place, public_api, staging
from portal.site.serve import published_first
from reporting import clock, jobs
from reporting.models import Edition, Job
from reporting.publication import embargo
from tests.site.conftest import store
from tests.site.test_serve import Visitor, django

TEN = clock.local(date(2027, 4, 30), 10)
BEFORE = TEN - timedelta(hours=1)


@pytest.fixture
def edition(cycle2026, two_people) -> Edition:
    """Approved and proposed."""
    found = store(cycle2026, 1, "approved", by=two_people)
    Edition.objects.filter(pk=found.pk).update(publication_proposed_at=BEFORE, publication_proposed_by=two_people[0])
    found.refresh_from_db()
    return found


def run(kind: str) -> list[Job]:
    """Runs what a worker would take now."""
    ids = list(Job.objects.filter(jobs.is_due(), kind=kind, state=Job.WAITING).values_list("pk", flat=True))
    for one in ids:
        jobs.run(one)
    return list(Job.objects.filter(pk__in=ids))


def announce(edition, two_people) -> Path:
    """Announced, the calendar baked, the stage made; gives the folder of the stage."""
    embargo.schedule_publication(edition, by=two_people[1], at=TEN)
    assert run("bake")[0].state == Job.DONE
    with clock.at(TEN - timedelta(minutes=5)):
        assert run("stage")[0].state == Job.DONE
    return place.build(place.marks()[edition.pk]["build"])


def test_nothing_before_the_second_and_everything_at_it(edition, two_people, settings, monkeypatch):
    with clock.at(BEFORE):
        stage = announce(edition, two_people)
    visit, served = Visitor(published_first(django, settings.PUBLIC_ROOT)), []
    listed = [f"/{one['path']}".removesuffix("index.html") for one in json.loads((stage / building.MANIFEST).read_text())["files"]]
    assert {"/kk/2026/", "/data/2026/1/lines.csv", "/data/2026/latest/report.kk.pdf", "/kk/feed.xml", "/data/search.json"} <= set(listed)
    with clock.at(TEN - timedelta(seconds=1)):
        jobs.run(Job.objects.get(kind="release").pk)
        for path in [*listed, f"/builds/{stage.name}/kk/2026/index.html", f"/../builds/{stage.name}/data/2026/1/lines.csv"]:
            status, _headers, body = visit(path)
            assert status in (299, 301) or edition.sha256.encode() not in body and "Кенші".encode() not in body, path
            served.append(path) if status == 200 and "2026/" in path else None
        assert served == [] and public_api.shelf.site().editions == []
        assert "2027 жылғы 30 сәуір, 10:00 (UTC+05:00)" in visit("/kk/")[2].decode()  # the calendar
        assert [one["at"] for one in json.loads(visit("/data/index.json")[2])["announced"]] == [TEN.isoformat()]
    with clock.at(TEN):
        monkeypatch.setattr(bake, "make", lambda *_: pytest.fail("nothing is made at the second itself"))
        assert jobs.run_due(set()) is None
        assert (place.root() / "current").resolve() == stage
        assert edition.sha256 in visit("/kk/2026/")[2].decode() and visit("/data/2026/latest/lines.csv")[0] == 200
        assert json.loads(visit("/data/index.json")[2])["announced"] == []
        assert public_api.shelf.site().latest.published_at == TEN and not place.marks()
        assert Job.objects.get(kind="release").result == {"build": stage.name}


def test_where_others_are_public_by_then_the_site_is_baked_anew(edition, two_people, settings):
    with clock.at(BEFORE):
        stage = announce(edition, two_people)
        Edition.objects.filter(pk=edition.pk).update(correction_reason="Мысал: басқа себеп")  # what is public is not what was staged
    with clock.at(TEN):
        jobs.run_due(set())
        assert (place.root() / "current").resolve() != stage
        assert run("bake")[0].state == Job.DONE
    index = json.loads((place.root() / "current" / "data" / "index.json").read_text())
    assert [(one["number"], one["correction_reason"]) for one in index["editions"]] == [(1, "Мысал: басқа себеп")]


def test_a_baking_that_began_before_the_second_does_not_take_the_edition_back(concept, edition, two_people, monkeypatch):
    """It has read what was public before, and would flip after the release."""
    with clock.at(BEFORE):
        embargo.schedule_publication(edition, by=two_people[1], at=TEN)
    made, real = [], bake.make

    def slow(progress, at=None):
        made.append(real(progress, at))
        if len(made) == 1:
            with clock.at(TEN):
                embargo.release(edition.pk, TEN)
        return made[-1]

    monkeypatch.setattr(bake, "make", slow)
    with clock.at(TEN - timedelta(seconds=1)):
        assert bake.bake_site()["build"] == made[1]["build"]
    assert (place.root() / "current" / "kk" / "2026" / "index.html").exists() and not place.build(made[0]["build"]).exists()


def test_a_cancelled_or_moved_stage_is_forgotten_and_swept(concept, edition, two_people, monkeypatch):
    """The pages are not written here: only what is remembered."""
    with clock.at(BEFORE):
        embargo.schedule_publication(edition, by=two_people[1], at=TEN)
        basis = gathering.basis(TEN)
        place.mark(edition.pk, {"build": "ahead", "at": TEN.isoformat(), "basis": basis})
        staging.owe_stages()
        assert place.marks()[edition.pk]["build"] == "ahead"
        assert Job.objects.get(kind="stage").due_at == max(BEFORE, TEN - timedelta(seconds=600))
        embargo.reschedule_publication(edition, by=two_people[1], at=TEN + timedelta(hours=2), reason="x")
        staging.owe_stages()
        assert not place.marks() and Job.objects.filter(kind="stage").count() == 2
        old = Job.objects.filter(kind="stage").order_by("pk").first()
        assert staging.stage(edition.pk, old.params["at"], lambda *_: None) == {}


def test_a_build_that_waits_for_its_second_is_not_pruned(concept, settings):
    waiting = bake.bake_site()["build"]
    place.mark(7, {"build": waiting, "at": "", "basis": ""})
    for _ in range(place.KEPT + 1):
        bake.bake_site()
    assert place.build(waiting).is_dir() and len(list((place.root() / "builds").iterdir())) == place.KEPT + 1
