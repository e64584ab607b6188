"""The words of the reports in three languages, from the same list that the whole portal takes its words from."""

import csv
from functools import cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from territories.kazakh import sort_key
from territories.languages import LANGUAGES

SHOWN = {"role", "column", "status", "public"}  # not buttons, messages, formats of numbers: those are for whoever builds the portal


@cache
def terms() -> tuple[dict, ...]:
    """The terms a reader meets, one word one meaning."""
    with (settings.BASE_DIR / "portal" / "locale" / "glossary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in SHOWN]
    # Several forms of a word stand divided by a stroke: a reader needs the first; a text with a gap for a value is not a term
    rows = [{"key": row["key"], **{one: row[one].split(" | ")[0] for one in LANGUAGES}} for row in rows]
    return tuple(row for row in rows if not any(sign in row[one] for one in LANGUAGES for sign in "%{…"))


def slug(key: str) -> str:
    """The anchor of a term on its page."""
    return key.replace(".", "-").replace("_", "-")


def context() -> dict:
    """The page in the current language: by letters in its order, the other two languages beside."""
    own = get_language()[:2]
    others = [one for one in LANGUAGES if one != own]
    rows = sorted(terms(), key=lambda row: sort_key(row[own]))
    groups: list[dict] = []
    for row in rows:
        letter = row[own][:1].upper()
        if not groups or groups[-1]["letter"] != letter:
            groups.append({"letter": letter, "anchor": f"l{len(groups) + 1}", "terms": []})
        groups[-1]["terms"].append({"anchor": slug(row["key"]), "own": row[own], "others": [(one, row[one]) for one in others]})
    names = {"kk": _("In Kazakh"), "ru": _("In Russian"), "en": _("In English")}
    return {"groups": groups, "total": len(rows), "own_name": names[own], "other_names": [names[one] for one in others]}
