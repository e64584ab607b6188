"""Verbs on a whole report through the API: the same rules and codes as the pages."""

import pytest

from reporting import clock
from reporting.filing import rules
from reporting.models import Confirmation, Receipt, Report, ReportVersion, ReturnRequest
from tests.api.conftest import Program, code_of
from tests.filing.filling import fill, report_of, submit


@pytest.fixture
def head(report, beibit):
    return Program(beibit)


def test_the_chain_of_confirmation(officer, head, signatory, stranger, home, report, aigul, bolat):
    fill(report, aigul)
    rules.set_confirmation_order(report, by=bolat, head_confirms=True)
    path = f"{home}confirmation/"
    told = officer.get(path).json()
    assert told["head_confirms"] and told["next_step"] == "head" and told["steps"] == []
    assert stranger.get(path).status_code == stranger.post(path, {"do": "send"}, Idempotency_Key="x").status_code == 404
    assert code_of(signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="s")) == "head_not_confirmed"
    sent = officer.post(path, {"do": "send"}, Idempotency_Key="1")
    again = officer.post(path, {"do": "send"}, Idempotency_Key="1")
    assert sent.status_code == 200 and sent.json() == again.json() and Confirmation.objects.count() == 1
    assert code_of(officer.post(path, {"do": "confirm", "sha256": told["sha256"]}, Idempotency_Key="2")) == "not_allowed"
    assert code_of(head.post(path, {"do": "confirm"}, Idempotency_Key="3")) == "required"
    assert code_of(head.post(path, {"do": "confirm", "sha256": "0" * 64}, Idempotency_Key="4")) == "changed_since_seen"
    assert code_of(head.post(path, {"do": "send_back"}, Idempotency_Key="5")) == "remarks_required"
    done = head.post(path, {"do": "confirm", "sha256": told["sha256"]}, Idempotency_Key="6").json()
    assert done["head_holds"] and [step["status"] for step in done["steps"]] == ["confirmed", "waiting"]
    wrong = signatory.post(f"{home}submit/", {"declared": True, "sha256": "0" * 64}, Idempotency_Key="7")
    assert (wrong.status_code, code_of(wrong)) == (422, "changed_since_seen")
    right = signatory.post(f"{home}submit/", {"declared": True, "sha256": told["sha256"]}, Idempotency_Key="8")
    assert right.json()["sha256"] == told["sha256"] and Receipt.objects.count() == 1


def test_recall_amend_and_giving_up(signatory, officer, home, report, aigul, bolat, gulnar):
    submit(fill(report, aigul), bolat)
    assert code_of(officer.post(f"{home}recall/", {}, Idempotency_Key="a")) == "not_allowed"
    for _twice in range(2):
        answer = signatory.post(f"{home}recall/", {"reason": "Қате"}, Idempotency_Key="b")
        assert (answer.status_code, answer.json()["status"], answer.json()["version"]) == (200, "draft", 2)
    submit(report_of("AK-ABA"), bolat)
    now = clock.now()
    ReportVersion.objects.filter(number=2).update(outcome="accepted", decided_at=now)
    Report.objects.filter(pk=report.pk).update(status="accepted", accepted_at=now, accepted_by=gulnar)
    assert code_of(signatory.post(f"{home}amend/", {"code": "whim", "reason": "x"}, Idempotency_Key="c")) == "choose"
    assert code_of(signatory.post(f"{home}amend/", {"code": "other", "reason": " "}, Idempotency_Key="d")) == "amend_reason_required"
    assert signatory.post(f"{home}amend/", {"code": "other", "reason": "Себебі"}, Idempotency_Key="e").json()["status"] == "returned"
    assert code_of(signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="f")) == "amend_unchanged"
    assert signatory.post(f"{home}amend/close/", {}, Idempotency_Key="g").json()["status"] == "accepted"


def test_no_activity_and_back(officer, stranger, home, report):
    assert code_of(officer.post(f"{home}no-activity/", {"note": " "}, Idempotency_Key="a")) == "no_activity_note_required"
    assert officer.post(f"{home}no-activity/", {"note": "Жұмыс жоқ"}, Idempotency_Key="b").json()["no_activity"]
    assert stranger.ask("DELETE", f"{home}no-activity/").status_code == 404
    for _twice in range(2):
        assert officer.ask("DELETE", f"{home}no-activity/").status_code == 204
    assert not report_of("AK-ABA").no_activity
    item = next(row["item"] for row in officer.get(home).json()["items"] if row["needs_answer"])
    row = officer.patch(f"{home}items/{item}/", {"answer": "no_activity", "complete": True}, If_Match='"1"').json()["row"]
    assert row["values"]["answer"] == "no_activity"


def test_asking_for_return(signatory, home, report, aigul, bolat):
    submit(fill(report, aigul), bolat)
    assert code_of(signatory.post(f"{home}ask-return/", {"reason": "Қате"}, Idempotency_Key="a")) == "return_recall_instead"
    Report.objects.filter(pk=report.pk).update(status="in_review")
    assert signatory.post(f"{home}ask-return/", {"reason": "Қате"}, Idempotency_Key="b").status_code == 200
    assert ReturnRequest.objects.get().reason == "Қате"


@pytest.mark.parametrize("verb", ["recall", "amend", "amend/close", "ask-return", "no-activity", "confirmation"])
def test_every_verb_needs_a_key_and_a_readable_body(signatory, home, verb):
    sent = {"amend": {"code": "other", "reason": "x"}, "ask-return": {"reason": "x"}, "no-activity": {"note": "x"}}.get(verb, {})
    sent = {"do": "send"} if verb == "confirmation" else sent
    assert code_of(signatory.post(f"{home}{verb}/", sent)) == "key_required"
    answer = signatory.post(f"{home}{verb}/", {**sent, "unknown": 1}, Idempotency_Key="a")
    assert (answer.status_code, code_of(answer)) == (422, "field_unknown")
