"""Figures against an independent recount, in any order, to the tenge; blank is never zero."""

import csv
import io
import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting import clock
from reporting.consolidation import lines, rollup, sources, statuses
from reporting.consolidation.calculation import compute
from reporting.consolidation.figures import figures
from reporting.consolidation.manifest import manifest
from reporting.models import Report
from reporting.models.entry import ItemStatus
from territories.models import ExecutiveBody
from tests.consolidation.making import EMPTY_ITEM, accept, content_of

PLANS = {"title": "Т", "completion_form": "Н", "deadline_text": "М", "funding_text": "Қ"}
THREE = ("kk", "ru", "en")


def made_frame(reports: list[dict], *, items=("SC-01", "SC-02", "SC-03"), decisions=()) -> dict:
    """A frame without the database: a small plan of two sections."""
    rows = [
        {
            "item": item, "number": number, "section": 1 + number % 2, "group": False, "sample": True, "executors": [],
            "deadline_kind": "once", "deadline_from": "2026-01-01", "deadline_to": "2026-12-31",
            **{f"{field}_{x}": text for field, text in PLANS.items() for x in THREE},
        }
        for number, item in enumerate(items, start=1)
    ]  # fmt: skip
    return {
        "year": 2026, "edition": 1, "demo": False, "rows": rows,
        **{key: {} for key in ("dates", "concept", "plan", "overseer", "planning_body")},
        "sections": [{"number": number, **{f"title_{x}": "Б" for x in THREE}} for number in (1, 2)], "regions": [], "territories": [],
        "indicators": [], "reports": reports, "decisions": list(decisions),
    }  # fmt: skip


def made_report(code: str, rows: list[dict], *, state="accepted", timeliness="on_time", invited=False, no_activity=False) -> dict:
    """A body's report in a frame."""
    full = [
        {"number": 0, "part": "co", "by_agreement": False, "needs_answer": True, **EMPTY_ITEM, **row} for row in rows
    ]
    owed = [{key: row[key] for key in ("item", "part", "by_agreement", "needs_answer")} for row in full]
    names = {f"{field}_{x}": code for field in ("name", "short") for x in THREE}
    return {
        "body": {"code": code, "kind": "akimat", "region": "", "sort_key": code, **names}, "version": 1, "sha256": "0" * 64,
        "invited": invited, "state": state, "timeliness": timeliness, "late_days": 0, "submitted_at": None,
        "rows": owed, "indicators": [],
        "content": {"no_activity": no_activity, "items": full, "indicators": []} if state == "accepted" else None,
    }  # fmt: skip


amounts = st.none() | st.integers(0, 10**16)
made_rows = st.fixed_dictionaries({
    "answer": st.sampled_from(("", "given", "no_activity", "not_applicable", "not_yet_available")),
    "status": st.sampled_from(("", *ItemStatus.values)),
    **dict.fromkeys(lines.MONEY, amounts),
    "progress_kk": st.text(max_size=12), "progress_ru": st.sampled_from(("", "=1+1", "a;b\n\"c\"\r\nd", "  ")),
})  # fmt: skip
made_bodies = st.lists(st.tuples(made_rows, made_rows, st.sampled_from(("accepted", "not_accepted", "not_filed"))), min_size=1, max_size=6)


@given(bodies=made_bodies, seed=st.integers())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_sum_is_the_sum_of_its_lines_in_any_order(bodies, seed):
    reports = [
        made_report(f"B{place:02d}", [{"item": "SC-01", **one}, {"item": "SC-02", **two}], state=state)
        for place, (one, two, state) in enumerate(bodies)
    ]
    first = compute(made_frame(reports))
    Random(seed).shuffle(reports)  # noqa: S311
    again = compute(made_frame(reports))
    assert first["lines"] == again["lines"]
    assert sources.canonical(first["figures"]) == sources.canonical(again["figures"])
    # an independent recount from the bytes of the file alone
    rows = list(csv.DictReader(io.StringIO(first["lines"], newline="")))
    assert len(rows) == 2 * len(bodies)
    found = first["figures"]
    for source in rollup.SOURCES:
        for kind in rollup.KINDS:
            typed = [one[f"{kind}_{source}"] for *both, state in bodies if state == "accepted" for one in both]
            typed = [amount for amount in typed if amount is not None]
            written = [int(row[f"{kind}_{source}"]) for row in rows if row[f"{kind}_{source}"] != ""]
            assert sorted(typed) == sorted(written)
            assert found["totals"]["funding"][source][kind] == (sum(typed) if typed else None)
    for level, key in (("items", "item"), ("sections", "section"), ("bodies", "body")):
        name = {"items": "item", "sections": "number", "bodies": "code"}[level]
        for entry in found[level]:
            own = [row for row in rows if row[key] == str(entry[name])]
            planned = [int(row[field]) for row in own for field in row if field.startswith("planned_") and row[field] != ""]
            assert entry["funding"]["total"]["planned"] == (sum(planned) if planned else None)
    assert found["totals"]["rows"]["by_status"] == dict(sorted(Counter(row["status"] for row in rows if row["status"]).items()))
    assert sum(found["totals"]["rows"]["by_answer"].values()) == len(rows)
    assert lines.write(lines.read(first["lines"])) == first["lines"]


