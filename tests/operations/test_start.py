"""What stops the start, and what production's own check says: asked of a process of its own, as an operator would."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.",
    "ALLOWED_HOSTS": "portal.example.kz",
    "SITE_URL": "https://portal.example.kz",
}


def manage(tmp_path, *arguments: str, **env: str) -> subprocess.CompletedProcess:
    """Runs manage.py with this environment and nothing of the test's own."""
    place = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DATA_DIR": str(tmp_path / "data"), **env}
    return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=place, capture_output=True, text=True, check=False)


def test_production_is_clean(tmp_path):
    found = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"CLOCK_SHIFT": "60"}, "CLOCK_SHIFT is for the demo only"),
    ],
)
def test_outside_the_demo_the_start_is_refused(tmp_path, change, reason):
    refused = manage(tmp_path, "check", **{**PRODUCTION, **change})
    assert refused.returncode != 0
    assert reason in refused.stderr.strip().splitlines()[-1]


def test_the_demo_makes_its_secret_and_its_clock_once(tmp_path):
    show = ("shell", "-c", "from django.conf import settings; print('SEEN', settings.SECRET_KEY, settings.CLOCK_SHIFT, settings.DEMO)")
    first, second = (re.search("SEEN.*", manage(tmp_path, *show, DEMO="1").stdout).group() for _ in range(2))
    assert first == second
    assert first.endswith("True")
    secret, clock = tmp_path / "data" / "secret", tmp_path / "data" / "clock"
    assert len(secret.read_text()) >= 50
    assert {stat.S_IMODE(file.stat().st_mode) for file in (secret, clock)} == {0o600}


def test_the_demo_opens_on_the_first_of_february_2028(tmp_path):
    shown = manage(tmp_path, "shell", "-c", "from reporting import clock; print('SEEN', clock.now().isoformat())", DEMO="1")
    assert "SEEN 2028-02-01T04:0" in shown.stdout


def test_the_demo_never_meets_a_real_database(tmp_path):
    refused = manage(tmp_path, "runportal", "--demo", DATABASE_URL="postgres://portal:x@127.0.0.1:1/portal", PORT="1")
    assert refused.returncode != 0
    assert "The demo keeps to SQLite" in refused.stderr


def test_the_folders_of_the_broker_are_its_owners_only(tmp_path):
    assert manage(tmp_path, "check", **PRODUCTION).returncode == 0
    broker = tmp_path / "data" / "broker"
    folders = [broker, *broker.iterdir()]
    assert len(folders) == 3
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_every_migration_is_made(tmp_path):
    found = manage(tmp_path, "makemigrations", "--check", "--dry-run", **PRODUCTION)
    assert found.returncode == 0, found.stdout


# .env.example names every variable, and none that nobody reads
READ = re.compile(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)"|os\.environ(?:\.get|\.setdefault)?[\[(]\s*"([A-Z_]+)"|\$\{([A-Z_]+)[:}]""")
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def test_env_example_lists_every_variable():
    code = [path for app in ("portal", "reporting", "territories") for path in (ROOT / app).rglob("*.py")]
    code += [ROOT / "manage.py", ROOT / "docker-compose.yml"]
    used = {name for path in code for found in READ.findall(path.read_text(encoding="utf-8")) for name in found if name} - NOT_OURS
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))
    assert listed == used


def test_the_steps_of_a_pdf_are_not_told(tmp_path):
    """Whatever level their logger has been given since: a newcomer would read a page of them at the first start."""
    steps = "steps = logging.getLogger('weasyprint.progress'); steps.setLevel('INFO'); steps.info('a step')"
    code = f"import logging; {steps}; logging.getLogger('portal').warning('heard')"
    told = manage(tmp_path, "shell", "--no-imports", "-c", code, **PRODUCTION).stdout
    assert "heard" in told and "a step" not in told
