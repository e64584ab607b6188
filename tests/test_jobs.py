"""Duties: owed once, run by one, taken over when silent, never lost, stopped when they only fail."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.celery import app
from reporting import clock, jobs
from reporting.models import Job, Notice, Summary
from reporting.notices import URGENT, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bell(monkeypatch) -> list[int]:
    """The doorbell: which jobs were rung for. Nothing is sent to a broker."""
    rung: list[int] = []
    monkeypatch.setattr(jobs.run_job, "delay", rung.append)
    return rung


@pytest.fixture
def kind(monkeypatch):
    """`kind(function)` registers a kind "test" for one test."""
    return lambda function: monkeypatch.setitem(jobs.KINDS, "test", function)


def owed(key="one", **params) -> Job:
    """A duty of the kind "test"."""
    return jobs.owe("test", key, **params)


def fresh(job: Job) -> Job:
    """The job as it is now."""
    return Job.objects.get(pk=job.pk)


def silence(job: Job, seconds: int) -> None:
    """No sign of life for so long."""
    Job.objects.filter(pk=job.pk).update(
        beat_at=clock.now() - timedelta(seconds=seconds), created_at=clock.now() - timedelta(seconds=seconds)
    )


def test_owing_the_same_twice_is_one_duty_rung_for_once(bell, kairat, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = owed(by=kairat, year=2026), owed(by=kairat, year=2027)
    assert first == second and first.params == {"year": 2026} and first.created_by == kairat
    assert bell == [first.pk]


def test_the_bell_rings_after_the_commit_only(bell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        owed()
        assert not bell
    assert len(callbacks) == 1 and not bell


def test_a_bell_that_does_not_work_harms_nothing(monkeypatch, django_capture_on_commit_callbacks):
    def broken(job_id):
        raise OSError("no broker")

    monkeypatch.setattr(jobs.run_job, "delay", broken)
    with django_capture_on_commit_callbacks(execute=True):
        job = owed()
    assert fresh(job).state == Job.WAITING


def test_a_job_is_run_once_and_keeps_its_result(kind):
    seen = []

    def work(job, progress):
        progress("collect", 1, 2)
        progress("collect", 2, 2)
        progress("figures")
        seen.append(job.params)
        return {"rows": 3}

    kind(work)
    job = owed(year=2026)
    jobs.run(job.pk)
    jobs.run(job.pk)
    done = fresh(job)
    assert seen == [{"year": 2026}] and (done.state, done.result, done.attempts) == (Job.DONE, {"rows": 3}, 1)
    assert [(step["name"], step["done"], step["total"]) for step in done.steps] == [("collect", 2, 2), ("figures", 0, 0)]
    assert done.finished_at and done.beat_at


def test_of_two_runs_one_claims():
    job = owed()
    assert jobs.claim(job.pk) is not None
    assert jobs.claim(job.pk) is None


def test_a_running_job_with_a_beating_heart_is_not_taken_over(settings):
    job = owed()
    jobs.claim(job.pk)
    silence(job, settings.JOB_STALE_SECONDS - 5)
    assert jobs.claim(job.pk) is None


def test_a_silent_job_is_taken_over_and_its_old_run_can_finish_nothing(settings, kind):
    """The first run was thought dead and is not: it stops at its next beat, and its result is not written over the second's."""
    job = owed()
    first = jobs.claim(job.pk)
    silence(job, settings.JOB_STALE_SECONDS + 1)
    second = jobs.claim(job.pk)
    assert second is not None and second.claim != first.claim
    with pytest.raises(jobs.LostClaim):
        jobs.Progress(first)("figures")
    jobs.Progress(second)("figures")
    assert fresh(job).step == "figures"


def test_a_run_that_lost_its_claim_at_the_very_end_writes_no_result(settings, kind):
    def slow(job, progress):
        silence(job, settings.JOB_STALE_SECONDS + 1)
        jobs.claim(job.pk)  # another worker takes it over while this one goes on
        return {"by": "the first"}

    kind(slow)
    job = owed()
    jobs.run(job.pk)
    assert (fresh(job).state, fresh(job).result) == (Job.RUNNING, {})


