"""One document in several rows: the file once, each use its own."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reporting import clock
from reporting.cycle import rules as cycle_rules
from reporting.filing import choosing, rules
from reporting.models import Decision, Event, Evidence, Report, StoredFile
from reporting.problems import Refused
from tests.clamd import fake_clamd
from tests.filing.filling import codes, report_of
from tests.filing.made_files import PDF

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def rows(aigul):
    return list(report_of("AK-ABA").rows.filter(needs_answer=True)[:3])


@pytest.fixture
def document(rows, aigul):
    upload = SimpleUploadedFile("Акт №5.pdf", PDF)
    return rules.add_evidence(rows[0], by=aigul, kind="act", number="5", date=date(2026, 11, 3), upload=upload)


def choose(row, by, *documents):
    return rules.choose_evidence(row, by=by, documents=[getattr(one, "public_id", one) for one in documents])


def test_one_stored_file_serves_several_rows_and_taking_it_off_one_leaves_the_others(rows, aigul, beibit, document, settings):
    second = choose(rows[1], beibit, document)[0]
    third = choose(rows[2], aigul, second)[0]
    assert StoredFile.objects.count() == 1 and len([p for p in settings.FILES_ROOT.rglob("*") if p.is_file()]) == 1
    assert second.source == third.source == document and second.file_name == "Акт №5.pdf" and second.number == "5"
    rules.remove_evidence(document, by=aigul)
    assert set(Evidence.objects.filter(removed_at=None)) == {second, third}
    assert Event.objects.filter(verb="add_evidence").count() == 3
    rows[1].refresh_from_db()
    assert rows[1].edited_by == beibit


def test_what_is_offered(rows, aigul, erlan, dana, document):
    other = report_of("AK-ALM").rows.filter(needs_answer=True).first()
    foreign = rules.add_evidence(other, by=dana, kind="act", link="https://example.kz/a")
    removed = rules.add_evidence(rows[0], by=aigul, kind="letter", link="https://example.kz/b")
    rules.remove_evidence(removed, by=aigul)
    assert choosing.offered(rows[0]) == [], "what the row holds is not offered to it"
    assert choosing.offered(rows[1]) == [document]
    choose(rows[2], aigul, document)
    assert len(choosing.offered(rows[1])) == 1, "the same document in two rows is one choice"
    for wrong in (foreign, removed, uuid.uuid4()):
        with pytest.raises(Refused) as refused:
            choose(rows[1], aigul, wrong)
        assert codes(refused) == {"document_gone"}


def test_nothing_chosen_a_full_row_and_a_second_time(rows, aigul, document, monkeypatch):
    with pytest.raises(Refused) as refused:
        choose(rows[1], aigul)
    assert codes(refused) == {"document_none"}
    monkeypatch.setattr(choosing, "MOST", 0)
    with pytest.raises(Refused) as refused:
        choose(rows[1], aigul, document)
    assert codes(refused) == {"evidence_too_many"}
    monkeypatch.undo()
    choose(rows[1], aigul, document)
    with pytest.raises(Refused) as refused:
        choose(rows[1], aigul, document)
    assert codes(refused) == {"document_gone"}


def test_strangers_and_locked_reports(rows, aigul, dana, gulnar, document):
    for stranger in (dana, gulnar):
        with pytest.raises(Refused) as refused:
            choose(rows[1], stranger, document)
        assert codes(refused) == {"not_allowed"}
    Report.objects.filter(pk=rows[0].report_id).update(status="in_review")
    with pytest.raises(Refused) as refused:
        choose(rows[1], aigul, document)
    assert codes(refused) == {"locked_in_review"}


def test_who_chose_a_file_that_is_not_checked_does_not_get_it_by_that(rows, beibit, aigul, settings, sign_in):
    with fake_clamd("silent") as running:
        settings.CLAMD_ADDRESS, settings.CLAMD_AT_ONCE_SECONDS = running.address, 0.1
        document = rules.add_evidence(rows[0], by=aigul, kind="act", upload=SimpleUploadedFile("a.pdf", PDF))
    chosen = choose(rows[1], beibit, document)[0]
    url = reverse("filing:document", args=[rows[0].report.public_id, chosen.public_id])
    assert sign_in(beibit).get(url).status_code == 423 and sign_in(aigul).get(url).status_code == 200


def test_last_year_s_documents_are_offered_and_acts_are_carried_with_their_file(rows, aigul, kairat, document):
    type(rows[0]).objects.filter(pk=rows[0].pk).update(decision=Decision.ACCEPTED, decided_at=clock.now())
    with clock.at(clock.local(date(2028, 1, 11))):
        cycle_rules.open_year(2027, by=kairat)
    with clock.at(clock.local(date(2028, 2, 1))):
        report = report_of("AK-ABA", 2027)
        row = report.rows.filter(item=rows[0].item).first() or report.rows.filter(needs_answer=True).first()
        assert choosing.offered(row) == [document]
        if row.item_id == rows[0].item_id:
            rules.carry(row, by=aigul)
            assert row.evidence.get().source == document
    with clock.at(clock.local(date(2029, 1, 11))):
        cycle_rules.open_year(2028, by=kairat)
    with clock.at(clock.local(date(2029, 2, 1))):
        later = report_of("AK-ABA", 2028).rows.filter(needs_answer=True).first()
        assert document not in choosing.offered(later), "this year and the last, no further"


def test_the_page(rows, aigul, dana, gulnar, document, sign_in, django_assert_max_num_queries):
    row = rows[1]
    url = f"/en/work/report/{row.report.public_id}/items/{row.pk}/documents/choose/"
    officer = sign_in(aigul)
    officer.get(url)
    with django_assert_max_num_queries(9) as once:
        page = officer.get(url).content.decode()
    assert "Акт №5.pdf" in page and f"Row {rows[0].row.number}, 2026" in page
    for number in range(8):
        rules.add_evidence(rows[0], by=aigul, kind="letter", number=str(number), date=date(2026, 11, 3))
    with django_assert_max_num_queries(len(once)):
        officer.get(url)
    found = officer.get(url, {"q": "АКТ №5"}).content.decode()
    assert "Акт №5.pdf" in found and found.count('name="documents"') == 1
    assert 'name="documents"' not in officer.get(url, {"q": "жоқ"}).content.decode()
    empty = officer.post(url, {})
    assert empty.status_code == 422 and "Choose at least one document" in empty.content.decode()
    gone = officer.post(url, {"documents": [str(uuid.uuid4())]})
    assert gone.status_code == 422 and "not offered any more" in gone.content.decode()
    answer = officer.post(url, {"documents": [str(document.public_id)]})
    assert answer.status_code == 302 and answer.url.endswith("#documents") and row.evidence.get().source == document
    for stranger in (dana, gulnar):
        assert sign_in(stranger).get(url).status_code == 404
    Report.objects.update(status="in_review")
    assert officer.get(url).status_code == 404


def test_the_button_saves_the_row_and_goes_to_the_choice(rows, aigul, sign_in):
    url = reverse("filing:item", args=[rows[0].report.public_id, rows[0].pk])
    sent = {"base_version": rows[0].version, "bases": "{}", "answer": "given", "progress_kk": "Мәтін", "do": "choose"}
    answer = sign_in(aigul).post(url, sent)
    assert answer.status_code == 302 and answer.url.endswith("/documents/choose/")
    rows[0].refresh_from_db()
    assert rows[0].progress_kk == "Мәтін"
