"""The officer's first page: one sentence first in every state, counts that add up, and a returned row that opens with its reason."""

import re
from datetime import date

import pytest

from reporting import clock
from reporting.models import ItemProgress, Report, ReportVersion, RowDecision
from tests.filing.filling import fill, given, report_of, save, submit
from tests.filing.test_pages import at, words

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def report(aigul, bolat):
    return report_of("AK-ABA")


def sentence(page) -> str:
    """The heading, as it is read."""
    return " ".join(re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", page.content.decode(), flags=re.S)[1]).split())


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("draft", "Заполнено строк: 0 из"), ("submitted", "Отчёт представлен"), ("in_review", "Отчёт на рассмотрении"),
        ("accepted", "Отчёт принят"),
    ],
)  # fmt: skip
def test_one_sentence_says_where_the_report_stands(report, aigul, sign_in, status, said):
    Report.objects.filter(pk=report.pk).update(status=status)
    page = sign_in(aigul).get(at("home", lang="ru"))
    assert page.status_code == 200 and said in sentence(page)
    assert ("name" in page.content.decode()) and (status != "draft" or sentence(page).startswith(report.body.name_ru))


def test_every_count_is_a_part_of_the_first_sentences(report, aigul, sign_in):
    ItemProgress.objects.filter(pk=report.rows.order_by("-row__number").first().pk).update(needs_answer=False)
    page = sign_in(aigul).get(at("report", report.public_id, lang="ru"))
    overview = page.context["overview"]
    items, indicators = report.rows.filter(needs_answer=True).count(), report.indicators.count()
    assert (overview.total, len(page.context["filters"][0].lines)) == (items + indicators, items + indicators)
    text = " ".join(words(page).split())
    assert f"Мероприятий: {items}, индикаторов: {indicators}, всего: {items + indicators}." in text
    later = report.rows.filter(needs_answer=False).count()
    assert f"Не считаются, так как срок не наступил: {later}." in text and f"ответ не требуется: {later}" in text
    assert page.content.decode().count('<td class="no">') - 1 == items + indicators, "rows of the table, less that of the submission"
    assert "Принятого отчёта за прошлый год нет" in text, "the first year has nothing to copy, and says so"


@pytest.fixture
def returned(report, aigul, bolat, gulnar):
    """A report of which one row came back."""
    receipt, at_now = submit(fill(report, aigul), bolat), clock.now()
    row = report.rows.filter(needs_answer=True).select_related("row").first()
    why = "Актінің көшірмесін қосыңыз"
    RowDecision.objects.create(version=receipt.version, row=row, decision="returned", reason=why, made_at=at_now, made_by=gulnar)
    report.rows.update(open=False, decision="accepted", decided_at=at_now, decided_by=gulnar)
    ItemProgress.objects.filter(pk=row.pk).update(open=True, decision="returned", decision_reason=why)
    report.indicators.update(open=False, decision="accepted", decided_at=at_now, decided_by=gulnar)
    ReportVersion.objects.update(outcome="returned", decided_at=at_now)
    Report.objects.filter(pk=report.pk).update(status="returned", version=2, lock=5)
    return ItemProgress.objects.select_related("row").get(pk=row.pk)


def test_a_returned_row_opens_with_the_reviewers_reason_and_no_error(report, returned, aigul, sign_in):
    client, url = sign_in(aigul), at("item", report.public_id, returned.pk, lang="ru")
    page = client.get(url).content.decode().split('<main id="main"')[1]
    assert "Актінің көшірмесін қосыңыз" in page and 'class="summary"' not in page and "_error" not in page
    assert page.index("Актінің көшірмесін қосыңыз") < page.index("<h1")
    home = client.get(at("report", report.public_id, lang="ru"))
    assert "Строк для исправления: 1" in sentence(home) or "1" in sentence(home)
    assert [line.entry.pk for line in home.context["filters"][5].lines] == [returned.pk]
    blocked = client.get(f"{url}?check").content.decode().split('<main id="main"')[1]
    assert blocked.index("Актінің көшірмесін қосыңыз") < blocked.index("<h1")


def test_an_error_in_a_returned_row_is_told_after_the_reason(report, returned, aigul, sign_in):
    with clock.at(clock.local(clock.today().replace(day=20), 10)):
        save(returned, aigul, **given(status="not_done", reasons_kk="", measures_kk=""))
        url = at("item", report.public_id, returned.pk, lang="ru")
        page = sign_in(aigul).get(url).content.decode().split('<main id="main"')[1]
    assert page.index("Актінің көшірмесін қосыңыз") < page.index('class="summary"')


def test_a_list_that_cannot_be_worked_out_is_shown_as_last_saved(report, aigul, dana, sign_in, monkeypatch):
    row = report.rows.filter(needs_answer=True).select_related("row").first()
    save(row, aigul, **given())
    monkeypatch.setattr("reporting.filing.overview.examine", lambda *_args, **_kwargs: 1 / 0)
    client = sign_in(aigul)
    for address in (at("home", lang="ru"), at("report", report.public_id, lang="ru")):
        page = client.get(address)
        main = page.content.decode().split('<main id="main"')[1]
        assert page.status_code == 500 and "Не удалось подготовить список строк" in sentence(page)
        assert row.row.title_ru in main and f"{aigul.full_name}, " in main and "Номер ошибки: " in main
        assert main.count('<td class="no">') == report.rows.filter(needs_answer=True).count() + report.indicators.count()
    assert sign_in(dana).get(at("report", report.public_id, lang="ru")).status_code == 404


def test_an_accepted_report_says_when_the_next_one_opens(report, aigul, sign_in):
    Report.objects.filter(pk=report.pk).update(status="accepted")
    client, said = sign_in(aigul), "Отчёт за 2027 год откроется: 10 января 2028 года."
    assert said in " ".join(words(client.get(at("home", lang="ru"))).split())
    with clock.at(clock.local(date(2028, 1, 10))):
        assert "откроется" not in words(client.get(at("home", lang="ru")))
