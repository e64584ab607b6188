"""How an event of the trail and a running job are told to people: pure reading, no rules."""

import re
from datetime import date, datetime

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reporting import clock, formats, words
from reporting.models import Job
from reporting.roles import Role

# What was done, by the verb of the rule; «model.verb» where Russian gender or the sense differs
VERBS = {
    "open": pgettext_lazy("trail", "Opened"),
    "save_entry": pgettext_lazy("trail", "Row saved"),
    "confirm_carried": pgettext_lazy("trail", "What was copied from last year is confirmed"),
    "share_rows": pgettext_lazy("trail", "Responsible person changed"),
    "complete": pgettext_lazy("trail", "Marked as complete"),
    "add_evidence": pgettext_lazy("trail", "File added"),
    "remove_evidence": pgettext_lazy("trail", "File removed"),
    "ask_archive": pgettext_lazy("trail", "Archive of everything filed asked for"),
    "find_infected": pgettext_lazy("trail", "A virus was found in the file"),
    "import": pgettext_lazy("trail", "Uploaded from a spreadsheet"),
    "undo_import": pgettext_lazy("trail", "Upload undone"),
    "mark_no_activity": pgettext_lazy("trail", "Marked as no activity"),
    "unmark_no_activity": pgettext_lazy("trail", "Mark of no activity taken off"),
    "submit": pgettext_lazy("trail", "Report submitted"),
    "recall": pgettext_lazy("trail", "Recalled by the body"),
    "begin_review": pgettext_lazy("trail", "Review begun"),
    "assign": pgettext_lazy("trail", "Reviewer assigned"),
    "comment": pgettext_lazy("trail", "Comment added"),
    "reply": pgettext_lazy("trail", "Said to a remark"),
    "comment.answer": pgettext_lazy("trail", "Remark answered"),
    "comment.close": pgettext_lazy("trail", "Remark closed"),
    "comment.reopen": pgettext_lazy("trail", "Remark opened again"),
    "propose_bulk": pgettext_lazy("trail", "Rows chosen to be accepted together"),
    "bulkacceptance.confirm": pgettext_lazy("trail", "Consent to accept the chosen rows given"),
    "bulkacceptance.decline": pgettext_lazy("trail", "Consent to accept the chosen rows not given"),
    "paperreport.register": pgettext_lazy("trail", "Report on paper registered"),
    "paperreport.enter": pgettext_lazy("trail", "Report on paper entered"),
    "paperreport.cancel": pgettext_lazy("trail", "Entry of the report on paper cancelled"),
    "propose_outage": pgettext_lazy("trail", "Outage of the portal entered"),
    "outage.confirm": pgettext_lazy("trail", "Outage of the portal confirmed"),
    "outage.decline": pgettext_lazy("trail", "Outage of the portal not confirmed"),
    "decide": pgettext_lazy("trail", "Decision on a row"),
    "return_for_revision": pgettext_lazy("trail", "Returned for revision"),
    "accept": pgettext_lazy("trail", "Report accepted"),
    "amend": pgettext_lazy("trail", "Amended version opened"),
    "close_amendment": pgettext_lazy("trail", "Amended version given up, nothing was changed"),
    "send_for_confirmation": pgettext_lazy("trail", "Sent for confirmation"),
    "confirm_step": pgettext_lazy("trail", "Confirmed inside the body"),
    "send_back": pgettext_lazy("trail", "Sent back with remarks"),
    "replace_step": pgettext_lazy("trail", "Earlier request for confirmation replaced"),
    "set_confirmation_order": pgettext_lazy("trail", "Order of confirmation changed"),
    "ask_for_return": pgettext_lazy("trail", "Return of the report requested"),
    "grant_return": pgettext_lazy("trail", "Requested return granted"),
    "refuse_return": pgettext_lazy("trail", "Requested return refused"),
    "attach_signature": pgettext_lazy("trail", "File of an electronic signature added"),
    "find_valid": pgettext_lazy("trail", "Electronic signature checked: valid"),
    "find_invalid": pgettext_lazy("trail", "Electronic signature checked: invalid"),
    "fail_to_check": pgettext_lazy("trail", "Electronic signature could not be checked"),
    "check_again": pgettext_lazy("trail", "Electronic signature sent to be checked again"),
    "set_campaign_date": pgettext_lazy("trail", "Internal date set"),
    "remind": pgettext_lazy("trail", "Reminder sent"),
    "pause_reminders": pgettext_lazy("trail", "Reminders paused"),
    "resume_reminders": pgettext_lazy("trail", "Reminders resumed"),
    "announce": pgettext_lazy("trail", "Announcement sent"),
    "ask_extension": pgettext_lazy("trail", "Extension requested"),
    "propose_answer": pgettext_lazy("trail", "Answer to the request proposed"),
    "hand_back": pgettext_lazy("trail", "Proposed answer handed back"),
    "grant": pgettext_lazy("trail", "Extension granted"),
    "refuse": pgettext_lazy("trail", "Extension refused"),
    "consolidate": pgettext_lazy("trail", "Summary calculated"),
    "write_narrative": pgettext_lazy("trail", "Text changed"),
    "word_letter": pgettext_lazy("trail", "Wording of a letter changed"),
    "answer_anomaly": pgettext_lazy("trail", "Strange figure explained"),
    "confirm_figures": pgettext_lazy("trail", "Text confirmed with the new figures"),
    "verify_narrative": pgettext_lazy("trail", "Text checked by a second person"),
    "decide_status": pgettext_lazy("trail", "Status decided by the Ministry"),
    "propose": pgettext_lazy("trail", "Submitted for approval"),
    "reject": pgettext_lazy("trail", "Not approved"),
    "approve": pgettext_lazy("trail", "Approved"),
    "prepare": pgettext_lazy("trail", "Letter prepared"),
    "prepare_again": pgettext_lazy("trail", "Letter prepared again after the return"),
    "send": pgettext_lazy("trail", "Sent"),
    "see_as": pgettext_lazy("trail", "The pages of the body were opened to read"),
    "see_as_end": pgettext_lazy("trail", "The reading of the body’s pages was ended"),
    "practise": pgettext_lazy("trail", "Training report opened"),
    "show_discipline": pgettext_lazy("trail", "Table of discipline shown to the bodies"),
    "comment_discipline": pgettext_lazy("trail", "Comment of the body on the table of discipline"),
    "verify_journal": pgettext_lazy("trail", "Check of the log asked for"),
    "export_journal": pgettext_lazy("trail", "Records of the log downloaded"),
    "change_settings": pgettext_lazy("trail", "Settings of the portal changed"),
    "load_concept": pgettext_lazy("trail", "Reference data loaded"),
    "tell_of_silence": pgettext_lazy("trail", "The coordinators were told that nothing is heard"),
    "record_posting": pgettext_lazy("trail", "Placement on the official site recorded"),
    "register": pgettext_lazy("trail", "Registered"),
    "acknowledge": pgettext_lazy("trail", "Receipt acknowledged"),
    "return": pgettext_lazy("trail", "Returned"),
    "propose_publication": pgettext_lazy("trail", "Proposed for publication"),
    "publish": pgettext_lazy("trail", "Published"),
    "schedule_publication": pgettext_lazy("trail", "Time of publication announced"),
    "reschedule_publication": pgettext_lazy("trail", "Time of publication changed"),
    "cancel_publication": pgettext_lazy("trail", "Announced publication cancelled"),
    "supersede": pgettext_lazy("trail", "Replaced by a new edition"),
    "correct": pgettext_lazy("trail", "Correction begun"),
    "create_person": pgettext_lazy("trail", "Person added"),
    "change_person": pgettext_lazy("trail", "Details changed"),
    "deactivate": pgettext_lazy("trail", "Access closed"),
    "change_role": pgettext_lazy("trail", "Role or body changed"),
    "reactivate": pgettext_lazy("trail", "Access opened"),
    "appoint_deputy": pgettext_lazy("trail", "Stand-in appointed"),
    "cancel_deputy": pgettext_lazy("trail", "Stand-in cancelled"),
    "change_own_password": pgettext_lazy("trail", "Password changed"),
    "change_own_letters": pgettext_lazy("trail", "Way of receiving letters changed"),
    "change_own_language": pgettext_lazy("trail", "Language of letters changed"),
    "set_temporary_password": pgettext_lazy("trail", "Temporary password given"),
    "sign_in": pgettext_lazy("trail", "Signed in"),
    "sign_out": pgettext_lazy("trail", "Signed out"),
    "issue_token": pgettext_lazy("trail", "Access token issued"),
    "revoke_token": pgettext_lazy("trail", "Access token revoked"),
}
FIELDS = {
    "status": gettext_lazy("Status"),
    "people": gettext_lazy("People"),
    "name": gettext_lazy("Name"),
    "prefix": gettext_lazy("First signs"),
    "expires_at": gettext_lazy("In force until"),
    "proposed": gettext_lazy("Proposed answer"),
    "kk": gettext_lazy("In Kazakh"),
    "ru": gettext_lazy("In Russian"),
    "version": gettext_lazy("Version"),
    "figures": gettext_lazy("Figures"),
    "where": gettext_lazy("Place"),
    "subject_kk": gettext_lazy("Subject in Kazakh"),
    "subject_ru": gettext_lazy("Subject in Russian"),
    "body_kk": gettext_lazy("Text in Kazakh"),
    "body_ru": gettext_lazy("Text in Russian"),
    "language": gettext_lazy("Language"),
    "no_activity": gettext_lazy("Mark of no activity"),
    "no_activity_note": gettext_lazy("Explanation"),
    "decision": gettext_lazy("Decision"),
    "person": gettext_lazy("In place of"),
    "deputy": gettext_lazy("Stand-in"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "basis": gettext_lazy("Ground"),
    "file_name": gettext_lazy("File"),
    "threat": gettext_lazy("Name of the virus"),
    "rows": gettext_lazy("Rows"),
    "text": gettext_lazy("Text"),
    "answer_text": gettext_lazy("Answer"),
    "code": gettext_lazy("Reason of the return"),
    "year": gettext_lazy("Reporting year"),
    "edition": gettext_lazy("Edition"),
    "item": gettext_lazy("Action item"),
    "item_status": gettext_lazy("Status of the item"),
    "sha256": gettext_lazy("Checksum (SHA-256)"),
    "head_confirms": gettext_lazy("The head of department confirms first"),
    "step": gettext_lazy("Step"),
    "in_place_of": gettext_lazy("In place of"),
    "signer": gettext_lazy("Holder of the key"),
    "amendment_code": gettext_lazy("Kind of reason"),
    "input_sha256": gettext_lazy("Checksum of the input"),
    "plan": gettext_lazy("Edition of the plan"),
    "reports": gettext_lazy("Reports"),
    "campaign_on": gettext_lazy("Internal date"),
    "reviewer": gettext_lazy("Reviewer"),
    "letter_number": gettext_lazy("Outgoing number"),
    "publish_at": gettext_lazy("Time of publication"),
    "incoming_number": gettext_lazy("Incoming number"),
    "incoming_date": gettext_lazy("Date of registration"),
    "days": gettext_lazy("Days without an answer"),
    "search": gettext_lazy("Search conditions"),
    "address": gettext_lazy("Address on the official site"),
    "posted_on": gettext_lazy("Placed on"),
    "correction_code": gettext_lazy("Kind of reason"),
    "letter_date": gettext_lazy("Date of the letter"),
}
STATES = (
    "report", "summary", "edition", "transmission", "extension", "comment", "bulkacceptance", "paperreport", "outage", "confirmation",
    "signature", "returnrequest",
)  # fmt: skip
KINDS = {
    "status": {**{model: model for model in STATES}, "itemprogress": "item"},
    "item_status": {"summary": "item"},
    "proposed": {"extension": "extension"},
    "code": {"itemprogress": "returncode", "indicatorvalue": "returncode"},
    "step": {"confirmation": "step"},
}
STEPS = {
    "collect": pgettext_lazy("step", "Reports are collected"),
    "read": pgettext_lazy("step", "The file is read"),
    "check": pgettext_lazy("step", "Checks are made"),
    "figures": pgettext_lazy("step", "Figures are calculated"),
    "lines": pgettext_lazy("step", "Lines are written"),
    "discrepancies": pgettext_lazy("step", "Statuses of the executors are compared"),
    "anomalies": pgettext_lazy("step", "Strange figures are looked for"),
    "rows": pgettext_lazy("step", "Filed rows are written"),
    "save": pgettext_lazy("step", "The result is kept"),
    "documents": pgettext_lazy("step", "Documents are made"),
    "pdf_kk": pgettext_lazy("step", "PDF in Kazakh is made"),
    "pdf_ru": pgettext_lazy("step", "PDF in Russian is made"),
    "docx_kk": pgettext_lazy("step", "DOCX in Kazakh is made"),
    "docx_ru": pgettext_lazy("step", "DOCX in Russian is made"),
    "xlsx": pgettext_lazy("step", "XLSX is made"),
    "data": pgettext_lazy("step", "Data files are written"),
    "pages": pgettext_lazy("step", "Pages are written"),
    "manifest": pgettext_lazy("step", "Checksums are written"),
    "files": pgettext_lazy("step", "Supporting documents are added"),
    "scan": pgettext_lazy("step", "The file is checked for viruses"),
    "mail": pgettext_lazy("step", "Letters are sent"),
}


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def plain(code):
    """A code without a word of its own, legible at least."""
    return str(code).replace("_", " ").replace(".", ": ")


def tell_event(event):
    """Who did what, in what role, and what changed from what to what, in the current language."""
    model = event.thing.partition(":")[0]
    verb = VERBS.get(f"{model}.{event.verb}") or VERBS.get(event.verb) or plain(event.verb)
    names = [*event.new, *(name for name in event.old if name not in event.new)]
    changes = [(label(model, name), value(model, name, event.old.get(name)), value(model, name, event.new.get(name))) for name in names]
    return {
        "verb": verb,
        "who": event.actor.get_full_name() if event.actor else _("By the schedule"),
        "role": Role(event.role).label if event.role in Role.values else "",
        "on_behalf_of": event.on_behalf_of.get_full_name() if event.on_behalf_of else "",
        "changes": [change for change in changes if change[1] != change[2]],
    }


def model_field(model, name):
    """The model field behind a name in an event, if there is one."""
    for app in ("reporting", "users", "territories"):
        try:
            return apps.get_model(app, model)._meta.get_field(name)
        except (LookupError, FieldDoesNotExist):
            continue
    return None


def label(model, name):
    """What the field is called on the form."""
    if name in FIELDS:
        return FIELDS[name]
    found = model_field(model, name)
    return getattr(found, "verbose_name", None) or plain(name)


def value(model, name, said):
    """A stored value as a reader knows it: words for codes, thousand tenge for money, long texts whole."""
    if said is None or said == "":
        return ""
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    kind = KINDS.get(name, {}).get(model) or (name if name in ("decision", "answer") else "")
    if kind and f"{kind}.{said}" in words.WORDS:
        return words.look_up(said, kind)[1]
    if name.startswith(("planned_", "disbursed_")):
        return formats.money(said)
    if isinstance(model_field(model, name), DateTimeField):
        return formats.instant_short(datetime.fromisoformat(said), seconds=True)
    if isinstance(model_field(model, name), DateField):
        return formats.date_short(date.fromisoformat(said))
    if isinstance(said, str) and DAY.fullmatch(said):
        return formats.date_short(date.fromisoformat(said))  # a day that is recorded of a thing without being a field of it
    if isinstance(said, list | tuple):
        return ", ".join(str(part) for part in said)
    if isinstance(said, dict) and set(said) == {"kk", "ru", "en"}:
        return said[formats.language_or()] or said["kk"]  # a name as it stood on that day
    if isinstance(said, dict):
        return "; ".join(f"{plain(key)}: {part}" for key, part in said.items())
    choices = dict(getattr(model_field(model, name), "flatchoices", []) or (settings.LANGUAGES if name == "language" else []))
    return choices.get(said, said)


def tell_job(job):
    """State and steps of a job; one that has been silent too long is told as delayed."""
    steps = [
        {**step, "name": STEPS.get(step["name"], plain(step["name"])), **shape_of(job, is_last=place == len(job.steps))}
        for place, step in enumerate(job.steps, start=1)
    ]
    return {"state": "late" if silent(job) else job.state, "steps": steps}


def silent(job):
    """Whether a running job has shown no sign of life for too long."""
    return job.state == Job.RUNNING and (clock.now() - job.beat_at).total_seconds() > settings.JOB_STALE_SECONDS


def shape_of(job, *, is_last):
    """How a step is drawn: only the last one can be under way or have failed."""
    if is_last and job.state == Job.RUNNING:
        return {"current": True, "shape": "going"}
    return {"current": False, "shape": "undone" if is_last and job.state == Job.FAILED else "done"}
