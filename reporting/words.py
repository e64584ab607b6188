"""The one home of the words for states: code → (shape, word). Shapes are classes of base.css; an empty one means plain text.

Each word has its own context, because Russian agrees in gender with the thing: отчёт принят, редакция утверждена (LANGUAGE.md, rule 3).
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

# Round = on course, square = somebody must act, line = out of the count. «act» makes the word itself ochre.
WORDS = {
    # The work on an action item, as the body reports it
    "item.done": ("done", pgettext_lazy("item", "Done")),
    "item.in_progress": ("going", pgettext_lazy("item", "In progress")),
    "item.partly_done": ("partly", pgettext_lazy("item", "Partly done")),
    "item.not_done": ("undone", pgettext_lazy("item", "Not done")),
    "item.not_yet_due": ("later", pgettext_lazy("item", "Not yet due")),
    "item.off_control": ("off", pgettext_lazy("item", "Taken off control")),
    "item.extended": ("longer", pgettext_lazy("item", "Deadline extended")),
    # The five kinds of non-answer, and what was simply left out
    "answer.blank": ("blank", pgettext_lazy("answer", "Not filled in")),
    "answer.given": ("", pgettext_lazy("answer", "Information is given")),
    "answer.no_activity": ("noact", pgettext_lazy("answer", "No activity in the period")),
    "answer.not_applicable": ("na", pgettext_lazy("answer", "Not applicable")),
    "answer.not_yet_available": ("soon", pgettext_lazy("answer", "Not yet available")),
    "answer.not_due": ("later", pgettext_lazy("answer", "Not yet due")),
    "answer.not_filed": ("unfiled", pgettext_lazy("answer", "Not filed")),
    "answer.not_provided": ("", pgettext_lazy("answer", "Not provided")),
    # How far a row is filled in
    "row.not_started": ("later", pgettext_lazy("row", "Not started")),
    "row.filling": ("going", pgettext_lazy("row", "In progress")),
    "row.in_progress": ("going", pgettext_lazy("row", "In progress")),
    "row.problem": ("undone act", pgettext_lazy("row", "There is a problem")),
    "row.question": ("partly act", pgettext_lazy("row", "Question to answer")),
    "row.completed": ("", pgettext_lazy("row", "Completed")),
    "row.cannot_start": ("off", pgettext_lazy("row", "Cannot start yet")),
    # The reviewer's decision on a row
    "decision.pending": ("later", pgettext_lazy("decision", "Decision pending")),
    "decision.accepted": ("done", pgettext_lazy("decision", "Accepted")),
    "decision.returned": ("back", pgettext_lazy("decision", "Returned")),
    "report.draft": ("going", pgettext_lazy("report", "Being filled in")),
    "report.submitted": ("going", pgettext_lazy("report", "Submitted")),
    "report.in_review": ("going", pgettext_lazy("report", "Under review")),
    "report.returned": ("back", pgettext_lazy("report", "Returned for revision")),
    "report.accepted": ("done", pgettext_lazy("report", "Accepted")),
    "report.recalled": ("back", pgettext_lazy("report", "Recalled by the body")),
    "report.not_accepted": ("going", pgettext_lazy("report", "Filed, not accepted yet")),
    "report.not_filed": ("unfiled", pgettext_lazy("report", "Report not filed")),
    # A step inside the body before its report is submitted
    "step.head": ("", pgettext_lazy("step of confirmation", "Head of department")),
    "step.signatory": ("", pgettext_lazy("step of confirmation", "Signatory")),
    "confirmation.waiting": ("going", pgettext_lazy("confirmation", "Awaiting confirmation")),
    "confirmation.confirmed": ("done", pgettext_lazy("confirmation", "Confirmed")),
    "confirmation.lapsed": ("back act", pgettext_lazy("confirmation", "Lapsed: the content has changed")),
    "confirmation.sent_back": ("back", pgettext_lazy("confirmation", "Sent back with remarks")),
    "confirmation.replaced": ("off", pgettext_lazy("confirmation", "Replaced by a newer request")),
    # A detached signature of a filed version: only a valid one is called a signature
    "signature.none": ("", pgettext_lazy("signature", "Confirmed in the portal, without an electronic signature")),
    "signature.checking": ("going", pgettext_lazy("signature", "File of a signature added, being checked")),
    "signature.valid": ("done", pgettext_lazy("signature", "Electronic digital signature is valid")),
    "signature.invalid": ("undone act", pgettext_lazy("signature", "File of a signature is not valid: it signs nothing")),
    "signature.unchecked": ("partly", pgettext_lazy("signature", "File of a signature could not be checked")),
    "returnrequest.asked": ("going", pgettext_lazy("return request", "Requested")),
    "returnrequest.granted": ("back", pgettext_lazy("return request", "Granted")),
    "returnrequest.refused": ("off", pgettext_lazy("return request", "Refused")),
    # Against the legal date or the extension
    "time.on_time": ("done", pgettext_lazy("time", "On time")),
    "time.not_filed": ("unfiled", pgettext_lazy("time", "Report not filed")),
    "time.extension_running": ("longer", pgettext_lazy("time", "Extended, not yet due")),
    "time.outage": ("done", pgettext_lazy("time", "On time: the portal was down")),
    "time.outage_running": ("longer", pgettext_lazy("time", "The portal was down, not yet due")),
    "time.invited": ("off", pgettext_lazy("time", "Invited by agreement")),
    "summary.draft": ("going", pgettext_lazy("summary", "Draft")),
    "summary.outdated": ("back act", pgettext_lazy("summary", "Out of date, to be recalculated")),
    "summary.proposed": ("going", pgettext_lazy("summary", "Submitted for approval")),
    "summary.approved": ("done", pgettext_lazy("summary", "Approved")),
    "summary.failed": ("undone act", pgettext_lazy("summary", "Stopped by a failure")),
    "edition.approved": ("going", pgettext_lazy("edition", "Approved, not published")),
    "edition.scheduled": ("soon", pgettext_lazy("edition", "Publication scheduled")),
    "edition.published": ("done", pgettext_lazy("edition", "Published")),
    "edition.current": ("done", pgettext_lazy("edition", "Current edition")),
    "edition.superseded": ("off", pgettext_lazy("edition", "Replaced by a new edition")),
    "edition.corrected": ("done", pgettext_lazy("edition", "Corrected edition")),
    "edition.withdrawn": ("off", pgettext_lazy("edition", "Withdrawn")),
    "transmission.prepared": ("later", pgettext_lazy("transmission", "Prepared")),
    "transmission.sent": ("going", pgettext_lazy("transmission", "Sent")),
    "transmission.registered": ("going", pgettext_lazy("transmission", "Registered")),
    "transmission.acknowledged": ("done", pgettext_lazy("transmission", "Receipt acknowledged")),
    "transmission.returned": ("back", pgettext_lazy("transmission", "Returned")),
    "indicator.achieved": ("done", pgettext_lazy("indicator", "Achieved")),
    "indicator.not_achieved": ("undone", pgettext_lazy("indicator", "Not achieved")),
    "indicator.no_data": ("blank", pgettext_lazy("indicator", "No data")),
    # A paragraph of the narrative
    "text.missing": ("blank", pgettext_lazy("text", "Text missing")),
    "text.drafted": ("going", pgettext_lazy("text", "Drafted, not checked")),
    "text.verified": ("done", pgettext_lazy("text", "Checked")),
    "text.stale": ("back act", pgettext_lazy("text", "Figure has changed: check the sentence")),
    "extension.asked": ("going", pgettext_lazy("extension", "Requested")),
    "extension.proposed": ("going", pgettext_lazy("extension", "Awaiting a decision")),
    "extension.granted": ("longer", pgettext_lazy("extension", "Granted")),
    "extension.refused": ("off", pgettext_lazy("extension", "Refused")),
    # A cell of the matrix: the rows of one section in one report
    "cell.none": ("", pgettext_lazy("cell", "no rows")),
    "cell.filling": ("going", pgettext_lazy("cell", "being filled in")),
    "cell.not_filed": ("unfiled", pgettext_lazy("cell", "not filed")),
    "cell.extended": ("longer", pgettext_lazy("cell", "extended")),
    "cell.submitted": ("going", pgettext_lazy("cell", "filed")),
    "cell.returned": ("back", pgettext_lazy("cell", "returned")),
    "cell.accepted": ("done", pgettext_lazy("cell", "accepted")),
    "cell.no_activity": ("noact", pgettext_lazy("cell", "no activity")),
    # A remark of the Ministry on a row
    "comment.open": ("back", pgettext_lazy("comment", "Open")),
    "comment.answered": ("going", pgettext_lazy("comment", "Answered")),
    "comment.closed": ("done", pgettext_lazy("comment", "Closed")),
    # Why a row was returned
    "returncode.no_evidence": ("", _("There is no supporting document")),
    "returncode.wrong_evidence": ("", _("The document does not confirm what is written")),
    "returncode.incomplete": ("", _("The information is incomplete")),
    "returncode.off_topic": ("", _("The text does not concern this action item")),
    "returncode.figures": ("", _("The figures do not agree")),
    "returncode.no_reason": ("", _("The reason or the measures are not given")),
    "returncode.repeated": ("", _("The text repeats that of last year")),
    "returncode.not_public": ("", _("It holds information that may not be published")),
    "returncode.other": ("", _("Another reason")),
    # Rows accepted together, a report on paper, an outage: each confirmed by a second person or entered
    "bulkacceptance.proposed": ("going", pgettext_lazy("bulk", "Waits for the consent of a second person")),
    "bulkacceptance.confirmed": ("done", pgettext_lazy("bulk", "Accepted with the consent of a second person")),
    "bulkacceptance.declined": ("off", pgettext_lazy("bulk", "Consent not given")),
    "paperreport.registered": ("going", pgettext_lazy("paper", "Being entered by the Ministry")),
    "paperreport.entered": ("done", pgettext_lazy("paper", "Entered by the Ministry")),
    "paperreport.cancelled": ("off", pgettext_lazy("paper", "Entry cancelled")),
    "outage.proposed": ("going", pgettext_lazy("outage", "Waits for confirmation")),
    "outage.confirmed": ("done", pgettext_lazy("outage", "Confirmed, in effect")),
    "outage.declined": ("off", pgettext_lazy("outage", "Not confirmed")),
    # One person in the place of another
    "substitution.now": ("going", pgettext_lazy("substitution", "In force")),
    "substitution.later": ("later", pgettext_lazy("substitution", "Not begun yet")),
    "substitution.over": ("off", pgettext_lazy("substitution", "Over")),
    "substitution.cancelled": ("off", pgettext_lazy("substitution", "Cancelled")),
    # The virus check of a document's file
    "check.clean": ("done", pgettext_lazy("check", "Checked, no viruses found")),
    "check.waiting": ("going", pgettext_lazy("check", "Being checked for viruses")),
    "check.away": ("soon", pgettext_lazy("check", "Not checked yet: the scanner does not answer")),
    "check.unset": ("off", pgettext_lazy("check", "Not checked: no scanner is set up")),
    "check.infected": ("undone act", pgettext_lazy("check", "A virus was found")),
    # Work that takes time
    "job.waiting": ("later", pgettext_lazy("job", "Waiting its turn")),
    "job.running": ("going", pgettext_lazy("job", "Under way")),
    "job.late": ("partly act", pgettext_lazy("job", "Delayed: no sign of life")),
    "job.done": ("done", pgettext_lazy("job", "Finished")),
    "job.failed": ("undone act", pgettext_lazy("job", "Stopped by a failure")),
}
# Why an approved edition is corrected: the kind of reason, published beside its text
CORRECTIONS = {
    "body_data": pgettext_lazy("correction", "A body has corrected its report"),
    "late_report": pgettext_lazy("correction", "A report came after the approval"),
    "calculation": pgettext_lazy("correction", "Error in the calculation or in a decision of the Ministry"),
    "wording": pgettext_lazy("correction", "Error in the wording of the analytical part"),
    "returned": pgettext_lazy("correction", "The Ministry of National Economy returned the information"),
    "other": pgettext_lazy("correction", "Other reason"),
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
