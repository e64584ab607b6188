"""The verbs: two people, nothing out of date, nothing undecided, nobody overwritten."""


import pytest

from reporting import clock, jobs
from reporting.consolidation import calculation, narrative, rules
from reporting.consolidation.calculation import is_outdated
from reporting.consolidation.sources import frame
from reporting.models import Event, Job, Notice, StatusDecision, Summary
from reporting.problems import Refused
from territories.models import ActionItem
from tests.consolidation.conftest import REASON, calculate
from tests.consolidation.making import accept, content_of
from tests.refusals import codes

pytestmark = pytest.mark.django_db


def test_calculating_twice_gives_one_summary_with_the_same_figures(season2026, kairat):
    first = calculate(season2026, kairat)
    second = calculate(season2026, kairat)
    assert Summary.objects.count() == 1
    assert (first.figures, first.lines, first.input_sha256) == (second.figures, second.lines, second.input_sha256)
    assert Event.objects.filter(verb="consolidate").count() == 1


def test_asking_again_while_one_is_owed_is_the_same_duty(season2026, kairat):
    assert rules.consolidate(season2026, by=kairat) == rules.consolidate(season2026, by=kairat)
    assert Job.objects.filter(kind="consolidate").count() == 1


@pytest.mark.parametrize("name", ["aigul", "bolat", "gulnar", "madina", "nurlan", "oraz", "saule"])
def test_only_a_coordinator_calculates(season2026, request, name):
    with pytest.raises(Refused) as refused:
        rules.consolidate(season2026, by=request.getfixturevalue(name))
    assert codes(refused) == ["not_allowed"]
    assert not Job.objects.exists()


def test_an_accepted_amendment_makes_the_summary_out_of_date(calculated, season2026, kairat):
    assert not is_outdated(calculated)
    report = season2026.reports.get(body__code="AK-ABA")
    report.version = 2
    accept(report, content_of(report), at=clock.now())
    assert is_outdated(calculated)
    assert not is_outdated(calculate(season2026, kairat))


def test_undecided_discrepancies_and_missing_text_block_the_proposal(calculated, kairat):
    with pytest.raises(Refused) as refused:
        rules.propose(calculated, by=kairat)
    assert codes(refused) == ["statuses_undecided"] + ["narrative_missing"] * len(narrative.SECTIONS)
    calculated.refresh_from_db()
    assert calculated.status == Summary.DRAFT


def test_a_summary_that_is_out_of_date_is_not_proposed(ready, season2026, kairat):
    report = season2026.reports.get(body__code="AK-ABA")
    report.version = 2
    accept(report, content_of(report), at=clock.now())
    with pytest.raises(Refused) as refused:
        rules.propose(ready, by=kairat)
    assert codes(refused) == ["summary_outdated"]


def test_without_a_calculation_or_an_accepted_report_nothing_is_proposed(cycle2026, in_april, kairat):
    summary = rules.start_summary(cycle2026, by=kairat)
    with pytest.raises(Refused) as refused:
        rules.propose(summary, by=kairat)
    assert codes(refused) == ["summary_not_calculated"]
    with pytest.raises(Refused) as refused:
        rules.propose(calculate(cycle2026, kairat), by=kairat)
    assert codes(refused)[0] == "nothing_accepted"


def test_a_decision_holds_until_the_executors_say_something_else(ready, season2026, kairat):
    decided = ready.manifest["discrepancies"][0]
    assert decided["decision"]["reason"] == REASON
    item = next(item for item in ready.figures["items"] if item["item"] == decided["item"])
    assert item["decision"] == {"reason": REASON}
    body, status = next(iter(decided["seen"].items()))
    report = season2026.reports.get(body__code=body)
    report.version = 2
    other = "not_done" if status != "not_done" else "extended"
    accept(report, content_of(report, {decided["item"]: {"answer": "given", "status": other}}), at=clock.now())
    again = calculate(season2026, kairat)
    row = next(row for row in again.manifest["discrepancies"] if row["item"] == decided["item"])
    assert row["decision"] is None
    assert row["outdated"]
    with pytest.raises(Refused) as refused:
        rules.propose(again, by=kairat)
    assert codes(refused) == ["statuses_undecided"]
    assert StatusDecision.objects.filter(item__code=decided["item"]).count() == 1, "the old decision stays"


def test_refused_decisions_change_nothing(calculated, season2026, kairat, gulnar):
    row = calculated.manifest["discrepancies"][0]
    item, agreed = ActionItem.objects.get(code=row["item"]), ActionItem.objects.get(code="SC-01")
    good = {"by": kairat, "status": "done", "reason": REASON, "seen": row["seen"]}
    for wrong, found in [
        ({"by": gulnar}, ["not_allowed"]),
        ({"seen": {"AK-ABA": "done"}}, ["statuses_changed"]),
        ({"status": "finished", "reason": " "}, ["status_required", "decision_reason_required"]),
    ]:
        with pytest.raises(Refused) as refused:
            rules.decide_status(season2026, item, **{**good, **wrong})
        assert codes(refused) == found
    with pytest.raises(Refused) as refused:
        rules.decide_status(season2026, agreed, **{**good, "seen": None})
    assert codes(refused) == ["executors_agree"]
    assert not StatusDecision.objects.exists()


