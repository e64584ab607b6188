"""The same key, the same answer: a program that heard nothing may ask again without doing anything twice."""

import hashlib
import json
import re

from django.db import IntegrityError, transaction
from rest_framework.response import Response

from reporting import clock
from reporting.filing.reported import plain
from reporting.models import KeptAnswer
from reporting.problems import Problem, Refused

KEY = re.compile(r"[!-~]{1,100}")
HEADER = "Idempotency-Key"


def once(request, said: dict, act, *, needed: bool) -> Response:
    """What `act` answers, done once for a key of this person; another request under the key is refused (422).

    The key is written in the transaction of the act: of two requests at once the second waits for the first and gets its answer.
    A refused request has done nothing, so its key is forgotten and may be used when the reason is gone.
    """
    key = request.headers.get(HEADER, "")
    if not key and not needed:
        status, content = act()
        return Response(content, status=status)
    if not key:
        raise Refused(Problem("key_required", HEADER))
    if not KEY.fullmatch(key):
        raise Refused(Problem("key_malformed", HEADER))
    mark = marked(request, said)
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(person=request.user, key=key, request_sha256=mark, kept_at=clock.now())
        except IntegrityError:
            return again(request.user, key, mark)
        kept.status, kept.content = act()
        kept.save(update_fields=["status", "content"])
    return Response(kept.content, status=kept.status)


def again(person, key: str, mark: str) -> Response:
    """The answer that was given."""
    kept = KeptAnswer.objects.get(person=person, key=key)
    if kept.request_sha256 != mark:
        raise Refused(Problem("key_reused", HEADER))
    return Response(kept.content, status=kept.status, headers={"Idempotency-Replayed": "true"})


def marked(request, said: dict) -> str:
    """What makes a request the same request: method, address and content, not the bytes it was packed in."""
    content = json.dumps([request.method, request.path, {name: plain(value) for name, value in said.items()}], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
