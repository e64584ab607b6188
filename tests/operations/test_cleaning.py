"""What is erased every night, and what stays."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from portal.operations.cleaning import ANSWERS_KEPT, ATTEMPTS_KEPT, clean
from reporting import clock
from reporting.models import KeptAnswer, ParkedText
from reporting.parking import DAYS


def test_only_what_is_over_is_erased(aigul):
    now, hour = clock.real_now(), timedelta(hours=1)
    for key, at in (("over", now - hour), ("open", now + hour)):
        Session.objects.create(session_key=key, session_data="", expire_date=at)
    for name, at in (("old", now - ATTEMPTS_KEPT - hour), ("new", now)):
        attempt = AccessAttempt.objects.create(username=name, ip_address="127.0.0.1", failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=at)
    for place, at in (("old", clock.now() - timedelta(days=DAYS, hours=1)), ("new", clock.now())):
        ParkedText.objects.create(person=aigul, place=place, sealed="x", parked_at=at)
    for key, at in (("old", clock.now() - ANSWERS_KEPT - hour), ("new", clock.now())):
        KeptAnswer.objects.create(person=aigul, key=key, request_sha256="0", kept_at=at)
    assert {name: n for name, n in clean().items() if n} == {"sessions": 1, "attempts": 1, "parked": 1, "answers": 1}
    assert [one.session_key for one in Session.objects.all()] == ["open"]
    assert [one.username for one in AccessAttempt.objects.all()] == ["new"]
    assert [one.place for one in ParkedText.objects.all()] == [one.key for one in KeptAnswer.objects.all()] == ["new"]
    assert not any(clean().values())
