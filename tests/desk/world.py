"""A year in which everything that the desk can show has happened, and more of each thing than a page may ask for one by one.

`build()` makes it by the verbs of the season; `multiply()` copies what there is one of, so that a page that asks the database once for
each of its lines is seen; `grow(n)` adds made-up bodies until the year has `n` reports.
"""

import json
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Max, Min

from portal.users.models import User
from reporting import clock, jobs
from reporting.consolidation import narrative
from reporting.consolidation import rules as consolidation
from reporting.cycle import extensions, outages, reminders
from reporting.cycle import rules as cycle_rules
from reporting.filing import asking, paper
from reporting.models import (
    AnomalyAnswer,
    BulkAcceptance,
    Comment,
    CommentReply,
    Cycle,
    Decision,
    DisciplineComment,
    Edition,
    EditionFile,
    Event,
    Evidence,
    Extension,
    IndicatorValue,
    ItemProgress,
    Job,
    LetterText,
    NarrativeVersion,
    Notice,
    OfficialPosting,
    Outage,
    Reminder,
    Report,
    ReportVersion,
    ReturnRequest,
    RowDecision,
    SummaryRun,
    Transmission,
)
from reporting.publication import posting
from reporting.publication import rules as publication
from reporting.review import comments, together
from reporting.review import rules as review
from reporting.transmission import rules as transmission
from reporting.transmission.letters import wording
from territories.models import ActionItem, ExecutiveBody, Territory
from tests.conftest import CAST, make_person
from tests.consolidation import season
from tests.consolidation.making import accept
from tests.filing.made_files import PDF
from tests.review import filed

YEAR, MANY = 2026, 12
OPEN, PAPER, LATER, MISSING, WAITING = "AK-ABA", "AK-AKM", "AK-ALM", "AK-ULY", "AK-KAR"
LETTER = {"letter_number": "12-3/456", "letter_date": date(2027, 3, 29), "arrived_on": date(2027, 3, 31), "signed_by": "Үлгібаев Б."}


@dataclass
class Desk:
    """Who and what there is."""

    cast: dict[str, User] = field(default_factory=dict)

    def by(self, name: str) -> User:
        """A person, as the next request would load them."""
        return User.objects.select_related("body").get(pk=self.cast[name].pk)

    @property
    def cycle(self) -> Cycle:
        return Cycle.objects.get(year=YEAR)

    def report(self, code: str = OPEN) -> Report:
        """The report of a body."""
        return Report.objects.select_related("cycle__plan", "body").get(body__code=code, cycle__year=YEAR)

    def rows(self, code: str = OPEN) -> list:
        """Its rows that need an answer, then its indicators."""
        return filed.entries(self.report(code))


def on(month: int, day: int, hour: int = 10):
    """A day of 2027."""
    return clock.at(clock.local(date(2027, month, day), hour))


def build() -> Desk:
    """The year up to the second edition in work. PDF must be made quickly by whoever asks: see `documents.make_pdf`."""
    desk = Desk()
    with on(1, 11):
        desk.cast = {name: make_person(name) for name in CAST}
        settle(cycle_rules.open_year(YEAR, by=desk.by("kairat")))
    with on(3, 15):
        before_the_term(desk)
    with on(4, 1):
        file_the_others(desk)
    with on(4, 6):
        review_is_on(desk)
    with on(4, 21):
        first_edition(desk)
    with on(4, 28):
        second_edition(desk)
    return desk


def settle(cycle: Cycle) -> None:
    """Every row concerns a territory, the rows of one item different ones: no page may ask for them one by one, or once more."""
    places = list(Territory.objects.order_by("code"))
    for nth, place in enumerate(places):
        rows = [pk for pk in ItemProgress.objects.filter(report__cycle=cycle).values_list("pk", flat=True) if pk % len(places) == nth]
        ItemProgress.objects.filter(pk__in=rows).update(territory=place)


def before_the_term(desk: Desk) -> None:
    """An extension, an outage, a reminder, a letter on paper."""
    asked = extensions.ask_extension(desk.report(LATER), by=desk.by("erlan"), until=date(2027, 4, 10), reason="Мысал: себеп")
    extensions.propose_extension_answer(asked, by=desk.by("kairat"), granted=True, until=date(2027, 4, 10), reason="Мысал")
    day = clock.today() - timedelta(days=2)
    outage = {"began_at": clock.local(day, 9), "ended_at": clock.local(day, 11), "what_kk": "Мысал", "what_ru": "Пример"}
    outages.propose_outage(by=desk.by("kairat"), **outage)
    reminders.remind(desk.report(LATER), by=desk.by("kairat"))


