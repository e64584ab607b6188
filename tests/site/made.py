"""A made edition: `summary.json` and `lines.csv` as the contract of consolidation words them, from the real CSV of the Concept.

Reports are invented by arithmetic, so that every state a page must show occurs: not filed, late, no activity, not accepted, invited,
one language only, blank, zero. Every text says that it is a sample.
"""

import csv
import hashlib
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from portal.site import opendata

CONCEPT = Path(__file__).resolve().parents[2] / "territories" / "concept"
SOURCES = ("republican", "local", "extra")
NOT_FILED, NO_ACTIVITY, NOT_ACCEPTED = {"AK-MAN", "AK-ULY"}, {"AK-ZHE"}, {"MTI"}
LATE = {"AK-ATY": 3, "MPS": 1}
GROUP = {"kk": "облыстардың әкімдіктері", "ru": "акиматы областей", "en": "akimats of the regions"}
CYCLE = ("in_progress", "done", "in_progress", "partly_done", "in_progress", "not_done", "done")
HEADER = (  # noqa: SIM905 - as the file's first line
    "line,kind,year,body,region,section,number,item,indicator,part,by_agreement,report,paper,answer,status,planned_republican,"
    "disbursed_republican,planned_local,disbursed_local,planned_extra,disbursed_extra,actual_date,progress_kk,progress_ru,reasons_kk,"
    "reasons_ru,measures_kk,measures_ru,proposed_date,proposal_kk,proposal_ru,territory,evidence,target,actual,numerator,denominator,"
    "data_source,data_date,answer_note,available_on,report_version,report_sha256"
).split(",")


