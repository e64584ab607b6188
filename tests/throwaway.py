"""Throw-away servers: a private PostgreSQL and a private Redis, started and stopped by the tests, by their own process ids."""

import contextlib
import fcntl
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


def find_program(name: str, package: str) -> str:
    """The program's path, from PATH or where Debian keeps PostgreSQL's versions; pytest ends with one line when it is absent."""
    debian = sorted(str(path) for path in Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = (debian[-1:] or [None])[0] or shutil.which(name)
    if not found:
        pytest.exit(f"{name} is missing: install Debian's package {package} (make test does).", returncode=4)
    return found


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(answers, process: subprocess.Popen, what: str, seconds: float = 30) -> None:
    """Waits until `answers()` is true; fails with the reason when the process ends or time is up."""
    until = time.monotonic() + seconds
    while not answers():
        if process.poll() is not None:
            raise RuntimeError(f"{what} ended with code {process.returncode}")
        if time.monotonic() > until:
            raise RuntimeError(f"{what} does not answer after {seconds:g} s")
        time.sleep(0.1)


def stop(process: subprocess.Popen, number: int = 15) -> None:
    """Stops our own process by its id: asks, waits, then insists."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def unprivileged() -> dict:
    """How to start what refuses root: as user postgres when we are root, as ourselves otherwise."""
    if os.getuid():
        return {}
    person = pwd.getpwnam("postgres")
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def private_postgres() -> Iterator[str]:
    """A PostgreSQL of our own; yields its DATABASE_URL. The folder is short because a socket's path may have 107 bytes."""
    initdb, postgres = find_program("initdb", "postgresql"), find_program("postgres", "postgresql")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    who = unprivileged()
    if who:
        os.chown(folder, who["user"], who["group"])
    quiet = {"stdout": subprocess.DEVNULL, "cwd": "/", **who}
    subprocess.run(
        [initdb, "-D", str(folder / "data"), "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True, **quiet,
    )
    options = [
        "listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60",
        "autovacuum=off", "jit=off",
    ]  # fmt: skip
    command = [postgres, "-D", str(folder / "data"), "-k", str(folder), *(part for option in options for part in ("-c", option))]
    with open(folder.with_suffix(".log"), "w") as log:
        process = subprocess.Popen(command, **{**quiet, "stdout": log, "stderr": log})
    try:
        wait_until(lambda: postgres_answers(folder), process, "PostgreSQL")
        yield f"postgres://portal@/{folder}/postgres"
    finally:
        stop(process, 2)  # SIGINT: fast shutdown, sessions are ended
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


def postgres_answers(folder: Path) -> bool:
    """Whether the server accepts a connection on its socket."""
    asked = [find_program("pg_isready", "postgresql"), "-q", "-h", str(folder), "-U", "portal", "-d", "postgres"]
    return subprocess.run(asked, check=False).returncode == 0


@contextlib.contextmanager
def private_redis() -> Iterator[str]:
    """A Redis of our own on a free port, keeping nothing; yields its REDIS_URL."""
    port = free_port()
    command = [find_program("redis-server", "redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", "/"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: is_open(port), process, "Redis")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        stop(process)


def is_open(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def new_database(url: str) -> str:
    """Makes an empty database on the same private server; gives its DATABASE_URL."""
    server, name = url.rpartition("/")[0], "portal_" + secrets.token_hex(6)
    socket_dir = server.rpartition("@/")[2]
    subprocess.run([find_program("createdb", "postgresql"), "-h", socket_dir, "-U", "portal", name], check=True)
    return f"{server}/{name}"


def bring_schema(url: str, migrate) -> None:
    """Migrates a new database; from the second portal of a test run on it is copied: to migrate takes longer than anything else.

    `TEST_SCHEMAS` is the folder of the run, the same for all its processes; without it (a campaign) there is nothing to copy.
    """
    folder = os.environ.get("TEST_SCHEMAS")
    if not folder:
        migrate()
        return
    postgres = url.startswith("postgres")
    with once_in_a_run("schema.sql" if postgres else "schema.sqlite3") as kept:
        if not kept.exists():
            migrate()
            keep_database(url, kept)
            return
    bring_database(url, kept)


def bring_database(url: str, kept: Path) -> None:
    """Puts what was kept in the place of what the database holds."""
    if not url.startswith("postgres"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, url.removeprefix("sqlite:///"))
        return
    subprocess.run([find_program("psql", "postgresql"), "-q", "-X", "-o", os.devnull, "-d", libpq(url), "-f", str(kept)], check=True)


def keep_database(url: str, kept: Path) -> None:
    """Keeps what the database holds, whole or not at all."""
    unfinished = kept.with_suffix(".part")
    if url.startswith("postgres"):
        dump = [find_program("pg_dump", "postgresql"), "--clean", "--if-exists", "-d", libpq(url)]
        subprocess.run([*dump, "-f", str(unfinished)], check=True)
    else:
        shutil.copyfile(url.removeprefix("sqlite:///"), unfinished)
    unfinished.rename(kept)


@contextlib.contextmanager
def once_in_a_run(name: str) -> Iterator[Path]:
    """What all processes of a test run may share, made by the first that needs it: yields its place, under a lock."""
    kept = Path(os.environ["TEST_SCHEMAS"], name)
    with open(f"{kept}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield kept


def libpq(url: str) -> str:
    """The address of a private database as PostgreSQL's own programs take it."""
    folder, _, name = url.removeprefix("postgres://portal@").strip("/").rpartition("/")
    return f"host=/{folder} user=portal dbname={name}"
