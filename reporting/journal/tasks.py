"""What the beat schedule rings for; importing it registers the job with the worker."""

from celery import shared_task

from reporting.journal import settings_trail, verification


@shared_task(name="journal.nightly")
def nightly() -> None:
    """Changed settings, the checkpoint, the proof."""
    settings_trail.note_settings()
    verification.owe_nightly()
