"""manage.py create_administrator: the first person of a new portal; everybody else is added by them on the pages."""

import getpass
import os
import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from portal.users import passwords, rules
from portal.users.forms import password_faults
from portal.users.models import Language, User, fold_email
from reporting.problems import Refused
from reporting.roles import Role


class Command(BaseCommand):
    """Makes an administrator; refuses when one exists, unless told that another is wanted."""

    help = "Makes the first administrator. The password comes from PORTAL_ADMIN_PASSWORD, from the prompt, or is made and printed once."

    def add_arguments(self, parser):
        """Who."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="surname and name")
        parser.add_argument("--language", choices=Language.values, default=Language.KK)
        parser.add_argument("--another", action="store_true", help="make one although there is an administrator already")

    def handle(self, *args, email, name, language, another, **options):
        """Check, make, print what to do next."""
        if not another and User.objects.active().filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError("An administrator exists already. Add --another to make one more.")
        try:
            validate_email(email)
        except ValidationError as problem:
            raise CommandError(f"Not an e-mail address: {email}") from problem
        password, made = self.password(email, name)
        try:
            rules.install_administrator(email=email, full_name=name, language=language, password=password, temporary=made)
        except Refused as refused:
            raise CommandError("; ".join(problem.text() for problem in refused.problems)) from refused
        self.stdout.write(f"Administrator: {fold_email(email)}")
        if made:
            self.stdout.write(f"Password, shown once, to be changed at the first sign-in: {password}")

    def password(self, email, name):
        """(password, whether it was made here)."""
        password = os.environ.get("PORTAL_ADMIN_PASSWORD", "")
        if not password and sys.stdin.isatty():
            password = getpass.getpass("Password (empty: make one): ")
            if password and password != getpass.getpass("Once more: "):
                raise CommandError("The two passwords differ.")
        if not password:
            return passwords.make_password(), True
        faults = password_faults(password, User(email=fold_email(email), full_name=name))
        if faults:
            raise CommandError(" ".join(faults))
        return password, False
