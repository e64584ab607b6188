"""Adding up. Money in whole tenge, indicators in Decimal, both in Python, so that every database gives the same tenge.

A sum over nothing is nothing: where nobody gave a figure the answer is None, never 0.
"""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

SOURCES = ("republican", "local", "extra")
KINDS = ("planned", "disbursed")
MILLIONTH = Decimal("0.000001")


def add(values) -> int | Decimal | None:
    """The sum of what was given."""
    given = [value for value in values if value is not None]
    return sum(given) if given else None


def funding(lines: list[dict]) -> dict:
    """Planned and disbursed by source and in all."""
    by_source = {
        source: {kind: add(line[f"{kind}_{source}"] for line in lines) for kind in KINDS} for source in SOURCES
    }
    total = {kind: add(by_source[source][kind] for source in SOURCES) for kind in KINDS}
    return {**by_source, "total": total}


def count(values) -> dict[str, int]:
    """How many of each; what is empty is not counted."""
    return dict(sorted(Counter(value for value in values if value).items()))


def number(text: str) -> Decimal | None:
    """A figure of a line; an empty cell is nothing."""
    return Decimal(text) if text else None


def written(value: Decimal | None) -> str | None:
    """A Decimal as JSON carries it, to a millionth, without zeros at the end that say nothing."""
    if value is None:
        return None
    text = f"{value.quantize(MILLIONTH, ROUND_HALF_UP):f}"
    text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def sum_of(lines: list[dict], indicator: dict) -> Decimal | None:
    """Every body's part is added."""
    return add(number(line["actual"]) for line in lines)


def latest(lines: list[dict], indicator: dict) -> Decimal | None:
    """The value with the latest date of data; of equal dates, the body last by its code."""
    given = [line for line in lines if line["actual"]]
    return number(max(given, key=lambda line: (line["data_date"], line["body"]))["actual"]) if given else None


def ratio(lines: list[dict], indicator: dict) -> Decimal | None:
    """Two sums are divided, never the bodies' ratios; only bodies that gave both parts count. Per cent where the unit is per cent."""
    whole = [line for line in lines if line["numerator"] and line["denominator"]]
    upper, lower = add(number(line["numerator"]) for line in whole), add(number(line["denominator"]) for line in whole)
    if upper is None or not lower:
        return None
    return upper / lower * (100 if is_percent(indicator) else 1)


def single(lines: list[dict], indicator: dict) -> Decimal | None:
    """Not added up: the value of the one body that answers. Where several do there is no value of the country."""
    given = [number(line["actual"]) for line in lines if line["actual"]]
    return given[0] if len(given) == 1 else None


ROLL_UPS = {"sum": sum_of, "latest": latest, "ratio": ratio, "none": single}


def is_percent(indicator: dict) -> bool:
    """Whether the value is a share in per cent."""
    return indicator["unit_en"].lstrip().startswith("%")


def actual_of(lines: list[dict], indicator: dict) -> Decimal | None:
    """The value of the country, to a millionth."""
    value = ROLL_UPS[indicator["roll_up"]](lines, indicator)
    return None if value is None else value.quantize(MILLIONTH, ROUND_HALF_UP)


def percent_of_target(actual: Decimal | None, target: Decimal | None, better: str) -> str | None:
    """How much of the target is reached, in per cent with one digit; where less is better, the target is divided by the value."""
    if actual is None or target is None:
        return None
    part, whole = (actual, target) if better == "up" else (target, actual)
    return written((part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)) if whole else None


def verdict(actual: Decimal | None, target: Decimal | None, better: str) -> str:
    """Achieved, not achieved, or no data to judge by."""
    if actual is None or target is None:
        return "no_data"
    return "achieved" if (actual >= target if better == "up" else actual <= target) else "not_achieved"
