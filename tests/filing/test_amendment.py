"""An amended version: its coded reason, that it changes something, what it changes, and how it is given up."""

import re
from datetime import date, timedelta

import pytest

from reporting import clock
from reporting.filing import rules
from reporting.filing.amendment import amendment_of
from reporting.filing.differences import compare
from reporting.models import Amendment, Evidence, Notice, Receipt, Report, ReportVersion
from reporting.problems import Refused
from tests.filing.filling import codes, fill, report_of, save, submit
from tests.filing.test_pages import at, words

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def accepted(aigul, bolat, gulnar):
    """A report that the Ministry has accepted."""
    report = fill(report_of("AK-ABA"), aigul)
    submit(report, bolat)
    now = clock.now()
    ReportVersion.objects.update(outcome="accepted", decided_at=now)
    for rows in (report.rows, report.indicators):
        rows.filter(needs_answer=True).update(decision="accepted", decided_at=now)
    Report.objects.filter(pk=report.pk).update(status="accepted", accepted_at=now, accepted_by=gulnar)
    return report_of("AK-ABA")


@pytest.fixture
def amended(accepted, bolat):
    return rules.amend(accepted, by=bolat, code="new_data", reason="Статистика нақтыланды")


def later(hours=1):
    return clock.at(clock.now() + timedelta(hours=hours))


def first_row(report):
    return report.rows.filter(needs_answer=True).select_related("row").first()


@pytest.mark.parametrize(("code", "reason", "said"), [
    ("", "Себебі", {"amend_code_required"}), ("whim", "Себебі", {"amend_code_required"}), ("other", " ", {"amend_reason_required"}),
    ("", "", {"amend_code_required", "amend_reason_required"}),
])  # fmt: skip
def test_the_reason_is_coded_and_told(accepted, bolat, code, reason, said):
    with pytest.raises(Refused) as refused:
        rules.amend(accepted, by=bolat, code=code, reason=reason)
    assert codes(refused) == said and report_of("AK-ABA").status == "accepted" and not Amendment.objects.exists()


def test_nothing_changed_is_refused(amended, bolat, aigul):
    with pytest.raises(Refused) as refused:
        submit(amended, bolat)
    assert codes(refused) == {"amend_unchanged"}
    row = first_row(amended)
    text = row.progress_kk
    with later():
        save(row, aigul, progress_kk=f"{text} Тағы 3.")
        save(row, aigul, progress_kk=text)
        with pytest.raises(Refused) as refused:
            submit(report_of("AK-ABA"), bolat)
        assert codes(refused) == {"amend_unchanged"}, "changed back is not changed"
        save(row, aigul, progress_kk=f"{text} Тағы 3.")
        assert submit(report_of("AK-ABA"), bolat).number == "2026-AK-ABA-2"


def test_the_first_submissions_time_stays(accepted, bolat, aigul):
    first = accepted.first_submitted_at
    with later(900):
        rules.amend(accepted, by=bolat, code="audit", reason="Аудит қорытындысы")
        save(first_row(accepted), aigul, progress_ru="Уточнено")
        submit(report_of("AK-ABA"), bolat)
        report = report_of("AK-ABA")
    assert report.first_submitted_at == first and report.submitted_at > first


def test_the_difference_names_fields_words_documents_and_collapses_the_rest(amended, aigul, bolat):
    row = first_row(amended)
    with later():
        save(row, aigul, progress_kk=row.progress_kk.replace("9 бірлігі", "12 бірлігі"), planned_local=5_000_000, disbursed_local=4_000_000)
        rules.add_evidence(row, by=aigul, kind="letter", number="15", date=date(2027, 2, 1))
        submit(report_of("AK-ABA"), bolat)
    old, new = ReportVersion.objects.order_by("number")
    made = compare(report_of("AK-ABA"), old.content, new.content)
    (change,) = made.changed
    assert change.number == str(row.row.number) and {one.name for one in change.fields} == {"progress_kk", "funding_local"}
    text = next(one for one in change.fields if one.name == "progress_kk")
    assert [piece for piece in text.pieces if piece[0] != "same"] == [("del", "9 "), ("ins", "12 ")]
    assert [(one["number"], tag) for one, tag in change.documents] == [("15", "ins")]
    asked = amended.rows.filter(needs_answer=True).count() + amended.indicators.count()
    assert len(made.same) == asked - 1
    Evidence.objects.update(removed_at=clock.now())
    assert compare(report_of("AK-ABA"), new.content, new.content).is_empty