def file_the_others(desk: Desk) -> None:
    """Two reports under review, one on paper, one missing, one that is late; everybody else's are accepted."""
    for code, officer, signatory in ((OPEN, "aigul", "bolat"), ("MNVO", "timur", "ulan")):
        report = filed.fill(desk.report(code), by=desk.by(officer))
        first = report.rows.filter(needs_answer=True).first()
        said = {"public_id": uuid4(), "kind": "act", "number": "7-НҚ", "date": date(2026, 11, 14)}
        Evidence.objects.create(row=first, added_at=clock.now(), added_by=desk.by(officer), **said)
        filed.submit(report, by=desk.by(signatory))
    filed.file(desk.report(WAITING), by=desk.by("dana"), signer=desk.by("erlan"))
    for place, report in enumerate(desk.cycle.reports.filter(status=Report.DRAFT).select_related("body", "cycle__plan")):
        if report.body.code not in (PAPER, LATER, MISSING):
            chance = Random(report.body.code)  # noqa: S311
            accept(report, overspent(season.report_of(report, chance)), at=clock.local(date(2027, 3, 1 + place % 28)))


def overspent(content: str) -> str:
    """The same report with more spent than planned in its first row with money: a figure that looks strange."""
    said = json.loads(content)
    row = next((row for row in said["items"] if row["planned_local"] is not None), None)
    if row:
        row["disbursed_local"] = row["planned_local"] + 1
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def review_is_on(desk: Desk) -> None:
    """Remarks, a choice for a second person, a wish to have the report back, a round that was returned, a letter on paper."""
    gulnar = desk.by("gulnar")
    scan = SimpleUploadedFile("hat.pdf", PDF, content_type="application/pdf")
    paper.register_paper(desk.report(PAPER), by=desk.by("kairat"), upload=scan, **LETTER)
    for code in (OPEN, "MNVO"):
        review.begin_review(desk.report(code), by=gulnar)
    first, second, *others = desk.rows()
    made = comments.comment(first, by=gulnar, text="Мысал: ескерту", field="progress_kk")
    comments.reply(made, by=gulnar, text="Мысал: тағы")
    comments.comment(first, by=gulnar, text="Мысал: ішкі", internal=True)
    review.decide(second, by=gulnar, decision=Decision.RETURNED, reason="Мысал: нақтылаңыз")
    another_round(desk, first, second, others)
    chosen = {together.key_of(entry) for entry in others[1:4]}
    together.propose_bulk(desk.report(), by=gulnar, chosen=chosen, note="Мысал: негіз")
    asking.ask_for_return(desk.report(), by=desk.by("bolat"), reason="Мысал: қате табылды")
    review.decide(desk.rows("MNVO")[0], by=gulnar, decision=Decision.ACCEPTED)


def another_round(desk: Desk, first, second, others) -> None:
    """The report comes back once, is filed again and is under review: there are rounds to compare."""
    gulnar = desk.by("gulnar")
    for entry in (first, *others):
        review.decide(entry, by=gulnar, decision=Decision.ACCEPTED)
    review.return_for_revision(desk.report(), by=gulnar)
    for model in (ItemProgress, IndicatorValue):
        model.objects.filter(report=desk.report(), open=True, needs_answer=True).update(reasons_kk="Мысал: нақтыланды")
    for entry in (first, *others):  # the body wrote more than it was asked: these are read again
        type(entry).objects.filter(pk=entry.pk).update(reasons_kk="Мысал: тағы нақтыланды")
    filed.submit(desk.report(), by=desk.by("bolat"), at=clock.now())
    review.begin_review(desk.report(), by=gulnar)


