"""Reminders: to whom, on which days, once; the pause; by hand; letters at once or once a day."""

import threading
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection

from portal.users import rules as user_rules
from reporting import clock, jobs, notices
from reporting.cycle import announcements, extensions, outlook, reminders
from reporting.cycle import rules as cycle_rules
from reporting.cycle.letters import preview
from reporting.models import Event, Job, Notice, Reminder, Report, ReportVersion
from reporting.problems import Refused
from territories.models import DayOff, days_off, is_day_off
from tests.filing.filling import codes, fill, report_of, submit

DUE = date(2027, 4, 1)  # a Thursday


def run_jobs() -> None:
    """What the worker would do."""
    for job in Job.objects.filter(state=Job.WAITING).order_by("id"):
        jobs.run(job.pk)


def morning(day: date, hour: int = 9, minute: int = 0) -> int:
    """The schedule and the worker at an hour of a day; how many reminders went to bodies."""
    with clock.at(clock.local(day, hour, minute)):
        before = Reminder.objects.exclude(report=None).count()
        reminders.send_reminders()
        run_jobs()
        return Reminder.objects.exclude(report=None).count() - before


def days_of(body: str) -> list[date]:
    return list(Reminder.objects.filter(report__body__code=body).order_by("day").values_list("day", flat=True))


def kinds_for(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


@pytest.fixture
def only_abai(cycle2026):
    """A year in which one body owes: the others' reports are invited."""
    Report.objects.exclude(body__code="AK-ABA").update(invited=True)
    return report_of("AK-ABA")


def walk(first: date, last: date) -> None:
    """Every morning from one day to another."""
    day = first
    while day <= last:
        morning(day)
        day += timedelta(days=1)


def test_the_days_before_the_law_and_each_working_day_after(only_abai):
    walk(date(2027, 2, 20), date(2027, 4, 9))
    assert days_of("AK-ABA") == [
        date(2027, 3, 2), date(2027, 3, 18), date(2027, 3, 25), date(2027, 3, 29), date(2027, 3, 31), date(2027, 4, 1),  # 30 … 0
        date(2027, 4, 2), date(2027, 4, 5), date(2027, 4, 6), date(2027, 4, 7), date(2027, 4, 8), date(2027, 4, 9),  # not 3, 4: weekend
    ]  # fmt: skip
    assert list(Reminder.objects.exclude(report=None).order_by("day").values_list("days", flat=True)) == [
        30, 14, 7, 3, 1, 0, -1, -4, -5, -6, -7, -8,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        # 7 before 30 March is 23 March, Nauryz, after the 21st, a Sunday, and its transfer: the working day before is Friday the 19th
        (date(2027, 3, 30), ["2027-02-26", "2027-03-16", "2027-03-19", "2027-03-26", "2027-03-29", "2027-03-30"]),
        # 3 before Monday 12 April is Friday, 1 before is Sunday: both go on Friday, once
        (date(2027, 4, 12), ["2027-03-12", "2027-03-29", "2027-04-05", "2027-04-09", "2027-04-12"]),
        # the last day itself is a Saturday: 0 goes on Friday, as 1 does
        (date(2028, 4, 1), ["2028-03-02", "2028-03-17", "2028-03-24", "2028-03-29", "2028-03-31"]),
    ],
)
def test_no_reminder_falls_on_a_day_off(concept, last, expected):
    off = days_off(last - timedelta(days=70), last)
    assert sorted(day.isoformat() for day in reminders.countdown(last, off)) == expected


def test_days_off_in_one_query_are_those_day_by_day(concept, django_assert_num_queries):
    DayOff.objects.create(date=date(2027, 3, 20), working=True, basis="Үкімет қаулысы (мысал)")
    DayOff.objects.create(date=date(2027, 3, 31), working=False, basis="Үкімет қаулысы (мысал)")
    first, last = date(2027, 3, 1), date(2027, 4, 10)
    with django_assert_num_queries(1):
        found = days_off(first, last)
    assert found == {day for n in range(41) if is_day_off(day := first + timedelta(days=n))}


