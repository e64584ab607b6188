"""One season walked through by the verbs, standing still at every stage: the same people, reports, summary, letters and edition at each.

`stages(world)` yields the name of each stage once the world has come to it.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from portal.users import deputies, tokens
from portal.users.models import User
from reporting import clock, jobs
from reporting.consolidation import calculation, narrative
from reporting.consolidation import rules as consolidation
from reporting.cycle import extensions, outages
from reporting.cycle import rules as cycle_rules
from reporting.filing import rules as filing
from reporting.filing.spreadsheet import rules as spreadsheets
from reporting.filing.spreadsheet.columns import columns
from reporting.filing.spreadsheet.preview import Preview
from reporting.filing.spreadsheet.template import template
from reporting.models import Comment, Cycle, Edition, ItemProgress, Job, Narrative, Report, Transmission
from reporting.publication import embargo
from reporting.publication import rules as publication
from reporting.review import comments
from reporting.review import rules as review
from reporting.transmission import rules as transmission
from tests.conftest import CAST, make_person
from tests.filing import filling
from tests.filing.spreadsheet import workbooks
from tests.review import filed

# In the order of the year; at every one of them every path is tried
STAGES = (
    "unopened", "draft", "extension", "submitted", "in_review", "to_return", "returned", "accepted", "calculated", "proposed", "approved",
    "offered", "out", "registered", "answered",
)  # fmt: skip
DAYS = {
    "unopened": (1, 11), "draft": (3, 15), "extension": (3, 16), "submitted": (3, 20), "in_review": (4, 5), "to_return": (4, 6),
    "returned": (4, 7), "accepted": (4, 12), "calculated": (4, 19), "proposed": (4, 20), "approved": (4, 21), "offered": (4, 22),
    "out": (4, 23), "registered": (4, 24), "answered": (4, 25),
}  # fmt: skip
BODIES = {"aba": ("AK-ABA", "aigul", "bolat"), "own": ("MNVO", "timur", "ulan")}  # thing → body, officer, signatory
SCENES = ("hand", "portal", "scheduled", "shown")  # how the letter goes; an edition announced for a day
HOLDERS = ("aigul", "beibit", "bolat", "dana", "erlan", "timur", "ulan", "nurlan")  # who may hold a token


class World:
    """Who and what there is."""

    def __init__(self):
        with clock.at(clock.local(date(2027, 1, 11))):
            self.cast = {name: make_person(name) for name in CAST}
            self.cast["closed"] = make_closed(self.cast["kairat"].body)
            self.target = User.objects.create_user("target@example.kz", "Нысана", "officer", body=self.cast["kairat"].body)
            self.gone = make_closed(self.cast["kairat"].body, "gone@example.kz")
            self.tokens = {name: tokens.issue_token(self.cast[name], by=self.cast[name], name="СЭД", days=365) for name in HOLDERS}
        self.stage, self.books = "", {}

    @property
    def cycle(self) -> Cycle:
        return Cycle.objects.get(year=2026)

    @property
    def edition(self) -> Edition:
        return Edition.objects.get()

    def report(self, thing: str) -> Report:
        """«aba», «own», or «alm», which never files."""
        return filling.report_of({**{name: of[0] for name, of in BODIES.items()}, "alm": "AK-ALM"}[thing])

    @property
    def today(self) -> date:
        return clock.today()

    def document(self, thing: str):
        """A document of the row."""
        return self.row(thing).evidence.order_by("pk").first()

    def section_version(self, key: str) -> int:
        """The version of a text that its page would send."""
        found = Narrative.objects.filter(summary__cycle__year=2026, key=key).order_by("-summary__number").first()
        return found.version if found else 1

    def prepare(self, thing: str) -> None:
        """Sets the scene for a thing: the letter goes by hand or through the portal. Undone afterwards."""
        if thing in ("hand", "portal"):
            Transmission.objects.update(channel=thing)
        if thing == "shown":
            Cycle.objects.update(discipline_shown_at=clock.now())
        if thing == "scheduled" and self.stage == "offered":
            at = clock.local(date(2027, 4, 30))
            embargo.schedule_publication(self.edition, by=self.by("madina"), at=at)

    def json(self, said: dict) -> str:
        return json.dumps(said)

    def scan(self) -> SimpleUploadedFile:
        """A stamped copy."""
        return SimpleUploadedFile("scan.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")

    def file(self, thing: str) -> SimpleUploadedFile:
        """A filled-in spreadsheet."""
        if (thing, self.stage) not in self.books:
            self.books[thing, self.stage] = self.book(thing, "Мысал: кесте")
        return workbooks.uploaded(self.books[thing, self.stage])

    def row(self, thing: str):
        """The row of the report that everything is tried on: the one that is returned later."""
        return self.report(thing).rows.filter(needs_answer=True).select_related("item").order_by("row__number").first()

    def value(self, thing: str):
        """The indicator."""
        return self.report(thing).indicators.select_related("indicator").order_by("indicator__code").first()

    def come_to(self, stage: str) -> None:
        """Does by the verbs what leads from the stage before to this one."""
        self.stage = stage
        getattr(self, f"to_{stage}", lambda: None)()

    def by(self, name: str) -> User:
        """A person, as the next request would load them."""
        return User.objects.select_related("body").get(pk=self.cast[name].pk)

    # The steps

    def to_draft(self) -> None:
        cycle_rules.open_year(2026, by=self.by("kairat"))
        for thing, (_code, officer, _signatory) in BODIES.items():
            filling.fill(self.report(thing), self.by(officer))
            document = {"kind": "act", "number": "7-НҚ", "date": date(2026, 11, 14)}
            filing.add_evidence(self.row(thing), by=self.by(officer), **document)
        shared = self.report("own").rows.get(item__code="SC-10")
        filling.save(shared, self.by("timur"), status="partly_done", reasons_kk="Мысал", measures_kk="Мысал")
        asked = {"until": date(2027, 4, 10), "reason": "Мысал"}
        self.asked = extensions.ask_extension(filling.report_of("AK-ALM"), by=self.by("erlan"), **asked)
        self.applied = self.uploaded("aigul", "Мысал: қолданылған")
        spreadsheets.apply_spreadsheet(self.applied, by=self.by("aigul"), digest=self.digest(self.applied, "aigul"))
        self.upload = self.uploaded("aigul", "Мысал: жүктелген")
        day, said = self.today - timedelta(days=2), {"what_kk": "Мысал", "what_ru": "Пример"}
        self.outage = outages.propose_outage(by=self.by("kairat"), began_at=clock.local(day, 9), ended_at=clock.local(day, 11), **said)
        self.substitution = deputies.appoint_deputy(
            self.by("bolat"), by=self.by("saule"), deputy=self.by("aigul"), starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 2), basis="№",
        )

    def down(self) -> dict:
        """Yesterday's outage, as its form takes it."""
        day = f"{self.today - timedelta(days=1):%d.%m.%Y}"
        return {"began": f"{day} 10:00", "ended": f"{day} 12:00", "what_kk": "Мысал", "what_ru": "Пример"}

    def to_extension(self) -> None:
        answer = {"granted": True, "until": date(2027, 4, 10), "reason": "Мысал"}
        extensions.propose_extension_answer(self.asked, by=self.by("kairat"), **answer)

    def to_submitted(self) -> None:
        self.asked.refresh_from_db()
        extensions.confirm_extension(self.asked, by=self.by("madina"))
        for thing, (_code, _officer, signatory) in BODIES.items():
            filling.submit(self.report(thing), self.by(signatory))

    def to_in_review(self) -> None:
        for thing in BODIES:
            review.begin_review(self.report(thing), by=self.by("gulnar"))
            for entry in filed.entries(self.report(thing)):
                review.decide(entry, by=self.by("gulnar"), decision="accepted")
            comments.comment(self.row(thing), by=self.by("gulnar"), text="Мысал: ескерту")

    def remark(self, thing: str) -> Comment:
        """What the reviewer remarked on the row."""
        return Comment.objects.get(report=self.report(thing))

    def to_to_return(self) -> None:
        for thing in BODIES:
            review.decide(self.row(thing), by=self.by("gulnar"), decision="returned", reason="Мысал: нақтылаңыз")

    def to_returned(self) -> None:
        for thing, (_code, officer, _signatory) in BODIES.items():
            review.return_for_revision(self.report(thing), by=self.by("gulnar"))
            filling.save(self.row(thing), self.by(officer), progress_kk="Мысал: нақтыланды", complete=True)

    def to_accepted(self) -> None:
        for thing, (_code, _officer, signatory) in BODIES.items():
            filling.submit(self.report(thing), self.by(signatory))
            review.begin_review(self.report(thing), by=self.by("gulnar"))
            review.decide(self.row(thing), by=self.by("gulnar"), decision="accepted")
            review.accept(self.report(thing), by=self.by("madina" if thing == "own" else "gulnar"))

    def to_calculated(self) -> None:
        summary = consolidation.start_summary(self.cycle, by=self.by("kairat"))
        for section in narrative.in_order(summary):
            kk = f"Мысал мәтін: {section.key}"
            narrative.write_narrative(section, by=self.by("kairat"), base_version=section.version, kk=kk, ru=f"Пример: {section.key}")
        self.calculate()
        for found in consolidation.latest(self.cycle).manifest["discrepancies"]:
            item = self.report("aba").rows.get(item__code=found["item"]).item
            consolidation.decide_status(self.cycle, item, by=self.by("kairat"), status=found["suggested"], reason="Мысал")
        self.calculate()
        self.item = consolidation.latest(self.cycle).manifest["discrepancies"][0]["item"]
        self.failed = Job.objects.create(
            kind=calculation.KIND, key="failed", state=Job.FAILED, params={"year": 2026}, created_at=clock.now()
        )

    def calculate(self) -> None:
        """Does at once what the worker would."""
        job = consolidation.consolidate(self.cycle, by=self.by("kairat"))
        jobs.run(job.pk)

    def to_proposed(self) -> None:
        consolidation.propose(consolidation.latest(self.cycle), by=self.by("kairat"))

    def to_approved(self) -> None:
        consolidation.approve(consolidation.latest(self.cycle), by=self.by("madina"))
        jobs.run(Job.objects.get(kind="make_edition").pk)

    def to_offered(self) -> None:
        letter = {"letter_number": "1-1/7", "letter_date": clock.today(), "channel": "hand"}
        self.letter = transmission.prepare(self.edition, by=self.by("kairat"), **letter)
        publication.propose_publication(self.edition, by=self.by("kairat"))

    def to_out(self) -> None:
        transmission.send(self.letter, by=self.by("madina"))
        publication.publish(self.edition, by=self.by("madina"))

    def to_registered(self) -> None:
        transmission.register(self.letter, by=self.by("nurlan"), incoming_number="77", incoming_date=clock.today())

    def to_answered(self) -> None:
        transmission.acknowledge(self.letter, by=self.by("nurlan"), incoming_number="77", incoming_date=clock.today())

    # Files

    def book(self, thing: str, text: str) -> bytes:
        """The template of the report with one text changed."""
        with override("kk"):
            book = template(self.report(thing))
            heading = next(one.label for one in columns(ItemProgress, with_last=False) if one.name == "progress_kk")
        return workbooks.put(book, workbooks.at(book, heading), text)

    def uploaded(self, name: str, text: str):
        """A file that waits for its «apply»."""
        return spreadsheets.upload_spreadsheet(self.report("aba"), by=self.by(name), upload=workbooks.uploaded(self.book("aba", text)))

    def digest(self, upload, name: str) -> str:
        """What the preview page shows to the one who uploaded."""
        return Preview(upload, self.by(name)).digest


def make_closed(body, email: str = "closed@example.kz") -> User:
    """A coordinator whose access was closed: their old session must open nothing."""
    person = User.objects.create_user(email, "Жабылған", "coordinator", body=body)
    User.objects.filter(pk=person.pk).update(is_active=False)
    return person


@contextmanager
def on_the_day(stage: str) -> Iterator[None]:
    """The clock of a stage."""
    with clock.at(clock.local(date(2027, *DAYS[stage]), 10)):
        yield
