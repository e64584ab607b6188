"""Nobody approves, sends, publishes or corrects alone: not in another role, not as a stand-in of the one who must confirm.

`alone` is asked at every stage of the walk of `test_policy.py`, which makes the year once for both.
"""

from datetime import date

from django.test import Client

from portal.users.models import Substitution
from reporting import clock
from reporting.models import Edition, Summary
from tests.policy.run import picture, undone
from tests.policy.table import TABLE
from tests.policy.world import World

# stage → what one person has begun there and another must confirm
CONFIRMED = {
    "proposed": ("consolidation:act:approve",),
    "offered": ("transmission:act:send", "publication:act:publish"),
}
BOTH = ("deputy of the other", "role of the other")


def take_both(world: World, begun: str, other: str, how: str) -> None:
    """Gives the one who began the powers of the one who must confirm."""
    if how == "deputy of the other":
        days = {"starts_on": date(2027, 4, 1), "ends_on": date(2027, 5, 31)}
        Substitution.objects.create(
            person=world.cast[other], deputy=world.cast[begun], **days, basis="№ 3", created_by=world.cast["saule"], created_at=clock.now()
        )
    else:
        type(world.cast[begun]).objects.filter(pk=world.cast[begun].pk).update(role=world.cast[other].role)


def alone(world: World) -> None:
    """At this stage of the year: who began does not confirm, whatever they may be called today, and another stand-in does."""
    lines = {path.key: path for path in TABLE}
    for key in CONFIRMED.get(world.stage, ()):
        for how in BOTH:
            with undone():
                take_both(world, "kairat", "madina", how)
                assert not attempt(world, lines[key], "kairat"), f"{key}: {how}"
        with undone():
            take_both(world, "gulnar", "madina", "deputy of the other")
            assert attempt(world, lines[key], "gulnar"), f"{key}: another stand-in may"
    if world.stage == "registered":
        correct_alone(world)


def entered(world: World, name: str) -> Client:
    """Signed in as they are now."""
    client = Client()
    client.force_login(world.by(name), backend="portal.users.backend.SignedInBackend")
    return client


def attempt(world: World, path, name: str) -> bool:
    """Whether the person's request changed anything."""
    before = picture()
    address, _, act = path.key.rpartition(":")
    where = {"consolidation": f"summary/2026/{act}/"}.get(address.split(":")[0])
    if where is None:
        where = f"transmission/{world.letter.pk}/{act}/" if "transmission" in address else f"publication/{world.edition.pk}/{act}/"
    entered(world, name).post(f"/ru/work/{where}", path.sent(world, ""))
    return picture() != before


def correct_alone(world: World) -> None:
    """A correction begun by one who is both waits for another."""
    take_both(world, "kairat", "madina", "deputy of the other")
    client = entered(world, "kairat")
    client.post("/kk/work/summary/2026/correct/", {"code": "wording", "reason": "Мысал: түзету"})
    world.calculate()
    client.post("/kk/work/summary/2026/propose/")
    second = Summary.objects.get(number=2)
    assert second.status == Summary.PROPOSED
    client.post("/kk/work/summary/2026/approve/")
    second.refresh_from_db()
    assert second.status == Summary.PROPOSED and Edition.objects.count() == 1
    entered(world, "madina").post("/kk/work/summary/2026/approve/")
    second.refresh_from_db()
    assert second.status == Summary.APPROVED
