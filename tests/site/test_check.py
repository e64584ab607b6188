"""The check of a receipt: body, year, version, time, hash, and nothing else."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from reporting.models import Receipt, ReportVersion

AT = datetime(2027, 3, 29, 9, 5, tzinfo=UTC)


@pytest.fixture
def receipt(cycle2026, bolat):
    report = cycle2026.reports.get(body__code="AK-ABA")
    version = ReportVersion.objects.create(
        report=report, number=1, content='{"құпия":"мәтін"}', sha256="ab" * 32, submitted_at=AT, submitted_by=bolat
    )
    return Receipt.objects.create(
        version=version,
        number="2026-AK-ABA-1",
        entered_by=["Үлгібаева Айгүл"],
        confirmed_by="Үлгібаев Болат",
        confirmed_role="signatory",
        issued_at=AT,
    )


def shown(response) -> str:
    """The text of the page's own part."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.S)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_it_shows_the_five_facts_without_signing_in(client, receipt):
    text = shown(client.get(f"/kk/check/{receipt.public_id}/"))
    for fact in ("Абай облысының әкімдігі", "2026", "Нұсқасы 1", "2027 жылғы 29 наурыз, 14:05 (UTC+05:00)", "ab" * 32):
        assert fact in text


def test_it_shows_no_person_and_no_word_of_the_report(client, receipt):
    page = client.get(f"/ru/check/{receipt.public_id}/").content.decode()
    for hidden in ("Айгүл", "Болат", "құпия", "2026-AK-ABA-1", "example.kz", str(receipt.version.report.public_id)):
        assert hidden not in page


@pytest.mark.parametrize(("language", "word"), [("kk", "тіркелмеген"), ("ru", "не зарегистрирована"), ("en", "No such receipt")])
def test_an_unknown_number_is_answered_in_words(client, concept, language, word):
    response = client.get(f"/{language}/check/{uuid4()}/")
    assert response.status_code == 404 and word in response.content.decode()


def test_the_address_on_paper_leads_to_the_kazakh_page(client, receipt):
    response = client.get(f"/check/{receipt.public_id}/")
    assert response.status_code == 302 and response["Location"] == f"/kk/check/{receipt.public_id}/"


def test_only_reading_is_allowed(client, receipt):
    assert client.post(f"/kk/check/{receipt.public_id}/").status_code in (403, 405)


def test_it_takes_two_queries_at_most(client, receipt, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get(f"/kk/check/{receipt.public_id}/")
