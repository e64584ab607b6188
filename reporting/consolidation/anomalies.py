"""Figures that look strange, found by rules that anybody can read. Pure: lines and figures of this year and of the year before.

None of them stops anything: each is a question to a person, who answers in words or asks the body.
"""

from decimal import Decimal

from reporting.consolidation.lines import INDICATOR, ITEM, MONEY
from reporting.consolidation.rollup import SOURCES

TIMES = 10  # a value this many times last year's, or more
FALL = 5  # a value this many times less than last year's, or more
LEAST = 1_000_000  # tenge: smaller amounts jump without meaning anything
POINTS = 10  # percentage points by which a body's share of the year's money moves
KINDS = ("tenfold", "drop", "overdisbursed", "no_evidence", "share_jump", "blank_region")


def anomalies(rows: list[dict], summed: dict, before: dict | None) -> list[dict]:
    """Everything strange, worst kinds first: key, kind, line or scope, column, `seen` (the values). `before`: `figures` and `rows`."""
    old = {row["line"]: row for row in before["rows"]} if before else {}
    by_place = {place(row): row for row in old.values()}
    found = [one for row in rows for one in of_line(row, by_place.get(place(row)))]
    found += of_regions(summed)
    if before:
        found += of_shares(summed, before["figures"])
    return sorted(found, key=lambda one: (KINDS.index(one["kind"]), one["key"]))


def place(row: dict) -> tuple:
    """What a line answers for, whatever its number in the plan."""
    return row["kind"], row["item"] or row["indicator"], row["body"]


def of_line(row: dict, old: dict | None) -> list[dict]:
    """What is strange in one line."""
    found = jumps(row, old) if old else []
    for source in SOURCES if row["kind"] == ITEM else ():
        planned, disbursed = row[f"planned_{source}"], row[f"disbursed_{source}"]
        if planned is not None and disbursed is not None and disbursed > planned:
            found.append(strange("overdisbursed", row, f"disbursed_{source}", [planned, disbursed]))
    if row["status"] == "done" and not row["evidence"]:
        found.append(strange("no_evidence", row, "evidence", []))
    return found


def jumps(row: dict, old: dict) -> list[dict]:
    """Values ten times last year's, or a fifth of them and less."""
    found = []
    for column in MONEY if row["kind"] == ITEM else ("actual",):
        was, now = number(old[column]), number(row[column])
        if was is None or now is None or not was:
            continue
        big = row["kind"] == INDICATOR or max(abs(was), abs(now)) >= LEAST
        if big and abs(now) >= TIMES * abs(was):
            found.append(strange("tenfold", row, column, [old[column], row[column]]))
        elif big and FALL * abs(now) <= abs(was):
            found.append(strange("drop", row, column, [old[column], row[column]]))
    return found


def number(value) -> Decimal | None:
    """A cell of a line as a number."""
    return None if value in ("", None) else Decimal(value)


def strange(kind: str, row: dict, column: str, seen: list) -> dict:
    """A finding about a line."""
    return {"key": f"{kind}:{row['line']}:{column}", "kind": kind, "line": row["line"], "column": column, "seen": seen}


def of_regions(summed: dict) -> list[dict]:
    """Regions whose akimat's report is in and gives no money at all."""
    return [
        {"key": f"blank_region:{region['code']}", "kind": "blank_region", "scope": f"region.{region['code']}", "seen": [region["state"]]}
        for region in summed["regions"]
        if region["state"] == "accepted" and region["funding"]["total"]["planned"] is None
        and region["funding"]["total"]["disbursed"] is None
    ]  # fmt: skip


def of_shares(summed: dict, before: dict) -> list[dict]:
    """Bodies whose share of the money disbursed moved by ten percentage points and more."""
    found, old = [], shares(before)
    for code, share in shares(summed).items():
        if code in old and abs(share - old[code]) >= POINTS:
            seen = [f"{old[code]:.1f}", f"{share:.1f}"]
            found.append({"key": f"share_jump:{code}", "kind": "share_jump", "scope": f"body.{code}", "seen": seen})
    return found


def shares(summed: dict) -> dict[str, Decimal]:
    """body → its per cent of the money disbursed."""
    whole = summed["totals"]["funding"]["total"]["disbursed"]
    given = {body["code"]: body["funding"]["total"]["disbursed"] for body in summed["bodies"]}
    return {code: Decimal(part) * 100 / whole for code, part in given.items() if part is not None} if whole else {}
