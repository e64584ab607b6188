"""One edition, whatever is killed; files that are what the manifest says; a chain across years."""

import hashlib
import json

import pytest

from reporting import jobs
from reporting.consolidation import calculation, rules
from reporting.consolidation import edition as editions
from reporting.consolidation.documents import make_pdf
from reporting.models import Edition, EditionFile, Job, Notice, Summary
from tests.consolidation.conftest import calculate

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Stands for kill -9: nothing in the portal catches it."""


def killed_at(monkeypatch, target, name):
    """Makes a function die once, after it has done its work."""
    real = getattr(target, name)
    state = {"alive": True}

    def dying(*args, **kwargs):
        done = real(*args, **kwargs)
        if state.pop("alive", None):
            raise Killed
        return done

    monkeypatch.setattr(target, name, dying)


def run_after_death(job_id):
    """The worker dies; the sweep finds the silent job and it is run again."""
    with pytest.raises(Killed):
        jobs.run(job_id)
    Job.objects.filter(pk=job_id).update(state=Job.WAITING)
    jobs.run(job_id)
    assert Job.objects.get(pk=job_id).state == Job.DONE


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (calculation, "frame"), (calculation.lines, "lines"), (calculation.figures, "figures"), (calculation, "discrepancies"),
        (calculation, "compute"), (calculation, "input_sha256"), (calculation, "keep"),
    ],
)  # fmt: skip
def test_a_calculation_killed_at_any_step_ends_in_one_summary(season2026, kairat, monkeypatch, target, name):
    expected = calculate(season2026, kairat)
    Summary.objects.update(input_sha256="", figures={}, lines="", manifest={})
    job = rules.consolidate(season2026, by=kairat)
    killed_at(monkeypatch, target, name)
    run_after_death(job.pk)
    found = Summary.objects.get()
    assert (found.figures, found.lines, found.input_sha256) == (expected.figures, expected.lines, expected.input_sha256)


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (editions, "freeze"), (editions, "make_all"), (editions, "manifest"), (editions, "write_files"), (editions, "keep"),
    ],
)  # fmt: skip
def test_an_edition_killed_at_any_step_is_made_once(approved, monkeypatch, quick_pdf, target, name):
    job = Job.objects.get(kind="make_edition")
    killed_at(monkeypatch, target, name)
    run_after_death(job.pk)
    made = Edition.objects.get()
    assert_files_match(made)
    assert Notice.objects.filter(kind="edition_approved").values("person").distinct().count() == Notice.objects.filter(
        kind="edition_approved"
    ).count()
    data = (made.summary_json, made.lines_csv, made.manifest)
    jobs.run(job.pk)
    editions.make_edition(job, lambda *args: None)
    made = Edition.objects.get()
    assert (made.summary_json, made.lines_csv, made.manifest) == data
    assert_files_match(made)


def assert_files_match(edition):
    """Every file lies there with the SHA-256 that row, manifest and SHA256SUMS say."""
    place = editions.folder(edition)
    listed = json.loads(edition.manifest)
    rows = {file.name: (file.sha256, file.size) for file in EditionFile.objects.filter(edition=edition)}
    assert rows == {file["name"]: (file["sha256"], file["size"]) for file in listed["files"]}
    for name, (digest, size) in rows.items():
        data = (place / name).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (digest, size), name
    assert hashlib.sha256((place / "manifest.json").read_bytes()).hexdigest() == edition.sha256
    for line in (place / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((place / name).read_bytes()).hexdigest() == digest
    assert not list(place.glob(".*"))


def test_the_edition_says_who_approved_it_and_what_is_in_it(edition, madina):
    assert_files_match(edition)
    summary = json.loads(edition.summary_json)
    assert summary["approved_by"] == {"name": madina.full_name, "position": madina.position}
    assert summary["sources"] == json.loads(edition.manifest)["reports"]
    assert [n["key"] for n in summary["narrative"]] == ["progress", "funding", "not_done", "proposals"]
    assert summary["previous_sha256"] == edition.previous_sha256 == ""
    assert summary["correction"] is None
    assert edition.approved_by == madina


def test_making_the_same_edition_again_gives_the_same_bytes(edition):
    summary = edition.summary
    assert editions.freeze(summary, "") == edition.summary_json
    assert editions.make_all(edition.summary_json, edition.lines_csv) == editions.make_all(edition.summary_json, edition.lines_csv)


@pytest.mark.files
def test_the_same_data_give_the_same_pdf(approved):
    data = editions.freeze(approved, ""), approved.lines, "kk"
    assert make_pdf(*data) == make_pdf(*data)


def test_a_correction_is_chained_to_the_edition_before(edition, season2026, kairat, madina):
    rules.correct(season2026, by=kairat, code="body_data", reason="Мысал: түзету.")
    rules.approve(rules.propose(calculate(season2026, kairat), by=kairat), by=madina)
    jobs.run(Job.objects.get(key="make_edition:2026:2").pk)
    second = Edition.objects.get(number=2)
    assert second.previous_sha256 == edition.sha256
    assert json.loads(second.summary_json)["correction"] == {"code": "body_data", "reason": "Мысал: түзету.", "previous": 1}
    assert json.loads(second.manifest)["previous_sha256"] == edition.sha256
    edition.refresh_from_db()
    assert_files_match(edition)
