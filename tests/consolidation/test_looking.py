"""Looking before deciding: the dry run, what has changed and why, the figures that look strange, the items to decide one by one."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting import clock, jobs
from reporting.consolidation import answering, dry_run, looking_views, rules
from reporting.consolidation.anomalies import anomalies
from reporting.consolidation.calculation import compute
from reporting.consolidation.comparing import counted_otherwise
from reporting.consolidation.lines import MONEY
from reporting.consolidation.sources import frame
from reporting.consolidation.weights import heaviest_first, weights
from reporting.models import AnomalyAnswer, Edition, Job, Report, ReportVersion, Summary
from reporting.problems import Refused
from tests.consolidation.conftest import REASON, calculate
from tests.consolidation.making import accept, content_of

pytestmark = pytest.mark.django_db
HOME = "/ru/work/summary/2026/"


def said(answer) -> str:
    return " ".join(answer.content.decode().split())


def look(cycle, by) -> dict:
    job = dry_run.look(cycle, by=by)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.DONE
    return job.result


def lie_with_the_ministry(report: Report, **row) -> None:
    """A filed version that nobody has accepted yet."""
    text = content_of(report, {"SC-10": {"answer": "given", "status": "done", **row}})
    version = ReportVersion.objects.create(
        report=report, number=report.version, content=text, sha256=f"{report.pk:064d}", submitted_at=clock.now(), submitted_by=None
    )
    Report.objects.filter(pk=report.pk).update(
        status=Report.SUBMITTED, submitted_at=clock.now(), first_submitted_at=clock.now(), version=version.number
    )


def test_a_dry_run_before_anything_is_accepted(cycle2026, in_march, gulnar):
    """Also while the year is being filled in: nobody is in, everybody is named."""
    result = look(cycle2026, gulnar)
    assert len(result["missing"]) == cycle2026.reports.count()
    assert {address: values for address, *values in result["figures"]}["total.planned"] == [None, None]
    assert not Summary.objects.exists() and not Edition.objects.exists()


def test_what_is_filed_and_not_accepted_is_shown_apart(season2026, gulnar, sign_in):
    report = season2026.reports.get(body__code="AK-ULY")
    lie_with_the_ministry(report, planned_local=5_000_000_000)
    result = look(season2026, gulnar)
    figures = {address: values for address, *values in result["figures"]}
    now, then = figures["total.planned.local"]
    assert then - now == 5_000_000_000
    assert figures["total.reports.accepted"] == [28, 29]
    assert [(row["name_en"], row["state"]) for row in result["missing"]] == [("Akimat of Ulytau Region", "with_ministry")]
    answer = said(sign_in(gulnar).get(f"{HOME}dry-run/"))
    assert "Органов ещё нет в своде: 1" in answer and "Подано и ждёт министерства: 1" in answer


def test_an_amendment_under_review_would_replace_what_is_accepted(season2026, gulnar):
    report = season2026.reports.get(body__code="AK-ABA")
    accepted = report.versions.get()
    report.version = 2
    lie_with_the_ministry(report, planned_local=1)
    figures = {address: values for address, *values in look(season2026, gulnar)["figures"]}
    before = compute(frame(season2026, 1))["figures"]["totals"]["funding"]["total"]["planned"]
    assert figures["total.planned"][0] == before and figures["total.planned"][1] != before
    accepted.refresh_from_db()
    assert accepted.outcome == "accepted"


def test_a_dry_run_is_asked_for_by_the_desk_and_read_by_the_auditor(season2026, sign_in, gulnar, oraz, dana):
    assert sign_in(dana).get(f"{HOME}dry-run/").status_code == 404
    assert sign_in(oraz).post(f"{HOME}dry-run/").status_code == 404
    assert "<button" not in said(sign_in(oraz).get(f"{HOME}dry-run/")).split("<main")[1]
    page = sign_in(gulnar)
    assert page.post(f"{HOME}dry-run/").status_code == 302
    assert page.post(f"{HOME}dry-run/").status_code == 302
    assert Job.objects.filter(kind="dry_run").count() == 1, "asked again while it runs, it is the same one"


def test_those_who_weigh_most_stand_first():
    reports = [{"body": {"code": code}, "rows": [{"needs_answer": True}] * rows} for code, rows in (("A", 1), ("B", 3), ("C", 2))]
    found = weights(reports, None)
    assert (found["B"]["basis"], found["B"]["share"]) == ("rows", "50.0")
    assert heaviest_first(["A", "B", "C"], found) == ["B", "C", "A"]
    money = {"A": 900, "B": 100, "C": None}
    before = {"totals": {"funding": {"total": {"planned": 1000}}}, "bodies": [
        {"code": code, "funding": {"total": {"planned": planned}}} for code, planned in money.items()]}  # fmt: skip
    found = weights(reports, before)
    assert [found[code]["share"] for code in "ABC"] == ["90.0", "10.0", None]
    assert heaviest_first(["C", "B", "A"], found) == ["A", "B", "C"]


# Comparison


def test_what_changed_since_the_last_run_and_behind_which_version(calculated, season2026, kairat, sign_in, monkeypatch):
    report = season2026.reports.get(body__code="AK-ABA")
    content = json.loads(report.versions.get().content)
    items = {one["item"]: one for one in content["items"]}
    items["SC-10"] = {**items["SC-10"], "answer": "given", "status": "done", "disbursed_local": 7_000_000_000}
    report.version = 2
    accept(report, content_of(report, items, {one["indicator"]: one for one in content["indicators"]}), at=clock.now())
    calculate(season2026, kairat)
    answer = sign_in(kairat).get(f"{HOME}compare/")
    rows = {row["address"]: row for row in answer.context["rows"]}
    assert rows["total.disbursed.local"]["why"] == [(rows["total.disbursed.local"]["why"][0][0], 1, 2)]
    assert "body.AK-ABA.disbursed" in rows and "body.AK-ALM.disbursed" not in rows
    assert answer.context["rows"][0]["address"].startswith("total."), "what a reader asks first stands first"
    change = rows["total.disbursed.local"]["change"]
    assert change[0] in "+−" and f">{change}<" in answer.content.decode()
    monkeypatch.setattr(looking_views, "A_PAGE", 5)
    second = sign_in(kairat).get(f"{HOME}compare/?page=2")
    assert [row["address"] for row in second.context["rows"]] == [row["address"] for row in answer.context["rows"]][5:10]
    assert f"Изменилось чисел: {len(rows)}" in said(second) and "?with=1&amp;page=3" in second.content.decode()
    assert "Нет свода за предыдущий год" in said(sign_in(kairat).get(f"{HOME}compare/?with=year"))


def test_a_count_of_reports_is_behind_nobody_whose_report_is_counted_as_before():
    def manifest(taken: dict, out: dict) -> dict:
        reports = [{"body": body, "version": version} for body, version in taken.items()]
        return {"reports": reports, "out": [{"body": body, "state": state} for body, state in out.items()]}

    before = manifest({"A": 1}, {"B": "not_accepted", "C": "not_filed", "D": "not_filed"})
    now = manifest({"A": 2, "B": 1}, {"C": "not_accepted", "D": "not_filed"})
    assert counted_otherwise("accepted", before, now) == ["B"]
    assert counted_otherwise("not_filed", before, now) == counted_otherwise("filed", before, now) == ["C"]


def test_one_run_has_nothing_to_be_compared_with(calculated, kairat, sign_in):
    assert "пока один расчёт" in said(sign_in(kairat).get(f"{HOME}compare/"))


@pytest.mark.parametrize("number", ["²", "9" * 40, "9" * 5000])
def test_a_number_that_is_none_breaks_no_page(calculated, kairat, madina, sign_in, number):
    page = sign_in(kairat)
    assert page.get(f"{HOME}compare/", {"with": number}).status_code == 200
    assert page.get(f"{HOME}figures/total.disbursed/", {"edition": number}).status_code == 200
    assert sign_in(madina).post(f"{HOME}text/funding/kk/verify/", {"version": number}).status_code == 302


# Strange figures


def line(body="A", item="SC-01", **more) -> dict:
    money = dict.fromkeys(MONEY)
    place = {"line": f"I01-{body}", "kind": "item", "item": item, "indicator": "", "body": body}
    return {**place, "status": "", "evidence": [1], **money, **more}


NO_REGIONS = {"regions": [], "bodies": [], "totals": {"funding": {"total": {"planned": None, "disbursed": None}}}}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ({"planned_local": 10**9}, {"planned_local": 10**10}, ["tenfold"]), ({"planned_local": 10**9}, {"planned_local": 10**10 - 1}, []),
        ({"planned_local": 10**9}, {"planned_local": 2 * 10**8}, ["drop"]), ({"planned_local": 10**9}, {"planned_local": 3 * 10**8}, []),
        ({"planned_local": 10}, {"planned_local": 1000}, []), ({"planned_local": 10**9}, {"planned_local": 0}, ["drop"]),
        ({"planned_local": 10**9}, {"planned_local": None}, []), ({"planned_local": 0}, {"planned_local": 10**9}, []),
        ({}, {"planned_local": 5, "disbursed_local": 6}, ["overdisbursed"]), ({}, {"planned_local": 6, "disbursed_local": 6}, []),
        ({}, {"status": "done", "evidence": []}, ["no_evidence"]), ({}, {"status": "in_progress", "evidence": []}, []),
    ],
)  # fmt: skip
def test_each_kind_of_strangeness_and_what_is_just_not_strange(old, new, kinds):
    before = {"figures": NO_REGIONS, "rows": [line(**old)]}
    assert [one["kind"] for one in anomalies([line(**new)], NO_REGIONS, before)] == kinds


def test_a_region_without_money_and_a_share_that_jumps():
    def summed(a, b):
        money = {"total": {"planned": a, "disbursed": a}}
        bodies = [{"code": "A", "funding": money}, {"code": "B", "funding": {"total": {"planned": b, "disbursed": b}}}]
        region = {"code": "ABA", "state": "accepted", "funding": {"total": {"planned": None, "disbursed": None}}}
        return {"regions": [region], "bodies": bodies, "totals": {"funding": {"total": {"planned": a + b, "disbursed": a + b}}}}

    found = anomalies([], summed(60, 40), {"figures": summed(50, 50), "rows": []})
    assert [one["key"] for one in found] == ["share_jump:A", "share_jump:B", "blank_region:ABA"]
    assert [one["kind"] for one in anomalies([], summed(59, 41), {"figures": summed(50, 50), "rows": []})] == ["blank_region"]


def test_a_strange_figure_is_explained_in_words_and_asked_again_when_it_changes(season2026, kairat, gulnar, madina, sign_in):
    report = season2026.reports.get(body__code="AK-ABA")
    report.version = 2
    row = {"answer": "given", "status": "done", "planned_local": 10, "disbursed_local": 20}
    accept(report, content_of(report, {"SC-10": row}), at=clock.now())
    calculate(season2026, kairat)
    key = "overdisbursed:I10-AK-ABA:disbursed_local"
    page = sign_in(gulnar)
    assert sign_in(madina).get(f"{HOME}anomalies/{key}/").status_code == 404
    answer = page.get(f"{HOME}anomalies/{key}/")
    assert "Освоено больше" in said(answer) and "Освоено, местный бюджет, тыс. тенге" in said(answer), "which figure, in which unit"
    assert "Заполните поле" in said(page.post(f"{HOME}anomalies/{key}/", {"note": " ", "seen": answer.context["seen"]}))
    assert page.post(f"{HOME}anomalies/{key}/", {"note": REASON, "seen": "other"}).status_code == 200
    assert not AnomalyAnswer.objects.exists()
    assert page.post(f"{HOME}anomalies/{key}/", {"note": REASON, "seen": answer.context["seen"]}).status_code == 302
    summary = rules.latest(season2026)
    assert next(one for one in answering.found_in(summary) if one["key"] == key)["holds"]
    report.version = 3
    accept(report, content_of(report, {"SC-10": {**row, "disbursed_local": 30}}), at=clock.now())
    summary = calculate(season2026, kairat)
    told = next(one for one in answering.found_in(summary) if one["key"] == key)
    assert not told["holds"] and told["answer"].note == REASON
    with pytest.raises(Refused):
        answering.answer_anomaly(summary, key, by=gulnar, note=REASON, seen=[10, 20])


# Deciding, one by one


def test_after_a_decision_comes_the_next_item_and_at_the_end_the_list(calculated, kairat, sign_in):
    page, addresses = sign_in(kairat), []
    url = f"{HOME}items/{calculated.manifest['discrepancies'][0]['item']}/"
    while url.startswith(f"{HOME}items/"):
        addresses.append(url)
        answer = page.get(url)
        suggested = answer.context["row"]["suggested"]
        url = page.post(url, {"status": suggested, "reason": REASON, "seen": answer.context["seen"]}).headers["Location"]
    assert len(addresses) == len(set(addresses)) == len(calculated.manifest["discrepancies"])
    assert url == f"{HOME}#discrepancies"


# Queries


PAGES = ("", "dry-run/", "compare/", "anomalies/", "text/funding/", "text/funding/versions/", "totals/", "history/")


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_at_most_eight_times_whatever_the_number_of_bodies(calculated, gulnar, kairat, sign_in, path):
    look(calculated.cycle, gulnar)
    page = sign_in(kairat)
    page.get(HOME + path)
    with CaptureQueriesContext(connection) as queries:
        assert page.get(HOME + path).status_code == 200
    assert len(queries) <= 8, [query["sql"][:90] for query in queries]


def test_the_page_knows_at_once_that_a_late_extension_or_acceptance_has_moved_the_figures(calculated, season2026, kairat, sign_in):
    page = sign_in(kairat)
    assert "устарел" not in said(page.get(HOME)).split("<main")[1].split("</h1>")[0]
    report = season2026.reports.get(body__code="AK-MAN")
    Report.objects.filter(pk=report.pk).update(first_submitted_at=clock.local(date(2027, 3, 1)))
    assert "Свод за 2026 год устарел" in said(page.get(HOME))
