"""An announced publication: who announces, what is refused, what is told, and that nothing happens before its second."""

from datetime import date, timedelta

import pytest

from reporting import clock, jobs
from reporting.models import Edition, Event, Job, Notice
from reporting.problems import Refused
from reporting.publication import embargo, rules
from tests.editions import make_edition
from tests.refusals import codes

TEN = clock.local(date(2027, 4, 30), 10)


@pytest.fixture(autouse=True)
def on_27_april():
    """The day of the announcement."""
    with clock.at(clock.local(date(2027, 4, 27), 10)):
        yield


@pytest.fixture
def edition(cast, cycle2026):
    """Approved and proposed for publication."""
    found = make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"])
    return rules.propose_publication(found, by=cast["kairat"])


def scheduled(edition, cast, at=TEN) -> Edition:
    """Announced by the approver."""
    return embargo.schedule_publication(edition, by=cast["madina"], at=at)


def test_an_announcement_owes_the_release_and_the_calendar_and_tells_people(edition, cast):
    scheduled(edition, cast)
    edition.refresh_from_db()
    assert (edition.status, edition.publish_at, edition.scheduled_by) == ("scheduled", TEN, cast["madina"])
    assert [(job.kind, job.due_at) for job in Job.objects.order_by("kind")] == [("bake", None), ("release", TEN)]
    assert set(Notice.objects.filter(kind="publication_scheduled").values_list("person__full_name", flat=True)) == {
        cast["kairat"].full_name, cast["madina"].full_name,
    }  # fmt: skip
    assert "30.04.2027, 10:00:00" in Notice.objects.filter(kind="publication_scheduled").first().params["when"]


def test_nobody_begins_the_release_before_its_second(edition, cast):
    scheduled(edition, cast)
    job = Job.objects.get(kind="release")
    with clock.at(TEN - timedelta(milliseconds=1)):
        assert jobs.claim(job.pk) is None and not Job.objects.filter(jobs.stale(), kind="release").exists()
        with pytest.raises(RuntimeError):
            embargo.release(edition.pk, TEN)
    edition.refresh_from_db()
    assert edition.status == "scheduled"
    with clock.at(TEN + timedelta(seconds=1)):
        assert Job.objects.filter(jobs.stale(), kind="release").exists() and jobs.claim(job.pk)


def test_the_release_publishes_once_at_the_announced_second(edition, cast, cycle2026):
    old = make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"], number=2)  # as if it had been made before
    Edition.objects.filter(pk=old.pk).update(number=0)
    old.refresh_from_db()
    rules.publish(rules.propose_publication(old, by=cast["kairat"]), by=cast["madina"])
    scheduled(edition, cast)
    with clock.at(TEN + timedelta(seconds=2)):
        for _ in range(2):
            assert embargo.release(edition.pk, TEN).status == "published"
    edition.refresh_from_db()
    old.refresh_from_db()
    assert (edition.published_at, edition.published_by, old.status, old.superseded_at) == (TEN, None, "superseded", TEN)
    assert Event.objects.filter(thing=f"edition:{edition.pk}", verb="publish").get().actor is None


def test_a_release_that_comes_late_says_when_it_really_was(edition, cast):
    scheduled(edition, cast)
    late = TEN + timedelta(minutes=10)
    with clock.at(late):
        assert embargo.release(edition.pk, TEN).published_at == late


def test_another_time_makes_the_first_release_void(edition, cast):
    scheduled(edition, cast)
    embargo.reschedule_publication(edition, by=cast["madina"], at=TEN + timedelta(days=1), reason="Мысал: жиналыс кейінге қалдырылды.")
    with clock.at(TEN + timedelta(seconds=1)):
        assert embargo.release(edition.pk, TEN) is None
    edition.refresh_from_db()
    assert (edition.status, edition.publish_at) == ("scheduled", TEN + timedelta(days=1))
    event = Event.objects.get(thing=f"edition:{edition.pk}", verb="reschedule_publication")
    assert "Мысал" in event.why and event.new["publish_at"] == (TEN + timedelta(days=1)).isoformat()
    assert Job.objects.filter(kind="release").count() == 2


