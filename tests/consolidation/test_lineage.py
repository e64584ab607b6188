"""Every figure of a summary is the sum of its lineage, to the tenge; no line is an orphan; the page of a figure leads to the field."""

import csv
import io
import json
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.users.models import User
from reporting import clock
from reporting.consolidation import lineage, lines, rollup, rules
from reporting.consolidation.calculation import compute
from reporting.consolidation.lineage import Figures, Held, parse, trace
from reporting.consolidation.sources import canonical, frame
from reporting.models import Cycle, ReportVersion, SummaryRun
from reporting.problems import Refused
from reporting.roles import Role
from tests.consolidation.conftest import calculate
from tests.consolidation.making import accept, content_of
from tests.consolidation.random_year import live_through

pytestmark = pytest.mark.django_db
HOME = "/ru/work/summary/2026/"


def wrong_figures(cycle: Cycle, seed: int) -> list[str]:
    """Everything that does not hold in the summary of a year: the campaign and the sample ask the same."""
    found, data = [], frame(cycle, 1)
    made = compute(data)
    Random(seed).shuffle(data["reports"])
    again = compute(data)
    if (made["lines"], canonical(made["figures"])) != (again["lines"], canonical(again["figures"])):
        found.append("the order of the input changes the bytes")
    if canonical(compute(frame(cycle, 1))) != canonical(made):
        found.append("a second run gives other bytes")
    rows = lines.read(made["lines"])
    plain = {row["line"]: row for row in csv.DictReader(io.StringIO(made["lines"], newline=""))}
    held, figures, covered = Held(rows), Figures(made["figures"]), set()
    for figure in figures.addresses():
        told = trace(figure, held, made["figures"])
        covered |= {line["line"] for line in told.lines}
        covered |= {line["line"] for lot in told.left.values() for line in lot if "line" in line}
        indicator = lineage.entry_of(figure, made["figures"]) if figure.kind == "indicator" else None
        if recomputed(told, indicator) != figures.value(figure):
            found.append(f"{figure}: {recomputed(told, indicator)} is not {figures.value(figure)}")
        if figure.is_money:  # from the cells of the file alone, without any of our functions
            cells = [int(plain[line["line"]][column]) for line, column, _value in told.parts]
            if (sum(cells) if cells else None) != figures.value(figure):
                found.append(f"{figure}: the cells give {sum(cells)}")
    found += [f"{line}: an orphan" for line in plain if line not in covered]
    return found + strange_lines(cycle, plain)


def recomputed(found: lineage.Trace, indicator: dict | None = None):
    """The figure, from its lineage alone: what `Figures.value` must say."""
    figure = found.figure
    if figure.is_money:
        return rollup.add(value for _line, _column, value in found.parts)
    if figure.kind == lineage.SHARE:
        return tuple(rollup.add(v for _line, column, v in found.parts if column.startswith(kind)) for kind in ("disbursed", "planned"))
    if figure.kind == "indicator":
        return rollup.of_indicator(found.lines, indicator)[figure.measure]
    return len(found.counted) if figure.kind in (lineage.ITEMS, lineage.REPORTS) else len(found.lines)


def strange_lines(cycle: Cycle, plain: dict) -> list[str]:
    """Lines that are not, field by field, what the accepted version of the body says."""
    found, contents = [], {}
    for version in ReportVersion.objects.filter(report__cycle=cycle, outcome="accepted").select_related("report__body").order_by("number"):
        contents[version.report.body.code] = version, json.loads(version.content)
    for row in plain.values():
        version, content = contents.get(row["body"], (None, None))
        if (row["report_sha256"] or None) != (version.sha256 if version else None):
            found.append(f"{row['line']}: of another version")
        if version and row["kind"] == "item":
            filed = next(one for one in content["items"] if one["item"] == row["item"])
            found += [f"{row['line']}.{name}" for name in (*lines.MONEY, "status", "progress_kk", "proposal_ru")
                      if row[name] != ("" if filed[name] is None else str(filed[name]))]  # fmt: skip
    return found


def people_for(cycle: Cycle, reviewer):
    """Somebody to file and sign for any body."""
    made = {}

    def people_of(report):
        code = report.body.code
        if code not in made:
            name = {"full_name": f"Мысал {code}", "body": report.body}
            officer = User.objects.create_user(email=f"o-{code}@example.kz", role=Role.OFFICER, **name)
            signatory = User.objects.create_user(email=f"s-{code}@example.kz", role=Role.SIGNATORY, **name)
            made[code] = {"officer": officer, "signatory": signatory, "reviewer": reviewer}
        return made[code]

    return people_of


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_of_a_random_year_is_the_sum_of_its_lineage(cycle2026, gulnar, opening, seed):
    with clock.at(opening.replace(month=4, day=1)):
        live_through(cycle2026, Random(seed), people_for(cycle2026, gulnar), most=5)
    assert wrong_figures(cycle2026, seed) == []


def test_a_wrong_figure_and_an_orphan_would_be_found(season2026, monkeypatch):
    assert wrong_figures(season2026, 1) == []
    real = lineage.given_by
    monkeypatch.setattr(lineage, "given_by", lambda line, figure: [] if line["body"] == "AK-ABA" else real(line, figure))
    assert any("total.disbursed: " in told for told in wrong_figures(season2026, 1))


