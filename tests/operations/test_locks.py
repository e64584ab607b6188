"""The locks: every dependency pinned by its hashes, no address in them."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINNED = re.compile(r"^([a-z0-9.-]+)==[^ ]+(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M)


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def named(requirements: list[str]) -> set[str]:
    """The packages' names as a lock writes them."""
    return {re.match(r"[A-Za-z0-9._-]+", line).group().lower().replace("_", "-") for line in requirements}


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_line_is_pinned_by_hashes_and_holds_no_address(name):
    text = lock(name)
    packages = re.findall(r"^[A-Za-z0-9].*", text, re.M)
    assert packages
    assert len(PINNED.findall(text)) == len(packages)
    assert "://" not in text
    assert not re.search(r"^-", text, re.M)


def test_every_dependency_is_in_its_lock():
    run, test = ({found for found, _ in PINNED.findall(lock(name))} for name in ("run", "test"))
    assert named(PROJECT["dependencies"]) <= run
    assert named(PROJECT["optional-dependencies"]["test"]) <= test


def test_the_test_lock_holds_the_run_lock():
    run, test = (dict(PINNED.findall(lock(name))) for name in ("run", "test"))
    assert run.items() <= test.items()


def test_each_dependency_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = [line for line in text.partition("[tool.")[0].splitlines() if line.startswith('    "')]
    assert len(lines) == len(PROJECT["dependencies"]) + len(PROJECT["optional-dependencies"]["test"])
    assert [line for line in lines if not re.search(r"# \S.{9,}", line)] == []
