"""What the beat schedule rings for."""

from celery import shared_task

from reporting.transmission import silence


@shared_task(name="transmission.tell_of_silence")
def tell_of_silence() -> None:
    """Beat's task."""
    silence.tell_of_silence()
