"""Checks of indicators."""

from django.utils.translation import gettext_lazy as _

from reporting.filing.checks.subject import Subject, check
from reporting.filing.indicators import NOT_ACHIEVED, is_ratio, verdict
from reporting.problems import Problem


@check(
    "actual_missing", "ratio_part_missing", at=("actual", "numerator", "denominator"),
    why=_("The portal compares the value with the target; of a ratio it adds up both parts over all bodies"),
)  # fmt: skip
def value_is_given(s: Subject):
    """The actual value, or both sums of a ratio."""
    if not s.is_given:
        return
    if is_ratio(s.entry):
        for name in ("numerator", "denominator"):
            if getattr(s.entry, name) is None:
                yield Problem("ratio_part_missing", name)
    elif s.entry.actual is None:
        yield Problem("actual_missing", "actual")


@check(
    "data_source_missing", "data_date_missing", "date_future", at=("data_source", "data_date"),
    why=_("A published figure must be found again in its source"),
)  # fmt: skip
def value_has_source(s: Subject):
    """Where the value is from and of which day."""
    if s.is_given and not s.entry.data_source:
        yield Problem("data_source_missing", "data_source")
    if s.is_given and s.entry.data_date is None:
        yield Problem("data_date_missing", "data_date")
    elif s.entry.data_date and s.entry.data_date > s.today:
        yield Problem("date_future", "data_date")


@check("deviation_reason_missing", at=("reasons_kk",), why=_("The consolidated information explains each target that is not reached"))
def miss_has_reason(s: Subject):
    """Below the target: why."""
    if s.is_given and verdict(s.entry) == NOT_ACHIEVED and not s.entry.reasons_kk and not s.entry.reasons_ru:
        yield Problem("deviation_reason_missing", "reasons_kk")
