"""docker-compose.yml as its own tool reads it. The tool needs no engine for that."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
SECRETS = {"SECRET_KEY": "x" * 50, "POSTGRES_PASSWORD": "y"}


def compose_command() -> list[str]:
    """Debian's docker-compose, or the plugin of docker; the test fails with the package's name when neither is there."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if shutil.which("docker") and not subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        return ["docker", "compose"]
    return pytest.fail("docker-compose is missing: install Debian's package docker-compose (make test does).")


def compose(*arguments: str, **env: str) -> subprocess.CompletedProcess:
    command = [*compose_command(), "--env-file", ".env.example", "-f", "docker-compose.yml", *arguments]
    return subprocess.run(command, cwd=ROOT, env={"PATH": os.environ["PATH"], **env}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def services() -> dict:
    """The services with every variable put in."""
    return yaml.safe_load(compose("config", **SECRETS).stdout)["services"]


def test_it_is_valid():
    found = compose("config", "-q", **SECRETS)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("missing", list(SECRETS))
def test_a_missing_secret_is_refused_by_name(missing):
    found = compose("config", "-q", **{name: value for name, value in SECRETS.items() if name != missing})
    assert found.returncode != 0
    assert f"set {missing} in .env" in found.stderr


def test_every_part_is_there_and_watched(services):
    assert set(services) == {"nginx", "web", "worker", "beat", "migrate", "postgres", "redis"}
    watched = {name for name, service in services.items() if service.get("healthcheck", {}).get("test", ["NONE"]) != ["NONE"]}
    assert watched == set(services) - {"migrate"}  # it runs once
    assert [name for name, service in services.items() if not service.get("read_only")] == []


def test_nothing_serves_before_the_migration_is_done(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert services[name]["environment"] == services["migrate"]["environment"]


def test_only_nginx_is_reachable_and_nothing_is_lost_with_a_container(services):
    assert {name for name, service in services.items() if service.get("ports")} == {"nginx"}
    kept = {name: [str(volume) for volume in services[name].get("volumes", [])] for name in ("web", "worker", "postgres", "redis")}
    assert all(kept.values())


def test_the_broker_drops_nothing(services):
    command = " ".join(services["redis"]["command"])
    assert "--maxmemory-policy noeviction" in command
    assert "--appendonly yes" in command


def test_no_demo_in_production(services):
    assert not {"DEMO", "CLOCK_SHIFT", "DEBUG"} & set(services["web"]["environment"])