def test_two_writers_never_overwrite_each_other(calculated, kairat):
    section = narrative.in_order(calculated)[0]
    narrative.write_narrative(section, by=kairat, base_version=1, kk="Бірінші", ru="")
    with pytest.raises(Refused) as refused:
        narrative.write_narrative(section, by=kairat, base_version=1, kk="Екінші", ru="")
    assert codes(refused) == ["narrative_conflict"]
    section.refresh_from_db()
    assert (section.kk, section.version) == ("Бірінші", 2)


def test_the_proposer_cannot_approve(proposed, kairat, madina):
    with pytest.raises(Refused) as refused:
        rules.approve(proposed, by=kairat)
    assert codes(refused) == ["same_person"]
    Summary.objects.filter(pk=proposed.pk).update(proposed_by=madina)
    proposed.refresh_from_db()
    with pytest.raises(Refused) as refused:
        rules.approve(proposed, by=madina)
    assert codes(refused) == ["same_person"]
    assert not Job.objects.filter(kind="make_edition").exists()


def test_nothing_changes_between_proposal_and_decision(proposed, season2026, kairat):
    section, row = narrative.in_order(proposed)[0], proposed.manifest["discrepancies"][0]
    item = ActionItem.objects.get(code=row["item"])
    for forbidden in (
        lambda: rules.consolidate(season2026, by=kairat),
        lambda: narrative.write_narrative(section, by=kairat, base_version=section.version, kk="Өзге", ru=""),
        lambda: rules.decide_status(season2026, item, by=kairat, status="done", reason=REASON),
    ):
        with pytest.raises(Refused) as refused:
            forbidden()
        assert codes(refused) == ["summary_frozen"]


def test_a_text_that_slips_in_stops_the_proposal(ready, kairat):
    stale = Summary.objects.get(pk=ready.pk)
    section = narrative.in_order(ready)[0]
    narrative.write_narrative(section, by=kairat, base_version=section.version, kk="Соңғы сәтте", ru="")
    with pytest.raises(Refused) as refused:
        rules.propose(stale, by=kairat)
    assert codes(refused) == ["moved_on"]


def test_a_calculation_that_was_owed_before_the_proposal_writes_nothing_after_it(ready, season2026, kairat):
    job = rules.consolidate(season2026, by=kairat)
    report = season2026.reports.get(body__code="AK-AKM")
    rules.propose(ready, by=kairat)
    report.version = 2
    accept(report, content_of(report), at=clock.now())
    before = Summary.objects.values().get(pk=ready.pk)
    jobs.run(job.pk)
    assert Summary.objects.values().get(pk=ready.pk) == before


def test_a_late_result_is_never_written_into_what_was_proposed(proposed, season2026):
    report = season2026.reports.get(body__code="AK-AKM")
    report.version = 2
    accept(report, content_of(report), at=clock.now())
    before = Summary.objects.values().get(pk=proposed.pk)
    assert not calculation.keep(proposed, calculation.compute(frame(season2026, 1)), by=None)
    assert Summary.objects.values().get(pk=proposed.pk) == before


def test_begun_twice_in_one_instant_is_one_summary(season2026, kairat, monkeypatch):
    first = rules.start_summary(season2026, by=kairat)
    real = rules.latest
    answers = iter([None])
    monkeypatch.setattr(rules, "latest", lambda cycle: next(answers, real(cycle)))
    assert rules.start_summary(season2026, by=kairat) == first
    assert Summary.objects.count() == 1


def test_two_approvers_at_once_approve_once(proposed, madina):
    stale = Summary.objects.get(pk=proposed.pk)
    rules.approve(proposed, by=madina)
    with pytest.raises(Refused) as refused:
        rules.approve(stale, by=madina)
    assert codes(refused) == ["moved_on"]
    assert Job.objects.filter(kind="make_edition").count() == 1


def test_a_rejection_needs_a_reason_and_reopens_the_draft(proposed, kairat, madina):
    with pytest.raises(Refused) as refused:
        rules.reject(proposed, by=madina, reason="  ")
    assert codes(refused) == ["rejection_reason_required"]
    rules.reject(proposed, by=madina, reason="Мысал: мәтін толық емес.")
    assert (proposed.status, proposed.rejection_reason) == (Summary.DRAFT, "Мысал: мәтін толық емес.")
    assert Notice.objects.filter(kind="summary_rejected", person=kairat).count() == 1


def test_a_correction_follows_an_approved_edition_and_keeps_the_texts(edition, season2026, kairat):
    for wrong, found in [("", "correction_reason_required")]:
        with pytest.raises(Refused) as refused:
            rules.correct(season2026, by=kairat, code="body_data", reason=wrong)
        assert codes(refused) == [found]
    summary = rules.correct(season2026, by=kairat, code="body_data", reason="Мысал: Абай облысының сомасы түзетілді.")
    assert summary.number == 2
    assert [(n.kk, n.ru) for n in narrative.in_order(summary)] == [(n.kk, n.ru) for n in narrative.in_order(edition.summary)]
    with pytest.raises(Refused) as refused:
        rules.correct(season2026, by=kairat, code="body_data", reason="Тағы")
    assert codes(refused) == ["correction_open"]
