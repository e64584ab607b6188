"""The whole table of permissions: role × verb × own or other's report, against a table written by hand.

A change in `POLICY` that is not meant turns a line of this file red; a verb added there and not here does so too.
"""

from datetime import date
from uuid import uuid4

import pytest

from portal.users.models import Substitution, User
from reporting import clock
from reporting.models import (
    BulkAcceptance,
    Comment,
    CommentReply,
    Cycle,
    Edition,
    Event,
    Evidence,
    Extension,
    IndicatorValue,
    ItemProgress,
    Job,
    Narrative,
    Notice,
    Outage,
    PaperReport,
    Receipt,
    Report,
    ReportVersion,
    RowDecision,
    Summary,
    Transmission,
)
from reporting.narrowing import VISIBLE, visible
from reporting.permissions import POLICY, may, require
from reporting.problems import Refused
from reporting.roles import Role
from tests.conftest import CAST
from tests.review import filed

# Who is who in this file: one letter for each role, in the order of DOMAIN §6
LETTERS = {
    "o": Role.OFFICER, "h": Role.DEPARTMENT_HEAD, "s": Role.SIGNATORY, "r": Role.REVIEWER, "c": Role.COORDINATOR, "a": Role.APPROVER,
    "p": Role.OBSERVER, "u": Role.AUDITOR, "d": Role.ADMINISTRATOR,
}  # fmt: skip
BODY, DESK, ALL = "ohs", "rcau", "ohsrcapud"  # people of a body, the desk that reads, everybody

# verb: (who may do it to the report of their own body, who to another's). Written by hand from DOMAIN §6 and the issues.
ON_REPORTS = {
    "read_report": (BODY, ""),
    "save_entry": (BODY, ""),
    "share_rows": (BODY, ""),
    "add_evidence": (BODY, ""),
    "remove_evidence": (BODY, ""),
    "mark_no_activity": (BODY, ""),
    "ask_archive": (BODY, ""),
    "submit": ("s", ""),
    "recall": ("s", ""),
    "amend": ("s", ""),
    "close_amendment": ("s", ""),
    "ask_for_return": ("s", ""),
    "send_for_confirmation": (BODY, ""),
    "confirm_step": ("h", ""),
    "set_confirmation_order": ("s", ""),
    "attach_signature": (BODY, ""),
    "refuse_return": ("r", "r"),
    "ask_extension": ("s", ""),
    "comment_discipline": ("s", ""),
    "begin_review": ("r", "r"),
    "decide_row": ("r", "r"),
    "return_for_revision": ("r", "r"),
    "accept": ("a", "r"),  # own: the Ministry's own report; there the approver consents
    "comment": ("r", "r"),
    "settle_comment": ("r", "r"),
    "answer_comment": (BODY, ""),
    "propose_bulk": ("r", "r"),
    "submit_paper": ("", ""),  # nobody without a letter they have registered
}
# verb: who may, whatever it is about
ANYWHERE = {
    "open_year": "c", "set_campaign_date": "c", "read_completeness": DESK, "remind": "rc", "pause_reminders": "c", "announce": "c",
    "hand_back_extension": "a", "read_review": DESK, "assign_reviewer": "c", "register_paper": "rc", "propose_outage": "c",
    "comment_internally": "rca",
    "read_summary": DESK, "consolidate": "c", "decide_status": "c", "write_narrative": "c", "propose": "c", "approve": "a", "reject": "a",
    "correct": "c", "read_transmission": "rcapu", "prepare": "c", "send": "a", "register": "cp", "record_posting": "c",
    "verify_narrative": "ca", "answer_anomaly": "cr", "dry_run": "rca", "export_rows": DESK, "word_letters": "c",
    "read_publication": DESK, "propose_publication": "c", "publish": "a",
    "schedule_publication": "a", "reschedule_publication": "a", "cancel_publication": "a",
    "read_people": "ud", "create_person": "d", "change_person": "d",
    "change_role": "d", "deactivate": "d", "reactivate": "d", "set_temporary_password": "d", "read_journal": "u",
    "verify_journal": "u", "show_discipline": "c", "see_as": "cd",
}  # fmt: skip
# verb: about the body they work in; about another nobody
ON_BODIES = {"practise": BODY}
# verb: (about themselves, about a colleague of the same body)
ON_PEOPLE = {
    "appoint_deputy": ("hsd", "d"), "cancel_deputy": ("hsd", "d"), "change_own_account": (ALL, ""), "issue_token": (BODY + "rcap", ""),
    "revoke_token": (ALL, ""),
}  # fmt: skip
# verb: (about a letter that goes through the portal, about one that goes by hand)
ON_LETTERS = {"acknowledge": ("p", "cp"), "return": ("p", "cp")}
# verb: (about an answered request of others, about one's own request without an answer, about one's own answer)
ON_EXTENSIONS = {"propose_extension_answer": ("c", "", "c"), "confirm_extension": ("a", "", "")}
# verb: (proposed by another on a body's report, by oneself, by another on the Ministry's own report)
ON_PROPOSALS = {"confirm_bulk": ("ra", "", "r"), "confirm_outage": ("a", "", "a")}


