"""An edition read in one language, ready to be printed. From `summary.json` and the lines alone: nothing here asks the database."""

from decimal import Decimal

from django.utils.translation import gettext as _

from reporting import formats
from reporting.consolidation import drawing
from reporting.consolidation.printing import amount, day, large, moment, shades, total, value_of
from reporting.consolidation.rollup import SOURCES, is_percent
from territories.kazakh import sort_key


class Report:
    """Reads an edition in one language. The language must be active: words of states and formats follow it."""

    def __init__(self, summary: dict, rows: list[dict], language: str):
        self.summary, self.rows, self.language = summary, rows, language
        self.bodies = {body["code"]: body for body in summary["bodies"]}
        self.lines = {row["line"]: row for row in rows}

    def context(self) -> dict:
        """Everything the template draws."""
        summary = self.summary
        return {
            "summary": summary, "concept": self.text(summary["concept"], "title"), "short": self.text(summary["concept"], "short_title"),
            "act": self.text(summary["concept"], "act"), "act_date": day(summary["concept"]["act_date"]),
            "plan": self.text(summary["plan"], "act"), "planning_body": self.text(summary["planning_body"], "name"),
            "overseer": self.text(summary["overseer"], "name"), "due_on": day(summary["dates"]["due_on"]),
            "approved_at": moment(summary["dates"]["approved_at"]), "calculated_at": moment(summary["dates"]["calculated_at"]),
            "headline": self.headline(), "statuses": self.statuses(), "sections": self.sections(), "items": self.items(),
            "narrative": [self.narrative(section) for section in summary["narrative"]],
            "not_done": self.unfinished(), "indicators": self.indicators(), "funding": self.funding(),
            "funding_sections": self.by_section(), "shades": shades(),
            **self.regions(), "bodies": sorted(map(self.body, summary["bodies"]), key=lambda body: sort_key(body["name"])),
            "not_reported": [self.name(code) for code in summary["not_reported"]],
            "late": [(self.name(row["body"]), row["days"]) for row in summary["late"]],
            "proposals": [self.line(self.lines[line]) for line in summary["proposals"]], "annex": self.annex(),
            "territories": [self.territory(territory) for territory in summary["territories"]],
        }  # fmt: skip

    def text(self, thing: dict, field: str) -> str:
        """The text in the language of the document, else in the next that has one."""
        return next((thing[f"{field}_{x}"] for x in (self.language, "kk", "ru", "en") if thing.get(f"{field}_{x}")), "")

    def either(self, thing: dict, kk: str, ru: str) -> dict:
        """A text of two languages: in the document's, or in the other one with its language named."""
        own, other = (("kk", kk), ("ru", ru)) if self.language == "kk" else (("ru", ru), ("kk", kk))
        for code, field in (own, other):
            if thing[field]:
                return {"text": thing[field], "lang": code, "translated": code == self.language}
        return {"text": "", "lang": self.language, "translated": True}

    def name(self, code: str) -> str:
        """Full name of a body."""
        return self.text(self.bodies[code], "name")

    def short(self, code: str) -> str:
        """Short name of a body."""
        return self.text(self.bodies[code], "short")

    def headline(self) -> dict:
        """Three figures that stand on the first page."""
        totals = self.summary["totals"]
        money = totals["funding"]["total"]
        return {
            "done": totals["items"]["by_status"].get("done", 0), "items": totals["items"]["total"], "reports": totals["reports"],
            "disbursed": large(money["disbursed"]), "planned": large(money["planned"]),
            "share": formats.share(money["disbursed"], money["planned"]),
        }  # fmt: skip

    def statuses(self) -> list[tuple[str, int]]:
        """Items by status, the most frequent first."""
        found = self.summary["totals"]["items"]["by_status"]
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def sections(self) -> list[dict]:
        """The plan as rows of shapes."""
        items = self.items()
        return [
            {
                "title": self.text(section, "title"), "funding": self.money(section["funding"]),
                "items": [item for item in items if item["section"] == section["number"]],
            }
            for section in self.summary["sections"]
        ]  # fmt: skip

    def items(self) -> list[dict]:
        """Rows of the plan with executors and status."""
        return [
            {
                "number": item["number"], "section": item["section"], "status": item["status"], "sample": item["sample"],
                "title": self.text(item, "title"), "deadline": self.text(item, "deadline_text"), "executors": self.executors(item),
                "form": self.text(item, "completion_form"), "decision": item["decision"], "by_status": item["by_status"],
                "by_answer": {key: n for key, n in item["by_answer"].items() if key != "given"}, "money": self.money(item["funding"]),
                "lines": [self.line(self.lines[line]) for line in item["lines"]],
            }
            for item in self.summary["items"]
        ]  # fmt: skip

    def executors(self, item: dict) -> str:
        """The column "responsible executors" as the plan has it."""
        names = [(self.text(executor, "short"), executor["by_agreement"]) for executor in item["executors"]]
        return ", ".join(_("%(body)s (by agreement)") % {"body": name} if agreed else name for name, agreed in names)

    def narrative(self, section: dict) -> dict:
        """A section of the analytical part."""
        said = self.either(section, "kk", "ru")
        return {"title": self.text(section, "title"), **said, "paragraphs": [p for p in said["text"].split("\n") if p.strip()]}

    def line(self, row: dict) -> dict:
        """What one body wrote on one item."""
        texts = {field: self.either(row, f"{field}_kk", f"{field}_ru") for field in ("progress", "reasons", "measures", "proposal")}
        return {
            **texts, "number": row["number"], "body": self.short(row["body"]), "status": row["status"], "answer": row["answer"],
            "note": row["answer_note"], "available_on": day(row["available_on"]), "actual_date": day(row["actual_date"]),
            "proposed_date": day(row["proposed_date"]),
            "planned": amount(total(row, "planned")), "disbursed": amount(total(row, "disbursed")),
            "evidence": [dated(one) for one in row["evidence"]], "given": row["answer"] == "given", "co": row["part"] == "co",
        }  # fmt: skip

    def unfinished(self) -> list[dict]:
        """Items with lines that are not done or partly done, each with its reasons."""
        rows = [self.line(self.lines[line]) for line in self.summary["not_done"]]
        titles = {item["number"]: self.text(item, "title") for item in self.summary["items"]}
        return [
            {"number": number, "title": titles[number], "lines": [row for row in rows if row["number"] == number]}
            for number in sorted({row["number"] for row in rows})
        ]

    def annex(self) -> list[dict]:
        """Items on which somebody had to answer, line by line."""
        return [item for item in self.items() if any(line["answer"] != "not_due" for line in item["lines"])]

    def indicators(self) -> list[dict]:
        """Targets and values."""
        return [
            {
                "name": self.text(row, "name"), "unit": self.text(row, "unit"), "sample": row["sample"], "verdict": row["verdict"],
                "target": value_of(row["target"]), "actual": value_of(row["actual"], 2 if is_percent(row) else None),
                "percent": formats.percent(Decimal(row["percent"])) if row["percent"] else "", "source": self.text(row, "data_source"),
                "given": sum(value["answer"] == "given" for value in row["values"]), "asked": len(row["values"]),
            }
            for row in self.summary["indicators"]
        ]  # fmt: skip

    def funding(self) -> list[dict]:
        """Sources with their bars, and the total."""
        money = self.summary["totals"]["funding"]
        longest = max((value or 0 for source in SOURCES for value in money[source].values()), default=0)
        names = {"republican": _("Republican budget"), "local": _("Local budget"), "extra": _("Extra-budgetary funds")}
        rows = [
            {"name": names[source], "bar": drawing.bar(**money[source], longest=longest), **self.money({"total": money[source]})}
            for source in SOURCES
        ]
        return [*rows, {"name": _("Total"), "bar": "", "total": True, **self.money(money)}]

    def money(self, funding: dict) -> dict:
        """Planned, disbursed and their share as they are printed."""
        pair = funding["total"]
        return {
            "planned": amount(pair["planned"]), "disbursed": amount(pair["disbursed"]),
            "share": formats.share(pair["disbursed"], pair["planned"]),
        }  # fmt: skip

    def by_section(self) -> list[dict]:
        """Money by direction."""
        return [{"name": self.text(s, "title"), **self.money(s["funding"])} for s in self.summary["sections"]]

    def regions(self) -> dict:
        """The map and its table: with figures first, by share; then those without, in words."""
        rows = [
            {
                "name": self.text(region, "name"), "label": self.text(region, "short"), "state": region["state"],
                "tile_col": region["tile_col"], "tile_row": region["tile_row"], "percent": drawing.percent_of(region["funding"]),
                **self.money(region["funding"]),
            }
            for region in self.summary["regions"]
        ]  # fmt: skip
        told = [row for row in rows if row["percent"] is not None]
        title = _("Tile map of the regions: share of planned funding disbursed, per cent")
        return {
            "map": drawing.tile_map(rows, title),
            "regions": sorted(told, key=lambda row: -row["percent"]),
            "regions_without": [row for row in rows if row["percent"] is None],
        }

    def body(self, body: dict) -> dict:
        """A line of the table of reports."""
        report = body["report"]
        filed_at = moment(report["submitted_at"])
        return {"name": self.text(body, "name"), "report": report, "submitted_at": filed_at, **self.money(body["funding"])}

    def territory(self, territory: dict) -> dict:
        """A territory and what was spent on it."""
        return {"name": self.text(territory, "name"), "status": territory["status"], "count": len(territory["lines"]),
                **self.money(territory["funding"])}  # fmt: skip


def dated(proof: dict) -> dict:
    """A document with its date as people write it."""
    return {**proof, "date": formats.date_short(day(proof["date"])) if proof.get("date") else ""}
