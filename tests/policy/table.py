"""The table: every way by which something can be written, who may go it, at which stages of the year, and a request that would succeed.

Written by hand from DOMAIN §6 and the issues. `run.py` compares it with what the portal does; `test_policy.py` fails on a path that is
not here, and on one that is here and not in the code.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.policy.world import STAGES, World

EVERYBODY = frozenset({
    "aigul", "beibit", "bolat", "dana", "erlan", "gulnar", "kairat", "madina", "nurlan", "oraz", "saule", "timur", "ulan",
})  # fmt: skip
PEOPLE = (*sorted(EVERYBODY), "closed", "nobody")  # a closed access with its old session; nobody has not signed in
THINGS = {"aba": ("aigul", "beibit", "bolat"), "own": ("timur", "ulan")}  # the report, and who works in its body
SIGNATORY = {"aba": {"bolat"}, "own": {"ulan"}}
DRAFTS, EDITABLE = ("draft", "extension"), ("draft", "extension", "returned")
FILLED = {thing: set(people) for thing, people in THINGS.items()}


def since(stage: str) -> tuple[str, ...]:
    """This stage and all after it."""
    return STAGES[STAGES.index(stage) :]


def until(stage: str) -> tuple[str, ...]:
    """All stages from the first draft to before this one."""
    return STAGES[1 : STAGES.index(stage)]


OPEN = since("draft")


@dataclass(frozen=True)
class Path:
    """A line: the path, who may go it for each thing it may be about, and when."""

    key: str
    who: dict[str, set[str]]
    when: tuple[str, ...]
    args: Callable[[World, str], list] = lambda world, thing: []
    sent: Callable[[World, str], dict] = lambda world, thing: {}
    note: str = ""  # tells two lines of one path apart
    headers: Callable[[World, str], dict] = field(default=lambda world, thing: {})

    @property
    def name(self) -> str:
        """For a message."""
        return f"{self.key} ({self.note})" if self.note else self.key


def about(*people: str) -> dict[str, set[str]]:
    """These people, whatever it is about."""
    return {"": set(people)}


def of_report(world: World, thing: str) -> list:
    """The address of a report."""
    return [world.report(thing).public_id]


def of_row(world: World, thing: str) -> list:
    """The address of its row."""
    return [world.report(thing).public_id, world.row(thing).pk]


def of_value(world: World, thing: str) -> list:
    """The address of its indicator."""
    return [world.report(thing).public_id, world.value(thing).pk]


def year(world: World, thing: str) -> list:
    """The address of the year."""
    return [2026]


def typed_row(world: World, thing: str) -> dict:
    """A row as its page sends it."""
    row = world.row(thing)
    said = {"answer": "given", "status": "in_progress", "progress_kk": "Мысал: саясат", "reasons_kk": "Мысал", "complete": "on"}
    return {"base_version": row.version, "fields": "progress_kk", **said}


def typed_value(world: World, thing: str) -> dict:
    """An indicator as its page sends it."""
    value = world.value(thing)
    said = {"answer": "given", "data_source": "Мысал: саясат", "data_date": "31.12.2026", "reasons_kk": "Мысал", "complete": "on"}
    fact = {"numerator": "3", "denominator": "5"} if value.indicator.roll_up == "ratio" else {"actual": "17"}
    return {"base_version": value.version, "fields": "data_source", **said, **fact}


def person(name: str) -> Callable[[World, str], list]:
    """The address of a person: one of the cast, or «target», «gone»."""
    return lambda world, thing: [getattr(world, name).pk if hasattr(world, name) else world.cast[name].pk]


def letter(world: World, thing: str) -> list:
    """The address of the letter."""
    return [world.letter.pk]


def incoming(world: World, thing: str) -> dict:
    """An incoming number, with the scan that a letter by hand needs."""
    return {"incoming_number": "78", "incoming_date": f"{world.today:%d.%m.%Y}", "scan": world.scan()}


def as_json(**said) -> Callable[[World, str], dict]:
    """What a program sends."""
    return lambda world, thing: {"json": said}


def key(world: World, thing: str) -> dict:
    """A new key of a request."""
    return {"Idempotency-Key": "policy"}


NAMES = {"aba": {"aigul", "beibit", "bolat"}, "own": {"timur", "ulan"}}
FILING = [
    Path("filing:item", FILLED, EDITABLE, of_row, typed_row),
    Path("filing:item_autosave", FILLED, EDITABLE, of_row, typed_row),
    Path("filing:indicator", FILLED, DRAFTS, of_value, typed_value),
    Path("filing:indicator_autosave", FILLED, DRAFTS, of_value, typed_value),
    # of a report that is filled in nobody says that there was no activity; the third body's stays empty all year
    Path("filing:no_activity", {"alm": {"dana", "erlan"}, "aba": set()}, OPEN, of_report, lambda world, thing: {"note": "Мысал"}),
    Path(
        "filing:check", SIGNATORY, EDITABLE, of_report,
        lambda world, thing: {"version": world.report(thing).version, "correct": "on", "declared": "on"},
    ),
    Path("filing:recall", SIGNATORY, ("submitted",), of_report, lambda world, thing: {"reason": "Мысал"}),
    Path("filing:amend", SIGNATORY, since("accepted"), of_report, lambda world, thing: {"reason": "Мысал", "code": "mistake"}),
    Path("filing:discard_typed", {}, (), lambda world, thing: [world.report("aba").public_id, world.report("aba").public_id]),
    Path(
        "filing:share", FILLED, EDITABLE, of_report,
        lambda world, thing: {f"row-{world.row(thing).pk}": world.cast[THINGS[thing][0]].pk, f"was-row-{world.row(thing).pk}": ""},
    ),
    # whoever works for a body opens its training report, and nobody else does
    # a paper report begins with its scan; what a whole form does is asked in tests/filing
    Path("filing:paper", {"aba": set(), "alm": set()}, (), of_report),
    Path("filing:sign", {}, (), lambda world, thing: ["00000000-0000-4000-8000-000000000000"]),
    Path("filing:archive", FILLED, OPEN, of_report),
    # with an empty form nobody writes; what a full one does is asked in tests/filing
    Path("filing:item_documents", {"aba": set(), "own": set()}, (), of_row),
    Path("filing:close_amendment", {"aba": set(), "own": set()}, (), of_report),
    Path("filing:send_back", {"aba": set(), "own": set()}, (), of_report),
    Path("filing:ask_return", SIGNATORY, ("in_review", "to_return"), of_report, lambda world, thing: {"reason": "Мысал"}),
    Path("filing:confirmation", FILLED, EDITABLE, of_report),
    Path("filing:order", {"aba": set(), "own": set()}, (), of_report),
    Path("filing:choose_documents", {"aba": set(), "own": set()}, (), of_row),
    Path("filing:training", about("aigul", "beibit", "bolat", "dana", "erlan", "timur", "ulan"), OPEN),
    Path("filing:spreadsheet", FILLED, EDITABLE, of_report, lambda world, thing: {"file": world.file(thing)}),
    Path(
        "filing:spreadsheet_preview", {"aba": {"aigul"}}, ("draft",),  # an uploaded file is kept for 24 hours
        lambda world, thing: [world.report(thing).public_id, world.upload.public_id],
        lambda world, thing: {"digest": world.digest(world.upload, "aigul")},
    ),
    Path(
        "filing:spreadsheet_undo", {"aba": NAMES["aba"]}, DRAFTS,
        lambda world, thing: [world.report(thing).public_id, world.applied.public_id],
    ),
]  # fmt: skip
API = [
    Path(
        "api_item PATCH", FILLED, EDITABLE, lambda world, thing: [world.report(thing).public_id, world.row(thing).item.code],
        as_json(progress_ru="Пример: политика"), headers=lambda world, thing: {"If-Match": f'"{world.row(thing).version}"'},
    ),
    Path(
        "api_indicator PATCH", FILLED, DRAFTS, lambda world, thing: [world.report(thing).public_id, world.value(thing).indicator.code],
        as_json(data_source="Пример: политика"), headers=lambda world, thing: {"If-Match": f'"{world.value(thing).version}"'},
    ),
    Path(
        "api_evidence", FILLED, EDITABLE, lambda world, thing: [world.report(thing).public_id, world.row(thing).item.code],
        lambda world, thing: {"kind": "act", "number": "5", "date": "2026-12-01"},
    ),
    Path(
        "api_one_evidence DELETE", FILLED, EDITABLE,
        lambda world, thing: [world.report(thing).public_id, world.row(thing).item.code, world.document(thing).public_id],
    ),
    Path("api_recall", SIGNATORY, ("submitted",), of_report, as_json(reason="Мысал"), headers=key),
    Path("api_ask_return", SIGNATORY, ("in_review", "to_return"), of_report, as_json(reason="Мысал"), headers=key),
    # without a key of the request nobody writes; with one tests/api asks
    *(
        Path(name, {"aba": set(), "own": set()}, (), of_report, as_json())
        for name in ("api_amend", "api_close_amendment", "api_no_activity", "api_confirmation")
    ),
    Path("api_no_activity DELETE", {"aba": set(), "own": set()}, (), of_report),
    Path("api_submit", SIGNATORY, EDITABLE, of_report, as_json(declared=True), headers=key),
    Path(
        "api_package_acknowledge", about("nurlan"), ("out", "registered"), letter,
        as_json(incoming_number="78", incoming_date="2027-04-23"), headers=key,
    ),
    Path("api_package_return", about("nurlan"), ("out", "registered"), letter, as_json(reason="Мысал"), headers=key),
]  # fmt: skip
ALM = {"alm": {"erlan"}}
CYCLE = [
    Path("cycle:open", about("kairat"), ("unopened",), lambda world, thing: [2026]),
    Path("cycle:campaign_date", about("kairat"), OPEN, year, lambda world, thing: {"campaign_on": "25.03.2027"}),
    Path("cycle:announce", about("kairat"), OPEN, year, lambda world, thing: {"kk": "Мысал", "ru": "Пример"}),
    Path("cycle:pause_reminders", about("kairat"), OPEN, year, lambda world, thing: {"why": "Мысал"}),
    Path("cycle:outages", about("kairat"), STAGES, lambda world, thing: [], lambda world, thing: world.down()),  # no year is asked
    Path(
        "cycle:outage", about("madina"), OPEN, lambda world, thing: [world.outage.pk], lambda world, thing: {"do": "confirm"},
        note="confirm",
    ),
    Path(
        "cycle:outage", about("madina"), OPEN, lambda world, thing: [world.outage.pk],
        lambda world, thing: {"do": "decline", "reason": "Мысал"}, note="decline",
    ),
    Path("cycle:remind", about("kairat", "gulnar"), OPEN, lambda world, thing: [world.report("alm").public_id]),
    Path(
        "cycle:extension", SIGNATORY, DRAFTS, of_report, lambda world, thing: {"until": "12.04.2027", "reason": "Мысал"}, note="ask",
    ),
    Path(
        "cycle:extension_answer", about("kairat"), ("draft",), lambda world, thing: [world.asked.pk],
        lambda world, thing: {"do": "propose", "granted": "yes", "until": "09.04.2027", "reason": "Мысал"}, note="propose",
    ),
    Path(
        "cycle:extension_answer", about("madina"), ("extension",), lambda world, thing: [world.asked.pk],
        lambda world, thing: {"do": "hand_back", "reason": "Мысал"}, note="hand back",
    ),
    Path(
        "cycle:extension_answer", about("madina"), ("extension",), lambda world, thing: [world.asked.pk],
        lambda world, thing: {"do": "confirm"}, note="confirm",
    ),
]  # fmt: skip
REVIEWER = {"aba": {"gulnar"}, "own": {"gulnar"}}


def another_reviewer(world, thing) -> dict:
    """A report that is the reviewer's already goes to nobody: every try changes something."""
    reviewer = world.cast["gulnar"].pk
    return {"reviewer": "" if world.report(thing).reviewer_id == reviewer else reviewer}


