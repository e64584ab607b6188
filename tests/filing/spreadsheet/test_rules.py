"""Applied in one transaction, never over another's work; taken back once, where nobody has edited since."""

from datetime import timedelta

import pytest

from reporting import clock, history
from reporting.filing.spreadsheet import rules
from reporting.filing.spreadsheet.preview import Preview
from reporting.models import EntryRevision, Event, ItemProgress, Report, SpreadsheetImport
from reporting.problems import Refused
from tests.filing.filling import codes, fill, report_of, save, submit
from tests.filing.spreadsheet import workbooks as w
from tests.filing.spreadsheet.test_cells import apply, cell_of, preview_of

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def report(aigul):
    return report_of("AK-ABA")


@pytest.fixture
def rows(report):
    return list(report.rows.filter(needs_answer=True).order_by("row__number")[:2])


def test_another_field_changed_meanwhile_is_merged(report, rows, aigul, beibit):
    book = w.made(report)
    save(rows[0], beibit, progress_ru="Бейбит")
    upload = apply(report, w.put(book, cell_of(book, "progress_kk"), "Файлдан"), aigul)
    rows[0].refresh_from_db()
    assert (rows[0].progress_kk, rows[0].progress_ru) == ("Файлдан", "Бейбит") and len(upload.changes) == 1


def test_the_same_field_changed_meanwhile_is_shown_and_never_overwritten(report, rows, aigul, beibit):
    book = w.made(report)
    save(rows[0], beibit, progress_kk="Бейбіттікі")
    file = w.put(w.put(book, cell_of(book, "progress_kk"), "Файлдан"), cell_of(book, "progress_kk", 2), "Екінші")
    found = preview_of(report, file, aigul)
    (clash,) = found.clashing
    assert [(c.old, c.new) for c in clash.clashes] == [("Бейбіттікі", "Файлдан")] and len(found.good) == 1
    rules.apply_spreadsheet(found.upload, by=aigul, digest=found.digest)
    for row in rows:
        row.refresh_from_db()
    assert [row.progress_kk for row in rows] == ["Бейбіттікі", "Екінші"]


def test_what_was_not_seen_is_not_applied(report, rows, aigul, beibit):
    book = w.made(report)
    found = preview_of(report, w.put(book, cell_of(book, "progress_kk"), "Файлдан"), aigul)
    assert len(found.good) == 1
    seen = found.digest
    save(rows[0], beibit, progress_kk="Бейбіттікі")
    with pytest.raises(Refused) as refused:
        rules.apply_spreadsheet(found.upload, by=aigul, digest=seen)
    assert codes(refused) == {"import_moved_on"} and ItemProgress.objects.get(pk=rows[0].pk).progress_kk == "Бейбіттікі"


def test_all_rows_or_none(report, aigul, monkeypatch):
    book = w.made(report)
    file = w.put(w.put(book, cell_of(book, "progress_kk"), "Бірінші"), cell_of(book, "progress_kk", 2), "Екінші")
    found, write = preview_of(report, file, aigul), rules.write
    left = [1]

    def fails(row, *, by):
        if not left:
            raise RuntimeError("the machine stops")
        left.pop()
        return write(row, by=by)

    monkeypatch.setattr(rules, "write", fails)
    with pytest.raises(RuntimeError):
        rules.apply_spreadsheet(found.upload, by=aigul, digest=found.digest)
    assert not EntryRevision.objects.exists() and not SpreadsheetImport.objects.exclude(applied_at=None).exists()


def test_an_upload_is_told_in_the_history(report, aigul):
    book = w.made(report)
    apply(report, w.put(book, cell_of(book, "progress_kk"), "Файлдан"), aigul)
    event = Event.objects.get(verb="import")
    assert event.new == {"file_name": "report.xlsx", "rows": 1} and event.body_code == "AK-ABA" and history.broken(event.thread) == []


def test_nothing_to_apply(report, aigul):
    found = preview_of(report, w.made(report), aigul)
    with pytest.raises(Refused) as refused:
        rules.apply_spreadsheet(found.upload, by=aigul, digest=found.digest)
    assert codes(refused) == {"nothing_changed"}


def test_an_expired_upload_is_gone(report, aigul):
    book = w.made(report)
    found = preview_of(report, w.put(book, cell_of(book, "progress_kk"), "Файлдан"), aigul)
    with clock.at(clock.now() + timedelta(hours=25)):
        with pytest.raises(Refused) as refused:
            rules.apply_spreadsheet(found.upload, by=aigul, digest=found.digest)
        assert codes(refused) == {"import_expired"}
        preview_of(report, book, aigul)
    assert not SpreadsheetImport.objects.filter(pk=found.upload.pk).exists()


