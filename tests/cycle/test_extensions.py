"""A longer term: who asks, who proposes, who confirms; on time to the microsecond of the extended day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from reporting import clock, history
from reporting.cycle import deadlines, extensions
from reporting.cycle import rules as cycle_rules
from reporting.models import Event, Extension, Notice, Report
from reporting.problems import Refused
from tests.filing.filling import codes, fill, report_of, submit

TICK = timedelta(microseconds=1)
UNTIL = date(2027, 4, 12)
WHY = "Құрылыс жұмыстары бойынша актілер 8 сәуірде алынады."


@pytest.fixture
def report(cycle2026, in_march):
    return report_of("AK-ABA")


@pytest.fixture
def asked(report, bolat):
    return extensions.ask_extension(report, by=bolat, until=UNTIL, reason=WHY)


@pytest.fixture
def proposed(asked, kairat):
    return extensions.propose_extension_answer(asked, by=kairat, granted=True, until=UNTIL, reason="Негізді")


def grant(report, bolat, kairat, madina, until=UNTIL):
    """The whole way of a request that is granted."""
    extension = extensions.ask_extension(report, by=bolat, until=until, reason=WHY)
    extensions.propose_extension_answer(extension, by=kairat, granted=True, until=until, reason="Негізді")
    return extensions.confirm_extension(extension, by=madina)


def kinds_for(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("id").values_list("kind", flat=True))


def test_a_granted_extension_stands_beside_the_legal_date(proposed, report, madina):
    legal = report.cycle.due_on, report.cycle.due_at
    assert deadlines.due_at(report) == report.cycle.due_at  # a proposal moves nothing
    extensions.confirm_extension(proposed, by=madina)
    report = report_of("AK-ABA")
    assert (report.cycle.due_on, report.cycle.due_at) == legal
    assert deadlines.last_day(report) == UNTIL
    assert deadlines.due_at(report) == clock.end_of(UNTIL)
    assert deadlines.due_at(report_of("AK-ALM")) == report.cycle.due_at  # nobody else's term


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (-TICK, ("on_time", 0)),
        (timedelta(0), ("late", 1)),
        (TICK, ("late", 1)),
        (timedelta(days=1) - TICK, ("late", 1)),
        (timedelta(days=1), ("late", 2)),
    ],
)
def test_the_boundary_of_the_extended_day(report, bolat, kairat, madina, moment, said):
    grant(report, bolat, kairat, madina)
    report = report_of("AK-ABA")
    report.status, report.first_submitted_at = Report.SUBMITTED, clock.end_of(UNTIL) + moment
    told = deadlines.timeliness(report)
    assert (told.kind, told.days) == said


def test_a_late_filing_within_the_extension_is_on_time(report, aigul, bolat, kairat, madina):
    grant(report, bolat, kairat, madina)
    fill(report, aigul)
    with clock.at(clock.local(date(2027, 4, 12), 23, 59)):
        submit(report_of("AK-ABA"), bolat)
        assert deadlines.timeliness(report_of("AK-ABA")).kind == "on_time"


def test_while_the_extension_runs_nobody_is_overdue(report, bolat, kairat, madina):
    grant(report, bolat, kairat, madina)
    with clock.at(clock.local(date(2027, 4, 5))):
        told = deadlines.timeliness(report_of("AK-ABA"))
        assert (told.kind, told.days, told.is_overdue, told.is_extended) == ("running", 7, False, True)
        assert deadlines.timeliness(report_of("AK-ALM")).is_overdue
    with clock.at(clock.end_of(UNTIL)):
        assert deadlines.timeliness(report_of("AK-ABA")).days == 1


def test_a_list_knows_the_extensions_from_its_own_query(report, bolat, kairat, madina, django_assert_num_queries):
    grant(report, bolat, kairat, madina)
    with django_assert_num_queries(1):
        reports = list(deadlines.with_last_days(Report.objects.select_related("cycle", "body")))
        days = {one.body.code: deadlines.last_day(one) for one in reports}
    assert days.pop("AK-ABA") == UNTIL and set(days.values()) == {date(2027, 4, 1)}


def test_the_last_of_two_extensions_counts_and_the_second_is_later(report, bolat, kairat, madina):
    grant(report, bolat, kairat, madina)
    with pytest.raises(Refused) as refused:
        extensions.ask_extension(report, by=bolat, until=UNTIL, reason=WHY)
    assert codes(refused) == {"extension_not_later"}
    with clock.at(clock.end_of(UNTIL) - TICK):
        grant(report, bolat, kairat, madina, date(2027, 4, 20))
    assert deadlines.last_day(report_of("AK-ABA")) == date(2027, 4, 20)


def test_a_refused_request_moves_nothing_and_another_may_follow(asked, report, bolat, kairat, madina):
    extensions.propose_extension_answer(asked, by=kairat, granted=False, until=UNTIL, reason="Дерек жеткілікті")
    extensions.confirm_extension(asked, by=madina)
    assert (asked.status, asked.answer_until) == ("refused", None)
    assert deadlines.last_day(report_of("AK-ABA")) == date(2027, 4, 1)
    assert kinds_for(bolat)[-1] == "extension_refused"
    assert extensions.ask_extension(report, by=bolat, until=date(2027, 4, 6), reason=WHY).status == "asked"


@pytest.mark.parametrize("name", ["aigul", "beibit", "erlan", "dana", "gulnar", "kairat", "madina", "nurlan", "oraz", "saule"])
def test_only_the_signatory_of_the_body_asks(cast, cycle2026_of_cast, name):
    with pytest.raises(Refused) as refused:
        extensions.ask_extension(cycle2026_of_cast, by=cast[name], until=UNTIL, reason=WHY)
    assert codes(refused) == {"not_allowed"}


@pytest.fixture
def cycle2026_of_cast(cast, opening):
    """The report of Abai Region when everybody is there already."""
    with clock.at(opening):
        cycle_rules.open_year(2026, by=cast["kairat"])
    with clock.at(clock.local(date(2027, 3, 15), 10)):
        yield report_of("AK-ABA")


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [
        (date(2027, 4, 1), WHY, "extension_not_later"),
        (date(2027, 3, 20), WHY, "extension_not_later"),
        (None, WHY, "extension_not_later"),
        (date(2027, 5, 2), WHY, "extension_too_long"),
        (UNTIL, "", "extension_reason_required"),
        (UNTIL, " \n ", "extension_reason_required"),
        (UNTIL, "а" * 4001, "too_long"),
        (UNTIL, "a\x00b", "bad_character"),
    ],
)
def test_what_cannot_be_asked(report, bolat, until, reason, code):
    with pytest.raises(Refused) as refused:
        extensions.ask_extension(report, by=bolat, until=until, reason=reason)
    assert codes(refused) == {code}
    assert not Extension.objects.exists()


@pytest.mark.parametrize("until", [date(2027, 4, 2), date(2027, 5, 1)])
def test_the_first_and_the_last_day_that_can_be_asked_for(report, bolat, until):
    assert extensions.ask_extension(report, by=bolat, until=until, reason=WHY).asked_until == until


@pytest.mark.parametrize(("moment", "allowed"), [(-TICK, True), (timedelta(0), False), (TICK, False)])
def test_it_can_be_asked_until_the_last_instant(report, bolat, moment, allowed):
    with clock.at(report.cycle.due_at + moment):
        if allowed:
            assert extensions.ask_extension(report, by=bolat, until=UNTIL, reason=WHY).pk
        else:
            with pytest.raises(Refused) as refused:
                extensions.ask_extension(report, by=bolat, until=UNTIL, reason=WHY)
            assert codes(refused) == {"extension_too_late"}


def test_nothing_is_asked_for_a_report_that_is_filed(report, aigul, bolat):
    fill(report, aigul)
    submit(report_of("AK-ABA"), bolat)
    with pytest.raises(Refused) as refused:
        extensions.ask_extension(report_of("AK-ABA"), by=bolat, until=UNTIL, reason=WHY)
    assert codes(refused) == {"extension_not_needed_filed"}


def test_an_invited_body_needs_no_extension(report, bolat):
    Report.objects.filter(pk=report.pk).update(invited=True)
    with pytest.raises(Refused) as refused:
        extensions.ask_extension(report, by=bolat, until=UNTIL, reason=WHY)
    assert codes(refused) == {"extension_not_needed_invited"}


def test_one_request_is_open_at_a_time(asked, report, bolat, monkeypatch):
    with pytest.raises(Refused) as refused:
        extensions.ask_extension(report, by=bolat, until=UNTIL, reason=WHY)
    assert codes(refused) == {"extension_open"}
    monkeypatch.setattr(extensions, "why_not_ask", lambda report: None)  # the other was written after the look
    with pytest.raises(Refused) as refused:
        extensions.ask_extension(report, by=bolat, until=UNTIL, reason=WHY)
    assert codes(refused) == {"extension_open"} and Extension.objects.count() == 1


@pytest.mark.parametrize("name", ["aigul", "bolat", "gulnar", "oraz", "saule", "nurlan"])
def test_only_the_coordinator_proposes(asked, name, request):
    with pytest.raises(Refused) as refused:
        extensions.propose_extension_answer(asked, by=request.getfixturevalue(name), granted=True, until=UNTIL, reason="x")
    assert codes(refused) == {"not_allowed"}


@pytest.mark.parametrize("name", ["bolat", "kairat", "gulnar", "oraz", "saule", "erlan"])
def test_only_an_approver_confirms(proposed, name, request):
    with pytest.raises(Refused):
        extensions.confirm_extension(proposed, by=request.getfixturevalue(name))
    assert Extension.objects.get().status == "proposed"


def test_who_proposed_may_not_confirm_whatever_role_they_have_got(proposed, kairat):
    kairat.role = "approver"
    with pytest.raises(Refused) as refused:
        extensions.confirm_extension(proposed, by=kairat)
    assert codes(refused) == {"same_person"}


def test_who_asked_may_neither_propose_nor_confirm(asked, bolat, kairat):
    bolat.role = "coordinator"
    with pytest.raises(Refused):
        extensions.propose_extension_answer(asked, by=bolat, granted=True, until=UNTIL, reason="x")
    extensions.propose_extension_answer(asked, by=kairat, granted=True, until=UNTIL, reason="x")
    bolat.role = "approver"
    bolat.forget_standings()
    with pytest.raises(Refused):
        extensions.confirm_extension(asked, by=bolat)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"granted": True, "until": date(2027, 4, 1), "reason": "x"}, "extension_not_later"),
        ({"granted": True, "until": None, "reason": "x"}, "extension_not_later"),
        ({"granted": True, "until": date(2027, 5, 2), "reason": "x"}, "extension_too_long"),
        ({"granted": True, "until": UNTIL, "reason": ""}, "extension_answer_reason_required"),
        ({"granted": False, "reason": " "}, "extension_answer_reason_required"),
    ],
)
def test_what_cannot_be_answered(asked, kairat, answer, code):
    with pytest.raises(Refused) as refused:
        extensions.propose_extension_answer(asked, by=kairat, **answer)
    assert codes(refused) == {code}


def test_the_answer_may_name_another_day(asked, kairat, madina):
    extensions.propose_extension_answer(asked, by=kairat, granted=True, until=date(2027, 4, 6), reason="x")
    extensions.confirm_extension(asked, by=madina)
    assert deadlines.last_day(report_of("AK-ABA")) == date(2027, 4, 6)


def test_the_approver_hands_an_answer_back_and_another_is_proposed(proposed, kairat, madina, bolat):
    with pytest.raises(Refused) as refused:
        extensions.hand_back_extension(proposed, by=madina, reason=" ")
    assert codes(refused) == {"hand_back_reason_required"}
    extensions.hand_back_extension(proposed, by=madina, reason="Мерзімі ұзақ")
    assert kinds_for(kairat)[-1] == "extension_handed_back" and kinds_for(bolat) == ["extension_asked"]  # the body hears answers only
    extensions.propose_extension_answer(proposed, by=kairat, granted=True, until=date(2027, 4, 5), reason="Қысқартылды")
    assert extensions.confirm_extension(proposed, by=madina).answer_until == date(2027, 4, 5)


def test_two_who_act_at_once_do_one_thing(proposed, kairat, madina):
    stale = Extension.objects.select_related("report__cycle", "report__body").get()
    extensions.confirm_extension(proposed, by=madina)
    for verb, given in ((extensions.confirm_extension, {}), (extensions.hand_back_extension, {"reason": "x"})):
        with pytest.raises(Refused) as refused:
            verb(stale, by=madina, **given)
        assert codes(refused) == {"moved_on"}
    with pytest.raises(Refused) as refused:
        extensions.propose_extension_answer(proposed, by=kairat, granted=False, reason="x")
    assert codes(refused) == {"moved_on"}


def test_each_step_is_told_to_whom_it_concerns_and_kept(report, aigul, bolat, dana, kairat, madina, gulnar):
    grant(report, bolat, kairat, madina)
    assert kinds_for(kairat) == ["extension_asked", "extension_granted"]
    assert kinds_for(madina) == ["extension_proposed"]
    assert kinds_for(aigul) == kinds_for(bolat) == ["extension_asked", "extension_granted"]
    assert kinds_for(dana) == kinds_for(gulnar) == []
    thread = history.thread_of(report)
    told = list(Event.objects.filter(thread=thread, thing__startswith="extension:").values_list("verb", "actor", "body_code"))
    assert told == [
        ("ask_extension", bolat.pk, "AK-ABA"), ("propose_answer", kairat.pk, "AK-ABA"), ("grant", madina.pk, "AK-ABA"),
    ]  # fmt: skip
    assert Event.objects.get(verb="grant").new == {"status": "granted", "answer_until": "2027-04-12"}
    assert Event.objects.get(verb="ask_extension").why == WHY
    assert history.broken(thread) == []


# What the database itself refuses, past every rule

GOOD = {"status": "granted", "answer_granted": True, "answer_until": UNTIL, "answer_reason": "x"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "else"},
        {"reason": ""},
        {"asked_until": date(2027, 4, 1)},
        {**GOOD, "answer_until": date(2027, 4, 1)},
        {**GOOD, "answer_until": None},
        {**GOOD, "answer_reason": ""},
        {**GOOD, "answer_granted": None},
        {**GOOD, "answer_granted": False},
        {**GOOD, "status": "refused"},
        {**GOOD, "confirmed_at": None, "confirmed_by": None},
        {**GOOD, "status": "proposed"},  # confirmed, and still waiting
        {**GOOD, "confirmed_by": "proposer"},
        {**GOOD, "confirmed_by": "asker"},
        {**GOOD, "proposed_by": "asker"},
        {**GOOD, "proposed_by": None},
        {**GOOD, "proposed_at": None},
    ],
    ids=str,
)
def test_the_database_refuses(asked, bolat, kairat, madina, wrong):
    people = {"proposer": kairat, "asker": bolat}
    now = clock.now()
    decided = {"proposed_at": now, "proposed_by": kairat, "confirmed_at": now, "confirmed_by": madina} if "answer_granted" in wrong else {}
    values = {**decided, **{name: people.get(value, value) if isinstance(value, str) else value for name, value in wrong.items()}}
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=asked.pk).update(**values)


def test_the_database_keeps_one_open_request(asked):
    asked.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save(force_insert=True)
