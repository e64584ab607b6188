"""Submitting, recalling, amending: one transaction each, and what each refuses."""

import hashlib
import json
from datetime import timedelta
from functools import partial

import pytest

from reporting import clock
from reporting.filing import rules
from reporting.models import EntryRevision, Event, ItemProgress, Notice, Receipt, Report, ReportVersion
from reporting.problems import Refused
from tests.filing.filling import codes, fill, given, report_of, save, submit

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def report(aigul, bolat, gulnar):
    return report_of("AK-ABA")


@pytest.fixture
def filled(report, aigul):
    return fill(report, aigul)


def untouched(report):
    """What must not have changed by a refused verb."""
    fresh = Report.objects.get(pk=report.pk)
    return fresh.status, fresh.version, fresh.lock, ReportVersion.objects.count(), Receipt.objects.count(), Event.objects.count()


def test_receipt_hash_is_of_the_frozen_bytes(filled, bolat):
    receipt = submit(filled, bolat)
    version = receipt.version
    assert receipt.number == "2026-AK-ABA-1"
    assert hashlib.sha256(version.content.encode()).hexdigest() == version.sha256
    content = json.loads(version.content)
    assert json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == version.content
    assert [row["number"] for row in content["items"]] == sorted(row["number"] for row in content["items"])
    assert content["body"]["code"] == "AK-ABA" and content["version"] == 1 and "complete" not in content["items"][0]
    assert receipt.entered_by == ["Үлгібаева Айгүл"] and receipt.confirmed_by == "Үлгібаев Болат"


def test_submitting_tells_ministry_and_body(filled, bolat, gulnar, kairat, aigul, dana):
    submit(filled, bolat)
    told = set(Notice.objects.filter(kind="report_submitted").values_list("person__email", flat=True))
    assert {p.email for p in (gulnar, kairat, aigul, bolat)} <= told and dana.email not in told


def test_the_same_receipt_for_the_second_submission(filled, bolat):
    stale = report_of("AK-ABA")
    first = submit(filled, bolat)
    second = submit(stale, bolat)
    assert first == second and first.public_id == second.public_id
    assert (ReportVersion.objects.count(), Receipt.objects.count()) == (1, 1)


@pytest.mark.parametrize("person", ["aigul", "dana", "erlan", "gulnar", "kairat", "oraz", "saule", "beibit"])
def test_only_the_signatory_of_the_body_submits(filled, person, request):
    user, before = request.getfixturevalue(person), untouched(filled)
    with pytest.raises(Refused) as refused:
        submit(filled, user)
    assert codes(refused) == {"not_allowed"} and untouched(filled) == before


def test_no_submission_without_the_declaration(filled, bolat):
    before = untouched(filled)
    with pytest.raises(Refused) as refused:
        submit(filled, bolat, declared=False)
    assert codes(refused) == {"declare_required"} and untouched(filled) == before


def test_every_blocker_is_named_with_its_row(report, bolat):
    before = untouched(report)
    with pytest.raises(Refused) as refused:
        submit(report, bolat)
    wanted = report.rows.filter(needs_answer=True).count() + report.indicators.count()
    assert codes(refused) == {"answer_missing"} and len(refused.value.problems) == wanted
    assert {p.where.split("-")[0] for p in refused.value.problems} == {"row", "value"}
    assert untouched(report) == before


def test_first_submission_time_is_kept_after_a_return(filled, bolat, aigul):
    first = submit(filled, bolat).version.submitted_at
    row = filled.rows.filter(needs_answer=True).first()
    ItemProgress.objects.filter(report=filled).update(open=False, decision="accepted", decided_at=clock.now())
    ItemProgress.objects.filter(pk=row.pk).update(open=True, decision="returned", decision_reason="Актіні қосыңыз", decided_at=clock.now())
    Report.objects.filter(pk=filled.pk).update(status="returned", version=2, lock=10)
    with clock.at(clock.now() + timedelta(days=30)):
        with pytest.raises(Refused) as refused:
            submit(report_of("AK-ABA"), bolat)
        assert codes(refused) == {"returned_untouched"}
        save(row, aigul, progress_ru="Исправлено")
        receipt = submit(report_of("AK-ABA"), bolat)
    again = report_of("AK-ABA")
    row.refresh_from_db()
    assert receipt.number == "2026-AK-ABA-2"
    assert again.first_submitted_at == first and again.submitted_at > first
    assert row.decision == "pending" and again.rows.filter(decision="accepted").count() == again.rows.count() - 1


def test_nothing_can_be_saved_after_submission(filled, bolat, aigul):
    submit(filled, bolat)
    row = filled.rows.filter(needs_answer=True).first()
    revisions = EntryRevision.objects.count()
    with pytest.raises(Refused) as refused:
        save(row, aigul, progress_ru="Кейін")
    assert codes(refused) == {"locked_submitted"} and EntryRevision.objects.count() == revisions