@pytest.fixture
def cast(concept, request) -> dict[str, User]:
    """The named cast, the same people as the fixtures of their names."""
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def everyone(cast) -> dict[str, User]:
    """One person of each role, all of the Ministry where the role allows it: the hardest case of "own"."""
    names = {"o": "timur", "s": "ulan", "r": "gulnar", "c": "kairat", "a": "madina", "p": "nurlan", "u": "oraz", "d": "saule"}
    people = {letter: cast[name] for letter, name in names.items()}
    head = {"email": "head@example.kz", "full_name": "Бөлімше Басшысы", "role": Role.DEPARTMENT_HEAD}
    return people | {"h": User.objects.create_user(**head, body=cast["timur"].body)}


def letters(text: str) -> str:
    """Letters in the one order in which they are compared."""
    return "".join(letter for letter in LETTERS if letter in text)


def allowed_to(people: dict[str, User], verb: str, thing_of) -> str:
    """Letters of the roles that may."""
    return "".join(letter for letter in LETTERS if may(people[letter], verb, thing_of(people[letter])))


def test_every_verb_of_the_policy_is_in_the_expected_table():
    tables = (ON_REPORTS, ANYWHERE, ON_PEOPLE, ON_EXTENSIONS, ON_PROPOSALS, ON_LETTERS, ON_BODIES)
    assert set(POLICY) == {verb for table in tables for verb in table}


def test_every_role_has_its_letter():
    assert set(LETTERS.values()) == set(Role)


def test_who_may_do_what_to_a_report(everyone, cycle2026):
    """The same for the report, a row of it, an indicator and a document."""
    for code, place in (("MNVO", 0), ("AK-ABA", 1)):
        report = cycle2026.reports.get(body__code=code)
        row = report.rows.first()
        for thing in (report, row, report.indicators.first(), Evidence(row=row)):
            told = {verb: allowed_to(everyone, verb, lambda _person, thing=thing: thing) for verb in ON_REPORTS}
            assert told == {verb: letters(expected[place]) for verb, expected in ON_REPORTS.items()}, (code, type(thing))


def test_a_verb_on_a_report_is_nobodys_without_a_report(everyone):
    assert {verb: allowed_to(everyone, verb, lambda _person: None) for verb in ON_REPORTS} == dict.fromkeys(ON_REPORTS, "")


def test_who_may_do_what_anywhere(everyone, cycle2026):
    for thing in (None, cycle2026.reports.get(body__code="AK-ABA"), cycle2026):
        told = {verb: allowed_to(everyone, verb, lambda _person, thing=thing: thing) for verb in ANYWHERE}
        assert told == {verb: letters(expected) for verb, expected in ANYWHERE.items()}, thing


def test_who_may_do_what_to_a_person(everyone, cast):
    colleague = User.objects.create_user(email="next@example.kz", full_name="Әріптес", role=Role.OFFICER, body=cast["timur"].body)
    told = {
        verb: (allowed_to(everyone, verb, lambda person: person), allowed_to(everyone, verb, lambda _person: colleague))
        for verb in ON_PEOPLE
    }
    assert told == {verb: (letters(themselves), letters(other)) for verb, (themselves, other) in ON_PEOPLE.items()}


def test_who_may_practise_for_a_body(everyone, cast):
    own, other = cast["timur"].body, cast["aigul"].body
    for verb, expected in ON_BODIES.items():
        assert allowed_to(everyone, verb, lambda _person: own) == letters(expected)
        assert allowed_to(everyone, verb, lambda _person: other) == ""


def test_who_may_enter_the_answer_to_a_letter(everyone):
    cases = [lambda _person, channel=channel: Transmission(channel=channel) for channel in ("portal", "hand")]
    told = {verb: tuple(allowed_to(everyone, verb, case) for case in cases) for verb in ON_LETTERS}
    assert told == {verb: tuple(letters(one) for one in expected) for verb, expected in ON_LETTERS.items()}


