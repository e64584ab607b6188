"""Executor → head of department → signatory: who may take each step, what it is bound to, and what ends it."""

from datetime import date, timedelta

import pytest

from portal.users.models import Substitution
from reporting import clock
from reporting.filing import rules
from reporting.filing.canonical import canonical, digest_of, sha256
from reporting.filing.confirmation import chain_of
from reporting.filing.overview import Overview
from reporting.models import Confirmation, ConfirmationOrder, Event, Notice, Receipt
from reporting.problems import Refused
from tests.filing.filling import codes, fill, report_of, save, submit
from tests.filing.test_pages import at, words

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def report(aigul, bolat, beibit, gulnar):
    return fill(report_of("AK-ABA"), aigul)


@pytest.fixture
def with_head(report, bolat):
    rules.set_confirmation_order(report, by=bolat, head_confirms=True)
    return report


def seen(report) -> str:
    return digest_of(report_of(report.body.code))


def refusal(verb, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return codes(refused)


def stand_in(deputy, person, starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 31)):
    Substitution.objects.create(
        person=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on, basis="Бұйрық", created_at=clock.now(), created_by=person
    )
    deputy.forget_standings()


def test_without_the_order_the_signatory_submits_at_once(report, bolat):
    assert submit(report, bolat).number == "2026-AK-ABA-1"


def test_the_whole_chain(with_head, aigul, beibit, bolat):
    report = with_head
    assert refusal(submit, report, bolat) == {"head_not_confirmed"}
    sent = rules.send_for_confirmation(report, by=aigul)
    assert (sent.step, sent.sha256) == ("head", seen(report))
    assert set(Notice.objects.filter(kind="confirmation_wanted").values_list("person__email", flat=True)) == {beibit.email}
    rules.confirm_step(report, by=beibit, seen=seen(report))
    assert set(Notice.objects.filter(kind="confirmation_wanted").values_list("person__email", flat=True)) == {beibit.email, bolat.email}
    receipt = submit(report, bolat)
    steps = list(Confirmation.objects.values_list("step", "status", "decided_name", "sha256"))
    assert steps == [
        ("head", "confirmed", beibit.full_name, receipt.version.sha256),
        ("signatory", "confirmed", bolat.full_name, receipt.version.sha256),
    ]  # fmt: skip
    told = Event.objects.filter(verb__in=("send_for_confirmation", "confirm_step")).values_list("verb", "actor__email")
    assert list(told.order_by("id")) == [
        ("send_for_confirmation", aigul.email), ("confirm_step", beibit.email), ("send_for_confirmation", beibit.email),
        ("confirm_step", bolat.email),
    ]  # fmt: skip


def test_a_changed_content_ends_the_confirmation_and_the_same_content_again_brings_it_back(with_head, aigul, beibit, bolat):
    report, row = with_head, with_head.rows.filter(needs_answer=True).first()
    rules.send_for_confirmation(report, by=aigul)
    rules.confirm_step(report, by=beibit, seen=seen(report))
    before = row.progress_kk
    save(row, aigul, progress_kk="Басқа мәтін")
    assert chain_of(report_of("AK-ABA")).has_lapsed
    assert refusal(submit, report, bolat) == {"head_lapsed"} and not Receipt.objects.exists()
    save(row, aigul, complete=False)
    assert "head_lapsed" in refusal(submit, report, bolat)
    save(row, aigul, progress_kk=before, complete=True)
    assert submit(report, bolat).version.number == 1


def test_a_document_added_ends_the_confirmation_too(with_head, aigul, beibit, bolat):
    rules.send_for_confirmation(with_head, by=aigul)
    rules.confirm_step(with_head, by=beibit, seen=seen(with_head))
    rules.add_evidence(with_head.rows.filter(needs_answer=True).first(), by=aigul, kind="letter", number="1", date=date(2026, 5, 1))
    assert refusal(submit, with_head, bolat) == {"head_lapsed"}


def test_what_is_confirmed_is_what_was_seen(with_head, aigul, beibit, bolat):
    rules.send_for_confirmation(with_head, by=aigul)
    old = seen(with_head)
    save(with_head.rows.filter(needs_answer=True).first(), aigul, progress_kk="Кейін өзгертілді")
    assert refusal(rules.confirm_step, with_head, by=beibit, seen=old) == {"changed_since_seen"}
    assert refusal(rules.confirm_step, with_head, by=beibit, seen="") == {"changed_since_seen"}
    rules.confirm_step(with_head, by=beibit, seen=seen(with_head))
    told = {"by": bolat, "arrived_at": clock.now(), "declared": True}
    assert refusal(rules.submit, report_of("AK-ABA"), **told, seen=old) == {"changed_since_seen"}
    assert rules.submit(report_of("AK-ABA"), **told, seen=seen(with_head))


