"""The schedule's task of this stage."""

from celery import shared_task

from reporting.cycle import rules


@shared_task(name="cycle.open_due_years")
def open_due_years() -> None:
    """Opens the years whose day has come."""
    rules.open_due_years()
