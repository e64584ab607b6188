"""How much a body weighs in the totals, so that of those missing the ones that matter most stand first. Pure.

By last year's share of the planned funding, where last year was consolidated; else by its share of the rows that are owed this year.
"""

from decimal import ROUND_HALF_UP, Decimal

PLANNED, ROWS = "planned", "rows"
TENTH = Decimal("0.1")


def weights(reports: list[dict], before: dict | None) -> dict[str, dict]:
    """body → {"basis", "share" in per cent as text or None, "rows"}; `before`: last year's figures."""
    owed = {report["body"]["code"]: sum(row["needs_answer"] for row in report["rows"]) for report in reports}
    if before and (whole := before["totals"]["funding"]["total"]["planned"]):
        money = {body["code"]: body["funding"]["total"]["planned"] for body in before["bodies"]}
        return {code: weight(PLANNED, money.get(code), whole, rows) for code, rows in owed.items()}
    return {code: weight(ROWS, rows, sum(owed.values()), rows) for code, rows in owed.items()}


def weight(basis: str, part: int | None, whole: int, rows: int) -> dict:
    """One body's weight."""
    share = None if part is None or not whole else str((Decimal(part) * 100 / whole).quantize(TENTH, ROUND_HALF_UP))
    return {"basis": basis, "share": share, "rows": rows}


def heaviest_first(codes: list[str], found: dict[str, dict]) -> list[str]:
    """Bodies by weight; those without one by their rows."""
    def key(code: str):
        one = found.get(code, {"share": None, "rows": 0})
        return (-Decimal(one["share"] or 0), -one["rows"], code)

    return sorted(codes, key=key)