def test_a_run_that_lost_its_claim_does_not_count_as_a_failure_of_the_new_one(settings, kind):
    def slow(job, progress):
        silence(job, settings.JOB_STALE_SECONDS + 1)
        jobs.claim(job.pk)
        raise RuntimeError

    kind(slow)
    job = owed()
    jobs.run(job.pk)
    assert (fresh(job).state, fresh(job).reference) == (Job.RUNNING, "")


def test_a_failure_waits_for_another_try_and_then_stops_with_a_reference(settings, kind):
    tried = []

    def fail(job, progress):
        tried.append(1)
        raise RuntimeError("сынды")

    kind(fail)
    job = owed()
    for n in range(1, settings.JOB_ATTEMPTS):
        jobs.run(job.pk)
        assert (fresh(job).state, fresh(job).attempts) == (Job.WAITING, n)
        assert len(fresh(job).reference) == 8 and fresh(job).finished_at is None
    jobs.run(job.pk)
    stopped = fresh(job)
    assert stopped.state == Job.FAILED and len(stopped.reference) == 8 and stopped.finished_at
    jobs.run(job.pk)
    assert len(tried) == settings.JOB_ATTEMPTS


def test_a_failed_try_that_then_succeeds_is_done(kind):
    tried = []

    def second_time(job, progress):
        tried.append(1)
        if len(tried) == 1:
            raise RuntimeError

    kind(second_time)
    job = owed()
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert fresh(job).state == Job.DONE


def test_a_job_that_kills_its_worker_each_time_is_put_aside(settings):
    """A killed worker reports nothing: only the claims are counted."""
    job = owed()
    for _ in range(settings.JOB_ATTEMPTS):
        assert jobs.claim(job.pk) is not None
        silence(job, settings.JOB_STALE_SECONDS + 1)
    assert jobs.claim(job.pk) is None
    assert fresh(job).state == Job.FAILED and len(fresh(job).reference) == 8


def test_an_unknown_kind_fails_and_is_kept(settings):
    job = jobs.owe("no_such_kind", "one")
    for _ in range(settings.JOB_ATTEMPTS):
        jobs.run(job.pk)
    assert fresh(job).state == Job.FAILED


