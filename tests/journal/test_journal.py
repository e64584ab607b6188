"""The auditor's desk, the checkpoints and the proof: a cut end, a removed thread and a changed file show."""

import csv
import hashlib
import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from reporting import clock, history, jobs
from reporting.journal import checkpoints, verification
from reporting.journal.settings_trail import note_settings
from reporting.models import Event, Job, Notice
from reporting.problems import Refused
from territories.models import ExecutiveBody
from tests.filing.filling import report_of

DAY = date(2027, 3, 15)


@pytest.fixture
def trail(cycle2026, kairat):
    """A year with a few events in several threads; the night after it, the first checkpoint."""
    reports = [report_of("AK-ABA"), report_of("AK-ALM")]
    with clock.at(clock.local(DAY)):
        for number in range(4):
            for report in reports:
                history.record("remind", report, by=kairat, new={"day": str(number)})
        checkpoints.checkpoint()
    return reports


def thread(report) -> str:
    return history.thread_of(report)


# The proof


def test_a_whole_trail_holds(trail):
    found = verification.examine()
    assert (found["broken"], found["cut"], found["damaged"]) == ([], [], []) and found["events"] == Event.objects.count() > 8


def test_a_cut_end_shows(trail):
    """Without the checkpoint nothing would: the chain that is left is whole by itself."""
    Event.objects.filter(thread=thread(trail[0]), number__gte=3).delete()
    assert history.broken(thread(trail[0])) == []
    found = verification.examine()
    assert found["broken"] == [] and [(one["thread"], one["number"], one["left"]) for one in found["cut"]] == [(thread(trail[0]), 4, 2)]


def test_a_thread_that_is_gone_shows(trail):
    Event.objects.filter(thread=thread(trail[1])).delete()
    assert [(one["thread"], one["left"]) for one in verification.examine()["cut"]] == [(thread(trail[1]), 0)]


def test_an_end_cut_and_written_anew_shows(trail, kairat):
    Event.objects.filter(thread=thread(trail[0]), number__gte=4).delete()
    history.record("remind", trail[0], by=kairat, new={"day": "жалған"})
    history.record("remind", trail[0], by=kairat)
    assert history.broken(thread(trail[0])) == []
    assert [one["number"] for one in verification.examine()["cut"]] == [4]


def test_a_change_inside_shows(trail):
    Event.objects.filter(thread=thread(trail[0]), number=2).update(why="жалған")
    assert verification.examine()["broken"] == [{"thread": thread(trail[0]), "numbers": [2]}]


def test_a_changed_removed_or_unreadable_checkpoint_shows(trail):
    for days in (1, 2, 3):
        checkpoints.checkpoint(DAY + timedelta(days=days))
    assert verification.examine()["damaged"] == []
    second = checkpoints.folder() / "2027-03-16.json"
    whole = second.read_bytes()
    second.write_bytes(whole.replace(b'"events"', b'"events" '))
    assert verification.examine()["damaged"] == ["2027-03-17"]
    second.write_bytes(b"{")
    assert verification.examine()["damaged"] == ["2027-03-16", "2027-03-17"]
    second.unlink()
    assert verification.examine()["damaged"] == ["2027-03-17"]


def test_a_checkpoint_is_made_once_a_day_and_names_every_thread(trail, kairat):
    first = checkpoints.checkpoints()[0]
    history.record("remind", trail[0], by=kairat)
    assert checkpoints.checkpoint(DAY) == first
    assert set(first.content["heads"]) == set(Event.objects.values_list("thread", flat=True))
    assert first.sha256 == hashlib.sha256((checkpoints.folder() / "2027-03-15.json").read_bytes()).hexdigest()


def test_the_nightly_proof_tells_auditors_once_when_something_is_wrong(trail, oraz, saule):
    with clock.at(clock.local(DAY + timedelta(days=1), 0, 40)):
        jobs.run(verification.owe_nightly().pk)
        assert not Notice.objects.filter(kind="journal_broken").exists()
    Event.objects.filter(thread=thread(trail[0]), number=4).delete()
    with clock.at(clock.local(DAY + timedelta(days=2), 0, 40)):
        jobs.run(verification.owe_nightly().pk)
        jobs.run(verification.owe_nightly().pk)
    assert {notice.person for notice in Notice.objects.filter(kind="journal_broken")} == {oraz, saule}
    assert Notice.objects.filter(kind="journal_broken").count() == 2


def test_only_the_auditor_asks_for_the_proof(trail, oraz, saule, kairat):
    for person in (saule, kairat):
        with pytest.raises(Refused):
            verification.verify_journal(by=person)
    assert verification.verify_journal(by=oraz) == verification.verify_journal(by=oraz)
    assert Job.objects.filter(kind=verification.KIND).count() == 1


# The desk