def first_edition(desk: Desk) -> None:
    """The summary with its decisions and texts, approved, sent, returned, sent again, published and placed on the official site."""
    kairat, madina = desk.by("kairat"), desk.by("madina")
    calculate(desk)
    summary = consolidation.latest(desk.cycle)
    for found in summary.manifest["discrepancies"]:
        item = ActionItem.objects.get(code=found["item"])
        consolidation.decide_status(desk.cycle, item, by=kairat, status=found["suggested"], reason="Мысал")
    for section in narrative.in_order(summary):
        kk, ru = f"Мысал мәтін: {section.key}", f"Пример текста: {section.key}"
        narrative.write_narrative(section, by=kairat, base_version=section.version, kk=kk, ru=ru)
    calculate(desk)
    consolidation.propose(consolidation.latest(desk.cycle), by=kairat)
    consolidation.approve(consolidation.latest(desk.cycle), by=madina)
    jobs.run(Job.objects.get(kind="make_edition").pk)
    edition = Edition.objects.get()
    letter = {"letter_number": "1-1/7", "letter_date": clock.today(), "channel": "portal"}
    sent = transmission.send(transmission.prepare(edition, by=kairat, **letter), by=madina)
    transmission.return_to_ministry(sent, by=desk.by("nurlan"), reason="Мысал: толықтыру қажет")
    transmission.send(transmission.prepare(edition, by=kairat, **letter), by=madina)
    publication.publish(publication.propose_publication(edition, by=kairat), by=madina)
    posting.record_posting(edition, by=kairat, address="https://www.gov.kz/memleket/1", posted_on=clock.today())
    kind = "reminder"
    wording.word_letter(kind, by=kairat, base_version=0, **dict.fromkeys(("subject_kk", "subject_ru", "body_kk", "body_ru"), "Мысал"))


def second_edition(desk: Desk) -> None:
    """A correction in work."""
    consolidation.correct(desk.cycle, by=desk.by("kairat"), code="calculation", reason="Мысал: қате түзетілді")
    calculate(desk)


def calculate(desk: Desk) -> None:
    """Does at once what the worker would."""
    job = consolidation.consolidate(desk.cycle, by=desk.by("kairat"))
    jobs.run(job.pk)
    job.refresh_from_db()
    if job.state != Job.DONE:
        raise AssertionError(f"{job.state} at {job.step}")


def many(first, n: int, **changed) -> None:
    """`n` copies of a thing; `changed` names a field and its value, or what gives it for each copy's number."""
    made = []
    for place in range(n):
        one = copy(first)
        one.pk, one._state.adding = None, True
        for name, value in changed.items():
            setattr(one, name, value(place) if callable(value) else value)
        made.append(one)
    type(first).objects.bulk_create(made)


def multiply(desk: Desk, n: int = MANY) -> None:
    """`n` more of everything that a page lists."""
    on_the_rows(desk, n)
    around_the_year(desk, n)
    after_the_approval(desk, n)


def on_the_rows(desk: Desk, n: int) -> None:
    """Remarks, replies, documents, decisions of earlier rounds, choices, requests and versions of the report under review."""
    for remark in Comment.objects.filter(internal__in=(True, False)):
        many(remark, n)
    for remark in Comment.objects.all():
        CommentReply.objects.create(comment=remark, text="Мысал", said_at=clock.now(), said_by=desk.by("gulnar"))
    for row in desk.report().rows.filter(needs_answer=True)[:n]:
        many(Evidence.objects.first(), 2, row=row, public_id=lambda place: uuid4())
    many(RowDecision.objects.first(), n)
    many(BulkAcceptance.objects.get(), n, status=BulkAcceptance.DECLINED, declined_at=clock.now(), declined_by=desk.by("gulnar"))
    answered = {"answer": "Мысал", "answered_at": clock.now(), "answered_by": desk.by("gulnar")}
    many(ReturnRequest.objects.get(), n, status=ReturnRequest.REFUSED, **answered)
    filed_version = desk.report("MNVO").versions.get()
    many(filed_version, n, number=lambda place: place + 10, outcome="recalled", recalled_at=clock.now(), recalled_by=desk.by("ulan"))


