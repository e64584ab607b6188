"""Opens every page of the desk as every role and counts what each asks of the database."""

import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk import addresses
from tests.desk.world import Desk, on

MOST = 8  # the two of the sign-in included
LEADS_ON = {"work", "cycle:open"}  # only lead on to another page: the first page of a role, and a year that is open already


@dataclass(frozen=True)
class Seen:
    """One visit: who, where, what came, how many queries and how long."""

    who: str
    url: str
    status: int
    queries: int
    seconds: float
    asked: list[str]


def count(desk: Desk, people: tuple[str, ...] = addresses.PEOPLE) -> dict[str, list[Seen]]:
    """Address → the visits to it."""
    found: dict[str, list[Seen]] = {}
    with on(4, 28, 15):
        visits = list(addresses.visits(desk))
        for who in people:
            client = Client()
            client.force_login(desk.by(who), backend="portal.users.backend.SignedInBackend")
            for name, url in visits:
                found.setdefault(name, []).append(visit(client, who, url))
    return found


def visit(client: Client, who: str, url: str) -> Seen:
    """Opens one page."""
    began = time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    return Seen(who, url, answer.status_code, len(asked), time.monotonic() - began, [one["sql"] for one in asked])


def too_many(found: dict[str, list[Seen]]) -> list[str]:
    """Pages that ask more often than they may."""
    return [
        f"{one.queries} queries: {name} {one.url} by {one.who}"
        for name, seen in found.items() for one in seen if one.status == 200 and one.queries > MOST
    ]  # fmt: skip


def never_opened(found: dict[str, list[Seen]]) -> set[str]:
    """Pages that answered with a page to nobody."""
    return {name for name, seen in found.items() if all(one.status != 200 for one in seen)} - LEADS_ON