@pytest.mark.parametrize(
    "address",
    [
        "", "total", "total.paid", "item.planned", "total.planned.moon", "body.AK-ABA.items", "total.rows.done.x",
        "region.ABA.rows.blank", "territory.KURCHATOV.rows", "indicator.JOBS-HT.planned",
    ],
)  # fmt: skip
def test_an_address_that_can_mean_nothing_is_none(address):
    assert parse(address) is None


def test_addresses_are_read_as_they_are_written(calculated):
    for figure in Figures(calculated.figures).addresses():
        assert parse(str(figure)) == figure


def test_what_gave_nothing_is_told_by_its_reason(season2026):
    made = compute(frame(season2026, 1))
    told = trace(parse("total.disbursed"), Held(lines.read(made["lines"])), made["figures"])
    assert {"not_filed", "no_activity", "not_given"} <= set(told.left)
    assert {line["body"] for line in told.left["not_filed"]} == {"AK-ULY"}
    assert len(told.lines) + sum(map(len, told.left.values())) == made["figures"]["totals"]["rows"]["total"]


# The pages


def test_a_figure_leads_to_the_very_field_of_the_filed_version(calculated, sign_in, kairat):
    page = sign_in(kairat)
    report = calculated.cycle.reports.get(body__code="AK-ABA")
    version = report.versions.get()
    said = next(row for row in json.loads(version.content)["items"] if row["planned_local"])
    key = f"I{said['number']:02d}-AK-ABA"
    answer = page.get(f"{HOME}figures/body.AK-ABA.planned.local/").content.decode()
    assert f'href="/ru/work/summary/2026/lines/{key}/?edition=1#planned_local"' in answer
    answer = page.get(f"{HOME}lines/{key}/").content.decode()
    amount = f"{said['planned_local'] / 1000:,.1f}".replace(",", "\u00a0").replace(".", ",")
    field = answer.split('id="planned_local"')[1].split("</tr>")[0]
    assert amount in field
    assert version.sha256 in answer
    assert f"/review/{report.public_id}/versions/1/#row-{said['row']}" in answer


def test_the_page_keeps_to_the_version_that_was_taken(calculated, sign_in, kairat):
    report = calculated.cycle.reports.get(body__code="AK-ABA")
    before = report.versions.get()
    report.version = 2
    accept(report, content_of(report, {"SC-10": {"answer": "given", "status": "done", "planned_local": 1}}), at=clock.now())
    answer = sign_in(kairat).get(f"{HOME}lines/I10-AK-ABA/").content.decode()
    assert before.sha256 in answer, "the calculation is of the version before"


def test_every_figure_on_the_pages_has_a_page_of_its_own(calculated, sign_in, kairat):
    page = sign_in(kairat)
    shown = page.get(f"{HOME}totals/").content.decode() + page.get(HOME).content.decode()
    addresses = set(shown.split('href="/ru/work/summary/2026/figures/')[1:])
    addresses = {address.split("/", 1)[0] for address in addresses}
    assert len(addresses) > 200
    kinds = {parse(address).scope + parse(address).measure: address for address in addresses}
    for address in kinds.values():
        assert page.get(f"{HOME}figures/{address}/").status_code == 200, address
    for address in ("total.paid", "item.SC-99.planned", "body.X.planned"):
        assert page.get(f"{HOME}figures/{address}/").status_code == 404
    assert page.get(f"{HOME}lines/I99-AK-ABA/").status_code == 404
    assert page.get(f"{HOME}lines/I10-AK-ABA/?edition=7").status_code == 404


def test_lineage_is_for_the_desk(calculated, sign_in, dana, nurlan, oraz):
    for path in ("figures/total.planned/", "lines/I10-AK-ABA/"):
        assert [sign_in(person).get(HOME + path).status_code for person in (dana, nurlan, oraz)] == [404, 404, 200]


@pytest.mark.parametrize("path", ["figures/total.planned/", "figures/indicator.JOBS-HT.actual/", "lines/I10-AK-ABA/"])
def test_lineage_asks_little(calculated, sign_in, kairat, path):
    page = sign_in(kairat)
    page.get(HOME + path)
    with CaptureQueriesContext(connection) as queries:
        page.get(HOME + path)
    assert len(queries) <= 8


# Runs are remembered, and what came too late is not approved


def test_each_calculation_with_new_input_is_a_run(calculated, kairat):
    calculate(calculated.cycle, kairat)
    run = SummaryRun.objects.get()
    assert (run.number, run.input_sha256, run.manifest) == (1, calculated.input_sha256, calculated.manifest)
    total = calculated.figures["totals"]["funding"]["total"]["planned"]
    assert run.values["total.planned"] == total
    assert Decimal(run.values["indicator.RD-COMM.actual"]) > 0
    report = calculated.cycle.reports.get(body__code="AK-ABA")
    report.version = 2
    accept(report, content_of(report, {"SC-10": {"answer": "given", "status": "done", "planned_local": 1}}), at=clock.now())
    calculate(calculated.cycle, kairat)
    assert [one.number for one in SummaryRun.objects.all()] == [2, 1]


def test_what_was_accepted_after_the_proposal_stops_the_approval(proposed, madina):
    report = proposed.cycle.reports.get(body__code="AK-ABA")
    report.version = 2
    accept(report, content_of(report, {"SC-10": {"answer": "given", "status": "done", "planned_local": 1}}), at=clock.now())
    with pytest.raises(Refused) as refused:
        rules.approve(proposed, by=madina)
    assert [problem.code for problem in refused.value.problems] == ["outdated_since_proposal"]
    proposed.refresh_from_db()
    assert proposed.status == "proposed"
