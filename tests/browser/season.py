"""A season of the Ministry's desk in a browser, from the first reminder to the corrected edition, by visible names in one language.

The bodies' own acts are done by `made_season` in the portal's process. Every amount typed by anybody is kept in `Season.typed`; at the end
each total of page, CSV and JSON must be the sum of what was typed.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from reporting import clock, formats
from tests.browser.clerk import Clerk
from tests.browser.made_season import CORRECTS, EXTENDED, MISSING, PAPER, SECOND, TWICE, YEAR
from tests.hand import Hand
from tests.servers import Running
from tests.throwaway import wait_until
from tests.visitor import plain

MARCH, APRIL = clock.local(date(2027, 3, 29), 10), clock.local(date(2027, 4, 12), 10)
SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
FIRST, AGAIN, AMENDED = 111_000_111, 222_000_222, 333_000_333  # tenge of the corrected row, round by round
REASON = {"kk": "Соманы нақтылаңыз (мысал).", "ru": "Уточните сумму (пример)."}
ON_PAPER = ("1 500 000,5", "700 000")  # thousand tenge, planned and disbursed
TEXTS = {"kk": "Мысал мәтін: жыл қорытындысы.", "ru": "Пример текста: итоги года."}
OUTCOME = {"relevant": "on", "is_complete": "on", "correct": "on", "decision": "accepted"}


@dataclass
class Season:
    """What the walk knows: the portal, the people at their browsers, the bodies, what was typed."""

    running: Running
    hand: Hand
    sit_down: Callable[[str], Clerk]
    language: str
    seed: int
    codes: list[str]
    names: dict[str, str]
    by_hand: int
    typed: dict[str, dict] = field(default_factory=dict)
    people: dict[str, Clerk] = field(default_factory=dict)
    say: Callable[[str], None] = lambda text: None

    def person(self, email: str) -> Clerk:
        """One person at one browser, from their own first page."""
        if email not in self.people:
            self.people[email] = self.sit_down(email)
        self.people[email].open("work/")
        return self.people[email]

    @property
    def coordinator(self) -> Clerk:
        return self.person("coordinator@mnvo.example")

    @property
    def approver(self) -> Clerk:
        return self.person("approver@mnvo.example")

    @property
    def reviewer(self) -> Clerk:
        return self.person("reviewer@mnvo.example")

    def open_report(self, person: Clerk, code: str) -> None:
        """The review page of a body's report, from the table of completeness."""
        person.section("Filing of reports")
        person.go(self.names[code])


def clock_shift(at: datetime) -> str:
    """Seconds from now to the portal's day."""
    return str(int((at - datetime.now(UTC)).total_seconds()))


def turn_clock(running: Running, at: datetime) -> None:
    """Stops the portal and starts it on another day."""
    running.stop()
    running.env["CLOCK_SHIFT"] = clock_shift(at)
    for name in running.commands:
        running.start(name)
    wait_until(lambda: running.readiness()[0] == 200, running.processes["web"], "the portal", 120)


def walk(it: Season) -> None:
    """The whole season. The portal stands in March."""
    it.typed |= it.hand.do("file", seed=it.seed)
    share_out(it)
    remind(it)
    for code in EXTENDED:
        extend(it, code)
    it.say("March: reviewers shared out, a reminder sent, two terms extended")
    for person in it.people.values():
        person.context.close()
    it.people.clear()
    it.hand.close()
    turn_clock(it.running, APRIL)
    it.typed |= it.hand.do("file_late", seed=it.seed)
    enter_paper(it)
    twice_returned(it)
    review_others(it)
    it.say("April: one report entered from paper, one returned twice, all reviewed but the missing one")
    reconcile(it)
    approve_edition(it, 1)
    hand_over(it)
    publish(it, 1)
    totals_agree(it, 1)
    it.say("edition 1 approved, sent, acknowledged, published; its totals are what was typed")
    correct(it)
    it.say("edition 2 corrects it; its totals are what was typed, and edition 1 is still there")


# March


