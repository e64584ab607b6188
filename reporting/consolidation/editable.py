"""The consolidated report as blocks, for the DOCX that a clerk can edit: the parts and the figures of the PDF, in the same order."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting import formats, words
from reporting.blocks import Document, Heading, Paragraph, Table, numbered
from reporting.consolidation.printing import moment
from reporting.consolidation.reading import Report
from reporting.words import look_up

MONEY = frozenset({1, 2, 3})


def document(summary: dict, rows: list[dict], language: str, sums: dict) -> Document:
    """The report in a language; the language must be active."""
    told = Report(summary, rows, language).context()
    year = {"year": summary["year"], "number": summary["edition"]}
    parts = (first, analysis, items, unfinished, indicators, funding, regions, reports, proposals, made, annex)
    return Document(
        title=_("Consolidated information on the implementation of the Concept for %(year)s") % year,
        foot=" · ".join([told["short"], _("%(year)s, edition No. %(number)s") % year, f"lines.csv {sums['lines_sha256'][:16]}…"]),
        author=told["overseer"], made_at=moment(summary["dates"]["approved_at"]), language=language,
        blocks=[block for part in parts for block in part(told, sums)],
    )  # fmt: skip


def state(code: str, kind: str = "") -> str:
    """The word of a state."""
    return str(look_up(code, kind)[1])


def state_of(item: dict) -> str:
    """The word of an action item's state."""
    code = item["status"]
    return state(code)


def first(told: dict, sums: dict) -> list:
    """What it is, who approved it, and three figures."""
    summary, head = told["summary"], told["headline"]
    found = [Paragraph(told["concept"])]
    if summary["sample"]:
        found.append(Paragraph(_("Sample plan: this is not the approved action plan"), "strong"))
    if summary["demo"]:
        found.append(Paragraph(_("Demonstration site: the data are not real"), "strong"))
    if summary["correction"]:
        said = _("This edition corrects edition No. %(number)s.") % {"number": summary["correction"]["previous"]}
        found.append(Paragraph(" ".join([said, _("Reason:"), summary["correction"]["reason"]])))
    approved = ", ".join(part for part in (formats.date_long(told["approved_at"]), *summary["approved_by"].values()) if part)
    done = _("Action items done: %(done)s of %(total)s.") % {"done": head["done"], "total": head["items"]}
    facts = [
        [_("Reporting year"), str(summary["year"])], [_("Edition"), f"№ {summary['edition']}"],
        [pgettext("document", "Approved"), approved], [_("Addressed to"), told["planning_body"]],
    ]  # fmt: skip
    found += [Table([_("Field"), _("Value")], facts, wide=(1, 3)), Paragraph(done)]
    if head["share"]:
        found.append(Paragraph(_("Share of planned funding disbursed: %(share)s.") % {"share": head["share"]}))
    counts = [[state(status), str(count)] for status, count in told["statuses"]]
    return [*found, Heading(numbered(1, _("The plan row by row"))), Table([_("Status"), _("Action items")], counts, frozenset({1}), (3, 1))]


def analysis(told: dict, sums: dict) -> list:
    """The texts of the Ministry; what is not translated says so."""
    found = [Heading(numbered(2, _("Analytical part")))]
    for section in told["narrative"]:
        found.append(Heading(section["title"], 2))
        if not section["text"]:
            found.append(Paragraph(_("There is no text in this section."), "note"))
        elif not section["translated"]:
            found.append(Paragraph(untranslated(section["lang"]), "note"))
        found += [Paragraph(text, lang=section["lang"]) for text in section["paragraphs"]]
    return found


def untranslated(code: str) -> str:
    """That a text stands in the other language."""
    if code == "kk":
        return _("Not translated. Language of the text: Kazakh")
    return _("Not translated. Language of the text: Russian")


