"""The one home of the words for states: code → (shape, word). Shapes are classes of base.css; an empty one means plain text.

Each word has its own context, because Russian agrees in gender with the thing: отчёт принят, редакция утверждена (LANGUAGE.md, rule 3).
"""

from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as word

# Round = on course, square = somebody must act, line = out of the count. «act» makes the word itself ochre.
WORDS = {
    # The work on an action item, as the body reports it
    "item.done": ("done", word("item", "Done")),
    "item.in_progress": ("going", word("item", "In progress")),
    "item.partly_done": ("partly", word("item", "Partly done")),
    "item.not_done": ("undone", word("item", "Not done")),
    "item.not_yet_due": ("later", word("item", "Not yet due")),
    "item.off_control": ("off", word("item", "Taken off control")),
    "item.extended": ("longer", word("item", "Deadline extended")),
    # The five kinds of non-answer, and what was simply left out
    "answer.blank": ("blank", word("answer", "Not filled in")),
    "answer.given": ("", word("answer", "Information is given")),
    "answer.no_activity": ("noact", word("answer", "No activity in the period")),
    "answer.not_applicable": ("na", word("answer", "Not applicable")),
    "answer.not_yet_available": ("soon", word("answer", "Not yet available")),
    "answer.not_due": ("later", word("answer", "Not yet due")),
    "answer.not_filed": ("unfiled", word("answer", "Not filed")),
    "answer.not_provided": ("", word("answer", "Not provided")),
    # How far a row is filled in
    "row.not_started": ("later", word("row", "Not started")),
    "row.filling": ("going", word("row", "In progress")),
    "row.in_progress": ("going", word("row", "In progress")),
    "row.problem": ("undone act", word("row", "There is a problem")),
    "row.question": ("partly act", word("row", "Question to answer")),
    "row.completed": ("", word("row", "Completed")),
    "row.cannot_start": ("off", word("row", "Cannot start yet")),
    # The reviewer's decision on a row
    "decision.pending": ("later", word("decision", "Decision pending")),
    "decision.accepted": ("done", word("decision", "Accepted")),
    "decision.returned": ("back", word("decision", "Returned")),
    "report.not_opened": ("off", word("report", "Not opened yet")),
    "report.draft": ("going", word("report", "Being filled in")),
    "report.awaiting_signature": ("going", word("report", "Awaiting signature")),
    "report.submitted": ("going", word("report", "Submitted")),
    "report.in_review": ("going", word("report", "Under review")),
    "report.returned": ("back", word("report", "Returned for revision")),
    "report.accepted": ("done", word("report", "Accepted")),
    "report.recalled": ("back", word("report", "Recalled by the body")),
    "report.not_accepted": ("going", word("report", "Filed, not accepted yet")),
    "report.not_filed": ("unfiled", word("report", "Report not filed")),
    # Against the legal date or the extension
    "time.on_time": ("done", word("time", "On time")),
    "time.not_filed": ("unfiled", word("time", "Report not filed")),
    "time.extension_running": ("longer", word("time", "Extended, not yet due")),
    "time.invited": ("off", word("time", "Invited by agreement")),
    "summary.draft": ("going", word("summary", "Draft")),
    "summary.calculating": ("going", word("summary", "Being calculated")),
    "summary.outdated": ("back act", word("summary", "Out of date, to be recalculated")),
    "summary.proposed": ("going", word("summary", "Submitted for approval")),
    "summary.approved": ("done", word("summary", "Approved")),
    "summary.failed": ("undone act", word("summary", "Stopped by a failure")),
    "edition.approved": ("going", word("edition", "Approved, not published")),
    "edition.scheduled": ("soon", word("edition", "Publication scheduled")),
    "edition.published": ("done", word("edition", "Published")),
    "edition.current": ("done", word("edition", "Current edition")),
    "edition.superseded": ("off", word("edition", "Replaced by a new edition")),
    "edition.corrected": ("done", word("edition", "Corrected edition")),
    "edition.withdrawn": ("off", word("edition", "Withdrawn")),
    "transmission.prepared": ("later", word("transmission", "Prepared")),
    "transmission.sent": ("going", word("transmission", "Sent")),
    "transmission.registered": ("going", word("transmission", "Registered")),
    "transmission.acknowledged": ("done", word("transmission", "Receipt acknowledged")),
    "transmission.returned": ("back", word("transmission", "Returned")),
    "transmission.awaiting": ("soon", word("transmission", "Awaiting an answer")),
    "indicator.achieved": ("done", word("indicator", "Achieved")),
    "indicator.not_achieved": ("undone", word("indicator", "Not achieved")),
    "indicator.no_data": ("blank", word("indicator", "No data")),
    # A paragraph of the narrative
    "text.missing": ("blank", word("text", "Text missing")),
    "text.drafted": ("going", word("text", "Drafted, not checked")),
    "text.verified": ("done", word("text", "Checked")),
    "text.stale": ("back act", word("text", "Figure has changed: check the sentence")),
    "extension.asked": ("going", word("extension", "Requested")),
    "extension.proposed": ("going", word("extension", "Awaiting a decision")),
    "extension.granted": ("longer", word("extension", "Granted")),
    "extension.refused": ("off", word("extension", "Refused")),
    # One person in the place of another
    "substitution.now": ("going", word("substitution", "In force")),
    "substitution.later": ("later", word("substitution", "Not begun yet")),
    "substitution.over": ("off", word("substitution", "Over")),
    "substitution.cancelled": ("off", word("substitution", "Cancelled")),
    # Work that takes time
    "job.waiting": ("later", word("job", "Waiting its turn")),
    "job.running": ("going", word("job", "Under way")),
    "job.late": ("partly act", word("job", "Delayed: no sign of life")),
    "job.done": ("done", word("job", "Finished")),
    "job.failed": ("undone act", word("job", "Stopped by a failure")),
}
# A bare code is looked for among the answers of a body; the same code of another thing needs its namespace
BARE = ("item", "answer", "row")


def look_up(code, kind=""):
    """(shape, word) of a state: «item.done», or «done» with kind «item». An empty answer is «answer.blank»; an unknown code is a fault."""
    code = str(code or "")
    if not code:
        return WORDS["answer.blank"]
    if kind:
        return WORDS[f"{kind}.{code}"]
    if code in WORDS:
        return WORDS[code]
    for name in BARE:
        if f"{name}.{code}" in WORDS:
            return WORDS[f"{name}.{code}"]
    raise KeyError(f"No word for the state {code!r}: add it to reporting/words.py")


def days_left(n):
    """«9 күн қалды», «Осталось 9 дней»."""
    return ngettext("%(n)s day left", "%(n)s days left", n) % {"n": n}


def days_overdue(n):
    """Not filed, and the term has passed."""
    return ngettext("Overdue by %(n)s day", "Overdue by %(n)s days", n) % {"n": n}


def days_late(n):
    """Filed after the term."""
    return ngettext("Late by %(n)s day", "Late by %(n)s days", n) % {"n": n}
