"""The verbs of review: who, in which state, what they refuse and what they leave behind."""

from datetime import date

import pytest

from reporting import clock, history
from reporting.models import Decision, IndicatorValue, ItemProgress, Notice, Report, ReportVersion, RowDecision
from reporting.problems import Refused
from reporting.review import rounds, rules
from tests.conftest import make_person
from tests.review import filed

IN_APRIL = clock.local(date(2027, 4, 5), 10)


def refused(act) -> list[str]:
    """The codes with which a verb refuses."""
    with pytest.raises(Refused) as no:
        act()
    return [problem.code for problem in no.value.problems]


@pytest.fixture
def submitted(cycle2026, aigul, bolat) -> Report:
    """The report of the akimat of Abai Region, filed on 20 March."""
    return filed.file(cycle2026.reports.get(body__code="AK-ABA"), by=aigul, signer=bolat)


@pytest.fixture
def reviewed(submitted, gulnar) -> Report:
    """The same report under review."""
    with clock.at(IN_APRIL):
        return rules.begin_review(submitted, by=gulnar)


def decide_all(report, by, decision="accepted", reason="Себебі жазылмаған"):
    """One decision on every row that waits."""
    for entry in rounds.to_decide(report):
        rules.decide(entry, by=by, decision=decision, reason=reason)


# Assigning


def test_the_coordinator_assigns_a_reviewer_who_is_told(submitted, kairat, gulnar):
    rules.assign(submitted, by=kairat, reviewer=gulnar)
    assert Report.objects.get(pk=submitted.pk).reviewer == gulnar
    assert Notice.objects.filter(person=gulnar, kind="review_assigned").count() == 1
    event = history.trail(submitted).first()
    assert (event.verb, event.new) == ("assign", {"reviewer": gulnar.full_name})


def test_only_a_reviewer_may_be_assigned(submitted, kairat, madina):
    assert refused(lambda: rules.assign(submitted, by=kairat, reviewer=madina)) == ["not_a_reviewer"]
    assert Report.objects.get(pk=submitted.pk).reviewer is None


def test_who_filled_in_the_report_is_not_assigned(submitted, kairat, gulnar):
    filed.EntryRevision.objects.filter(row__report=submitted).update(saved_by=gulnar)
    assert refused(lambda: rules.assign(submitted, by=kairat, reviewer=gulnar)) == ["own_report"]


def test_an_assignment_is_not_written_over_another(submitted, kairat, gulnar):
    stale = Report.objects.get(pk=submitted.pk)
    rules.assign(submitted, by=kairat, reviewer=gulnar)
    other = type(gulnar).objects.create_user(email="second@example.kz", full_name="Екінші Қараушы", role="reviewer", body=gulnar.body)
    assert refused(lambda: rules.assign(stale, by=kairat, reviewer=other)) == ["moved_on"]
    assert Report.objects.get(pk=submitted.pk).reviewer == gulnar


def test_assigning_the_same_again_writes_nothing(submitted, kairat, gulnar):
    rules.assign(submitted, by=kairat, reviewer=gulnar)
    before = history.trail(submitted).count()
    rules.assign(submitted, by=kairat, reviewer=gulnar)
    assert history.trail(submitted).count() == before


def test_an_assignment_can_be_taken_back(submitted, kairat, gulnar):
    rules.assign(submitted, by=kairat, reviewer=gulnar)
    rules.assign(submitted, by=kairat, reviewer=None)
    assert Report.objects.get(pk=submitted.pk).reviewer is None


# Beginning


def test_beginning_stamps_the_report_and_its_version(reviewed, gulnar):
    report, version = Report.objects.get(pk=reviewed.pk), ReportVersion.objects.get(report=reviewed)
    assert (report.status, report.review_begun_by, report.reviewer) == ("in_review", gulnar, gulnar)
    assert (version.review_begun_at, version.review_begun_by) == (IN_APRIL, gulnar)