def test_a_day_off_of_the_government_moves_the_reminder_before_it(only_abai):
    DayOff.objects.create(date=date(2027, 3, 31), working=False, basis="Үкімет қаулысы (мысал)")
    walk(date(2027, 3, 28), date(2027, 4, 1))
    assert days_of("AK-ABA") == [date(2027, 3, 29), date(2027, 3, 30), date(2027, 4, 1)]


def test_an_extended_body_is_reminded_before_its_own_day(only_abai, bolat, kairat, madina):
    with clock.at(clock.local(date(2027, 3, 26))):
        asked = extensions.ask_extension(only_abai, by=bolat, until=date(2027, 4, 12), reason="x")
        extensions.propose_extension_answer(asked, by=kairat, granted=True, until=date(2027, 4, 12), reason="x")
        extensions.confirm_extension(asked, by=madina)
    walk(date(2027, 3, 27), date(2027, 4, 14))
    assert [day.isoformat() for day in days_of("AK-ABA")] == [
        "2027-03-29", "2027-04-05", "2027-04-09", "2027-04-12", "2027-04-13", "2027-04-14",
    ]  # fmt: skip


def test_the_internal_date_reminds_and_moves_no_deadline(only_abai, kairat):
    with clock.at(clock.local(date(2027, 3, 1))):
        cycle_rules.set_campaign_date(only_abai.cycle, by=kairat, day=date(2027, 3, 26))
    walk(date(2027, 3, 12), date(2027, 3, 26))
    # 14 before the 26th, then 14 before the law, 7 before the 26th, 7 before the law and 3 and 1 and 0 before the 26th
    assert [day.day for day in days_of("AK-ABA")] == [12, 18, 19, 25, 26]
    assert Reminder.objects.exclude(report=None).latest("day").days == 6
    assert report_of("AK-ABA").cycle.due_on == DUE


def test_nothing_before_nine_and_once_however_often_the_schedule_asks(only_abai, bolat):
    day = date(2027, 3, 18)
    assert morning(day, 8, 59) == 0
    assert morning(day, 9) == 1
    assert morning(day, 10) == morning(day, 23) == 0
    assert kinds_for(bolat).count("reminder_before") == 1


def test_after_a_fall_of_the_worker_only_todays_is_sent(only_abai):
    assert morning(date(2027, 4, 7), 17) == 1  # none of 2, 5 and 6 April, late in the day
    assert days_of("AK-ABA") == [date(2027, 4, 7)]


def test_a_duty_of_yesterday_is_not_done_today(only_abai):
    with clock.at(clock.local(date(2027, 4, 2), 23)):
        reminders.send_reminders()
    with clock.at(clock.local(date(2027, 4, 3), 9)):
        run_jobs()
    assert not Reminder.objects.exists() and not Notice.objects.filter(kind__startswith="reminder").exists()


def test_two_runs_at_once_send_one_reminder(only_abai, bolat, kairat):
    with clock.at(clock.local(date(2027, 3, 18))):
        reminders.send_reminders()
        reminders.send_reminders()
        assert Job.objects.filter(kind="send_reminder").count() == Job.objects.filter(kind="reminder_digest").count() == 1
        duty, digest = Job.objects.get(kind="send_reminder"), Job.objects.get(kind="reminder_digest")
        assert reminders.send_reminder(duty, None) == reminders.send_digest(digest, None) == {"sent": True}
        assert reminders.send_reminder(duty, None) == reminders.send_digest(digest, None) == {"sent": False}
    assert kinds_for(bolat).count("reminder_before") == kinds_for(kairat).count("reminder_digest") == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_the_same_instant_send_one_reminder(only_abai, bolat):
    in_turn = connection.vendor == "sqlite"  # one memory for all connections: its writers take turns
    start, sent = threading.Barrier(1 if in_turn else 8), []

    def one_run():
        try:
            start.wait(10)
            sent.append(reminders.deliver(report_of("AK-ABA"), DUE) is not None)
        finally:
            connection.close()

    runs = [threading.Thread(target=one_run) for _ in range(8)]
    for run in runs:
        run.start()
        if in_turn:
            run.join(30)
    for run in runs:
        run.join(30)
    assert sorted(sent) == [False] * 7 + [True]
    assert sum(kind.startswith("reminder") for kind in kinds_for(bolat)) == 1


