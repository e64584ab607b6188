"""`manage.py runportal`: the whole portal on this machine by one command."""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections

from portal.operations import heartbeats
from portal.operations.processes import Portal, commands


@contextlib.contextmanager
def only_one(data_dir):
    """Holds the data folder: two beats over the same data would do everything twice."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with open(data_dir / "runportal.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(f"Another portal already runs on {data_dir}. Stop it first, or set another DATA_DIR.") from None
        yield


def is_taken(port: int) -> bool:
    """Whether somebody already listens there: granian would share the port with them silently."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_ready(port: int) -> bool:
    """Asks the database first, so as not to fill the log with refusals, then /readyz as nginx would, by a host name that is allowed."""
    if set(heartbeats.states().values()) != {"ok"}:
        return False
    host = next((name for name in settings.ALLOWED_HOSTS if not name.startswith(("*", "."))), "localhost")
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", "/readyz", headers={"Host": host})
        return asked.getresponse().status == 200
    except OSError:
        return False
    finally:
        asked.close()


class Command(BaseCommand):
    help = "Migrates, then runs web, worker and beat until Ctrl-C or TERM. PORT, BIND and DATA_DIR come from the environment."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="with the demo's people, sample year and shifted clock")

    def handle(self, *, demo, **options):
        port, bind = int(os.environ.get("PORT") or 8000), os.environ.get("BIND") or "127.0.0.1"
        if demo and "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
            raise CommandError("The demo keeps to SQLite in DATA_DIR, so that its people never reach a real database: unset DATABASE_URL.")
        if is_taken(port):
            raise CommandError(f"Port {port} is taken. Choose another: PORT=8010 make run")
        with only_one(settings.DATA_DIR):
            self.prepare(demo)
            code = self.run(bind, port)
        if code:
            sys.exit(code)

    def prepare(self, demo: bool) -> None:
        """Brings the data to this version of the program; the demo also to its people and its year."""
        call_command("collectstatic", interactive=False, verbosity=0)
        get_internal_wsgi_application()  # a mistake in the program shows here once, not in every try to start web
        call_command("migrate", interactive=False, verbosity=0)
        if demo:
            call_command("demo")
        connections.close_all()

    def run(self, bind: str, port: int) -> int:
        """Runs the parts until they are asked to stop. Gives the exit code."""
        portal = Portal(commands(bind, port), say=self.say)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, portal.ask_to_stop)
        try:
            return portal.watch(lambda: is_ready(port), on_ready=lambda: self.say(f"Portal is ready: {settings.SITE_URL}/"))
        finally:
            portal.stop()
            self.say("stopped")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
