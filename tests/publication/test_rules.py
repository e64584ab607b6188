"""Publishing: a coordinator proposes, another person publishes, the edition before stays as superseded."""

from datetime import date

import pytest

from reporting import clock
from reporting.models import Edition, Event, Job
from reporting.problems import Refused
from reporting.publication import rules
from tests.editions import make_edition
from tests.refusals import codes


@pytest.fixture(autouse=True)
def on_27_april():
    """The day of the publication."""
    with clock.at(clock.local(date(2027, 4, 27), 10)):
        yield


@pytest.fixture
def edition(cast, cycle2026):
    """Approved, not published."""
    return make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"])


def published(edition, cast) -> Edition:
    """Proposed and published."""
    return rules.publish(rules.propose_publication(edition, by=cast["kairat"]), by=cast["madina"])


def test_publishing_owes_the_pages_once(edition, cast):
    published(edition, cast)
    edition.refresh_from_db()
    assert (edition.status, edition.published_by) == ("published", cast["madina"])
    assert Job.objects.filter(kind="bake").count() == 1
    assert list(Event.objects.filter(thing=f"edition:{edition.pk}").values_list("verb", flat=True)) == ["propose_publication", "publish"]


def test_a_correction_supersedes_and_the_old_one_stays(edition, cast, cycle2026):
    published(edition, cast)
    second = make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"], number=2)
    published(second, cast)
    edition.refresh_from_db()
    assert edition.status == "superseded" and edition.superseded_at == clock.now()
    assert Edition.objects.get(status="published").number == 2


def test_an_older_edition_does_not_replace_a_newer_one(edition, cast, cycle2026):
    published(make_edition(cycle2026, proposed_by=cast["kairat"], approved_by=cast["madina"], number=2), cast)
    rules.propose_publication(edition, by=cast["kairat"])
    with pytest.raises(Refused) as refused:
        rules.publish(edition, by=cast["madina"])
    assert codes(refused) == ["newer_is_published"]
    assert Edition.objects.get(status="published").number == 2


def test_nothing_is_published_without_a_proposal(edition, cast):
    with pytest.raises(Refused) as refused:
        rules.publish(edition, by=cast["madina"])
    assert codes(refused) == ["not_proposed"]


def test_nobody_publishes_what_they_proposed(edition, cast):
    rules.propose_publication(edition, by=cast["kairat"])
    cast["kairat"].role = "approver"
    cast["kairat"].save(update_fields=["role"])
    cast["kairat"].forget_standings()
    with pytest.raises(Refused) as refused:
        rules.publish(edition, by=cast["kairat"])
    assert codes(refused) == ["same_person"]
    assert not Edition.objects.filter(status="published").exists()


def test_proposing_twice_is_refused(edition, cast):
    same = Edition.objects.get(pk=edition.pk)
    rules.propose_publication(edition, by=cast["kairat"])
    with pytest.raises(Refused) as refused:
        rules.propose_publication(same, by=cast["kairat"])
    assert codes(refused) == ["moved_on"]


@pytest.mark.parametrize("name", ["aigul", "bolat", "gulnar", "kairat", "nurlan", "oraz", "saule"])
def test_only_an_approver_publishes(edition, cast, name):
    rules.propose_publication(edition, by=cast["kairat"])
    with pytest.raises(Refused):
        rules.publish(edition, by=cast[name])
    assert not Job.objects.filter(kind="bake").exists()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_show_only_the_button_that_is_ones_own(edition, cast, sign_in, language):
    page = f"/{language}/work/publication/{edition.pk}/"
    assert f"{page}propose/" in sign_in(cast["kairat"]).get(page).content.decode()
    assert f"{page}propose/" not in sign_in(cast["madina"]).get(page).content.decode()
    sign_in(cast["kairat"]).post(f"{page}propose/")
    assert f"{page}publish/" in sign_in(cast["madina"]).get(page).content.decode()
    assert sign_in(cast["madina"]).get(f"{page}publish/").status_code == 200
    sign_in(cast["madina"]).post(f"{page}publish/")
    assert Edition.objects.get(pk=edition.pk).status == "published"
    assert sign_in(cast["oraz"]).get(f"/{language}/work/publication/").status_code == 200


@pytest.mark.parametrize("name", ["dana", "nurlan", "saule"])
def test_a_stranger_finds_nothing(edition, cast, sign_in, name):
    for page in ("", f"{edition.pk}/", f"{edition.pk}/publish/"):
        assert sign_in(cast[name]).get(f"/kk/work/publication/{page}").status_code == 404
