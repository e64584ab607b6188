"""/healthz and /readyz: what they answer when a part is missing. Never a 500."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from portal.operations import heartbeats
from portal.operations.models import Heartbeat
from portal.operations.tasks import heartbeat, scanner_heartbeat
from tests.clamd import fake_clamd


def silent_for(name: str, seconds: float) -> None:
    """Makes the part's last sign of life that old."""
    Heartbeat.objects.filter(name=name).update(at=heartbeats.real_now() - timedelta(seconds=seconds))


@pytest.fixture
def alive(db):
    """Worker and beat have just shown life: the worker by doing the task that beat sends."""
    heartbeats.leave("beat")
    heartbeat()


def ask(client):
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_healthz_asks_no_database(client):
    answer = client.get("/healthz")  # without the `db` mark a query would fail here
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_ready_when_everything_shows_life(client, alive):
    assert ask(client) == (200, {"ready": True, "database": "ok", "worker": "ok", "beat": "ok", "scanner": "unset"})
    assert "no-store" in client.get("/readyz")["Cache-Control"]


def test_not_ready_before_anything_has_started(client, db):
    assert ask(client) == (503, {"ready": False, "database": "ok", "worker": "unknown", "beat": "missing", "scanner": "unset"})


def test_a_silent_worker_is_named(client, alive, settings):
    silent_for("worker", settings.HEARTBEAT_STALE_SECONDS + 1)
    assert ask(client) == (503, {"ready": False, "database": "ok", "worker": "late", "beat": "ok", "scanner": "unset"})


def test_a_worker_that_never_came_is_named(client, alive):
    Heartbeat.objects.filter(name="worker").delete()
    assert ask(client) == (503, {"ready": False, "database": "ok", "worker": "missing", "beat": "ok", "scanner": "unset"})


def test_when_beat_is_silent_nothing_is_claimed_of_the_worker(client, alive, settings):
    for name in heartbeats.PARTS:
        silent_for(name, settings.HEARTBEAT_STALE_SECONDS + 1)
    assert ask(client) == (503, {"ready": False, "database": "ok", "worker": "unknown", "beat": "late", "scanner": "unset"})


def test_still_ready_just_before_the_silence_is_too_long(client, alive, settings):
    for name in heartbeats.PARTS:
        silent_for(name, settings.HEARTBEAT_STALE_SECONDS - 5)
    assert ask(client)[0] == 200


def test_a_database_that_does_not_answer_is_no_error_page(client, monkeypatch):
    def gone():
        raise OperationalError("the server is away")

    monkeypatch.setattr(heartbeats, "states", gone)
    assert ask(client) == (503, {"ready": False, "database": "missing", "worker": "unknown", "beat": "unknown", "scanner": "unknown"})


def test_the_shifted_clock_of_the_demo_does_not_touch_it(client, alive, settings):
    settings.CLOCK_SHIFT = 40_000_000
    assert ask(client)[0] == 200


def test_constant_number_of_queries(client, alive, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/readyz")


def test_a_scanner_is_told_and_never_makes_the_portal_unready(client, alive, settings):
    with fake_clamd() as running:
        settings.CLAMD_ADDRESS = running.address
        assert ask(client) == (200, {"ready": True, "database": "ok", "worker": "ok", "beat": "ok", "scanner": "missing"})
        scanner_heartbeat()
        assert ask(client)[1]["scanner"] == "ok"
        running.mood = "silent"
        silent_for("scanner", settings.HEARTBEAT_STALE_SECONDS + settings.CLAMD_AGAIN_SECONDS + 1)
        scanner_heartbeat()
        assert ask(client)[1] | {"scanner": "late"} == ask(client)[1] and ask(client)[0] == 200


def test_the_administrator_is_told_of_a_scanner_that_is_away_or_not_set_up(sign_in, saule, oraz, settings):
    settings.CLAMD_ADDRESS = ""
    assert "no scanner is set up" in sign_in(saule).get("/en/people/").content.decode()
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:9"
    assert "does not answer" in sign_in(oraz).get("/en/people/").content.decode()
    with fake_clamd() as running:
        settings.CLAMD_ADDRESS = running.address
        scanner_heartbeat()
        assert "scanner" not in sign_in(saule).get("/en/people/").content.decode()
