"""Tries the table: every line at every stage by everybody, and says where the portal does something else than the table."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from itertools import cycle

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.policy.table import PEOPLE, TABLE, Path
from tests.policy.world import HOLDERS, SCENES, STAGES, World, on_the_day

# What belongs to the door and to the person at the keyboard, not to the domain
ASIDE = {
    "ParkedText", "Session", "AccessAttempt", "AccessLog", "AccessFailureLog", "Permission", "ContentType", "Group", "Notice", "KeptAnswer",
}  # fmt: skip
VOLATILE = {"last_login", "last_used_at", "read_at"}
LANGUAGES = cycle(("kk", "ru", "en"))


class Undo(Exception):
    """Ends a trial: nothing of it stays."""


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def pictured() -> dict[str, object]:
    """The tables of the domain, each with its model."""
    return {model._meta.db_table: model for model in apps.get_models() if model.__name__ not in ASIDE}


def picture(tables: set[str] | None = None) -> dict[str, int]:
    """Everything of the domain, or what these tables hold, as one number for each table."""
    numbers = {}
    for table, model in pictured().items():
        if tables is None or table in tables:
            names = [field.attname for field in model._meta.concrete_fields if field.name not in VOLATILE]
            numbers[table] = hash(repr(tuple(model.objects.order_by("pk").values_list(*names))))
    return numbers


WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "MERGE", "TRUNCATE")
INTO = re.compile(r'^(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM) "(\w+)"')


class Watch:
    """Notes which tables a request wrote to: only of these the picture is taken again.

    A writing statement that it cannot read is taken for one that may have written anywhere.
    """

    def __init__(self):
        self.tables, self.anywhere = set(), False

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(WRITES):
            read = INTO.match(sql)
            self.tables |= {read[1]} if read else set()
            self.anywhere = self.anywhere or read is None
        return execute(sql, params, many, context)

    def changed(self, before: dict[str, int]) -> bool:
        """Whether the domain differs from the picture that was taken before."""
        seen = picture(None if self.anywhere else self.tables)
        return any(before[table] != number for table, number in seen.items())


class Trial:
    """One world at one stage, with everybody's sessions."""

    def __init__(self, world: World):
        self.world, self.deviations, self.tried, self.done, self.pictures = world, [], 0, set(), {}
        self.clients = {name: Client(raise_request_exception=False) for name in PEOPLE}
        for name, client in self.clients.items():
            if name != "nobody":
                client.force_login(world.cast[name], backend="portal.users.backend.SignedInBackend")
        self.cookies = {name: {key: one.value for key, one in client.cookies.items()} for name, client in self.clients.items()}

    def line(self, path: Path, people: list[str]) -> None:
        """One line at this stage by these people, for each thing it may be about."""
        for thing in path.who or {"": set()}:
            allowed = path.who.get(thing, set()) if self.world.stage in path.when else set()
            with undone():
                self.world.prepare(thing)
                try:
                    args = path.args(self.world, thing)
                    path.sent(self.world, thing)
                except (AttributeError, LookupError, ObjectDoesNotExist):
                    continue  # what it is about does not exist yet: there is no address to send to
                for name in people:
                    self.one(path, thing, name, args, expected=name in allowed)

    def before(self, thing: str) -> dict[str, int]:
        """The picture of this stage, taken once: nothing of a trial stays."""
        scene = self.world.stage, thing if thing in SCENES else ""
        if scene not in self.pictures:
            self.pictures[scene] = picture()
        return self.pictures[scene]

    def one(self, path: Path, thing: str, name: str, args: list, *, expected: bool) -> None:
        """One request: it must change something where the table says so, and nothing otherwise."""
        watch, self.tried, before = Watch(), self.tried + 1, self.before(thing)
        with undone(), connection.execute_wrapper(watch):
            status = self.send(path, thing, name, args)
            changed = watch.changed(before)
        if expected and changed:
            self.done.add(path.name)
        if expected != changed or status == 500:
            did = "changed something" if changed else "changed nothing"
            self.deviations.append(f"{self.world.stage}: {path.name} {thing} by {name}: {did} ({status})")

    def send(self, path: Path, thing: str, name: str, args: list) -> int:
        """Sends what would succeed if it were allowed."""
        address, _, method = path.key.partition(" ")
        spaces = address.split(":")
        target = ":".join(spaces[:2]) if len(spaces) > 2 else address
        with override(next(LANGUAGES)):
            url = "/api/v1/no-such-address/" if target == "nothing" else reverse(target, args=args)
        sent = dict(path.sent(self.world, thing))
        headers = {**path.headers(self.world, thing)}
        if target.startswith("api_") and name in HOLDERS:
            headers["Authorization"] = f"Bearer {self.world.tokens[name][1]}"
        client = self.clients[name]
        client.cookies = SimpleCookie(self.cookies[name])
        if "json" in sent:
            return client.generic(method or "POST", url, self.world.json(sent["json"]), "application/json", headers=headers).status_code
        if method:
            return client.generic(method, url, headers=headers).status_code
        return client.post(url, sent, headers=headers).status_code


def campaign(
    world: World, *, share: float, seed: int = 1, table: list[Path] = TABLE, say=lambda text: None, visit=lambda world: None
) -> Trial:
    """The whole year. `share`: what part of everything is tried; what is allowed is always tried once somewhere, below 1 by one of those
    who may, chosen by chance for each thing it may be about. `table`: the lines that are tried.

    `visit` is called at every stage, for what is asked beside the table; nothing of it stays.
    """
    chance, trial, owed = random.Random(seed), None, {path.name for path in table if path.when}
    for stage in STAGES:
        with on_the_day(stage):
            world.come_to(stage)
            if trial is None:
                trial = Trial(world)
            for path in table:
                allowed = path.who.values() if stage in path.when and path.name in owed else ()
                must = {chance.choice(sorted(able)) for able in allowed if able}
                owed -= {path.name} if must else set()
                people = [name for name in PEOPLE if name in must or chance.random() < share]
                if people:
                    trial.line(path, people)
            with undone():
                visit(world)
        say(f"{stage}: {trial.tried} requests, {len(trial.deviations)} deviations")
    return trial

