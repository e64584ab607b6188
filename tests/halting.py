"""The portal's worker, which stands still at a step when it is told to: so the hand on the plug is never too late.

A Celery application for `celery --app tests.halting`. The file named by HALT_AT holds one «kind:step»; who comes to the beginning of that
step, or to «kind:returned», between the last write of the work and the note that it is done, renames the file to `….met` and waits there
to be killed. Without the file it is the portal's own worker.
"""

import os
import time
from functools import wraps
from pathlib import Path

import django
from celery.signals import worker_init

django.setup()

from portal.celery import app  # noqa: E402, F401 - Celery takes it from here
from reporting import jobs  # noqa: E402

told = jobs.Progress.__call__


def halt(place: str) -> None:
    """Waits for the end, where it was told to halt here."""
    order = Path(os.environ["HALT_AT"])
    try:
        if order.read_text() != place:
            return
        order.rename(f"{order}.met")
    except FileNotFoundError:  # no order, or another process of the worker met it first
        return
    time.sleep(600)


def and_halt(progress, step: str, done: int = 0, total: int = 0) -> None:
    """Tells the step as ever, then halts."""
    told(progress, step, done, total)
    halt(f"{progress.job.kind}:{step}")


def returning(kind: str, function):
    """The work of a kind, with a halt before its end is noted."""

    @wraps(function)
    def work(job, progress):
        result = function(job, progress)
        halt(f"{kind}:returned")
        return result

    return work


@worker_init.connect
def watch_ends(**_kwargs) -> None:
    """When every kind of work is known: before the worker makes its processes."""
    app.loader.import_default_modules()
    jobs.KINDS.update({kind: returning(kind, function) for kind, function in jobs.KINDS.items()})


jobs.Progress.__call__ = and_halt