def test_blank_is_not_zero():
    nothing = figures_of([made_report("A", [{"item": "SC-01", "answer": "given"}])])["totals"]["funding"]
    assert nothing["local"] == {"planned": None, "disbursed": None}
    assert nothing["total"] == {"planned": None, "disbursed": None}
    zero = figures_of([made_report("A", [{"item": "SC-01", "answer": "given", "planned_local": 0}])])["totals"]["funding"]
    assert zero["local"] == {"planned": 0, "disbursed": None}
    assert zero["total"] == {"planned": 0, "disbursed": None}


def figures_of(reports: list[dict], **kwargs) -> dict:
    data = made_frame(reports, **kwargs)
    return figures(data, lines.lines(data))


@pytest.mark.parametrize(
    ("answer", "state", "needed", "no_activity", "found"),
    [
        ("given", "accepted", True, False, "given"), ("", "accepted", True, False, "blank"), ("", "accepted", True, True, "no_activity"),
        ("", "accepted", False, False, "not_due"), ("not_applicable", "accepted", True, True, "not_applicable"),
        ("given", "not_accepted", True, False, "not_filed"), ("given", "not_filed", True, False, "not_filed"),
        ("given", "not_filed", False, False, "not_due"),
    ],
)  # fmt: skip
def test_the_kinds_of_non_answer_stay_apart(answer, state, needed, no_activity, found):
    row = {"item": "SC-01", "answer": answer, "needs_answer": needed, "planned_local": 5}
    line = lines.lines(made_frame([made_report("A", [row], state=state, no_activity=no_activity)]))[0]
    assert line["answer"] == found
    assert line["planned_local"] == (5 if state == "accepted" else None), "what was not accepted is nowhere"


def value_line(body="A", **fields) -> dict:
    return {"body": body, "actual": "", "numerator": "", "denominator": "", "data_date": "", **fields}


@pytest.mark.parametrize(
    ("roll_up", "values", "actual"),
    [
        ("sum", [{"actual": "0.1"}, {"actual": "0.2"}, {}], "0.3"), ("sum", [{}, {}], None), ("sum", [{"actual": "0"}, {}], "0"),
        ("latest", [{"actual": "1", "data_date": "2026-12-31"}, {"actual": "2", "data_date": "2026-06-30"}], "1"),
        ("latest", [{"actual": "1", "data_date": "2026-12-31", "body": "A"}, {"actual": "2", "data_date": "2026-12-31", "body": "B"}], "2"),
        ("latest", [{"data_date": "2026-12-31"}], None),
        ("ratio", [{"numerator": "1", "denominator": "3"}, {"numerator": "1", "denominator": "1"}], "50"),
        ("ratio", [{"numerator": "1", "denominator": "3"}, {"numerator": "9"}], "33.333333"), ("ratio", [{}], None),
        ("none", [{"actual": "81"}], "81"), ("none", [{"actual": "81"}, {}], "81"), ("none", [{"actual": "81"}, {"actual": "78"}], None),
    ],
)  # fmt: skip
def test_roll_ups(roll_up, values, actual):
    indicator = {"roll_up": roll_up, "unit_en": "%"}
    held = [value_line(**{"body": "A", **value}) for value in values]
    assert rollup.written(rollup.actual_of(held, indicator)) == actual


@pytest.mark.parametrize(
    ("actual", "target", "better", "percent", "verdict"),
    [
        ("50", "100", "up", "50", "not_achieved"), ("100", "100", "up", "100", "achieved"), ("80", "81", "down", "101.3", "achieved"),
        ("82", "81", "down", "98.8", "not_achieved"), ("0", "0", "up", None, "achieved"), ("0", "1", "down", None, "achieved"),
        (None, "1", "up", None, "no_data"), ("1", None, "up", None, "no_data"),
    ],
)  # fmt: skip
def test_per_cent_of_target_and_verdict(actual, target, better, percent, verdict):
    pair = (Decimal(actual) if actual else None, Decimal(target) if target else None, better)
    assert (rollup.percent_of_target(*pair), rollup.verdict(*pair)) == (percent, verdict)