def test_body_reviewer_and_receipt_read_the_same_difference(amended, aigul, bolat, gulnar, sign_in):
    row = first_row(amended)
    with later():
        save(row, aigul, progress_kk=row.progress_kk.replace("9 бірлігі", "12 бірлігі"))
        page = sign_in(bolat).get(at("check", amended.public_id, lang="ru")).content.decode()
        assert "<del>9 </del><ins>12 </ins>" in page and "Окончательные данные вместо" in page
        receipt = submit(report_of("AK-ABA"), bolat)
        for reader, url in (
            (bolat, at("receipt", receipt.public_id, lang="ru")), (gulnar, f"/ru/work/review/{amended.public_id}/"),
        ):  # fmt: skip
            page = sign_in(reader).get(url).content.decode()
            assert "<del>9 </del><ins>12 </ins>" in page and "Статистика нақтыланды" in page, url
            assert "Строки без изменений" in page
        made = sign_in(bolat).get(at("receipt_pdf", receipt.public_id, lang="ru"))
        assert made["Content-Type"] == "application/pdf" and made.content.startswith(b"%PDF")


def test_an_amendment_with_nothing_changed_can_be_given_up(amended, bolat, aigul, sign_in):
    page = words(sign_in(bolat).get(at("check", amended.public_id, lang="ru")))
    assert "Отказаться от исправленной версии" in page and "Подтвердить и представить отчёт" in page
    row = first_row(amended)
    with later():
        save(row, aigul, progress_ru="Лишнее")
        with pytest.raises(Refused) as refused:
            rules.close_amendment(report_of("AK-ABA"), by=bolat)
        assert codes(refused) == {"amend_changed"}
        save(row, aigul, progress_ru="")
        with pytest.raises(Refused):
            rules.close_amendment(report_of("AK-ABA"), by=aigul)
        accepted_at = report_of("AK-ABA").accepted_at
        assert sign_in(bolat).post(at("close_amendment", amended.public_id)).status_code == 302
    report = report_of("AK-ABA")
    assert (report.status, report.version, report.accepted_at) == ("accepted", 1, accepted_at)
    assert Notice.objects.filter(kind="amendment_closed").exists() and amendment_of(report, 2) is None


def test_after_a_recall_the_reason_holds_and_numbers_never_come_twice(amended, bolat, aigul):
    row = first_row(amended)
    with later():
        save(row, aigul, progress_ru="Уточнено")
        submit(report_of("AK-ABA"), bolat)
        rules.recall(report_of("AK-ABA"), by=bolat)
        assert amendment_of(report_of("AK-ABA"), 3).reason == "Статистика нақтыланды"
        save(row, aigul, progress_ru="")
        with pytest.raises(Refused) as refused:
            submit(report_of("AK-ABA"), bolat)
        assert codes(refused) == {"amend_unchanged"}
        rules.close_amendment(report_of("AK-ABA"), by=bolat)
        again = rules.amend(report_of("AK-ABA"), by=bolat, code="mistake", reason="Қате")
        assert again.version == 3
        save(row, aigul, progress_ru="Снова уточнено")
        submit(report_of("AK-ABA"), bolat)
    assert list(Receipt.objects.order_by("id").values_list("number", flat=True)) == [f"2026-AK-ABA-{n}" for n in (1, 2, 3)]


def test_the_page_asks_for_both_reasons(accepted, bolat, sign_in):
    client, url = sign_in(bolat), at("amend", accepted.public_id, lang="ru")
    answer = client.post(url, {"code": "", "reason": ""})
    summary = re.search(r'<div class="summary".*?</ol>', answer.content.decode(), re.S)[0]
    assert answer.status_code == 422 and "Выберите вид причины" in summary and summary.count("<li>") == 2
    assert client.post(url, {"code": "mistake", "reason": "Ошибка в сумме"}).status_code == 302
    assert Amendment.objects.get().code == "mistake"
