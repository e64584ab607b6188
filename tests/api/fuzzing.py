"""The API asked everything that its own description allows and forbids: no server error, no answer outside the description.

`python -m tests.campaigns.api` runs it long; a small sample is in `test_schema.py`. Most requests get the
address, the version and the key of something real, so that they come past the door.
"""

import random
import uuid
from collections import Counter

import schemathesis
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks

from portal.api import description
from portal.users import tokens
from reporting.models import IndicatorValue, ItemProgress, Report
from tests.site.public import connection_kept

CHECKS = [
    schemathesis.checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance,
]  # fmt: skip
OPERATIONS = 26
QUIET = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "phases": [Phase.generate]}


class Campaign:
    """Requests of two people of a body and of nobody, counted by operation and status."""

    def __init__(self, report: Report, officer, signatory, number: int):
        self.report, self.chance, self.number = report, random.Random(number), number
        self.secrets = [tokens.issue_token(person, by=person, name="campaign", days=30)[1] for person in (officer, signatory)]
        self.schema = schemathesis.openapi.from_dict(description())
        self.schema.app = get_wsgi_application()
        self.items = [row.item.code for row in report.rows.select_related("item")]
        self.indicators = [value.indicator.code for value in report.indicators.select_related("indicator")]
        self.seen: Counter = Counter()

    def run(self, cases: int, *, submit_first: bool = False) -> Counter:
        """As many requests, shared between the operations, half of them of values that the description forbids."""
        operations = sorted((found.ok() for found in self.schema.get_all_operations()), key=lambda one: "submit" in one.path)
        operations = operations[:: -1 if submit_first else 1]
        if len(operations) != OPERATIONS:
            raise AssertionError(f"{len(operations)} operations are described, not {OPERATIONS}")
        each = max(1, cases // (2 * len(operations)))
        with connection_kept():
            for operation in operations:
                often = 4 if submit_first and "submit" in operation.path else 1  # of few requests one must come through
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    self.ask_about(operation, mode, each * often)
        return self.seen

    def ask_about(self, operation, mode, examples: int) -> None:
        """One operation, one kind of values."""
        try:
            strategy = operation.as_strategy(generation_mode=mode)
        except Exception as nothing_to_negate:  # an operation whose every value is allowed has no forbidden ones
            self.seen[operation.label, mode.value, type(nothing_to_negate).__name__] += 1
            return

        @seed(self.number)
        @settings(max_examples=examples, **QUIET)
        @given(case=strategy)
        def ask(case):
            self.ask(case)

        ask()

    def ask(self, case) -> None:
        """One request, its answer held against the description."""
        caches["throttle"].clear()
        self.make_real(case)
        response = case.call(base_url="http://localhost", headers=self.identity())
        self.seen[case.operation.label, str(response.status_code)] += 1
        body = case.meta.components.get(ParameterLocation.BODY)
        is_forbidden = body is not None and body.mode == GenerationMode.NEGATIVE  # what was wrong elsewhere may have been made real
        case.validate_response(response, checks=[*CHECKS, *([checks.negative_data_rejection] if is_forbidden else [])])

    def identity(self) -> dict:
        """Mostly the signatory or the officer; sometimes nobody, or somebody with a made-up token."""
        draw = self.chance.random()
        if draw < 0.04:
            return {}
        return {"Authorization": f"Bearer {'kesh_000000000000_x' if draw < 0.06 else self.chance.choice(self.secrets)}"}

    def make_real(self, case) -> None:
        """Mostly puts something that exists in place of what was made up."""
        if self.chance.random() < 0.1:
            return
        parts = case.path_parameters
        real = {
            "report": str(self.report.public_id), "item": self.chance.choice(self.items), "indicator": self.chance.choice(self.indicators),
        }  # fmt: skip
        for name in real.keys() & (parts or {}).keys():
            parts[name] = real[name]
        if "document" in (parts or {}):
            parts["document"] = str(uuid.UUID(int=self.chance.getrandbits(128)))
        case.headers["Accept-Language"] = self.chance.choice(("kk", "ru", "en"))
        if case.method == "PATCH":
            case.headers["If-Match"] = f'"{self.version(parts)}"'
        elif case.method == "POST":
            case.headers["Idempotency-Key"] = self.chance.choice(("a", "b", f"k{self.chance.random()}"))

    def version(self, parts: dict) -> int:
        """Of the row that the request is about, sometimes an older one."""
        if "item" in parts:
            row = ItemProgress.objects.get(report=self.report, item__code=parts["item"])
        else:
            row = IndicatorValue.objects.get(report=self.report, indicator__code=parts["indicator"])
        return row.version if self.chance.random() < 0.8 else self.chance.randint(1, row.version)