def test_nobody_is_reminded_who_owes_nothing(cycle2026, in_march, aigul, bolat):
    fill(report_of("AK-ABA"), aigul)
    submit(report_of("AK-ABA"), bolat)
    Report.objects.filter(body__code="AK-ALM").update(status=Report.ACCEPTED)
    Report.objects.filter(body__code="AK-AKM").update(status=Report.IN_REVIEW)
    Report.objects.filter(body__code="AK-AKT").update(invited=True)
    assert morning(date(2027, 3, 18)) == 25
    reminded = set(Reminder.objects.exclude(report=None).values_list("report__body__code", flat=True))
    assert not reminded & {"AK-ABA", "AK-ALM", "AK-AKM", "AK-AKT"}


def test_a_returned_report_is_owed_but_not_on_the_day_of_its_return(only_abai, bolat):
    Report.objects.filter(pk=only_abai.pk).update(status=Report.RETURNED, returned_at=clock.local(date(2027, 4, 2), 8))
    assert morning(date(2027, 4, 2)) == 0
    assert morning(date(2027, 4, 5)) == 1
    assert kinds_for(bolat)[-1] == "reminder_returned"


def test_an_amendment_of_what_is_accepted_owes_nothing(only_abai):
    Report.objects.filter(pk=only_abai.pk).update(status=Report.RETURNED, returned_at=clock.local(date(2027, 3, 1)), version=2)
    ReportVersion.objects.create(
        report=only_abai, number=1, content="{}", sha256="0" * 64, submitted_at=clock.local(date(2027, 2, 1)), outcome="accepted"
    )
    assert morning(date(2027, 4, 5)) == 0


def test_who_filed_meanwhile_is_not_reminded(only_abai):
    with clock.at(clock.local(date(2027, 3, 18))):
        reminders.send_reminders()
        Report.objects.filter(pk=only_abai.pk).update(status=Report.SUBMITTED)
        run_jobs()
    assert not Reminder.objects.exclude(report=None).exists()


@pytest.mark.parametrize(
    ("day", "kind"),
    [(date(2027, 3, 18), "reminder_before"), (DUE, "reminder_today"), (date(2027, 4, 2), "reminder_late")],
)
def test_what_is_said_and_to_whom(only_abai, aigul, bolat, dana, gulnar, kairat, day, kind):
    morning(day)
    assert kinds_for(aigul)[-1] == kinds_for(bolat)[-1] == kind
    assert kinds_for(dana) == []
    assert kinds_for(gulnar) == kinds_for(kairat) == ["reminder_digest"]
    assert Event.objects.filter(verb="remind", thing=f"report:{only_abai.pk}", body_code="AK-ABA", actor=None).count() == 1
    digest = Notice.objects.get(person=kairat)
    assert (digest.params["bodies"], digest.params["late"]) == (1, int(day > DUE))


def test_the_words_name_body_year_and_day_in_three_languages(only_abai):
    for day in (date(2027, 3, 18), DUE, date(2027, 4, 2)):
        with clock.at(clock.local(day)):
            said = preview(only_abai)
        assert set(said) == {"kk", "ru", "en"} and len(set(said.values())) == 3
        assert all("01.04.2027" in words and "2026" in words for words in said.values())
        assert only_abai.body.name_ru in said["ru"] and only_abai.body.name_kk in said["kk"]