def test_who_may_answer_a_request_for_a_longer_term(everyone, cast, cycle2026):
    report = cycle2026.reports.get(body__code="AK-ABA")
    cases = (
        lambda person: Extension(report=report, asked_by=cast["bolat"], proposed_by=cast["bolat"]),
        lambda person: Extension(report=report, asked_by=person),
        lambda person: Extension(report=report, asked_by=cast["bolat"], proposed_by=person),
    )
    told = {verb: tuple(allowed_to(everyone, verb, case) for case in cases) for verb in ON_EXTENSIONS}
    assert told == {verb: tuple(letters(one) for one in expected) for verb, expected in ON_EXTENSIONS.items()}


def test_who_may_confirm_what_another_has_proposed(everyone, cast, cycle2026):
    others, own = cycle2026.reports.get(body__code="AK-ABA"), cycle2026.reports.get(body__code="MNVO")
    cases = (
        lambda person: BulkAcceptance(report=others, proposed_by=cast["aigul"]),
        lambda person: BulkAcceptance(report=others, proposed_by=person),
        lambda person: BulkAcceptance(report=own, proposed_by=cast["aigul"]),
    )
    told = {verb: tuple(allowed_to(everyone, verb, case) for case in cases) for verb in ON_PROPOSALS}
    assert told == {verb: tuple(letters(one) for one in expected) for verb, expected in ON_PROPOSALS.items()}


def test_an_internal_remark_is_not_the_bodys_to_answer(cast, cycle2026):
    report = cycle2026.reports.get(body__code="AK-ABA")
    assert may(cast["aigul"], "answer_comment", Comment(report=report))
    assert not may(cast["aigul"], "answer_comment", Comment(report=report, internal=True))
    assert not may(cast["dana"], "answer_comment", Comment(report=report))


WRITING = ("read_report", "save_entry", "add_evidence", "remove_evidence", "mark_no_activity", "submit_paper")


def paper(report, by, **fields) -> PaperReport:
    """A registered letter."""
    told = {"letter_number": "1", "letter_date": date(2027, 3, 1), "arrived_on": date(2027, 3, 2), "signed_by": "Б", "file_sha256": "0"}
    return PaperReport.objects.create(report=report, registered_at=clock.now(), registered_by=by, file_size=1, **told, **fields)


@pytest.mark.parametrize("name", ["kairat", "gulnar"])
def test_who_registered_a_paper_letter_enters_it_until_it_is_entered_and_never_reviews_it(cycle2026, cast, name):
    report, other, person = cycle2026.reports.get(body__code="AK-ABA"), cycle2026.reports.get(body__code="AK-ALM"), cast[name]
    letter = paper(report, person)
    assert all(may(person, verb, report) and not may(person, verb, other) for verb in WRITING)
    assert not any(may(cast[one], verb, report) for one in {"kairat", "gulnar", "madina"} - {name} for verb in WRITING)
    assert visible(person, ItemProgress).filter(report=report).exists() and not visible(cast["madina"], ItemProgress).exists()
    version = ReportVersion.objects.create(report=report, number=1, content="{}", sha256="0", submitted_at=clock.now())
    PaperReport.objects.filter(pk=letter.pk).update(status="entered", version=version)
    assert not any(may(person, verb, report) for verb in WRITING)
    assert not may(person, "begin_review", report) and not may(person, "accept", report)
    PaperReport.objects.filter(pk=letter.pk).update(status="cancelled", version=None)
    assert may(person, "begin_review", report) is (name == "gulnar")


def test_the_bodies_see_outages_that_have_effect_and_no_others(cast):
    told = {"began_at": clock.local(date(2027, 4, 1), 10), "ended_at": clock.local(date(2027, 4, 1), 12), "what_kk": "а", "what_ru": "б"}
    told |= {"first_day": date(2027, 4, 1), "last_day": date(2027, 4, 3), "counts_until": date(2027, 4, 2), "proposed_at": clock.now()}
    Outage.objects.create(**told, proposed_by=cast["kairat"])
    assert visible(cast["kairat"], Outage).exists() and not visible(cast["aigul"], Outage).exists()
    Outage.objects.update(status="confirmed", confirmed_at=clock.now(), confirmed_by=cast["madina"])
    assert visible(cast["aigul"], Outage).exists()


