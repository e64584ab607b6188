"""The letter with a link for a new password, written in the language of the person."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from portal.users.models import User


def send_password_link(person_id):
    """Mail the link to a person whose access is open. The link dies with its first use, with a sign-in, or after an hour."""
    person = User.objects.active().filter(pk=person_id).first()
    if person is None:
        return
    with translation.override(person.language):
        context = {"link": password_link(person), "minutes": settings.PASSWORD_RESET_TIMEOUT // 60, "support": support()}
        text = render_to_string("mail/users_password.txt", context)
        send_mail(_("A new password for the portal"), text, settings.DEFAULT_FROM_EMAIL, [person.email])


def password_link(person):
    """The address of the page for a new password, in the current language."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    page = reverse("users:set_password", kwargs={"uidb64": uid, "token": default_token_generator.make_token(person)})
    return settings.SITE_URL + page


def support():
    """How to reach the support desk, in one line."""
    return ", ".join(part for part in (settings.SUPPORT_PHONE, settings.SUPPORT_EMAIL) if part)