def share_out(it: Season) -> None:
    """The coordinator shares the reports out between the reviewers."""
    one = it.coordinator
    one.press_named("Reviewers of the reports")
    one.press_named("Propose reviewers for the rest")
    one.press_named("Save the reviewers")


def remind(it: Season) -> None:
    """The coordinator reminds the body that will never file."""
    one = it.coordinator
    one.press_named("Reminders")
    one.press_named("Remind now", at=it.names[MISSING], begins=True)
    one.press_named("Send a reminder")


def extend(it: Season, code: str) -> None:
    """The coordinator proposes the answer, the approver confirms it."""
    one, reason = it.coordinator, REASON[it.language]
    one.press_named("Requests for an extension")
    one.go(it.names[code])
    one.fill(granted="yes", until="10.04.2027", reason=reason)
    one.press_named("Submit for confirmation")
    other = it.approver
    other.section("Filing of reports")
    other.press_named("Requests for an extension")
    other.go(it.names[code])
    other.press_named("Confirm the answer")
    other.reads("The term is extended. Last day: %(date)s", date=formats.date_long(date(2027, 4, 10), language=it.language))


# April: paper and review


def enter_paper(it: Season) -> None:
    """The coordinator registers the letter, types its row and submits it as the body's version."""
    one, item = it.coordinator, it.hand.do("first_item", code=PAPER)
    one.press_named("Came on paper", at=it.names[PAPER], begins=True)
    one.fill(letter_number="12-3/45", letter_date="30.03.2027", arrived_on="31.03.2027", signed_by="Мысалов Ерлан, вице-министр")
    one.page.set_input_files("main [name=file]", {"name": "hat.pdf", "mimeType": "application/pdf", "buffer": SCAN})
    one.press_named("Register the letter")
    one.press("table.tasks th a")
    one.fill(answer="given", status="in_progress", progress_kk="Мысал: қағаздан енгізілді.")
    one.type(reasons_kk="Мысал: себептері.", measures_kk="Мысал: шаралар.", proposed_date="30.09.2027", questions_answer="Мысал.")
    one.fill(planned_republican=ON_PAPER[0], disbursed_republican=ON_PAPER[1], complete="on")
    one.press_named("Save and return to the list")
    one.press_named("Letter and end of the entry")
    one.fill(declared="on")
    one.press_named("Submit what was entered")
    it.typed[f"{PAPER}/{item}"] = {"planned_republican": 1_500_000_500, "disbursed_republican": 700_000_000}


def begin(it: Season, code: str) -> Clerk:
    """The reviewer takes a submitted report."""
    one = it.reviewer
    it.open_report(one, code)
    one.press_named("Begin review", "button")
    one.press_named("Begin review", "button")
    return one


def row_by_row(one: Clerk, item_returned: bool) -> None:
    """Every row that waits, one after the other; the first is returned where it is said so."""
    one.press("table th a[href*='/rows/']")
    for place in range(60):
        if one.page.url.endswith("/finish/"):
            return
        back = {"decision": "returned", "code": "figures", "reason": REASON[one.language]}
        one.fill(**(back if item_returned and place == 0 else OUTCOME))
        one.press("button.btn[value=decide]")
    raise AssertionError("the round does not end")


def twice_returned(it: Season) -> None:
    """One report goes back twice, and is accepted in the third round."""
    item = it.hand.do("first_item", code=TWICE)
    for amount in (FIRST, AGAIN):
        one = begin(it, TWICE)
        row_by_row(one, item_returned=True)
        one.sees(REASON[it.language])
        one.press_named("Return for revision", "button")
        it.typed |= it.hand.do("correct", code=TWICE, item=item, amount=amount)
    one = begin(it, TWICE)
    row_by_row(one, item_returned=False)
    one.press_named("Accept the report", "button")


def review_others(it: Season) -> None:
    """Everybody else: rows accepted together with a second person's consent; what is too much for one evening by the verbs."""
    rest = [code for code in it.codes if code not in (TWICE, MISSING)]
    first = [code for code in (PAPER, CORRECTS, "MNVO") if code in rest]
    order = first + [code for code in rest if code not in first]
    for code in order[: it.by_hand]:
        accept_together(it, code)
    it.hand.do("accept", codes=order[it.by_hand :])
    states = it.hand.do("states")
    assert states.pop(MISSING) == "draft" and set(states.values()) == {"accepted"}, states


