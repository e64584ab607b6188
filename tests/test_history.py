"""The trail: append-only, chained, and what breaks shows."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from reporting import clock, history
from reporting.models import Event, Report
from reporting.workflow import move


@pytest.fixture
def report(cycle2026, bolat) -> Report:
    """A report with five events in its thread."""
    report = cycle2026.reports.get(body__code="AK-ABA")
    for verb in ("submit", "recall", "submit"):
        move(report, verb, by=bolat, why="Қазақша мәтін")
    history.record("save_entry", report.rows.first(), by=bolat, old={"progress_kk": ""}, new={"progress_kk": "ә", "disbursed_local": 5})
    history.record("add_evidence", report.rows.first(), by=None, new={"number": "17"})
    return report


def thread(report: Report) -> str:
    """The name of the thread."""
    return history.thread_of(report)


def test_a_whole_chain_holds(report):
    events = list(Event.objects.filter(thread=thread(report)).order_by("number"))
    assert [event.number for event in events] == [1, 2, 3, 4, 5]
    assert [event.previous_sha256 for event in events] == ["", *(event.sha256 for event in events[:-1])]
    assert history.broken(thread(report)) == []


CHANGES = {
    "verb": "accept", "thing": "report:9999", "role": "administrator", "body_code": "AK-ALM", "old": {"status": "accepted"},
    "new": {"status": "accepted"}, "why": "басқа себеп", "previous_sha256": "0" * 64, "sha256": "f" * 64, "number": 99, "actor_id": None,
    "on_behalf_of_id": 1,
}  # fmt: skip


@pytest.mark.parametrize("field", sorted(CHANGES))
def test_a_change_of_any_field_shows(report, bolat, field):
    value = bolat.pk if field == "on_behalf_of_id" else CHANGES[field]  # a person who exists: the database asks
    Event.objects.filter(thread=thread(report), number=2).update(**{field: value})
    assert history.broken(thread(report))


def test_every_field_is_tried(report):
    tried = set(CHANGES) | {"at", "thread", "id"}
    assert {field.attname for field in Event._meta.concrete_fields} == tried


def test_a_change_of_the_time_shows(report):
    Event.objects.filter(thread=thread(report), number=2).update(at=clock.now())
    assert 2 in history.broken(thread(report))


def test_an_event_moved_to_another_thread_shows_in_both(report, cycle2026):
    other = cycle2026.reports.get(body__code="AK-ALM")
    Event.objects.filter(thread=thread(report), number=3).update(thread=thread(other), number=1)
    assert history.broken(thread(report)) and history.broken(thread(other))


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_removed_event_shows_in_the_one_after_it(report, number):
    Event.objects.filter(thread=thread(report), number=number).delete()
    assert number + 1 in history.broken(thread(report))


def test_exchanged_events_show(report):
    events = Event.objects.filter(thread=thread(report))
    events.filter(number=2).update(number=77)
    events.filter(number=3).update(number=2)
    events.filter(number=77).update(number=3)
    assert history.broken(thread(report))


def test_a_forged_event_with_a_right_hash_of_its_own_shows_in_the_next(report):
    event = Event.objects.get(thread=thread(report), number=2)
    event.why = "жалған"
    event.sha256 = history.digest(event)
    event.save()
    assert history.broken(thread(report)) == [3]


def test_the_number_in_a_thread_is_unique_in_the_database(report):
    last = Event.objects.filter(thread=thread(report)).last()
    last.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        last.save(force_insert=True)


def test_who_writes_after_another_takes_the_next_number(report, bolat, monkeypatch):
    """Two read the same last event; the second meets the unique number, and writes after the first."""
    append, tries = history._append, []

    def on_a_stale_look(event):
        if not tries:
            tries.append(1)
            event.number, event.sha256 = 5, "0" * 64  # what it saw last was number 4; number 5 has been written since
            event.save(force_insert=True)
        return append(event)

    monkeypatch.setattr(history, "_append", on_a_stale_look)
    event = history.record("submit", report, by=bolat)
    assert tries and event.number == 6 and history.broken(thread(report)) == []


def test_a_thread_that_cannot_be_written_to_fails_loudly(report, bolat, monkeypatch):
    def never(event):
        raise IntegrityError

    monkeypatch.setattr(history, "_append", never)
    with pytest.raises(IntegrityError):
        history.record("submit", report, by=bolat)


def test_an_undone_act_leaves_no_event(report, bolat):
    before = Event.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        history.record("recall", report, by=bolat)
        raise RuntimeError
    assert Event.objects.count() == before and history.broken(thread(report)) == []


@pytest.mark.django_db(transaction=True)
def test_ten_threads_write_one_whole_chain(report, bolat):
    """Real threads: each opens its own connection. A database that locks whole lets them wait for one another."""
    failed = []

    def write():
        try:
            history.record("remind", report, by=bolat)
        except Exception as problem:
            failed.append(problem)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(10)]
    if connection.vendor == "sqlite":  # one memory for all connections: its writers take turns
        for writer in writers:
            writer.start()
            writer.join()
    else:
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    assert not failed
    numbers = list(Event.objects.filter(thread=thread(report)).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 16)) and history.broken(thread(report)) == []


def test_the_role_and_the_body_are_kept_as_they_were(report, bolat):
    event = Event.objects.get(thread=thread(report), number=1)
    assert (event.role, event.body_code, event.actor) == ("signatory", "AK-ABA", bolat)


def test_rows_belong_to_the_thread_of_their_report(report):
    row = report.rows.first()
    assert history.thread_of(row) == thread(report)
    assert [event.verb for event in history.trail(row)] == ["add_evidence", "save_entry"]
    assert history.trail(report).count() == 3 and history.trail(report, whole_thread=True).count() == 5
