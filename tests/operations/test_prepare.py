"""scripts/prepare where nothing may be installed: one clear line that names what is missing, and nothing done."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ("bash", "env", "dirname", "id", "grep", "cat", "cksum")


@pytest.fixture
def elsewhere(tmp_path):
    """A clone on a machine that has Python with venv, but neither apt-get nor sudo nor any server."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name))
    (tools / "python3").symlink_to(Path(os.path.realpath(ROOT / ".venv" / "bin" / "python")))
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    return tmp_path


def prepare(folder: Path, purpose: str = "test") -> subprocess.CompletedProcess:
    env = {"PATH": str(folder / "bin")}
    return subprocess.run(["scripts/prepare", purpose], cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_what_is_missing_is_named_and_nothing_is_done(elsewhere):
    refused = prepare(elsewhere)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert len(refused.stderr.splitlines()) == 1
    assert refused.stderr.startswith("portal: missing")
    assert {"redis-server", "chromium-headless-shell", "poppler-utils", "gettext"} <= set(refused.stderr.replace(".", " ").split())
    assert not (elsewhere / ".venv").exists()


def test_an_old_python_is_refused(elsewhere):
    (elsewhere / "bin" / "python3").unlink()
    (elsewhere / "bin" / "python3").write_text('#!/usr/bin/env bash\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
    (elsewhere / "bin" / "python3").chmod(0o755)
    refused = prepare(elsewhere)
    assert refused.returncode == 1
    assert refused.stderr == "portal: Python 3.11 or newer is needed; this is Python 3.9.2.\n"


def test_no_python_is_refused(elsewhere):
    (elsewhere / "bin" / "python3").unlink()
    refused = prepare(elsewhere, "run")
    assert (refused.returncode, refused.stderr) == (1, "portal: missing: Python 3.11 or newer.\n")


def test_ci_runs_what_a_person_runs():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]