def around_the_year(desk: Desk, n: int) -> None:
    """Extensions, outages, reminders, comments on discipline, notices, events, reviewers, signs of strangeness answered."""
    reports = list(desk.cycle.reports.exclude(body__code=LATER)[:n])
    asked = Extension.objects.get()
    many(asked, n, report=lambda place: reports[place])
    refused = {"answer_granted": False, "answer_until": None, "confirmed_at": clock.now(), "confirmed_by": desk.by("madina")}
    many(asked, n, status=Extension.REFUSED, **refused)
    many(Outage.objects.get(), n)
    many(Reminder.objects.filter(report__isnull=False).first(), n, day=lambda place: date(2027, 3, 1 + place))
    for report in reports:
        DisciplineComment.objects.create(report=report, text="Мысал", said_at=clock.now(), said_by=desk.by("bolat"))
    Cycle.objects.filter(year=YEAR).update(discipline_shown_at=clock.now(), discipline_shown_by=desk.by("kairat"))
    for person in desk.cast.values():
        many(Notice.objects.first(), n, person=person, read_at=None)
    threads = list(Event.objects.values_list("thread", flat=True).distinct())
    for thread in threads:
        last = Event.objects.filter(thread=thread).order_by("number").last()
        many(last, n, number=lambda place, last=last: last.number + 1 + place)
    reviewers = [User.objects.create_user(f"r{place}@example.kz", f"Қараушы {place}", "reviewer", body=desk.cast["kairat"].body)
                 for place in range(n)]  # fmt: skip
    for place, report in enumerate(reports):
        Report.objects.filter(pk=report.pk).update(reviewer=reviewers[place])
    for found in consolidation.latest(desk.cycle).manifest.get("anomalies", ())[:n]:
        said = {"key": found["key"], "seen": found["seen"], "note": "Мысал"}
        AnomalyAnswer.objects.create(cycle=desk.cycle, answered_at=clock.now(), answered_by=desk.by("kairat"), **said)


def after_the_approval(desk: Desk, n: int) -> None:
    """Versions of texts, runs, wordings of letters, letters, places on the official site, editions with their files, failed jobs."""
    for text in NarrativeVersion.objects.filter(number=NarrativeVersion.objects.aggregate(least=Min("number"))["least"]):
        many(text, n, number=lambda place: place + 100)
    many(SummaryRun.objects.order_by("pk").last(), n, number=lambda place: place + 100)
    many(LetterText.objects.get(), n, version=lambda place: place + 100)
    many(Transmission.objects.order_by("pk").first(), n, previous=None)
    many(OfficialPosting.objects.get(), n)
    many(Job.objects.first(), n, key=lambda place: f"copy:{place}", state=Job.FAILED)
    several_editions(desk, n)


def several_editions(desk: Desk, n: int) -> None:
    """Editions of the same year that were replaced, each with a file and a letter."""
    edition, summary = Edition.objects.get(), consolidation.latest(desk.cycle)
    for place in range(n):
        made, other = copy(edition), copy(edition.summary)
        for one in (made, other):
            one.pk, one._state.adding, one.number = None, True, summary.number + 1 + place
        other.save()
        made.summary, made.status, made.sha256 = other, Edition.SUPERSEDED, f"{place:064x}"
        made.superseded_at = clock.now()
        made.save()
        EditionFile.objects.create(edition=made, name="lines.csv", media_type="text/csv", sha256=made.sha256, size=1)
        many(Transmission.objects.order_by("pk").first(), 1, edition=made, previous=None)
    type(summary).objects.filter(pk=summary.pk).update(number=summary.number + 1 + n)


def grow(desk: Desk, n: int) -> None:
    """Made-up companies until the year has `n` reports, each a copy of an accepted report with its rows and its version."""
    first = Report.objects.filter(cycle=desk.cycle, status=Report.ACCEPTED, body__region__isnull=False).select_related("body").first()
    missing = n - desk.cycle.reports.count()
    if missing <= 0:
        return
    made_before = ExecutiveBody.objects.filter(code__startswith="MADE-").count()
    bodies = [body_like(first.body, made_before + place) for place in range(missing)]
    ExecutiveBody.objects.bulk_create(bodies)
    last = Report.objects.aggregate(last=Max("pk"))["last"]
    many(first, missing, public_id=lambda place: uuid4(), body=lambda place: bodies[place])
    made = list(Report.objects.filter(pk__gt=last).order_by("pk"))
    for model in (ItemProgress, IndicatorValue):
        for entry in model.objects.filter(report=first):
            many(entry, missing, report=lambda place: made[place])
    version = ReportVersion.objects.get(report=first)
    many(version, missing, report=lambda place: made[place])
    waiting = [one.pk for one in made[::3]]
    ReportVersion.objects.filter(report__in=waiting).update(outcome="", decided_at=None, decided_by=None)
    Report.objects.filter(pk__in=waiting).update(status=Report.SUBMITTED, accepted_at=None, accepted_by=None)


def body_like(body: ExecutiveBody, place: int) -> ExecutiveBody:
    """Another body of the same region, made up."""
    one = copy(body)
    one.pk, one._state.adding, one.code = None, True, f"MADE-{place}"
    one.name_kk, one.name_ru, one.name_en = (f"{getattr(body, f'name_{language}')} {place}" for language in ("kk", "ru", "en"))
    return one
