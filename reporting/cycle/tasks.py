"""The schedule's tasks of this stage."""

from celery import shared_task

from reporting.cycle import reminders, rules


@shared_task(name="cycle.open_due_years")
def open_due_years() -> None:
    """Opens the years whose day has come."""
    rules.open_due_years()


@shared_task(name="cycle.send_reminders")
def send_reminders() -> None:
    """Reminds the bodies whose day it is."""
    reminders.send_reminders()