def test_the_desk_for_the_auditor_and_nobody_else(trail, cast, sign_in, django_assert_max_num_queries):
    for name, person in cast.items():
        for path in ("", "journal.json"):
            assert sign_in(person).get(f"/ru/work/journal/{path}").status_code == (200 if name == "oraz" else 404), name
        assert sign_in(person).post("/ru/work/journal/verify/").status_code == (302 if name == "oraz" else 404), name
    auditor = sign_in(cast["oraz"])
    with django_assert_max_num_queries(9):
        page = auditor.get("/kk/work/journal/").content.decode()
    assert checkpoints.checkpoints()[0].sha256 in page


@pytest.fixture
def cast(concept, request):
    """The same people as the fixtures of their names."""
    names = ("aigul", "bolat", "dana", "gulnar", "kairat", "madina", "nurlan", "oraz", "saule")
    return {name: request.getfixturevalue(name) for name in names}


def test_the_search_narrows_by_person_body_act_thing_and_day(trail, oraz, madina, sign_in):
    client = sign_in(oraz)
    history.record("announce", trail[0].cycle, by=madina)

    def count(query: str) -> int:
        return client.get(f"/ru/work/journal/?{query}").context["page"].paginator.count

    assert count("body=AK-ABA&verb=remind") == 4 and count("body=AK-ABA&verb=remind&person=қайрат") == 4
    assert count("verb=remind&person=Мадина") == 0 and count("verb=announce&person=Мадина") == 1
    assert count(f"thing=report:{trail[1].pk}&verb=remind") == 4
    assert count("verb=remind&first=15.03.2027&last=15.03.2027") == 8 and count("verb=remind&last=14.03.2027") == 0
    assert count("verb=no_such_verb") == Event.objects.exclude(verb="save_entry").count()


def test_json_holds_what_the_hashes_are_made_of(trail, oraz, sign_in):
    told = json.loads(sign_in(oraz).get(f"/kk/work/journal/journal.json?thing=report:{trail[0].pk}").content)["events"]
    for one in told:
        said = [
            one["thread"], one["number"], one["verb"], one["thing"], one["at"], one["actor"], one["role"], one["on_behalf_of"],
            one["body_code"], one["old"], one["new"], one["why"], one["previous_sha256"],
        ]  # fmt: skip
        assert hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest() == one["sha256"]
    assert len(told) == 4 and Event.objects.filter(verb="export_journal", actor=oraz).count() == 1


def test_csv_and_xlsx_start_no_formula_and_carry_the_chain(trail, oraz, kairat, sign_in):
    history.record("remind", trail[0], by=kairat, why="=HYPERLINK(1)")
    client = sign_in(oraz)
    rows = list(csv.reader(io.StringIO(client.get("/ru/work/journal/journal.csv?verb=remind").content.decode("utf-8-sig"))))
    assert len(rows) == 10 and [one[8] for one in rows if "HYPER" in one[8]] == ["'=HYPERLINK(1)"] and len(rows[1][12]) == 64
    book = client.get("/ru/work/journal/journal.xlsx?verb=remind").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 10 and "=HYPERLINK(1)" in [one[8] for one in sheet]


@pytest.mark.parametrize("asked", ["first=01.01.0001", "last=31.12.9999"])
def test_a_day_without_beginning_or_end_narrows_nothing(trail, oraz, sign_in, asked):
    page = sign_in(oraz).get(f"/ru/work/journal/?{asked}")
    assert page.status_code == 200 and page.context["form"].errors and page.context["page"].paginator.count


# What is set from outside


def test_a_changed_setting_is_an_event_once(db, settings):
    assert note_settings().new["MAX_UPLOAD_BYTES"] == str(settings.MAX_UPLOAD_BYTES) and note_settings() is None
    settings.MAX_UPLOAD_BYTES = 5
    event = note_settings()
    assert event.new == {"MAX_UPLOAD_BYTES": "5"} and event.old != event.new and note_settings() is None
    assert not any("SECRET" in name or "DATABASE" in name for one in Event.objects.all() for name in one.new)


def test_changed_reference_data_leave_old_and_new_and_why(concept, settings):
    settings.DEMO = True
    first = Event.objects.filter(thread=history.REFERENCE_DATA).count()  # of the very first loading
    call_command("load_concept", sample_targets=True, verbosity=0)
    assert Event.objects.filter(thread=history.REFERENCE_DATA).count() == first
    ExecutiveBody.objects.filter(code="AK-ABA").update(name_ru="Прежнее название")
    call_command("load_concept", sample_targets=True, verbosity=0, why="№ 12 қаулы")
    event = Event.objects.get(thread=history.REFERENCE_DATA, number=first + 1)
    assert event.old == {"bodies.csv AK-ABA name_ru": "Прежнее название"} and event.why == "№ 12 қаулы"
    assert event.new == {"bodies.csv AK-ABA name_ru": ExecutiveBody.objects.get(code="AK-ABA").name_ru}
