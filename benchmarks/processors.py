"""What processes used of the processors: it says the same on a busy machine as on a quiet one."""

import contextlib
import os
from pathlib import Path


def processor_seconds(session: int) -> float:
    """What the processes of a session have used so far, in user and system mode."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12]) if int(fields[3]) == session else 0
    return ticks / os.sysconf("SC_CLK_TCK")
