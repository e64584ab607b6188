"""People of the demonstration. They exist nowhere else: the command that makes them refuses to run outside the demo."""

from django.contrib.auth.hashers import make_password

from portal.users.models import User
from reporting.roles import Role
from territories.models import ExecutiveBody, concept

PASSWORD = "gylymi-qalashyq"  # noqa: S105 - printed by the demo for everybody to sign in with
# Surnames that nobody could take for an official's: «Үлгі» and «Мысал» mean sample
OFFICERS = ("Үлгібаева Айгүл", "Мысалова Дана", "Үлгінова Гүлнар", "Мысалбекова Жанар", "Үлгіқызы Сәуле")
SIGNATORIES = ("Үлгібаев Болат", "Мысалов Ерлан", "Үлгінов Қайрат", "Мысалбеков Нұрлан", "Үлгіұлы Тимур")


def make_people() -> dict[str, User]:
    """One person for each role, and an officer and a signatory in every body named by the plan. Keys: role, or role and body code."""
    ministry, planning = concept.overseer(), concept.planning_body()
    people = {
        Role.ADMINISTRATOR: person("administrator@portal.example", "Мысалова Әсел (мысал)", Role.ADMINISTRATOR),
        Role.AUDITOR: person("auditor@portal.example", "Үлгіқызы Ақбота (мысал)", Role.AUDITOR),
        Role.REVIEWER: person("reviewer@mnvo.example", "Мысалбеков Мұрат (мысал)", Role.REVIEWER, ministry),
        Role.COORDINATOR: person("coordinator@mnvo.example", "Үлгиева Жанна (мысал)", Role.COORDINATOR, ministry, "сарапшы (мысал)"),
        Role.APPROVER: person("approver@mnvo.example", "Үлгібеков Ғалым (мысал)", Role.APPROVER, ministry, "вице-министр (мысал)"),
        Role.OBSERVER: person("observer@mne.example", "Мысалқызы Өркен (мысал)", Role.OBSERVER, planning),
        Role.DEPARTMENT_HEAD: person("head@ak-aba.example", "Үлгібаев Бейбіт (мысал)", Role.DEPARTMENT_HEAD, body("AK-ABA")),
    }
    for place, one in enumerate(ExecutiveBody.objects.order_by("code")):
        domain = f"{one.code.lower()}.example"
        officer, signatory = OFFICERS[place % len(OFFICERS)], SIGNATORIES[place % len(SIGNATORIES)]
        people[Role.OFFICER, one.code] = person(f"officer@{domain}", f"{officer} (мысал)", Role.OFFICER, one)
        people[Role.SIGNATORY, one.code] = person(f"signatory@{domain}", f"{signatory} (мысал)", Role.SIGNATORY, one)
    # One hash for all: the password is printed for everybody anyway, and a hundred slow hashes take ten seconds
    User.objects.update(password=make_password(PASSWORD))
    return people


def body(code: str) -> ExecutiveBody:
    """A body by its code."""
    return ExecutiveBody.objects.get(code=code)


def person(email: str, full_name: str, role: str, of=None, position: str = "") -> User:
    """One person, who reads letters in Kazakh."""
    return User.objects.create_user(email=email, full_name=full_name, role=role, body=of, position=position)


WHO = (
    ("officer@ak-aba.example", "officer of an akimat: fills in the report"),
    ("head@ak-aba.example", "head of department"),
    ("signatory@ak-aba.example", "signatory: checks and submits"),
    ("reviewer@mnvo.example", "reviewer: accepts or returns rows"),
    ("coordinator@mnvo.example", "coordinator: consolidates, proposes"),
    ("approver@mnvo.example", "approver: confirms what was proposed"),
    ("observer@mne.example", "observer at the Ministry of National Economy"),
    ("auditor@portal.example", "auditor: reads all"),
    ("administrator@portal.example", "administrator: people and roles"),
)


def how_to_sign_in() -> str:
    """What the command prints."""
    lines = [f"  {email:32} {what}" for email, what in WHO]
    lines.append("  officer@<body>.example, signatory@<body>.example in every other body, for example officer@ak-alm.example")
    return "\n".join([f"Sign in at /kk/sign-in/ with the password {PASSWORD} as:", *lines])
