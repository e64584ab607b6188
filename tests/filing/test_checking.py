"""The virus check: only «stream: OK» lets a file through; nothing that the scanner does or fails to do stops a report."""

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reporting import clock, jobs, workflow
from reporting.filing import checking, rules, scanner
from reporting.models import Event, Evidence, Job, Notice, Report, StoredFile
from reporting.problems import Refused
from tests.clamd import ANSWERS, EICAR, fake_clamd
from tests.filing.filling import codes, fill, given, report_of, save, submit
from tests.filing.made_files import PDF

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
VIRUS = PDF.replace(b"%%EOF", b"% " + EICAR + b"\n%%EOF")
NOBODY = "tcp://127.0.0.1:9"


@pytest.fixture
def row(aigul):
    return report_of("AK-ABA").rows.filter(needs_answer=True).first()


@pytest.fixture
def clamd(settings):
    with fake_clamd() as running:
        settings.CLAMD_ADDRESS, settings.CLAMD_SECONDS, settings.CLAMD_AT_ONCE_SECONDS = running.address, 0.3, 0.3
        yield running


def add(row, by, content=PDF, name="a.pdf"):
    return rules.add_evidence(row, by=by, kind="act", upload=SimpleUploadedFile(name, content))


def check_now(stored):
    """The job of a file, as a worker would run it."""
    jobs.run(Job.objects.get(key=checking.key_of(stored)).pk)
    stored.refresh_from_db()
    return stored.state


def opens(sign_in, person, document) -> int:
    return sign_in(person).get(reverse("filing:document", args=[document.row.report.public_id, document.public_id])).status_code


def test_a_clean_file_is_known_to_be_clean_at_once(row, aigul, beibit, clamd, sign_in):
    added = add(row, aigul)
    assert added.standing == "clean" and clamd.seen == [PDF] and not Job.objects.filter(kind="check_file").exists()
    assert opens(sign_in, beibit, added) == 200


def test_an_infected_file_is_refused_at_once_and_nothing_is_kept(row, aigul, clamd, settings):
    with pytest.raises(Refused) as refused:
        add(row, aigul, VIRUS)
    assert codes(refused) == {"file_infected"} and "Eicar-Test-Signature" in refused.value.problems[0].text()
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()
    assert not [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]


@pytest.mark.parametrize("mood", [*ANSWERS, "hang_up", "silent", "nobody", "limit", "larger"])
def test_whatever_is_not_the_word_clean_lets_nobody_else_in_and_stops_no_upload(row, aigul, beibit, clamd, settings, sign_in, mood):
    clamd.mood, clamd.limit = mood, 10 if mood == "limit" else clamd.limit
    settings.CLAMD_STREAM_BYTES = 10 if mood == "larger" else settings.CLAMD_STREAM_BYTES
    settings.CLAMD_ADDRESS = NOBODY if mood == "nobody" else settings.CLAMD_ADDRESS
    added = add(row, aigul)
    assert added.standing == "waiting" and check_now(added.stored) == "waiting"
    assert added.stored.tries == 1 and added.stored.trouble and added.standing == "away"
    assert opens(sign_in, aigul, added) == 200 and opens(sign_in, beibit, added) == 423
    assert Job.objects.get(kind="check_file").state == Job.DONE, "a scanner that is away is no failure of the portal"


def test_a_scanner_that_is_away_is_asked_again_and_again(row, aigul, beibit, clamd, settings, sign_in):
    settings.CLAMD_ADDRESS = NOBODY
    added = add(row, aigul)
    for tries in (1, 2, 3):
        assert checking.check_waiting() == 1 and check_now(added.stored) == "waiting" and added.stored.tries == tries
        assert checking.check_waiting() == 0, "not at once again"
        StoredFile.objects.update(tried_at=clock.now() - timedelta(hours=1))
    settings.CLAMD_ADDRESS = clamd.address
    assert checking.check_waiting() == 1 and check_now(added.stored) == "clean"
    assert Job.objects.filter(kind="check_file").count() == 1 and checking.check_waiting() == 0
    assert opens(sign_in, beibit, added) == 200