def accept_together(it: Season, code: str) -> None:
    """One reviewer chooses all rows, the other consents, the first ends the round; the Ministry's own is ended by the approver."""
    one = begin(it, code)
    it.open_report(one, code)
    one.press_named("Choose rows to accept together")
    for box in one.page.locator("main [name=rows]").all():
        box.set_checked(True)
    one.fill(note=REASON[it.language])
    one.press_named("Submit for consent")
    other = it.person(SECOND)
    it.open_report(other, code)
    other.press(".notice a[href*='/together/']")
    other.press_named("Consent: accept these rows")
    one = it.approver if code == "MNVO" else it.reviewer
    it.open_report(one, code)
    one.press_named("Finish the round")
    one.press_named("Accept the report", "button")


# The edition


def reconcile(it: Season) -> None:
    """The table of completeness counts what there is: all but one filed, one overdue, named."""
    one = it.coordinator
    one.reads("Reports filed: %(filed)s of %(total)s", filed=len(it.codes) - 1, total=len(it.codes))
    one.reads("Overdue: %(n)s", n=1)
    one.sees(it.names[MISSING])


def summary(one: Clerk) -> None:
    """The workspace of the year."""
    one.section("Summary")
    one.go(str(YEAR))


def calculate(one: Clerk, again: bool) -> None:
    """Presses the button and waits for the worker."""
    summary(one)
    one.press_named("Calculate again" if again else "Calculate the summary")
    one.appears("main .progress:not([data-url]) .steps li")
    summary(one)


def approve_edition(it: Season, number: int) -> None:
    """Calculated, decided where executors differ, worded, proposed by one, approved by another; the worker makes the edition."""
    one = it.coordinator
    calculate(one, again=number > 1)
    if number == 1:
        decide_statuses(it, one)
        write_texts(it, one)
        calculate(one, again=True)
    one.press_named("Submit for approval")
    one.press_named("Submit for approval")
    other = it.approver
    summary(other)
    other.press_named("Approve the summary")
    other.press_named("Approve the summary")
    made = other.word("Open edition No. %(number)s", number=number)
    for _ in range(240):
        if other.named(made).count():
            return
        other.page.wait_for_timeout(500)
        other.page.reload()
    raise AssertionError(f"edition {number} was not made")


def decide_statuses(it: Season, one: Clerk) -> None:
    """The Ministry decides on every item on which the executors differ."""
    decide = one.numbered("Decide on item %(number)s")
    assert decide.count(), "made to differ"
    for _ in range(30):
        summary(one)
        if not decide.count():
            return
        with one.page.expect_navigation(wait_until="load"):
            decide.first.click()
        one.fill(reason=REASON[it.language])
        one.press("form button.btn[type=submit]")
    raise AssertionError("the decisions do not end")


def write_texts(it: Season, one: Clerk) -> None:
    """A text for each section, in both languages; the first holds a figure by reference."""
    for nth in range(4):
        summary(one)
        one.press_named("Write the text", begins=True)
        one.fill(**{language: f"{text}{' {{total.disbursed}}' if nth == 0 else ''}" for language, text in TEXTS.items()})
        one.press_named("Save")


def hand_over(it: Season) -> None:
    """The coordinator prepares the letter, the approver sends it, the planning body acknowledges it."""
    one = it.coordinator
    one.section("Sending to the MNE")
    one.press_named("Prepare the covering letter")
    one.fill(letter_number="1-1/88")
    one.press_named("Prepare the covering letter")
    other = it.approver
    other.section("Sending to the MNE")
    other.go("№ 1-1/88")
    other.press_named("Send", "letter")
    other.press_named("Send", "letter")
    observer = it.person("observer@mne.example")
    observer.press_named("Acknowledge receipt")
    observer.fill(incoming_number="4321", incoming_date=formats.date_short(APRIL.date()))
    observer.press_named("Acknowledge receipt")
    one = it.coordinator
    one.section("Sending to the MNE")
    one.sees("4321")


