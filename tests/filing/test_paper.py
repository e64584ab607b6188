"""A report that came on paper: registered with its scan, entered by the Ministry, marked everywhere; who entered it accepts nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from reporting import clock
from reporting.cycle.completeness import table_of
from reporting.cycle.deadlines import timeliness
from reporting.cycle.table_files import table
from reporting.filing import paper
from reporting.models import EntryRevision, Notice, PaperReport, Receipt, Report
from reporting.problems import Refused
from reporting.review import rules as review
from tests.filing.filling import codes, fill, given, report_of, save, submit
from tests.filing.made_files import PDF

IN_APRIL = clock.local(date(2027, 4, 6), 10)
LETTER = {"letter_number": "12-3/456", "letter_date": date(2027, 3, 29), "arrived_on": date(2027, 3, 31), "signed_by": "Үлгібаев Б., әкім"}


@pytest.fixture(autouse=True)
def in_april(cycle2026):
    with clock.at(IN_APRIL):
        yield


@pytest.fixture
def report(aigul, bolat) -> Report:
    return report_of("AK-ABA")


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("hat.pdf", PDF, content_type="application/pdf")


def register(report, by, **told) -> PaperReport:
    return paper.register_paper(report, by=by, **{**LETTER, "upload": scan(), **told})


def refused(act) -> set[str]:
    with pytest.raises(Refused) as no:
        act()
    return codes(no)


def test_a_letter_is_registered_entered_and_counts_from_the_day_it_arrived(report, gulnar, kairat, aigul):
    letter = register(report, kairat)
    assert Notice.objects.filter(person=aigul, kind="paper_registered").count() == 1
    receipt = paper.submit_paper(letter, by=kairat, declared=True) if fill(report, kairat) else None
    it = report_of("AK-ABA")
    assert (it.status, timeliness(it).kind) == ("submitted", "on_time")  # entered on 6 April, arrived on 31 March
    assert receipt.version.submitted_at == IN_APRIL and receipt.version.submitted_by == kairat
    assert (receipt.confirmed_by, receipt.confirmed_role) == (LETTER["signed_by"], "paper") and kairat.full_name in receipt.entered_by
    assert PaperReport.objects.get().version == receipt.version
    assert set(EntryRevision.objects.exclude(saved_by=None).values_list("saved_by", flat=True)) == {kairat.pk}


def test_a_letter_that_arrived_late_is_late_by_its_own_day(report, gulnar, kairat):
    letter = register(report, kairat, arrived_on=date(2027, 4, 3))
    fill(report, kairat)
    paper.submit_paper(letter, by=kairat, declared=True)
    assert (timeliness(report_of("AK-ABA")).kind, timeliness(report_of("AK-ABA")).days) == ("late", 2)


def test_who_entered_it_neither_reviews_nor_accepts_it(report, gulnar, kairat):
    letter = register(report, gulnar)
    fill(report, gulnar)
    paper.submit_paper(letter, by=gulnar, declared=True)
    assert refused(lambda: review.begin_review(report_of("AK-ABA"), by=gulnar)) == {"own_report"}
    assert refused(lambda: review.assign(report_of("AK-ABA"), by=kairat, reviewer=gulnar)) == {"own_report"}
    other = type(gulnar).objects.create_user(email="second@example.kz", full_name="Екінші Қараушы", role="reviewer", body=gulnar.body)
    assert review.begin_review(report_of("AK-ABA"), by=other).status == "in_review"


def test_nobody_else_enters_it_and_nothing_is_filed_twice(report, gulnar, kairat, aigul, bolat):
    register(report, kairat)
    row = report.rows.filter(needs_answer=True).first()
    assert refused(lambda: save(row, gulnar, **given())) == {"not_allowed"}
    save(row, aigul, **given())  # the body may go on typing: nothing of anybody is written over
    fill(report, kairat)
    assert refused(lambda: submit(report, bolat)) == {"paper_open"}
    assert refused(lambda: register(report, gulnar)) == {"paper_open_already"}
    paper.cancel_paper(PaperReport.objects.get(), by=gulnar, reason="Орган порталда ұсынады")
    assert refused(lambda: save(row, kairat, **given(progress_kk="Кейін"))) == {"not_allowed"}
    assert submit(report, bolat) and Receipt.objects.get().confirmed_role == "signatory"


def test_what_is_refused(report, kairat, aigul, bolat):
    cases = (
        ({"letter_number": " "}, {"required"}), ({"signed_by": ""}, {"required"}), ({"upload": None}, {"paper_needs_scan"}),
        ({"arrived_on": date(2027, 4, 7)}, {"date_in_future"}), ({"arrived_on": date(2027, 3, 28)}, {"paper_dates"}),
        ({"letter_date": None}, {"date_required"}), ({"upload": SimpleUploadedFile("a.pdf", b"not a pdf")}, {"file_mismatch"}),
    )  # fmt: skip
    for told, expected in cases:
        assert refused(lambda told=told: register(report, kairat, **told)) == expected
    assert refused(lambda: register(report, aigul)) == {"not_allowed"} and not PaperReport.objects.exists()
    letter = register(report, kairat)
    assert "declare_required" in refused(lambda: paper.submit_paper(letter, by=kairat, declared=False))
    assert refused(lambda: paper.cancel_paper(letter, by=kairat, reason=" ")) == {"reason_required"}
    paper.cancel_paper(letter, by=kairat, reason="Қате")
    submit(fill(report, aigul), bolat)
    assert refused(lambda: register(report, kairat)) == {"paper_filed"}


def test_the_database_keeps_one_open_letter_and_no_impossible_day(report, kairat):
    first = register(report, kairat)
    for broken in ({"arrived_on": date(2027, 1, 1)}, {"status": "entered"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperReport.objects.filter(pk=first.pk).update(**broken)
    copy = PaperReport.objects.get(pk=first.pk)
    copy.pk, copy.public_id = None, "00000000-0000-4000-8000-000000000001"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_it_is_marked_at_the_desk_on_the_receipt_and_in_the_file(report, gulnar, kairat, aigul, dana, oraz, sign_in):
    letter = register(report, kairat)
    scan_at = f"/en/work/report/{report.public_id}/paper/{letter.public_id}/"
    assert sign_in(aigul).get(scan_at).status_code == 200 and sign_in(dana).get(scan_at).status_code == 404
    assert LETTER["letter_number"] in sign_in(aigul).get(f"/en/work/report/{report.public_id}/").content.decode()
    fill(report, kairat)
    receipt = paper.submit_paper(letter, by=kairat, declared=True)
    said = sign_in(aigul).get(f"/en/work/report/receipt/{receipt.public_id}/").content.decode()
    assert LETTER["letter_number"] in said and LETTER["signed_by"] in said and kairat.full_name in said
    assert "on paper" in sign_in(gulnar).get("/en/work/cycles/2026/").content.decode()
    assert scan_at.rpartition("paper/")[0] in sign_in(gulnar).get(f"/en/work/review/{report.public_id}/").content.decode()
    sections, lines = table_of(report.cycle, gulnar)
    head, *rows = table(sections, lines)
    assert [row[0] for row in rows if row[-2]] == ["AK-ABA"]


def test_the_pages_from_the_letter_to_the_receipt(report, gulnar, kairat, aigul, oraz, sign_in):
    page, client = f"/en/work/report/{report.public_id}/paper/", sign_in(kairat)
    for stranger in (aigul, oraz):
        assert sign_in(stranger).get(page).status_code == sign_in(stranger).post(page).status_code == 404
    sent = {**LETTER, "letter_date": "29.03.2027", "arrived_on": "31.03.2027"}
    assert client.post(page, sent).status_code == 422  # without the scan
    assert client.post(page, {**sent, "file": scan()})["Location"].endswith(f"/work/report/{report.public_id}/")
    row = report.rows.filter(needs_answer=True).first()
    assert client.get(f"/en/work/report/{report.public_id}/items/{row.pk}/").status_code == 200
    assert sign_in(gulnar).get(f"/en/work/report/{report.public_id}/items/{row.pk}/").status_code == 404
    assert client.post(page, {"do": "submit", "declared": "on"}).status_code == 422
    fill(report, kairat)
    assert "receipt" in client.post(page, {"do": "submit", "declared": "on"})["Location"]