REVIEW = [
    Path("review:refuse_return", {"aba": set(), "own": set()}, (), of_report),
    # in this year no row waits for a decision when it could be proposed: nobody can, and there is nothing to consent to
    Path("review:choose", {"aba": set(), "own": set()}, (), of_report, lambda world, thing: {"note": "Мысал"}),
    Path("review:bulk", {"aba": set(), "own": set()}, (), lambda world, thing: [world.report(thing).public_id, 1]),
    Path(
        "review:distribute", about("kairat"), OPEN, year,
        lambda world, thing: {f"report-{world.report('alm').pk}": world.cast["gulnar"].pk},  # which nobody has begun to review
    ),
    Path("review:discipline", about("kairat"), since("in_review"), year),
    Path("review:own_discipline", {"shown": {"bolat"}}, OPEN, lambda world, thing: [world.report("aba").public_id],
         lambda world, thing: {"text": "Мысал: түсініктеме"}),
    Path("review:begin", REVIEWER, ("submitted",), of_report),
    Path("review:assign", {"aba": {"kairat"}}, OPEN, of_report, another_reviewer),
    Path(
        "review:row", REVIEWER, ("in_review", "to_return"),
        lambda world, thing: [world.report(thing).public_id, "rows", world.row(thing).pk],
        lambda world, thing: {"decision": "returned", "code": "incomplete", "reason": "Мысал: қайта қараңыз"}, note="decide",
    ),
    Path(
        "review:row", {"aba": {"gulnar", "kairat", "madina"}, "own": {"gulnar", "kairat", "madina"}}, since("submitted"),
        lambda world, thing: [world.report(thing).public_id, "rows", world.row(thing).pk],
        lambda world, thing: {"do": "remark", "comment": "Мысал: ескерту", "audience": "internal", "field": "row"}, note="remark inside",
    ),
    Path(
        "review:row", REVIEWER, ("in_review", "to_return"),
        lambda world, thing: [world.report(thing).public_id, "rows", world.row(thing).pk],
        lambda world, thing: {"do": "remark", "comment": "Мысал: ескерту", "audience": "body", "field": "row"}, note="remark",
    ),
    Path(
        "review:row", REVIEWER, since("in_review"), lambda world, thing: [world.report(thing).public_id, "rows", world.row(thing).pk],
        lambda world, thing: {"do": f"close-{world.remark(thing).pk}"}, note="settle",
    ),
    Path(
        "filing:comment", FILLED, since("in_review"), lambda world, thing: [world.report(thing).public_id, world.remark(thing).pk],
        lambda world, thing: {"text": "Мысал: жауап"},
    ),
    Path(
        "review:finish", {"aba": {"gulnar"}, "own": {"madina"}}, ("in_review",), of_report, lambda world, thing: {"verb": "accept"},
        note="accept",
    ),
    Path(
        "review:finish", REVIEWER, ("to_return",), of_report, lambda world, thing: {"verb": "return_for_revision"}, note="return",
    ),
]  # fmt: skip
SUMMARY = [
    Path("consolidation:rows", about("gulnar", "kairat", "madina", "oraz"), OPEN, year),
    Path("consolidation:dry_run", about("gulnar", "kairat", "madina"), OPEN, year),
    Path("consolidation:anomaly", {}, (), lambda world, thing: [2026, "none"], lambda world, thing: {"note": "Мысал"}),
    Path("consolidation:run", about("kairat"), until("proposed"), year),
    Path("consolidation:again", about("kairat", "madina"), since("calculated"), lambda world, thing: [2026, world.failed.pk]),
    Path(
        "consolidation:decide", about("kairat"), ("calculated",), lambda world, thing: [2026, world.item],
        lambda world, thing: {"status": "in_progress", "reason": "Мысал: басқа шешім"},
    ),
    Path(
        "consolidation:text", about("kairat"), ("calculated",), lambda world, thing: [2026, "progress"],
        lambda world, thing: {"version": world.section_version("progress"), "kk": "Мысал: жаңа мәтін", "ru": "Пример"},
    ),
    # no sentence is out of date in this year: there is nothing to confirm, and nobody can
    Path("consolidation:text_confirm", {}, (), lambda world, thing: [2026, "progress", "kk"]),
    Path(
        "consolidation:text_verify", about("madina"), ("calculated", "proposed"), lambda world, thing: [2026, "progress", "kk"],
        lambda world, thing: {"version": world.section_version("progress")},
    ),
    Path("consolidation:act:propose", about("kairat"), ("calculated",), lambda world, thing: [2026, "propose"]),
    Path("consolidation:act:approve", about("madina"), ("proposed",), lambda world, thing: [2026, "approve"]),
    Path(
        "consolidation:act:reject", about("madina"), ("proposed",), lambda world, thing: [2026, "reject"],
        lambda world, thing: {"reason": "Мысал"},
    ),
    Path(
        "consolidation:act:correct", about("kairat"), since("approved"), lambda world, thing: [2026, "correct"],
        lambda world, thing: {"code": "wording", "reason": "Мысал"},
    ),
]  # fmt: skip


