"""The reviewer and the body act in the same instant: exactly one of the two succeeds, the other is told why, and nothing is overwritten.

Each pair is run from two threads that start together, in both orders of arrival. Real locks are PostgreSQL's: on SQLite one waits for
the other, so there only the outcome of both orders is tried.
"""

import itertools
import os
import threading
from datetime import date

import pytest
from django.db import connections

from reporting import clock, history
from reporting.filing import asking
from reporting.filing import comments as answers
from reporting.filing import rules as filing
from reporting.models import Comment, CommentReply, Decision, Report, ReturnRequest, RowDecision
from reporting.problems import Refused
from reporting.review import comments, rounds, rules
from tests.review import filed

ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgres"
pytestmark = pytest.mark.django_db(transaction=ON_POSTGRESQL)  # threads see only what is committed
DAY = date(2027, 4, 2)
ROUNDS = 3
MINUTES = itertools.cycle(range(60))


@pytest.fixture
def submitted(cycle2026, aigul, bolat, gulnar) -> Report:
    """Filed, not under review."""
    return filed.file(cycle2026.reports.select_related("body", "cycle").get(body__code="AK-ABA"), by=aigul, signer=bolat)


@pytest.fixture
def reviewed(submitted, gulnar) -> Report:
    """Under review, every row accepted."""
    with clock.at(clock.local(DAY, 9)):
        rules.begin_review(submitted, by=gulnar)
        for entry in filed.entries(submitted):
            rules.decide(entry, by=gulnar, decision=Decision.ACCEPTED)
    return submitted


def fresh(report: Report) -> Report:
    """As the next request would read it."""
    return Report.objects.select_related("cycle", "body", "reviewer").get(pk=report.pk)


def together(*acts) -> list:
    """What each act gave: "done", or the codes of its refusal. On PostgreSQL they run at once, on SQLite one after the other."""
    said, gate = [None] * len(acts), threading.Barrier(len(acts))

    def run(place: int, act) -> None:
        try:
            if ON_POSTGRESQL:
                gate.wait(10)
            with clock.at(clock.local(DAY, 10, next(MINUTES))):  # no two acts carry the same instant
                act()
            said[place] = "done"
        except Refused as refused:
            said[place] = [problem.code for problem in refused.problems]
        finally:
            if ON_POSTGRESQL:
                connections.close_all()

    if not ON_POSTGRESQL:
        for place, act in enumerate(acts):
            run(place, act)
        return said
    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return said


def one_of(said: list, *refusals: str) -> bool:
    """Exactly one succeeded and the other was told one of these reasons."""
    return sorted(map(str, said))[-1:] == ["done"] and [one for one in said if one != "done"] in [[[code]] for code in refusals]


@pytest.mark.parametrize("body_first", [True, False])
def test_recalled_or_under_review_never_both(submitted, bolat, gulnar, body_first):
    one, other = fresh(submitted), fresh(submitted)
    acts = [lambda: filing.recall(one, by=bolat), lambda: rules.begin_review(other, by=gulnar)]
    said = together(*(acts if body_first else acts[::-1]))
    assert one_of(said, "moved_on", "recall_too_late", "not_submitted", "wrong_state"), said
    now = fresh(submitted)
    assert (now.status, now.version) in ((Report.DRAFT, 2), (Report.IN_REVIEW, 1)) and history.broken(f"report:{now.pk}") == []
    assert now.versions.get().outcome == ("recalled" if now.status == Report.DRAFT else "")


@pytest.mark.parametrize("body_first", [True, False])
def test_a_wish_for_a_return_and_the_acceptance(reviewed, bolat, gulnar, body_first):
    one, other = fresh(reviewed), fresh(reviewed)
    acts = [lambda: asking.ask_for_return(one, by=bolat, reason="Мысал"), lambda: rules.accept(other, by=gulnar)]
    said = together(*(acts if body_first else acts[::-1]))
    assert one_of(said, "return_request_open", "return_amend_instead"), said
    asked = ReturnRequest.objects.filter(report=reviewed.pk).count()
    assert (fresh(reviewed).status, asked) in ((Report.IN_REVIEW, 1), (Report.ACCEPTED, 0))


def test_two_reviewers_on_one_row_and_neither_erases_the_other(reviewed, gulnar):
    colleague = type(gulnar).objects.create_user("second@example.kz", "Екінші Қараушы", "reviewer", body=gulnar.body)
    for _again in range(ROUNDS):
        entry = filed.entries(reviewed)[0]
        seen, before = rounds.stamp(entry), RowDecision.objects.count()
        said = together(
            lambda entry=entry, seen=seen: rules.decide(entry, by=gulnar, decision=Decision.ACCEPTED, seen=seen),
            lambda entry=entry, seen=seen: rules.decide(entry, by=colleague, decision=Decision.RETURNED, reason="Мысал", seen=seen),
        )
        assert one_of(said, "decided_meanwhile"), said
        assert RowDecision.objects.count() == before + 1, "a refused decision leaves nothing behind"


def test_an_answer_and_the_closing_of_the_remark(reviewed, bolat, gulnar):
    with clock.at(clock.local(DAY, 9)):
        made = comments.comment(filed.entries(reviewed)[0], by=gulnar, text="Мысал: ескерту")
    one, other = (Comment.objects.select_related("report__body", "row__row").get(pk=made.pk) for _copy in range(2))
    said = together(lambda: answers.answer_comment(one, by=bolat, text="Мысал: жауап"), lambda: comments.close_comment(other, by=gulnar))
    made.refresh_from_db()
    replies = CommentReply.objects.filter(comment=made).count()
    assert "done" in said and replies == (said[0] == "done"), "an answer is kept whole or refused, never lost"
    assert made.status == (Comment.CLOSED if said[1] == "done" else Comment.ANSWERED), said


def test_the_end_of_a_round_and_a_late_decision(reviewed, gulnar):
    """Accepting the report while a colleague returns one of its rows: the report is not accepted over a returned row."""
    colleague = type(gulnar).objects.create_user("third@example.kz", "Үшінші Қараушы", "reviewer", body=gulnar.body)
    entry, report = filed.entries(reviewed)[0], fresh(reviewed)
    said = together(
        lambda: rules.accept(report, by=gulnar),
        lambda: rules.decide(entry, by=colleague, decision=Decision.RETURNED, reason="Мысал"),
    )
    assert one_of(said, "moved_on", "rows_returned"), said
    entry.refresh_from_db()
    pair = (fresh(reviewed).status, entry.decision)
    assert pair in ((Report.ACCEPTED, Decision.ACCEPTED), (Report.IN_REVIEW, Decision.RETURNED)), pair
