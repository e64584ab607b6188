"""Messages to people: always in the portal; by mail as well where a mail server exists. One text per kind, in the person's language.

What cannot wait is mailed at once; the rest as each person chooses: at once, or in one letter a day.
"""

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reporting import clock, jobs
from reporting.models import Notice
from territories.languages import LANGUAGES
from territories.models.language import in_language

# kind → text. Named placeholders; names stand after a colon, so that no case ending is needed.
TEXTS = {
    "person_created": _("Access to the portal is open for you: %(email)s. Set a password by the link"),
    "role_changed": _("Your role or body in the portal has been changed"),
    "deputy_appointed": _("Stand-in appointed: %(deputy)s. In place of: %(person)s. Days: %(starts)s – %(ends)s"),
    "deputy_cancelled": _("Substitution cancelled: %(deputy)s. In place of: %(person)s. Days: %(starts)s – %(ends)s"),
    "year_opened": _("The reporting year is open: %(year)s. Due: %(due)s inclusive"),
    "rows_given": _("Rows of the report for %(year)s are given to you to fill in: %(rows)s. By: %(by)s"),
    "report_submitted": _("The report has been submitted: %(body)s, receipt No. %(number)s"),
    "report_recalled": _("The report has been recalled: %(body)s"),
    "report_returned": _("The report was returned for revision: %(body)s. Rows to correct: %(rows)s"),
    "file_infected": _("A virus was found in a document. Row %(row)s, file: %(file)s. Remove it and add a clean copy."),
    "scan_infected": _("A virus was found in a scanned letter: %(file)s. Nobody can open it."),
    "review_assigned": _("A report has been given to you for review: %(body)s"),
    "comment_made": _("The Ministry has a question or a remark on the report: %(body)s. Row: %(rows)s"),
    "comment_answered": _("The body has answered a remark: %(body)s"),
    "bulk_proposed": _("Rows chosen for acceptance wait for your consent: %(body)s. Rows: %(n)s"),
    "bulk_confirmed": _("The chosen rows have been accepted: %(body)s. Rows: %(n)s"),
    "bulk_declined": _("Consent to accept the chosen rows was not given: %(body)s. Reason: %(reason)s"),
    "queue_digest_wishes": _(
        "Reports that wait for you: %(todo)s; of them the bodies ask to have back: %(wishes)s. Waiting for the bodies: %(waiting)s. "
        "Waiting for others: %(others)s"
    ),
    "queue_digest": _("Reports that wait for you: %(todo)s. Waiting for the bodies: %(waiting)s. Waiting for others: %(others)s"),
    "outage_proposed": _("An outage of the portal waits for your confirmation: %(began)s – %(ended)s"),
    "outage_confirmed": _("The portal was down: %(began)s – %(ended)s. Reports count as on time until %(until)s inclusive"),
    "outage_declined": _("The outage of the portal was not confirmed. Reason: %(reason)s"),
    "paper_registered": _("The Ministry is entering the report that came on paper: %(body)s. Letter No. %(number)s"),
    "paper_entered": _("The report that came on paper has been entered: %(body)s. Letter No. %(number)s"),
    "paper_cancelled": _("The Ministry does not enter the report from paper any more: %(body)s. Reason: %(reason)s"),
    "consent_needed": _("Every row of the Ministry's own report is accepted, your consent is needed: %(body)s"),
    "report_accepted": _("The report has been accepted: %(body)s"),
    "report_amended": _("An amended version has been opened: %(body)s. Reason: %(reason)s"),
    "amendment_closed": _("The amended version was given up, the accepted one stays: %(body)s"),
    "confirmation_wanted": _("The report waits for your confirmation: %(body)s. Sent by: %(name)s"),
    "sent_back": _("The report was sent back inside the body: %(body)s. Remarks of: %(name)s. %(remarks)s"),
    "order_changed": _("The order of confirming the report has changed: %(body)s"),
    "return_asked": _("The body asks to have its report back: %(body)s. Reason: %(reason)s"),
    "return_refused": _("The report is not returned: %(body)s. Reason: %(reason)s"),
    "signature_checked": _("The electronic signature of the report has been checked: %(body)s, receipt No. %(number)s"),
    "extension_asked": _("An extension is requested: %(body)s, until %(until)s inclusive"),
    "extension_proposed": _("The answer to a request for an extension waits for your confirmation: %(body)s"),
    "extension_handed_back": _("The proposed answer to a request for an extension was handed back: %(body)s. Reason: %(reason)s"),
    "extension_granted": _("The term is extended: %(body)s. The last day now: %(until)s inclusive. Reason: %(reason)s"),
    "extension_refused": _("The term is not extended: %(body)s. The last day remains: %(due)s inclusive. Reason: %(reason)s"),
    "reminder_before": _(
        "The report for %(year)s is not submitted yet: %(body)s. Last day: %(due)s inclusive."
        " Rows not filled in: %(rows)s. Days left: %(days)s"
    ),
    "reminder_internal": _(
        "The report for %(year)s is not submitted yet: %(body)s. The Ministry asks for it by: %(internal)s."
        " Last day by law: %(due)s inclusive. Rows not filled in: %(rows)s. Days left: %(days)s"
    ),
    "reminder_today": _(
        "Today is the last day to submit the report for %(year)s: %(body)s. Last day: %(due)s, to the end of the day (UTC+05:00)."
        " Rows not filled in: %(rows)s"
    ),
    "reminder_late": _(
        "The report for %(year)s is overdue: %(body)s. The last day was: %(due)s. Rows not filled in: %(rows)s. Days overdue: %(days)s"
    ),
    "reminder_returned": _("The report for %(year)s waits for revision: %(body)s. Returned: %(returned)s"),
    "reminder_digest": _("Bodies reminded of the report for %(year)s: %(bodies)s. Of them overdue: %(late)s"),
    "announcement": _("The Ministry informs: %(text)s"),
    "summary_due_soon": _("The consolidated information for %(year)s is due on %(due)s and is not approved yet"),
    "summary_failed": _("The calculation of the summary stopped: %(year)s. Error number: %(reference)s"),
    "edition_failed": _("The making of the edition’s files stopped: %(year)s. Error number: %(reference)s"),
    "site_failed": _("The renewal of the public site stopped. Error number: %(reference)s"),
    "summary_proposed": _("The consolidated information is submitted for approval: %(year)s"),
    "summary_rejected": _("The consolidated information was not approved: %(year)s. Reason: %(reason)s"),
    "edition_approved": _("The edition is approved: %(year)s, No. %(number)s"),
    "transmission_prepared": _("The covering letter is ready to be sent: No. %(number)s"),
    "transmission_sent": _("The consolidated information has been sent: letter No. %(number)s"),
    "transmission_silent": _(
        "Nothing is heard of the letter to the Ministry of National Economy: No. %(number)s, sent on %(sent)s, days ago: %(days)s"
    ),
    "transmission_acknowledged": _("Receipt is acknowledged: incoming No. %(number)s"),
    "transmission_returned": _("The consolidated information was returned. Reason: %(reason)s"),
    "publication_proposed": _("The edition is proposed for publication: %(year)s, No. %(number)s"),
    "publication_scheduled": _("The publication is announced: %(year)s, edition No. %(number)s. Time: %(when)s"),
    "publication_cancelled": _(
        "The announced publication is cancelled: %(year)s, edition No. %(number)s. It was announced for: %(when)s. Reason: %(reason)s"
    ),
    "discipline_shown": _("The table of discipline for %(year)s is open to you before anybody else: look at your line and comment"),
    "seen_as": _("The pages of your body were opened to read, to help you: %(who)s. Reason: %(why)s"),
    "journal_broken": _("The log of actions does not hold. Places: %(places)s. Open the log and tell the head of security at once"),
    "edition_published": _("The edition is published: %(year)s, No. %(number)s"),
}

