"""The twenty regions as tiles of the same size, coloured by the figure a reader chooses. The templates draw; a table stands beside."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.site import reading
from portal.site.charts import scale_end
from reporting import formats

CELL, TILE, HATCHED = 94, 90, 54
CLASSES = ("c1", "c2", "c3", "c4")
BILLION = 10**9


@dataclass(frozen=True)
class Figure:
    """One choice of the map. `value` gives the number of a region or None; `ends` are where its second, third and fourth colours begin."""

    code: str
    title: Promise
    note: Promise
    value: Callable
    unit: Promise | str = ""
    ends: tuple[int, ...] = ()
    places: int = 0  # digits after the comma in a tile
    table_places: int = 1

    def seen(self, value: Decimal) -> Decimal:
        """The number a reader sees in a tile; its colour is that of this number."""
        return value.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)

    def whole(self, value: Decimal) -> str:
        """As it is told with its unit."""
        return formats.percent(value) if self.unit == "%" else f"{formats.number(value, self.table_places)} {self.unit}"


def done_share(region: dict, _report: dict) -> Decimal | None:
    """Rows of the plan that are done, as per cent of the rows with a status."""
    counted = region["by_status"]
    return Decimal(counted.get("done", 0)) * 100 / sum(counted.values()) if counted else None


def amount(part: str) -> Callable:
    """Funds planned or disbursed, in billion tenge."""

    def value(region: dict, _report: dict) -> Decimal | None:
        tenge = region["funding"]["total"][part]
        return None if tenge is None else Decimal(tenge) / BILLION

    return value


def days_late(_region: dict, report: dict) -> Decimal | None:
    """Days after the term on which the akimat's report first came; 0 in time."""
    return Decimal(report["late_days"] or 0) if report.get("timeliness") in ("on_time", "late") else None


class DaysLate(Figure):
    """Days are counted, not measured."""

    def whole(self, value: Decimal) -> str:
        if not value:
            return gettext("on time")
        return ngettext("%(days)d day late", "%(days)d days late", int(value)) % {"days": int(value)}


FIGURES = (
    Figure(
        "share", _("Share disbursed"), _("Per cent of the planned funds disbursed in the regions."),
        lambda region, _report: reading.percent_of(region["funding"]), "%", (50, 70, 90),
    ),
    Figure(
        "planned", _("Funds planned"), _("Funds planned by the akimats, billion tenge."), amount("planned"), _("billion tenge"),
        places=1, table_places=3,
    ),
    Figure(
        "disbursed", _("Funds disbursed"), _("Funds disbursed by the akimats, billion tenge."), amount("disbursed"), _("billion tenge"),
        places=1, table_places=3,
    ),
    Figure(
        "done", _("Rows done"), _("Rows of the plan that are done, per cent of the akimat’s rows with a status."), done_share, "%",
        (25, 50, 75),
    ),
    DaysLate(
        "late", _("Days late"), _("How many days after the term the akimat’s report came."), days_late, "", (1, 8, 31), table_places=0
    ),
)  # fmt: skip
DEFAULT = FIGURES[0]


def hatch(x: int, y: int) -> str:
    """Slanting lines over the upper part of a tile: lines, because SVG patterns are lost in print."""
    strokes = []
    for across in range(12, TILE + HATCHED, 12):
        start = (x + min(across, TILE), y + max(0, across - TILE))
        end = (x + max(0, across - HATCHED), y + min(across, HATCHED))
        strokes.append(f"M{start[0]} {start[1]}L{end[0]} {end[1]}")
    return "".join(strokes)


def values(summary: dict, figure: Figure) -> dict[str, Decimal | None]:
    """Region code → its number; None where the akimat did not report or gave no figure."""
    reports = {one["code"]: one["report"] for one in summary["bodies"]}
    return {
        one["code"]: None if one["state"] in ("not_filed", "not_accepted") else figure.value(one, reports.get(one["body"], {}))
        for one in summary["regions"]
    }


def ends_of(figure: Figure, known: list[Decimal]) -> tuple[Decimal, ...]:
    """Where the second, third and fourth colours begin: fixed for shares and days, quarters of a round scale for amounts."""
    return tuple(figure.seen(Decimal(one)) for one in figure.ends or (scale_end(known) * n / 4 for n in (1, 2, 3)))


def tile_map(summary: dict, link: Callable[[str], str], figure: Figure = DEFAULT, here: str = "") -> dict:
    """The map: its title, its tiles with place, class, figure and what a screen reader hears, and its key."""
    found = values(summary, figure)
    ends = ends_of(figure, [one for one in found.values() if one is not None])
    return {
        "figure": figure,
        "tiles": [tile(region, found[region["code"]], figure, ends, link, here) for region in summary["regions"]],
        "key": key(figure, ends),
    }


def tile(region: dict, value: Decimal | None, figure: Figure, ends: tuple, link: Callable[[str], str], here: str) -> dict:
    """One region."""
    x, y = 1 + region["tile_col"] * CELL, 1 + region["tile_row"] * CELL
    name, short = reading.said(region, "name"), reading.said(region, "short") or reading.said(region, "name")
    if region["state"] in ("not_filed", "not_accepted"):
        look, shown, told = "c0", "", reading.shape_and_word(region["state"])[1]
    elif value is None:
        look, shown = "cn", "—"
        told = reading.shape_and_word("no_activity" if region["state"] == "no_activity" else "blank")[1]
    else:
        look = CLASSES[sum(figure.seen(value) >= end for end in ends)]
        shown, told = formats.number(value, figure.places), figure.whole(value)
    return {
        "x": x, "y": y, "middle": x + TILE // 2, "figure_y": y + 45, "label_y": y + 74, "look": look, "figure": shown, "told": told,
        "name": name, "short": short, "long": len(short) > 8, "on": look in ("c3", "c4"), "url": link(region["code"]),
        "hatch": hatch(x, y) if look == "c0" else "", "here": region["code"] == here,
    }  # fmt: skip


def key(figure: Figure, ends: tuple[Decimal, ...]) -> list[tuple[str, str]]:
    """(class, its range) of the four colours, in the numbers that are seen."""

    def shown(value: Decimal) -> str:
        return formats.number(value, figure.places)

    step = Decimal(1).scaleb(-figure.places)
    low, middle, high = ends
    first = "0" if low == step else f"< {shown(low)}"
    spans = (f"{shown(start)}–{shown(end - step)}" for start, end in ((low, middle), (middle, high)))
    ranges = (first, *spans, f"≥ {shown(high)}")
    return [(look, f"{one}{formats.NBSP}{figure.unit}" if figure.unit else one) for look, one in zip(CLASSES, ranges, strict=True)]
