"""Pages of extensions, reminders and announcements, the calendar file: in three languages, closed to strangers."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from icalendar import Calendar

from portal.users.models import User
from reporting import clock, notices
from reporting.cycle import extensions, reminders
from reporting.cycle import rules as cycle_rules
from reporting.models import Cycle, Extension, Notice, Reminder, Report
from territories.models import ExecutiveBody
from tests.filing.filling import report_of

UNTIL = date(2027, 4, 12)
LANGUAGES = ("kk", "ru", "en")
DESK = ("gulnar", "kairat", "madina", "oraz")
STRANGERS = ("dana", "erlan", "nurlan", "saule", "timur", "ulan")


@pytest.fixture
def season(cycle2026, in_march, cast):
    """2026 is open and it is 15 March 2027."""
    return cast


@pytest.fixture
def asked(season):
    return extensions.ask_extension(report_of("AK-ABA"), by=season["bolat"], until=UNTIL, reason="Актілер 8 сәуірде алынады")


@pytest.fixture
def proposed(season, asked):
    return extensions.propose_extension_answer(asked, by=season["kairat"], granted=True, until=UNTIL, reason="Негізді")


def own(report=None, language="en") -> str:
    return f"/{language}/work/cycles/reports/{(report or report_of('AK-ABA')).public_id}/extension/"


def hand(language="en") -> str:
    return f"/{language}/work/cycles/reports/{report_of('AK-ABA').public_id}/remind/"


def desk(extension, language="en") -> str:
    return f"/{language}/work/cycles/extensions/{extension.pk}/"


def of_year(name, language="en") -> str:
    return f"/{language}/work/cycles/2026/{name}"


def body_of(answer) -> str:
    return answer.content.decode()


# The body's page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_body_sees_its_last_day_and_its_request(season, asked, sign_in, language):
    for name in ("aigul", "bolat", "beibit"):
        page = body_of(sign_in(season[name]).get(own(language=language)))
        assert f'<html lang="{language}"' in page and "01.04.2027" in page and "Актілер 8 сәуірде алынады" in page


@pytest.mark.parametrize("name", [*STRANGERS, *DESK])
def test_a_stranger_does_not_see_the_bodys_page(season, asked, sign_in, name):
    client = sign_in(season[name])
    assert client.get(own()).status_code == 404
    assert client.post(own(), {"until": "12.04.2027", "reason": "x"}).status_code == 404


@pytest.mark.parametrize(
    "path", [own, hand, lambda: of_year("reminders/"), lambda: of_year("calendar.ics"), lambda: "/en/work/cycles/extensions/"]
)
def test_nobody_without_signing_in(season, client, path):
    assert client.get(path()).status_code == 302


def test_the_signatory_asks_and_stays_on_the_page(season, sign_in):
    client = sign_in(season["bolat"])
    assert 'name="until"' in body_of(client.get(own()))
    answer = client.post(own(), {"until": "12.04.2027", "reason": "Акты будут 8 апреля"})
    assert answer.status_code == 302 and answer["Location"] == own()
    assert Extension.objects.get().asked_until == UNTIL
    page = body_of(client.get(own()))
    assert 'name="until"' not in page and "being considered already" in page


def test_an_officer_sees_no_form_and_is_told_who_asks(season, sign_in):
    client = sign_in(season["aigul"])
    page = body_of(client.get(own()))
    assert 'name="until"' not in page and "requested by the signatory" in page
    assert client.post(own(), {"until": "12.04.2027", "reason": "x"}).status_code == 404
    assert not Extension.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"until": "", "reason": "Потому"}, "Fill in “Requested new date”"),
        ({"until": "31 апреля", "reason": "Потому"}, "DD.MM.YYYY"),
        ({"until": "01.04.2027", "reason": "Потому"}, "must be later than 01.04.2027"),
        ({"until": "02.05.2027", "reason": "Потому"}, "must not be later than 01.05.2027"),
        ({"until": "12.04.2027", "reason": " "}, "Fill in “Reason for the request”"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(season, sign_in, typed, said):
    page = body_of(sign_in(season["bolat"]).post(own(), typed))
    assert said in page and 'class="summary"' in page and typed["until"] in page and typed["reason"].strip() in page
    assert not Extension.objects.exists()


def test_after_the_last_day_the_page_says_why_not(season, sign_in):
    with clock.at(clock.local(date(2027, 4, 2))):
        page = body_of(sign_in(season["bolat"]).get(own()))
    assert 'name="until"' not in page and "until 01.04.2027 only" in page


def test_the_body_does_not_see_an_answer_before_it_is_confirmed(season, proposed, sign_in):
    client = sign_in(season["bolat"])
    page = body_of(client.get(own()))
    assert "Негізді" not in page and season["kairat"].full_name not in page
    extensions.confirm_extension(proposed, by=season["madina"])
    page = body_of(client.get(own()))
    assert "Негізді" in page and "12.04.2027, 24:00" in page and "The legal deadline stays as it was: 01.04.2027" in page


def test_the_report_leads_to_its_extension_and_calendar(season, sign_in):
    page = body_of(sign_in(season["bolat"]).get(f"/en/work/report/{report_of('AK-ABA').public_id}/"))
    assert own() in page and of_year("calendar.ics") in page


# The desk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DESK)
def test_the_desk_sees_requests(season, asked, sign_in, name, language):
    client = sign_in(season[name])
    listed = body_of(client.get(f"/{language}/work/cycles/extensions/"))
    assert desk(asked, language) in listed
    page = body_of(client.get(desk(asked, language)))
    assert "Актілер 8 сәуірде алынады" in page and ('value="propose"' in page) == (name == "kairat")
    assert 'value="confirm"' not in page


@pytest.mark.parametrize("name", [*STRANGERS, "aigul", "bolat"])
def test_the_desk_is_not_for_bodies(season, proposed, sign_in, name):
    client = sign_in(season[name])
    for path in ("/en/work/cycles/extensions/", desk(proposed), of_year("reminders/"), of_year("announce/"), hand()):
        assert client.get(path).status_code == 404
    for doing in ("propose", "confirm", "hand_back"):
        assert client.post(desk(proposed), {"do": doing, "granted": "no", "reason": "x"}).status_code == 404
    assert Extension.objects.get().status == "proposed"


def test_a_request_goes_from_the_coordinator_to_the_approver_to_the_body(season, asked, sign_in):
    kairat, madina = sign_in(season["kairat"]), sign_in(season["madina"])
    page = body_of(kairat.post(desk(asked), {"do": "propose", "granted": "yes", "until": "", "reason": "Негізді"}))
    assert "must be later than 01.04.2027" in page
    page = body_of(kairat.post(desk(asked), {"do": "propose", "until": "12.04.2027", "reason": "Негізді"}))
    assert "Choose a value for “Answer of the Ministry”" in page
    kairat.post(desk(asked), {"do": "propose", "granted": "yes", "until": "12.04.2027", "reason": "Негізді"})
    assert 'value="confirm"' in body_of(madina.get(desk(asked))) and 'value="confirm"' not in body_of(kairat.get(desk(asked)))
    madina.post(desk(asked), {"do": "hand_back", "reason": "Мерзімі ұзақ"})
    assert "Мерзімі ұзақ" in body_of(kairat.get(desk(asked)))
    kairat.post(desk(asked), {"do": "propose", "granted": "yes", "until": "06.04.2027", "reason": "Қысқартылды"})
    page = body_of(madina.post(desk(asked), {"do": "confirm"}, follow=True))
    assert "The term is extended. Last day: 6 April 2027" in page and "Extension granted" in page
    assert Extension.objects.get().answer_until == date(2027, 4, 6)


@pytest.mark.parametrize("doing", ["confirm", "hand_back", "propose"])
def test_buttons_that_are_not_ours_do_nothing(season, proposed, sign_in, doing):
    page = sign_in(season["gulnar"]).post(desk(proposed), {"do": doing, "granted": "no", "reason": "x"})
    assert page.status_code == 200 and "Your role does not allow this action" in body_of(page)
    assert Extension.objects.get().status == "proposed"


def test_a_page_open_too_long_writes_nothing_over(season, proposed, sign_in):
    extensions.confirm_extension(proposed, by=season["madina"])
    page = body_of(sign_in(season["madina"]).post(desk(proposed), {"do": "hand_back", "reason": "x"}))
    assert "The state has changed while you were working" in page


def test_the_table_of_filing_shows_who_has_an_extension(season, proposed, sign_in):
    extensions.confirm_extension(proposed, by=season["madina"])
    client = sign_in(season["kairat"])
    with clock.at(clock.local(date(2027, 4, 5))):
        page = client.get("/ru/work/cycles/2026/?show=extended")
    assert [line.report.body.code for line in page.context["page"]] == ["AK-ABA"]
    assert "Срок продлён, ещё не наступил. Осталось 7 дней" in body_of(page).replace("\xa0", " ")
    assert [line.report.body.code for line in page.context["overdue"]].count("AK-ABA") == 0


# Reminders


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DESK)
def test_the_page_says_who_owes_when_and_what_was_sent(season, sign_in, name, language):
    with clock.at(clock.local(date(2027, 3, 18))):
        reminders.deliver(report_of("AK-ABA"), clock.today())
        Notice.objects.filter(kind="reminder_before").update(mail_problem="connection refused")
        page = body_of(sign_in(season[name]).get(of_year("reminders/", language)))
    assert "18.03.2027" in page and "25.03.2027" in page and "connection refused" in page
    assert (hand(language).replace("AK-ABA", "") in page) is False  # it has been reminded today
    assert ("/remind/" in page) == (name in ("gulnar", "kairat"))
    assert (of_year("announce/", language) in page) == (of_year("reminders/pause/", language) in page) == (name == "kairat")


def test_a_reminder_is_previewed_then_sent_once(season, sign_in):
    client = sign_in(season["gulnar"])
    page = body_of(client.get(hand()))
    assert season["bolat"].full_name in page
    assert "Отчёт за 2026 год ещё не представлен" in page and "2026 жылғы есеп әлі ұсынылған жоқ" in page
    assert client.post(hand())["Location"] == of_year("reminders/")
    page = body_of(client.post(hand()))
    assert "reminded today already" in page
    assert Reminder.objects.get().sent_by == season["gulnar"]
    assert 'type="submit">Send a reminder' not in body_of(client.get(hand()))


def test_a_body_that_owes_nothing_has_no_button(season, sign_in):
    Report.objects.filter(body__code="AK-ABA").update(status=Report.SUBMITTED)
    client = sign_in(season["kairat"])
    assert "The body owes nothing now" in body_of(client.get(hand()))
    assert "nothing to remind it of" in body_of(client.post(hand()))


@pytest.mark.parametrize("name", ["madina", "oraz"])
def test_others_of_the_desk_do_not_remind_pause_or_announce(season, sign_in, name):
    client = sign_in(season[name])
    for path in (hand(), of_year("reminders/pause/"), of_year("announce/")):
        assert client.get(path).status_code == client.post(path, {"why": "x"}).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coordinator_pauses_with_a_reason_and_resumes(season, sign_in, language):
    client = sign_in(season["kairat"])
    path = of_year("reminders/pause/", language)
    assert client.get(path).status_code == 200
    assert 'class="summary"' in body_of(client.post(path, {"why": ""}))
    assert client.post(path, {"why": "Портал жаңартылады"}).status_code == 302
    assert Cycle.objects.get().reminders_paused_by == season["kairat"]
    assert season["kairat"].full_name in body_of(client.get(of_year("reminders/", language)))
    client.post(path, {"do": "resume"})
    assert Cycle.objects.get().reminders_paused_at is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_announcement_is_sent_and_shown_below(season, sign_in, language):
    client = sign_in(season["kairat"])
    path = of_year("announce/", language)
    assert 'class="summary"' in body_of(client.post(path, {"kk": "Нұсқаулық", "ru": ""}))
    page = body_of(client.post(path, {"kk": "Нұсқаулық жаңартылды", "ru": "Руководство обновлено"}, follow=True))
    assert "Нұсқаулық жаңартылды" in page and "Руководство обновлено" in page
    with translation.override("kk"):
        assert notices.text(Notice.objects.get(person=season["bolat"], kind="announcement")).endswith("Нұсқаулық жаңартылды")


# The calendar file


def dates(answer) -> dict[str, date]:
    calendar = Calendar.from_ical(answer.content)
    return {str(event["uid"]).split("-")[0]: event["dtstart"].dt for event in calendar.walk("VEVENT")}


def test_a_body_gets_its_own_last_day(season, proposed, sign_in):
    client = sign_in(season["aigul"])
    answer = client.get(of_year("calendar.ics", "kk"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8" and "reports-2026.ics" in answer["Content-Disposition"]
    assert dates(answer) == {"due": date(2027, 4, 1)}
    extensions.confirm_extension(proposed, by=season["madina"])
    later = Calendar.from_ical(client.get(of_year("calendar.ics", "kk")).content).walk("VEVENT")[0]
    before = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert later["uid"] == before["uid"] and later["sequence"] > before["sequence"] == 0  # calendars replace the entry
    assert (later["dtstart"].dt, later["dtend"].dt) == (UNTIL, date(2027, 4, 13))
    assert "Абай" in str(later["summary"]) and str(report_of("AK-ABA").public_id) in str(later["url"])


def test_the_file_is_as_the_standard_wants_it(season, sign_in):
    raw = sign_in(season["aigul"]).get(of_year("calendar.ics", "kk")).content
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and all(len(line) <= 75 for line in lines) and b"\n" not in b"".join(lines)
    assert raw.count(b"BEGIN:VALARM") == 2 and b"TRIGGER:-P6DT15H" in raw and b"DTSTART;VALUE=DATE:20270401" in raw


@pytest.mark.parametrize("name", DESK)
def test_the_desk_gets_the_legal_dates_and_the_internal_one(season, sign_in, name):
    cycle_rules.set_campaign_date(Cycle.objects.get(), by=season["kairat"], day=date(2027, 3, 26))
    found = dates(sign_in(season[name]).get(of_year("calendar.ics", "ru")))
    assert found == {"reports": date(2027, 4, 1), "summary": date(2027, 5, 1), "internal": date(2027, 3, 26)}


@pytest.mark.parametrize("name", ["nurlan", "saule"])
def test_whom_no_date_concerns_gets_no_file(season, sign_in, name):
    assert sign_in(season[name]).get(of_year("calendar.ics")).status_code == 404


# As many queries at 1 report as at 200


def many(n: int) -> None:
    """Makes the year hold n reports that are owed, each with a request and a reminder."""
    cycle = Cycle.objects.get()
    missing = n - Report.objects.count()
    made = ExecutiveBody.objects.bulk_create([
        ExecutiveBody(code=f"T-{i}", level="central", kind="ministry", name_kk=f"Орган {i}", short_kk=f"О {i}", valid_from=date(2020, 1, 1))
        for i in range(missing)
    ])  # fmt: skip
    Report.objects.bulk_create([Report(cycle=cycle, body=body, opened_at=clock.now()) for body in made])
    if missing < 0:
        spare = list(Report.objects.exclude(body__code="AK-ABA").values_list("pk", flat=True)[:-missing])
        Report.objects.filter(pk__in=spare).update(invited=True)
    now, coordinator = clock.now(), User.objects.get(role="coordinator")
    owed = Report.objects.filter(invited=False).exclude(extensions__isnull=False)
    Extension.objects.bulk_create([
        Extension(report=one, stood_until=cycle.due_on, asked_until=UNTIL, reason="x", asked_at=now, asked_by=coordinator) for one in owed
    ])  # fmt: skip
    Reminder.objects.bulk_create([Reminder(cycle=cycle, report=one, day=date(2027, 3, 2), sent_at=now) for one in owed])


@pytest.mark.parametrize("path", ["/en/work/cycles/extensions/", "/en/work/cycles/extensions/?show=all", of_year("reminders/")])
def test_constant_queries(season, sign_in, path):
    client, counted = sign_in(season["kairat"]), []
    for n in (1, 200):
        if n == 200:
            Report.objects.update(invited=False)
        many(n)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path)
        assert page.status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12, counted


def test_constant_queries_of_the_calendar(season, sign_in):
    client, counted = sign_in(season["aigul"]), []
    for n in (1, 200):
        many(n)
        with CaptureQueriesContext(connection) as queries:
            client.get(of_year("calendar.ics"))
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 8
