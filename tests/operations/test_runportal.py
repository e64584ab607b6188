"""`manage.py runportal` with real processes: it becomes ready, revives a fallen worker, ends with web, and leaves nothing behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers import ROOT, own_place, portal_processes
from tests.throwaway import free_port, stop

pytestmark = pytest.mark.servers


class Portal:
    """A portal started as a person starts it, with what it has printed."""

    def __init__(self, env: dict[str, str], log: Path):
        self.log = log
        with open(log, "w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "runportal"], cwd=ROOT, env=env, stdout=file, stderr=file, start_new_session=True
            )

    def wait_for(self, text: str, times: int = 1, seconds: float = 60) -> None:
        """Waits until the text was printed so many times."""
        until = time.monotonic() + seconds
        while self.log.read_text().count(text) < times:
            assert self.process.poll() is None and time.monotonic() < until, self.log.read_text()
            time.sleep(0.1)

    def parts(self) -> dict[str, int]:
        """The process ids of web, worker and beat."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        lines = {pid: Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in children}
        names = ("granian", "worker", "beat")
        return {name: int(pid) for name in names for pid, line in lines.items() if any(word.endswith(name) for word in line)}


@contextlib.contextmanager
def started(env: dict[str, str], log: Path):
    """A portal on these data, once it says that it is ready."""
    portal = Portal(env, log)
    try:
        portal.wait_for("Portal is ready: ")
        yield portal
    finally:
        stop(portal.process)


@pytest.fixture(scope="module")
def env(tmp_path_factory):
    """Data of their own for the tests of this file: brought to the newest version once, as the tables' making takes the longest."""
    with contextlib.ExitStack() as stack:
        yield os.environ | own_place(tmp_path_factory.mktemp("runportal"), stack) | {"PORT": str(free_port())}


def is_alive(pid: int) -> bool:
    """Whether the process still runs; one that has ended and only waits to be counted does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.embedded
def test_a_fallen_worker_is_started_again_and_all_stop_together(env, tmp_path):
    with started(env, tmp_path / "log") as portal:
        assert_a_second_is_refused(env, tmp_path)
        fallen = portal.parts()
        os.killpg(fallen["worker"], signal.SIGKILL)
        portal.wait_for("worker ended with code -9: starting it again")
        until = time.monotonic() + 20
        while "worker" not in portal.parts() and time.monotonic() < until:
            time.sleep(0.2)
        revived = portal.parts()
        assert revived["worker"] != fallen["worker"]
        assert (revived["granian"], revived["beat"]) == (fallen["granian"], fallen["beat"])
        portal.process.terminate()
        assert portal.process.wait(30) == 0
        assert [name for name, pid in revived.items() if is_alive(pid)] == []


def assert_a_second_is_refused(env, tmp_path):
    """Neither the same data nor the same port is shared with a portal that runs."""
    command = [sys.executable, "manage.py", "runportal"]
    same_data, same_port = {"PORT": str(free_port())}, {"DATA_DIR": str(tmp_path / "other")}
    for change, reason in ((same_data, "Another portal already runs on"), (same_port, "is taken")):
        refused = subprocess.run(command, cwd=ROOT, env=env | change, capture_output=True, text=True, timeout=60, check=False)
        assert refused.returncode == 1
        assert reason in refused.stderr


@pytest.mark.embedded
def test_the_end_of_web_is_the_end_and_no_success(env, tmp_path):
    with started(env, tmp_path / "log") as portal:
        parts = portal.parts()
        os.kill(parts["granian"], signal.SIGKILL)
        assert portal.process.wait(40) == 1
        assert "web ended with code -9: stopping" in portal.log.read_text()
        assert [name for name, pid in parts.items() if is_alive(pid)] == []


def test_ready_says_which_part_has_fallen(tmp_path):
    with portal_processes(tmp_path, {"HEARTBEAT_STALE_SECONDS": "4"}) as running:
        assert running.readiness() == (200, {"ready": True, "database": "ok", "worker": "ok", "beat": "ok", "scanner": "unset"})
        os.killpg(running.pids["worker"], signal.SIGKILL)
        wait_for(running, 503)
        assert running.readiness()[1] == {"ready": False, "database": "ok", "worker": "late", "beat": "ok", "scanner": "unset"}
        running.start("worker")
        wait_for(running, 200)
        os.killpg(running.pids["beat"], signal.SIGKILL)
        wait_for(running, 503)
        assert running.readiness()[1]["beat"] == "late"


def wait_for(running, status: int, seconds: float = 30) -> None:
    """Waits until /readyz answers with the status."""
    until = time.monotonic() + seconds
    while running.readiness()[0] != status:
        assert time.monotonic() < until, running.readiness()
        time.sleep(0.2)