def test_a_paused_year_is_left_alone_until_it_is_resumed(only_abai, kairat, gulnar):
    cycle = only_abai.cycle
    with pytest.raises(Refused) as refused:
        reminders.pause_reminders(cycle, by=gulnar, why="x")
    assert codes(refused) == {"not_allowed"}
    with pytest.raises(Refused) as refused:
        reminders.pause_reminders(cycle, by=kairat, why=" ")
    assert codes(refused) == {"pause_reason_required"}
    reminders.pause_reminders(cycle, by=kairat, why="Портал жұмысы тоқтатылды")
    with pytest.raises(Refused) as refused:
        reminders.pause_reminders(cycle, by=kairat, why="x")
    assert codes(refused) == {"reminders_paused_already"}
    assert morning(date(2027, 4, 2)) == 0
    reminders.resume_reminders(cycle, by=kairat)
    assert morning(date(2027, 4, 5)) == 1
    with pytest.raises(Refused) as refused:
        reminders.resume_reminders(cycle, by=kairat)
    assert codes(refused) == {"reminders_not_paused"}
    told = Event.objects.filter(thing=f"cycle:{cycle.pk}").order_by("number").values_list("verb", flat=True)
    assert list(told)[-2:] == ["pause_reminders", "resume_reminders"]


def test_a_pause_also_stops_what_is_owed_already(only_abai, kairat):
    with clock.at(clock.local(date(2027, 4, 2))):
        reminders.send_reminders()
        reminders.pause_reminders(only_abai.cycle, by=kairat, why="x")
        run_jobs()
    assert not Reminder.objects.exclude(report=None).exists()


def test_by_hand_once_a_day_also_on_a_day_off_and_while_paused(only_abai, kairat, gulnar, bolat):
    reminders.pause_reminders(only_abai.cycle, by=kairat, why="x")
    with clock.at(clock.local(date(2027, 4, 3), 12)):  # a Saturday
        assert reminders.remind(only_abai, by=gulnar).sent_by == gulnar
        with pytest.raises(Refused) as refused:
            reminders.remind(only_abai, by=kairat)
        assert codes(refused) == {"reminded_today"}
    assert kinds_for(bolat) == ["reminder_late"]
    assert Event.objects.get(verb="remind").actor == gulnar


def test_by_hand_or_by_the_schedule_it_is_one_a_day(only_abai, kairat, bolat):
    with clock.at(clock.local(date(2027, 4, 2), 8)):
        reminders.remind(only_abai, by=kairat)
    assert morning(date(2027, 4, 2)) == 0


@pytest.mark.parametrize("name", ["aigul", "bolat", "madina", "nurlan", "oraz", "saule"])
def test_only_coordinators_and_reviewers_remind(only_abai, bolat, name, request):
    person = request.getfixturevalue(name)
    with clock.at(clock.local(DUE)), pytest.raises(Refused) as refused:
        reminders.remind(only_abai, by=person)
    assert codes(refused) == {"not_allowed"}


@pytest.mark.parametrize("change", [{"status": Report.SUBMITTED}, {"invited": True}])
def test_by_hand_nobody_is_reminded_of_nothing(only_abai, kairat, bolat, change):
    Report.objects.filter(pk=only_abai.pk).update(**change)
    with clock.at(clock.local(DUE)), pytest.raises(Refused) as refused:
        reminders.remind(only_abai, by=kairat)
    assert codes(refused) == {"owes_nothing"}


def test_a_body_without_people_is_seen(only_abai, kairat):
    with clock.at(clock.local(DUE)), pytest.raises(Refused) as refused:
        reminders.remind(only_abai, by=kairat)
    assert codes(refused) == {"nobody_to_remind"}
    morning(DUE)
    assert Reminder.objects.exclude(report=None).get().people == 0  # in the log, for the coordinator to see


