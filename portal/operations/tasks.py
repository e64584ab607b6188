"""The task by which beat asks whether a worker carries out what it is sent."""

from celery import shared_task

from portal.operations import heartbeats


@shared_task(name="operations.heartbeat")
def heartbeat() -> None:
    """Proves the whole way: beat, broker, worker, database."""
    heartbeats.leave("worker")
