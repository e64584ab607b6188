"""A whole made-up season of 2026: every body of the real list, each kind of answer, one body that did not file and two that were late.

Every text says that it is a sample. The same figures come out each time.
"""

from datetime import date
from random import Random

from reporting import clock
from reporting.models import Cycle, Report
from tests.consolidation.making import accept, content_of

NOT_FILED, LATE = "AK-ULY", {"AK-MAN": 3, "MTI": 8}
NO_ACTIVITY = "AK-ZHE"
USUAL = {"SC-01": "done", "SC-02": "done", "SC-03": "not_done", "SC-05": "in_progress", "SC-13": "done", "SC-14": "partly_done"}
OTHERWISE = ("done", "partly_done", "not_done")
DID = (
    ("зертхана жабдықталды, жоба-сметалық құжаттама бекітілді", "оснащена лаборатория, утверждена проектно-сметная документация"),
    ("жер учаскесі резервке қойылды, техникалық шарттар алынды", "зарезервирован участок, получены технические условия"),
    ("жұмыс тобы құрылып, үш отырыс өткізілді", "создана рабочая группа, проведено три заседания"),
    ("келісімшарттар жасалды, жұмыс кесте бойынша жүріп жатыр", "заключены договоры, работа идёт по графику"),
)


def sample_item(chance: Random, code: str, body: str) -> dict:
    """One row of a report."""
    usual = USUAL.get(code, "in_progress")
    status = usual if chance.random() < (0.75 if body.startswith("AK-") else 0.95) else chance.choice(OTHERWISE)
    kk, ru = chance.choice(DID)
    row = {
        "answer": "given", "status": status, "progress_kk": f"Мысал мәтін: {kk}.", "progress_ru": f"Пример текста: {ru}.",
        "evidence": [{"kind": "act", "number": f"{chance.randint(1, 400)}-НҚ", "date": "2026-11-14", "link": "", "file_name": "x.pdf"}],
    }  # fmt: skip
    if chance.random() < 0.75:
        row |= sample_money(chance, local=body.startswith("AK-"))
    if status == "done":
        row["actual_date"] = f"2026-{chance.randint(3, 12):02d}-{chance.randint(1, 28):02d}"
    if status in ("partly_done", "not_done"):
        row |= {
            "reasons_kk": "Мысал мәтін: бюджеттен қаражат кеш бөлінді.", "reasons_ru": "Пример текста: средства выделены поздно.",
            "measures_kk": "Мысал мәтін: кесте нақтыланды.", "measures_ru": "Пример текста: график уточнён.",
            "proposed_date": "2027-09-30",
        }  # fmt: skip
    if chance.random() < 0.12:
        row |= {"proposal_kk": "Мысал мәтін: мерзімін 2027 жылға ауыстыру.", "proposal_ru": "Пример текста: перенести срок на 2027 год."}
    if body in ("AK-ABA", "AK-ALM"):
        row["territory"] = {"AK-ABA": "KURCHATOV", "AK-ALM": "TECHNOQALA"}[body]
    return row


def sample_money(chance: Random, *, local: bool) -> dict:
    """Planned and disbursed; some sources stay blank, some are a real zero."""
    own = "local" if local else "republican"
    planned = chance.randint(5, 900) * 1_000_000 + chance.choice((0, 500, 250_000))
    money = {f"planned_{own}": planned, f"disbursed_{own}": planned * chance.randint(55, 100) // 100}
    if chance.random() < 0.4:
        extra = chance.randint(1, 300) * 1_000_000
        money |= {"planned_extra": extra, "disbursed_extra": chance.choice((0, extra, extra * 3 // 4))}
    return money


OTHER = (
    {"answer": "no_activity", "answer_note": "Мысал мәтін: есепті жылы жұмыс жүргізілген жоқ."},
    {"answer": "not_applicable", "answer_note": "Мысал мәтін: аумақ жоқ."},
    {"answer": "not_yet_available", "answer_note": "Мысал мәтін: деректер кейін шығады.", "available_on": "2027-06-30"},
)


def sample_value(chance: Random, code: str) -> dict:
    """The value of an indicator: numbers of the size of its target, sometimes none yet."""
    own = {
        "GII-UIC": {"actual": "79"}, "GII-ALL": {"actual": "78"}, "RD-GDP": {"actual": "0.16"}, "SC-CREATED": {"actual": "0"},
        "STP-CREATED": {"actual": "1"}, "SC-PARTIC": OTHER[2], "RD-COMM": {"numerator": "47", "denominator": "163", "actual": "28.834356"},
        "PRIV-INV": {"actual": f"{chance.randint(0, 40) / 100:g}"}, "JOBS-HT": {"actual": str(chance.randint(0, 14))},
    }.get(code, {"actual": "1"})  # fmt: skip
    return {"answer": "given", "data_date": "2027-02-15", "data_source": "Мысал дереккөз"} | own


def report_of(report: Report, chance: Random) -> str:
    """The content of one body's report."""
    code = report.body.code
    if code == NO_ACTIVITY:
        return content_of(report, no_activity=True)
    rows = report.rows.filter(needs_answer=True).values_list("item__code", flat=True)
    items = {item: sample_item(chance, item, code) if chance.random() < 0.85 else chance.choice(OTHER) for item in rows}
    values = {value: sample_value(chance, value) for value in report.indicators.values_list("indicator__code", flat=True)}
    return content_of(report, items, values)


def file_season(cycle: Cycle) -> None:
    """Files and accepts the reports of 2026."""
    reports = Report.objects.filter(cycle=cycle).select_related("body", "cycle__plan").order_by("body__code")
    for place, report in enumerate(reports):
        code = report.body.code
        if code == NOT_FILED:
            continue
        at = clock.local(date(2027, 4, 1 + LATE[code]) if code in LATE else date(2027, 3, 1 + place % 28), 10 + place % 8, place)
        accept(report, report_of(report, Random(code)), at=at)  # noqa: S311
