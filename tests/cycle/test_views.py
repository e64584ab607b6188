"""The Ministry's first page and the years, through HTTP."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting import clock
from reporting.cycle import reminders, rules
from reporting.cycle.completeness import FILTERS, counts_of, lines_of
from reporting.models import Cycle, ItemProgress, Notice, Report
from territories.models import ExecutiveBody, PlanRow
from tests.conftest import make_person
from tests.review import filed

HOME, YEAR = "/kk/work/cycles/", "/kk/work/cycles/2026/"
IN_APRIL = clock.local(date(2027, 4, 6), 10)
PAGES = [HOME, YEAR, "/kk/work/cycles/2026/table.csv", "/kk/work/cycles/2026/table.xlsx", "/kk/work/cycles/outages/",
         "/kk/work/cycles/years/", "/kk/work/cycles/2026/internal-date/"]


@pytest.fixture
def season(cycle2026, aigul, bolat, dana, erlan, gulnar) -> Cycle:
    """One body has filed in time, one late, one is assigned."""
    of = cycle2026.reports.get
    filed.file(of(body__code="AK-ABA"), by=aigul, signer=bolat)
    filed.file(of(body__code="AK-ALM"), by=dana, signer=erlan, at=clock.local(date(2027, 4, 3)))
    Report.objects.filter(body__code="AK-ALM").update(reviewer=gulnar)
    return cycle2026


@pytest.mark.parametrize("address", PAGES)
def test_strangers_meet_404_and_the_anonymous_the_sign_in(cycle2026, cast_members, sign_in, client, address):
    for person in cast_members("aigul", "dana", "nurlan", "saule"):
        assert sign_in(person).get(address).status_code == 404, person
    answer = client.get(address)
    assert answer.status_code == 302 and "/sign-in/" in answer["Location"]


@pytest.fixture
def cast_members(cycle2026):
    """People of the cast by name; the coordinator of the year exists already."""
    return lambda *names: [get_user_model().objects.filter(email=f"{n}@example.kz").first() or make_person(n) for n in names]


@pytest.mark.parametrize("name", ["gulnar", "kairat", "madina", "oraz"])
def test_the_desk_reads_it(season, cast_members, sign_in, name):
    (person,) = cast_members(name)
    page = sign_in(person).get(YEAR)
    assert page.status_code == 200
    assert ("internal-date" in page.content.decode()) == (name == "kairat")


def test_the_filter_shows_who_filed_late(season, sign_in, gulnar):
    with clock.at(IN_APRIL):
        page = sign_in(gulnar).get(f"{YEAR}?show=late")
    assert [line.time.kind for line in page.context["page"]] == ["late"]


def test_the_counts_reconcile(season, gulnar):
    with clock.at(IN_APRIL):
        lines = lines_of(season, gulnar)
        counts = counts_of(lines, gulnar)
    assert (counts["expected"], counts["filed"], counts["overdue"], counts["late"], counts["unassigned"]) == (29, 2, 27, 1, 1)
    assert sum(counts[state] for state in ("not_filed", "submitted", "in_review", "returned", "accepted")) == 29
    assert counts["shown"] == {
        "all": 29, "not_filed": 27, "overdue": 27, "late": 1, "submitted": 2, "in_review": 0, "returned": 0, "accepted": 0, "extended": 0,
        "no_activity": 0, "mine": 1,
    }  # fmt: skip


def test_invited_bodies_are_counted_apart(season, gulnar):
    Report.objects.filter(body__code="MTI").update(invited=True)
    with clock.at(IN_APRIL):
        counts = counts_of(lines_of(season, gulnar), gulnar)
    assert (counts["expected"], counts["overdue"], counts["invited"], counts["invited_filed"]) == (28, 26, 1, 0)


@pytest.mark.parametrize("wanted", FILTERS)
def test_a_filter_shows_as_many_as_it_says(season, gulnar, sign_in, wanted):
    with clock.at(IN_APRIL):
        page = sign_in(gulnar).get(YEAR, {"show": wanted})
    shown = dict(page.context["filters"])
    assert len(page.context["page"].object_list) == shown[wanted]


def test_an_unknown_filter_shows_all(season, gulnar, sign_in):
    with clock.at(IN_APRIL):
        assert len(sign_in(gulnar).get(YEAR, {"show": "nonsense"}).context["page"].object_list) == 29


def test_bodies_stand_in_kazakh_order(season, gulnar, sign_in):
    page = sign_in(gulnar).get(YEAR)
    names = [line.report.body.name_kk for line in page.context["page"].object_list]
    first = [name.split()[0] for name in names]
    assert first.index("Абай") < first.index("Ақмола") < first.index("Ақтөбе") < first.index("Алматы") < first.index("Атырау")
    assert first.index("Түркістан") < first.index("Ұлытау")


def test_the_first_sentence_is_the_answer(season, kairat, sign_in):
    with clock.at(IN_APRIL):
        page = sign_in(kairat).get("/en/work/cycles/2026/").content.decode()
    assert "<h1>Reports filed: 2 of 29. Overdue: 27</h1>" in page
    assert "not filed 27 + submitted 2 + under review 0 + returned 0 + accepted 0 = 29" in page
    assert "Late by 2 days" in page and "Without a reviewer: 1." in page


def test_the_default_page_is_the_latest_open_year(season, kairat, sign_in):
    with clock.at(clock.local(date(2028, 1, 11))):
        rules.open_year(2027)
        assert sign_in(kairat).get(HOME).context["cycle"].year == 2027


def test_a_day_off_is_said(concept, kairat, sign_in):
    with clock.at(clock.local(date(2028, 1, 11))):
        rules.open_year(2027)
        page = sign_in(kairat).get("/en/work/cycles/2027/").content.decode()
    assert "1 April 2028: The date falls on a day off. The deadline has not been moved." in page


def test_a_year_that_is_not_open_is_404(season, kairat, sign_in):
    assert sign_in(kairat).get("/kk/work/cycles/2030/").status_code == 404


def test_before_the_first_year_the_page_says_when_it_opens(concept, kairat, sign_in):
    page = sign_in(kairat).get("/en/work/cycles/").content.decode()
    assert "The year 2026 opens by the schedule: 10 January 2027" in page


def test_the_table_is_downloaded_whole(season, kairat, sign_in):
    with clock.at(IN_APRIL):
        answer = sign_in(kairat).get("/ru/work/cycles/2026/table.csv")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"] == "text/csv; charset=utf-8" and text.count("\r\n") == 30
    assert "Акимат Алматинской области" in text


def many(cycle: Cycle, n: int) -> None:
    """Up to n bodies, each with a filed report."""
    row = PlanRow.objects.first()
    for number in range(n - cycle.reports.count()):
        body = ExecutiveBody.objects.create(
            code=f"X{number}", level="central", kind="ministry", name_kk=f"Орган {number}", name_ru="о", name_en="o", short_kk="о",
            short_ru="о", short_en="o", valid_from=date(2020, 1, 1), sort_key=f"{number:04}", search_text="",
        )  # fmt: skip
        report = Report.objects.create(cycle=cycle, body=body, opened_at=clock.now(), status="submitted", submitted_at=clock.now())
        ItemProgress.objects.create(report=report, row=row, item=row.item, part="lead")


@pytest.mark.parametrize("n", [29, 200])
def test_the_queries_are_as_many_at_200_reports(season, kairat, sign_in, n):
    many(season, n)
    client = sign_in(kairat)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(YEAR)
    assert len(page.context["page"].object_list) == n
    assert len(queries) <= 8, [q["sql"][:90] for q in queries]


# The years


def test_the_years_say_which_are_open_and_when_the_next_opens(season, kairat, sign_in):
    with clock.at(clock.local(date(2028, 1, 5))):
        page = sign_in(kairat).get("/en/work/cycles/years/").content.decode()
    assert "Years opened: 1 of 10" in page
    assert "/en/work/cycles/2027/open/" in page and "/en/work/cycles/2028/open/" not in page
    assert "01.04.2027, 24:00 (UTC+05:00)" in page


def test_opening_says_first_what_will_happen_and_does_it_once(kairat, opening, sign_in):
    client = sign_in(kairat)
    with clock.at(opening):
        page = client.get("/en/work/cycles/2026/open/").content.decode()
        assert "Reports will be opened: 29. Rows to answer: 102. Values of indicators: 47." in page
        assert not Cycle.objects.exists()
        assert client.post("/en/work/cycles/2026/open/")["Location"] == "/en/work/cycles/2026/"
        assert client.post("/en/work/cycles/2026/open/").status_code == 302
    assert Report.objects.count() == 29


def test_a_year_that_is_not_over_cannot_be_opened_and_the_page_says_why(kairat, opening, sign_in):
    client = sign_in(kairat)
    with clock.at(opening):
        page = client.post("/en/work/cycles/2027/open/")
    assert "The year 2027 is not over yet" in page.content.decode() and not Cycle.objects.exists()


@pytest.mark.parametrize("name", ["gulnar", "madina", "oraz", "aigul"])
def test_only_the_coordinator_has_the_page_of_opening(concept, opening, sign_in, cast, name):
    with clock.at(opening):
        assert sign_in(cast[name]).post("/kk/work/cycles/2026/open/").status_code == 404
    assert not Cycle.objects.exists()


def test_the_internal_date_is_set_and_kept_in_the_history(season, kairat, sign_in):
    client, address = sign_in(kairat), "/en/work/cycles/2026/internal-date/"
    assert client.post(address, {"campaign_on": "20.03.2027"}).status_code == 302
    assert Cycle.objects.get().campaign_on == date(2027, 3, 20)
    assert "Internal date set" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("02.04.2027", "must not be later than the legal one"), ("10.01.2027", "must not be earlier"), ("31.02.2027", "Enter the date as")],
)
def test_a_wrong_internal_date_is_refused_beside_the_field(season, kairat, sign_in, typed, said):
    page = sign_in(kairat).post("/en/work/cycles/2026/internal-date/", {"campaign_on": typed}).content.decode()
    assert said in page and f'value="{typed}"' in page
    assert Cycle.objects.get().campaign_on is None


def test_the_internal_date_of_another_role_is_404(season, gulnar, sign_in):
    assert sign_in(gulnar).post("/kk/work/cycles/2026/internal-date/", {"campaign_on": "20.03.2027"}).status_code == 404


def test_while_nobody_has_filed_the_page_says_who_was_told(cycle2026, aigul, gulnar, sign_in):
    page = sign_in(gulnar)
    told = page.get(YEAR).context["told"]
    heard = Notice.objects.filter(kind="year_opened").count()
    assert told == {"people": heard, "reminders": 0, "last": None} and "Еске салу әлі жіберілген жоқ" in page.get(YEAR).content.decode()
    with clock.at(clock.local(date(2027, 3, 15), 10)):
        reminders.remind(cycle2026.reports.get(body__code="AK-ABA"), by=gulnar)
    assert page.get(YEAR).context["told"]["reminders"] == 1
    filed.file(cycle2026.reports.get(body__code="AK-ABA"), by=aigul, signer=make_person("bolat"))
    assert page.get(YEAR).context["told"] is None


def test_on_the_last_day_alone_the_page_brings_itself_up_to_date(season, gulnar, sign_in):
    page = sign_in(gulnar)
    for day, is_last in ((date(2027, 3, 31), False), (date(2027, 4, 1), True), (date(2027, 4, 2), False)):
        with clock.at(clock.local(day, 10)):
            text = page.get(YEAR).content.decode()
        assert ("refresh.js" in text) == ("data-refresh" in text) == is_last, day