@pytest.mark.parametrize("person", ["dana", "gulnar", "kairat", "oraz", "saule", "nurlan"])
def test_only_people_of_the_body(report, aigul, person, request):
    other, book = request.getfixturevalue(person), w.made(report)
    upload = apply(report, w.put(book, cell_of(book, "progress_kk"), "Файлдан"), aigul)
    waiting = preview_of(report, w.put(book, cell_of(book, "progress_ru"), "Из файла"), aigul)
    for verb in (
        lambda: rules.upload_spreadsheet(report, by=other, upload=w.uploaded(book)),
        lambda: rules.apply_spreadsheet(waiting.upload, by=other, digest=waiting.digest),
        lambda: rules.undo_spreadsheet(upload, by=other),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert codes(refused) == {"not_allowed"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "submitted"}, "locked_submitted"), ({"status": "accepted"}, "locked_accepted"),
        ({"no_activity": True}, "report_no_activity"),
    ],
)
def test_a_locked_report_takes_no_file(report, aigul, change, code):
    book = w.made(report)
    found = preview_of(report, w.put(book, cell_of(book, "progress_kk"), "Файлдан"), aigul)
    Report.objects.filter(pk=report.pk).update(**change)
    for verb in (
        lambda: rules.upload_spreadsheet(report, by=aigul, upload=w.uploaded(book)),
        lambda: rules.apply_spreadsheet(found.upload, by=aigul, digest=found.digest),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert codes(refused) == {code}


def test_a_closed_row_is_grey_and_refused(report, rows, aigul):
    ItemProgress.objects.filter(pk=rows[0].pk).update(open=False)
    book = w.made(report)
    found = preview_of(report, w.put(book, cell_of(book, "progress_kk"), "Файлдан"), aigul)
    assert [p.problem.code for p in found.problems] == ["row_accepted_before"] and not found.good


def test_undo_restores_what_was_and_leaves_what_was_edited_since(report, rows, aigul, beibit):
    save(rows[0], aigul, progress_kk="Бұрынғы", planned_local=1000)
    book = w.made(report)
    file = w.put(w.put(book, cell_of(book, "progress_kk"), "Файлдан"), cell_of(book, "planned_local"), 7)
    upload = apply(report, w.put(file, cell_of(book, "progress_ru", 2), "Второй"), aigul)
    save(rows[0], beibit, progress_kk="Бейбіт түзеткен")
    assert rules.undo_spreadsheet(upload, by=aigul) == (2, 1)
    for row in rows:
        row.refresh_from_db()
    assert (rows[0].progress_kk, rows[0].planned_local, rows[1].progress_ru) == ("Бейбіт түзеткен", 1000, "")
    with pytest.raises(Refused) as refused:
        rules.undo_spreadsheet(upload, by=aigul)
    assert codes(refused) == {"import_undone"}


def test_every_kind_of_field_comes_back(report, rows, aigul):
    """A day, a word, an amount, a territory and a tick, set by a file over other values."""
    from_before = {"answer": "given", "status": "in_progress", "planned_local": 5, "proposed_date": "2027-05-01", "complete": True}
    save(rows[0], aigul, **from_before)
    book = w.made(report)
    for name, value in (("status", "Done"), ("planned_local", 9), ("proposed_date", "02.05.2027"), ("complete", ""), ("answer", "")):
        book = w.put(book, cell_of(book, name), value)
    upload = apply(report, book, aigul)
    assert set(upload.changes[0][2]) == set(from_before)
    rules.undo_spreadsheet(upload, by=aigul)
    assert EntryRevision.objects.filter(row=rows[0]).last().fields == EntryRevision.objects.get(row=rows[0], version=2).fields


def test_after_submission_nothing_is_undone(report, aigul, bolat):
    fill(report, aigul)
    book = w.made(report)
    upload = apply(report, w.put(book, cell_of(book, "progress_ru"), "Из файла"), aigul)
    submit(report_of("AK-ABA"), bolat)
    with pytest.raises(Refused) as refused:
        rules.undo_spreadsheet(upload, by=aigul)
    assert codes(refused) == {"locked_submitted"}
    Report.objects.filter(pk=report.pk).update(status="draft", version=2)
    with pytest.raises(Refused) as refused:
        rules.undo_spreadsheet(upload, by=aigul)
    assert codes(refused) == {"undo_too_late"}


def test_a_preview_writes_nothing(report, aigul):
    book = w.made(report)
    upload = rules.upload_spreadsheet(report, by=aigul, upload=w.uploaded(w.put(book, cell_of(book, "progress_kk"), "Файлдан")))
    assert Preview(upload, aigul).good and not EntryRevision.objects.exists() and not Event.objects.filter(verb="import").exists()
