"""Who may do what: one table and one question.

`may(user, verb, thing)` is the only question; rules ask it through `require`, pages show and hide with it. What a person sees at all is
`narrowing.visible`; whether the *state* allows a verb is `workflow.allowed`: three questions, three homes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reporting.problems import Problem, Refused
from reporting.roles import DESK, OF_A_BODY, OF_THE_MINISTRY, Role
from reporting.scopes import (
    accepts,
    answers_comment,
    anywhere,
    entered_or_signed,
    enters_paper,
    in_their_body,
    not_asked_by,
    not_involved,
    not_own_proposal,
    not_proposed_by,
    of_the_letter,
    oneself,
    own_body,
    own_body_or_paper,
    own_deputy,
    report_of,
    second_of_bulk,
)
from reporting.standing import standings_of


@dataclass(frozen=True)
class Rule:
    """One line of the table: these roles, narrowed by this scope."""

    roles: frozenset
    scope: Callable = anywhere


def only(*roles, scope=anywhere) -> Rule:
    """A line of the table."""
    return Rule(frozenset(roles), scope)


EVERYONE = frozenset(Role)
ENTERS_PAPER = frozenset({Role.COORDINATOR, Role.REVIEWER})
WRITES_REPORT = Rule(OF_A_BODY | ENTERS_PAPER, own_body_or_paper)
POLICY: dict[str, Rule] = {
    # the year
    "open_year": only(Role.COORDINATOR),
    "set_campaign_date": only(Role.COORDINATOR),
    "read_completeness": Rule(DESK),
    "remind": only(Role.COORDINATOR, Role.REVIEWER),
    "pause_reminders": only(Role.COORDINATOR),
    "announce": only(Role.COORDINATOR),
    # a longer term: a body's signatory asks, a coordinator proposes the answer, an approver (another person) confirms it
    "ask_extension": only(Role.SIGNATORY, scope=own_body),
    "propose_extension_answer": only(Role.COORDINATOR, scope=not_asked_by),
    "hand_back_extension": only(Role.APPROVER),
    "confirm_extension": only(Role.APPROVER, scope=not_proposed_by),
    # filing
    "read_report": WRITES_REPORT,
    "save_entry": WRITES_REPORT,
    "share_rows": only(*OF_A_BODY, scope=own_body),
    "add_evidence": WRITES_REPORT,
    "remove_evidence": WRITES_REPORT,
    "ask_archive": only(*OF_A_BODY, scope=own_body),
    "mark_no_activity": WRITES_REPORT,
    "practise": only(*OF_A_BODY, scope=in_their_body),
    "submit": only(Role.SIGNATORY, scope=own_body),
    "recall": only(Role.SIGNATORY, scope=own_body),
    "amend": only(Role.SIGNATORY, scope=own_body),
    "close_amendment": only(Role.SIGNATORY, scope=own_body),
    "ask_for_return": only(Role.SIGNATORY, scope=own_body),
    # inside the body, as it wishes: executor → head of department → signatory
    "send_for_confirmation": only(*OF_A_BODY, scope=own_body),
    "confirm_step": only(Role.DEPARTMENT_HEAD, scope=own_body),
    "set_confirmation_order": only(Role.SIGNATORY, scope=own_body),
    "attach_signature": only(*OF_A_BODY, scope=own_body),
    # a report that came on paper: one person registers its letter and enters it; never accepts it
    "register_paper": Rule(ENTERS_PAPER),
    "submit_paper": Rule(ENTERS_PAPER, enters_paper),
    # days when the portal was down: a coordinator enters them, an approver confirms
    "propose_outage": only(Role.COORDINATOR),
    "confirm_outage": only(Role.APPROVER, scope=not_own_proposal),
    # review
    "read_review": Rule(DESK),
    "assign_reviewer": only(Role.COORDINATOR),
    "begin_review": only(Role.REVIEWER, scope=not_involved),
    "decide_row": only(Role.REVIEWER, scope=not_involved),
    "return_for_revision": only(Role.REVIEWER, scope=not_involved),
    "refuse_return": only(Role.REVIEWER, scope=not_involved),
    "accept": only(Role.REVIEWER, Role.APPROVER, scope=accepts),
    "comment": only(Role.REVIEWER, scope=not_involved),
    "comment_internally": Rule(OF_THE_MINISTRY),
    "answer_comment": only(*OF_A_BODY, scope=answers_comment),
    "settle_comment": only(Role.REVIEWER, scope=not_involved),
    "propose_bulk": only(Role.REVIEWER, scope=not_involved),
    "confirm_bulk": only(Role.REVIEWER, Role.APPROVER, scope=second_of_bulk),
    # the table of discipline: the bodies see it first
    "show_discipline": only(Role.COORDINATOR),
    "comment_discipline": only(Role.SIGNATORY, scope=own_body),
    # consolidation: a coordinator proposes, an approver (another person) confirms
    "read_summary": Rule(DESK),
    "export_rows": Rule(DESK),
    "dry_run": only(Role.COORDINATOR, Role.REVIEWER, Role.APPROVER),
    "consolidate": only(Role.COORDINATOR),
    "decide_status": only(Role.COORDINATOR),
    "write_narrative": only(Role.COORDINATOR),
    "verify_narrative": only(Role.COORDINATOR, Role.APPROVER),
    "answer_anomaly": only(Role.COORDINATOR, Role.REVIEWER),
    "word_letters": only(Role.COORDINATOR),
    "propose": only(Role.COORDINATOR),
    "approve": only(Role.APPROVER),
    "reject": only(Role.APPROVER),
    "correct": only(Role.COORDINATOR),
    # transmission
    "read_transmission": Rule(DESK | {Role.OBSERVER}),
    "prepare": only(Role.COORDINATOR),
    "send": only(Role.APPROVER),
    "register": only(Role.COORDINATOR, Role.OBSERVER),
    "acknowledge": only(Role.OBSERVER, Role.COORDINATOR, scope=of_the_letter),
    "return": only(Role.OBSERVER, Role.COORDINATOR, scope=of_the_letter),
    # publication
    "read_publication": Rule(DESK),
    "propose_publication": only(Role.COORDINATOR),
    "publish": only(Role.APPROVER),
    "schedule_publication": only(Role.APPROVER),
    "reschedule_publication": only(Role.APPROVER),
    "cancel_publication": only(Role.APPROVER),
    "record_posting": only(Role.COORDINATOR),
    # people
    "read_people": only(Role.ADMINISTRATOR, Role.AUDITOR),
    "create_person": only(Role.ADMINISTRATOR),
    "change_person": only(Role.ADMINISTRATOR),
    "change_role": only(Role.ADMINISTRATOR),
    "deactivate": only(Role.ADMINISTRATOR),
    "reactivate": only(Role.ADMINISTRATOR),
    "set_temporary_password": only(Role.ADMINISTRATOR),
    "appoint_deputy": only(Role.ADMINISTRATOR, Role.SIGNATORY, Role.DEPARTMENT_HEAD, scope=own_deputy),
    "cancel_deputy": only(Role.ADMINISTRATOR, Role.SIGNATORY, Role.DEPARTMENT_HEAD, scope=own_deputy),
    "change_own_account": Rule(EVERYONE, oneself),
    "issue_token": only(*OF_A_BODY, *OF_THE_MINISTRY, Role.OBSERVER, scope=oneself),
    "revoke_token": Rule(EVERYONE, oneself),
    # help by telephone: the pages of a body, to read only
    "see_as": only(Role.COORDINATOR, Role.ADMINISTRATOR),
    # the log
    "read_journal": only(Role.AUDITOR),
    "verify_journal": only(Role.AUDITOR),
}


def may(user, verb: str, thing=None) -> bool:
    """Whether the table lets `user` do `verb` to `thing`. An unknown verb is an error, never a silent no."""
    rule = POLICY[verb]
    return any(role in rule.roles and rule.scope(user, role, body_id, thing) for role, body_id in standings_of(user))


TWO_PEOPLE = frozenset({"confirm_extension", "confirm_bulk", "confirm_outage"})
REVIEWING = frozenset({
    "begin_review", "decide_row", "return_for_revision", "refuse_return", "accept", "comment", "settle_comment", "propose_bulk",
    "confirm_bulk",
})  # fmt: skip


def standing_for(user, verb: str, thing=None) -> tuple | None:
    """The (role, body) under which the table lets the person do it: their own where it is enough, else one they stand in for."""
    rule, own = POLICY[verb], (getattr(user, "role", ""), getattr(user, "body_id", None))
    fits = [one for one in standings_of(user) if one[0] in rule.roles and rule.scope(user, *one, thing)]
    return own if own in fits else min(fits, key=str, default=None)


def require(user, verb: str, thing=None) -> None:
    """Refuses (`own_report` or `not_allowed`) unless `may`; keeps on the person under which standing they act, for the trail."""
    if getattr(user, "read_only", False):
        raise Refused(Problem("read_only_view"))
    found = standing_for(user, verb, thing)
    if found is not None:
        user.act_under(*found)
        return
    report = report_of(thing)
    if verb in REVIEWING and report is not None and entered_or_signed(user, report):
        raise Refused(Problem("own_report"))
    if verb in TWO_PEOPLE and thing is not None and thing.proposed_by_id == user.pk:
        raise Refused(Problem("same_person"))
    raise Refused(Problem("not_allowed"))