def items(told: dict, sums: dict) -> list:
    """The rows of the plan with their status."""
    rows = []
    for section in told["sections"]:
        rows.append([section["title"]])
        for item in section["items"]:
            status = state_of(item)
            if item["decision"]:
                status = "\n".join([status, " ".join([_("Decided by the Ministry:"), item["decision"]["reason"]])])
            rows.append([str(item["number"]), item["title"], item["deadline"], item["executors"], status])
    head = ["№", _("Action item"), _("Deadline"), _("Responsible executors"), _("Status")]
    return [Heading(numbered(3, _("Implementation of the action items"))), Table(head, rows, wide=(1, 6, 3, 4, 3))]


def said(text: dict) -> str:
    """A text of a body; a blank is a word, another language is named."""
    if not text["text"]:
        return state("not_provided", "answer")
    return text["text"] if text["translated"] else f"{text['text']}\n({untranslated(text['lang'])})"


def unfinished(told: dict, sums: dict) -> list:
    """What was not done and why."""
    found = [Heading(numbered(4, _("What was not done and why")))]
    head = [_("Executor"), _("Status"), _("Reasons for non-completion"), _("Measures taken, new date")]
    for item in told["not_done"]:
        rows = []
        for line in item["lines"]:
            measures = said(line["measures"])
            if line["proposed_date"]:
                measures = "\n".join([measures, " ".join([_("Proposed new date:"), formats.date_short(line["proposed_date"])])])
            rows.append([line["body"], state(line["status"], "item"), said(line["reasons"]), measures])
        found += [Heading(f"{item['number']}. {item['title']}", 2), Table(head, rows, wide=(3, 3, 5, 5))]
    return found if told["not_done"] else [*found, Paragraph(_("No body reported an action item as not done or partly done."))]


def indicators(told: dict, sums: dict) -> list:
    """Targets and values."""
    rows = [
        [f"{row['name']}, {row['unit']}", row["target"], row["actual"], row["percent"], state(row["verdict"], "indicator")]
        for row in told["indicators"]
    ]
    head = [_("Indicator, unit"), pgettext("column", "Target"), pgettext("column", "Actual"), "%", _("Result")]
    return [Heading(numbered(5, _("Target indicators"))), Table(head, rows, MONEY, (6, 2, 2, 2, 3))]


def money_head(of: str) -> list[str]:
    """The head of a table of money."""
    return [of, _("Planned"), _("Disbursed"), "%"]


def money_rows(rows: list[dict]) -> list[list[str]]:
    """Planned, disbursed, share."""
    return [[row["name"], row["planned"], row["disbursed"], row["share"]] for row in rows]


def funding(told: dict, sums: dict) -> list:
    """Money by source and by section."""
    by_source = Table(money_head(_("Source of funding")), money_rows(told["funding"]), MONEY, (5, 3, 3, 2),
                      _("Funding by source, thousand tenge"), total=True)  # fmt: skip
    by_section = Table(money_head(_("Section of the plan")), money_rows(told["funding_sections"]), MONEY, (5, 3, 3, 2),
                       _("Funding by section of the plan, thousand tenge"))  # fmt: skip
    return [Heading(numbered(6, _("Funding"))), by_source, by_section]


def regions(told: dict, sums: dict) -> list:
    """Reports of the akimats, and the territories."""
    rows = money_rows(told["regions"])
    for row in told["regions_without"]:
        if row["state"] == "accepted":
            rows.append([row["name"], row["planned"], row["disbursed"], ""])
        else:
            word = state(row["state"], "report" if row["state"] == "not_accepted" else "answer") if row["state"] else ""
            rows.append([row["name"], word, "", ""])
    found = [Heading(numbered(7, _("Regions"))), Table(money_head(_("Region")), rows, MONEY, (5, 3, 3, 2),
                                                  _("Reports of the akimats, thousand tenge"))]  # fmt: skip
    if told["territories"]:
        head = [_("Territory"), _("Rows of reports"), _("Planned"), _("Disbursed"), "%"]
        lines = [[row["name"], str(row["count"]), row["planned"], row["disbursed"], row["share"]] for row in told["territories"]]
        found.append(Table(head, lines, frozenset({1, 2, 3, 4}), (5, 2, 3, 3, 2), _("Knowledge-intensive territories, thousand tenge")))
    return found


