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
    by_source = {source: {kind: add(line[f"{kind}_{source}"] for line in lines) for kind in KINDS} for source in SOURCES}
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


def given(lines: list[dict], *columns: str) -> list[dict]:
    """Lines that gave a figure in every one of the columns."""
    return [line for line in lines if all(line[column] for column in columns)]


def used(lines: list[dict], indicator: dict) -> list[dict]:
    """The lines that the value of the country is made of.

    Sum: every body's part. Latest: the latest date of data; of equal dates, the body last by its code. Ratio: bodies that gave both
    parts. None: not added up; the value of the one body that answers, and where several do there is no value of the country.
    """
    if indicator["roll_up"] == "ratio":
        return given(lines, "numerator", "denominator")
    found = given(lines, "actual")
    if indicator["roll_up"] == "latest":
        return [max(found, key=lambda line: (line["data_date"], line["body"]))] if found else []
    return found if indicator["roll_up"] == "sum" or len(found) == 1 else []


def rolled(lines: list[dict], indicator: dict) -> Decimal | None:
    """The value of the country from the lines that `used` gave. Two sums are divided, never the bodies' ratios; per cent where the
    unit is per cent."""
    if indicator["roll_up"] != "ratio":
        return add(number(line["actual"]) for line in lines)
    upper, lower = (add(number(line[column]) for line in lines) for column in ("numerator", "denominator"))
    return None if upper is None or not lower else upper / lower * (100 if is_percent(indicator) else 1)


def is_percent(indicator: dict) -> bool:
    """Whether the value is a share in per cent."""
    return indicator["unit_en"].lstrip().startswith("%")


def actual_of(lines: list[dict], indicator: dict) -> Decimal | None:
    """The value of the country, to a millionth."""
    value = rolled(used(lines, indicator), indicator)
    return None if value is None else value.quantize(MILLIONTH, ROUND_HALF_UP)


def of_indicator(lines: list[dict], indicator: dict) -> dict[str, str | None]:
    """Value, target and how much of it is reached, as `summary.json` writes them."""
    actual, target = actual_of(lines, indicator), number(indicator["target"])
    return {
        "actual": written(actual), "target": indicator["target"], "percent": percent_of_target(actual, target, indicator["better"]),
        "verdict": verdict(actual, target, indicator["better"]),
    }  # fmt: skip


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
