"""The first administrator is made at the console, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.users.models import User
from reporting import history
from reporting.roles import Role

pytestmark = pytest.mark.django_db


def run(**options):
    """What the command prints."""
    out = StringIO()
    call_command("create_administrator", **{"email": "First@Example.kz", "name": "Бірінші Әкімші"} | options, stdout=out)
    return out.getvalue()


def test_the_first_administrator_gets_a_password_shown_once(monkeypatch):
    monkeypatch.delenv("PORTAL_ADMIN_PASSWORD", raising=False)
    printed = run(language="ru")
    person = User.objects.get()
    assert (person.email, person.role, person.language, person.must_change_password) == ("first@example.kz", Role.ADMINISTRATOR, "ru", True)
    assert person.check_password(printed.split()[-1]) and person.temporary_until
    assert history.trail(person)[0].actor is None


def test_a_password_from_the_environment_is_not_printed(monkeypatch):
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", "ертеде болған үш сөз")
    assert "ертеде" not in run()
    person = User.objects.get()
    assert person.check_password("ертеде болған үш сөз") and not person.must_change_password


def test_a_weak_password_is_refused(monkeypatch):
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", "қысқа")
    with pytest.raises(CommandError):
        run()
    assert not User.objects.exists()


def test_a_second_one_only_when_asked(monkeypatch):
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", "ертеде болған үш сөз")
    run()
    with pytest.raises(CommandError, match="another"):
        run(email="second@example.kz")
    with pytest.raises(CommandError):
        run(another=True)
    run(email="second@example.kz", another=True)
    assert User.objects.count() == 2


def test_a_wrong_address_is_refused():
    with pytest.raises(CommandError, match="e-mail"):
        run(email="not an address")
    assert not User.objects.exists()
