"""On time, late by so many days, or not filed. The rule lives with the dates of the year, because the cycle's pages ask it too."""

from reporting.cycle.deadlines import INVITED, LATE, NOT_FILED, ON_TIME, RUNNING, Timeliness, timeliness

__all__ = ["INVITED", "LATE", "NOT_FILED", "ON_TIME", "RUNNING", "Timeliness", "timeliness"]