@pytest.mark.parametrize("n", [1, 29])
def test_as_many_queries_for_one_as_for_all(cycle2026, django_assert_max_num_queries, n):
    Report.objects.filter(pk__in=list(Report.objects.values_list("pk", flat=True)[n:])).update(invited=True)
    off = days_off(date(2027, 3, 18), date(2027, 5, 18))
    with django_assert_max_num_queries(1):
        assert len(reminders.reminded(cycle2026, date(2027, 3, 18), off)) == n
    with clock.at(clock.local(date(2027, 3, 17))), django_assert_max_num_queries(2):
        assert {line.next_on for line in outlook.outlook(cycle2026)} == {date(2027, 3, 18)}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (date(2027, 1, 12), date(2027, 3, 2)), (date(2027, 3, 19), date(2027, 3, 25)), (DUE, DUE), (date(2027, 4, 2), date(2027, 4, 2)),
        (date(2027, 4, 3), date(2027, 4, 5)),
    ],
)  # fmt: skip
def test_the_outlook_is_what_the_schedule_does(only_abai, now, expected):
    with clock.at(clock.local(now)):
        assert outlook.outlook(only_abai.cycle)[0].next_on == expected
    assert morning(expected) == 1
    with clock.at(clock.local(expected, 12)):
        line = outlook.outlook(only_abai.cycle)[0]
        assert line.reminded_on == expected and line.next_on > expected


# Announcements


def test_an_announcement_reaches_everybody_of_the_years_bodies_once(cycle2026, cast_of_two, kairat):
    aigul, dana, nurlan = cast_of_two
    with clock.at(clock.local(date(2027, 3, 15))):
        assert announcements.announce(cycle2026, by=kairat, kk="Нұсқаулық жаңартылды", ru="Руководство обновлено") == 2
        with pytest.raises(Refused) as refused:
            announcements.announce(cycle2026, by=kairat, kk="Нұсқаулық жаңартылды ", ru="Руководство обновлено")
        assert codes(refused) == {"announcement_repeated"}
    with clock.at(clock.local(date(2027, 3, 16), 0)):
        announcements.announce(cycle2026, by=kairat, kk="Нұсқаулық жаңартылды", ru="Руководство обновлено")
    assert kinds_for(aigul) == kinds_for(dana) == ["announcement"] * 2 and kinds_for(nurlan) == []


@pytest.fixture
def cast_of_two(aigul, dana, nurlan):
    return aigul, dana, nurlan


@pytest.mark.parametrize(
    ("kk", "ru", "code"), [("", "Да", "announcement_needs_both"), ("Иә", " ", "announcement_needs_both"), ("а" * 2001, "Да", "too_long")]
)
def test_an_announcement_is_whole(cycle2026, kairat, kk, ru, code):
    with pytest.raises(Refused) as refused:
        announcements.announce(cycle2026, by=kairat, kk=kk, ru=ru)
    assert codes(refused) == {code}


def test_only_the_coordinator_announces(cycle2026, gulnar):
    with pytest.raises(Refused) as refused:
        announcements.announce(cycle2026, by=gulnar, kk="Иә", ru="Да")
    assert codes(refused) == {"not_allowed"}


# Letters


@pytest.fixture
def with_mail(settings):
    settings.EMAIL_CONFIGURED = True


def daily(person):
    return user_rules.change_own_letters(person, by=person, mail_mode="daily")


