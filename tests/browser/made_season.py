"""A season of any number of bodies, up to what people do on pages: the acts of the bodies, done by the verbs in the portal's own process
(`tests.hand`). Every amount is by chance from the seed; each act gives the amounts that it typed."""

from datetime import date
from random import Random

from django.core.management import call_command

from portal.operations.demo import people, rows
from portal.users.models import User
from reporting import clock
from reporting.cycle import extensions
from reporting.cycle import rules as cycle_rules
from reporting.filing import amendment
from reporting.filing import rules as filing
from reporting.models import MONEY, Cycle, IndicatorValue, ItemProgress, Report
from reporting.review import rules as review
from reporting.roles import Role
from territories.kazakh import sort_key
from territories.models import ExecutiveBody, Executor, IndicatorResponsible, PlanEdition

YEAR = 2026
TWICE, CORRECTS, MISSING, PAPER = "AK-ABA", "AK-ALM", "AK-ULY", "MTI"
EXTENDED = (TWICE, CORRECTS)
UNTIL = date(2027, 4, 10)
MODEL = "AK-AKM"  # what the made akimats answer for
SECOND = "second@mnvo.example"  # another reviewer


def prepare(bodies: int, seed: int) -> list[str]:
    """The Concept, people, and the year 2026 opened for so many bodies; gives their codes."""
    call_command("load_concept", sample_targets=True, verbosity=0)
    own = Executor.objects.filter(row__edition=PlanEdition.objects.first()).values("body").distinct().count()
    for nth in range(1, max(0, bodies - own) + 20):
        make_akimat(nth)
    everybody = people.make_people()
    ministry = everybody[Role.REVIEWER]
    second = people.person(SECOND, "Мысалова Дәмелі (мысал)", Role.REVIEWER, ministry.body)
    User.objects.filter(pk=second.pk).update(password=User.objects.get(pk=ministry.pk).password)
    with clock.at(clock.local(date(2027, 1, 11))):
        year = cycle_rules.open_year(YEAR, by=everybody[Role.COORDINATOR])
    codes = sorted(Report.objects.filter(cycle=year).values_list("body__code", flat=True), key=lambda code: (wanted(code), code))
    for entries in (ItemProgress, IndicatorValue):
        entries.objects.filter(report__cycle=year).exclude(report__body__code__in=codes[:bodies]).delete()
    Report.objects.filter(cycle=year).exclude(body__code__in=codes[:bodies]).delete()
    ask_extensions()
    return codes[:bodies]


def wanted(code: str) -> int:
    """Bodies with a part in the season first, then those of the Concept, then the made ones."""
    return 0 if code in {TWICE, CORRECTS, MISSING, PAPER} else 2 if code.startswith("MADE") else 1


def make_akimat(nth: int) -> None:
    """One more akimat, with the rows and indicators of its model."""
    model = ExecutiveBody.objects.get(code=MODEL)
    names = {f"name_{language}": f"{getattr(model, f'name_{language}')} – {nth} (мысал)" for language in ("kk", "ru", "en")}
    shorts = {f"short_{language}": f"{getattr(model, f'short_{language}')} – {nth}" for language in ("kk", "ru", "en")}
    body = ExecutiveBody.objects.create(
        code=f"MADE-{nth:02}", level=model.level, kind=model.kind, region=model.region, valid_from=model.valid_from,
        sort_key=sort_key(names["name_kk"]), search_text=names["name_kk"].casefold(), **names, **shorts,
    )  # fmt: skip
    for part in Executor.objects.filter(body=model):
        Executor.objects.create(row=part.row, body=body, part=part.part, order=500 + nth, from_group=part.from_group)
    for one in IndicatorResponsible.objects.filter(body=model):
        one.pk, one.body = None, body
        one.save(force_insert=True)


def ask_extensions() -> None:
    """Two bodies ask for a longer term in time."""
    with clock.at(clock.local(date(2027, 3, 26), 10)):
        for code in EXTENDED:
            extensions.ask_extension(report_of(code), by=signatory(code), until=UNTIL, reason="Қаржы деректері кешігеді (мысал)")


def report_of(code: str) -> Report:
    """The report of a body as it is now."""
    return Report.objects.select_related("cycle__plan", "body").get(cycle__year=YEAR, body__code=code)


def officer(code: str) -> User:
    """Who fills in."""
    return User.objects.get(role=Role.OFFICER, body__code=code)


def signatory(code: str) -> User:
    """Who submits."""
    return User.objects.get(role=Role.SIGNATORY, body__code=code)