def test_sending_back_needs_remarks_and_leaves_the_report_open(with_head, aigul, beibit, bolat, dana):
    rules.send_for_confirmation(with_head, by=aigul)
    assert refusal(rules.send_back, with_head, by=bolat, reason="Ерте") == {"not_allowed"}
    assert refusal(rules.send_back, with_head, by=dana, reason="Бөтен") == {"not_allowed"}
    assert refusal(rules.send_back, with_head, by=beibit, reason="  ") == {"remarks_required"}
    rules.send_back(with_head, by=beibit, reason="7-жолды толықтырыңыз")
    assert set(Notice.objects.filter(kind="sent_back").values_list("person__email", flat=True)) == {aigul.email, bolat.email}
    assert refusal(rules.confirm_step, with_head, by=beibit, seen=seen(with_head)) == {"nothing_to_confirm"}
    assert refusal(rules.send_back, with_head, by=beibit, reason="Тағы") == {"nothing_to_confirm"}
    save(with_head.rows.filter(needs_answer=True).first(), aigul, progress_kk="Толықтырылды")
    rules.send_for_confirmation(report_of("AK-ABA"), by=aigul)
    rules.confirm_step(with_head, by=beibit, seen=seen(with_head))
    rules.send_back(with_head, by=bolat, reason="Соманы тексеріңіз")
    again = rules.send_for_confirmation(report_of("AK-ABA"), by=aigul)
    assert again.step == "signatory", "the head's confirmation of the same content still holds"


def test_it_is_sent_once_and_anew_when_the_content_is_another(with_head, aigul):
    first = rules.send_for_confirmation(with_head, by=aigul)
    assert refusal(rules.send_for_confirmation, report_of("AK-ABA"), by=aigul) == {"confirmation_waits"}
    save(with_head.rows.filter(needs_answer=True).first(), aigul, progress_kk="Жаңа мәтін")
    second = rules.send_for_confirmation(report_of("AK-ABA"), by=aigul)
    first.refresh_from_db()
    assert first.status == "replaced" and second.status == "waiting" and first.sha256 != second.sha256


def test_a_report_with_problems_is_not_sent(with_head, aigul):
    save(with_head.rows.filter(needs_answer=True).first(), aigul, complete=False)
    assert refusal(rules.send_for_confirmation, report_of("AK-ABA"), by=aigul) == {"not_complete"}


def test_a_deputy_takes_the_step_on_the_days_of_the_substitution_and_no_others(with_head, aigul, beibit, bolat):
    stand_in(aigul, beibit, date(2027, 3, 14), date(2027, 3, 15))
    rules.send_for_confirmation(with_head, by=bolat)
    assert aigul.email in Notice.objects.filter(kind="confirmation_wanted").values_list("person__email", flat=True)
    with clock.at(clock.local(date(2027, 3, 16), 0)):
        assert refusal(rules.confirm_step, with_head, by=aigul, seen=seen(with_head)) == {"not_allowed"}
    with clock.at(clock.local(date(2027, 3, 15), 23)):
        step = rules.confirm_step(with_head, by=aigul, seen=seen(with_head))
    assert (step.decided_name, step.decided_for) == (aigul.full_name, beibit.full_name)


def test_the_receipt_names_the_person_stood_in_for(report, aigul, bolat, beibit, sign_in):
    stand_in(beibit, bolat)
    receipt = submit(report, beibit)
    assert (receipt.confirmed_by, receipt.confirmed_for) == (beibit.full_name, bolat.full_name)
    page = words(sign_in(aigul).get(at("receipt", receipt.public_id, lang="ru")))
    assert f"{beibit.full_name} (вместо: {bolat.full_name})" in page


def test_who_sets_the_order_and_that_it_is_recorded(report, aigul, bolat, beibit, erlan):
    for person in (aigul, beibit, erlan):
        assert refusal(rules.set_confirmation_order, report, by=person, head_confirms=True) == {"not_allowed"}
    for _twice in range(2):
        order = rules.set_confirmation_order(report, by=bolat, head_confirms=True)
    event = Event.objects.get(verb="set_confirmation_order")
    assert (event.old, event.new, event.body_code) == ({"head_confirms": False}, {"head_confirms": True}, "AK-ABA")
    assert order.changed_by == bolat and Notice.objects.filter(kind="order_changed").count() == 2
    rules.set_confirmation_order(report, by=bolat, head_confirms=False)
    assert submit(report, bolat)


def test_the_step_needs_somebody_who_can_take_it(report, bolat, beibit, aigul):
    beibit.is_active = False
    beibit.save()
    assert refusal(rules.set_confirmation_order, report, by=bolat, head_confirms=True) == {"nobody_to_confirm"}
    ConfirmationOrder.objects.create(body=report.body, head_confirms=True, changed_at=clock.now(), changed_by=bolat)
    assert refusal(rules.send_for_confirmation, report, by=aigul) == {"nobody_to_confirm"}
    assert not Confirmation.objects.exists()


