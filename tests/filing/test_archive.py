"""Everything a body has filed, in one ZIP: whole, provable, for its own people, for a week."""

import errno
import hashlib
import json
import zipfile
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reporting import clock, jobs
from reporting.filing import archive, archive_contents, rules
from reporting.models import Archive, Event, Job, ReportVersion, StoredFile
from reporting.problems import Refused
from tests.filing.filling import codes, fill, report_of, submit
from tests.filing.made_files import PDF

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def filed(aigul, bolat):
    """Submitted, recalled, submitted again; one document in two rows, a second that is infected."""
    report = fill(report_of("AK-ABA"), aigul)
    rows = list(report.rows.filter(needs_answer=True)[:2])
    first = rules.add_evidence(rows[0], by=aigul, kind="act", upload=SimpleUploadedFile("Құрылыс актісі №5.pdf", PDF))
    rules.choose_evidence(rows[1], by=aigul, documents=[first.public_id])
    virus = rules.add_evidence(rows[0], by=aigul, kind="letter", upload=SimpleUploadedFile("вирус.pdf", PDF + b"%2\n%%EOF"))
    submit(report_of("AK-ABA"), bolat)
    rules.recall(report_of("AK-ABA"), by=bolat, reason="")
    submit(report_of("AK-ABA"), bolat)
    StoredFile.objects.filter(pk=virus.stored_id).update(state="infected", threat="Eicar", checked_at=clock.now())
    return report_of("AK-ABA")


@pytest.fixture
def quick_paper(monkeypatch):
    """Receipts that are not drawn: one test looks at real ones."""
    monkeypatch.setattr(archive_contents, "render_pdf", lambda *_: b"%PDF-1.7 receipt")


def make(report, by) -> Archive:
    """Asked for and made, as the worker would."""
    asked = archive.ask_archive(report, by=by)
    jobs.run(asked.job_id)
    asked.refresh_from_db()
    return asked


