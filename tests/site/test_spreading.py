"""The pages of many bodies are written by several workers: the same pages, whoever writes them, and whoever dies meanwhile."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.site import bake, building, place, spreading, verifying
from reporting import clock, jobs
from reporting.models import Job


def site_of(settings) -> dict[str, bytes]:
    """Every file of the site that is in place, but the manifest with its build's name."""
    folder = (Path(settings.PUBLIC_ROOT) / "current").resolve()
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != building.MANIFEST]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_site_written_in_parts_is_the_same_to_the_byte(concept, settings):
    with clock.at(clock.local(date(2027, 4, 28))):
        bake.bake_site()
        whole = site_of(settings)
        settings.BAKE_PART_PAGES = 4
        steps = []
        job = jobs.owe("bake", "bake:test")
        jobs.run(job.pk, beside=lambda: steps.append(Job.objects.filter(kind=spreading.KIND).count()))
    job.refresh_from_db()
    assert job.state == Job.DONE and max(steps) == 6
    assert site_of(settings) == whole
    assert not Job.objects.filter(kind=spreading.KIND).exists()
    assert (job.steps[1]["name"], job.steps[1]["done"], job.steps[1]["total"]) == ("pages", 24, 24)


def test_a_part_whose_worker_fell_silent_is_written_by_another(concept, settings, monkeypatch):
    """Two parts are taken by a worker that dies: one before it wrote anything, one in the middle."""
    settings.BAKE_PART_PAGES = 4
    owe = jobs.owe

    def taken_and_left(kind, key, **params):
        job = owe(kind, key, **params)
        if kind == spreading.KIND and params["nth"] in (2, 5):
            Job.objects.filter(pk=job.pk).update(state=Job.RUNNING, claim="dead", attempts=1, beat_at=clock.now() - timedelta(hours=1))
        return job

    monkeypatch.setattr(jobs, "owe", taken_and_left)
    assert bake.bake_site()["pages"] == 24
    assert "kk/glossary/index.html" in site_of(settings)


def test_a_worker_that_was_thought_dead_writes_nothing_into_a_build_that_was_given_up(concept, settings, monkeypatch):
    """Its row is gone, so its next sign of life ends it."""
    settings.BAKE_PART_PAGES = 4
    late = []
    write_part = jobs.KINDS[spreading.KIND]

    def slow(job, progress):
        if not late:
            late.append(job)
            Job.objects.filter(pk=job.pk).update(state=Job.WAITING)  # as if it had been silent: another takes it
        return write_part(job, progress)

    monkeypatch.setitem(jobs.KINDS, spreading.KIND, slow)
    bake.bake_site()
    before = site_of(settings)
    with pytest.raises(jobs.LostClaim):
        write_part(late[0], jobs.Progress(late[0]))
    assert site_of(settings) == before
    late[0].params["build"] = "gone"
    assert write_part(late[0], jobs.Progress(late[0])) == {}
    assert not (Path(settings.PUBLIC_ROOT) / "builds" / "gone").exists()


def test_killed_in_a_part_the_old_site_stays_and_the_next_baking_is_whole(concept, settings, monkeypatch):
    settings.BAKE_PART_PAGES = 4
    bake.bake_site()
    before = site_of(settings)
    written = []

    def crash(folder, page, prefix, write=building.write_page):
        written.append(page)
        if len(written) == 13:
            raise KeyboardInterrupt
        return write(folder, page, prefix)

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(building, "write_page", crash)
        bake.bake_site()
    assert site_of(settings) == before
    bake.bake_site()
    assert site_of(settings).keys() == before.keys() and not Job.objects.filter(kind=spreading.KIND).exists()


def test_a_part_that_cannot_be_written_fails_the_baking_and_is_tried_four_times(concept, settings, monkeypatch):
    settings.BAKE_PART_PAGES, tries = 4, []

    def broken(job, progress):
        if job.params["nth"] == 3:
            tries.append(job.pk)
            raise ValueError("no such template")
        return write_part(job, progress)

    write_part = jobs.KINDS[spreading.KIND]
    monkeypatch.setitem(jobs.KINDS, spreading.KIND, broken)
    with pytest.raises(spreading.PartFailed):
        bake.bake_site()
    assert len(tries) == settings.JOB_ATTEMPTS
    assert not (Path(settings.PUBLIC_ROOT) / "current").exists()


def test_a_page_torn_after_it_was_written_is_noticed(concept, settings, monkeypatch):
    settings.BAKE_PART_PAGES = 4
    finish = building.finish

    def torn(folder, site, paths):
        finish(folder, site, paths)
        page = folder / "ru" / "about" / "index.html"
        page.write_bytes(page.read_bytes()[:-100])

    monkeypatch.setattr(building, "finish", torn)
    with pytest.raises(verifying.Unfit, match="/ru/about/: not as it was written"):
        bake.bake_site()


def test_who_waits_for_another_baking_shows_life(concept, settings, monkeypatch):
    """The first one holds the lock while the second begins; it is let go at the second's first sign of life."""
    signs = []
    with place.alone(lambda: None) as _held:
        monkeypatch.setattr(place.time, "sleep", lambda _seconds: (_ for _ in ()).throw(TimeoutError))
        with pytest.raises(TimeoutError), place.alone(lambda: signs.append("alive")):
            raise AssertionError("two bakings at once")
    assert signs == ["alive"]


def test_styles_of_earlier_builds_stay_for_readers_in_the_middle_of_a_page(concept, settings, monkeypatch):
    bake.bake_site()
    old = {name for name in site_of(settings) if name.startswith("site-static/")}
    real = building.sha256_of
    monkeypatch.setattr(building, "sha256_of", lambda path: real(path)[::-1] if path.suffix == ".css" else real(path))  # another style
    for _ in range(2):
        bake.bake_site()
        new = {name for name in site_of(settings) if name.startswith("site-static/")}
        assert old < new
    for _ in range(place.KEPT):
        bake.bake_site()
    assert not old & {name for name in site_of(settings) if name.startswith("site-static/")}
