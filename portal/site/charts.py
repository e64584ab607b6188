"""Geometry of the public charts: numbers in, coordinates out. The templates draw; every chart stands beside its table."""

from decimal import Decimal

from portal.site import reading
from reporting import formats

CELL, TILE, HATCHED = 94, 90, 54
LEFT, RIGHT, TOP, BOTTOM = 72, 640, 30, 280


def hatch(x: int, y: int) -> str:
    """Slanting lines over the upper part of a tile: lines, because SVG patterns are lost in print."""
    strokes = []
    for across in range(12, TILE + HATCHED, 12):
        start = (x + min(across, TILE), y + max(0, across - TILE))
        end = (x + max(0, across - HATCHED), y + min(across, HATCHED))
        strokes.append(f"M{start[0]} {start[1]}L{end[0]} {end[1]}")
    return "".join(strokes)


def step_of(percent: Decimal) -> str:
    """The class of a tile by its percentage."""
    return "c1" if percent < 50 else "c2" if percent < 70 else "c3" if percent < 90 else "c4"


def tile_map(regions: list[dict], link, here: str = "") -> list[dict]:
    """The twenty regions as tiles: place, class, the figure, and what a screen reader hears."""
    tiles = []
    for region in regions:
        percent = reading.percent_of(region["funding"])
        x, y = 1 + region["tile_col"] * CELL, 1 + region["tile_row"] * CELL
        name, short = reading.said(region, "name"), reading.said(region, "short") or reading.said(region, "name")
        if region["state"] in ("not_filed", "not_accepted"):
            look, figure, told = "c0", "", reading.shape_and_word(region["state"])[1]
        elif percent is None:
            code = "no_activity" if region["state"] == "no_activity" else "blank"
            look, figure, told = "cn", "—", reading.shape_and_word(code)[1]
        else:
            look, figure, told = step_of(percent), formats.number(percent, 0), formats.percent(percent)
        tiles.append(
            {
                "x": x, "y": y, "middle": x + TILE // 2, "figure_y": y + 45, "label_y": y + 74,
                "look": look, "figure": figure, "told": told,
                "name": name, "short": short, "long": len(short) > 8, "on": look in ("c3", "c4"), "url": link(region["code"]),
                "hatch": hatch(x, y) if look == "c0" else "", "here": region["code"] == here,
            }
        )  # fmt: skip
    return tiles


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
        "last": {"x": x(known[-1]["year"]) + 14, "y": y(known[-1]["actual"]) + 22, "value": known[-1]["actual"]} if known else None,
    }  # fmt: skip