def test_a_cancelled_announcement_publishes_nothing_and_stays_in_the_trail(edition, cast):
    scheduled(edition, cast)
    embargo.cancel_publication(edition, by=cast["madina"], reason="Мысал: қате табылды.")
    with clock.at(TEN + timedelta(seconds=1)):
        assert embargo.release(edition.pk, TEN) is None
    edition.refresh_from_db()
    assert (edition.status, edition.publish_at) == ("approved", None)
    verbs = list(Event.objects.filter(thing=f"edition:{edition.pk}").values_list("verb", flat=True))
    assert verbs == ["propose_publication", "schedule_publication", "cancel_publication"]
    assert Notice.objects.filter(kind="publication_cancelled").count() == 2
    rules.publish(edition, by=cast["madina"])
    assert edition.status == "published"


@pytest.mark.parametrize(
    ("at", "code"),
    [(TEN - timedelta(days=3), "publish_at_past"), (TEN - timedelta(days=4), "publish_at_past"), (TEN + timedelta(400), "publish_at_far")],
)
def test_a_time_that_cannot_be_meant_is_refused(edition, cast, at, code):
    with pytest.raises(Refused) as refused:
        scheduled(edition, cast, at)
    assert codes(refused) == [code]
    assert not Job.objects.exists()


def test_what_is_refused(edition, cast, cycle2026):
    madina = cast["madina"]
    second = make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=madina, number=2)
    with pytest.raises(Refused) as refused:
        scheduled(second, cast)
    assert codes(refused) == ["not_proposed"]
    scheduled(edition, cast)
    with pytest.raises(Refused) as refused:
        scheduled(rules.propose_publication(second, by=cast["kairat"]), cast)
    assert codes(refused) == ["already_scheduled"]
    with pytest.raises(Refused) as refused:
        rules.publish(edition, by=madina)
    assert codes(refused) == ["is_scheduled"]
    for verb, given, code in (
        (embargo.reschedule_publication, {"at": TEN, "reason": "x"}, "nothing_changed"),
        (embargo.reschedule_publication, {"at": TEN + timedelta(hours=1), "reason": " "}, "publication_reason_required"),
        (embargo.cancel_publication, {"reason": ""}, "publication_reason_required"),
    ):
        with pytest.raises(Refused) as refused:
            verb(edition, by=madina, **given)
        assert codes(refused) == [code]
    rules.publish(second, by=madina)
    embargo.cancel_publication(edition, by=madina, reason="x")
    with pytest.raises(Refused) as refused:
        scheduled(edition, cast)
    assert codes(refused) == ["newer_is_published"]


def test_who_proposed_does_not_announce(edition, cast):
    cast["kairat"].role = "approver"
    cast["kairat"].save(update_fields=["role"])
    cast["kairat"].forget_standings()
    with pytest.raises(Refused) as refused:
        embargo.schedule_publication(edition, by=cast["kairat"], at=TEN)
    assert codes(refused) == ["same_person"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_announce_change_and_cancel(edition, cast, sign_in, language):
    page, approver = f"/{language}/work/publication/{edition.pk}/", sign_in(cast["madina"])
    assert f"{page}schedule/" in approver.get(page).content.decode()
    assert f"{page}schedule/" not in sign_in(cast["kairat"]).get(page).content.decode()
    for day, time in (("", ""), ("31.02.2027", "10:00"), ("30.04.2027", "25:00"), ("01.04.2027", "10:00")):
        again = approver.post(f"{page}schedule/", {"day": day, "time": time})
        assert again.status_code == 200 and 'aria-invalid="true"' in again.content.decode()
    assert approver.post(f"{page}schedule/", {"day": "30.04.2027", "time": "10:00"}).status_code == 302
    edition.refresh_from_db()
    assert edition.publish_at == TEN
    shown = approver.get(page).content.decode()
    assert "10:00 (UTC+05:00)" in shown and f"{page}publish/" not in shown
    assert approver.post(f"{page}reschedule/", {"day": "30.04.2027", "time": "11:30", "reason": "x"}).status_code == 302
    assert approver.get(f"{page}cancel/").status_code == 200
    assert approver.post(f"{page}cancel/", {"reason": "x"}).status_code == 302
    edition.refresh_from_db()
    assert edition.status == "approved"
    assert approver.get(page).content.decode().count("30.04.2027") >= 2  # the trail


@pytest.mark.parametrize("name", ["dana", "nurlan", "saule", "kairat", "gulnar"])
def test_a_stranger_and_the_wrong_person_find_no_such_page(edition, cast, sign_in, name):
    scheduled(edition, cast)
    for act in ("schedule", "reschedule", "cancel"):
        assert sign_in(cast[name]).post(f"/kk/work/publication/{edition.pk}/{act}/", {"reason": "x"}).status_code == 404
    edition.refresh_from_db()
    assert edition.status == "scheduled"