def test_recall_opens_the_next_version_until_review_begins(filled, bolat, aigul):
    receipt = submit(filled, bolat)
    rules.recall(report_of("AK-ABA"), by=bolat, reason="Сома қате")
    report = report_of("AK-ABA")
    receipt.version.refresh_from_db()
    assert (report.status, report.version) == ("draft", 2) and receipt.version.outcome == "recalled"
    save(report.rows.filter(needs_answer=True).first(), aigul, progress_ru="Исправлено")
    assert submit(report, bolat).number == "2026-AK-ABA-2"


@pytest.mark.parametrize(("status", "code"), [("in_review", "recall_too_late"), ("accepted", "recall_too_late"), ("draft", "moved_on")])
def test_recall_is_refused_in_other_states(filled, bolat, status, code):
    submit(filled, bolat)
    Report.objects.filter(pk=filled.pk).update(status=status)
    before = untouched(filled)
    with pytest.raises(Refused) as refused:
        rules.recall(report_of("AK-ABA"), by=bolat)
    assert codes(refused) == {code} and untouched(filled) == before


def test_officer_may_not_recall_or_amend(filled, bolat, aigul):
    submit(filled, bolat)
    for verb in (rules.recall, partial(rules.amend, code="mistake")):
        with pytest.raises(Refused) as refused:
            verb(report_of("AK-ABA"), by=aigul, reason="Себебі")
        assert codes(refused) == {"not_allowed"}


def test_amended_version_opens_every_row_and_needs_a_reason(filled, bolat, aigul):
    submit(filled, bolat)
    ItemProgress.objects.filter(report=filled).update(open=False, decision="accepted", decided_at=clock.now())
    Report.objects.filter(pk=filled.pk).update(status="accepted")
    ReportVersion.objects.update(outcome="accepted")
    with pytest.raises(Refused) as refused:
        rules.amend(report_of("AK-ABA"), by=bolat, code="mistake", reason="  ")
    assert codes(refused) == {"amend_reason_required"}
    rules.amend(report_of("AK-ABA"), by=bolat, code="mistake", reason="Есепте қате табылды")
    report = report_of("AK-ABA")
    assert (report.status, report.version) == ("returned", 2)
    assert not report.rows.filter(open=False, needs_answer=True).exists()
    with clock.at(clock.now() + timedelta(hours=1)):
        row = report.rows.filter(needs_answer=True).first()
        save(row, aigul, progress_ru="Уточнено")
        submit(report, bolat)
    row.refresh_from_db()
    assert row.decision == "pending", "a row changed after it was accepted is looked at again"
    assert ReportVersion.objects.get(number=1).outcome == "accepted"


def test_amend_only_after_acceptance(filled, bolat):
    submit(filled, bolat)
    with pytest.raises(Refused) as refused:
        rules.amend(report_of("AK-ABA"), by=bolat, code="mistake", reason="Себебі")
    assert codes(refused) == {"moved_on"}


def test_whole_report_without_activity(report, aigul, bolat):
    with pytest.raises(Refused) as refused:
        rules.mark_no_activity(report, by=aigul, note=" ")
    assert codes(refused) == {"no_activity_note_required"}
    rules.mark_no_activity(report, by=aigul, note="Жұмыс 2027 жылы басталады")
    with pytest.raises(Refused) as refused:
        save(report.rows.filter(needs_answer=True).first(), aigul, **given())
    assert codes(refused) == {"report_no_activity"}
    receipt = submit(report_of("AK-ABA"), bolat)
    assert json.loads(receipt.version.content)["no_activity_note"] == "Жұмыс 2027 жылы басталады"
    assert receipt.entered_by == ["Үлгібаева Айгүл"]


def test_no_activity_is_refused_over_filled_rows_and_can_be_taken_off(report, aigul):
    save(report.rows.filter(needs_answer=True).first(), aigul, progress_kk="Мәтін")
    with pytest.raises(Refused) as refused:
        rules.mark_no_activity(report, by=aigul, note="Жоқ")
    assert codes(refused) == {"no_activity_but_filled"}
    assert refused.value.problems[0].params == {"n": 1} and not report_of("AK-ABA").no_activity
    save(report.rows.filter(needs_answer=True).first(), aigul, progress_kk="")
    rules.mark_no_activity(report, by=aigul, note="Жоқ")
    rules.unmark_no_activity(report_of("AK-ABA"), by=aigul)
    assert not report_of("AK-ABA").no_activity and report_of("AK-ABA").no_activity_note == ""
