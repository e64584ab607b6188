"""The same key sent by eight programs at once: one act, one answer, on both verbs that have keys."""

import contextvars
import json
import threading

import pytest
from django.db import connection

from reporting.models import Event, Evidence, KeptAnswer, Receipt, ReportVersion
from tests.filing.filling import fill

TIMES = 8


def at_once(ask) -> list:
    """The answers of eight threads, under the test's clock. SQLite's memory is one for all connections: its writers take turns."""
    answers, failed = [], []

    def go():
        try:
            answers.append(ask())
        except Exception as problem:
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=contextvars.copy_context().run, args=[go]) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
        if connection.vendor == "sqlite":
            thread.join()
    for thread in threads:
        thread.join()
    assert not failed
    return answers


def judge(answers: list, status: int) -> None:
    """All the same, and all but one given again."""
    assert {answer.status_code for answer in answers} == {status}
    assert len({json.dumps(answer.json(), sort_keys=True) for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer for answer in answers) == TIMES - 1 and KeptAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_submissions_at_once(signatory, home, report, aigul):
    fill(report, aigul)
    judge(at_once(lambda: signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key="one")), 200)
    assert (ReportVersion.objects.count(), Receipt.objects.count(), Event.objects.filter(verb="submit").count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_documents_at_once(officer, home, report):
    path = f"{home}items/{report.rows.filter(needs_answer=True).first().item.code}/evidence/"
    sent = {"kind": "letter", "link": "https://example.kz/a"}
    judge(at_once(lambda: officer.send(path, sent, Idempotency_Key="one")), 201)
    assert Evidence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_submissions_with_keys_of_their_own_give_one_receipt(signatory, home, report, aigul):
    fill(report, aigul)
    answers = at_once(lambda: signatory.post(f"{home}submit/", {"declared": True}, Idempotency_Key=str(threading.get_ident())))
    assert {answer.status_code for answer in answers} == {200} and len({answer.json()["id"] for answer in answers}) == 1
    assert (ReportVersion.objects.count(), Receipt.objects.count()) == (1, 1)
