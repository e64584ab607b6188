#!/usr/bin/env python
"""Django's command line for the portal. The demo brings its own secret and its own clock, so it starts with no preparation."""

import math
import os
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from django.core.management import execute_from_command_line

# The demo opens in February after the sample year and the year before were reported: the reports of 2027 are due on 1 April 2028
DEMO_OPENS = datetime(2028, 2, 1, 9, 0, tzinfo=timezone(timedelta(hours=5)))


def kept(path: Path, make: Callable[[], str]) -> str:
    """The text kept in the file, made the first time: a second run of the demo goes on where the first stopped."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
    return path.read_text().strip()


def clock_shift() -> str:
    """Seconds from the machine's time to the demo's first morning."""
    return str(math.ceil((DEMO_OPENS - datetime.now(UTC)).total_seconds()))


def enter_demo() -> None:
    """Sets what the demo needs before the settings are read. What the environment already says stands."""
    data_dir = Path(os.environ.setdefault("DATA_DIR", str(Path(__file__).resolve().parent / "var")))
    os.environ["DEMO"] = "1"
    os.environ.setdefault("SECRET_KEY", kept(data_dir / "secret", lambda: secrets.token_urlsafe(50)))
    os.environ.setdefault("CLOCK_SHIFT", kept(data_dir / "clock", clock_shift))
    os.environ.setdefault("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
    os.environ.setdefault("LOG_LEVEL", "WARNING")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if "--demo" in sys.argv or os.environ.get("DEMO", "").lower() in ("1", "true", "yes", "on"):
        enter_demo()
    execute_from_command_line(sys.argv)
