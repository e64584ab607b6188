"""What can be wrong, in words: a problem is a code, the place and its parameters; the text comes from the code, in three languages.

`Refused` is the only exception that a rule raises for something expected; views show its problems, nothing else is caught.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

BLOCKER, QUESTION = "blocker", "question"

# code → text. One home for every refusal and every finding.
TEXTS = {
    # people and rights
    "not_allowed": _("Your role does not allow this action"),
    "own_report": _("A report may not be reviewed by a person who entered or signed it"),
    "same_person": _("The person who proposed it may not approve it"),
    "role_needs_body": _("Choose the body: this role acts for one"),
    "body_not_valid": _("The body does not exist any more: %(body)s"),
    "email_taken": _("Another person already signs in with this address"),
    "own_role": _("Nobody may change their own role"),
    "own_access": _("Nobody may close their own access"),
    "own_password": _("Change your own password in your account"),
    "last_administrator": _("This is the last administrator. Appoint another one first."),
    "access_closed": _("The access of this person is closed"),
    "access_open": _("The access of this person is open already"),
    "nothing_changed": _("Nothing has been changed"),
    "deputy_is_self": _("A person cannot stand in for themselves"),
    "deputy_of_another_body": _("The stand-in must work in the same body"),
    "role_never_lent": _("Administrators and auditors neither stand in nor are stood in for"),
    "deputy_from_past": _("The first day must not be earlier than today"),
    "deputy_ends_before": _("The last day must not be earlier than the first"),
    "deputy_days_taken": _("For these days a stand-in is appointed already: %(name)s"),
    "substitution_over": _("The substitution is over or cancelled already"),
    # keys of a body's own system, and what only a program can do wrong
    "token_name_required": _("Name the token after the system that will use it"),
    "token_days": _("Choose how long the token works"),
    "token_too_many": _("There are too many tokens in force. Limit: %(max)s. Revoke one that is not used."),
    "token_invalid": _("The token is unknown, revoked or out of date. Make a new one in your account."),
    "token_missing": _("The request carries no token"),
    "too_many_requests": _("There were too many requests. Seconds to wait: %(seconds)s"),
    "not_found": _("There is nothing at this address that you may see"),
    "method_not_allowed": _("This address does not answer this method: %(method)s"),
    "media_type": _("Content of this type is not read here: %(type)s"),
    "malformed": _("The request cannot be read"),
    "request_too_large": _("The request is too large. Limit: %(max)s MB"),
    "if_match_required": _("Send the version of the row that you read in the header If-Match"),
    "key_required": _("Send a new key of this request in the header Idempotency-Key"),
    "key_malformed": _("The key of the request may hold 1–100 Latin letters, figures and signs without spaces"),
    "key_reused": _("This key was used for another request already. Send a new one."),
    "wrong_type": _("The value cannot be read. Kind expected: %(expected)s"),
    "field_unknown": _("There is no such field here"),
    "field_not_asked": _("This field is not asked in this row"),
    "required": _("This field must be sent"),
    # the year
    "year_not_of_concept": _("The Concept covers the years %(first)s–%(last)s: choose one of them"),
    "year_not_over": _("The year %(year)s is not over yet: its report opens after 31 December"),
    "no_plan": _("No edition of the plan was in force in %(year)s: load the plan first"),
    # transmission and publication
    "letter_number_required": _("Enter the outgoing number of the letter"),
    "incoming_number_required": _("Enter the incoming number"),
    "date_required": _("Enter the date as DD.MM.YYYY, for example 01.04.2027"),
    "date_in_future": _("The date must not be later than today"),
    "letter_before_approval": _("The letter cannot be dated before the edition was approved"),
    "incoming_before_sending": _("The incoming date cannot be before the day the letter was sent"),
    "edition_replaced": _("This edition was replaced: prepare the letter for the current one"),
    "already_prepared": _("A covering letter for this edition exists already: open it in the list"),
    "channel_required": _("Choose how the package goes"),
    "scan_required": _("Attach the scan: a letter that went by hand has no other proof"),
    "return_reason_required": _("Write the reasons for the return: the Ministry answers them in the next edition"),
    "package_damaged": _("Files of the edition are missing or differ from the approved ones, nothing may be sent: %(files)s"),
    "package_changed": _("The set of documents is not the one the letter was prepared for. Nothing may be sent: call support."),
    "posting_address": _("Enter the full address of the page. It must begin with https://"),
    "posting_before_publication": _("The date must not be earlier than the day the edition was published"),
    "posting_not_published": _("The edition is not published yet: publish it first, then record where it was placed"),
    "posting_known": _("This address and date are recorded already"),
    "correction_code_required": _("Choose the kind of reason for the correction"),
    "sent_by_preparer": _("The person who prepared the letter may not send it"),
    "not_proposed": _("The edition has not been proposed for publication: a coordinator does this first"),
    "is_scheduled": _("The publication is announced for another time: change the time or cancel the announcement first"),
    "already_scheduled": _("Another edition of this year is announced already: cancel that announcement first"),
    "publish_at_past": _("The time of publication must not be past"),
    "publish_at_far": _("The time of publication is more than a year ahead: check the date"),
    "publication_reason_required": _("Write the reason: it stays in the history"),
    "newer_is_published": _("A newer edition is published: No. %(number)s"),
    # the year and review
    "campaign_after_law": _("The internal date must not be later than the legal one"),
    "campaign_before_opening": _("The internal date must not be earlier than the day the year was opened"),
    "not_a_reviewer": _("Choose a person with the role of a reviewer who has not filled in or signed this report"),
    "not_in_review": _("The report is not under review: begin the review first"),
    "no_decision_needed": _("This row needs no answer this year, so there is nothing to decide"),
    "row_closed": _("This row was accepted in an earlier round and has not been opened again"),
    "return_code_required": _("Choose the reason of the return"),
    "criterion_unmet": _("A row that does not meet this criterion cannot be accepted: return it, or tick the criterion"),
    "comment_empty": _("Write the text"),
    "comment_closed": _("The remark is closed: nothing can be added to it"),
    "assign_refused": _("%(body)s: %(why)s"),
    "bulk_nothing": _("Choose at least one row"),
    "bulk_open": _("Rows of this report already wait for the consent of a second person"),
    "bulk_note_required": _("Write on what ground the rows are accepted together"),
    "bulk_changed": _("Rows were decided since they were chosen: %(rows)s. Nothing has been accepted."),
    "decline_reason_required": _("Write the reason: the one who proposed it will see it"),
    "bulk_waits": _("Rows wait for the consent of a second person: the round ends after it"),
    "decided_meanwhile": _("Another decision was saved on this row while you were working. Look at it and decide again."),
    "rows_undecided": _("Decide on every row first. Rows left: %(rows)s"),
    "nothing_returned": _("No row is returned: the report can be accepted"),
    "rows_returned": _("Some rows are returned: the report cannot be accepted. Rows: %(rows)s"),
    "not_yet_reviewed": _("The reviewer has not accepted every row yet"),
    # the summary
    "summary_frozen": _("The summary is submitted for approval or approved: it cannot be changed now"),
    "summary_not_calculated": _("The summary has not been calculated yet"),
    "summary_outdated": _("Something has changed since the calculation: calculate the summary again"),
    "outdated_since_proposal": _(
        "Reports, decisions or dates have changed since the summary was submitted: send it back, so that it is calculated again"
    ),
    "nothing_accepted": _("No report of the year is accepted yet: there is nothing to approve"),
    "statuses_undecided": _("The executors differ: decide on the status of the items: %(items)s"),
    "executors_agree": _("The executors of this item agree: there is nothing to decide"),
    "statuses_changed": _("The statuses of this item have changed while you were deciding. Look at them and decide again."),
    "status_required": _("Choose the status of the item"),
    "decision_reason_required": _("Write why the Ministry decides so: the reason is published with the status"),
    "rejection_reason_required": _("Write the reason: the coordinators will see it"),
    "correction_reason_required": _("Write the reason for the correction: it will be published"),
    "narrative_missing": _("The section has no text in Kazakh nor in Russian: %(section)s"),
    "narrative_conflict": _("Another person has changed this text while you were writing. Both texts are shown: join them and save."),
    "anomaly_changed": _("The values have changed while you were answering, or the figure is strange no more. Look at it again."),
    "anomaly_note_required": _("Write why the figure is right"),
    "narrative_stale": _("Figures in the text have changed: confirm the sentences or correct them. Section: %(section)s"),
    "unknown_figure": _("There is no such figure in the summary: %(figures)s. Choose it from the list."),
    "figures_changed": _("The figures have changed again while you were reading. Look at them and confirm anew."),
    "verified_by_editor": _("A text is checked by another person than the one who wrote it last"),
    "text_not_ready": _("There is no text to check, or its figures have changed"),
    "correction_open": _("A correction follows an approved edition, and the present summary is not approved yet"),
    # a longer term, reminders, announcements
    "extension_not_needed_filed": _("The report has been submitted: no extension is needed"),
    "extension_not_needed_invited": _("The body is invited by agreement and is never overdue: no extension is needed"),
    "extension_too_late": _("The term has passed: an extension can be requested until %(due)s only"),
    "extension_not_later": _("The new date must be later than %(last)s"),
    "extension_too_long": _("The new date must not be later than %(last)s, when the consolidated information is due"),
    "extension_reason_required": _("Write the reason: the Ministry will see it"),
    "extension_open": _("A request for this report is being considered already"),
    "extension_answer_reason_required": _("Write the reason of the answer: the body will see it"),
    "hand_back_reason_required": _("Write the reason: the coordinators will see it"),
    "owes_nothing": _("The body owes nothing now: there is nothing to remind it of"),
    "reminded_today": _("This body has been reminded today already: one reminder a day is enough"),
    "nobody_to_remind": _("No person of this body has access to the portal. Tell the administrator."),
    "reminders_paused_already": _("The reminders are paused already"),
    "reminders_not_paused": _("The reminders are not paused"),
    "pause_reason_required": _("Write the reason: it stays in the history"),
    "announcement_needs_both": _("Write the announcement in Kazakh and in Russian"),
    "announcement_repeated": _("The same announcement has been sent today already"),
    # filing: why a report or a row is locked, and who can unlock it
    "locked_submitted": _("The report has been submitted and is locked. The signatory can recall it until the review begins."),
    "locked_in_review": _("The report is under review and is locked. The reviewer can return rows for revision."),
    "locked_accepted": _("The report has been accepted and is locked. The signatory can open an amended version."),
    "row_accepted_before": _("This row was accepted. Only returned rows can be changed."),
    "row_not_due": _("The term of this action item has not begun: no answer is needed"),
    "report_no_activity": _("The whole report is marked as no activity. Take the mark off to fill in rows."),
    "no_activity_note_required": _("Explain why there was no activity in the period"),
    "no_activity_but_filled": _("Some rows are filled in already. Clear them, or answer each row by itself. Filled rows: %(n)s"),
    "conflict": _("Another person has changed this field since you opened the row: %(who)s"),
    "declare_required": _("Confirm that the information is correct and that none of it is restricted"),
    "recall_too_late": _("The review has begun: the report can no longer be recalled"),
    "amend_reason_required": _("Write the reason: the Ministry will see it"),
    # filing: who fills in which row
    "not_of_the_body": _("Only a person of the same body whose access is open can be responsible for a row: %(name)s"),
    "shared_meanwhile": _("Another person has been made responsible meanwhile. Look at the list and choose again."),
    # filing: what a field cannot hold
    "bad_character": _("The text holds a sign that cannot be kept. Type it again."),
    "too_long": _("The text is too long. Characters allowed: %(max)s"),
    "choose": _("Choose a value for “%(field)s”"),
    "number": _("Enter a number, for example 1 234,5"),
    "negative": _("The number must not be negative"),
    "too_large": _("The number is too large. Check the unit of measurement."),
    "denominator_zero": _("The lower part of a ratio must be greater than zero"),
    "date": _("Enter the date as DD.MM.YYYY, for example 01.04.2027"),
    "link": _("Check the link: it must begin with https://"),
    # filing: documents
    "evidence_empty": _("Give the number and date of the document, a link or a file"),
    "evidence_date_required": _("Enter the date of the document"),
    "evidence_too_many": _("There are too many documents in this row. Limit: %(max)s"),
    "file_empty": _("The file is empty"),
    "file_too_large": _("The file is too large. Limit: %(max)s MB"),
    "file_type": _("This type of file is not accepted. Accepted: %(types)s"),
    "file_protected": _("The file is protected by a password. Remove it and upload again."),
    "file_broken": _("The file is damaged or incomplete. Save it again and upload it."),
    "file_mismatch": _("The content of the file is not what its name says: %(named)s. Open it and save it again in that format."),
    "file_active": _("The file holds macros, a script or another program. Save it without them, for example as PDF, and upload it again."),
    "file_mixed": _("Another file or a web page is hidden inside the file. Save it again, for example as PDF, and upload it."),
    "file_heavy": _("The file unpacks into far more than its size shows. Save it again, for example as PDF, and upload it."),
    "file_remote": _("When opened, the file loads a part of itself from another computer. Save it as PDF and upload it again."),
    "file_infected": _("A virus was found in the file: %(threat)s. The file was not kept. Check your computer and upload a clean copy."),
    "file_no_room": _("There is no room for the file on the server now. What you typed is kept. Try again later or tell the support desk."),
    "file_several": _("Choose one file at a time: each document has its own kind, number and date"),
    "evidence_infected": _("A virus was found in a document: %(file)s. Remove it and add a clean copy."),
    "document_none": _("Choose at least one document"),
    "document_gone": _("A chosen document is not offered any more: it was removed, or the row holds it already. Choose again."),
    "file_twice": _("This file has been added to the row already"),
    # filing: an uploaded spreadsheet, as a whole
    "file_none": _("Choose a file"),
    "file_not_ours": _("The file is not a template downloaded from the portal"),
    "file_old": _("The template is out of date. Download the new one."),
    "file_altered": _("The hidden sheet of the template was changed. Download the template again and copy your values into it."),
    "file_other_body": _("The file belongs to another body: %(body)s"),
    "file_other_year": _("The file is of another report: its year is %(year)s"),
    "file_report_version": _("The file is of version %(of)s of the report, and version %(now)s is being filled in. Download it again."),
    "file_macros": _("The file holds macros. Save it as XLSX without macros and upload it again."),
    "file_links": _("The file holds links to other files, data connections or embedded objects. Copy the values into a new template."),
    "file_bomb": _("The file unpacks into far more than a report can hold. Download the template again and copy your values into it."),
    "file_too_complex": _("The file could not be read in the time allowed. Download the template again and copy your values into it."),
    "file_far_cells": _("A sheet holds cells far outside the table. Download the template again and copy your values into it."),
    "sheet_missing": _("A sheet is missing or was renamed: %(sheet)s"),
    "column_missing": _("Sheet “%(sheet)s”: a column is missing or was renamed: %(column)s"),
    "column_twice": _("Sheet “%(sheet)s”: a column stands twice: %(column)s"),
    # filing: one row or cell of it
    "row_unknown": _("This code is not in the report. Rows cannot be added in the file."),
    "row_twice": _("This code stands twice. Leave one row of the two."),
    "row_without_code": _("The row has no code, so it is not known what it belongs to. Restore the code or clear the row."),
    "cell_error": _("The cell holds an error of a formula: %(error)s. Enter the value itself."),
    "cell_formula": _("The formula has no calculated value. Enter the value itself, or open the file, calculate and save it."),
    "cell_merged": _("The cell is part of merged cells: %(range)s. Take the merge apart and fill in each cell."),
    "cell_hidden": _("The cell was changed but is hidden. Show the row, column or sheet so that the change can be seen."),
    "cell_percent": _("The cell is formatted as a percentage. Set the number format and enter the number without the percent sign."),
    "cell_date_for_number": _("The cell holds a date or a time, not a number. Set the number format and enter the number again."),
    "cell_number_for_date": _("The cell holds a number, not a date. Enter the date as DD.MM.YYYY."),
    "cell_not_text": _("The cell holds something other than text. Set the text format and enter it again."),
    "cell_not_asked": _("This cell is not asked in this row. Clear it."),
    "too_precise": _("Digits allowed after the decimal mark: %(places)s"),
    # filing: applying it and taking it back
    "import_moved_on": _("The report has changed since the preview was made. Look at it again and press “Apply”."),
    "import_applied": _("This file has been applied already"),
    "import_expired": _("The uploaded file is kept for 24 hours and is gone. Upload it again."),
    "import_undone": _("The upload has been undone already, or was never applied"),
    "undo_too_late": _("The report has been submitted since: the upload can no longer be undone"),
    # filing: checks of a row
    "answer_missing": _("Choose how the row is answered"),
    "answer_contradicts": _("Status, text or figures are filled in: clear them, or choose “Information is given”"),
    "answer_note_missing": _("Explain the answer"),
    "available_on_missing": _("Enter the date on which the data are expected"),
    "available_on_past": _("The date on which the data are expected must be later than today"),
    "returned_untouched": _("The row was returned for revision: change it before submitting"),
    "carried_unconfirmed": _("Confirm or correct what was copied from last year: %(field)s"),
    "nothing_to_carry": _("Last year’s row holds nothing that may be copied"),
    "not_complete": _("Mark the row as filled in when it is ready"),
    "status_missing": _("Choose the status of the action item"),
    "progress_missing": _("Write what has been done, in Kazakh or in Russian"),
    "actual_date_missing": _("Enter the actual completion date"),
    "proposed_date_past": _("The proposed new date has passed already. Enter a later one."),
    "date_future": _("The date must not be later than today"),
    "date_before_concept": _("The date must not be earlier than the approval of the Concept"),
    "reason_missing": _("Give the reasons for non-completion"),
    "overdue_reason_missing": _("The deadline has passed: give the reasons for non-completion"),
    "measure_missing": _("Write what measures have been taken"),
    "actual_missing": _("Enter the actual value"),
    "ratio_part_missing": _("Enter both parts of the ratio"),
    "data_source_missing": _("Name the source of the data"),
    "data_date_missing": _("Enter the date of the data"),
    "deviation_reason_missing": _("The target is not achieved: give the reasons"),
    "ask_no_evidence": _("“Done”, but there is no supporting document. Add one, or explain why there is none."),
    "ask_overdisbursed": _("More was disbursed than planned. Explain."),
    "ask_disbursed_blank": _("Money was planned, but what was disbursed is left blank. Write 0 if nothing was spent, or explain."),
    "ask_no_spending": _("The item is done and money was planned, but nothing was disbursed. Explain."),
    "ask_unchanged": _("The text is the same as last year’s. Is it still correct? Explain."),
    "ask_tenfold": _("The value is ten times last year’s or more. Confirm and explain."),
    "ask_tenth": _("The value is a tenth of last year’s or less. Confirm and explain."),
    "ask_same_value": _("The value is the same as last year’s. Confirm and explain."),
    "questions_unanswered": _("Answer the questions of the portal in words"),
    "question_is_new": _("A question has come up since the answer was written. Add to the answer."),
    # states
    "moved_on": _("The state has changed while you were working. Open the page again: nothing of yours was written over."),
    "locked": _("The report is under review and cannot be changed"),
    "reason_required": _("Write the reason: the body will see it"),
}


@dataclass(frozen=True)
class Problem:
    """One problem. `where` is the name of a field or row to link to; `params` fill the named placeholders of the text."""

    code: str
    where: str = ""
    severity: str = BLOCKER
    params: dict = field(default_factory=dict)

    def text(self) -> str:
        """The sentence in the current language."""
        return str(TEXTS[self.code]) % self.params

    def as_dict(self) -> dict:
        """For JSON answers."""
        return {"severity": self.severity, "code": self.code, "where": self.where, "params": self.params, "text": self.text()}


class Refused(Exception):
    """A rule said no. Never with an empty list: a refusal without a reason is a defect."""

    def __init__(self, problems):
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        if not self.problems:
            raise ValueError("A refusal needs its reason.")
        super().__init__("; ".join(p.code for p in self.problems))
