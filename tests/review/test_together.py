"""Rows accepted together: one chooses, another consents; nobody alone, and nothing is overwritten."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from reporting import clock
from reporting.models import BulkAcceptance, Notice, RowDecision
from reporting.review import rounds, rules, together
from tests.review import filed
from tests.review.test_rules import refused, reviewed, submitted

__all__ = ["reviewed", "submitted"]
GROUND = "Құжаттар тізбемен салыстырылды"


@pytest.fixture
def other(gulnar):
    """A second reviewer."""
    return type(gulnar).objects.create_user(email="second@example.kz", full_name="Екінші Қараушы", role="reviewer", body=gulnar.body)


def keys(report, n: int | None = None) -> set:
    return {together.key_of(entry) for entry in rounds.to_decide(report)[:n]}


def propose(report, by, n=None, note=GROUND) -> BulkAcceptance:
    return together.propose_bulk(report, by=by, chosen=keys(report, n), note=note)


def test_chosen_rows_are_accepted_only_when_another_person_consents(reviewed, gulnar, other, madina):
    bulk = propose(reviewed, gulnar, 3)
    assert not RowDecision.objects.exists() and {n.person for n in Notice.objects.filter(kind="bulk_proposed")} == {other, madina}
    assert refused(lambda: together.confirm_bulk(bulk, by=gulnar)) == ["same_person"]
    assert not RowDecision.objects.exists()
    together.confirm_bulk(BulkAcceptance.objects.get(), by=other)
    made = RowDecision.objects.all()
    assert {(d.decision, d.made_by, d.together_id, d.relevant, d.correct) for d in made} == {("accepted", gulnar, bulk.pk, True, True)}
    assert len(made) == 3 and len([e for e in filed.entries(reviewed) if e.decision == "accepted"]) == 3


def test_the_database_itself_refuses_one_person_as_both(reviewed, gulnar):
    bulk = propose(reviewed, gulnar, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkAcceptance.objects.filter(pk=bulk.pk).update(status="confirmed", confirmed_by=gulnar, confirmed_at=clock.now())


def test_a_row_decided_since_stops_the_whole_and_stays_as_it_was_decided(reviewed, gulnar, other):
    bulk = propose(reviewed, gulnar)
    row = filed.entries(reviewed)[0]
    rules.decide(row, by=other, decision="returned", reason="Толық емес", code="incomplete")
    assert refused(lambda: together.confirm_bulk(bulk, by=other)) == ["bulk_changed"]
    row.refresh_from_db()
    assert row.decision == "returned" and BulkAcceptance.objects.get().status == "proposed"
    assert RowDecision.objects.count() == 1


def test_what_is_refused(reviewed, gulnar, other, kairat, aigul):
    assert refused(lambda: propose(reviewed, kairat)) == ["not_allowed"]
    assert refused(lambda: propose(reviewed, aigul)) == ["own_report"]
    assert refused(lambda: propose(reviewed, gulnar, 0)) == ["bulk_nothing"]
    assert refused(lambda: propose(reviewed, gulnar, note="  ")) == ["bulk_note_required"]
    assert refused(lambda: together.propose_bulk(reviewed, by=gulnar, chosen={("row", 10**9)}, note=GROUND)) == ["row_closed"]
    bulk = propose(reviewed, gulnar, 2)
    assert refused(lambda: propose(reviewed, other, 1)) == ["bulk_open"]
    assert refused(lambda: together.decline_bulk(bulk, by=other, reason=" ")) == ["decline_reason_required"]
    assert refused(lambda: together.decline_bulk(bulk, by=kairat, reason="Жоқ")) == ["not_allowed"]


def test_no_consent_decides_nothing_and_tells_why(reviewed, gulnar, madina):
    together.decline_bulk(propose(reviewed, gulnar), by=madina, reason="Әр жолды жеке қараңыз")
    assert not RowDecision.objects.exists() and Notice.objects.filter(person=gulnar, kind="bulk_declined").count() == 1
    assert propose(reviewed, gulnar).status == "proposed"


def test_the_end_of_the_round_takes_a_forgotten_choice_back(reviewed, gulnar, other):
    bulk = propose(reviewed, gulnar, 1)
    for entry in rounds.to_decide(reviewed):
        rules.decide(entry, by=other, decision="accepted")
    rules.accept(reviewed, by=other)
    assert BulkAcceptance.objects.get(pk=bulk.pk).status == "declined"
    assert refused(lambda: together.confirm_bulk(bulk, by=other)) == ["moved_on"]


def test_the_pages(reviewed, gulnar, other, kairat, aigul, sign_in):
    page = reverse("review:choose", args=[reviewed.public_id]).replace("/kk/", "/en/")
    assert sign_in(kairat).get(page).status_code == sign_in(aigul).get(page).status_code == 404
    client, rows = sign_in(gulnar), [f"{kind}-{pk}" for kind, pk in sorted(keys(reviewed, 2))]
    refusal = client.post(page, {"rows": rows, "note": ""})
    assert refusal.status_code == 200 and refusal.content.decode().count(" checked>") == 2
    address = client.post(page, {"rows": rows, "note": GROUND})["Location"].replace("/kk/", "/en/")
    assert "Another person than the one who chose" in (own := client.get(address).content.decode()) and 'value="consent"' not in own
    client.post(address, {"do": "consent"})
    assert not RowDecision.objects.exists()
    assert sign_in(aigul).get(address).status_code == 404
    assert 'value="consent"' in sign_in(other).get(address).content.decode()
    sign_in(other).post(address, {"do": "consent"})
    assert RowDecision.objects.count() == 2
    row = reverse("review:row", args=[reviewed.public_id, "rows", filed.entries(reviewed)[0].pk]).replace("/kk/", "/en/")
    assert "Accepted together with other rows; consent: Екінші Қараушы" in client.get(row).content.decode()


