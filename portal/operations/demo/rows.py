"""What each body of the demonstration writes in its rows. Seeded: the same sample year every time."""

import random
from datetime import date
from decimal import Decimal

from portal.operations.demo import texts
from reporting.models import MONEY, IndicatorValue, ItemProgress

SEED = 2026
# statuses of an item: for the lead (or each akimat that leads its own part), for the others
STATUSES = {
    "SC-01": ("partly_done", "done"),
    "SC-02": ("done", "done"),
    "SC-03": ("done", "done"),
    "SC-05": ("done", "done"),
    "SC-10": ("in_progress", "in_progress"),
    "SC-12": ("done", "in_progress"),
    "SC-13": ("done", "done"),
    "SC-14": ("in_progress", "in_progress"),
}
# item → thousand tenge planned for a body, from and to, by source
MONEY_OF = {
    "SC-02": {"republican": (900_000, 2_500_000)},
    "SC-10": {"republican": (120_000, 900_000), "local": (80_000, 600_000), "extra": (0, 400_000)},
    "SC-12": {"republican": (10_000, 90_000), "local": (20_000, 160_000)},
    "SC-13": {"republican": (40_000, 220_000)},
    "SC-14": {"republican": (5_000, 60_000), "extra": (0, 90_000)},
}
NO_ACTIVITY = {("AK-KYZ", "SC-12"), ("AK-ZKO", "SC-14"), ("ME", "SC-10")}
SLOWER = {"AK-AKT", "AK-KOS", "AK-TUR"}  # they have not finished the analysis of item 5
ACTUALS = {
    "GII-UIC": Decimal("82"), "GII-ALL": Decimal("80"), "RD-GDP": Decimal("0.17"), "SC-CREATED": Decimal("0"),
    "STP-CREATED": Decimal("1"), "SC-PARTIC": Decimal("14"),
}  # fmt: skip


def chance(*key) -> random.Random:
    """A generator of its own for each row, so that the order of filling changes nothing."""
    return random.Random("/".join(map(str, (SEED, *key))))  # noqa: S311 - sample figures, nothing secret


def values_of(progress: ItemProgress) -> dict:
    """The reported fields of one row."""
    body, item = progress.report.body.code, progress.item.code
    if (body, item) in NO_ACTIVITY:
        return {"answer": "no_activity", "answer_note": texts.NO_ACTIVITY, "complete": True}
    status = STATUSES[item][0 if progress.part == "lead" else 1]
    if item == "SC-05" and body in SLOWER:
        status = "in_progress"
    kk, ru = texts.PROGRESS[item]
    values = {"answer": "given", "status": status, "progress_kk": kk, "progress_ru": ru, "complete": True, **money_of(body, item)}
    if status == "done":
        values["actual_date"] = date(2026, 12, chance(body, item, "day").randint(8, 28))
    elif progress.row.deadline_to <= date(2026, 12, 31):
        said = {"reasons": texts.REASON, "measures": texts.MEASURE, "proposal": texts.PROPOSAL}
        values |= {f"{name}_{language}": pair[n] for name, pair in said.items() for n, language in enumerate(("kk", "ru"))}
        values["proposed_date"] = date(2027, 6, 30)
    return values


def money_of(body: str, item: str) -> dict:
    """Planned and disbursed, whole tenge. A body that is not named for a source leaves it blank: blank is not zero."""
    pick, found = chance(body, item, "money"), dict.fromkeys(MONEY)
    for source, (least, most) in MONEY_OF.get(item, {}).items():
        if source == "extra" and pick.random() < 0.4:
            continue
        planned = pick.randint(least * 10, most * 10) * 100
        found[f"planned_{source}"] = planned
        found[f"disbursed_{source}"] = planned * pick.randint(62, 99) // 100 // 100 * 100
    return {name: value for name, value in found.items() if value is not None}


def value_of(value: IndicatorValue) -> dict:
    """The reported fields of one indicator."""
    body, code = value.report.body.code, value.indicator.code
    said = {"answer": "given", "data_source": texts.DATA_SOURCE, "data_date": date(2026, 12, 31), "complete": True}
    if code == "RD-COMM":
        return {**said, "numerator": Decimal(11), "denominator": Decimal(40)}
    if code == "PRIV-INV":
        actual = Decimal(chance(body, code).randint(0, 38)) / 10
    elif code == "JOBS-HT":
        actual = Decimal(chance(body, code).randint(0, 14))
    else:
        actual = ACTUALS[code]
    return {**said, "actual": actual, "reasons_kk": texts.SAMPLE_REASON}
