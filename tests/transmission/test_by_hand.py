"""A letter that goes by hand, one that goes again, and one of which nothing is heard."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.users.models import Substitution
from reporting import clock, history, jobs
from reporting.filing import files
from reporting.models import Event, Job, Notice, Transmission
from reporting.problems import Refused
from reporting.transmission import rules
from reporting.transmission.package import folder, package_sha256
from reporting.transmission.silence import tell_of_silence
from tests.clamd import EICAR, fake_clamd
from tests.editions import make_edition

DAY = date(2027, 4, 26)
LETTER = {"letter_number": "08-11/1234", "letter_date": DAY}
INCOMING = {"incoming_number": "5678", "incoming_date": DAY}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def scan(content: bytes = PDF, name: str = "Мөртабан.pdf") -> SimpleUploadedFile:
    """A scanned stamped copy."""
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def on_26_april():
    """The day of the letter."""
    with clock.at(clock.local(DAY, 15)):
        yield


@pytest.fixture
def edition(cast, cycle2026):
    """Approved, not published."""
    return make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"])


def sent(edition, cast, channel: str) -> Transmission:
    """A letter on its way."""
    return rules.send(rules.prepare(edition, by=cast["kairat"], channel=channel, **LETTER), by=cast["madina"])


def refused(act, *args, **kwargs) -> list[str]:
    """Codes of the refusal."""
    with pytest.raises(Refused) as no:
        act(*args, **kwargs)
    assert all(problem.text() for problem in no.value.problems)
    return [problem.code for problem in no.value.problems]


# By hand


def test_by_hand_the_coordinator_enters_the_whole_way_from_paper(cast, edition):
    letter = sent(edition, cast, "hand")
    rules.register(letter, by=cast["kairat"], scan=scan(), **INCOMING)
    rules.acknowledge(letter, by=cast["kairat"], scan=scan(PDF + b"2", "Жауап.pdf"), **INCOMING)
    proofs = {one.verb: one for one in letter.scans.all()}
    assert letter.status == "acknowledged" and set(proofs) == {"register", "acknowledge"}
    assert files.place(proofs["register"].file_sha256).read_bytes() == PDF
    event = history.trail(letter).get(verb="register")
    assert event.new["sha256"] == proofs["register"].file_sha256 and event.new["incoming_number"] == "5678"


@pytest.mark.parametrize("act", ["register", "acknowledge", "return"])
def test_by_hand_nothing_is_entered_without_its_scan(cast, edition, act):
    letter = sent(edition, cast, "hand")
    verb = {"register": rules.register, "acknowledge": rules.acknowledge, "return": rules.return_to_ministry}[act]
    values = {"reason": "Мысал"} if act == "return" else INCOMING
    assert refused(verb, letter, by=cast["kairat"], **values) == ["scan_required"]
    assert refused(verb, letter, by=cast["kairat"], scan=scan(b"MZ", "a.exe"), **values) == ["file_type"]
    letter.refresh_from_db()
    assert letter.status == "sent" and not letter.scans.exists()


def test_through_the_portal_only_the_planning_body_answers(cast, edition):
    letter = sent(edition, cast, "portal")
    assert refused(rules.acknowledge, letter, by=cast["kairat"], scan=scan(), **INCOMING) == ["not_allowed"]
    assert refused(rules.return_to_ministry, letter, by=cast["kairat"], scan=scan(), reason="Мысал") == ["not_allowed"]
    assert rules.acknowledge(letter, by=cast["nurlan"], **INCOMING).status == "acknowledged"


def test_a_return_by_hand_on_the_pages(cast, edition, sign_in):
    letter = sent(edition, cast, "hand")
    page, coordinator = f"/ru/work/transmission/{letter.pk}/", sign_in(cast["kairat"])
    form = coordinator.get(f"{page}return/").content.decode()
    assert 'type="file"' in form and "multipart/form-data" in form
    kept = coordinator.post(f"{page}return/", {"reason": "Исправьте таблицу"}).content.decode()
    assert "Исправьте таблицу" in kept
    assert coordinator.post(f"{page}return/", {"reason": "Исправьте таблицу", "scan": scan()}).status_code == 302
    proof = letter.scans.get()
    shown = coordinator.get(page).content.decode()
    assert "Исправьте таблицу" in shown and f"scans/{proof.public_id}/" in shown
    for name, status in (("kairat", 200), ("nurlan", 200), ("oraz", 200), ("dana", 404), ("aigul", 404), ("saule", 404)):
        answer = sign_in(cast[name]).get(f"{page}scans/{proof.public_id}/")
        assert answer.status_code == status, name
    answer = coordinator.get(f"{page}scans/{proof.public_id}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"


def test_a_scan_belongs_to_its_letter(cast, edition, sign_in):
    letter = sent(edition, cast, "hand")
    rules.return_to_ministry(letter, by=cast["kairat"], reason="Мысал", scan=scan())
    again = rules.prepare(edition, by=cast["kairat"], **LETTER)
    assert sign_in(cast["kairat"]).get(f"/kk/work/transmission/{again.pk}/scans/{letter.scans.get().public_id}/").status_code == 404


def test_a_scan_is_checked_for_viruses_as_evidence_is(cast, edition, sign_in, settings):
    """While nobody knows that it is clean, only the one who uploaded it opens it; found infected, nobody does, and they are told."""
    with fake_clamd("silent") as clamd:
        settings.CLAMD_ADDRESS, settings.CLAMD_SECONDS, settings.CLAMD_AT_ONCE_SECONDS = clamd.address, 0.3, 0.3
        letter = sent(edition, cast, "hand")
        rules.register(letter, by=cast["kairat"], scan=scan(PDF + EICAR), **INCOMING)
        proof = letter.scans.get()
        page = f"/kk/work/transmission/{letter.pk}/scans/{proof.public_id}/"

        def answers() -> list[int]:
            return [sign_in(cast[name]).get(page).status_code for name in ("kairat", "nurlan", "madina")]

        assert answers() == [200, 423, 423]
        clamd.mood = "honest"
        jobs.run(Job.objects.get(kind="check_file").pk)
        assert answers() == [423, 423, 423]
        notice = Notice.objects.get(kind="scan_infected")
        assert notice.person == cast["kairat"] and notice.link == f"/work/transmission/{letter.pk}/"
        assert history.trail(letter).get(verb="find_infected").new["file_name"] == proof.file_name
        again = sent_again(edition, letter, cast)
        assert refused(rules.register, again, by=cast["kairat"], scan=scan(PDF + EICAR), **INCOMING) == ["file_infected"]


def sent_again(edition, letter, cast) -> Transmission:
    """The next letter, after a return."""
    rules.return_to_ministry(letter, by=cast["kairat"], reason="Мысал", scan=scan(PDF + b"3"))
    return sent(edition, cast, "hand")


# Again, with the very same bytes


def test_what_goes_again_is_the_same_to_the_byte(cast, edition):
    first = sent(edition, cast, "portal")
    rules.return_to_ministry(first, by=cast["nurlan"], reason="Мысал: нөмірі көрінбейді")
    again = sent(edition, cast, "portal")
    assert again.previous == first and again.package_sha256 == first.package_sha256 == package_sha256(edition)
    assert history.trail(again).get(verb="prepare_again").new["sha256"] == first.package_sha256


def test_nothing_damaged_is_prepared_or_sent(cast, edition):
    letter = rules.prepare(edition, by=cast["kairat"], **LETTER)
    path = folder(edition) / "lines.csv"
    whole = path.read_text()
    path.write_text(whole + "I99,item\n")
    assert refused(rules.send, letter, by=cast["madina"]) == ["package_damaged"]
    path.unlink()
    assert refused(rules.send, letter, by=cast["madina"]) == ["package_damaged"]
    path.write_text(whole)
    Transmission.objects.update(package_sha256="0" * 64)
    letter.refresh_from_db()
    assert refused(rules.send, letter, by=cast["madina"]) == ["package_changed"]
    assert not Notice.objects.filter(kind="transmission_sent").exists()


# Silence


def test_silence_is_told_after_the_set_time_and_then_once_a_week(cast, edition, settings):
    settings.TRANSMISSION_ALERT_DAYS = 4
    letter = sent(edition, cast, "portal")
    told = []
    for days in range(20):
        with clock.at(clock.local(DAY + timedelta(days=days), 16)):
            told += [days] * (tell_of_silence() + tell_of_silence())
    assert told == [4, 11, 18]
    notices = Notice.objects.filter(kind="transmission_silent")
    assert {notice.person for notice in notices} == {cast["kairat"]} and notices.count() == 3
    assert [event.new for event in history.trail(letter).filter(verb="tell_of_silence").order_by("number")] == [{"days": d} for d in told]


@pytest.mark.parametrize("heard", ["register", "acknowledge", "return"])
def test_once_anything_is_heard_nobody_is_told(cast, edition, heard):
    letter = sent(edition, cast, "portal")
    if heard == "return":
        rules.return_to_ministry(letter, by=cast["nurlan"], reason="Мысал")
    else:
        {"register": rules.register, "acknowledge": rules.acknowledge}[heard](letter, by=cast["nurlan"], **INCOMING)
    with clock.at(clock.local(DAY + timedelta(days=60))):
        assert tell_of_silence() == 0


# The observer's desk, and who acted for whom


def test_the_observers_desk_says_what_waits_and_everything_that_arrived(cast, edition, sign_in, django_assert_max_num_queries):
    observer = sign_in(cast["nurlan"])
    empty = observer.get("/ru/work/transmission/").content.decode()
    assert "Пока ничего не поступало" in empty
    letter = sent(edition, cast, "portal")
    with django_assert_max_num_queries(8):
        page = observer.get("/ru/work/transmission/").content.decode()
    assert "Ответа ждёт 1 пакет документов" in page and f"/transmission/{letter.pk}/package/" in page and "За 2026 год" in page
    rules.acknowledge(letter, by=cast["nurlan"], **INCOMING)
    page = observer.get("/ru/work/transmission/").content.decode()
    assert "Ничего не ждёт вашего ответа" in page and "5678" in page


def test_the_trail_names_the_role_and_the_person_stood_in_for(cast, edition, saule):
    deputy = cast["gulnar"]
    Substitution.objects.create(person=cast["madina"], deputy=deputy, starts_on=DAY, ends_on=DAY, basis="№ 1", created_by=saule)
    letter = rules.send(rules.prepare(edition, by=cast["kairat"], **LETTER), by=deputy)
    event = history.trail(letter).get(verb="send")
    assert (event.actor, event.role, event.on_behalf_of) == (deputy, "approver", cast["madina"])
    own = history.record("remind", letter, by=cast["kairat"])
    assert (own.role, own.on_behalf_of) == ("coordinator", None)
    assert history.broken(history.thread_of(letter)) == []
    Event.objects.filter(pk=event.pk).update(on_behalf_of=None)
    assert history.broken(history.thread_of(letter)) == [event.number]


@pytest.fixture
def saule(cast):
    """The administrator, one of the cast."""
    return cast["saule"]
