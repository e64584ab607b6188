"""Days when the portal was down: the rule, two people, and what follows for on time and late; the legal date never moves."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from reporting import clock
from reporting.cycle import outages
from reporting.cycle.deadlines import timeliness, with_last_days
from reporting.cycle.extensions import why_not_ask
from reporting.cycle.reminders import owing
from reporting.models import Notice, Outage, Report
from tests.cycle.test_views import cast_members
from tests.review import filed
from tests.review.test_rules import refused

__all__ = ["cast_members"]
WORDS = {"what_kk": "Сервер істен шықты", "what_ru": "Отказ сервера"}


def at(day: int, hour: int, month: int = 4) -> datetime:
    return clock.local(date(2027, month, day), hour)


def down(by, began, ended) -> Outage:
    with clock.at(max(ended, at(5, 9))):
        return outages.propose_outage(by=by, began_at=began, ended_at=ended, **WORDS)


# 1 April 2027 is a Thursday: day and hours of the outage → days on which an affected term ends, and until when it counts
RULE = [
    ((1, 14), (1, 16), date(2027, 4, 1), date(2027, 4, 3), date(2027, 4, 2)),
    ((2, 10), (2, 12), date(2027, 4, 2), date(2027, 4, 4), date(2027, 4, 5)),  # a Friday: the next working day is Monday
    ((31, 9), (1, 10), date(2027, 3, 31), date(2027, 4, 3), date(2027, 4, 2)),
]


@pytest.mark.parametrize(("began", "ended", "first", "last", "until"), RULE)
def test_the_rule(concept, began, ended, first, last, until):
    start = at(*began, month=3 if began[0] == 31 else 4)
    assert outages.effect(start, at(*ended)) == (first, last, until)


def test_nothing_has_effect_before_another_person_confirms(cycle2026, aigul, bolat, kairat, madina):
    it = filed.file(cycle2026.reports.get(body__code="AK-ABA"), by=aigul, signer=bolat, at=at(2, 20))

    def now(report):
        listed = with_last_days(Report.objects.select_related("cycle")).get(pk=report.pk)
        plain = Report.objects.select_related("cycle").get(pk=report.pk)
        assert timeliness(listed) == timeliness(plain)  # a list and a single report judge alike
        return timeliness(listed)

    outage = down(kairat, at(1, 14), at(1, 16))
    assert (now(it).kind, now(it).days) == ("late", 1)
    assert refused(lambda: outages.confirm_outage(outage, by=kairat)) == ["same_person"]
    outages.confirm_outage(outage, by=madina)
    assert (now(it).kind, now(it).is_outage) == ("on_time", True)
    it.refresh_from_db()
    assert it.cycle.due_on == date(2027, 4, 1)
    Report.objects.filter(pk=it.pk).update(first_submitted_at=at(3, 1))  # a day later: late by one day after the day it counted to
    assert (now(it).kind, now(it).days) == ("late", 1)


def test_the_database_itself_refuses_one_person_as_both(kairat, madina):
    outage = down(kairat, at(1, 14), at(1, 16))
    with pytest.raises(IntegrityError), transaction.atomic():
        Outage.objects.filter(pk=outage.pk).update(status="confirmed", confirmed_by=kairat, confirmed_at=clock.now())


def test_an_outage_long_before_the_term_ends_changes_nothing(cycle2026, aigul, bolat, kairat, madina):
    it = filed.file(cycle2026.reports.get(body__code="AK-ABA"), by=aigul, signer=bolat, at=at(2, 20))
    outages.confirm_outage(down(kairat, at(25, 9, month=3), at(25, 18, month=3)), by=madina)
    assert timeliness(it).kind == "late"


def test_who_still_owes_is_told_and_may_still_ask_for_a_longer_term(cycle2026, aigul, dana, bolat, kairat, madina):
    filed.file(cycle2026.reports.get(body__code="AK-ALM"), by=dana, signer=bolat, at=at(1, 9))
    outages.confirm_outage(down(kairat, at(1, 14), at(1, 16)), by=madina)
    assert Notice.objects.filter(person=aigul, kind="outage_confirmed").count() == 1
    assert not Notice.objects.filter(person=dana, kind="outage_confirmed").exists()
    report = Report.objects.select_related("cycle").get(body__code="AK-ABA")
    with clock.at(at(2, 12)):
        assert why_not_ask(report) is None and not timeliness(owing(cycle2026).get(pk=report.pk)).is_overdue
    with clock.at(at(3, 1)):
        assert why_not_ask(report).code == "extension_too_late"


def test_what_is_refused(concept, kairat, gulnar, madina):
    for began, ended, code in (
        (at(1, 14), at(1, 14), "outage_order"), (at(1, 14), clock.local(date(2027, 4, 1), 14, 59), "outage_short"),
    ):  # fmt: skip
        assert refused(lambda b=began, e=ended: down(kairat, b, e)) == [code]
    with clock.at(at(1, 15)):
        told = {"began_at": at(1, 13), "ended_at": at(1, 16)}
        assert refused(lambda: outages.propose_outage(by=kairat, **told, **WORDS)) == ["outage_future"]
        told["ended_at"] = at(1, 15)
        assert refused(lambda: outages.propose_outage(by=kairat, **told, what_kk=" ", what_ru="А")) == ["outage_told"]
        assert refused(lambda: outages.propose_outage(by=gulnar, **told, **WORDS)) == ["not_allowed"]
    outage = down(kairat, at(1, 14), at(1, 16))
    assert refused(lambda: outages.decline_outage(outage, by=madina, reason=" ")) == ["decline_reason_required"]
    outages.decline_outage(outage, by=madina, reason="Журналда жоқ")
    assert refused(lambda: outages.confirm_outage(outage, by=madina)) == ["moved_on"]
    assert Notice.objects.filter(person=kairat, kind="outage_declined").count() == 1


def test_the_register(cycle2026, kairat, madina, aigul, sign_in):
    page, sent = "/en/work/cycles/outages/", {"began": "01.04.2027 14:00", "ended": "01.04.2027 16:00", **WORDS}
    with clock.at(at(5, 9)):
        assert sign_in(aigul).get(page).status_code == 404 and sign_in(madina).post(page, sent).status_code == 404
        client = sign_in(kairat)
        assert "must be later than the beginning" in client.post(page, {**sent, "ended": sent["began"]}).content.decode()
        assert client.post(page, sent)["Location"] == page
        one = Outage.objects.get()
        assert one.began_at == at(1, 14)
        address = f"{page}{one.pk}/"
        assert client.get(address).status_code == 404
        assert "02.04.2027" in sign_in(madina).get(page).content.decode() and sign_in(madina).get(address).status_code == 200
        sign_in(madina).post(address, {"do": "confirm"})
    assert Outage.objects.get().status == "confirmed"
