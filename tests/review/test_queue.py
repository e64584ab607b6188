"""Whose turn a report is: one definition for page, letter and API; every report in exactly one tab of each person."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.users import tokens
from portal.users.models import Substitution
from reporting import clock, jobs
from reporting.cycle.waiting import Spent, spent_in
from reporting.filing import asking
from reporting.models import Job, Notice, Report
from reporting.review import digest, queue, requests, rules, together
from tests.cycle.test_views import many
from tests.review import filed
from tests.review.test_rules import decide_all, reviewed, submitted
from tests.review.test_together import keys, other

__all__ = ["other", "reviewed", "submitted"]
API = "/api/v1/desk/queue/"


def tab_of(report: Report, person) -> str:
    return queue.placed(person).get(pk=report.pk).tab


def tabs(report: Report, **people) -> dict:
    return {name: tab_of(report, person) for name, person in people.items()}


def test_the_tabs_of_each_person_add_up_to_every_report(reviewed, cast_of_desk):
    for person in cast_of_desk.values():
        told = queue.counts(person)
        assert sum(told[tab] for tab in queue.TABS) == Report.objects.count()
        for tab in queue.TABS:
            assert len(queue.reports_in(tab, person)) == told[tab]


@pytest.fixture
def cast_of_desk(gulnar, other, kairat, madina, oraz) -> dict:
    return {"gulnar": gulnar, "other": other, "kairat": kairat, "madina": madina, "oraz": oraz}


def test_where_a_report_stands_as_it_goes(submitted, cast_of_desk, gulnar, other, kairat):
    free = {"gulnar": "todo", "other": "todo", "kairat": "todo", "madina": "others", "oraz": "others"}
    assert tabs(submitted, **cast_of_desk) == free
    rules.assign(submitted, by=kairat, reviewer=gulnar)
    assert tabs(submitted, **cast_of_desk) == {**dict.fromkeys(cast_of_desk, "others"), "gulnar": "todo"}
    it = rules.begin_review(submitted, by=gulnar)
    together.propose_bulk(it, by=gulnar, chosen=keys(it, 1), note="Негіз")
    chosen = {"gulnar": "others", "other": "todo", "kairat": "others", "madina": "todo", "oraz": "others"}
    assert tabs(it, **cast_of_desk) == chosen
    decide_all(it, gulnar, "returned")
    rules.return_for_revision(it, by=gulnar)
    assert set(tabs(it, **cast_of_desk).values()) == {"waiting"}


def test_the_ministrys_own_report_waits_for_the_approver_when_its_rows_are_accepted(cycle2026, timur, ulan, gulnar, cast_of_desk):
    own = rules.begin_review(filed.file(cycle2026.reports.get(body__code="MNVO"), by=timur, signer=ulan), by=gulnar)
    assert tab_of(own, gulnar) == "todo" and tab_of(own, cast_of_desk["madina"]) == "others"
    decide_all(own, gulnar)
    assert tab_of(own, gulnar) == "others" and tab_of(own, cast_of_desk["madina"]) == "todo"


def test_a_stand_in_has_the_reports_of_the_absent_for_those_days_only(submitted, kairat, gulnar, other, saule):
    rules.assign(submitted, by=kairat, reviewer=gulnar)
    first, last = date(2027, 4, 5), date(2027, 4, 9)
    Substitution.objects.create(person=gulnar, deputy=other, starts_on=first, ends_on=last, basis="№ 1", created_by=saule)
    for day, tab in ((4, "others"), (5, "todo"), (9, "todo"), (10, "others")):
        with clock.at(clock.local(date(2027, 4, day))):
            assert tab_of(submitted, other) == tab
            assert len(queue.reports_in("todo", other, mine=True)) == (tab == "todo")


def test_page_letter_and_api_say_the_same(reviewed, gulnar, sign_in, client):
    told = queue.counts(gulnar)
    page = sign_in(gulnar).get("/en/work/review/", {"tab": "waiting"})
    _token, secret = tokens.issue_token(gulnar, by=gulnar, name="СЭД", days=30)
    for tab in queue.TABS:
        answer = client.get(API, {"tab": tab}, headers={"Authorization": f"Bearer {secret}"}).json()
        assert answer["counts"] == {name: told[name] for name in queue.TABS} == {name: page.context["counts"][name] for name in queue.TABS}
        assert len(answer["reports"]) == min(told[tab], 50) and {one["state"] for one in answer["reports"]} <= set(STATES[tab])
    with clock.at(clock.local(date(2027, 4, 6), 10)):
        assert digest.owe_digests() > 0
        for job in Job.objects.filter(kind="queue_digest"):
            jobs.run(job.pk)
            jobs.KINDS["queue_digest"](job, None)  # a second run writes nothing more
    notice = Notice.objects.get(person=gulnar, kind="queue_digest")
    assert {name: notice.params[name] for name in ("todo", "waiting", "others")} == {n: told[n] for n in ("todo", "waiting", "others")}


AT_THE_MINISTRY = ["submitted", "in_review"]
STATES = {"todo": AT_THE_MINISTRY, "waiting": ["not_filed", "returned"], "others": AT_THE_MINISTRY, "done": ["accepted"]}


def test_nobody_is_told_before_nine_on_a_day_off_or_of_nothing(reviewed, gulnar, madina):
    for instant in (clock.local(date(2027, 4, 6), 8), clock.local(date(2027, 4, 3), 10)):  # early; a Saturday
        with clock.at(instant):
            assert digest.owe_digests() == 0
    with clock.at(clock.local(date(2027, 4, 6), 9)):
        digest.owe_digests()
        for job in Job.objects.filter(kind="queue_digest"):
            jobs.run(job.pk)
    assert {n.person for n in Notice.objects.filter(kind="queue_digest")} == {gulnar}  # nothing waits for the others


def test_the_queue_by_program_is_for_the_desk_alone(reviewed, aigul, nurlan, client):
    assert client.get(API).status_code == 401
    for person in (aigul, nurlan):
        _token, secret = tokens.issue_token(person, by=person, name="Ж", days=30)
        assert client.get(API, headers={"Authorization": f"Bearer {secret}"}).status_code == 404


def test_a_token_of_the_ministry_opens_no_report_of_a_body(reviewed, gulnar, client):
    _token, secret = tokens.issue_token(gulnar, by=gulnar, name="Ж", days=30)
    for tail in ("", f"{reviewed.public_id}/"):
        answer = client.get(f"/api/v1/reports/{tail}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 404 or json.loads(answer.content)["reports"] == []


@pytest.mark.parametrize("n", [2, 200])
def test_the_program_asks_the_database_as_often_at_200_reports(submitted, gulnar, client, n):
    many(submitted.cycle, 27 + n)
    _token, secret = tokens.issue_token(gulnar, by=gulnar, name="Ж", days=30)
    client.get(API, headers={"Authorization": f"Bearer {secret}"})
    with CaptureQueriesContext(connection) as queries:
        client.get(API, headers={"Authorization": f"Bearer {secret}"})
    assert len(queries) <= 8, [q["sql"][:90] for q in queries]


def test_days_with_the_ministry_and_days_with_the_body_are_counted_apart(cycle2026, aigul, bolat, gulnar):
    def on(month, day):
        return clock.at(clock.local(date(2027, month, day), 10))

    it = filed.file(cycle2026.reports.get(body__code="AK-ABA"), by=aigul, signer=bolat)  # 20 March
    with on(4, 2):
        it = rules.begin_review(it, by=gulnar)
    with on(4, 5):
        decide_all(it, gulnar, "returned")
        rules.return_for_revision(it, by=gulnar)
    with on(4, 9):
        assert spent_in([it], clock.now())[it.pk] == Spent(ministry=16, body=4, rounds=1)
        it = filed.submit(it, by=bolat, at=clock.now())
    with on(4, 12):
        assert spent_in([it], clock.now())[it.pk] == Spent(ministry=19, body=4, rounds=2)
        it = rules.begin_review(it, by=gulnar)
        decide_all(it, gulnar)
        it = rules.accept(it, by=gulnar)
    with on(4, 30):
        assert spent_in([it], clock.now())[it.pk] == Spent(ministry=19, body=4, rounds=2)


def test_a_wish_for_a_return_is_told_by_page_letter_and_program(reviewed, bolat, gulnar, kairat, sign_in, client):
    assert queue.counts(gulnar)["wishes"] == 0
    wish = asking.ask_for_return(reviewed, by=bolat, reason="Мысал: қате табылды")
    assert (queue.counts(gulnar)["wishes"], queue.counts(kairat)["wishes"]) == (1, 0), "it waits for the reviewer"
    first = queue.reports_in("todo", gulnar)[0]
    assert first.pk == reviewed.pk and first.asks_return, "before all that has waited longer"
    page = sign_in(gulnar).get("/en/work/review/").content.decode()
    assert "The body asks for its return" in page and "The bodies ask to have their reports back: 1." in page
    _token, secret = tokens.issue_token(gulnar, by=gulnar, name="СЭД", days=30)
    told = client.get(API, headers={"Authorization": f"Bearer {secret}"}).json()["reports"]
    assert {one["id"]: one["asks_return"] for one in told}[str(reviewed.public_id)] is True
    with clock.at(clock.local(date(2027, 4, 6), 10)):
        digest.owe_digests()
        for job in Job.objects.filter(kind="queue_digest"):
            jobs.run(job.pk)
            jobs.KINDS["queue_digest"](job, None)
    assert Notice.objects.get(person=gulnar, kind="queue_digest_wishes").params["wishes"] == 1
    requests.refuse_return(reviewed, by=gulnar, reason="Мысал")
    wish.refresh_from_db()
    assert queue.counts(gulnar)["wishes"] == 0 and wish.status == "refused"