def test_an_internal_remark_does_not_exist_for_the_body(two_reports, cast):
    report = two_reports.reports.get(body__code="AK-ABA")
    made = {"report": report, "version": report.versions.get(), "row": report.rows.first(), "made_at": clock.now()}
    for internal in (True, False):
        comment = Comment.objects.create(text="Ескерту", internal=internal, **made)
        CommentReply.objects.create(comment=comment, text="Жауап", said_at=clock.now())
    for model, path in ((Comment, "internal"), (CommentReply, "comment__internal")):
        assert set(visible(cast["aigul"], model).values_list(path, flat=True)) == {False}
        assert visible(cast["gulnar"], model).count() == 2 and not visible(cast["dana"], model).exists()
    BulkAcceptance.objects.create(
        report=report, version=made["version"], note="б", proposed_at=clock.now(), proposed_by=cast["gulnar"]
    )
    assert visible(cast["madina"], BulkAcceptance).exists() and not visible(cast["aigul"], BulkAcceptance).exists()


def test_a_closed_access_and_the_anonymous_may_nothing(everyone, cycle2026, client):
    own = cycle2026.reports.get(body__code="MNVO")
    nobody = client.get("/kk/sign-in/").wsgi_request.user
    for person in everyone.values():
        person.is_active = False
    for verb in POLICY:
        assert not any(may(person, verb, own) for person in (*everyone.values(), None, nobody)), verb


def test_an_unknown_verb_is_an_error_never_a_silent_no(saule):
    with pytest.raises(KeyError):
        may(saule, "demolish")


def test_nobody_alone_both_proposes_and_confirms():
    """Approve, send, publish and extend are never open to the role that proposes or prepares."""
    pairs = (
        ("propose", "approve"),
        ("prepare", "send"),
        ("propose_publication", "publish"),
        ("propose_publication", "schedule_publication"),
        ("propose_extension_answer", "confirm_extension"),
    )
    for proposed, confirmed in pairs:
        assert not POLICY[proposed].roles & POLICY[confirmed].roles


# Nobody reviews what they entered or signed


@pytest.mark.parametrize("how", ["saved a row", "saved an indicator", "added a document", "signed"])
def test_who_entered_or_signed_does_not_review_whatever_their_role_is_now(cycle2026, gulnar, how):
    report = cycle2026.reports.get(body__code="AK-ABA")
    verbs = ("begin_review", "decide_row", "return_for_revision", "accept")
    assert all(may(gulnar, verb, report) for verb in verbs)
    revision = {"version": 1, "fields": {}, "saved_at": clock.now(), "saved_by": gulnar}
    if how == "saved a row":
        filed.EntryRevision.objects.create(row=report.rows.first(), **revision)
    elif how == "saved an indicator":
        filed.EntryRevision.objects.create(value=report.indicators.first(), **revision)
    elif how == "added a document":
        added = {"public_id": uuid4(), "kind": "act", "number": "1", "added_at": clock.now(), "added_by": gulnar}
        Evidence.objects.create(row=report.rows.first(), **added)
    else:
        ReportVersion.objects.create(report=report, number=1, content="{}", sha256="0", submitted_at=clock.now(), submitted_by=gulnar)
    for verb in verbs:
        with pytest.raises(Refused) as no:
            require(gulnar, verb, report)
        assert [problem.code for problem in no.value.problems] == ["own_report"]


# Standing in


def test_a_stand_in_has_the_role_for_its_days_only(bolat, aigul, saule, cycle2026):
    report, first, last = cycle2026.reports.get(body__code="AK-ABA"), date(2027, 3, 10), date(2027, 3, 12)
    Substitution.objects.create(person=bolat, deputy=aigul, starts_on=first, ends_on=last, basis="№ 1", created_by=saule)
    for day, able in ((9, False), (10, True), (12, True), (13, False)):
        with clock.at(clock.local(date(2027, 3, day))):
            assert may(aigul, "submit", report) is able, day


# What each role sees


@pytest.fixture
def two_reports(cycle2026, aigul, bolat, beibit):
    """One filed, one a draft, with everything that hangs on them."""
    report = filed.file(cycle2026.reports.get(body__code="AK-ABA"), by=aigul, signer=bolat)
    version = report.versions.get()
    RowDecision.objects.create(version=version, row=report.rows.first(), decision="accepted", made_at=clock.now())
    Receipt.objects.create(version=version, number="2026-AK-ABA-1", confirmed_by="Б", confirmed_role="signatory", issued_at=clock.now())
    for row in (report.rows.first(), cycle2026.reports.get(body__code="AK-ALM").rows.first()):
        Evidence.objects.create(row=row, public_id=f"00000000-0000-4000-8000-{row.pk:012}", kind="act", number="1", added_at=clock.now())
    return cycle2026


PATHS = {
    Report: "body", ItemProgress: "report__body", IndicatorValue: "report__body", Evidence: "row__report__body",
    ReportVersion: "report__body", RowDecision: "version__report__body", Receipt: "version__report__body",
}  # fmt: skip