def rows_of(name: str) -> list[dict]:
    """A file of the Concept."""
    with (CONCEPT / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def texts(row: dict, *names: str) -> dict:
    """The Kazakh, Russian and English columns of these texts."""
    return {f"{name}_{lang}": row[f"{name}_{lang}"] for name in names for lang in ("kk", "ru", "en")}


def funding(lines: list[dict]) -> dict:
    """F of the contract: sums by source; None where nobody gave a figure."""

    def add(kind, sources):
        given = [line[f"{kind}_{s}"] for line in lines for s in sources if line.get(f"{kind}_{s}") is not None]
        return sum(given) if given else None

    groups = {**{s: (s,) for s in SOURCES}, "total": SOURCES}
    return {name: {kind: add(kind, sources) for kind in ("planned", "disbursed")} for name, sources in groups.items()}


def count(values) -> dict:
    """How many of each, without the empty one."""
    found = {}
    for value in values:
        if value:
            found[value] = found.get(value, 0) + 1
    return found


def expand(row: dict, bodies: dict) -> list[tuple[str, str, bool]]:
    """(body, part, by agreement) of a plan row: of a group named first each member leads."""
    found = []
    for position, token in enumerate(row["executors"].split(";")):
        codes, known = [c for c in bodies if c.startswith("AK-")] if token == "AK-*" else [token], {one[0] for one in found}
        found += [(code, "co" if position else "lead", False) for code in codes if code not in known]
    return found + [(code, "co", True) for code in filter(None, row["by_agreement"].split(";"))]


@cache
def shorts() -> dict[str, dict]:
    """The bodies of the Concept by code."""
    return {one["code"]: one for one in rows_of("bodies")}


def short_of(code: str, language: str) -> str:
    """A body's short name."""
    return shorts()[code][f"short_{language}"]


def report_of(code: str) -> str:
    return "not_filed" if code in NOT_FILED | {"AAE"} else "not_accepted" if code in NOT_ACCEPTED else "accepted"


def item_line(year: int, row: dict, body: dict, part: str, invited: bool, seed: int) -> dict:
    """One executor's line on one item."""
    code, number = body["code"], int(row["no"])
    line = dict.fromkeys(HEADER, "") | dict.fromkeys([f"{k}_{s}" for k in ("planned", "disbursed") for s in SOURCES])
    line |= {
        "line": f"I{number:02}-{code}", "kind": "item", "year": year, "body": code, "region": body["region"], "section": row["section"],
        "number": number, "item": row["item"], "part": part, "by_agreement": str(invited).lower(), "report": report_of(code),
        "paper": "false",
        "evidence": [], "report_version": "1", "report_sha256": hashlib.sha256(code.encode()).hexdigest(),
    }  # fmt: skip
    if int(row["deadline_from"][:4]) > year:
        return line | {"answer": "not_due"}
    if line["report"] != "accepted":
        return line | {"answer": "not_filed", "report_version": "", "report_sha256": ""}
    if code in NO_ACTIVITY:
        return line | {"answer": "no_activity"}
    if seed % 17 == 16:
        return line | {"answer": "not_applicable", "answer_note": "Мысал мәтін: бұл орган үшін қолданылмайды."}
    status = CYCLE[(seed * 3 + number) % 7]
    name_kk, name_ru = body["short_kk"], body["short_ru"]
    line |= {"answer": "given", "status": status}
    if seed % 3 != 1:
        line["progress_kk"] = (
            f"Мысал мәтін. {name_kk}: зертхана корпусы пайдалануға берілді, 16 жабдықтың 14-і сатып алынды. Ә ғ қ ң ө ұ ү һ і."
        )
    if seed % 3 != 0:
        line["progress_ru"] = f"Текст для примера. {name_ru}: введён корпус лаборатории, закуплено 14 единиц оборудования из 16."
    if status in ("partly_done", "not_done"):
        line |= {"reasons_ru": "Текст для примера. Экспертиза не завершена.", "measures_kk": "Мысал мәтін. Құжаттама қайта әзірленеді.",
                 "proposed_date": f"{year + 1}-06-30"}  # fmt: skip
    if status == "done":
        line |= {"actual_date": f"{year}-11-12", "evidence": [
            {"kind": "commissioning", "number": f"{40 + seed}", "date": f"{year}-11-12", "link": ""},
            {"kind": "other", "number": "", "date": "", "link": "https://example.kz/report"}]}  # fmt: skip
    if row["funding_en"] != "not required" and seed % 11 != 5:
        sources = ("local", "extra") if code.startswith("AK-") else ("republican",)
        for nth, source in enumerate(sources):
            planned = (seed * 37 + number * 11 + nth * 5 + 13) * 1_000_000 + 500
            line |= {f"planned_{source}": planned, f"disbursed_{source}": planned * (40 + (seed * 7 + number) % 60) // 100}
    line["territory"] = {"AK-ABA": "KURCHATOV", "AK-ALM": "TECHNOQALA"}.get(code, "")
    return line


def indicator_line(year: int, row: dict, body: dict, target: str, seed: int) -> dict:
    """One body's value of one indicator."""
    code = body["code"]
    line = dict.fromkeys(HEADER, "") | dict.fromkeys([f"{k}_{s}" for k in ("planned", "disbursed") for s in SOURCES])
    line |= {
        "line": f"N-{row['code']}-{code}", "kind": "indicator", "year": year, "body": code, "region": body["region"],
        "indicator": row["code"], "number": None, "report": report_of(code), "evidence": [], "target": target, "by_agreement": "false",
        "paper": "false",
    }  # fmt: skip
    if line["report"] != "accepted":
        return line | {"answer": "not_filed"}
    line |= {"report_version": "1", "report_sha256": hashlib.sha256(code.encode()).hexdigest()}
    if code in NO_ACTIVITY:
        return line | {"answer": "no_activity"}
    if row["code"] == "GII-UIC":
        return line | {"answer": "not_yet_available", "available_on": f"{year + 1}-09-30"}
    ratio = {"numerator": "12", "denominator": "48"} if row["roll_up"] == "ratio" else {}
    actual = "25" if ratio else {"RD-GDP": "0.14", "GII-ALL": "79"}.get(row["code"], str(3 + seed % 9))
    return line | ratio | {"answer": "given", "actual": actual, "data_source": "Мысал дереккөз", "data_date": f"{year + 1}-03-15",
                           "reasons_ru": "Текст для примера: ниже плана."}  # fmt: skip


def all_lines(year: int, every: list[dict] | None = None) -> list[dict]:
    """Every line of the year, in the order of the contract. `every` are the bodies, as rows of `bodies.csv`."""
    bodies = {one["code"]: one for one in every or rows_of("bodies")}
    order = {code: n for n, code in enumerate(bodies)}
    targets = {(one["code"], one["year"]): one["target"] for one in rows_of("sample_targets")}
    items = [
        item_line(year, row, bodies[code], part, invited, order[code] + int(row["no"]))
        for row in rows_of("action_plan")
        for code, part, invited in sorted(expand(row, bodies))
    ]
    values = []
    for row in sorted(rows_of("indicators"), key=lambda one: one["code"]):
        codes = [c for c in bodies if c.startswith("AK-")] if row["responsible"] == "AK-*" else [row["responsible"]]
        target = targets.get((row["code"], str(year)), "")
        values += [indicator_line(year, row, bodies[c], "" if len(codes) > 1 else target, order[c]) for c in sorted(codes)]
    return items + values


def item_status(lines: list[dict]) -> str:
    """What the item's state is: the lead's, or of a group «in progress» unless all agree."""
    lead = [line for line in lines if line["part"] == "lead"]
    states = {line["status"] or line["answer"] for line in lead}
    return states.pop() if len(states) == 1 else "in_progress"


def item_figures(row: dict, lines: list[dict]) -> dict:
    by = {part: [one["body"] for one in lines if one["part"] == part and one["by_agreement"] == "false"] for part in ("lead", "co")}
    return {
        "item": row["item"], "number": int(row["no"]), "section": int(row["section"]),
        **texts(row, "title", "completion_form", "deadline_text"),
        "deadline_kind": row["deadline_kind"], "deadline_to": row["deadline_to"],
        **{f"funding_text_{lang}": row[f"funding_{lang}"] for lang in ("kk", "ru", "en")},
        "sample": row["basis"] == "analogue", "group": row["executors"].startswith("AK-*"), **by,
        "by_agreement": [one["body"] for one in lines if one["by_agreement"] == "true"],
        "executors": [{"code": "" if "*" in token else token, "part": "co" if nth else "lead", "by_agreement": False,
                       **{f"short_{x}": GROUP[x] if "*" in token else short_of(token, x) for x in ("kk", "ru", "en")}}
                      for nth, token in enumerate(row["executors"].split(";"))],
        "status": item_status(lines), "decision": {"reason": "Мысал мәтін: министрлік шешімі."} if row["no"] == "2" else None,
        "by_status": count(one["status"] for one in lines), "by_answer": count(one["answer"] for one in lines),
        "funding": funding(lines), "lines": [one["line"] for one in lines],
    }  # fmt: skip


def body_figures(row: dict, lines: list[dict], year: int) -> dict:
    state, code = report_of(row["code"]), row["code"]
    late = LATE.get(code, 0)
    filed = state != "not_filed"
    timeliness = "late" if late else "on_time" if filed else "invited" if code == "AAE" else "not_filed"
    return {
        "code": code, "kind": row["kind"], "region": row["region"], **texts(row, "name", "short"),
        "report": {"state": state, "timeliness": timeliness, "late_days": late, "version": 1 if filed else None,
                   "submitted_at": f"{year + 1}-04-0{1 + late}T05:30:00+00:00" if filed else None,
                   "sha256": hashlib.sha256(code.encode()).hexdigest() if filed else "", "no_activity": code in NO_ACTIVITY},
        "by_status": count(one["status"] for one in lines), "by_answer": count(one["answer"] for one in lines),
        "funding": funding(lines), "lines": [one["line"] for one in lines],
    }  # fmt: skip


def indicator_figures(row: dict, lines: list[dict], target: str) -> dict:
    given = [Decimal(one["actual"]) for one in lines if one["actual"]]
    actual = str(sum(given)) if given else None
    better = (
        None
        if not (actual and target)
        else Decimal(actual) <= Decimal(target)
        if row["better"] == "down"
        else Decimal(actual) >= Decimal(target)
    )
    names = ("line", "body", "target", "actual", "numerator", "denominator", "answer", "available_on", "data_source", "data_date",
             "reasons_kk", "reasons_ru")  # fmt: skip
    return {
        "code": row["code"], **texts(row, "name", "unit", "ratio_of", "data_source"), "better": row["better"], "roll_up": row["roll_up"],
        "baseline_year": int(row["baseline_year"]) if row["baseline_year"] else None, "baseline_value": row["baseline_value"] or None,
        "sample": row["basis"] == "analogue", "target": target or None, "actual": actual,
        "percent": str((Decimal(actual) * 100 / Decimal(target)).quantize(Decimal("0.1"))) if actual and Decimal(target or 0) else None,
        "verdict": "no_data" if better is None else "achieved" if better else "not_achieved",
        "values": [{name: one[name] or None for name in names} for one in lines],
    }  # fmt: skip


def make_summary(year: int, number: int, lines: list[dict], correction: dict | None = None, every: list[dict] | None = None) -> dict:
    """`summary.json` of the contract over these lines."""
    plan, bodies, regions = rows_of("action_plan"), every or rows_of("bodies"), rows_of("regions")
    tiles = {one["iso"]: one for one in rows_of("kz_tilegrid")}
    concept = {one["field"]: one for one in rows_of("concept")}
    edition = rows_of("plan_edition")[0]
    targets = {(one["code"], one["year"]): one["target"] for one in rows_of("sample_targets")}
    of = {key: {} for key in ("body", "number", "indicator", "territory", "region")}
    for line in lines:
        for key, found in of.items():
            found.setdefault(line[key], []).append(line)
    item_lines = [one for one in lines if one["kind"] == "item"]
    expected = [one for one in bodies if one["code"] in of["body"]]
    figures = [body_figures(one, of["body"][one["code"]], year) for one in expected]
    items = [item_figures(row, of["number"][int(row["no"])]) for row in plan]
    sections = {
        row["section"]: {"number": int(row["section"]), **{f"title_{x}": row[f"section_{x}"] for x in ("kk", "ru", "en")}} for row in plan
    }
    obliged = [one for one in figures if one["report"]["timeliness"] != "invited"]

    def named(code):
        one = next(b for b in bodies if b["code"] == code)
        return {"code": code, **texts(one, "name", "short")}

    return {
        "format": 1, "year": year, "edition": number, "sample": True, "demo": True,
        "concept": {**{f"{k}_{x}": concept[k][x] for k in ("title", "short_title", "act") for x in ("kk", "ru", "en")},
                    "act_date": concept["act_date"]["kk"]},
        "plan": {"code": edition["code"], **texts(edition, "title", "act")},
        "dates": {"due_on": f"{year + 1}-04-01", "summary_due_on": f"{year + 1}-05-01",
                  "calculated_at": f"{year + 1}-04-20T04:00:00+00:00",
                  "approved_at": f"{date(year + 1, 4, 24) + timedelta(number)}T06:00:00+00:00"},
        "approved_by": {"name": "Бекітуші Мадина", "position": "вице-министр (мысал)"},
        "overseer": named("MNVO"), "planning_body": named("MNE"),
        "sections": [{**one, "by_status": count(i["status"] for i in items if i["section"] == one["number"]),
                      "funding": funding([x for x in item_lines if int(x["section"]) == one["number"]])} for one in sections.values()],
        "items": items, "bodies": figures,
        "regions": [{"code": r["code"], "iso": r["iso"], "kind": r["kind"], **texts(r, "name"), **texts(tiles[r["iso"]], "short"),
                     "tile_col": int(tiles[r["iso"]]["col"]), "tile_row": int(tiles[r["iso"]]["row"]), "body": f"AK-{r['code']}",
                     "state": "no_activity" if f"AK-{r['code']}" in NO_ACTIVITY else report_of(f"AK-{r['code']}"),
                     "by_status": count(x["status"] for x in of["region"].get(r["code"], [])),
                     "funding": funding(of["region"].get(r["code"], []))} for r in regions],
        "territories": [{"code": t["code"], **texts(t, "name"), "region": t["region"], "kind": t["kind"], "status": t["status"],
                         "funding": funding(of["territory"].get(t["code"], [])),
                         "lines": [x["line"] for x in of["territory"].get(t["code"], [])]} for t in rows_of("territories")],
        "indicators": [indicator_figures(r, of["indicator"].get(r["code"], []), targets.get((r["code"], str(year)), ""))
                       for r in sorted(rows_of("indicators"), key=lambda one: one["code"])],
        "totals": {
            "reports": {"expected": len(obliged), "filed": sum(b["report"]["state"] != "not_filed" for b in obliged),
                        "on_time": sum(b["report"]["timeliness"] == "on_time" for b in obliged),
                        "late": sum(b["report"]["timeliness"] == "late" for b in obliged),
                        "not_filed": sum(b["report"]["timeliness"] == "not_filed" for b in obliged),
                        "accepted": sum(b["report"]["state"] == "accepted" for b in obliged),
                        "no_activity": sum(b["report"]["no_activity"] for b in obliged),
                        "invited": len(figures) - len(obliged), "invited_filed": 0},
            "items": {"total": len(items), "by_status": count(i["status"] for i in items)},
            "rows": {"total": len(item_lines), "by_status": count(x["status"] for x in item_lines),
                     "by_answer": count(x["answer"] for x in item_lines)},
            "funding": funding(item_lines),
        },
        "not_reported": [b["code"] for b in figures if b["report"]["timeliness"] == "not_filed"],
        "late": [{"body": b["code"], "days": b["report"]["late_days"]} for b in figures if b["report"]["late_days"]],
        "narrative": [
            {"key": "results", "title_kk": "Жыл қорытындысы", "title_ru": "Итоги года", "title_en": "Results of the year",
             "kk": "Мысал мәтін. Жоспардың үш іс-шарасы орындалды.", "ru": "Текст для примера. Исполнены три мероприятия плана."},
            {"key": "risks", "title_kk": "Тәуекелдер", "title_ru": "Риски", "title_en": "Risks",
             "kk": "Мысал мәтін. Сараптама кідіреді.", "ru": ""},
        ],
        "proposals": [], "not_done": [x["line"] for x in item_lines if x["status"] == "not_done"],
        "correction": correction,
        "sources": [{"body": b["code"], "version": 1, "sha256": b["report"]["sha256"]} for b in figures if b["report"]["sha256"]],
        "previous_sha256": "", **({"discipline": discipline(figures)} if number > 1 else {}),
    }  # fmt: skip


def discipline(bodies: list[dict]) -> dict:
    """The table of discipline of the contract: one body on time with a part that is not counted, the others late."""
    said = {"part_rounds": 100, "part_first": 95, "returns": 0, "asked": 20, "returned_first": 1}
    lines = [
        {"body": one["code"], "points": 88 if place else 99, "part_on_time": 70 if place else 100, "part_evidence": 100 if place else None,
         "days_late": 3 if place else 0, "done": 2 if place else 0, "proved": 2 if place else 0, **said}
        for place, one in enumerate(bodies)
    ]  # fmt: skip
    formula = {"weights": {"on_time": 40, "rounds": 20, "first": 20, "evidence": 20}, "late_days": 10, "return_costs": "1/2"}
    return {"formula": formula, "shown_on": "2027-04-05", "comments_until": "2027-04-15", "bodies": lines}


def lines_csv(lines: list[dict]) -> str:
    """RFC 4180 with LF; a blank stays blank."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, lineterminator="\n")
    writer.writeheader()
    for line in lines:
        proofs = json.dumps(line["evidence"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        writer.writerow({**line, "evidence": proofs if line["evidence"] else ""})
    return out.getvalue()


def write_edition(
    folder: Path, year: int, number: int, *, lines: list[dict] | None = None, correction: dict | None = None, every=None
) -> dict[str, bytes]:
    """Writes the edition's files into `folder` and gives them back by name."""
    lines = all_lines(year, every) if lines is None else lines
    summary = make_summary(year, number, lines, correction, every)
    data = {
        "summary.json": json.dumps(summary, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n",
        "lines.csv": lines_csv(lines).encode(),
        "lines-excel.csv": b"\xef\xbb\xbf" + lines_csv(lines).encode(),
        "report.xlsx": b"PK\x03\x04 made",
        "report.kk.pdf": b"%PDF-1.7 made kk",
        "report.ru.pdf": b"%PDF-1.7 made ru",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in data.items():
        (folder / name).write_bytes(content)
    return data


def index_entry(year: int, number: int, status: str, data: dict[str, bytes], reason: str = "") -> dict:
    """An edition of `index.json`, as baking writes it."""
    files = [
        {"name": name, "path": f"data/{year}/{number}/{name}", "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
         "media_type": "", "language": ""} for name, content in data.items()
    ]  # fmt: skip
    return {
        "year": year, "number": number, "status": status, "published_at": f"{date(year + 1, 4, 26) + timedelta(number)}T05:00:00+00:00",
        "superseded_at": f"{year + 1}-05-10T05:00:00+00:00" if status == "superseded" else None, "correction_reason": reason,
        "sha256": hashlib.sha256(f"{year}/{number}".encode()).hexdigest(), "previous_sha256": "", "files": files,
    }  # fmt: skip


def write_index(folder: Path, editions: list[dict], all_years: list[dict] | None = None) -> None:
    """`data/index.json` of a folder that is about to be built."""
    facts = {one["field"]: one for one in rows_of("concept")}
    texts_of = {f"{k}_{x}": facts[k][x] for k in ("title", "short_title", "act") for x in ("kk", "ru", "en")}
    index = {
        "format": 1, "baked_on": "2028-02-15", "demo": True, "demo_date": "2028-02-15",
        "support": {"phone": "+7 7172 00 00 00", "email": ""},
        "concept": texts_of | {"act_on": "2025-12-24", "first_year": 2026, "last_year": 2035, "reports_due": [4, 1], "summary_due": [5, 1]},
        "editions": editions, "all_years": all_years or [],
    }  # fmt: skip
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "index.json").write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")


def corrected(lines: list[dict]) -> list[dict]:
    """The lines after a correction: one amount is another."""
    changed = [dict(line) for line in lines]
    one = next(line for line in changed if line["number"] == 10 and line["disbursed_local"] is not None)
    one["disbursed_local"] += 1_250_000_500
    return changed


def write_site(folder: Path, *, correction: bool = False, years: tuple[int, ...] = (2026,)) -> None:
    """A folder with everything a build starts from: editions' data and the index."""
    editions = []
    for year in years:
        data = write_edition(folder / "data" / str(year) / "1", year, 1)
        editions.append(index_entry(year, 1, "superseded" if correction else "published", data))
        if correction:
            lines = corrected(all_lines(year))
            why = {"code": "body_data", "reason": "Мысал", "previous": 1}
            data = write_edition(folder / "data" / str(year) / "2", year, 2, lines=lines, correction=why)
            editions.append(index_entry(year, 2, "published", data, "Мысал мәтін: сома қате енгізілген."))
    for one in editions:
        opendata.complete(folder, one)
    opendata.publish_latest(folder, editions)
    write_index(folder, editions, opendata.all_years(folder, editions))