def test_a_report_assigned_to_another_stays_theirs(submitted, kairat, gulnar):
    other = type(gulnar).objects.create_user(email="second@example.kz", full_name="Екінші Қараушы", role="reviewer", body=gulnar.body)
    rules.assign(submitted, by=kairat, reviewer=other)
    rules.begin_review(submitted, by=gulnar)
    assert Report.objects.get(pk=submitted.pk).reviewer == other


def test_a_draft_is_not_reviewed(cycle2026, gulnar):
    assert refused(lambda: rules.begin_review(cycle2026.reports.get(body__code="AK-ALM"), by=gulnar)) == ["moved_on"]


def test_of_two_who_begin_one_does(submitted, gulnar):
    stale = Report.objects.get(pk=submitted.pk)
    rules.begin_review(submitted, by=gulnar)
    assert refused(lambda: rules.begin_review(stale, by=gulnar)) == ["moved_on"]


def test_who_filled_it_in_does_not_review_it(submitted, gulnar):
    filed.EntryRevision.objects.filter(row__report=submitted).update(saved_by=gulnar)
    assert refused(lambda: rules.begin_review(submitted, by=gulnar)) == ["own_report"]


def test_who_submitted_it_does_not_review_it(submitted, gulnar):
    ReportVersion.objects.filter(report=submitted).update(submitted_by=gulnar)
    assert refused(lambda: rules.begin_review(submitted, by=gulnar)) == ["own_report"]


# Deciding


def test_a_decision_is_kept_on_the_row_in_the_round_and_in_the_trail(reviewed, gulnar):
    row = filed.entries(reviewed)[0]
    rules.decide(row, by=gulnar, decision="returned", reason="  Құжатты қосыңыз ")
    row.refresh_from_db()
    assert (row.decision, row.decision_reason, row.decided_by) == ("returned", "Құжатты қосыңыз", gulnar)
    kept = RowDecision.objects.get(row=row)
    assert (kept.version.number, kept.decision, kept.reason, kept.made_by) == (1, "returned", "Құжатты қосыңыз", gulnar)
    event = history.trail(row).first()
    assert (event.verb, event.new, event.why) == ("decide", {"decision": "returned", "code": "other"}, "Құжатты қосыңыз")


def test_a_return_needs_a_code_of_the_list_and_a_text(reviewed, gulnar):
    row = filed.entries(reviewed)[0]
    for code, reason, expected in (
        ("", "Толықтырыңыз", ["return_code_required"]),
        ("nonsense", "Толықтырыңыз", ["return_code_required"]),
        ("figures", "  ", ["reason_required"]),
    ):
        assert refused(lambda c=code, r=reason: rules.decide(row, by=gulnar, decision="returned", reason=r, code=c)) == expected
    rules.decide(row, by=gulnar, decision="returned", reason="Толықтырыңыз", code="figures")
    assert RowDecision.objects.get(row=row).code == "figures"


def test_a_row_is_accepted_by_three_criteria_and_each_is_kept(reviewed, gulnar):
    row, met = filed.entries(reviewed)[0], {"relevant": True, "is_complete": True, "correct": True}
    for name in met:
        said = {**met, name: False}
        assert refused(lambda said=said: rules.decide(row, by=gulnar, decision="accepted", criteria=said)) == ["criterion_unmet"]
    rules.decide(row, by=gulnar, decision="returned", reason="Жоқ", criteria={**met, "correct": False})
    rules.decide(row, by=gulnar, decision="accepted", criteria=met)
    kept = RowDecision.objects.filter(row=row).values_list("decision", "relevant", "is_complete", "correct", "code")
    assert list(kept) == [("returned", True, True, False, "other"), ("accepted", True, True, True, "")]


def test_an_indicator_is_decided_the_same_way(reviewed, gulnar):
    value = IndicatorValue.objects.filter(report=reviewed).first()
    rules.decide(value, by=gulnar, decision="accepted")
    assert RowDecision.objects.get(value=value).decision == "accepted"


def test_a_return_needs_a_reason(reviewed, gulnar):
    row = filed.entries(reviewed)[0]
    assert refused(lambda: rules.decide(row, by=gulnar, decision="returned", reason="  ")) == ["reason_required"]
    row.refresh_from_db()
    assert row.decision == "pending" and not RowDecision.objects.exists()


