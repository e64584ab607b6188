"""The processes that together are the portal on one machine: web, worker and beat, started, watched and stopped as one."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

GRACE_SECONDS = 20
LONGEST_BACK_OFF = 30
BIN = Path(sys.executable).parent


def commands(bind: str, port: int) -> dict[str, list[str]]:
    """The command line of each part. The worker has no gossip to listen to: it is alone."""
    # In a container or on a bare machine it runs as root, and says so at every start
    as_root = ["-W", "ignore:You're running the worker with superuser privileges"]
    celery = [sys.executable, *as_root, "-m", "celery", "--quiet", "--app", "portal"]
    level = os.environ.get("LOG_LEVEL", "INFO")
    web = [str(BIN / "granian"), "--interface", "wsgi", "--host", bind, "--port", str(port), "--respawn-failed-workers"]
    web += ["--workers", os.environ.get("WEB_WORKERS", "2"), "--blocking-threads", "4", "--log-level", "warning", "portal.wsgi:application"]
    slots = os.environ.get("WORKER_SLOTS", "2")
    worker = [*celery, "worker", "--concurrency", slots, "--without-gossip", "--without-mingle", "--loglevel", level]
    return {"web": web, "worker": worker, "beat": [*celery, "beat", "--pidfile", "", "--loglevel", level]}


class Part:
    """One process of the portal, in its own session so that Ctrl-C reaches it only through us."""

    def __init__(self, name: str, command: list[str]):
        self.name, self.command = name, command
        self.falls, self.again_at = 0, 0.0
        self.start()

    def start(self) -> None:
        """Starts the process with our environment and our output."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True)

    def has_stopped(self) -> bool:
        return self.process.poll() is not None

    def plan_restart(self) -> float:
        """Decides when to start again: at once after a long life, ever later after short ones. Gives the seconds to wait."""
        self.falls = 1 if time.monotonic() - self.started_at > 60 else self.falls + 1
        wait = min(2 ** (self.falls - 1), LONGEST_BACK_OFF)
        self.again_at = time.monotonic() + wait
        return wait

    def send(self, number: int) -> None:
        """Signals the process; one that is gone needs no signal."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)

    def end(self) -> None:
        """Ends whatever is left of the process and of those it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Portal:
    """Web, worker and beat. The end of web is the end of the portal; worker and beat are started again."""

    def __init__(self, command_lines: dict[str, list[str]], say: Callable[[str], None]):
        self.say = say
        self.stop_asked = 0
        self.parts = [Part(name, command) for name, command in command_lines.items()]

    def ask_to_stop(self, *_) -> None:
        """The handler of TERM and INT. Asked twice, it does not wait."""
        self.stop_asked += 1

    def watch(self, is_ready: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        """Runs until asked to stop (0) or until web ends by itself (1). Calls `on_ready` once, when the portal first is."""
        told = False
        while not self.stop_asked:
            time.sleep(0.5)
            for part in self.parts:
                if part.has_stopped() and not self.revive(part):
                    return 1
            if not told and is_ready():
                told = True
                on_ready()
        return 0

    def revive(self, part: Part) -> bool:
        """Starts a fallen worker or beat again after its back-off; False when the part is web."""
        if self.stop_asked:
            return True
        if part.name == "web":
            self.say(f"web ended with code {part.process.returncode}: stopping")
            return False
        if not part.again_at:
            part.end()
            self.say(f"{part.name} ended with code {part.process.returncode}: starting it again in {part.plan_restart():g} s")
        elif time.monotonic() >= part.again_at:
            part.again_at = 0.0
            part.start()
        return True

    def stop(self) -> None:
        """Asks every part to finish what it does, then ends what has not finished. A task cut short is run again: its row is the duty."""
        for part in self.parts:
            part.send(signal.SIGTERM)
        asked, until = self.stop_asked, time.monotonic() + GRACE_SECONDS
        while time.monotonic() < until and self.stop_asked <= max(asked, 1) and not all(part.has_stopped() for part in self.parts):
            time.sleep(0.1)
        for part in self.parts:
            part.end()
