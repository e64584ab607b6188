"""What the beat schedule rings for; importing it registers the jobs of this stage with the worker."""

from celery import shared_task

from reporting.filing import archive, checking


@shared_task(name="filing.check_files")
def check_files() -> None:
    """Beat's task."""
    checking.check_waiting()


@shared_task(name="filing.forget_archives")
def forget_archives() -> None:
    """Beat's task."""
    archive.forget_expired()
