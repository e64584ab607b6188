"""Breaks in a series: between two years another thing was measured, so the figures may not be joined by a line."""

MEASURE = ("roll_up", "better", "baseline_year", "baseline_value", *(f"unit_{one}" for one in ("kk", "ru", "en")))
MEASURE += tuple(f"ratio_of_{one}" for one in ("kk", "ru", "en"))


def is_broken(old: dict, new: dict) -> bool:
    """Whether unit, direction, roll-up or baseline of an indicator differ between two editions."""
    return any((old.get(one) or "") != (new.get(one) or "") for one in MEASURE)