def test_a_letter_a_day_holds_everything_that_can_wait(with_mail, only_abai, bolat, kairat):
    daily(bolat)
    bolat = user_rules.change_own_language(bolat, by=bolat, language="ru")
    with clock.at(clock.local(date(2027, 3, 16), 12)):
        announcements.announce(only_abai.cycle, by=kairat, kk="Нұсқаулық жаңартылды", ru="Руководство обновлено")
        notices.send_digests()  # it is past nine: today's letter goes at once
        run_jobs()
    assert [m.to for m in mail.outbox] == [["bolat@example.kz"]]
    assert "Министерство" in mail.outbox[0].body and "Руководство обновлено" in mail.outbox[0].body
    assert "/ru/work/notices/" in mail.outbox[0].body and mail.outbox[0].extra_headers == {"Auto-Submitted": "auto-generated"}
    with clock.at(clock.local(date(2027, 3, 16), 18)):
        announcements.announce(only_abai.cycle, by=kairat, kk="Тағы бір нұсқаулық", ru="Ещё одно")
        notices.send_digests()
        run_jobs()
    assert len(mail.outbox) == 1  # one letter a day
    with clock.at(clock.local(date(2027, 3, 18), 8, 59)):
        notices.send_digests()
        run_jobs()
    assert len(mail.outbox) == 1  # not before nine
    assert morning(date(2027, 3, 18)) == 1
    with clock.at(clock.local(date(2027, 3, 18), 9, 5)):
        notices.send_digests()
        run_jobs()
        notices.send_digests()
        run_jobs()
    own = [letter for letter in mail.outbox if letter.to == [bolat.email]]
    assert len(own) == 2  # the coordinator's own digest of reminders came at once
    assert "Ещё одно" in own[1].body and "01.04.2027" in own[1].body  # and this morning's reminder
    assert not Notice.objects.filter(person=bolat, mailed_at=None).exists()


def test_what_cannot_wait_comes_at_once(with_mail, only_abai, bolat, madina):
    for person in (bolat, madina):
        daily(person)
    notices.notify([bolat], "report_returned", link="/work/", body="x", rows=1)
    notices.notify([madina], "extension_proposed", link="/work/", body="x")
    notices.notify([bolat], "report_accepted", link="/work/", body="x")
    run_jobs()
    assert [m.to for m in mail.outbox] == [[bolat.email], [madina.email]]
    assert Notice.objects.get(in_digest=True).kind == "report_accepted"


def test_at_once_is_at_once(with_mail, bolat):
    notices.notify([bolat], "report_accepted", link="/work/", body="x")
    run_jobs()
    assert len(mail.outbox) == 1
    with clock.at(clock.local(date(2027, 3, 18), 10)):
        notices.send_digests()
        run_jobs()
    assert len(mail.outbox) == 1  # each notice once


def test_a_letter_that_failed_is_seen_and_goes_with_the_next(with_mail, bolat, monkeypatch):
    daily(bolat)
    with clock.at(clock.local(date(2027, 3, 18), 8)):
        notices.notify([bolat], "report_accepted", link="/work/", body="x")

    def broken(self, fail_silently=False):
        raise OSError("connection refused")

    with monkeypatch.context() as patch, clock.at(clock.local(date(2027, 3, 18), 10)):
        patch.setattr("reporting.notices.EmailMessage.send", broken)
        notices.send_digests()
        for _attempt in range(5):
            run_jobs()
    assert Notice.objects.get().mail_problem == "connection refused" and Notice.objects.get().mailed_at is None
    assert Job.objects.get(kind="mail_digest").state == Job.FAILED
    with clock.at(clock.local(date(2027, 3, 19), 9)):
        notices.send_digests()
        run_jobs()
    assert len(mail.outbox) == 1 and Notice.objects.get().mail_problem == "" and Notice.objects.get().mailed_at


def test_without_a_mail_server_nothing_waits_for_a_letter(only_abai, bolat):
    daily(bolat)
    notices.notify([bolat], "report_accepted", link="/work/", body="x")
    with clock.at(clock.local(date(2027, 3, 18), 10)):
        notices.send_digests()
    assert not Notice.objects.get().in_digest and not Job.objects.filter(kind="mail_digest").exists()


def test_a_closed_account_gets_no_letter(with_mail, bolat):
    daily(bolat)
    notices.notify([bolat], "report_accepted", link="/work/", body="x")
    type(bolat).objects.filter(pk=bolat.pk).update(is_active=False)
    with clock.at(clock.local(date(2027, 3, 18), 10)):
        notices.send_digests()
        run_jobs()
    assert mail.outbox == []
