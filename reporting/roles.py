"""The roles of the regulation (DOMAIN §6). The public has no role: it reads published editions without signing in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """One person has one role; standing in for somebody adds theirs for the days of the substitution."""

    OFFICER = "officer", _("Officer of a body")
    DEPARTMENT_HEAD = "department_head", _("Head of department")
    SIGNATORY = "signatory", _("Signatory")
    REVIEWER = "reviewer", _("Reviewer")
    COORDINATOR = "coordinator", _("Coordinator")
    APPROVER = "approver", _("Approver")
    OBSERVER = "observer", _("Observer, Ministry of National Economy")
    AUDITOR = "auditor", _("Auditor (read only)")
    ADMINISTRATOR = "administrator", _("Administrator")


OF_A_BODY = frozenset({Role.OFFICER, Role.DEPARTMENT_HEAD, Role.SIGNATORY})
OF_THE_MINISTRY = frozenset({Role.REVIEWER, Role.COORDINATOR, Role.APPROVER})
# Who reads the ministry's desk
DESK = OF_THE_MINISTRY | {Role.AUDITOR}
