"""What campaigns over a running portal share: a portal with nginx before it as deployed, connections that last, the words on the screen."""

import contextlib
import http.client
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.operations.test_nginx import configuration
from tests.servers import ROOT, Running, portal_processes
from tests.throwaway import find_program, free_port, is_open, private_postgres, stop, wait_until

TRUSTING = ssl._create_unverified_context()
said = sys.stdout


def apart(log: Path) -> None:
    """What the portal's processes print goes into a file, what the campaign says stays on the screen."""
    globals()["said"] = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(log, os.O_CREAT | os.O_WRONLY), 1)


def say(text: str) -> None:
    """A line for whoever watches."""
    said.write(f"{text}\n")
    said.flush()


@contextlib.contextmanager
def nginx(running: Running, place: Path) -> Iterator[int]:
    """`deploy/nginx.conf` before the portal whose data are in `place`; gives its https port."""
    ports = {"web": running.port, "http": free_port(), "https": free_port()}
    command = [find_program("nginx", "nginx-light"), "-e", "stderr", "-c", str(configuration(place, ports))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: is_open(ports["https"]), process, "nginx")
        yield ports["https"]
    finally:
        stop(process)


class Line:
    """One connection of one reader, opened anew when the server ends it."""

    def __init__(self, port: int, secure: bool = False):
        self.port, self.secure, self.connection = port, secure, None

    def opened(self) -> http.client.HTTPConnection:
        """The connection, over https to nginx."""
        if self.secure:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=TRUSTING)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body; 0 where no answer came twice."""
        for _attempt in (1, 2):
            try:
                self.connection = self.connection or self.opened()
                self.connection.request("GET", path)
                answer = self.connection.getresponse()
                return answer.status, answer.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.connection = None  # an idle connection may be closed by the server: that is no answer yet
        return 0, b""


@contextlib.contextmanager
def published(name: str, env: dict[str, str], postgres: bool) -> Iterator[tuple[Running, int]]:
    """A portal with one edition published and nginx before it, in a folder of its own; gives it and nginx's https port.

    `postgres` takes a private PostgreSQL and Redis. What the processes print is kept in the folder, which goes with the portal.
    """
    place = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    place.chmod(0o755)  # nginx reads as another user
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        if postgres:
            os.environ.update(TEST_DATABASE="postgres", TEST_REDIS="1", DATABASE_URL=stack.enter_context(private_postgres()))
        apart(place / "portal.log")
        running = stack.enter_context(portal_processes(place, env, prepare=lambda one: begin(one, "prepare()").wait(), seconds=120))
        secure = stack.enter_context(nginx(running, place))
        assert begin(running, "publish(1, 1)").wait() == 0, "the first edition was not published"
        yield running, secure


def begin(running: Running, act: str) -> subprocess.Popen:
    """An act of `tests.site.publishing` in a process of the portal's."""
    code = f"from tests.site import publishing as p; p.{act}"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    return subprocess.Popen(command, cwd=ROOT, env=running.env, stdout=subprocess.PIPE, text=True)
