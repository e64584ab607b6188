"""Sending to the planning body: two people, real numbers and dates, one letter at a time."""

from datetime import date

import pytest

from reporting import clock
from reporting.models import Event, Notice, Transmission
from reporting.problems import Refused
from reporting.transmission import rules
from tests.editions import make_edition
from tests.refusals import codes

LETTER = {"letter_number": "08-11/1234", "letter_date": date(2027, 4, 26)}
INCOMING = {"incoming_number": "5678", "incoming_date": date(2027, 4, 26)}


@pytest.fixture(autouse=True)
def on_26_april():
    """The day of the letter."""
    with clock.at(clock.local(date(2027, 4, 26), 15)):
        yield


@pytest.fixture
def edition(cast, cycle2026):
    """Approved, not published."""
    return make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"])


@pytest.fixture
def letter(edition, cast):
    """A prepared covering letter."""
    return rules.prepare(edition, by=cast["kairat"], **LETTER)


def test_the_whole_way(letter, cast):
    rules.send(letter, by=cast["madina"])
    rules.register(letter, by=cast["kairat"], **INCOMING)
    rules.acknowledge(letter, by=cast["nurlan"], **INCOMING)
    letter.refresh_from_db()
    assert (letter.status, letter.incoming_number, letter.acknowledged_by) == ("acknowledged", "5678", cast["nurlan"])
    verbs = Event.objects.filter(thing=f"transmission:{letter.pk}").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["prepare", "send", "register", "acknowledge"]
    assert Notice.objects.filter(person=cast["kairat"], kind="transmission_acknowledged").count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"letter_number": "  "}, "letter_number_required"),
        ({"letter_date": None}, "date_required"),
        ({"letter_date": date(2027, 4, 27)}, "date_in_future"),
        ({"letter_date": date(2027, 4, 19)}, "letter_before_approval"),
    ],
)
def test_a_bad_letter_is_refused_and_nothing_is_written(edition, cast, changed, code):
    with pytest.raises(Refused) as refused:
        rules.prepare(edition, by=cast["kairat"], **{**LETTER, **changed})
    assert codes(refused) == [code]
    assert not Transmission.objects.exists()


def test_one_letter_at_a_time_until_it_is_returned(letter, edition, cast):
    with pytest.raises(Refused) as refused:
        rules.prepare(edition, by=cast["kairat"], **LETTER)
    assert codes(refused) == ["already_prepared"]
    rules.send(letter, by=cast["madina"])
    rules.return_to_ministry(letter, by=cast["nurlan"], reason="Қаржы кестесін түзету қажет (мысал)")
    assert rules.prepare(edition, by=cast["kairat"], **LETTER).pk != letter.pk


def test_nobody_sends_what_they_prepared(letter, cast):
    cast["kairat"].role = "approver"
    cast["kairat"].save(update_fields=["role"])
    cast["kairat"].forget_standings()
    with pytest.raises(Refused) as refused:
        rules.send(letter, by=cast["kairat"])
    assert codes(refused) == ["sent_by_preparer"]
    letter.refresh_from_db()
    assert letter.status == "prepared"


def test_two_who_send_at_once_send_once(letter, cast):
    same = Transmission.objects.get(pk=letter.pk)
    rules.send(letter, by=cast["madina"])
    with pytest.raises(Refused) as refused:
        rules.send(same, by=cast["madina"])
    assert codes(refused) == ["moved_on"]
    assert Notice.objects.filter(kind="transmission_sent").count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"incoming_number": ""}, "incoming_number_required"),
        ({"incoming_date": None}, "date_required"),
        ({"incoming_date": date(2027, 4, 27)}, "date_in_future"),
        ({"incoming_date": date(2027, 4, 25)}, "incoming_before_sending"),
    ],
)
def test_a_bad_incoming_number_is_refused(letter, cast, changed, code):
    rules.send(letter, by=cast["madina"])
    with pytest.raises(Refused) as refused:
        rules.acknowledge(letter, by=cast["nurlan"], **{**INCOMING, **changed})
    assert codes(refused) == [code]
    letter.refresh_from_db()
    assert letter.status == "sent"


def test_a_return_needs_its_reason(letter, cast):
    rules.send(letter, by=cast["madina"])
    with pytest.raises(Refused) as refused:
        rules.return_to_ministry(letter, by=cast["nurlan"], reason=" ")
    assert codes(refused) == ["return_reason_required"]


def test_nothing_is_acknowledged_before_it_was_sent(letter, cast):
    with pytest.raises(Refused) as refused:
        rules.acknowledge(letter, by=cast["nurlan"], **INCOMING)
    assert codes(refused) == ["moved_on"]


@pytest.mark.parametrize("name", ["aigul", "bolat", "gulnar", "madina", "nurlan", "oraz", "saule"])
def test_only_the_coordinator_prepares(edition, cast, name):
    with pytest.raises(Refused) as refused:
        rules.prepare(edition, by=cast[name], **LETTER)
    assert codes(refused) == ["not_allowed"]