def test_a_file_found_infected_later_is_opened_by_nobody_and_its_officer_is_told(row, aigul, beibit, clamd, settings, sign_in):
    clamd.mood = "silent"
    added = add(row, aigul, VIRUS)
    clamd.mood = "honest"
    assert check_now(added.stored) == "infected" and added.stored.threat == "Eicar-Test-Signature"
    assert opens(sign_in, aigul, added) == opens(sign_in, beibit, added) == 423
    notice = Notice.objects.get(kind="file_infected")
    assert notice.person == aigul and str(row.pk) in notice.link
    assert Event.objects.get(verb="find_infected").new["file_name"] == "a.pdf"
    page = sign_in(aigul).get(reverse("filing:item", args=[row.report.public_id, row.pk])).content.decode()
    assert "Eicar-Test-Signature" in page and reverse("filing:document", args=[row.report.public_id, added.public_id]) not in page
    with pytest.raises(Refused) as refused:
        add(report_of("AK-ABA").rows.filter(needs_answer=True).last(), aigul, VIRUS)
    assert codes(refused) == {"file_infected"}, "it is not let in a second time either"


def test_an_infected_document_stops_the_row_until_it_is_removed(row, aigul, bolat, clamd):
    fill(row.report, aigul)
    clamd.mood = "silent"
    added = add(row, aigul, VIRUS)
    clamd.mood = "honest"
    check_now(added.stored)
    with pytest.raises(Refused) as refused:
        submit(report_of("AK-ABA"), bolat)
    assert codes(refused) == {"evidence_infected"}
    rules.remove_evidence(added, by=aigul)
    assert submit(report_of("AK-ABA"), bolat).number


@pytest.mark.parametrize("address", ["", NOBODY])
def test_no_scanner_and_a_scanner_that_is_away_stop_nothing(row, aigul, bolat, settings, address):
    settings.CLAMD_ADDRESS = address
    fill(row.report, aigul)
    save(row, aigul, **given(status="done", actual_date=clock.today(), reasons_kk=""))
    add(row, aigul)
    assert submit(report_of("AK-ABA"), bolat).number


def test_the_reviewer_waits_for_the_check_too(row, aigul, bolat, gulnar, clamd, sign_in):
    fill(row.report, aigul)
    clamd.mood = "silent"
    added = add(row, aigul, name="Аяқталған ғимарат.pdf")
    submit(report_of("AK-ABA"), bolat)
    workflow.move(Report.objects.get(pk=row.report_id), "begin_review", by=gulnar)
    url = reverse("filing:document", args=[row.report.public_id, added.public_id])
    page = reverse("review:row", args=[row.report.public_id, "rows", row.pk])
    assert opens(sign_in, gulnar, added) == 423 and url not in sign_in(gulnar).get(page).content.decode()
    clamd.mood = "honest"
    check_now(added.stored)
    assert opens(sign_in, gulnar, added) == 200 and url in sign_in(gulnar).get(page).content.decode()


def test_without_a_scanner_files_are_handed_out_and_the_page_says_so(row, aigul, beibit, settings, sign_in):
    settings.CLAMD_ADDRESS = ""
    added = add(row, aigul)
    assert added.standing == "unset" and not Job.objects.filter(kind="check_file").exists() and checking.check_waiting() == 0
    assert opens(sign_in, beibit, added) == 200
    page = sign_in(aigul).get(f"/en/work/report/{row.report.public_id}/items/{row.pk}/").content.decode()
    assert "no scanner is set up" in page
    settings.CLAMD_ADDRESS = NOBODY
    assert opens(sign_in, beibit, added) == 423, "once there is a scanner, only what it has checked is handed out"


def test_a_row_draws_many_documents_with_no_more_queries(row, aigul, sign_in, django_assert_max_num_queries):
    client, url = sign_in(aigul), reverse("filing:item", args=[row.report.public_id, row.pk])
    client.get(url)
    with django_assert_max_num_queries(9) as once:
        client.get(url)
    for number in range(5):
        add(row, aigul, PDF.replace(b"Catalog", b"Catalog%d" % number), f"{number}.pdf")
    with django_assert_max_num_queries(len(once)):
        client.get(url)


def test_the_scanner_speaks_over_a_socket_file_as_well(tmp_path, settings):
    file = tmp_path / "a.pdf"
    file.write_bytes(PDF * 5000)
    with fake_clamd(path=tmp_path / "s") as running:
        settings.CLAMD_ADDRESS = running.address
        assert scanner.threat_in(file, seconds=5) == "" and running.seen == [PDF * 5000] and scanner.ping() == ""
        running.mood = "silent"
        assert scanner.ping()
    assert scanner.ping()


def test_the_time_for_an_answer_is_for_the_whole_of_it(tmp_path, settings):
    file = tmp_path / "a.pdf"
    file.write_bytes(PDF)
    with fake_clamd("silent") as running:
        settings.CLAMD_ADDRESS, before = running.address, time.monotonic()
        with pytest.raises(scanner.ScannerAway):
            scanner.threat_in(file, seconds=0.2)
        assert time.monotonic() - before < 1
