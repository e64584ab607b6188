"""The value of an indicator against its target. A ratio is computed from its two sums and never typed (DOMAIN §4)."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import pgettext

from reporting.models import IndicatorValue

ACHIEVED, NOT_ACHIEVED, NO_DATA = "achieved", "not_achieved", "no_data"
SIX_PLACES = Decimal("0.000001")


def is_ratio(value: IndicatorValue) -> bool:
    """Whether the body reports two sums instead of one value."""
    return value.indicator.roll_up == value.indicator.RollUp.RATIO


def fact(value: IndicatorValue) -> Decimal | None:
    """The actual value: as reported, or the ratio of its sums (in per cent where that is the unit), rounded half up to six places."""
    if not is_ratio(value):
        return value.actual
    if value.numerator is None or not value.denominator:
        return None
    scale = 100 if "%" in value.indicator.unit_kk else 1
    return (value.numerator * scale / value.denominator).quantize(SIX_PLACES, ROUND_HALF_UP)


def verdict(value: IndicatorValue) -> str:
    """Achieved, not achieved, or no data; without a target nothing can be judged."""
    reached = fact(value)
    if reached is None or value.target is None or value.answer not in ("", "given"):
        return NO_DATA
    is_up = value.indicator.better == value.indicator.Better.UP
    return ACHIEVED if (reached >= value.target if is_up else reached <= value.target) else NOT_ACHIEVED


def achievement(value: IndicatorValue) -> Decimal | None:
    """Per cent of the target, where more is better; for "less is better" a per cent would mislead, so there is none."""
    reached = fact(value)
    if reached is None or not value.target or value.indicator.better != value.indicator.Better.UP:
        return None
    return (reached * 100 / value.target).quantize(Decimal("0.1"), ROUND_HALF_UP)


def number_of_indicator(place: int) -> str:
    """An indicator by its place in the report: they have no numbers in the plan."""
    return pgettext("number of an indicator", "I%(n)s") % {"n": place}
