"""What the beat schedule rings for; importing `rules` registers the jobs of this stage with the worker."""

from celery import shared_task

from reporting.consolidation import rules


@shared_task(name="consolidation.consolidate_nightly")
def consolidate_nightly() -> None:
    """Beat's task."""
    rules.consolidate_nightly()


@shared_task(name="consolidation.warn_coordinators")
def warn_coordinators() -> None:
    """Beat's task."""
    rules.warn_coordinators()