def reports(told: dict, sums: dict) -> list:
    """How the bodies reported."""
    counts = told["headline"]["reports"]
    numbers = {"expected": counts["expected"], "filed": counts["filed"], "on_time": counts["on_time"], "late": counts["late"]}
    sentence = _("Expected: %(expected)s, filed: %(filed)s, of them on time: %(on_time)s, late: %(late)s; not filed: %(missing)s.")
    found = [Heading(numbered(8, _("How the bodies reported"))), Paragraph(sentence % {**numbers, "missing": counts["not_filed"]})]
    if told["not_reported"]:
        names = "; ".join(told["not_reported"])
        missing = _("Their data are not in the totals and were not replaced by estimates.")
        found.append(Paragraph(" ".join([_("Bodies that did not report:"), f"{names}.", missing])))
    head = [_("Executive body"), _("First submitted"), _("Timeliness"), _("Planned, thousand tenge"), _("Disbursed, thousand tenge")]
    return [*found, Table(head, [filing_row(body) for body in told["bodies"]], frozenset({3, 4}), (5, 2, 3, 3, 3))]


def filing_row(body: dict) -> list[str]:
    """A body and how it reported."""
    report = body["report"]
    late = report["timeliness"] == "late"
    when = str(words.days_late(report["late_days"])) if late else state(report["timeliness"], "time")
    if report["state"] == "not_accepted":
        when = f"{when}\n{state('not_accepted', 'report')}"
    elif report["no_activity"]:
        when = f"{when}\n{state('no_activity', 'answer')}"
    given = report["state"] == "accepted"
    filed = formats.date_short(body["submitted_at"]) if body["submitted_at"] else ""
    return [body["name"], filed, when, body["planned"] if given else "", body["disbursed"] if given else ""]


def proposals(told: dict, sums: dict) -> list:
    """Proposals for correcting the plan."""
    found = [Heading(numbered(9, _("Proposals for correcting the plan")))]
    for line in told["proposals"]:
        item = _("Item %(number)s") % {"number": line["number"]}
        found.append(Paragraph(f"{item}, {line['body']}: {said(line['proposal'])}", lang=line["proposal"]["lang"]))
    return found if told["proposals"] else [*found, Paragraph(_("The bodies made no proposals."))]


def made(told: dict, sums: dict) -> list:
    """Where the figures come from, and how to check them."""
    text = _(
        "All figures come from the file lines.csv of the approved edition; pages, tables and files are made from the same data. "
        "Blank is not zero: a sum is made of what was given, and what was not given is named in words."
    )
    hashes = f"SHA-256, lines.csv: {sums['lines_sha256']}\nSHA-256, summary.json: {sums['summary_sha256']}"
    return [Heading(numbered(10, _("How this document was made"))), Paragraph(text), Paragraph(hashes, "note")]


def annex(told: dict, sums: dict) -> list:
    """What every executor wrote on every item."""
    found = [Heading(_("Annex. What was done on each action item"), new=True)]
    head = [_("Executor"), _("Status"), _("Progress information"), _("Planned, thousand tenge"), _("Disbursed, thousand tenge")]
    for item in told["annex"]:
        rows = [annex_row(line) for line in item["lines"]]
        about = " · ".join(part for part in (item["form"], item["deadline"], state_of(item)) if part)
        found += [Heading(f"{item['number']}. {item['title']}", 2), Paragraph(about, "note")]
        found.append(Table(head, rows, frozenset({3, 4}), (3, 3, 6, 3, 3)))
    return found


def annex_row(line: dict) -> list[str]:
    """One executor on one item; who gave no information says why."""
    if not line["given"]:
        word = state(line["answer"], "answer")
        return [line["body"], word, line["note"], "", ""]
    proofs = ["; ".join(part for part in (f"№ {one['number']}" if one["number"] else "", one["date"], one["link"]) if part)
              for one in line["evidence"]]  # fmt: skip
    return [line["body"], state(line["status"], "item"), "\n".join([said(line["progress"]), *proofs]), line["planned"], line["disbursed"]]