@given(parts=st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_a_ratio_is_the_ratio_of_sums(parts):
    held = [value_line(numerator=str(upper), denominator=str(lower)) for upper, lower in parts]
    exact = Fraction(sum(upper for upper, _ in parts), sum(lower for _, lower in parts))
    found = Fraction(rollup.actual_of(held, {"roll_up": "ratio", "unit_en": "times"}))
    assert abs(found - exact) <= Fraction(1, 2 * 10**6) + Fraction(1, 10**15), "to a millionth"


def item_line(body, status, part="co", answer="given"):
    return {"body": body, "status": status, "part": part, "answer": answer, "number": 1}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([("A", "done", "lead"), ("B", "done", "co")], "done"), ([("A", "", "lead"), ("B", "done", "co")], "done"),
        ([("A", "in_progress", "lead"), ("B", "done", "co")], "in_progress"),
        ([("A", "done", "lead"), ("B", "not_done", "lead")], "partly_done"),
        ([("A", "done", "lead"), ("B", "in_progress", "lead")], "in_progress"),
    ],
)  # fmt: skip
def test_status_of_an_item_before_a_decision(said, status):
    held = [item_line(*one) for one in said]
    assert statuses.status_of("X", held, {}) == (status, None)
    decision = {"status": "off_control", "reason": "Р", "seen": statuses.statuses_seen(held)}
    decides = statuses.differ(statuses.statuses_seen(held))
    assert statuses.status_of("X", held, {"X": decision})[0] == ("off_control" if decides else status)
    other = {**decision, "seen": {**decision["seen"], "Z": "done"}}
    assert statuses.status_of("X", held, {"X": other})[0] == status, "a decision on other statuses does not hold"


def test_an_item_without_statuses_tells_the_usual_answer():
    held = [item_line("A", "", answer="not_filed"), item_line("B", "", answer="no_activity"), item_line("C", "", answer="no_activity")]
    assert statuses.status_of("X", held, {}) == ("no_activity", None)


def test_invited_bodies_are_never_counted_as_overdue():
    reports = [
        made_report("A", [{"item": "SC-01"}]), made_report("B", [{"item": "SC-01"}], state="not_filed", timeliness="not_filed"),
        made_report("C", [{"item": "SC-01"}], state="not_filed", timeliness="invited", invited=True),
    ]  # fmt: skip
    found = figures_of(reports)
    totals = found["totals"]["reports"]
    assert (totals["expected"], totals["filed"], totals["not_filed"], totals["invited"], totals["invited_filed"]) == (2, 1, 1, 1, 0)
    assert found["not_reported"] == ["B"]


@pytest.mark.django_db
class TestSeason:
    """The whole season, from the database."""

    def test_manifest_names_what_is_in_and_what_is_out(self, season2026):
        with CaptureQueriesContext(connection) as queries:
            found = manifest(season2026)
        assert len(queries) <= 2
        assert found["out"] == [{"body": "AK-ULY", "state": "not_filed", "status": "draft"}]
        assert len(found["reports"]) == Report.objects.filter(cycle=season2026).count() - 1

    def test_counts_reconcile_and_names_are_there(self, season2026):
        found = compute(sources.frame(season2026, 1))["figures"]
        totals = found["totals"]["reports"]
        assert totals["on_time"] + totals["late"] + totals["not_filed"] == totals["expected"]
        assert found["not_reported"] == ["AK-ULY"]
        assert {row["body"]: row["days"] for row in found["late"]} == {"AK-MAN": 3, "MTI": 8}
        ids = {line["line"] for line in lines.lines(sources.frame(season2026, 1))}
        for level in ("items", "bodies", "territories"):
            assert {line for entry in found[level] for line in entry["lines"]} <= ids
        assert {line for item in found["items"] for line in item["lines"]} == {line for line in ids if line.startswith("I")}
        assert next(region for region in found["regions"] if region["code"] == "ZHE")["state"] == "no_activity"

    def test_the_light_frame_has_the_same_hash_and_file_names_stay_private(self, season2026):
        full = sources.frame(season2026, 1)
        assert sources.input_sha256(full) == sources.input_sha256(sources.frame(season2026, 1, contents=False))
        assert "x.pdf" not in lines.write(lines.lines(full))

    def test_an_amendment_in_work_changes_nothing(self, season2026):
        before = compute(sources.frame(season2026, 1))
        Report.objects.filter(cycle=season2026, body__code="AK-ABA").update(status=Report.RETURNED, version=2)
        assert compute(sources.frame(season2026, 1)) == before

    def test_queries_do_not_grow_with_the_reports(self, cycle2026, in_april):
        few = count_queries(cycle2026)
        template = ExecutiveBody.objects.get(code="ASPIR")
        for place in range(200):
            body = ExecutiveBody.objects.create(
                code=f"X{place}", level="central", kind="ministry", sort_key=f"{place:03d}", search_text="", valid_from=template.valid_from,
                **{f"{f}_{x}": f"Мысал {place}" for f in ("name", "short") for x in THREE},
            )  # fmt: skip
            report = Report.objects.create(cycle=cycle2026, body=body, opened_at=clock.now())
            accept(report, content_of(report), at=clock.now())
        assert count_queries(cycle2026) == few

    def test_summary_json_is_plain_json(self, season2026):
        text = sources.canonical(compute(sources.frame(season2026, 1))["figures"])
        assert sources.canonical(json.loads(text)) == text
        assert "Decimal" not in text


def count_queries(cycle) -> int:
    with CaptureQueriesContext(connection) as queries:
        compute(sources.frame(cycle, 1))
    return len(queries)
