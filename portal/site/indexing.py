"""What can be found by searching: written once at baking, from published editions only, into one file beside the pages.

An entry is a place of the site; its passages are (what the text is, language, text). A body's text keeps the language it was written in.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from portal.site.addresses import Addresses
from portal.site.editions import PublishedEdition, Site
from portal.site.folding import composed
from portal.site.glossary import slug, terms
from territories.languages import LANGUAGES

FILE = "data/search.json"
WORDS = ("progress", "reasons", "measures", "proposal")  # a body's texts, in Kazakh and in Russian
PLAIN = ("answer_note", "data_source")


def write(folder: Path, site: Site) -> None:
    """The index of the build. Everything in it stands on a page too."""
    index = {
        "format": 1,
        "sample": bool(site.latest and site.latest.summary["sample"]),
        "bodies": {code: named(body) for one in reversed(site.current) for code, body in one.by_code.items()},
        "entries": [*of_glossary(), *(entry for one in site.current for entry in of_edition(one))],
    }
    (folder / FILE).write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def named(thing: dict, name: str = "name") -> dict[str, str]:
    """A name in the three languages."""
    return {one: composed(thing.get(f"{name}_{one}") or "") for one in LANGUAGES}


def passages(thing: dict, *names: str) -> list[tuple[str, str, str]]:
    """Texts of a thing that are there, in every language they are in."""
    return [(name, one, composed(thing[f"{name}_{one}"])) for name in names for one in LANGUAGES if thing.get(f"{name}_{one}")]


def entry(kind: str, key: str, path: str, title: dict, texts: list, *, year=None, bodies=()) -> dict:
    """A place of the site: `path` without its language, `title` in three."""
    return {"kind": kind, "key": key, "path": path, "title": title, "texts": texts, "year": year, "bodies": list(bodies)}


def of_glossary() -> Iterator[dict]:
    """Words of the reports."""
    for term in terms():
        title = {one: composed(term[one]) for one in LANGUAGES}
        yield entry("term", term["key"], f"glossary/#{slug(term['key'])}", title, [])


def of_edition(edition: PublishedEdition) -> Iterator[dict]:
    """Everything of one current edition."""
    summary, year, to = edition.summary, edition.year, Addresses("", edition)

    def at(address: str) -> str:
        return address.removeprefix("//")

    year_texts = [("narrative", one, composed(part[one])) for part in summary["narrative"] for one in ("kk", "ru") if part.get(one)]
    yield entry("year", str(year), at(to.year), dict.fromkeys(LANGUAGES, str(year)), year_texts, year=year)
    for item in summary["items"]:
        texts = [("number", "", f"№ {item['number']}"), *passages(item, "completion_form", "deadline_text", "funding_text")]
        executors = [*item["lead"], *item["co"], *item["by_agreement"]]
        yield entry("item", item["item"], at(to.of("items", item["number"])), named(item, "title"), texts, year=year, bodies=executors)
    for kind, place in (("body", "bodies"), ("region", "regions"), ("territory", "territories"), ("indicator", "indicators")):
        for thing in summary[place]:
            yield of_thing(kind, thing, at(to.of(place, thing["code"])), year)
    titles = {item["number"]: named(item, "title") for item in summary["items"]}
    indicators = {one["code"]: named(one) for one in summary["indicators"]}
    for line in edition.lines.values():
        if texts := own_texts(line):
            title = titles[line["number"]] if line["kind"] == "item" else indicators[line["indicator"]]
            yield entry("text", line["line"], at(to.line(line)), title, texts, year=year, bodies=[line["body"]])


def of_thing(kind: str, thing: dict, path: str, year: int) -> dict:
    """A body, a region, a territory or an indicator with its names, code and definition."""
    texts = [("code", "", thing["code"]), *passages(thing, "short", "unit", "data_source")]
    bodies = {"body": [thing["code"]], "region": [thing.get("body")]}.get(kind, [one["body"] for one in thing.get("values", [])])
    return entry(kind, thing["code"], path, named(thing), texts, year=year, bodies=[one for one in bodies if one])


def own_texts(line: dict) -> list[tuple[str, str, str]]:
    """What a body wrote in a line, and the numbers of its documents."""
    found = [(name, one, line[f"{name}_{one}"]) for name in WORDS for one in ("kk", "ru")] + [(name, "", line[name]) for name in PLAIN]
    found += [("evidence", "", f"№ {one['number']}") for one in line["evidence"] if one.get("number")]
    return [(name, one, composed(text)) for name, one, text in found if text]
