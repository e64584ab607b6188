"""An edition beside the published years around it: how the headline figures changed, how a body or a region did in each year."""

from decimal import Decimal

from django.utils.translation import gettext as _

from portal.site import reading
from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site
from reporting import formats

PLUS = "+"


def year_before(site: Site, edition: PublishedEdition) -> PublishedEdition | None:
    """The current edition of the year before, where that year was published."""
    return next((one for one in site.current if one.year == edition.year - 1), None)


def headlines(site: Site, edition: PublishedEdition) -> dict[str, str]:
    """The change of the three figures against the year before, each as a phrase; empty where there is nothing to compare with."""
    before = year_before(site, edition)
    if before is None:
        return {}
    old, new = before.summary["totals"], edition.summary["totals"]
    done_old, done_new = (one["items"]["by_status"].get("done", 0) for one in (old, new))
    filed_old, filed_new = (one["reports"]["filed"] for one in (old, new))
    told = {
        "items_done": (f"{done_old} / {old['items']['total']}", signed(done_new - done_old)),
        "reports": (f"{filed_old} / {old['reports']['expected']}", signed(filed_new - filed_old)),
    }
    spent_old, spent_new = (one["funding"]["total"]["disbursed"] for one in (old, new))
    if spent_old and spent_new is not None:
        share = Decimal(spent_new - spent_old) * 100 / spent_old
        told["money"] = (" ".join(reading.short_money(spent_old)), signed(share, 1) + formats.NBSP + "%")
    return {
        name: _("In %(year)s: %(figure)s; change: %(change)s") % {"year": before.year, "figure": figure, "change": change}
        for name, (figure, change) in told.items()
    }


def signed(value: Decimal | int, places: int = 0) -> str:
    """A difference with its sign; zero has none."""
    shown = formats.number(Decimal(value), places)
    return f"{PLUS}{shown}" if Decimal(value) > 0 else shown


def of_body(site: Site, edition: PublishedEdition, language: str, code: str) -> list[dict]:
    """A body in every published year, the newest first: when it reported, what it planned and disbursed."""
    rows = []
    for one in editions(site, edition):
        if body := one.by_code.get(code):
            rows.append({"year": one.year, "report": body["report"], "funding": body["funding"],
                         "url": Addresses(language, one).of("bodies", code)})  # fmt: skip
    return rows


def of_region(site: Site, edition: PublishedEdition, language: str, code: str) -> list[dict]:
    """A region in every published year, the newest first."""
    rows = []
    for one in editions(site, edition):
        region = next((each for each in one.summary["regions"] if each["code"] == code), None)
        akimat = one.by_code.get(region["body"]) if region else None
        if akimat:
            rows.append({"year": one.year, "report": akimat["report"], "funding": region["funding"],
                         "url": Addresses(language, one).of("regions", code)})  # fmt: skip
    return rows


def editions(site: Site, edition: PublishedEdition) -> list[PublishedEdition]:
    """One edition of each published year, the newest first: the current one, and of its own year the very edition that is read."""
    chosen = {one.year: one for one in site.current} | {edition.year: edition}
    return [chosen[year] for year in sorted(chosen, reverse=True)]
