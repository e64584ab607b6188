"""How letters about notices come: chosen by the person alone, kept, and told in the account."""

import pytest

from portal.users import rules
from portal.users.models import User
from reporting.models import Event
from reporting.problems import Refused

ACCOUNT = "/ru/account/"


def test_the_choice_is_kept_and_leaves_the_language_alone(aigul, sign_in):
    client = sign_in(aigul)
    assert client.post(ACCOUNT, {"mail_mode": "daily"}).status_code == 302
    assert (User.objects.get(pk=aigul.pk).mail_mode, User.objects.get(pk=aigul.pk).language) == ("daily", "kk")
    client.post(ACCOUNT, {"language": "ru"})
    assert (User.objects.get(pk=aigul.pk).mail_mode, User.objects.get(pk=aigul.pk).language) == ("daily", "ru")
    event = Event.objects.get(verb="change_own_letters")
    assert (event.old, event.new, event.actor) == ({"mail_mode": "at_once"}, {"mail_mode": "daily"}, aigul)


def test_a_choice_that_is_not_offered_is_refused(aigul, sign_in):
    answer = sign_in(aigul).post(ACCOUNT, {"mail_mode": "never"})
    assert answer.status_code == 200 and "Письма об уведомлениях" in answer.content.decode()
    assert User.objects.get(pk=aigul.pk).mail_mode == "at_once"


def test_nobody_chooses_for_another(aigul, bolat):
    with pytest.raises(Refused):
        rules.change_own_letters(aigul, by=bolat, mail_mode="daily")


@pytest.mark.parametrize("configured", [True, False])
def test_the_account_says_when_no_letters_are_sent(aigul, sign_in, settings, configured):
    settings.EMAIL_CONFIGURED = configured
    assert ("почтовый сервер не настроен" in sign_in(aigul).get(ACCOUNT).content.decode()) != configured
