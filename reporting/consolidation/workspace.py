"""What the workspace shows: where the summary stands, what is in, what is to be decided. Reading only; the verbs are in `rules`."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting import formats
from reporting.consolidation import narrative, references, rules
from reporting.consolidation.calculation import is_behind
from reporting.consolidation.explaining import text
from reporting.consolidation.lineage import Figures
from reporting.consolidation.manifest import manifest, reports_taken
from reporting.consolidation.weights import heaviest_first
from reporting.models import Cycle, Edition, Job, StatusDecision, Summary
from reporting.permissions import may


@dataclass
class Workspace:
    """One year's summary as one page sees it."""

    cycle: Cycle
    summary: Summary | None
    edition: Edition | None
    job: Job | None
    manifest: dict
    names: dict[str, str]
    outdated: bool
    undecided: list[dict]
    decided: list[dict]
    sections: list
    problems: list

    @property
    def figures(self) -> dict:
        """The figures of the last calculation; empty before the first."""
        return self.summary.figures if self.summary else {}

    @property
    def busy(self) -> bool:
        """Whether work on it is owed or under way."""
        return self.job is not None and self.job.state in (Job.WAITING, Job.RUNNING)


def open_workspace(cycle: Cycle, summary: Summary | None) -> Workspace:
    """Reads the year: reports, decisions, texts and the work on it, each in one query."""
    calculated = summary is not None and bool(summary.input_sha256)
    draft = summary is not None and summary.status == Summary.DRAFT
    reports = reports_taken(cycle) if draft or not calculated else []
    decided = decisions_of(cycle) if calculated else []
    found = discrepancies(summary, decided) if calculated else []
    sections = written(summary) if summary else []
    outdated = calculated and draft and is_behind(summary, reports, decided)
    names = {report.body.code: report.body.name for report in reports} or {
        body["code"]: text(body, "name") for body in (summary.figures.get("bodies", ()) if summary else ())
    }
    return Workspace(
        cycle=cycle, summary=summary, edition=getattr(summary, "edition", None), job=job_of(summary),
        manifest=manifest(cycle, reports) if draft or not calculated else summary.manifest, names=names, outdated=outdated,
        undecided=[row for row in found if not row["holds"]], decided=[row for row in found if row["holds"]], sections=sections,
        problems=rules.problems_of(summary, outdated=outdated, sections=sections) if draft else [],
    )  # fmt: skip


def decisions_of(cycle: Cycle) -> list[StatusDecision]:
    """Decisions of the year, oldest first."""
    return list(StatusDecision.objects.filter(cycle=cycle).select_related("item", "decided_by").order_by("decided_at", "pk"))


@dataclass(frozen=True)
class Text:
    """A section in one language as the desk reads it."""

    language: str
    state: str
    paragraphs: list
    verified_at: object
    verified_by: object


def written(summary: Summary) -> list:
    """Sections of the text with their titles in the current language, and each text with its figures and its state."""
    figures, sections = Figures(summary.figures), narrative.in_order(summary)
    for section in sections:
        section.title = narrative.title(section.key)
        section.texts = [text_of(section, language, figures) for language in narrative.WRITTEN]
    return sections


def text_of(section, language: str, figures: Figures) -> Text:
    """One text."""
    pieces = references.paragraphs(getattr(section, language), getattr(section, f"{language}_seen"), figures, language)
    checked = getattr(section, f"{language}_verified_at"), getattr(section, f"{language}_verified_by")
    return Text(language, narrative.state_of(section, language, figures), pieces, *checked)


def job_of(summary: Summary | None) -> Job | None:
    """The last long work on the summary: a calculation, or the making of its documents."""
    return Job.objects.filter(params__summary=summary.pk).order_by("-created_at", "-pk").first() if summary else None


def discrepancies(summary: Summary, made: list[StatusDecision] | None = None) -> list[dict]:
    """Items whose executors differ, with the newest decision even if it is not in the figures yet, for reading in one language."""
    titles = {item["item"]: text(item, "title") for item in summary.figures["items"]}
    shorts = {body["code"]: text(body, "short") for body in summary.figures["bodies"]}
    decisions = {decision.item.code: decision for decision in (decisions_of(summary.cycle) if made is None else made)}
    return [
        {
            **row, "title": titles[row["item"]], "newest": decisions.get(row["item"]),
            "holds": row["item"] in decisions and decisions[row["item"]].seen == row["seen"],
            "said": grouped(row, shorts),
        }
        for row in summary.manifest["discrepancies"]
    ]  # fmt: skip


def grouped(row: dict, shorts: dict[str, str]) -> list[tuple[str, list[tuple[str, bool]]]]:
    """status → who gave it and whether they lead, the most frequent first."""
    found = {}
    for body, status in row["seen"].items():
        found.setdefault(status, []).append((shorts.get(body, body), body in row["leads"]))
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def standing(work: Workspace) -> tuple[str, str]:
    """(heading, first sentence): where the summary stands and what is next."""
    year, summary = {"year": work.cycle.year}, work.summary
    counts = {"n": len(work.manifest["reports"]), "total": len(work.manifest["reports"]) + len(work.manifest["out"])}
    accepted = _("Accepted reports: %(n)s of %(total)s.") % counts
    if summary is None or (not summary.input_sha256 and not work.busy):
        return _("The summary for %(year)s has not been calculated yet") % year, joined(accepted, _("Next step: calculate the summary."))
    if summary.status == Summary.APPROVED:
        return approved(work, year)
    if summary.status == Summary.PROPOSED:
        return _("The summary for %(year)s is submitted for approval") % year, _("Next step by: approver.")
    if work.busy:
        return _("The summary for %(year)s is being calculated") % year, joined(accepted, _("You may close this page."))
    return drafted(work, year, accepted)


