"""What a correction changed: the old figure beside the new one."""

from django.utils.translation import gettext as _

from portal.site import reading
from portal.site.editions import PublishedEdition
from reporting import formats


def between(old: PublishedEdition, new: PublishedEdition) -> list[dict]:
    """Differences a reader would notice, as (what, old, new) in words and formatted figures."""
    return [
        {"what": what, "old": before, "new": after}
        for what, before, after in [*_totals(old, new), *_items(old, new), *_bodies(old, new), *_indicators(old, new)]
        if before != after
    ]


def _money(tenge) -> str:
    return _("not given") if tenge is None else _("%(n)s thousand tenge") % {"n": formats.money(tenge)}


def _totals(old, new):
    one, two = old.summary["totals"], new.summary["totals"]
    yield _("Reports accepted"), str(one["reports"]["accepted"]), str(two["reports"]["accepted"])
    yield _("Planned, all sources"), _money(one["funding"]["total"]["planned"]), _money(two["funding"]["total"]["planned"])
    yield _("Disbursed, all sources"), _money(one["funding"]["total"]["disbursed"]), _money(two["funding"]["total"]["disbursed"])


def _items(old, new):
    before = {one["item"]: one for one in old.summary["items"]}
    for item in new.summary["items"]:
        was, number = before.get(item["item"]), {"n": item["number"]}
        if was:
            yield _("Item %(n)s, status") % number, reading.shape_and_word(was["status"])[1], reading.shape_and_word(item["status"])[1]
            sums = _money(was["funding"]["total"]["disbursed"]), _money(item["funding"]["total"]["disbursed"])
            yield _("Item %(n)s, disbursed") % number, *sums


def _bodies(old, new):
    for body in new.summary["bodies"]:
        was = old.by_code.get(body["code"])
        if was and (was["report"]["sha256"] != body["report"]["sha256"] or was["report"]["state"] != body["report"]["state"]):
            yield _("Report of the body: %(body)s") % {"body": reading.said(body, "name")}, _report(was["report"]), _report(body["report"])


def _report(report: dict) -> str:
    if report["state"] == "not_filed":
        return reading.shape_and_word("not_filed")[1]
    return _("version %(n)s, %(sha)s…") % {"n": report["version"], "sha": report["sha256"][:12]}


def _indicators(old, new):
    before = {one["code"]: one for one in old.summary["indicators"]}
    for indicator in new.summary["indicators"]:
        was = before.get(indicator["code"])
        if was:
            what = _("Indicator, actual value: %(name)s") % {"name": reading.said(indicator, "name")}
            values = [formats.number(one["actual"]) or _("no data") for one in (was, indicator)]
            yield what, *values
