"""Pages that belong to no single edition: home, downloads, corrections, about the data, accessibility."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.site import changes, dataset, maps, over_years, pages_plan, reading
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site
from reporting import formats
from reporting.consolidation.columns import COLUMNS

# Made at baking for machines; everything else was approved with the edition
DERIVED = (
    "datapackage.json", "dictionary.csv", "discipline.dictionary.csv", "changes.dictionary.csv", "lines.schema.json",
    "summary.schema.json", "LICENSE.txt",
)  # fmt: skip
MOST_CELLS = 300  # on one page; the file holds them all
BEHIND = ("partly_done", "not_done")


def pages(site: Site) -> Iterator[tuple[str, str, Callable]]:
    """(part of the address, template, what it shows) of each."""
    yield "", "home.html", partial(home, site)
    yield "downloads/", "downloads.html", lambda: {"crumbs": crumbs(), "here": _("Downloads"), **downloads(site)}
    yield "corrections/", "corrections.html", lambda: {"crumbs": crumbs(), "here": _("Corrections"), "corrections": corrections(site)}
    yield "about/", "about.html", lambda: {
        "crumbs": crumbs(), "here": _("About the data"), "columns": columns(), "outages": outages(site),
    }  # fmt: skip
    yield "accessibility/", "accessibility.html", lambda: {"crumbs": crumbs(), "here": _("Accessibility statement")}


def outages(site: Site) -> list[dict]:
    """Hours in which the portal was down, by the published years; each once, though two years may name it."""
    found = {one["began_at"]: one for edition in site.current for one in edition.summary.get("outages", ())}
    return [found[began] for began in sorted(found, reverse=True)]


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the home page to here."""
    return [(_("Home"), f"/{get_language()}/"), *more]


def home(site: Site) -> dict:
    """The first page: what was done in the latest published year, or when the first is due."""
    context = {"concept": site.concept, "next": next_dates(site), "rows": listed(site)}
    if site.latest is None:
        return context
    edition, addresses = site.latest, Addresses(get_language(), site.latest)
    return context | {"edition": edition, "summary": edition.summary, "addresses": addresses} | overview(site, edition, addresses)


def overview(site: Site, edition: PublishedEdition, addresses: Addresses) -> dict:
    """What the home page and the year's page both show: three figures, the map, the plan by rows, who did not report."""
    summary = edition.summary
    by_status = summary["totals"]["items"]["by_status"]
    figure, unit = reading.short_money(summary["totals"]["funding"]["total"]["disbursed"])
    planned, planned_unit = reading.short_money(summary["totals"]["funding"]["total"]["planned"])
    return {
        "behind": sum(by_status.get(one, 0) for one in BEHIND),
        "waiting": by_status.get("not_due", 0) + by_status.get("not_yet_due", 0),
        "done": by_status.get("done", 0),
        "going": by_status.get("in_progress", 0),
        "disbursed": figure, "unit": unit, "planned": f"{planned} {planned_unit}".strip(),
        "percent": reading.percent_of(summary["totals"]["funding"]),
        "changed_since": over_years.headlines(site, edition),
        "map": maps.tile_map(summary, lambda code: addresses.of("regions", code)),
        "states": reading.counted(by_status),
        "strips": pages_plan.strips(edition, addresses),
        "missing": [edition.by_code[code] for code in summary["not_reported"]],
        "stages": stages(edition),
        "late_bodies": [(edition.by_code[one["body"]], one["days"]) for one in summary["late"]],
    }  # fmt: skip


def stages(edition: PublishedEdition) -> list[dict]:
    """The year line of an edition: what happened when. Everything in it is over but the last step."""
    dates = edition.summary["dates"]
    told = [
        (_("Reports due"), dates["due_on"]),
        (_("Figures calculated"), dates["calculated_at"]),
        (_("Edition approved"), dates["approved_at"]),
        (_("Edition published"), edition.published_at.isoformat()),
    ]
    return [
        {"name": name, "when": on_day(when), "state": "now" if nth == len(told) - 1 else "past"} for nth, (name, when) in enumerate(told)
    ]


def on_day(text: str) -> str:
    """A date or an instant of `summary.json` as the day it fell on in Almaty."""
    return formats.date_long(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))


def next_dates(site: Site) -> dict | None:
    """The year that is reported next, and its dates: between seasons this is what a reader comes for."""
    concept = site.concept
    year = site.latest.year + 1 if site.latest else concept["first_year"]
    if year > concept["last_year"]:
        return None
    return {"year": year, "due": date(year + 1, *concept["reports_due"]), "summary": date(year + 1, *concept["summary_due"])}


def listed(site: Site) -> list[dict]:
    """Every public edition with its files, newest first."""
    kinds = {
        "report.kk.pdf": ("PDF", "kk"),
        "report.ru.pdf": ("PDF", "ru"),
        "report.xlsx": ("XLSX", ""),
        "lines.csv": ("CSV", ""),
        "summary.json": ("JSON", ""),
    }
    rows = []
    for edition in site.editions:
        files = [
            {**one, "url": f"{edition.folder}{one['name']}", "label": kinds.get(one["name"], (one["name"], ""))} for one in edition.files
        ]
        row = {"edition": edition, "addresses": Addresses(get_language(), edition), "short": [one for one in files if one["name"] in kinds]}
        row["files"] = [one for one in files if one["name"] not in DERIVED]
        row["machines"] = [one for one in files if one["name"] in DERIVED]
        rows.append(row)
    return rows


def downloads(site: Site) -> dict:
    """Every edition with all its files, the file of all years, and the catalogue as search engines of data read it."""
    every = [{**one, "url": f"/{one['path']}"} for one in site.all_years]
    return {"rows": listed(site), "every": every, "described": dataset.written(dataset.catalogue(site, get_language()))}


def corrections(site: Site) -> list[dict]:
    """Every correction: which edition replaces which, why, and what changed from old to new."""
    found = []
    for edition in site.editions:
        previous = site.edition(edition.year, edition.number - 1)
        if edition.number > 1 and previous:
            found.append(
                {
                    "edition": edition, "previous": previous, "reason": edition.correction_reason,
                    "addresses": Addresses(get_language(), edition), "old": Addresses(get_language(), previous),
                    "changes": changes.between(previous, edition), "cells": changes.cells_of(previous, edition)[:MOST_CELLS],
                    "files": [one for one in edition.files if one["name"] in ("changes.csv", "changes.json")],
                }
            )  # fmt: skip
    return found


def columns() -> list[tuple[str, str]]:
    """What the columns of lines.csv mean, in the words of the data dictionary."""
    return [(name, getattr(one, reading.current())) for name, one in COLUMNS.items()]
