"""Figures as the tables of the workspace: texts in the current language, money as it is printed. Reading only."""

from decimal import Decimal

from django.core import signing
from django.utils.translation import gettext as _

from reporting import formats
from reporting.consolidation import lines
from reporting.consolidation.explaining import COUNTED, text
from reporting.consolidation.printing import amount, value_of
from reporting.consolidation.rollup import SOURCES, is_percent
from reporting.models import Summary


def money(funding: dict, scope: str, source: str = "") -> dict:
    """Planned, disbursed and share of one sum, each with the address of its lineage. `scope`: `total`, `item.SC-01` …"""
    pair = funding[source or "total"]
    share = formats.share(pair["disbursed"], pair["planned"])
    at = {f"{kind}_at": f"{scope}.{kind}.{source}".rstrip(".") for kind in ("planned", "disbursed")}
    return {"planned": amount(pair["planned"]), "disbursed": amount(pair["disbursed"]), "share": share, "raw": pair, **at}


def overview(figures: dict) -> dict:
    """What the first page of the workspace shows."""
    found = figures["totals"]
    names = {"republican": _("Republican budget"), "local": _("Local budget"), "extra": _("Extra-budgetary funds")}
    pairs = [found["funding"][source] for source in SOURCES]
    return {
        "totals": found,
        "reports": [(COUNTED[of], count, f"total.reports.{of}") for of, count in found["reports"].items()],
        "sources": [{"name": names[source], **money(found["funding"], "total", source)} for source in SOURCES],
        "all_money": money(found["funding"], "total"),
        "longest": max((value or 0 for pair in pairs for value in pair.values()), default=0),
        "item_statuses": in_order(found["items"]["by_status"], "total.items"),
        "row_answers": in_order(found["rows"]["by_answer"], "total.rows"),
        "sections": [
            {
                "title": text(section, "title"), "statuses": in_order(section["by_status"], f"section.{section['number']}.items"),
                **money(section["funding"], f"section.{section['number']}"),
                "items": [item for item in figures["items"] if item["section"] == section["number"]],
            }
            for section in figures["sections"]
        ],
        "indicators": [indicator(row) for row in figures["indicators"]],
        "not_reported": [text(body, "name") for body in figures["bodies"] if body["code"] in figures["not_reported"]],
        "late": [(text(body, "name"), body["report"]["late_days"]) for body in figures["bodies"] if body["report"]["timeliness"] == "late"],
    }  # fmt: skip


def detail(figures: dict) -> dict:
    """The long tables."""
    return {
        "items": [
            {"number": item["number"], "title": text(item, "title"), "status": item["status"], **summed(item, f"item.{item['item']}")}
            for item in figures["items"]
        ],
        "bodies": [
            {"name": text(body, "name"), "report": body["report"], **summed(body, f"body.{body['code']}")} for body in figures["bodies"]
        ],
        "regions": [
            {
                "name": text(region, "name"), "state": region["state"],
                "statuses": in_order(region["by_status"], f"region.{region['code']}.rows"),
                **money(region["funding"], f"region.{region['code']}"),
            }
            for region in figures["regions"]
        ],
    }  # fmt: skip


def summed(row: dict, scope: str) -> dict:
    """How the lines of an item or a body are answered, and their money."""
    return {"answers": counted(row, scope), **money(row["funding"], scope)}


def counted(row: dict, scope: str) -> list[tuple[str, int, str]]:
    """Statuses and non-answers of the lines of an item or a body, the most frequent first."""
    others = {answer: n for answer, n in row["by_answer"].items() if answer != "given"}
    return in_order({**row["by_status"], **others}, f"{scope}.rows")


def in_order(counts: dict[str, int], stem: str) -> list[tuple[str, int, str]]:
    """(code, count, address of the count), the most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, count, f"{stem}.{code}") for code, count in ordered]


def indicator(row: dict) -> dict:
    """An indicator against its target."""
    return {
        "name": text(row, "name"), "unit": text(row, "unit"), "verdict": row["verdict"], "sample": row["sample"],
        "target": value_of(row["target"]), "actual": value_of(row["actual"], 2 if is_percent(row) else None),
        "actual_at": f"indicator.{row['code']}.actual", "percent": formats.percent(Decimal(row["percent"])) if row["percent"] else "",
        "given": sum(value["answer"] == "given" for value in row["values"]), "asked": len(row["values"]),
    }  # fmt: skip


def lines_of_item(summary: Summary, code: str) -> list[dict]:
    """What every executor wrote on an item, leading bodies first."""
    shorts = {body["code"]: text(body, "short") for body in summary.figures["bodies"]}
    held = [line for line in lines.read(summary.lines) if line["kind"] == lines.ITEM and line["item"] == code]
    return [
        {
            "body": shorts.get(line["body"], line["body"]), "part": line["part"], "status": line["status"], "answer": line["answer"],
            "progress": both(line, "progress"), "reasons": both(line, "reasons"), "note": line["answer_note"],
        }
        for line in sorted(held, key=lambda line: (line["part"] != "lead", line["body"]))
    ]  # fmt: skip


def both(line: dict, field: str) -> dict:
    """A text of a body in the current language or in the one it was written in, with that language."""
    order = ("ru", "kk") if formats.language_or() == "ru" else ("kk", "ru")
    return next(({"text": line[f"{field}_{x}"], "lang": x} for x in order if line[f"{field}_{x}"]), {"text": "", "lang": order[0]})


def signed(seen: dict) -> str:
    """The statuses a person looked at, for the hidden field of the form."""
    return signing.dumps(seen, salt="consolidation.seen")


def unsigned(sent: str, default: dict) -> dict:
    """The statuses that were sent back; what cannot be read counts as other statuses."""
    try:
        return signing.loads(sent, salt="consolidation.seen") if sent else default
    except signing.BadSignature:
        return {}


