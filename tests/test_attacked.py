"""What an attacker found, held for good: each of these once answered wrongly."""

from datetime import date
from urllib.parse import urlencode

import pytest

from reporting import clock
from reporting.filing import rules as filing
from reporting.filing.wire import printable
from reporting.models import Cycle, Edition, Event
from reporting.narrowing import visible
from reporting.parking import bases_of
from reporting.problems import Refused
from reporting.review import comments
from reporting.review import rules as review
from reporting.transmission import rules as transmission
from tests.conftest import PASSWORD
from tests.editions import make_edition
from tests.filing.filling import codes, fill, report_of, save, submit
from tests.review import filed

CANARY = "КАНАРЕЙКА-7431"


@pytest.mark.parametrize("name", ["gulnar", "kairat", "madina", "oraz"])
def test_the_ministry_never_reads_what_is_being_typed(cast, cycle2026, in_march, sign_in, name):
    """A report that was recalled is a draft again: neither its page nor the trail shows the text."""
    report = fill(report_of("AK-ABA"), cast["aigul"])
    submit(report, cast["bolat"])
    filing.recall(report_of("AK-ABA"), by=cast["bolat"])
    row = report.rows.filter(needs_answer=True).first()
    save(row, cast["aigul"], progress_kk=CANARY)
    client = sign_in(cast[name])
    for page in ("", f"rows/{row.pk}/", "versions/1/"):
        assert CANARY not in client.get(f"/kk/work/review/{report.public_id}/{page}").content.decode()
    assert not visible(cast[name], Event).filter(verb="save_entry").exists()
    assert visible(cast["aigul"], Event).filter(verb="save_entry").exists()


def test_the_ministry_does_not_read_a_row_under_correction(cast, cycle2026, in_march, sign_in):
    report = fill(report_of("AK-ABA"), cast["aigul"])
    submit(report, cast["bolat"])
    review.begin_review(report_of("AK-ABA"), by=cast["gulnar"])
    for entry in [*report.rows.filter(needs_answer=True), *report.indicators.all()]:
        review.decide(entry, by=cast["gulnar"], decision="returned", reason="Санын көрсетіңіз (мысал)")
    review.return_for_revision(report_of("AK-ABA"), by=cast["gulnar"])
    row = report.rows.filter(needs_answer=True).first()
    save(row, cast["aigul"], progress_kk=CANARY)
    page = sign_in(cast["gulnar"]).get(f"/ru/work/review/{report.public_id}/rows/{row.pk}/")
    assert page.status_code == 200 and CANARY not in page.content.decode()


@pytest.mark.parametrize("number", ["²", "9" * 40, "-1", "x"])
def test_a_button_that_names_nothing_is_not_found(cast, cycle2026, in_march, sign_in, number):
    report = report_of("AK-ABA")
    row = report.rows.filter(needs_answer=True).first()
    page = f"/kk/work/report/{report.public_id}/items/{row.pk}/"
    assert sign_in(cast["aigul"]).post(page, {"base_version": row.version, "remove": number}).status_code == 404


def test_a_hostile_form_does_not_break_the_page():
    assert bases_of("[" * 100_000) == {}


def test_a_field_name_of_half_a_letter_can_be_answered():
    assert printable("\ud800").encode("utf-8") == b"\\ud800"


def test_a_section_that_does_not_exist_is_not_found(cast, cycle2026, sign_in):
    for key in ("nonsense", "%00"):
        assert sign_in(cast["kairat"]).get(f"/kk/work/summary/2026/text/{key}/").status_code == 404


