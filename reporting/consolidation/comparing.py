"""What is other than before, and why: against an earlier calculation of the same year, or against the year before."""

from reporting.consolidation import explaining, lineage, lines
from reporting.consolidation.lineage import Figures, Held, parse
from reporting.consolidation.manifest import NOT_FILED
from reporting.models import Summary, SummaryRun


def versions_in(manifest: dict) -> dict[str, int]:
    """body → version, of what is in."""
    return {row["body"]: row["version"] for row in manifest.get("reports", ())}


def changed_bodies(before: dict, now: dict) -> dict[str, tuple[int | None, int | None]]:
    """body → (version before, version now), of the bodies whose version in the manifest is another."""
    old, new = versions_in(before), versions_in(now)
    return {body: (old.get(body), new.get(body)) for body in sorted(old.keys() | new.keys()) if old.get(body) != new.get(body)}


def why_changed(summary: Summary, address: str, was) -> list[tuple[str, int | None, int | None]]:
    """(body, version before, version now) behind a figure that was another: since the last run in which it had that value.

    Empty where no version behind it has changed: then it was a decision, a date or the plan.
    """
    figure = parse(address)
    run = last_run_with(summary, address, was)
    if run is None or figure is None:
        return []
    names = {body["code"]: explaining.text(body, "short") for body in summary.figures["bodies"]}
    return reasons(figure, run.manifest, summary, Held(lines.read(summary.lines)), names)


def reasons(figure: lineage.Figure, before: dict, summary: Summary, held: Held, names: dict[str, str]) -> list[tuple]:
    """(body, version before, version now) behind a figure that is another than at the time of the manifest `before`."""
    if figure.kind == lineage.REPORTS:
        return [(names.get(code, code), None, None) for code in counted_otherwise(figure.of, before, summary.manifest)]
    moved = changed_bodies(before, summary.manifest)
    found = behind(figure, summary, held) if moved else []
    return [(names.get(body, body), *moved[body]) for body in found if body in moved]


def counted_otherwise(of: str, before: dict, now: dict) -> list[str]:
    """Bodies whose report was accepted, or filed, in one manifest and not in the other: which of the two, `of` says."""
    def those(manifest: dict) -> set[str]:
        waiting = [row["body"] for row in manifest.get("out", ()) if row["state"] != NOT_FILED]
        return {*versions_in(manifest), *(waiting if of != "accepted" else ())}

    return sorted(those(before) ^ those(now))


def last_run_with(summary: Summary, address: str, was) -> SummaryRun | None:
    """The newest run of the year in which the figure had a value; of a ratio, its two parts."""
    wanted = {address: was}
    if address.endswith(".share") and isinstance(was, list):
        stem = address.removesuffix("share")
        wanted = {f"{stem}disbursed": was[0], f"{stem}planned": was[1]}
    runs = SummaryRun.objects.filter(summary__cycle=summary.cycle_id).order_by("-summary__number", "-number")
    return next((run for run in runs if all(run.values.get(one) == value for one, value in wanted.items())), None)


def behind(figure: lineage.Figure, summary: Summary, held: Held) -> list[str]:
    """Bodies whose lines belong to a figure, whether they give something or not."""
    trace = lineage.trace(figure, held, summary.figures)
    things = [*trace.lines, *trace.counted, *(one for lot in trace.left.values() for one in lot)]
    return sorted({code for one in things for code in bodies_of(one)})


def bodies_of(thing: dict) -> list[str]:
    """The bodies behind a line, an item or a body's entry."""
    if "body" in thing:
        return [thing["body"]]
    return [*thing["lead"], *thing["co"]] if "lead" in thing else [thing["code"]]


def differences(before: dict[str, object], now: Figures) -> list[tuple[lineage.Figure, object, object]]:
    """(figure, before, now) of everything that is another, the totals first; what a remembered run leaves out was nothing or zero."""
    found = []
    for figure in now.addresses():
        if figure.measure == lineage.SHARE:
            continue
        value, was = now.value(figure), before.get(str(figure))
        if (was or None) != (value or None):
            found.append((figure, was, value))
    return sorted(found, key=lambda one: one[0].scope != "total")
