"""The beat schedule that shows it is alive."""

import time

import structlog
from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from portal.operations import heartbeats
from reporting import jobs

LONGEST_SLEEP = 1.0  # seconds: a publication announced meanwhile is seen in time
logger = structlog.get_logger(__name__)


class LivingScheduler(PersistentScheduler):
    """Celery's own schedule; each look at it is also a heartbeat, so a beat that hangs is told from a worker that does."""

    left_at = 0.0

    def __init__(self, *args, **kwargs):
        self.tried: set[int] = set()
        super().__init__(*args, **kwargs)

    def tick(self, *args, **kwargs):
        """Leaves the heartbeat, then does what is due. A database that is away must not stop the schedule."""
        if time.monotonic() - self.left_at >= settings.HEARTBEAT_SECONDS:
            self.leave_heartbeat()
        wait = super().tick(*args, **kwargs)
        return min(wait, self.run_due(), LONGEST_SLEEP)

    def run_due(self) -> float:
        """Begins what is due in this second (an announced publication); gives the seconds to the next, so that it is not overslept."""
        close_old_connections()
        try:
            following = jobs.run_due(self.tried)
        except DatabaseError as problem:
            logger.warning("due_jobs_not_seen", reason=str(problem))
            connection.close()
            return LONGEST_SLEEP
        return LONGEST_SLEEP if following is None else following

    def leave_heartbeat(self) -> None:
        """Records the heartbeat, or says in the log why it could not."""
        close_old_connections()
        try:
            heartbeats.leave("beat")
            self.left_at = time.monotonic()
        except DatabaseError as problem:
            logger.warning("heartbeat_not_recorded", reason=str(problem))
            connection.close()