def publish(it: Season, number: int) -> None:
    """The coordinator proposes, the approver publishes; the worker bakes the pages."""
    name = f"{YEAR}, № {number}"
    one = it.coordinator
    one.section("Publication")
    one.go(name)
    one.press_named("Propose for publication")
    one.press_named("Propose for publication")
    other = it.approver
    other.section("Publication")
    other.go(name)
    other.press_named("Publish")
    other.press_named("Publish")
    for _ in range(240):
        index = other.page.request.get(f"/data/{YEAR}/latest/summary.json")
        if index.status == 200 and index.json()["edition"] == number:
            return
        other.page.wait_for_timeout(500)
    raise AssertionError(f"edition {number} was not baked")


def correct(it: Season) -> None:
    """A body amends, the reviewer accepts, the Ministry makes edition 2 with the reason; the first one stays readable."""
    item, before = it.hand.do("first_item", code=CORRECTS), it.reviewer.page.request.get(f"/data/{YEAR}/1/summary.json").body()
    it.typed |= it.hand.do("amend", code=CORRECTS, item=item, amount=AMENDED)
    one = begin(it, CORRECTS)
    row_by_row(one, item_returned=False)
    one.press_named("Accept the report", "button")
    one = it.coordinator
    summary(one)
    one.press_named("Begin a correction")
    one.fill(code="body_data", reason=REASON[it.language])
    one.press_named("Begin a correction")
    calculate(one, again=False)
    confirm_texts(one)
    approve_edition(it, 2)
    publish(it, 2)
    totals_agree(it, 2)
    reader = it.reviewer
    assert reader.page.request.get(f"/data/{YEAR}/1/summary.json").body() == before, "the first edition is not as it was"
    reader.open("corrections/")
    reader.sees(REASON[it.language])


def confirm_texts(one: Clerk) -> None:
    """The sentences whose figure has changed are read again and confirmed: until then nothing can be proposed."""
    stale = one.word("Change the text")
    summary(one)
    with one.page.expect_navigation(wait_until="load"):
        one.named(stale, whole=False).first.click()
    right = one.word("The sentences are right with the new figures")
    assert one.named(right).count() == 2, "a figure has changed in both languages"
    for left in (2, 1):
        one.go(right)
        assert one.named(right).count() == left - 1


# What was typed is what is read


def sums(it: Season) -> dict[str, int]:
    """The typed amounts added up, in tenge: in all and by source. The missing body typed nothing."""
    found: dict[str, int] = {}
    for row in it.typed.values():
        for name, tenge in row.items():
            for key in (name, name.split("_")[0]):
                found[key] = found.get(key, 0) + tenge
    return found


def totals_agree(it: Season, number: int) -> None:
    """The page of the Ministry, the public page, `lines.csv` and `summary.json` of the edition against the typed sums."""
    typed, reader = sums(it), it.coordinator
    summary(reader)
    desk = plain(reader.text)
    money = {kind: plain(formats.money_table(typed[kind], language=it.language)) for kind in ("planned", "disbursed")}
    for kind, text in money.items():
        assert text in desk, f"the desk does not say {text} ({kind})"
    data = reader.page.request.get(f"/data/{YEAR}/{number}/summary.json").json()["totals"]["funding"]
    assert data["total"] == {kind: typed[kind] for kind in ("planned", "disbursed")}, data["total"]
    rows = list(csv.DictReader(io.StringIO(reader.page.request.get(f"/data/{YEAR}/{number}/lines.csv").text().lstrip("\ufeff"))))
    for name in (name for name in typed if "_" in name):
        assert sum(int(row[name] or 0) for row in rows) == typed[name], name
    for key, row in it.typed.items():
        code, item = key.split("/")
        line = next(one for one in rows if (one["body"], one["item"]) == (code, item))
        assert {name: int(line[name]) for name in row} == row, key
    reader.open(f"{YEAR}/")
    public = plain(reader.text)
    assert all(text in public for text in money.values()), f"the public page does not say {money}"