def acts(*acts: str) -> Callable[[World, str], list]:
    """The address of an act on the letter or the edition."""
    return lambda world, thing: [world.letter.pk, *acts]


def on_edition(*acts: str) -> Callable[[World, str], list]:
    """The address of an act on the edition."""
    return lambda world, thing: [world.edition.pk, *acts]


SENDING = [
    Path(
        "transmission:prepare", about("kairat"), ("approved",), on_edition(),
        lambda world, thing: {"letter_number": "1", "letter_date": f"{world.today:%d.%m.%Y}", "channel": "portal"},
    ),
    Path("letters:word", {}, (), lambda world, thing: ["reminder"]),  # an empty wording is refused to everybody
    Path("transmission:act:send", about("madina"), ("offered",), acts("send")),
    Path("transmission:act:register", {"hand": {"kairat", "nurlan"}, "portal": {"kairat", "nurlan"}}, ("out",), acts("register"), incoming),
    Path(
        "transmission:act:acknowledge", {"hand": {"kairat", "nurlan"}, "portal": {"nurlan"}}, ("out", "registered"), acts("acknowledge"),
        incoming,
    ),
    Path(
        "transmission:act:return", {"hand": {"kairat", "nurlan"}, "portal": {"nurlan"}}, ("out", "registered"), acts("return"),
        lambda world, thing: {"reason": "Мысал", "scan": world.scan()},
    ),
    Path("publication:act:propose", about("kairat"), ("approved",), on_edition("propose")),
    Path("publication:act:publish", about("madina"), ("offered",), on_edition("publish")),
    Path(
        "publication:act:schedule", about("madina"), ("offered",), on_edition("schedule"),
        lambda world, thing: {"day": "01.05.2027", "time": "10:00"},
    ),
    Path(
        "publication:act:reschedule", {"scheduled": {"madina"}}, ("offered",), on_edition("reschedule"),
        lambda world, thing: {"day": "02.05.2027", "time": "10:00", "reason": "Мысал"},
    ),
    Path(
        "publication:act:cancel", {"scheduled": {"madina"}}, ("offered",), on_edition("cancel"), lambda world, thing: {"reason": "Мысал"}
    ),
    Path(
        "publication:posting", about("kairat"), since("out"), on_edition(),
        lambda world, thing: {"address": "https://gov.kz/x", "posted_on": f"{world.today:%d.%m.%Y}"},
    ),
]  # fmt: skip
ANEW = {"email": "new@example.kz", "full_name": "Жаңа Адам", "role": "auditor", "body": "", "position": "", "phone": "", "language": "kk"}
DEPUTY_DAYS = {"starts_on": "01.06.2027", "ends_on": "02.06.2027", "basis": "№ 2"}
ALWAYS = STAGES
USERS = [
    Path("users:see_as", about("kairat", "saule"), STAGES, sent=lambda world, thing: {"body": world.cast["bolat"].body_id, "why": "Мысал"}),
    Path("users:leave_body", {}, ()),
    Path("journal:verify", about("oraz"), STAGES),
    Path("users:account", about(*EVERYBODY), ALWAYS, sent=lambda world, thing: {"language": "en"}),
    Path("users:tokens", about(*(EVERYBODY - {"oraz", "saule"})), ALWAYS,
         sent=lambda world, thing: {"name": "Жүйе", "days": "30"}),
    Path("users:revoke_token", about("aigul"), ALWAYS, lambda world, thing: [world.tokens["aigul"][0].pk]),
    Path("users:add_person", about("saule"), ALWAYS, sent=lambda world, thing: ANEW),
    Path("users:change_person", about("saule"), ALWAYS, person("target"),
         lambda world, thing: {"full_name": "Басқа Аты", "email": "target@example.kz", "position": "", "phone": ""}),
    Path("users:change_role", about("saule"), ALWAYS, person("target"), lambda world, thing: {"role": "auditor", "body": ""}),
    Path("users:deactivate", about("saule"), ALWAYS, person("target"), lambda world, thing: {"why": "Мысал"}),
    Path("users:reactivate", about("saule"), ALWAYS, person("gone"), lambda world, thing: {"why": "Мысал"}),
    Path("users:set_temporary_password", about("saule"), ALWAYS, person("target")),
    Path("users:deputies", about("saule", "ulan"), ALWAYS, person("ulan"),
         lambda world, thing: {"deputy": world.cast["timur"].pk, **DEPUTY_DAYS}),
    Path("users:cancel_deputy", about("saule", "bolat"), OPEN, lambda world, thing: [world.cast["bolat"].pk, world.substitution.pk]),
]  # fmt: skip
# Doors and readings: they take a writing method and write nothing of the domain, whoever knocks
DOORS = [
    Path(key, {}, (), args) for key, args in {
        **dict.fromkeys(
            ("too_large", "users:again", "root",
             "root PUT", "root PATCH", "root DELETE", "healthz", "readyz", "view", "schema", "notices", "users:sign_in",
             "users:sign_in PUT", "users:change_password", "users:reset_password", "users:sign_out"),
            lambda world, thing: [],
        ),
        **dict.fromkeys(
            ("check_receipt", "check_receipt PUT", "check_receipt PATCH", "check_receipt DELETE"),
            lambda world, thing: ["00000000-0000-4000-8000-000000000000"],
        ),
        **dict.fromkeys(("users:set_password", "users:set_password PUT"), lambda world, thing: ["MQ", "a-b"]),
        **dict.fromkeys(("nothing", "nothing PUT", "nothing PATCH", "nothing DELETE"), lambda world, thing: []),
    }.items()
]  # fmt: skip