def test_a_decision_may_be_changed_and_the_reason_goes_with_it(reviewed, gulnar):
    row = filed.entries(reviewed)[0]
    rules.decide(row, by=gulnar, decision="returned", reason="Қате")
    rules.decide(row, by=gulnar, decision="accepted", reason="бұл себеп жазылмайды")
    row.refresh_from_db()
    assert (row.decision, row.decision_reason) == ("accepted", "")
    assert list(RowDecision.objects.filter(row=row).values_list("decision", flat=True)) == ["returned", "accepted"]


def test_a_decision_on_what_another_has_decided_meanwhile_is_refused(reviewed, gulnar):
    row = filed.entries(reviewed)[0]
    seen = rounds.stamp(row)
    rules.decide(row, by=gulnar, decision="accepted", seen=seen)
    assert refused(lambda: rules.decide(row, by=gulnar, decision="returned", reason="Қате", seen=seen)) == ["decided_meanwhile"]
    row.refresh_from_db()
    assert row.decision == "accepted"


def test_before_review_begins_nothing_is_decided(submitted, gulnar):
    assert refused(lambda: rules.decide(filed.entries(submitted)[0], by=gulnar, decision="accepted")) == ["not_in_review"]


def test_a_row_of_later_years_is_not_decided(reviewed, gulnar):
    later = reviewed.rows.filter(needs_answer=False).first()
    assert refused(lambda: rules.decide(later, by=gulnar, decision="accepted")) == ["no_decision_needed"]


def test_after_the_round_nothing_is_decided(reviewed, gulnar):
    decide_all(reviewed, gulnar)
    rules.accept(reviewed, by=gulnar)
    assert refused(lambda: rules.decide(filed.entries(reviewed)[0], by=gulnar, decision="accepted")) == ["moved_on"]


def test_an_unknown_decision_is_a_defect(reviewed, gulnar):
    with pytest.raises(ValueError, match="pending"):
        rules.decide(filed.entries(reviewed)[0], by=gulnar, decision="pending")


# Returning


@pytest.fixture
def returned(reviewed, gulnar) -> Report:
    """Returned for its first row alone."""
    with clock.at(IN_APRIL):
        decide_all(reviewed, gulnar)
        rules.decide(filed.entries(reviewed)[0], by=gulnar, decision="returned", reason="Құжатты қосыңыз")
        return rules.return_for_revision(reviewed, by=gulnar)


def test_only_the_returned_row_reopens_in_the_next_version(returned):
    report = Report.objects.get(pk=returned.pk)
    first, *others = filed.entries(report)
    assert (report.status, report.version) == ("returned", 2)
    assert first.open and (first.decision, first.decision_reason) == ("returned", "Құжатты қосыңыз")
    assert others and not any(entry.open for entry in others)
    assert {entry.decision for entry in others} == {"accepted"}
    assert not report.rows.filter(needs_answer=False, open=True).exists()


def test_the_version_keeps_how_its_round_ended(returned, gulnar):
    version = ReportVersion.objects.get(report=returned, number=1)
    assert (version.outcome, version.decided_at, version.decided_by) == ("returned", IN_APRIL, gulnar)


def test_the_people_of_the_body_are_told_which_rows(returned, aigul, bolat, dana):
    notices = Notice.objects.filter(kind="report_returned")
    assert {notice.person for notice in notices} == {aigul, bolat}
    assert notices.first().params["rows"] == {"kk": "5", "ru": "5", "en": "5"}


def test_a_return_waits_for_every_decision(reviewed, gulnar):
    rules.decide(filed.entries(reviewed)[0], by=gulnar, decision="returned", reason="Қате")
    assert refused(lambda: rules.return_for_revision(reviewed, by=gulnar)) == ["rows_undecided"]
    assert Report.objects.get(pk=reviewed.pk).status == "in_review"


def test_a_return_of_nothing_is_refused(reviewed, gulnar):
    decide_all(reviewed, gulnar)
    assert refused(lambda: rules.return_for_revision(reviewed, by=gulnar)) == ["nothing_returned"]


