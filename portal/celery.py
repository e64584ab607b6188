"""The Celery application. Tasks live in the stages' `tasks.py`; the duty itself is always a `Job` row."""

import os
from pathlib import Path

from celery import Celery
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
STAGES = ("cycle", "filing", "review", "consolidation", "transmission", "publication", "journal")
app.autodiscover_tasks([f"reporting.{stage}" for stage in STAGES])


def make_folders() -> None:
    """Makes the folders that the broker without a server and the beat schedule write to; a message there is code to run, so 0700."""
    folders = [Path(settings.CELERY_BEAT_SCHEDULE_FILENAME).parent]
    if not settings.REDIS_URL:
        folders += [Path(settings.BROKER_DIR), Path(settings.BROKER_DIR) / "messages", Path(settings.BROKER_DIR) / "control"]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


make_folders()
