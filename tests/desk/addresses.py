"""Every page of the desk, read from the addresses: what is asked of each, with which parts, and which addresses are no page and why."""

from collections.abc import Callable, Iterator

from django.urls import LocalePrefixPattern, URLPattern, get_resolver, reverse

from reporting.consolidation import lines
from reporting.consolidation import rules as consolidation
from reporting.models import BulkAcceptance, Edition, Extension, Job, Outage, Report, Transmission
from tests.desk.world import WAITING, YEAR, Desk
from tests.policy.paths import methods

PEOPLE = ("kairat", "gulnar", "madina", "oraz", "nurlan")  # coordinator, reviewer, approver, auditor, observer
WORK = "work/"
# Pages of a body's own people, whom the desk is not; a paper report is entered on some of them
OF_A_BODY = {"cycle:extension", "review:own_discipline"}  # and all of `filing`, but where the Ministry enters a report from paper
ENTERED_BY_THE_DESK = {"filing:report", "filing:item", "filing:indicator", "filing:documents", "filing:check", "filing:paper"}
# Not pages: each gives a file
FILES = {
    "cycle:export", "cycle:export_xlsx", "cycle:calendar", "consolidation:closing_file", "consolidation:rows_file",
    "consolidation:register", "consolidation:download", "transmission:package", "transmission:scan", "letters:letter", "journal:file",
}  # fmt: skip


def report(desk: Desk) -> list[list]:
    """The report under review, the Ministry's own, one that waits for its review, and one that was accepted."""
    done = Report.objects.filter(cycle=desk.cycle, status=Report.ACCEPTED).first()
    return [[desk.report().public_id], [desk.report("MNVO").public_id], [desk.report(WAITING).public_id], [done.public_id]]


def row(desk: Desk) -> list[list]:
    """The row with remarks, another one, and an indicator."""
    first, *others = desk.rows()
    it = desk.report().public_id
    return [[it, "rows", first.pk], [it, "rows", others[2].pk], [it, "indicators", others[-1].pk]]


def of_year(desk: Desk) -> list[list]:
    """The year."""
    return [[YEAR]]


def of_edition(desk: Desk) -> list[list]:
    """The published edition."""
    return [[YEAR, Edition.objects.order_by("number").first().number]]


def texts(desk: Desk) -> list[list]:
    """Texts of the summary, one of them in two languages."""
    return [[YEAR, section.key] for section in consolidation.latest(desk.cycle).narratives.all()[:2]]


def manifest(desk: Desk) -> dict:
    """What the summary in work is made of."""
    return consolidation.latest(desk.cycle).manifest


def letters(desk: Desk) -> list[list]:
    """Letters of both ways."""
    return [[one.pk] for one in Transmission.objects.order_by("pk")[:2]]


def first(model, **wanted) -> Callable[[Desk], list[list]]:
    """The first thing of a model."""
    return lambda desk: [[model.objects.filter(**wanted).order_by("pk").first().pk]]


def acts(*names: str) -> Callable[[list], list]:
    """The same address with each of its acts."""
    return lambda found: [[*one, name] for one in found for name in names]


def paper(desk: Desk) -> list[list]:
    """The report that is entered from paper."""
    return [[desk.report("AK-AKM").public_id]]


def paper_entry(kind: int) -> Callable[[Desk], list[list]]:
    """A row or an indicator of it."""
    return lambda desk: [[desk.report("AK-AKM").public_id, desk.rows("AK-AKM")[kind].pk]]


# address → the parts of each visit
ARGUMENTS: dict[str, Callable[[Desk], list[list]]] = {
    "job": first(Job),
    "filing:report": paper, "filing:documents": paper, "filing:check": paper, "filing:paper": paper,
    "filing:item": paper_entry(0), "filing:indicator": paper_entry(-1),
    "cycle:extension_answer": first(Extension), "cycle:outage": first(Outage), "cycle:remind": paper,
    "review:report": report, "review:begin": report, "review:finish": report, "review:assign": report, "review:choose": report,
    "review:refuse_return": report, "review:row": row,
    "review:version": lambda desk: [[desk.report().public_id, 1], [desk.report().public_id, 2]],
    "review:bulk": lambda desk: [[one.report.public_id, one.pk] for one in BulkAcceptance.objects.order_by("pk")[:2]],
    "consolidation:figure": lambda desk: [[YEAR, "total.disbursed"], [YEAR, "total.reports.not_filed"]],
    "consolidation:line": lambda desk: [[YEAR, lines.read(consolidation.latest(desk.cycle).lines)[0]["line"]]],
    "consolidation:anomaly": lambda desk: [[YEAR, one["key"]] for one in manifest(desk)["anomalies"][:1]],
    "consolidation:progress": lambda desk: [[YEAR, Job.objects.filter(kind="consolidate").first().pk]],
    "consolidation:decide": lambda desk: [[YEAR, one["item"]] for one in manifest(desk)["discrepancies"][:2]],
    "consolidation:text": texts, "consolidation:text_versions": texts,
    "consolidation:text_confirm": lambda desk: [[*one, "kk"] for one in texts(desk)],
    "consolidation:text_verify": lambda desk: [[*one, "kk"] for one in texts(desk)],
    "consolidation:edition": of_edition,
    "consolidation:act": lambda desk: acts("propose", "correct", "approve", "reject")(of_year(desk)),
    "transmission:prepare": first(Edition), "transmission:one": letters,
    "transmission:act": lambda desk: acts("send", "register", "acknowledge", "return")(letters(desk)),
    "publication:one": first(Edition), "publication:posting": first(Edition),
    "publication:act": lambda desk: acts("propose", "publish", "schedule", "reschedule", "cancel")(first(Edition)(desk)),
    "letters:word": lambda desk: [["reminder"]],
    "journal:verify": lambda desk: [[]],
}  # fmt: skip


def walk(found=None, path: str = "", space: str = "") -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(path, name with its namespaces, parts) of every address that can be read, the language left out."""
    for one in get_resolver().url_patterns if found is None else found:
        prefix = "" if isinstance(one.pattern, LocalePrefixPattern) else str(one.pattern)
        if isinstance(one, URLPattern) and "GET" in methods(one.callback):
            yield path + prefix, f"{space}{one.name}", tuple(one.pattern.converters)
        elif not isinstance(one, URLPattern):
            yield from walk(one.url_patterns, path + prefix, f"{space}{one.namespace}:" if one.namespace else space)


def pages() -> dict[str, tuple[str, ...]]:
    """Address → its parts: everything under /work/ but what only a body's own people open."""
    found = {name: parts for path, name, parts in walk() if path.startswith(WORK)}
    bodys = {name for name in found if name.startswith("filing:")} - ENTERED_BY_THE_DESK | OF_A_BODY
    return {name: parts for name, parts in found.items() if name not in bodys}


def visits(desk: Desk) -> Iterator[tuple[str, str]]:
    """(name, address) of every page to open. Fails on an address with parts that `ARGUMENTS` does not know."""
    for name, parts in pages().items():
        if name in FILES:
            continue
        if name not in ARGUMENTS and parts not in ((), ("year",)):
            raise AssertionError(f"{name}: say in tests/desk/addresses.py which pages of it are opened")
        given = ARGUMENTS.get(name, of_year if parts else lambda desk: [[]])(desk)
        if not given:
            raise AssertionError(f"{name}: the world has nothing to show on it")
        yield from ((name, reverse(name, args=one)) for one in given)
