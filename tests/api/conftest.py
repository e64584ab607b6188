"""A body's own system: a program that holds a person's token."""

import json

import pytest
from django.core.cache import caches
from django.test import Client

from portal.users import tokens
from portal.users.models import User
from tests.filing.filling import report_of

HOME = "/api/v1/reports/"


class Program:
    """Speaks to the API as a person; answers are the test client's."""

    def __init__(self, person: User | None = None, secret: str = ""):
        self.person, self.secret = person, secret
        if person is not None:
            self.token, self.secret = tokens.issue_token(person, by=person, name="СЭД", days=90)
        self.client = Client()

    def ask(self, method: str, path: str, content=None, language="ru", **headers):
        """One request; `If_Match="…"` is the header If-Match."""
        told = {name.replace("_", "-"): value for name, value in headers.items()} | {"Accept-Language": language}
        if self.secret:
            told["Authorization"] = f"Bearer {self.secret}"
        body = {} if content is None else {"data": json.dumps(content), "content_type": "application/json"}
        return self.client.generic(method, path, headers=told, **body)

    def get(self, path: str, **headers):
        return self.ask("GET", path, **headers)

    def patch(self, path: str, content, **headers):
        return self.ask("PATCH", path, content, **headers)

    def post(self, path: str, content, **headers):
        return self.ask("POST", path, content, **headers)

    def send(self, path: str, fields: dict, **headers):
        """A multipart form, as for a document."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, fields, headers={**told, "Authorization": f"Bearer {self.secret}", "Accept-Language": "ru"})


@pytest.fixture(autouse=True)
def fresh_counters():
    """No test is slowed down by the requests of another."""
    caches["throttle"].clear()


@pytest.fixture
def report(cycle2026, in_march, gulnar):
    return report_of("AK-ABA")


@pytest.fixture
def home(report):
    """Address of the report."""
    return f"{HOME}{report.public_id}/"


@pytest.fixture
def officer(report, aigul):
    return Program(aigul)


@pytest.fixture
def signatory(report, bolat):
    return Program(bolat)


@pytest.fixture
def stranger(report, dana):
    return Program(dana)


def code_of(answer) -> str:
    """Code of the first problem of a refusal, which must have the shape of one."""
    assert answer["Content-Type"].startswith("application/problem+json"), answer.content
    content = answer.json()
    assert content["status"] == answer.status_code
    for problem in content["problems"]:
        assert set(problem) == {"code", "where", "severity", "text", "params"} and problem["text"]
    return content["problems"][0]["code"]
