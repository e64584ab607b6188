"""The state of long work is told to those it concerns, and does not exist for a stranger."""

import json

import pytest
from django.http import Http404
from django.utils import translation

from portal.progress import progress
from reporting import clock
from reporting.models import Job


@pytest.fixture
def job(kairat):
    """The calculation of a summary that the coordinator asked for."""
    return Job.objects.create(kind="consolidate", key="consolidate:2026", created_at=clock.now(), created_by=kairat)


def ask(rf, person, job):
    """The view as a signed-in person meets it."""
    request = rf.get("/kk/work/jobs/1/")
    request.user = person
    return progress(request, job.pk)


def test_the_one_who_asked_for_it_sees_how_far_it_is(rf, kairat, job):
    with translation.override("kk"):
        told = json.loads(ask(rf, kairat, job).content)
    assert "Кезек күтуде" in told["html"] and told["finished"] is False
    Job.objects.filter(pk=job.pk).update(state=Job.DONE, finished_at=clock.now())
    assert json.loads(ask(rf, kairat, job).content)["finished"] is True


def test_a_step_that_is_over_shows_its_number_and_never_a_part_of_it(rf, kairat, job):
    steps = [{"name": "data", "done": 0, "total": 1}, {"name": "pages", "done": 12, "total": 12}, {"name": "save", "done": 3, "total": 9}]
    Job.objects.filter(pk=job.pk).update(state=Job.RUNNING, beat_at=clock.now(), steps=steps)
    told = json.loads(ask(rf, kairat, job).content)["html"]
    assert "3 / 9" in told and ">12<" in told and "0 / 1" not in told


def test_a_stranger_meets_nothing(rf, dana, job):
    with pytest.raises(Http404):
        ask(rf, dana, job)
