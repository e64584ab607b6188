"""What the beat schedule rings for; importing it registers the jobs of this stage with the worker."""

from celery import shared_task

from reporting.consolidation import failing, schedule  # noqa: F401 - registers who is told


@shared_task(name="consolidation.consolidate_nightly")
def consolidate_nightly() -> None:
    """Beat's task."""
    schedule.consolidate_nightly()


@shared_task(name="consolidation.warn_coordinators")
def warn_coordinators() -> None:
    """Beat's task."""
    schedule.warn_coordinators()
