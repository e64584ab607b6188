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
    "sent_by_preparer": _("The person who prepared the letter may not send it"),
    "not_proposed": _("The edition has not been proposed for publication: a coordinator does this first"),
    "newer_is_published": _("A newer edition is published: No. %(number)s"),
    # the year and review
    "campaign_after_law": _("The internal date must not be later than the legal one"),
    "campaign_before_opening": _("The internal date must not be earlier than the day the year was opened"),
    "not_a_reviewer": _("Choose a person with the role of a reviewer who has not filled in or signed this report"),
    "not_in_review": _("The report is not under review: begin the review first"),
    "no_decision_needed": _("This row needs no answer this year, so there is nothing to decide"),
    "row_closed": _("This row was accepted in an earlier round and has not been opened again"),
    "decided_meanwhile": _("Another decision was saved on this row while you were working. Look at it and decide again."),
    "rows_undecided": _("Decide on every row first. Rows left: %(rows)s"),
    "nothing_returned": _("No row is returned: the report can be accepted"),
    "rows_returned": _("Some rows are returned: the report cannot be accepted. Rows: %(rows)s"),
    "not_yet_reviewed": _("The reviewer has not accepted every row yet"),
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