def test_it_holds_every_version_receipt_and_document_once_with_checksums(filed, aigul):
    made = make(filed, aigul)
    with zipfile.ZipFile(archive.place(made)) as packed:
        inside = {name: packed.read(name) for name in packed.namelist()}
    versions = list(ReportVersion.objects.order_by("number"))
    assert len(versions) == 2
    for version in versions:
        start = f"2026/version-{version.number}/"
        assert hashlib.sha256(inside[f"{start}report.json"]).hexdigest() == version.sha256
        assert inside[f"{start}receipt.kk.pdf"].startswith(b"%PDF-") and inside[f"{start}receipt.ru.pdf"].startswith(b"%PDF-")
        page = inside[f"{start}report.kk.html"].decode()
        assert "Зертхананың бірінші кезегі" in page and "Құрылыс актісі №5.pdf" in page
    documents = [name for name in inside if name.startswith("documents/")]
    assert [inside[name] for name in documents] == [PDF] and documents[0].endswith("/Құрылыс актісі №5.pdf")
    for language, words in (("kk", "Вирус табылды"), ("ru", "Найден вирус")):
        index = inside[f"index.{language}.html"].decode()
        assert words in index and "вирус.pdf" in index and versions[0].sha256 in index
    sums = dict(reversed(line.split("  ")) for line in inside["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in inside.items() if name != "SHA256SUMS"}
    assert made.contents == {"versions": 2, "documents": 1, "left_out": 1}
    assert hashlib.sha256(archive.place(made).read_bytes()).hexdigest() == made.sha256 and made.size == archive.place(made).stat().st_size
    assert Event.objects.get(verb="ask_archive").body_code == "AK-ABA"


@pytest.mark.usefixtures("quick_paper")
def test_links_of_its_pages_lead_to_files_of_it(filed, aigul):
    made = make(filed, aigul)
    with zipfile.ZipFile(archive.place(made)) as packed:
        names = set(packed.namelist())
        for page in (name for name in names if name.endswith(".html")):
            assert not archive_links(page, packed.read(page).decode()) - names, page


def archive_links(page: str, html: str) -> set[str]:
    """Files that a page leads to, by their names in the archive."""
    found = set()
    for part in html.split('href="')[1:]:
        address = unquote(part.split('"')[0])
        steps = page.split("/")[:-1]
        for step in address.split("/"):
            steps = steps[:-1] if step == ".." else [*steps, step]
        found.add("/".join(steps))
    return found


@pytest.mark.usefixtures("quick_paper")
def test_all_of_it_is_for_the_body_s_people(filed, aigul, beibit, dana, gulnar, sign_in, django_assert_max_num_queries):
    url, officer = reverse("filing:archive", args=[filed.public_id]), sign_in(aigul)
    assert officer.get(url).status_code == 200 and officer.post(url).status_code == 302
    asked = Archive.objects.get()
    assert officer.post(url).status_code == 302 and Archive.objects.count() == 1, "a second click finds the first"
    going = sign_in(beibit).get(url).content.decode()
    progress = reverse("filing:archive_progress", args=[filed.public_id, asked.public_id])
    assert progress in going and sign_in(beibit).get(progress).json()["finished"] is False
    file = reverse("filing:archive_file", args=[filed.public_id, asked.public_id])
    assert officer.get(file).status_code == 404, "not before it is whole"
    jobs.run(asked.job_id)
    assert officer.get(progress).json()["finished"] is True
    head = sign_in(beibit)
    head.get(url)
    with django_assert_max_num_queries(8):
        page = head.get(url).content.decode()
    assert file in page
    answer = sign_in(beibit).get(file)
    assert answer["Content-Disposition"] == 'attachment; filename="AK-ABA-2027-03-15.zip"' and answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content)[:2] == b"PK" and "no-store" in answer["Cache-Control"]
    for stranger in (dana, gulnar):
        for method in ("get", "post"):
            assert getattr(sign_in(stranger), method)(url).status_code == 404
        assert sign_in(stranger).get(file).status_code == sign_in(stranger).get(progress).status_code == 404
    other = report_of("AK-ALM")
    assert sign_in(dana).get(reverse("filing:archive_file", args=[other.public_id, asked.public_id])).status_code == 404
    with pytest.raises(Refused) as refused:
        archive.ask_archive(filed, by=dana)
    assert codes(refused) == {"not_allowed"}


@pytest.mark.usefixtures("quick_paper")
def test_nginx_hands_it_over_where_it_stands(filed, aigul, sign_in, settings):
    made = make(filed, aigul)
    settings.X_ACCEL = True
    answer = sign_in(aigul).get(reverse("filing:archive_file", args=[filed.public_id, made.public_id]))
    assert answer["X-Accel-Redirect"] == f"/protected/archives/{made.public_id}.zip"


@pytest.mark.usefixtures("quick_paper")
def test_a_new_one_replaces_the_old_and_after_a_week_it_is_gone(filed, aigul, sign_in):
    old, new = make(filed, aigul), make(filed, aigul)
    assert not archive.place(old).exists() and archive.place(new).exists()
    assert archive.forget_expired() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert sign_in(aigul).get(reverse("filing:archive_file", args=[filed.public_id, new.public_id])).status_code == 404
        assert archive.forget_expired() == 1 and not archive.place(new).exists()
        assert sign_in(aigul).get(reverse("filing:archive", args=[filed.public_id])).status_code == 200


@pytest.mark.usefixtures("quick_paper")
def test_a_run_cut_short_leaves_no_half_archive_and_the_next_one_makes_it(filed, aigul, monkeypatch):
    asked, real, steps = archive.ask_archive(filed, by=aigul), archive_contents.put, []

    def dying(*given):
        steps.append(given[2])
        if len(steps) == 4:
            raise RuntimeError("the worker was killed")
        return real(*given)

    monkeypatch.setattr(archive_contents, "put", dying)
    jobs.run(asked.job_id)
    assert Job.objects.get(pk=asked.job_id).state == Job.WAITING and not list(archive.folder().iterdir())
    jobs.run(asked.job_id)
    asked.refresh_from_db()
    assert archive.is_ready(asked) and [one.name for one in archive.folder().iterdir()] == [f"{asked.public_id}.zip"]


@pytest.mark.parametrize("when", ["before", "while"])
def test_a_full_disk_is_told_and_leaves_nothing(filed, aigul, monkeypatch, sign_in, when):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    if when == "before":
        monkeypatch.setattr(archive, "SPARE", 2**62)
    else:
        monkeypatch.setattr(archive_contents, "put", full)
    made = make(filed, aigul)
    assert made.contents == {"no_room": True} and not list(archive.folder().iterdir())
    page = sign_in(aigul).get(f"/en/work/report/{filed.public_id}/archive/").content.decode()
    assert "no room for the archive" in page and "Make the archive" in page


def test_where_nothing_was_filed(aigul, sign_in):
    page = sign_in(aigul).get(f"/en/work/report/{report_of('AK-ABA').public_id}/archive/").content.decode()
    assert "Nothing has been submitted yet" in page and "Make the archive" not in page


@pytest.mark.usefixtures("quick_paper")
def test_a_draft_is_not_in_it(filed, aigul):
    made = make(filed, aigul)
    with zipfile.ZipFile(archive.place(made)) as packed:
        contents = [json.loads(packed.read(name)) for name in packed.namelist() if name.endswith(".json")]
    assert {(one["body"]["code"], one["version"]) for one in contents} == {("AK-ABA", 1), ("AK-ABA", 2)}