def test_try_again_gives_a_stopped_job_all_its_tries(settings, kind, bell, django_capture_on_commit_callbacks):
    job = owed()
    Job.objects.filter(pk=job.pk).update(state=Job.FAILED, attempts=settings.JOB_ATTEMPTS, reference="AB12CD34", finished_at=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        again = jobs.owe_again(job)
    assert (again.state, again.attempts, again.reference, again.finished_at) == (Job.WAITING, 0, "", None)
    assert bell[-1] == job.pk


@pytest.mark.parametrize("state", [Job.WAITING, Job.RUNNING, Job.DONE])
def test_only_a_stopped_job_can_be_tried_again(state, bell, django_capture_on_commit_callbacks):
    job = owed()
    Job.objects.filter(pk=job.pk).update(state=state, attempts=2)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.owe_again(job).attempts == 2
    assert not bell


def test_the_sweep_rings_for_what_nobody_works_on_and_for_nothing_else(settings, bell):
    waiting, young, beating, silent, done, failed = (owed(key) for key in ("waiting", "young", "beating", "silent", "done", "failed"))
    silence(waiting, 60)
    for job, state, seconds in (
        (beating, Job.RUNNING, 1),
        (silent, Job.RUNNING, settings.JOB_STALE_SECONDS + 1),
        (done, Job.DONE, 9999),
        (failed, Job.FAILED, 9999),
    ):
        silence(job, seconds)
        Job.objects.filter(pk=job.pk).update(state=state)
    assert jobs.sweep() == 2
    assert sorted(bell) == sorted([waiting.pk, silent.pk]) and young.pk not in bell


def test_the_sweep_alone_brings_a_duty_to_its_end(kind, bell):
    """Every message of the broker was lost."""
    kind(lambda job, progress: {"done": True})
    job = owed()
    silence(job, 60)
    jobs.sweep()
    jobs.run(bell[-1])
    assert fresh(job).result == {"done": True}


def test_the_tasks_have_the_names_that_beat_sends(settings):
    assert settings.CELERY_BEAT_SCHEDULE["sweep"]["task"] == jobs.sweep_jobs.name
    assert jobs.run_job.name == "reporting.run_job"


@pytest.fixture
def told(monkeypatch) -> list[int]:
    """Kinds for the second: one that beat does itself, and one that it rings; gives what was done."""
    done = []
    monkeypatch.setitem(jobs.KINDS, "instant", lambda job, progress: done.append(job.pk))
    monkeypatch.setitem(jobs.KINDS, "later", lambda job, progress: done.append(job.pk))
    monkeypatch.setattr(jobs, "AT_ONCE", {"instant"})
    return done


def test_beat_does_at_its_second_what_is_due_and_rings_the_rest(db, told, monkeypatch):
    rung = []
    monkeypatch.setattr(jobs.run_job, "delay", rung.append)
    start = datetime(2027, 4, 30, 5, tzinfo=UTC)
    with clock.at(start):
        first = jobs.owe("instant", "a", due_at=start + timedelta(seconds=10))
        second = jobs.owe("later", "b", due_at=start + timedelta(seconds=11))
        assert jobs.run_due(set()) == 10 and jobs.claim(first.pk) is None and told == rung == []
    tried: set[int] = set()
    with clock.at(start + timedelta(seconds=10)):
        assert jobs.run_due(tried) == 1 and told == [first.pk] and rung == []
    with clock.at(start + timedelta(seconds=12)):
        assert jobs.run_due(tried) is None and rung == [second.pk]
        jobs.run(second.pk)
    assert told == [first.pk, second.pk]


def test_what_failed_at_its_second_is_left_to_the_sweep(db, told, monkeypatch):
    monkeypatch.setitem(jobs.KINDS, "instant", lambda job, progress: told.append(job.pk) or 1 / 0)
    tried: set[int] = set()
    job = jobs.owe("instant", "a", due_at=clock.now() - timedelta(seconds=60))
    Job.objects.filter(pk=job.pk).update(created_at=clock.now() - timedelta(seconds=60))
    for _ in range(5):
        jobs.run_due(tried)
    assert told == [job.pk] and Job.objects.filter(jobs.stale(), pk=job.pk).exists()


@pytest.fixture
def heard(monkeypatch) -> list[str]:
    """References of the jobs of the kind "test" that somebody was told of."""
    references: list[str] = []
    monkeypatch.setitem(jobs.TOLD, "test", lambda job: references.append(job.reference))
    return references


def failing(job, progress):
    raise ValueError("always")


def test_the_last_failure_is_told_once_with_its_number(kind, heard, settings):
    kind(failing)
    settings.JOB_ATTEMPTS = 2
    job = owed()
    jobs.run(job.pk)
    assert heard == []
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert fresh(job).state == Job.FAILED and heard == [fresh(job).reference] != [""]


def test_a_job_that_kills_its_workers_is_told_when_it_is_stopped(heard, settings):
    job = owed()
    Job.objects.filter(pk=job.pk).update(state=Job.RUNNING, attempts=settings.JOB_ATTEMPTS)
    silence(job, settings.JOB_STALE_SECONDS + 1)
    jobs.run(job.pk)
    assert fresh(job).state == Job.FAILED and heard == [fresh(job).reference]


def test_a_failure_that_cannot_be_told_is_a_failure_still(kind, monkeypatch, settings):
    kind(failing)
    monkeypatch.setitem(jobs.TOLD, "test", failing)
    settings.JOB_ATTEMPTS = 1
    job = owed()
    jobs.run(job.pk)
    assert fresh(job).state == Job.FAILED


@pytest.mark.parametrize("kind_name", ["consolidate", "make_edition", "bake", "stage", "release"])
def test_coordinators_are_told_of_what_the_ministry_waits_for(cycle2026, kairat, madina, kind_name, monkeypatch, settings):
    app.loader.import_default_modules()  # as a worker does
    summary = Summary.objects.create(cycle=cycle2026, number=1, created_at=clock.now())
    settings.JOB_ATTEMPTS = 1
    monkeypatch.setitem(jobs.KINDS, kind_name, failing)
    Notice.objects.all().delete()
    job = jobs.owe(kind_name, "one", summary=summary.pk)
    jobs.run(job.pk)
    notice = Notice.objects.get()
    assert notice.person == kairat and notice.params["reference"] == fresh(job).reference
    assert fresh(job).reference in text(notice) and notice.kind in URGENT
