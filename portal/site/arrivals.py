"""When the reports of a year came: a bar for each day, the last day for filing as a line. The same figures stand in a table beside it."""

from collections import Counter
from datetime import date, datetime

from portal.site.editions import PublishedEdition
from reporting import clock

LEFT, RIGHT, TOP, BOTTOM = 10, 690, 40, 190
WIDEST = 26  # of a bar


def arrived_on(report: dict) -> date | None:
    """The day a body's report came, in Almaty: of one on paper the day its letter came. Nothing where none came."""
    if report.get("paper"):
        return date.fromisoformat(report["paper"]["arrived_on"])
    return datetime.fromisoformat(report["submitted_at"]).astimezone(clock.ALMATY).date() if report.get("submitted_at") else None


def chart(edition: PublishedEdition) -> dict | None:
    """Bars by day from the first report to the last, the last day for filing among them; None where nobody reported."""
    due = date.fromisoformat(edition.summary["dates"]["due_on"])
    came = [(day, body["report"]["timeliness"] == "late") for body in edition.summary["bodies"] if (day := arrived_on(body["report"]))]
    if not came:
        return None
    days, late = Counter(day for day, _late in came), Counter(day for day, is_late in came if is_late)
    first, last = min(min(days), due), max(max(days), due)
    step, tall = (RIGHT - LEFT) / ((last - first).days + 1), (BOTTOM - TOP) / max(days.values())
    width = min(step * 0.8, WIDEST)
    bars = [bar(day, count, late[day], LEFT + step * ((day - first).days + 0.5), width, tall) for day, count in sorted(days.items())]
    line = round(LEFT + step * ((due - first).days + 1), 1)
    return {"bars": bars, "due": due, "line": line, "first": first, "last": last, "after": last > due}


def bar(day: date, count: int, late: int, middle: float, width: float, tall: float) -> dict:
    """The bar of one day: all reports from the line up, the late ones among them on top. `tall`: the height of one report."""
    height, top = round(tall * count, 1), round(BOTTOM - tall * count, 1)
    return {
        "day": day, "count": count, "late": late, "x": round(middle - width / 2, 1), "width": round(width, 1), "middle": round(middle, 1),
        "y": top, "height": height, "late_height": round(tall * late, 1), "label_y": round(top - 6, 1),
    }  # fmt: skip
