"""The named cast, the Concept and the years: what every test may ask for.

Aigul and Bolat work in the akimat of Abai Region, Dana and Erlan in that of Almaty Region: Dana is the stranger of every page test.
"""

import gc
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import translation

from portal.users.models import User
from reporting import clock
from reporting.cycle import rules as cycle_rules
from reporting.models import Cycle
from reporting.roles import Role
from territories.models import ExecutiveBody
from tests import worlds

PASSWORD = "Түркістан-2026-сынақ"

# name → (role, body code, full name)
CAST = {
    "aigul": (Role.OFFICER, "AK-ABA", "Үлгібаева Айгүл"),
    "bolat": (Role.SIGNATORY, "AK-ABA", "Үлгібаев Болат"),
    "beibit": (Role.DEPARTMENT_HEAD, "AK-ABA", "Үлгібаев Бейбіт"),
    "dana": (Role.OFFICER, "AK-ALM", "Мысалова Дана"),
    "erlan": (Role.SIGNATORY, "AK-ALM", "Мысалов Ерлан"),
    "gulnar": (Role.REVIEWER, "MNVO", "Қараушы Гүлнар"),
    "kairat": (Role.COORDINATOR, "MNVO", "Үйлестіруші Қайрат"),
    "madina": (Role.APPROVER, "MNVO", "Бекітуші Мадина"),
    "nurlan": (Role.OBSERVER, "MNE", "Байқаушы Нұрлан"),
    "oraz": (Role.AUDITOR, None, "Аудитор Ораз"),
    "saule": (Role.ADMINISTRATOR, None, "Әкімші Сәуле"),
    "timur": (Role.OFFICER, "MNVO", "Қызметкер Тимур"),
    "ulan": (Role.SIGNATORY, "MNVO", "Басшы Ұлан"),
}


def make_person(name: str) -> User:
    """One of the cast, as the administrator would have made them; asked for again, the same person."""
    role, body, full_name = CAST[name]
    email = f"{name}@example.kz"
    return User.objects.filter(email=email).first() or User.objects.create_user(
        email=email, full_name=full_name, role=role, body=ExecutiveBody.objects.get(code=body) if body else None
    )


def _fixture_of(name: str):
    @pytest.fixture(name=name)
    def person(concept):
        return make_person(name)

    return person


for _name in CAST:
    globals()[f"_{_name}"] = _fixture_of(_name)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """No test writes beside another, or into the developer's data."""
    settings.DATA_DIR = tmp_path
    settings.PUBLIC_ROOT = tmp_path / "public"
    settings.FILES_ROOT = tmp_path / "files"
    settings.EDITIONS_ROOT = tmp_path / "editions"
    settings.CHECKPOINTS_ROOT = tmp_path / "checkpoints"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def own_language(settings):
    """No test speaks the language of the one before it."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.deactivate()


def load_concept() -> None:
    """The real CSV files, with the demo's sample targets."""
    with override_settings(DEMO=True):
        call_command("load_concept", sample_targets=True, verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The Concept is loaded once into the tests' database: each test then begins with it, as the portal does."""
    with django_db_blocker.unblock():
        load_concept()
    worlds.doors.append(django_db_blocker)
    yield
    worlds.stand([])
    worlds.doors.clear()


@pytest.fixture
def concept(db):
    """The Concept, its plan, bodies and indicators: every test of the database begins with them."""


@pytest.fixture
def cast(concept) -> dict[str, User]:
    """Everybody at once."""
    return {name: make_person(name) for name in CAST}


@pytest.fixture
def sign_in():
    """`sign_in(person)` → a client signed in as them."""

    def enter(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="portal.users.backend.SignedInBackend")
        return client

    return enter


OPENING = clock.local(date(2027, 1, 11))


@pytest.fixture
def opening():
    """The instant at which the tests' 2026 is opened: 11 January 2027, 09:00 in Almaty."""
    return OPENING


def open_2026() -> None:
    """The coordinator opens the year."""
    with clock.at(OPENING):
        cycle_rules.open_year(2026, by=make_person("kairat"))


opened = worlds.level(open_2026, "cycle2026")


@pytest.fixture
def cycle2026(kairat) -> Cycle:
    """The year 2026, opened by the coordinator."""
    opened()
    return Cycle.objects.select_related("plan").get(year=2026, training=False)


@pytest.fixture
def in_march(opening):
    """The clock stands on 15 March 2027, 10:00: reports are being filled in."""
    with clock.at(clock.local(date(2027, 3, 15), 10)):
        yield


@pytest.fixture
def samples() -> Path:
    """Folder of made files for the tests."""
    return Path(__file__).parent / "samples"


def pytest_configure(config):
    config.pluginmanager.register(worlds.Plugin(load_concept))


def pytest_collection_finish():
    """What was imported stays until the end: to look through it for rubbish again and again took a fifteenth of the processor time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
