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


def test_a_stranger_meets_nothing(rf, dana, job):
    with pytest.raises(Http404):
        ask(rf, dana, job)
