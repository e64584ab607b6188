"""Geometry of the public charts: numbers in, coordinates out. The templates draw; every chart stands beside its table."""

from collections.abc import Callable
from decimal import Decimal

from reporting import formats

LEFT, RIGHT, TOP, BOTTOM = 72, 640, 30, 280
ROOM = 110  # that a label needs to the right of its point


def scale_end(values: list[Decimal]) -> Decimal:
    """A round number at or above the greatest value: 1, 2, 2.5 or 5 times a power of ten."""
    greatest = max(values, default=Decimal(1)) or Decimal(1)
    power = Decimal(10) ** greatest.adjusted()
    return next(power * m for m in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10)) if power * m >= greatest)


def pair_of_bars(target: Decimal | None, actual: Decimal | None) -> dict:
    """One year only: no trend is drawn, target and actual lie side by side from zero."""
    end = scale_end([one for one in (target, actual) if one is not None])

    def width(value):
        return None if value is None else round(float(max(value, Decimal(0)) / end) * 460)

    return {
        "target": width(target),
        "actual": width(actual),
        "target_x": 130 + (width(target) or 0),
        "actual_x": 130 + (width(actual) or 0),
    }


def series(points: list[dict], first: int, last: int) -> dict:
    """Lines of targets and of actual values over the years of the Concept. What is missing is a gap, not zero; a break parts the line."""
    values = [one[key] for one in points for key in ("target", "actual") if one[key] is not None]
    end = scale_end(values)

    def x(year):
        return round(LEFT + (RIGHT - LEFT) * (year - first) / max(last - first, 1))

    def y(value):
        return round(BOTTOM - float(value / end) * (BOTTOM - TOP), 1)

    def path(key):
        drawn, pen, before = [], "M", None
        for one in points:
            if one.get("broken") or before is not None and one["year"] != before + 1:
                pen = "M"
            before = one["year"]
            if one[key] is None:
                pen = "M"
            else:
                drawn.append(f"{pen}{x(one['year'])} {y(one[key])}")
                pen = "L"
        return "".join(drawn)

    known = [one for one in points if one["actual"] is not None]
    return {
        "years": [{"x": x(year), "year": year, "alt": (year - first) % 2} for year in range(first, last + 1)],
        "grid": [{"y": y(end * n / 4), "label_y": y(end * n / 4) + 5, "label": formats.number(end * n / 4)} for n in range(5)],
        "plan": path("target"), "fact": path("actual"),
        "dots": [{"x": x(one["year"]), "y": y(one["actual"])} for one in known],
        "hollow": [{"x": x(one["year"]), "y": y(one["target"])} for one in points if one["target"] is not None],
        "breaks": [{"x": x(one["year"] - 0.5), "year": one["year"]} for one in points if one.get("broken")],
        **labels(points, x, y),
    }  # fmt: skip


def labels(points: list[dict], x: Callable, y: Callable) -> dict:
    """What stands at the end of each line: the last actual value and the last target, the higher one above its point, the other below."""
    last, aim = (next((one for one in reversed(points) if one[key] is not None), None) for key in ("actual", "target"))
    aim_above = not (last and aim) or y(aim["target"]) <= y(last["actual"])

    def at(one: dict | None, key: str, above: bool) -> dict | None:
        if one is None:
            return None
        at_edge = x(one["year"]) > RIGHT - ROOM
        place = {"x": x(one["year"]) + (0 if at_edge else 14), "anchor": "end" if at_edge else "start"}
        return {**place, "y": round(y(one[key]) + (-10 if above else 22), 1), "value": one[key]}

    return {"last": at(last, "actual", not aim_above), "aim": at(aim, "target", aim_above)}