def joined(*sentences: str) -> str:
    """Whole sentences beside one another."""
    return " ".join(sentences)


def approved(work: Workspace, year: dict) -> tuple[str, str]:
    """An approved summary: its edition is being made, or there."""
    if work.edition is None:
        return _("The summary for %(year)s is approved") % year, _("The documents of the edition are being made. You may close this page.")
    heading = _("Edition No. %(number)s for %(year)s is approved") % {**year, "number": work.edition.number}
    if work.edition.status != Edition.APPROVED:
        return heading, _("It is published. The way to the Ministry of National Economy is shown under Sending to the MNE.")
    return heading, _("Next step: send it to the Ministry of National Economy and publish it.")


def drafted(work: Workspace, year: dict, accepted: str) -> tuple[str, str]:
    """A calculated draft: what still keeps it from being proposed."""
    if not work.manifest["reports"]:
        heading = _("The summary for %(year)s holds no accepted report yet") % year
        return heading, joined(accepted, _("What is shown is preliminary. Next step: accept reports, then calculate again."))
    if work.outdated:
        heading = _("The summary for %(year)s is out of date") % year
        return heading, joined(accepted, _("Something has changed since the calculation. Next step: calculate again."))
    if work.undecided:
        heading = _("The summary for %(year)s waits for decisions") % year
        sentence = _("Items whose executors differ: %(n)s. Next step: decide on their status.") % {"n": len(work.undecided)}
        return heading, f"{accepted} {sentence}"
    empty = sum(not section.kk and not section.ru for section in work.sections)
    if empty:
        sentence = _("Sections without text: %(n)s. Next step: write them.") % {"n": empty}
        return _("The summary for %(year)s waits for its text") % year, f"{accepted} {sentence}"
    stale = sum(text.state == "stale" for section in work.sections for text in section.texts)
    if stale:
        sentence = _("Texts in which figures have changed: %(n)s. Next step: confirm or correct the sentences.") % {"n": stale}
        return _("Figures in the text of the summary for %(year)s are out of date") % year, f"{accepted} {sentence}"
    if work.problems:
        return _("The summary for %(year)s is not ready yet") % year, f"{accepted} {work.problems[0].text()}"
    heading = _("The summary for %(year)s is ready to be submitted for approval") % year
    return heading, joined(accepted, _("Next step: submit it for approval."))


def groups_in(work: Workspace) -> list[dict]:
    """The manifest as a table: how reports are taken, how many, whose."""
    bodies = {body["code"]: body for body in work.figures.get("bodies", [])}
    quiet = {code for code, body in bodies.items() if body["report"]["no_activity"]}
    accepted = [row["body"] for row in work.manifest["reports"]]
    waiting = [row["body"] for row in work.manifest["out"] if row["state"] == "not_accepted"]
    missing = [row["body"] for row in work.manifest["out"] if row["state"] == "not_filed"]
    groups = [
        ("accepted", "report", [code for code in accepted if code not in quiet], _("in full")),
        ("no_activity", "answer", [code for code in accepted if code in quiet], _("counted as filed; there is nothing to add up")),
        ("not_accepted", "report", waiting, _("left out until the Ministry accepts them")),
        ("not_filed", "report", missing, _("left out and named in the report")),
    ]
    return [
        {"state": state, "kind": kind, "count": len(codes), "how": how, "names": named(work, state, codes)}
        for state, kind, codes, how in groups
        if codes
    ]


def named(work: Workspace, state: str, codes: list[str]) -> list[str]:
    """The bodies of a group: of those that are out the heaviest first, each with its weight in the totals."""
    if state in ("accepted", "no_activity"):
        return sorted(work.names.get(code, code) for code in codes)
    weights = work.summary.manifest.get("weights", {}) if work.summary else {}
    return [
        f"{work.names.get(code, code)} ({said_weight(weights[code])})" if code in weights else work.names.get(code, code)
        for code in heaviest_first(codes, weights)
    ]


def said_weight(weight: dict) -> str:
    """The weight of a body in words."""
    if weight["share"] is None:
        return _("rows owed: %(n)s") % {"n": weight["rows"]}
    share = formats.percent(Decimal(weight["share"]))
    if weight["basis"] == "planned":
        return _("share of last year’s planned funding: %(share)s") % {"share": share}
    return _("share of the rows owed: %(share)s") % {"share": share}


def changes_since(work: Workspace) -> list[str]:
    """Bodies whose accepted version is not the one in the figures."""
    before = {row["body"]: row["version"] for row in work.summary.manifest["reports"]} if work.outdated else {}
    now = {row["body"]: row["version"] for row in work.manifest["reports"]} if work.outdated else {}
    return sorted(work.names.get(code, code) for code in before.keys() | now.keys() if before.get(code) != now.get(code))


def acts_of(work: Workspace, user) -> set[str]:
    """Verbs that the state allows and that are this person's."""
    summary = work.summary
    if summary is None:
        return {"consolidate"} & {verb for verb in ("consolidate",) if may(user, verb, work.cycle)}
    allowed = {
        Summary.DRAFT: ("consolidate", "decide_status", "write_narrative", "propose"),
        Summary.PROPOSED: ("approve", "reject"),
        Summary.APPROVED: ("correct",),
    }[summary.status]
    acts = {verb for verb in allowed if may(user, verb, summary)}
    if summary.proposed_by_id == user.pk and summary.status == Summary.PROPOSED:
        acts.discard("approve")
    if work.busy:
        acts -= {"consolidate", "propose", "correct"}
    return acts

