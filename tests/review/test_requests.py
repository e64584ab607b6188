"""A body asks to have its report back after the review has begun."""

import pytest
from django.urls import reverse
from django.utils import translation

from reporting.filing import rules as filing
from reporting.models import Notice, ReturnRequest
from reporting.problems import Refused
from reporting.review import requests, rounds, rules
from tests.filing.filling import codes, fill, report_of, submit
from tests.filing.test_pages import at, words

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def report(aigul, bolat, gulnar, kairat):
    """A report under review."""
    submit(fill(report_of("AK-ABA"), aigul), bolat)
    rules.begin_review(report_of("AK-ABA"), by=gulnar)
    return report_of("AK-ABA")


def review(name, report):
    with translation.override("ru"):
        return reverse(f"review:{name}", args=[report.public_id])


def refused_with(verb, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return codes(refused)


def test_only_with_a_reason_only_once_only_by_the_signatory(report, aigul, bolat, erlan):
    assert refused_with(filing.ask_for_return, report, by=aigul, reason="Қате") == {"not_allowed"}
    assert refused_with(filing.ask_for_return, report, by=erlan, reason="Қате") == {"not_allowed"}
    assert refused_with(filing.ask_for_return, report, by=bolat, reason=" ") == {"return_wish_reason_required"}
    filing.ask_for_return(report, by=bolat, reason="7-жолда қате бар")
    assert refused_with(filing.ask_for_return, report, by=bolat, reason="Тағы") == {"return_asked_already"}


def test_the_reviewer_and_the_body_are_told(report, bolat, gulnar, aigul):
    filing.ask_for_return(report, by=bolat, reason="7-жолда қате бар")
    told = Notice.objects.filter(kind="return_asked").values_list("person__email", flat=True)
    assert {gulnar.email, aigul.email} <= set(told)


def test_before_the_review_it_is_recalled_after_acceptance_amended(aigul, bolat, gulnar):
    report = fill(report_of("AK-ABA"), aigul)
    assert refused_with(filing.ask_for_return, report, by=bolat, reason="Қате") == {"return_not_under_review"}
    submit(report, bolat)
    assert refused_with(filing.ask_for_return, report_of("AK-ABA"), by=bolat, reason="Қате") == {"return_recall_instead"}
    rules.begin_review(report_of("AK-ABA"), by=gulnar)
    for entry in rounds.to_decide(report_of("AK-ABA")):
        rules.decide(entry, by=gulnar, decision="accepted")
    rules.accept(report_of("AK-ABA"), by=gulnar)
    assert refused_with(filing.ask_for_return, report_of("AK-ABA"), by=bolat, reason="Қате") == {"return_amend_instead"}


def test_an_ordinary_return_of_chosen_rows_grants_it(report, bolat, gulnar):
    filing.ask_for_return(report, by=bolat, reason="Бірінші жолда қате бар")
    first, *others = rounds.to_decide(report)
    rules.decide(first, by=gulnar, decision="returned", reason="Органның өтініші бойынша")
    for entry in others:
        rules.decide(entry, by=gulnar, decision="accepted")
    rules.return_for_revision(report_of("AK-ABA"), by=gulnar)
    asked = ReturnRequest.objects.get()
    assert asked.status == "granted" and asked.answered_by == gulnar
    assert report_of("AK-ABA").rows.filter(open=True).count() == 1


def test_it_is_not_accepted_over_the_head_of_the_body(report, bolat, gulnar):
    filing.ask_for_return(report, by=bolat, reason="Қате бар")
    for entry in rounds.to_decide(report):
        rules.decide(entry, by=gulnar, decision="accepted")
    assert refused_with(rules.accept, report_of("AK-ABA"), by=gulnar) == {"return_request_open"}
    assert refused_with(requests.refuse_return, report, by=gulnar, reason="") == {"return_refusal_reason_required"}
    assert refused_with(requests.refuse_return, report, by=bolat, reason="Жоқ") == {"own_report"}
    requests.refuse_return(report, by=gulnar, reason="Есеп дұрыс")
    assert refused_with(requests.refuse_return, report, by=gulnar, reason="Тағы") == {"moved_on"}
    assert rules.accept(report_of("AK-ABA"), by=gulnar).status == "accepted"


def test_pages_of_both_sides(report, bolat, gulnar, dana, aigul, sign_in):
    client, url = sign_in(bolat), at("ask_return", report.public_id, lang="ru")
    assert "Запросить возврат" in words(client.get(at("report", report.public_id, lang="ru")))
    assert sign_in(dana).get(url).status_code == 404 and client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Ошибка в строке 7"}).status_code == 302
    assert "Ответит рассматривающий" in words(client.get(at("report", report.public_id, lang="ru")))
    desk = sign_in(gulnar)
    assert "Орган просит вернуть отчёт" in words(desk.get(reverse("review:queue").replace("/kk/", "/ru/")))
    assert "Ошибка в строке 7" in words(desk.get(review("report", report)))
    refuse = review("refuse_return", report)
    assert sign_in(aigul).get(refuse).status_code == 404 and sign_in(dana).get(refuse).status_code == 404
    assert desk.post(refuse, {"reason": " "}).status_code == 422
    assert desk.post(refuse, {"reason": "Сумма указана верно"}).status_code == 302
    assert "Сумма указана верно" in words(client.get(at("report", report.public_id, lang="ru")))
    assert desk.get(refuse).status_code == 302
