"""Messages to people: always in the portal; by mail as well where a mail server exists. One text per kind, in the person's language."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from reporting import clock, jobs
from reporting.models import Notice
from territories.models.language import LANGUAGES, in_language

# kind → text. Named placeholders; names stand after a colon, so that no case ending is needed.
TEXTS = {
    "person_created": _("Access to the portal is open for you: %(email)s. Set a password by the link"),
    "role_changed": _("Your role or body in the portal has been changed"),
    "deputy_appointed": _("Stand-in appointed: %(deputy)s. In place of: %(person)s. Days: %(starts)s – %(ends)s"),
    "deputy_cancelled": _("Substitution cancelled: %(deputy)s. In place of: %(person)s. Days: %(starts)s – %(ends)s"),
    "year_opened": _("The reporting year is open: %(year)s. Due: %(due)s inclusive"),
    "report_submitted": _("The report has been submitted: %(body)s, receipt No. %(number)s"),
    "report_recalled": _("The report has been recalled: %(body)s"),
    "report_returned": _("The report was returned for revision: %(body)s. Rows to correct: %(rows)s"),
    "review_assigned": _("A report has been given to you for review: %(body)s"),
    "consent_needed": _("Every row of the Ministry's own report is accepted, your consent is needed: %(body)s"),
    "report_accepted": _("The report has been accepted: %(body)s"),
    "report_amended": _("An amended version has been opened: %(body)s. Reason: %(reason)s"),
    "summary_due_soon": _("The consolidated information for %(year)s is due on %(due)s and is not approved yet"),
    "summary_failed": _("The calculation of the summary stopped: %(year)s. Error number: %(reference)s"),
    "summary_proposed": _("The consolidated information is submitted for approval: %(year)s"),
    "summary_rejected": _("The consolidated information was not approved: %(year)s. Reason: %(reason)s"),
    "edition_approved": _("The edition is approved: %(year)s, No. %(number)s"),
    "transmission_prepared": _("The covering letter is ready to be sent: No. %(number)s"),
    "transmission_sent": _("The consolidated information has been sent: letter No. %(number)s"),
    "transmission_acknowledged": _("Receipt is acknowledged: incoming No. %(number)s"),
    "transmission_returned": _("The consolidated information was returned. Reason: %(reason)s"),
    "publication_proposed": _("The edition is proposed for publication: %(year)s, No. %(number)s"),
    "edition_published": _("The edition is published: %(year)s, No. %(number)s"),
}


def names(thing) -> dict[str, str]:
    """The name of a body or another thing as a parameter that is read in the language of the reader."""
    return {language: getattr(thing, f"name_{language}") for language in LANGUAGES}


def text(notice: Notice) -> str:
    """The sentence of a notice in the current language."""
    params = {name: in_language(value) if isinstance(value, dict) else value for name, value in notice.params.items()}
    return str(TEXTS[notice.kind]) % params


def notify(people, kind: str, *, link: str, **params) -> None:
    """Writes a notice for each person in the caller's transaction, and the mail as a duty where a mail server exists.

    `link` is a path without the language prefix; `params` are ready texts and numbers, never figures of a report (mail is not private).
    """
    rows = [Notice(person=p, kind=kind, params=params, link=link, created_at=clock.now()) for p in people]
    Notice.objects.bulk_create(rows)
    if settings.EMAIL_CONFIGURED:
        for row in rows:
            jobs.owe("mail_notice", f"mail_notice:{row.pk}", notice=row.pk)


@jobs.kind("mail_notice")
def mail_notice(job, progress) -> None:
    """Mails one notice once, in the person's language. Its failure stays visible on the notice and the job is tried again."""
    notice = Notice.objects.select_related("person").get(pk=job.params["notice"])
    if notice.mailed_at or not notice.person.is_active:
        return
    with translation.override(notice.person.language):
        subject = " ".join(text(notice).split())  # a reason may have lines, a subject may not
        body = f"{text(notice)}\n\n{settings.SITE_URL}/{notice.person.language}/{notice.link.lstrip('/')}\n"
    try:
        send_mail(subject[:200], body, settings.DEFAULT_FROM_EMAIL, [notice.person.email])
    except OSError as problem:
        Notice.objects.filter(pk=notice.pk).update(mail_problem=str(problem)[:200])
        raise
    Notice.objects.filter(pk=notice.pk, mailed_at=None).update(mailed_at=clock.now(), mail_problem="")