def test_a_body_sees_its_own_and_nothing_of_another(two_reports, aigul, bolat, beibit, dana, erlan):
    for model, path in PATHS.items():
        for person, code in ((aigul, "AK-ABA"), (bolat, "AK-ABA"), (beibit, "AK-ABA"), (dana, "AK-ALM"), (erlan, "AK-ALM")):
            assert set(visible(person, model).values_list(f"{path}__code", flat=True)) <= {code}, (model, code)
        assert visible(aigul, model).exists(), model


def test_the_desk_sees_what_was_filed_and_never_a_draft_being_typed(two_reports, cast):
    for name in ("gulnar", "kairat", "madina", "oraz"):
        for model, path in ((ItemProgress, "report"), (IndicatorValue, "report"), (Evidence, "row__report")):
            assert set(visible(cast[name], model).values_list(f"{path}__body__code", flat=True)) == {"AK-ABA"}, (name, model)
        assert visible(cast[name], Report).count() == 29  # that a report is a draft is known; its contents are not


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_what_is_being_corrected_is_hidden_from_the_desk(two_reports, gulnar, status):
    Report.objects.filter(body__code="AK-ABA").update(status=status)
    assert not visible(gulnar, ItemProgress).exists() and visible(gulnar, ReportVersion).exists()


def test_the_observer_and_the_administrator_see_no_report(two_reports, cast):
    for model in (*PATHS, Summary, Narrative):
        assert not visible(cast["nurlan"], model).exists() and not visible(cast["saule"], model).exists(), model


def test_bodies_see_nothing_of_the_summary(season_of_drafts, aigul):
    for model in (Summary, Narrative, Edition, Transmission):
        assert model.objects.exists() and not visible(aigul, model).exists(), model


@pytest.fixture
def season_of_drafts(cycle2026, kairat) -> Edition:
    """A summary, an approved edition and a letter that has not been sent."""
    now = clock.now()
    summary = Summary.objects.create(cycle=cycle2026, number=1, created_at=now)
    Narrative.objects.create(summary=summary, key="overview")
    edition = Edition.objects.create(
        cycle=cycle2026, number=1, summary=summary, summary_json="{}", lines_csv="", manifest="{}", sha256="1", approved_at=now
    )
    Transmission.objects.create(edition=edition, letter_number="1", letter_date=now.date(), prepared_at=now, prepared_by=kairat)
    return edition


def test_the_observer_sees_an_edition_only_when_it_was_sent(season_of_drafts, nurlan, gulnar):
    assert visible(gulnar, Edition).exists() and visible(gulnar, Transmission).exists()
    assert not visible(nurlan, Edition).exists() and not visible(nurlan, Transmission).exists()
    Transmission.objects.update(status="sent", sent_at=clock.now())
    assert visible(nurlan, Edition).count() == 1 and visible(nurlan, Transmission).count() == 1
    assert not visible(nurlan, Summary).exists()


def test_notices_and_jobs_are_ones_own(cycle2026, aigul, dana, kairat):
    Notice.objects.create(person=aigul, kind="year_opened", link="/", created_at=clock.now())
    Job.objects.create(kind="k", key="1", created_at=clock.now(), created_by=aigul)
    assert visible(aigul, Notice).exists() and not visible(dana, Notice).filter(person=aigul).exists()
    assert not visible(kairat, Notice).filter(person=aigul).exists()
    assert visible(aigul, Job).count() == 1 and not visible(dana, Job).exists()


def test_events_are_those_of_ones_body(two_reports, aigul, dana, oraz, nurlan):
    assert set(visible(aigul, Event).values_list("body_code", flat=True)) == {"AK-ABA"}
    assert not visible(dana, Event).exists() and not visible(nurlan, Event).exists()
    assert visible(oraz, Event).count() == Event.objects.count()


def test_people_are_seen_by_those_who_need_them(cast):
    everybody = User.objects.count()
    assert visible(cast["saule"], User).count() == visible(cast["oraz"], User).count() == everybody
    assert {person.body.code for person in visible(cast["aigul"], User)} == {"AK-ABA"}
    assert list(visible(cast["nurlan"], User)) == [cast["nurlan"]]


def test_a_closed_access_and_the_anonymous_see_nothing(two_reports, season_of_drafts, cast, client):
    closed = cast["kairat"]
    closed.is_active = False
    for nobody in (closed, None, client.get("/kk/sign-in/").wsgi_request.user):
        for model in VISIBLE:
            assert not visible(nobody, model).exists(), model


def test_cycles_are_seen_by_everybody_who_works_here(cycle2026, everyone):
    assert all(visible(person, Cycle).exists() for person in everyone.values())