def again(report, aigul, bolat, gulnar, **fields) -> Report:
    """The body corrects what is open and files again; the review begins."""
    report.rows.filter(open=True, needs_answer=True).update(**fields)
    report = filed.submit(report, by=bolat, at=clock.local(date(2027, 4, 8)))
    return rules.begin_review(report, by=gulnar)


def test_in_the_second_round_only_the_corrected_row_is_asked(returned, aigul, bolat, gulnar):
    report = again(returned, aigul, bolat, gulnar, progress_kk="Түзетілді")
    (entry,) = rounds.to_decide(report)
    assert (entry.row.number, entry.decision, entry.decision_reason) == (5, "pending", "")
    kept = filed.entries(report)[1]
    assert refused(lambda: rules.decide(kept, by=gulnar, decision="returned", reason="Қате")) == ["row_closed"]
    rules.decide(entry, by=gulnar, decision="accepted")
    assert rules.accept(report, by=gulnar).status == "accepted"


def test_the_reason_of_the_first_round_stays_in_its_round(returned, aigul, bolat, gulnar):
    again(returned, aigul, bolat, gulnar)
    kept = RowDecision.objects.filter(version__number=1, decision="returned").get()
    assert kept.reason == "Құжатты қосыңыз"


def test_a_row_returned_and_filed_unchanged_waits_for_a_decision_again(returned, aigul, bolat, gulnar):
    report = again(returned, aigul, bolat, gulnar)
    assert [entry.decision for entry in rounds.to_decide(report)] == ["pending"]
    assert refused(lambda: rules.accept(report, by=gulnar)) == ["rows_undecided"]


def test_a_recall_before_review_keeps_what_the_body_must_correct(returned, bolat):
    filed.submit(returned, by=bolat)
    first = filed.entries(returned)[0]
    assert (first.decision, first.decision_reason) == ("returned", "Құжатты қосыңыз")


def test_an_amended_report_is_asked_only_for_what_was_changed(reviewed, aigul, bolat, gulnar):
    decide_all(reviewed, gulnar)
    rules.accept(reviewed, by=gulnar)
    Report.objects.filter(pk=reviewed.pk).update(status="returned", version=2, lock=9)
    changed = filed.entries(reviewed)[1]
    type(changed).objects.filter(pk=changed.pk).update(disbursed_local=5)
    report = rules.begin_review(filed.submit(reviewed, by=bolat), by=gulnar)
    assert [entry.pk for entry in rounds.to_decide(report)] == [changed.pk]


# Accepting


def test_a_report_is_accepted_when_every_row_is(reviewed, gulnar, aigul, bolat):
    decide_all(reviewed, gulnar)
    rules.accept(reviewed, by=gulnar)
    report, version = Report.objects.get(pk=reviewed.pk), ReportVersion.objects.get(report=reviewed)
    assert (report.status, report.accepted_by, version.outcome, version.decided_by) == ("accepted", gulnar, "accepted", gulnar)
    assert {notice.person for notice in Notice.objects.filter(kind="report_accepted")} == {aigul, bolat}


def test_an_undecided_row_stops_acceptance_and_is_named(reviewed, gulnar):
    with pytest.raises(Refused) as no:
        rules.accept(reviewed, by=gulnar)
    (problem,) = no.value.problems
    names = "; ".join(value.indicator.name for value in reviewed.indicators.order_by("indicator__order"))
    assert (problem.code, problem.params["rows"]) == ("rows_undecided", f"5; 10; 12; 14; {names}")
    assert Report.objects.get(pk=reviewed.pk).status == "in_review"


def test_a_returned_row_stops_acceptance(reviewed, gulnar):
    decide_all(reviewed, gulnar)
    rules.decide(filed.entries(reviewed)[0], by=gulnar, decision="returned", reason="Қате")
    assert refused(lambda: rules.accept(reviewed, by=gulnar)) == ["rows_returned"]