TABLE = [*FILING, *API, *CYCLE, *REVIEW, *SUMMARY, *SENDING, *USERS, *DOORS]

# Commands are given at the server's console, where no person is signed in: what each may write, and whether only the demonstration has it
COMMANDS = {
    # `load_concept` leaves an event of what it changed, by nobody
    "bake_site": "nothing", "export_site": "nothing", "runportal": "nothing", "load_concept": "reference data",
    "make_training_body": "one body",
    "create_administrator": "one person", "demo": "everything, with DEMO=1 only",
}  # fmt: skip
# Tasks of the schedule act by nobody: none of them moves a report, a summary, an edition, a letter or a request
TASKS = {
    "consolidation.consolidate_nightly", "consolidation.warn_coordinators", "cycle.open_due_years", "cycle.send_reminders",
    "filing.check_files", "filing.forget_archives", "review.send_queue_digests",
    "journal.nightly", "operations.clean", "operations.heartbeat", "operations.scanner_heartbeat", "reporting.run_job",
    "reporting.send_digests", "reporting.sweep", "site.bake_day", "transmission.tell_of_silence",
}  # fmt: skip
# Kinds of jobs. Two of them touch what has a state, each after two people: `make_edition` of an approved summary, and `release`, which
# publishes at the second that an approver announced after a coordinator's proposal.
KINDS = {
    "archive_body", "bake", "bake_part", "check_file", "check_signature", "consolidate", "dry_run", "filed_rows", "mail_digest",
    "mail_notice", "make_edition", "password_letter", "queue_digest", "release", "reminder_digest", "send_reminder", "stage",
    "summary_warning", "verify_journal",
}  # fmt: skip