# A return, a failure, a wanted confirmation: mailed at once, whatever the person has chosen for the rest
URGENT = frozenset({
    "journal_broken", "person_created", "summary_failed", "edition_failed", "site_failed",
    "report_returned", "consent_needed", "extension_proposed", "extension_handed_back",
    "summary_proposed", "summary_rejected", "transmission_prepared", "transmission_returned", "transmission_silent",
    "publication_proposed", "file_infected", "scan_infected", "confirmation_wanted", "sent_back", "return_asked", "return_refused",
})  # fmt: skip
DAILY = "daily"  # users.MailMode
DIGEST_HOUR = 9


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
    now, mails = clock.now(), settings.EMAIL_CONFIGURED
    can_wait = mails and kind not in URGENT
    rows = [
        Notice(person=p, kind=kind, params=params, link=link, created_at=now, in_digest=can_wait and p.mail_mode == DAILY) for p in people
    ]
    Notice.objects.bulk_create(rows)
    for row in rows if mails else ():
        if not row.in_digest:
            jobs.owe("mail_notice", f"mail_notice:{row.pk}", notice=row.pk)


@jobs.kind("mail_notice")
def mail_notice(job, progress) -> None:
    """Mails one notice once, in the person's language. Its failure stays visible on the notice and the job is tried again."""
    notice = Notice.objects.select_related("person").get(pk=job.params["notice"])
    if notice.mailed_at or not notice.person.is_active:
        return
    with translation.override(notice.person.language):
        said = text(notice)
        post([notice], said, "mail/notice.txt", {"text": said, "link": address(notice)}, progress)


