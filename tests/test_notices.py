"""Messages: in the reader's language, in the portal always, by mail once where there is a mail server."""

import pytest
from django.core import mail
from django.db import transaction
from django.utils import translation

from reporting import clock, jobs, notices
from reporting.models import Job, Notice
from territories.models import ExecutiveBody


@pytest.fixture(autouse=True)
def no_bell(monkeypatch):
    """Nothing is sent to a broker."""
    monkeypatch.setattr(jobs.run_job, "delay", lambda job_id: None)


@pytest.fixture
def mails(settings):
    """A mail server exists."""
    settings.EMAIL_CONFIGURED = True


def told(person, kind="report_returned", **params) -> Notice:
    """One notice."""
    values = {"body": notices.names(ExecutiveBody.objects.get(code="AK-ABA")), "rows": "3"} | params
    notices.notify([person], kind, link="/work/report/", **values)
    return Notice.objects.filter(person=person).first()


def run_mails() -> None:
    """Carries out every duty to mail."""
    for pk in Job.objects.filter(kind="mail_notice").values_list("pk", flat=True):
        jobs.run(pk)


@pytest.mark.parametrize(
    ("language", "name"), [("kk", "Абай облысының әкімдігі"), ("ru", "Акимат области Абай"), ("en", "Akimat of Abai Region")]
)
def test_names_are_read_in_the_language_of_the_reader(aigul, language, name):
    notice = told(aigul)
    with translation.override(language):
        assert name in notices.text(notice)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_text_is_translated(language):
    for kind, text in notices.TEXTS.items():
        with translation.override("en"):
            english = str(text)
        with translation.override(language):
            assert str(text) != english, kind


def test_the_letter_is_in_the_language_of_the_person_whatever_the_worker_speaks(aigul, mails):
    aigul.language = "ru"
    aigul.save()
    told(aigul)
    with translation.override("en"):
        run_mails()
    (letter,) = mail.outbox
    assert letter.to == [aigul.email] and letter.subject.startswith("Отчёт возвращён на доработку: Акимат области Абай")
    assert "/ru/work/report/" in letter.body


def test_without_a_mail_server_the_portal_alone_tells(aigul):
    told(aigul)
    assert not Job.objects.exists() and not mail.outbox


def test_a_letter_is_sent_once_however_often_the_duty_runs(aigul, mails):
    notice = told(aigul)
    run_mails()
    job = Job.objects.get(kind="mail_notice")
    jobs.KINDS["mail_notice"](job, jobs.Progress(job))
    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert notice.mailed_at and notice.mail_problem == ""


def test_a_letter_that_failed_is_visible_on_the_notice_and_tried_again(aigul, mails, monkeypatch):
    notice = told(aigul)

    def refuse(letter, *args, **kwargs):
        raise ConnectionRefusedError("mail server does not answer")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.message.EmailMessage.send", refuse)
        run_mails()
    notice.refresh_from_db()
    assert notice.mail_problem == "mail server does not answer" and notice.mailed_at is None
    assert Job.objects.get(kind="mail_notice").state == Job.WAITING
    run_mails()
    notice.refresh_from_db()
    assert notice.mailed_at and notice.mail_problem == "" and len(mail.outbox) == 1


def test_a_reason_of_several_lines_does_not_break_the_subject(aigul, mails):
    told(aigul, "summary_rejected", year=2026, reason="Бірінші жол\nЕкінші жол\r\nBcc: x@example.kz")
    run_mails()
    (letter,) = mail.outbox
    assert "\n" not in letter.subject and letter.recipients() == [aigul.email]


def test_who_has_no_access_any_more_gets_no_letter(aigul, mails):
    told(aigul)
    aigul.is_active = False
    aigul.save()
    run_mails()
    assert not mail.outbox


def test_an_act_that_was_undone_tells_nobody(aigul, mails):
    with pytest.raises(RuntimeError), transaction.atomic():
        told(aigul)
        raise RuntimeError
    assert not Notice.objects.exists() and not Job.objects.exists()


# The page


def test_the_page_shows_ones_own_newest_first_and_marks_them_as_read(aigul, dana, sign_in):
    told(aigul)
    with clock.at(clock.now()):
        told(aigul, "report_accepted")
    told(dana, "report_recalled")
    client = sign_in(aigul)
    page = client.get("/en/work/notices/").content.decode()
    assert page.count("New:") == 2 and "has been recalled" not in page
    assert page.index("has been accepted") < page.index("was returned for revision")
    assert "New:" not in client.get("/en/work/notices/").content.decode()


def test_a_letter_that_failed_is_told_on_the_page(aigul, sign_in):
    notice = told(aigul)
    Notice.objects.filter(pk=notice.pk).update(mail_problem="no route")
    page = sign_in(aigul).get("/en/work/notices/").content.decode()
    assert "The letter could not be sent. The notice stands here." in page and "no route" not in page


def test_the_anonymous_are_sent_to_sign_in(client, db):
    assert "/sign-in/" in client.get("/en/work/notices/")["Location"]


def test_an_empty_page_says_what_will_come(aigul, sign_in):
    assert "There are no notices yet" in sign_in(aigul).get("/en/work/notices/").content.decode()