def test_a_decision_taken_while_the_round_ends_is_seen(reviewed, gulnar):
    decide_all(reviewed, gulnar)
    stale = Report.objects.get(pk=reviewed.pk)
    rules.decide(filed.entries(reviewed)[0], by=gulnar, decision="returned", reason="Қате")
    assert refused(lambda: rules.accept(stale, by=gulnar)) == ["rows_returned"]


# No activity in the whole report


@pytest.fixture
def idle(cycle2026, erlan, gulnar) -> Report:
    """The akimat of Almaty Region filed "no activity"."""
    report = cycle2026.reports.get(body__code="AK-ALM")
    Report.objects.filter(pk=report.pk).update(no_activity=True, no_activity_note="Жұмыс жүргізілген жоқ")
    return rules.begin_review(filed.submit(report, by=erlan), by=gulnar)


def test_no_activity_is_accepted_without_row_by_row(idle, gulnar):
    assert rules.accept(idle, by=gulnar).status == "accepted"


def test_no_activity_is_returned_by_one_row_and_reopens_whole(idle, gulnar):
    rules.decide(filed.entries(idle)[0], by=gulnar, decision="returned", reason="Жұмыс жүргізілген")
    rules.return_for_revision(idle, by=gulnar)
    report = Report.objects.get(pk=idle.pk)
    assert (report.status, report.no_activity) == ("returned", False)
    assert all(entry.open for entry in filed.entries(report))


# The Ministry's own report


@pytest.fixture
def own(cycle2026, timur, ulan, gulnar) -> Report:
    """The Ministry's own report under review."""
    return rules.begin_review(filed.file(cycle2026.reports.get(body__code="MNVO"), by=timur, signer=ulan), by=gulnar)


def test_the_own_report_is_accepted_by_the_approver_only(own, gulnar, madina):
    decide_all(own, gulnar)
    assert refused(lambda: rules.accept(own, by=gulnar)) == ["not_allowed"]
    assert rules.accept(own, by=madina).accepted_by == madina


def test_the_approver_waits_for_the_reviewer(own, gulnar, madina):
    assert refused(lambda: rules.accept(own, by=madina)) == ["rows_undecided"]


def test_the_approvers_are_told_once_when_their_consent_is_awaited(own, gulnar, madina):
    decide_all(own, gulnar)
    assert Notice.objects.filter(person=madina, kind="consent_needed").count() == 1
    rules.decide(rounds.to_decide(own)[0], by=gulnar, decision="accepted")
    assert Notice.objects.filter(person=madina, kind="consent_needed").count() == 1


def test_the_approver_does_not_accept_other_reports(reviewed, gulnar, madina):
    decide_all(reviewed, gulnar)
    assert refused(lambda: rules.accept(reviewed, by=madina)) == ["not_allowed"]


def test_a_reviewer_standing_in_for_the_approver_does_not_consent_to_their_own_decisions(own, gulnar, madina, saule):
    decide_all(own, gulnar)
    day = clock.today()
    stands_in = type(gulnar).stands_in.rel.related_model
    stands_in.objects.create(person=madina, deputy=gulnar, starts_on=day, ends_on=day, basis="№ 1", created_by=saule)
    gulnar.forget_standings()
    assert refused(lambda: rules.accept(own, by=gulnar)) == ["same_person"]


@pytest.mark.parametrize("verb", ["begin_review", "return_for_revision", "accept"])
@pytest.mark.parametrize("name", ["aigul", "bolat", "dana", "kairat", "nurlan", "oraz", "saule"])
def test_strangers_to_review_are_refused(reviewed, verb, name, db):
    person = type(reviewed.reviewer).objects.filter(email=f"{name}@example.kz").first() or make_person(name)
    assert refused(lambda: getattr(rules, verb)(reviewed, by=person))[0] in ("not_allowed", "own_report")
    assert Report.objects.get(pk=reviewed.pk).status == "in_review"


def test_what_waits_are_rows_and_indicators_that_need_an_answer(reviewed):
    assert [type(entry) for entry in rounds.to_decide(reviewed)] == [ItemProgress] * 4 + [IndicatorValue] * 2
    assert {entry.decision for entry in rounds.to_decide(reviewed)} == {Decision.PENDING}
