"""What an attacker found, held for good: each of these once answered wrongly."""

from datetime import date

import pytest

from reporting import clock
from reporting.filing import rules as filing
from reporting.filing.wire import printable
from reporting.models import Edition, Event
from reporting.narrowing import visible
from reporting.parking import bases_of
from reporting.problems import Refused
from reporting.review import rules as review
from reporting.transmission import rules as transmission
from tests.conftest import PASSWORD
from tests.editions import make_edition
from tests.filing.filling import codes, fill, report_of, save, submit

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