def test_a_recalled_report_is_confirmed_anew(with_head, aigul, beibit, bolat):
    rules.send_for_confirmation(with_head, by=aigul)
    rules.confirm_step(with_head, by=beibit, seen=seen(with_head))
    submit(with_head, bolat)
    rules.recall(report_of("AK-ABA"), by=bolat)
    assert refusal(submit, report_of("AK-ABA"), bolat) == {"head_not_confirmed"}


def test_the_term_is_judged_by_the_arrival_of_the_signatory_not_of_the_head(with_head, aigul, beibit, bolat):
    rules.send_for_confirmation(with_head, by=aigul)
    rules.confirm_step(with_head, by=beibit, seen=seen(with_head))
    later = clock.now() + timedelta(hours=5)
    assert submit(with_head, bolat, arrived_at=later).version.submitted_at == later


def test_the_page_and_the_rule_count_the_same_content(report, aigul):
    overview = Overview(report_of("AK-ABA"), aigul)
    assert canonical(report_of("AK-ABA")) == canonical(report_of("AK-ABA"), [line.judged for line in overview.lines])
    assert overview.chain.sha256 == sha256(canonical(report_of("AK-ABA")))


# Pages


def test_home_says_to_each_what_waits_for_them(with_head, aigul, beibit, bolat, sign_in):
    def home(person):
        return words(sign_in(person).get(at("home", lang="ru")))

    check = at("check", with_head.public_id, lang="ru")
    assert "Направить на подтверждение" in words(sign_in(aigul).get(check))
    answer = sign_in(aigul).post(at("confirmation", with_head.public_id, lang="ru"), {"do": "send"})
    assert answer.status_code == 302
    assert "Отчёт ждёт вашего подтверждения" in home(beibit) and "Посмотреть и подтвердить" in home(beibit)
    assert "Отчёт ждёт подтверждения руководителя структурного подразделения" in home(aigul) and beibit.full_name in home(aigul)
    page = sign_in(beibit).get(check).content.decode()
    assert f'name="seen" value="{seen(with_head)}"' in page
    sign_in(beibit).post(at("confirmation", with_head.public_id), {"do": "confirm", "seen": seen(with_head)})
    assert "Отчёт ждёт вашего подтверждения" in home(bolat) and "ждёт вашего" not in home(beibit)
    save(with_head.rows.filter(needs_answer=True).first(), aigul, progress_kk="Өзгерді")
    assert "утратило силу" in home(bolat) and "утратило силу" in home(aigul)
    page = words(sign_in(bolat).get(check))
    assert "Подтвердить и представить отчёт" not in page and "утратило силу" in page


def test_the_signatory_cannot_submit_what_changed_while_the_page_was_open(report, aigul, bolat, sign_in):
    client, url = sign_in(bolat), at("check", report.public_id, lang="ru")
    client.get(url)
    sent = {"version": 1, "seen": seen(report), "correct": "on", "declared": "on"}
    save(report.rows.filter(needs_answer=True).first(), aigul, progress_kk="Соңғы сәтте")
    answer = client.post(url, sent)
    assert answer.status_code == 422 and "Отчёт изменился после того, как вы его открыли" in words(answer)
    assert client.post(url, {**sent, "seen": seen(report)}).status_code == 302 and Receipt.objects.count() == 1


def test_pages_of_confirmation_are_the_bodys_own(with_head, aigul, beibit, bolat, dana, gulnar, sign_in, client):
    for name in ("order", "send_back"):
        url = at(name, with_head.public_id, lang="ru")
        assert sign_in(dana).get(url).status_code == sign_in(gulnar).get(url).status_code == 404
        assert client.get(url).status_code == 302 and sign_in(aigul).get(url).status_code == 200
    url = at("confirmation", with_head.public_id)
    assert sign_in(dana).post(url, {"do": "send"}).status_code == 404 and not Confirmation.objects.exists()
    assert sign_in(aigul).get(url).status_code == 405
    order = at("order", with_head.public_id, lang="ru")
    assert "Сохранить" not in words(sign_in(aigul).get(order)) and "Сохранить" in words(sign_in(bolat).get(order))
    assert sign_in(aigul).post(order, {"head_confirms": "no"}).status_code == 422
    assert sign_in(bolat).post(order, {"head_confirms": "no"}).status_code == 302
    assert not ConfirmationOrder.objects.get().head_confirms


def test_remarks_are_typed_sent_and_shown(with_head, aigul, beibit, sign_in):
    rules.send_for_confirmation(with_head, by=aigul)
    url = at("send_back", with_head.public_id, lang="ru")
    assert sign_in(beibit).post(url, {"reason": ""}).status_code == 422
    assert sign_in(beibit).post(url, {"reason": "Уточните сумму в строке 7"}).status_code == 302
    assert "Уточните сумму в строке 7" in words(sign_in(aigul).get(at("report", with_head.public_id, lang="ru")))