def test_the_present_password_cannot_be_guessed_at_an_open_screen(cast, client):
    person = cast["aigul"]
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    client.post("/kk/sign-in/", {"username": person.email, "password": PASSWORD})
    typed = {"new_password1": "мүлдем-басқа-сөз-77", "new_password2": "мүлдем-басқа-сөз-77"}
    for n in range(5):
        answer = client.post("/kk/password/change/", {**typed, "old_password": f"қате-{n}"})
    assert answer.status_code == 302 and "sign-in" in answer.headers["Location"]
    assert client.get("/kk/work/notices/").status_code == 302
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_no_letter_goes_with_an_edition_replaced_in_between(cast, cycle2026):
    with clock.at(clock.local(date(2027, 4, 26), 15)):
        edition = make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"])
        Edition.objects.filter(pk=edition.pk).update(status="superseded")
        with pytest.raises(Refused) as refused:
            transmission.prepare(edition, by=cast["kairat"], letter_number="1", letter_date=date(2027, 4, 26))
    assert codes(refused) == {"edition_replaced"}


# Pages of the last weeks: who meets what, by reading and by writing

STRANGERS = ("dana", "nurlan", "oraz", "saule", "")  # another body, the planning body, the auditor, the administrator, nobody


@pytest.fixture
def places(cast, cycle2026):
    """Addresses of a report under review with an internal remark and an open one, of its paper letter and of an edition on its way."""
    with clock.at(filed.FILED_AT):
        submit(fill(report_of("AK-ABA"), cast["aigul"]), cast["bolat"])
    with clock.at(clock.local(date(2027, 4, 5))):
        report = review.begin_review(report_of("AK-ABA"), by=cast["gulnar"])
        row = report.rows.filter(needs_answer=True).first()
        said = [comments.comment(row, by=cast["gulnar"], text="Мысал", internal=internal) for internal in (False, True)]
        Cycle.objects.update(discipline_shown_at=clock.now(), discipline_shown_by=cast["kairat"])
    with clock.at(clock.local(date(2027, 4, 26), 15)):
        edition = make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"])
        work, of_report = "/kk/work", f"/kk/work/report/{report.public_id}"
        yield {
            "discipline": f"{work}/review/discipline/2026/", "line": f"{work}/review/discipline/report/{report.public_id}/",
            "refuse": f"{work}/review/{report.public_id}/refuse-return/", "extract": f"{work}/summary/2026/editions/1/register/kk.csv",
            "posting": f"{work}/publication/{edition.pk}/posting/", "paper": f"{of_report}/paper/",
            "remark": f"{of_report}/comments/{said[0].pk}/", "internal": f"{of_report}/comments/{said[1].pk}/", "api": f"{work}/api/",
        }


OPEN_TO = {"discipline": {"oraz"}, "api": {"dana", "nurlan"}}  # the auditor reads the desk; who may hold a token reads of the API
TYPED = {"text": "Мысал", "reason": "Мысал", "address": "https://example.kz/", "posted_on": "26.04.2027", "letter_number": "1"}


def test_strangers_meet_nothing_and_change_nothing(places, cast, sign_in, client):
    """Another body, the planning body before the letter was sent, the auditor, the administrator, somebody who is not signed in."""
    known = Event.objects.count()
    for who in STRANGERS:
        reader = sign_in(cast[who]) if who else client
        for name, place in places.items():
            if (name, who) != ("extract", "oraz"):  # the desk reads every edition
                status = reader.get(place).status_code
                assert status == (302 if not who else 200 if who in OPEN_TO.get(name, ()) else 404), (who, name)
            for method in ("POST", "PUT", "DELETE", "PATCH"):
                reader.generic(method, place, urlencode(TYPED), "application/x-www-form-urlencoded")
    assert Event.objects.count() == known, list(Event.objects.order_by("-pk").values_list("verb", "thing")[:3])


NO_FILE = (
    "closing/kk.exe", "closing/xx.pdf", "2026/editions/1/register/en.csv", "2026/editions/9/register/kk.csv",
    "2026/editions/1/%2e%2e%2fsettings.py", "2026/editions/1/.summary.json.part",
)  # fmt: skip


def test_a_file_that_nobody_made_is_not_found(places, cast, sign_in):
    reader = sign_in(cast["kairat"])
    assert {address: reader.get(f"/kk/work/summary/{address}").status_code for address in NO_FILE} == dict.fromkeys(NO_FILE, 404)