@shared_task(name="reporting.send_digests")
def send_digests() -> None:
    """Owes each person who wants one letter a day today's, from 09:00 in Almaty on. The same day's letter is one duty."""
    today = clock.today()
    if not settings.EMAIL_CONFIGURED or clock.now() < clock.local(today, DIGEST_HOUR):
        return
    waiting = Notice.objects.filter(in_digest=True, mailed_at=None, person__is_active=True)
    for person in waiting.order_by("person").values_list("person", flat=True).distinct():
        jobs.owe("mail_digest", f"mail_digest:{person}:{today}", person=person)


@jobs.kind("mail_digest")
def mail_digest(job, progress) -> None:
    """One letter with every notice that waits for it, oldest first. What could not be mailed waits for the next day's."""
    waiting = Notice.objects.filter(person=job.params["person"], in_digest=True, mailed_at=None)
    notices = list(waiting.select_related("person").order_by("created_at", "id"))
    if not notices or not notices[0].person.is_active:
        return
    with translation.override(notices[0].person.language):
        n = len(notices)
        subject = ngettext("%(n)s new notice in the portal", "%(n)s new notices in the portal", n) % {"n": n}
        rows = [(text(notice), address(notice), notice.created_at) for notice in notices]
        post(notices, subject, "mail/digest.txt", {"rows": rows, "subject": subject}, progress)


def post(notices: list[Notice], subject: str, template: str, context: dict, progress) -> None:
    """Sends one letter in the current language and marks its notices; a failure is written on them and raised.

    The beat before sending stops a run that another one has taken over, so that a slow mail server gets no letter twice.
    """
    ids, person = [notice.pk for notice in notices], notices[0].person
    support = ", ".join(part for part in (settings.SUPPORT_PHONE, settings.SUPPORT_EMAIL) if part)
    body = render_to_string(template, {**context, "support": support})
    subject = " ".join(subject.split())[:200]  # a reason may have lines, a subject may not
    headers = {"Auto-Submitted": "auto-generated"}  # so that no out-of-office letter answers
    progress("mail", 0, len(ids))
    try:
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email], headers=headers).send()
    except OSError as problem:
        Notice.objects.filter(pk__in=ids).update(mail_problem=str(problem)[:200])
        raise
    Notice.objects.filter(pk__in=ids, mailed_at=None).update(mailed_at=clock.now(), mail_problem="")


def address(notice: Notice) -> str:
    """Where a notice leads, in the current language."""
    return f"{settings.SITE_URL}/{translation.get_language()}/{notice.link.lstrip('/')}"
