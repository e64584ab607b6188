"""Eight people press the button at once, on two web processes over one database: one receipt, and everybody gets it.

`python -m tests.campaigns.submissions` runs many rounds; a small sample is in `test_submitting_at_once.py`. All of it goes through HTTP:
half by the page, half by the API, by the signatory and by a deputy. After each round the report is recalled, so each round is a version.
"""

import contextlib
import json
import os
import random
import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db.models import Count
from django.utils.crypto import get_random_string

from portal.users import tokens
from portal.users.models import Substitution
from reporting import clock, history
from reporting.cycle import rules as cycle_rules
from reporting.models import Event, Receipt, ReportVersion
from tests.conftest import load_concept, make_person
from tests.filing.filling import fill, report_of
from tests.servers import Running, own_place
from tests.throwaway import free_port, wait_until

TIMES = 8
IN_MARCH = clock.local(date(2027, 3, 15), 10)
RECEIPT = re.compile(r"/receipt/([0-9a-f-]{36})/")


# Inside the portal's own database, by `Running.call`


def prepare() -> None:
    """A full report of the akimat of Abai Region, its signatory and a deputy with sessions and tokens. Prints what the rounds need."""
    call_command("migrate", verbosity=0)
    load_concept()
    people = {name: make_person(name) for name in ("kairat", "aigul", "bolat", "beibit", "gulnar")}
    with clock.at(clock.local(date(2027, 1, 11))):
        cycle_rules.open_year(2026, by=people["kairat"])
    today = clock.today()
    Substitution.objects.create(
        person=people["bolat"], deputy=people["beibit"], starts_on=today, ends_on=date(today.year + 1, 12, 31), basis="Бұйрық",
        created_at=clock.now(), created_by=people["bolat"],
    )  # fmt: skip
    report = fill(report_of("AK-ABA"), people["aigul"])
    told = {"report": str(report.public_id), "people": [signed_in(people[name]) for name in ("bolat", "beibit")]}
    print(json.dumps(told))  # noqa: T201 - read by `two_servers`


def signed_in(person) -> dict:
    """A session and a token of a person."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return {"session": session.session_key, "token": tokens.issue_token(person, by=person, name="СЭД", days=90)[1]}


def counted() -> None:
    """Prints what stands in the database at the end."""
    report = report_of("AK-ABA")
    twice = Receipt.objects.values("version").annotate(n=Count("id")).filter(n__gt=1).count()
    submitted = Event.objects.filter(verb="submit", thread=history.thread_of(report)).count()
    told = {
        "receipts": Receipt.objects.count(), "numbers": Receipt.objects.values("number").distinct().count(), "twice": twice,
        "versions": ReportVersion.objects.count(), "submitted": submitted, "broken": history.broken(history.thread_of(report)),
    }  # fmt: skip
    print(json.dumps(told))  # noqa: T201 - read by `Rounds.count`


# Outside


@contextlib.contextmanager
def two_servers(folder: Path) -> Iterator["Rounds"]:
    """Two web processes over one database of their own, on the database of the run."""
    with contextlib.ExitStack() as stack:
        shift = int((IN_MARCH - datetime.now(UTC)).total_seconds())
        env = os.environ | own_place(folder, stack) | {"API_RATE": "1000000/min", "CLOCK_SHIFT": str(shift)}
        servers = [Running(free_port(), {**env, "SITE_URL": "http://127.0.0.1"}, {}) for _ in range(2)]
        for server in servers:  # they start while the database is made: nobody asks them yet
            stack.callback(server.stop)
            server.start("web")
        told = json.loads(servers[0].call(f"from {__name__} import prepare; prepare()").splitlines()[-1])
        for server in servers:
            wait_until(lambda one=server: is_up(one.port), server.processes["web"], "the portal", 120)
        yield Rounds(servers, told)


def is_up(port: int) -> bool:
    """Whether the process answers."""
    with contextlib.suppress(OSError):
        return ask(port, "GET", "/healthz", "", {})[0] == 200
    return False


def ask(port: int, method: str, path: str, body: str, headers: dict) -> tuple[int, dict, bytes]:
    """One request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body or None, {"Host": "127.0.0.1", **headers})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


