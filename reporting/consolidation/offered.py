"""The figures that are offered to a writer, with labels in the reader's language. Any other figure has its address on its own page."""

from django.utils.translation import gettext as _

from reporting.consolidation import explaining
from reporting.consolidation.lineage import COUNTED, ITEMS, REPORTS, SHARE, Figure, Figures
from reporting.consolidation.rollup import KINDS, SOURCES

MONEY = (*((kind, "") for kind in KINDS), (SHARE, ""))


def offered(figures: Figures) -> list[tuple[str, list[tuple[str, str]]]]:
    """(group, [(address, label with its present value)]): the year, the sections, the indicators, the items, the regions."""
    if not figures.summed:
        return []
    year = [*MONEY, *((kind, source) for kind in KINDS for source in SOURCES), (ITEMS, ""), *((REPORTS, of) for of in COUNTED)]
    year += [(ITEMS, status) for status in figures.summed["totals"]["items"]["by_status"]]
    found = [(_("The whole year"), lines(figures, "total", [""], year))]
    found.append((_("Sections of the plan"), lines(figures, "section", keys(figures, "section"), (*MONEY, (ITEMS, ""), (ITEMS, "done")))))
    found.append((_("Target indicators"), lines(figures, "indicator", keys(figures, "indicator"), (("actual", ""), ("target", "")))))
    found.append((_("Action items"), lines(figures, "item", keys(figures, "item"), MONEY)))
    found.append((_("Regions"), lines(figures, "region", keys(figures, "region"), MONEY)))
    return found


def keys(figures: Figures, scope: str) -> list[str]:
    """Keys of a scope in the order of the summary."""
    return [key for of, key in figures.entries if of == scope]


def lines(figures: Figures, scope: str, of: list[str], measures) -> list[tuple[str, str]]:
    """One line for each figure: what it is and how it reads now."""
    found = []
    for key in of:
        for measure, part in measures:
            figure = Figure(scope, key, measure, part)
            what, value = explaining.what(figure), explaining.shown(figure, figures)
            name = f"{explaining.of_what(figure, figures.summed)} · " if key else ""
            found.append((str(figure), f"{name}{what}: {value}"))
    return found
