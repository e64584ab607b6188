"""The tasks of operations: whether a worker carries out what it is sent, and the nightly cleaning."""

from celery import shared_task

from portal.operations import cleaning, heartbeats
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


@shared_task(name="operations.clean")
def clean() -> None:
    """Erases what is over."""
    cleaning.clean()