class Rounds:
    """Rounds of eight, drawn by chance from a seed."""

    def __init__(self, servers: list[Running], told: dict):
        self.servers, self.report, self.people = servers, told["report"], told["people"]
        self.given: list[str] = []

    def run(self, rounds: int, seed: int, say=None) -> list[str]:
        """Plays the rounds; what went wrong, in words."""
        chance, wrong = random.Random(seed), []
        for number in range(1, rounds + 1):
            wrong += [f"round {number}: {fault}" for fault in self.round(number, chance)]
            if say and number % 50 == 0:
                say(number, len(wrong))
        return wrong

    def round(self, number: int, chance: random.Random) -> list[str]:
        """Eight at once, then the recall: every answer must name one receipt, which no round before has named."""
        acts = [self.by_page, self.by_api] * (TIMES // 2)
        shared = f"shared-{number}"  # two programs may send one key, when the first heard nothing
        plays = []
        for act in acts:
            key = chance.choice((shared, get_random_string(20)))
            plays.append((act, chance.choice(self.servers).port, chance.choice(self.people), key, chance.random()))
        chance.shuffle(plays)
        start, answers = threading.Barrier(TIMES), [""] * TIMES

        def play(place, act, port, person, key, late):
            start.wait()
            time.sleep(late / 50)
            answers[place] = act(number, port, person, key)

        threads = [threading.Thread(target=play, args=(place, *one)) for place, one in enumerate(plays)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        faults = [] if len(set(answers)) == 1 and RECEIPT.fullmatch(f"/receipt/{answers[0]}/") else [f"answers {sorted(set(answers))}"]
        faults += [f"receipt of an earlier round {answers[0]}"] if answers[0] in self.given else []
        self.given.append(answers[0])
        return faults + self.recall(number)

    def by_page(self, number: int, port: int, person: dict, key: str) -> str:
        """The form of the check page; the id of the receipt it leads to."""
        secret = get_random_string(32)
        said = {"csrfmiddlewaretoken": secret, "version": number, "correct": "on", "declared": "on"}
        headers = {
            "Cookie": f"sessionid={person['session']}; csrftoken={secret}", "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        status, told, body = ask(port, "POST", f"/kk/work/report/{self.report}/check/", urlencode(said), headers)
        found = RECEIPT.search(told.get("Location") or told.get("location") or "")
        return found[1] if status == 302 and found else f"page {status} {told.get('location', '')} {body[:80]!r}"

    def by_api(self, number: int, port: int, person: dict, key: str) -> str:
        """The API; the id of the receipt."""
        status, _, body = ask(port, "POST", f"/api/v1/reports/{self.report}/submit/", '{"declared": true}', self.program(person, key))
        return json.loads(body)["id"] if status == 200 else f"api {status} {body[:200]!r}"

    def recall(self, number: int) -> list[str]:
        """Takes the report back, so that the next round submits the next version."""
        program = self.program(self.people[0], f"recall-{number}")
        status, _, body = ask(self.servers[0].port, "POST", f"/api/v1/reports/{self.report}/recall/", "{}", program)
        return [] if status == 200 else [f"recall {status} {body[:200]!r}"]

    def program(self, person: dict, key: str) -> dict:
        """Headers of a body's own system."""
        return {"Authorization": f"Bearer {person['token']}", "Content-Type": "application/json", "Idempotency-Key": key}

    def count(self) -> dict:
        """What stands in the database."""
        return json.loads(self.servers[0].call(f"from {__name__} import counted; counted()").splitlines()[-1])


def faults_of(counts: dict, rounds: int) -> list[str]:
    """What is wrong with the counts after so many rounds."""
    wanted = dict.fromkeys(("receipts", "numbers", "versions", "submitted"), rounds) | {"twice": 0, "broken": []}
    return [f"{name}: {counts[name]}, not {value}" for name, value in wanted.items() if counts[name] != value]