def file(seed: int) -> dict[str, dict]:
    """Every body that files in time fills in its report on a day of March and submits it. Gives the amounts of each row."""
    typed = {}
    rest = Report.objects.filter(cycle__year=YEAR).exclude(body__code__in=[*EXTENDED, MISSING, PAPER]).order_by("body__code")
    for place, code in enumerate(rest.values_list("body__code", flat=True)):
        with clock.at(clock.local(date(2027, 3, 1 + place % 27), 10)):
            typed |= fill_and_submit(code, seed)
    return typed


def file_late(seed: int) -> dict[str, dict]:
    """Those with a longer term file before its end."""
    typed = {}
    for code in EXTENDED:
        with clock.at(clock.local(date(2027, 4, 9), 10)):
            typed |= fill_and_submit(code, seed)
    return typed


def fill_and_submit(code: str, seed: int) -> dict[str, dict]:
    """Every row that needs an answer, then the signatory's act."""
    report, typed = report_of(code), {}
    rows.SLOWER.add(CORRECTS)  # executors differ on an item, however few they are
    for row in report.rows.filter(needs_answer=True).select_related("report__body", "report__cycle", "item", "row"):
        values = rows.values_of(row) | ({} if (code, row.item.code) in rows.NO_ACTIVITY else amounts(f"{seed}/{code}/{row.item.code}"))
        if values.get("status") == "done":
            filing.add_evidence(row, by=officer(code), kind="act", number=f"{row.row.number}-{code}", date=values["actual_date"], link="")
            row.refresh_from_db()
        filing.save_entry(row, by=officer(code), base_version=row.version, values=values)
        typed[f"{code}/{row.item.code}"] = {name: values[name] for name in MONEY if name in values}
    for value in report.indicators.select_related("report__body", "report__cycle", "indicator"):
        filing.save_entry(value, by=officer(code), base_version=value.version, values=rows.value_of(value))
    submit(code)
    return typed


def amounts(key: str) -> dict[str, int]:
    """Planned and disbursed in whole tenge, to the last tenge; some sources blank."""
    chance = Random(key)  # noqa: S311 - made figures
    found = {}
    for source in ("republican", "local", "extra"):
        if chance.random() < 0.7:
            planned = chance.randint(1_000_000, 900_000_000)
            found |= {f"planned_{source}": planned, f"disbursed_{source}": planned * chance.randint(50, 100) // 100}
    return found


def submit(code: str) -> None:
    """The signatory confirms and submits."""
    filing.submit(report_of(code), by=signatory(code), arrived_at=clock.now(), declared=True)


def correct(code: str, item: str, amount: int) -> dict[str, dict]:
    """The body corrects one row: another amount of its own budget; it submits again. Gives what the row holds now."""
    row = report_of(code).rows.select_related("report__body", "report__cycle", "item", "row").get(item__code=item)
    values = {"planned_local": amount, "disbursed_local": amount - 1, "complete": True}
    filing.save_entry(row, by=officer(code), base_version=row.version, values=values)
    submit(code)
    row.refresh_from_db()
    return {f"{code}/{item}": {name: getattr(row, name) for name in MONEY if getattr(row, name) is not None}}


def amend(code: str, item: str, amount: int) -> dict[str, dict]:
    """After its acceptance the body finds a mistake: an amended version with another amount."""
    amendment.amend(report_of(code), by=signatory(code), code="mistake", reason="Сома дұрыс көрсетілмеген (мысал)")
    return correct(code, item, amount)


def accept(codes: list[str]) -> None:
    """The reviewer's part done by the verbs, for bodies that are left out of the browser."""
    reviewer, approver = User.objects.filter(role=Role.REVIEWER).first(), User.objects.get(role=Role.APPROVER)
    for code in codes:
        review.begin_review(report_of(code), by=reviewer)
        for entries in (ItemProgress, IndicatorValue):
            for entry in entries.objects.filter(report=report_of(code), needs_answer=True).select_related("report__body"):
                review.decide(entry, by=reviewer, decision="accepted")
        review.accept(report_of(code), by=approver if code == "MNVO" else reviewer)


def names(codes: list[str], language: str) -> dict[str, str]:
    """Names of bodies as a page of that language shows them."""
    return dict(ExecutiveBody.objects.filter(code__in=codes).values_list("code", f"name_{language}"))


def first_item(code: str) -> str:
    """The item of the first row that a body answers for."""
    return report_of(code).rows.filter(needs_answer=True).order_by("row__number").first().item.code


def states() -> dict[str, str]:
    """Each report's state."""
    return dict(Cycle.objects.get(year=YEAR, training=False).reports.values_list("body__code", "status"))
