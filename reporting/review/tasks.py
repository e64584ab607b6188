"""The schedule's task of this stage."""

from celery import shared_task

from reporting.review import digest


@shared_task(name="review.send_queue_digests")
def send_queue_digests() -> None:
    """Tells each person of the desk, once a working day, how much waits for them."""
    digest.owe_digests()
