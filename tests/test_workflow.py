"""The table of states and its only writer."""

import re

import pytest

from reporting import clock, history, workflow
from reporting.models import (
    BulkAcceptance,
    Comment,
    Confirmation,
    Edition,
    Extension,
    Outage,
    PaperReport,
    Report,
    ReturnRequest,
    Signature,
    Summary,
    Transmission,
)
from reporting.problems import Refused
from reporting.workflow import TRANSITIONS, allowed, move

# model → the states it may have, in the words of its constraints
STATES = {
    Report: {"draft", "submitted", "in_review", "returned", "accepted"},
    Summary: {"draft", "proposed", "approved"},
    Edition: {"approved", "scheduled", "published", "superseded", "withdrawn"},
    Transmission: {"prepared", "sent", "registered", "acknowledged", "returned"},
    Extension: {"asked", "proposed", "granted", "refused"},
    PaperReport: {"registered", "entered", "cancelled"},
    Outage: {"proposed", "confirmed", "declined"},
    Comment: {"open", "answered", "closed"},
    BulkAcceptance: {"proposed", "confirmed", "declined"},
    Confirmation: {"waiting", "confirmed", "sent_back", "replaced"},
    ReturnRequest: {"asked", "granted", "refused"},
    Signature: {"checking", "valid", "invalid", "unchecked"},
}
# the life of a report, written by hand: (state, verb) → state. Whatever is not here is refused.
LIFE = {
    ("draft", "submit"): "submitted", ("returned", "submit"): "submitted", ("submitted", "recall"): "draft",
    ("submitted", "begin_review"): "in_review", ("in_review", "return_for_revision"): "returned", ("in_review", "accept"): "accepted",
    ("accepted", "amend"): "returned", ("returned", "close_amendment"): "accepted", ("draft", "close_amendment"): "accepted",
}  # fmt: skip
VERBS = sorted({verb for model, verb in TRANSITIONS if model is Report})


def refused(act) -> list[str]:
    """The codes with which a move is refused."""
    with pytest.raises(Refused) as no:
        act()
    return [problem.code for problem in no.value.problems]


@pytest.fixture
def report(cycle2026) -> Report:
    """A draft."""
    return cycle2026.reports.get(body__code="AK-ABA")


def test_every_transition_leads_from_known_states_to_a_known_state():
    for (model, verb), rule in TRANSITIONS.items():
        assert {*rule.sources, rule.target} <= STATES[model], verb


def test_every_stamp_is_a_pair_of_the_model():
    for (model, verb), rule in TRANSITIONS.items():
        if rule.stamp:
            names = {field.name for field in model._meta.get_fields()}
            assert {f"{rule.stamp}_at", f"{rule.stamp}_by"} <= names, (model, verb)


def test_the_life_of_a_report_is_the_written_one(report, kairat):
    for state in STATES[Report]:
        for verb in VERBS:
            Report.objects.filter(pk=report.pk).update(status=state)
            fresh = Report.objects.get(pk=report.pk)
            assert allowed(fresh, verb) is ((state, verb) in LIFE)
            if (state, verb) in LIFE:
                assert move(fresh, verb, by=kairat).status == LIFE[state, verb]
            else:
                assert refused(lambda fresh=fresh, verb=verb: move(fresh, verb, by=kairat)) == ["moved_on"]
            assert Report.objects.get(pk=report.pk).status == LIFE.get((state, verb), state)


def test_a_move_stamps_who_and_when_and_writes_its_event(report, bolat):
    at = clock.now()
    move(report, "submit", by=bolat, at=at, why="себебі")
    kept = Report.objects.get(pk=report.pk)
    assert (kept.submitted_at, kept.submitted_by, kept.lock) == (at, bolat, 1)
    event = history.trail(report).first()
    assert (event.verb, event.old, event.new, event.why, event.actor) == (
        "submit", {"status": "draft"}, {"status": "submitted"}, "себебі", bolat,
    )  # fmt: skip


def test_of_two_movers_one_wins_and_the_other_changes_nothing(report, bolat, kairat):
    one, other = Report.objects.get(pk=report.pk), Report.objects.get(pk=report.pk)
    move(one, "submit", by=bolat)
    events = history.trail(report).count()
    assert refused(lambda: move(other, "submit", by=kairat)) == ["moved_on"]
    assert Report.objects.get(pk=report.pk).submitted_by == bolat
    assert history.trail(report).count() == events


def test_a_stale_copy_does_not_move_even_when_its_state_has_come_round_again(report, bolat, gulnar):
    """Submitted, recalled, submitted: whoever read the first submission must look again."""
    move(report, "submit", by=bolat)
    stale = Report.objects.get(pk=report.pk)
    move(report, "recall", by=bolat)
    move(report, "submit", by=bolat)
    assert refused(lambda: move(stale, "begin_review", by=gulnar)) == ["moved_on"]
    assert Report.objects.get(pk=report.pk).status == "submitted"


def test_fields_are_written_in_the_same_update(report, bolat):
    move(report, "submit", by=bolat, version=7)
    assert (report.version, Report.objects.get(pk=report.pk).version) == (7, 7)


def test_a_move_touches_nothing_else(report, bolat, gulnar):
    """Somebody assigned a reviewer after the report was read: the move does not write the old one back."""
    stale = Report.objects.get(pk=report.pk)
    Report.objects.filter(pk=report.pk).update(reviewer=gulnar)
    move(stale, "submit", by=bolat)
    assert Report.objects.get(pk=report.pk).reviewer == gulnar


def test_an_unknown_verb_is_a_defect(report, kairat):
    with pytest.raises(KeyError):
        move(report, "demolish", by=kairat)


def test_nobody_else_writes_a_status(settings):
    """`status=` in an update or a save of a moved model stands in workflow.py alone."""
    for path in (settings.BASE_DIR / "reporting").rglob("*.py"):
        if "migrations" not in path.parts and path.name != "workflow.py":
            text = path.read_text()
            assert ".update(status" not in text and not re.search(r'update_fields=\["status"\]', text), path
            assert not any(f"{name}.status = " in text for name in ("report", "summary", "edition", "thing", "it")), path


def test_moves_of_every_model_keep_a_lock():
    for model in {model for model, _verb in workflow.TRANSITIONS}:
        assert model._meta.get_field("lock")
