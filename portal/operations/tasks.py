"""The task by which beat asks whether a worker carries out what it is sent."""

from celery import shared_task

from portal.operations import heartbeats
from reporting.filing import scanner


@shared_task(name="operations.heartbeat")
def heartbeat() -> None:
    """Proves the whole way: beat, broker, worker, database."""
    heartbeats.leave("worker")


@shared_task(name="operations.scanner_heartbeat")
def scanner_heartbeat() -> None:
    """Asks the virus scanner whether it answers."""
    if scanner.is_set_up() and not scanner.ping():
        heartbeats.leave("scanner")
