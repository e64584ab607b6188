"""The closing report: all years of the Concept side by side, from their approved editions and nothing else.

It is due with the last year (2035); before that it can be looked at, and names the years that have no edition yet.
"""

import json

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting import formats, office
from reporting.blocks import Document, Heading, Paragraph, Table, numbered
from reporting.consolidation import rollup
from reporting.consolidation.explaining import text
from reporting.consolidation.printing import amount, moment, value_of
from reporting.filing.pdf import render_pdf
from reporting.models import Edition
from reporting.words import look_up
from territories.kazakh import sort_key
from territories.models import concept

FORMS = ("pdf", "docx")


def editions(rows) -> list[dict]:
    """The newest edition of each year by its `summary.json`, oldest year first. `rows`: the editions a person may see. One query."""
    newest = {}
    columns = ("cycle__year", "number", "summary_json", "sha256")
    for year, number, data, sha256 in rows.order_by("cycle__year", "number").values_list(*columns):
        newest[year] = {**json.loads(data), "edition": number, "manifest_sha256": sha256}
    return [newest[year] for year in sorted(newest)]


def make(found: list[dict], language: str, form: str) -> bytes:
    """The file. The same editions give the same DOCX, byte for byte, and the same text of the PDF."""
    with translation.override(language):
        made = document(found, language)
        return office.write(made) if form == "docx" else render_pdf("documents/blocks.html", {"document": made}, language)


def document(found: list[dict], language: str) -> Document:
    """The report. The language must be active."""
    last, years = found[-1], concept.years()
    there = {one["year"] for one in found}
    absent = [str(year) for year in years if year not in there]
    span = {"first": years[0], "last": years[-1]}
    blocks = [Paragraph(text(last["concept"], "title"))]
    if absent:
        said = _("Preliminary: there is no approved edition of the years: %(years)s.") % {"years": ", ".join(absent)}
        blocks.append(Paragraph(said, "strong"))
    blocks += [*by_year(found), *money(found), *indicators(found), *unfinished(last), *discipline(found), *sources(found)]
    return Document(
        title=_("Closing report on the implementation of the Concept, %(first)s–%(last)s") % span,
        foot=text(last["concept"], "short_title"), author=text(last["overseer"], "name"), made_at=moment(last["dates"]["approved_at"]),
        language=language, blocks=blocks,
    )  # fmt: skip


def by_year(found: list[dict]) -> list:
    """Action items and reports of each year."""
    head = [_("Year"), _("Action items"), _("Done"), _("Reports expected"), _("Filed on time"), _("Filed late"), _("Not filed")]
    rows = []
    for one in found:
        items, reports = one["totals"]["items"], one["totals"]["reports"]
        counts = [items["total"], items["by_status"].get("done", 0), *(reports[of] for of in ("expected", "on_time", "late", "not_filed"))]
        rows.append([str(one["year"]), *map(str, counts)])
    return [Heading(numbered(1, _("Year by year"))), Table(head, rows, frozenset(range(1, 7)))]


def money(found: list[dict]) -> list:
    """Planned and disbursed of each year and in all; a blank is a word and is not added."""
    rows, pairs = [], [one["totals"]["funding"]["total"] for one in found]
    for one, pair in zip(found, pairs, strict=True):
        share = formats.share(pair["disbursed"], pair["planned"])
        rows.append([str(one["year"]), amount(pair["planned"]), amount(pair["disbursed"]), share])
    planned, disbursed = (rollup.add(pair[kind] for pair in pairs) for kind in rollup.KINDS)
    rows.append([_("Total"), amount(planned), amount(disbursed), formats.share(disbursed, planned)])
    head = [_("Year"), _("Planned"), _("Disbursed"), "%"]
    caption = _("Funding: thousand tenge, all sources.")
    return [Heading(numbered(2, _("Funding"))), Table(head, rows, frozenset({1, 2, 3}), caption=caption, total=True)]


def indicators(found: list[dict]) -> list:
    """Each indicator: its value in every year, and the target of the last."""
    series = {}
    for one in found:
        for row in one["indicators"]:
            kept = series.setdefault(row["code"], {"row": row, "values": {}})
            kept["row"], kept["values"][one["year"]] = row, row["actual"]
    years = [one["year"] for one in found]
    last = found[-1]["year"]
    head = [_("Indicator, unit"), *map(str, years), _("Target, %(year)s") % {"year": last}, _("Result")]
    rows = [
        [
            f"{text(kept['row'], 'name')}, {text(kept['row'], 'unit')}",
            *(value_of(kept["values"].get(year), 2 if rollup.is_percent(kept["row"]) else None) for year in years),
            value_of(kept["row"]["target"]), str(look_up(kept["row"]["verdict"], "indicator")[1]),
        ]
        for kept in series.values()
    ]  # fmt: skip
    table = Table(head, rows, frozenset(range(1, len(years) + 2)), (6, *[2] * len(years), 3, 4))
    return [Heading(numbered(3, _("Target indicators"))), table]


def unfinished(last: dict) -> list:
    """Action items that are not done at the end of the last year there is."""
    left = [item for item in last["items"] if item["status"] not in ("done", "off_control")]
    heading = Heading(numbered(4, _("Action items not done by the end of %(year)s") % {"year": last["year"]}))
    if not left:
        return [heading, Paragraph(_("Every action item is done or taken off control."))]
    rows = [[str(item["number"]), text(item, "title"), text(item, "deadline_text"), str(look_up(item["status"])[1])] for item in left]
    return [heading, Table(["№", _("Action item"), _("Deadline"), _("Status")], rows, wide=(1, 7, 4, 3))]


def discipline(found: list[dict]) -> list:
    """How each body reported over the years; a body that was renamed keeps the name it had last."""
    bodies = {}
    for one in found:
        for body in one["bodies"]:
            kept = bodies.setdefault(body["code"], {"on_time": 0, "late": 0, "not_filed": 0, "invited": 0})
            kept["name"] = text(body, "name")
            kept[body["report"]["timeliness"]] += 1
    head = [_("Executive body"), _("Filed on time"), _("Filed late"), _("Not filed")]
    ordered = sorted(bodies.values(), key=lambda kept: sort_key(kept["name"]))
    rows = [[kept["name"], *(str(kept[of]) for of in ("on_time", "late", "not_filed"))] for kept in ordered]
    return [Heading(numbered(5, _("How the bodies reported"))), Table(head, rows, frozenset({1, 2, 3}), (6, 2, 2, 2),
                                                                 _("Number of years"))]  # fmt: skip


def sources(found: list[dict]) -> list:
    """The editions it was made of, by their hashes."""
    rows = [[str(one["year"]), f"№\N{NO-BREAK SPACE}{one['edition']}", one["manifest_sha256"]] for one in found]
    head = [_("Year"), _("Edition"), pgettext("column", "SHA-256 of the manifest")]
    return [Heading(numbered(6, _("What this document was made of"))), Table(head, rows, wide=(1, 1, 6))]


def approved(rows):
    """Editions that still stand: a withdrawn one counts nowhere."""
    return rows.exclude(status=Edition.WITHDRAWN)
