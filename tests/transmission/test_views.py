"""The Ministry's list and the observer's desk."""

import io
import zipfile
from datetime import date

import pytest

from reporting import clock
from reporting.transmission import rules
from reporting.transmission.package import package
from tests.editions import FILES, make_edition


@pytest.fixture(autouse=True)
def on_26_april():
    """The day of the letter."""
    with clock.at(clock.local(date(2027, 4, 26), 15)):
        yield


@pytest.fixture
def edition(cast, cycle2026):
    """Approved, not published."""
    return make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"])


def test_by_hand_from_the_letter_to_the_acknowledgement(cast, edition, sign_in):
    coordinator, approver, observer = (sign_in(cast[n]) for n in ("kairat", "madina", "nurlan"))
    assert observer.get("/kk/work/transmission/").status_code == 200
    typed = {"letter_number": "08-11/1", "letter_date": "26.04.2027", "channel": "portal"}
    asked = coordinator.post(f"/ru/work/transmission/editions/{edition.pk}/", typed)
    page = asked.headers["Location"]
    assert observer.get(page).status_code == 404  # nothing has been sent yet
    assert approver.post(f"{page}send/").headers["Location"] == page
    assert observer.get(page).status_code == 200
    observer.post(f"{page}acknowledge/", {"incoming_number": "77", "incoming_date": "26.04.2027"})
    assert "77" in coordinator.get(page).content.decode()


def test_a_wrong_date_keeps_what_was_typed(cast, edition, sign_in):
    typed = {"letter_number": "08-11/1", "letter_date": "31.02.2027", "channel": "portal"}
    answer = sign_in(cast["kairat"]).post(f"/kk/work/transmission/editions/{edition.pk}/", typed)
    text = answer.content.decode()
    assert "КК.АА.ЖЖЖЖ" in text and "08-11/1" in text and not edition.transmissions.exists()


@pytest.mark.parametrize("name", ["dana", "aigul", "saule"])
def test_a_stranger_finds_nothing(cast, edition, sign_in, name):
    made = rules.prepare(edition, by=cast["kairat"], letter_number="1", letter_date=date(2027, 4, 26))
    client = sign_in(cast[name])
    for page in ("", f"{made.pk}/", f"{made.pk}/package/", f"{made.pk}/send/", f"editions/{edition.pk}/"):
        assert client.get(f"/kk/work/transmission/{page}").status_code == 404


def test_without_signing_in_there_is_only_the_way_in(client, edition):
    answer = client.get("/kk/work/transmission/")
    assert answer.status_code == 302 and "sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_of_every_step_is_drawn(cast, edition, sign_in, language):
    made = rules.prepare(edition, by=cast["kairat"], letter_number="1", letter_date=date(2027, 4, 26))
    pages = {"kairat": ["", f"editions/{edition.pk}/", f"{made.pk}/", f"{made.pk}/register/"], "madina": [f"{made.pk}/send/"], "nurlan": []}
    for name, paths in pages.items():
        for path in paths:
            assert sign_in(cast[name]).get(f"/{language}/work/transmission/{path}").status_code == 200
    rules.send(made, by=cast["madina"])
    for path in ("", f"{made.pk}/", f"{made.pk}/acknowledge/", f"{made.pk}/return/"):
        assert sign_in(cast["nurlan"]).get(f"/{language}/work/transmission/{path}").status_code == 200


def test_the_package_holds_the_files_and_their_sums(cast, edition):
    first, second = package(edition), package(edition)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        for name, content in FILES.items():
            assert archive.read(f"2026-1/{name}").decode() == content
        sums = archive.read("2026-1/SHA256SUMS").decode()
    assert edition.sha256 in sums and all(name in sums for name in FILES)


def test_the_package_is_an_attachment(cast, edition, sign_in):
    made = rules.prepare(edition, by=cast["kairat"], letter_number="1", letter_date=date(2027, 4, 26))
    answer = sign_in(cast["kairat"]).get(f"/kk/work/transmission/{made.pk}/package/")
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_a_returned_letter_is_called_returned(cast, edition, sign_in):
    address, kairat = f"/ru/work/transmission/editions/{edition.pk}/", sign_in(cast["kairat"])
    made = rules.prepare(edition, by=cast["kairat"], letter_number="08-11/1", letter_date=date(2027, 4, 26))
    assert "возвращено" not in kairat.get(address).content.decode().split("<main")[1]
    rules.send(made, by=cast["madina"])
    rules.return_to_ministry(made, by=cast["nurlan"], reason="Мысал")
    assert "возвращено: Мысал" in kairat.get(address).content.decode()


def test_a_letter_with_an_incoming_number_is_not_told_as_unregistered(cast, edition, sign_in):
    made = rules.prepare(edition, by=cast["kairat"], letter_number="08-11/1", letter_date=date(2027, 4, 26))
    sent = rules.send(made, by=cast["madina"])
    kairat = sign_in(cast["kairat"])
    assert "ещё нет" in kairat.get(f"/ru/work/transmission/{made.pk}/").content.decode()
    rules.acknowledge(sent, by=cast["nurlan"], incoming_number="77", incoming_date=date(2027, 4, 26))
    told = kairat.get(f"/ru/work/transmission/{made.pk}/").content.decode()
    assert "ещё нет" not in told and "77, 26 апреля" in told


def test_the_list_says_first_what_is_to_be_done(cast, edition, sign_in):
    kairat = sign_in(cast["kairat"])
    assert "Утверждена и не направлена 1 редакция" in kairat.get("/ru/work/transmission/").content.decode()
    rules.prepare(edition, by=cast["kairat"], letter_number="08-11/1", letter_date=date(2027, 4, 26))
    assert "не направлена" not in kairat.get("/ru/work/transmission/").content.decode().split("<main")[1]
