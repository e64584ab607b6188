"""The description: whole, closed, and true of what is answered."""

from portal.api import description
from tests.api.fuzzing import OPERATIONS, Campaign
from tests.filing.filling import fill


def test_the_description_is_open_to_everybody_in_two_forms(client, db):
    told = client.get("/api/v1/schema/").json()
    assert told["openapi"].startswith("3.") and told["info"]["version"] == "1"
    assert client.get("/api/v1/schema/?format=yaml").content.startswith(b"openapi: 3.")


def test_nothing_in_the_description_is_left_open():
    told = description()
    verbs = [operation for path in told["paths"].values() for operation in path.values()]
    assert len(verbs) == OPERATIONS and all(verb["security"] == [{"token": []}] for verb in verbs)
    objects = [one for one in told["components"]["schemas"].values() if "properties" in one]
    assert len(objects) > 15 and all(one["additionalProperties"] is False for one in objects)
    for verb in verbs:
        assert {"401", "429"} <= set(verb["responses"])
        for status, answer in verb["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (verb["operationId"], status)


def test_a_sample_of_the_campaign(report, aigul, bolat, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    campaign = Campaign(report, aigul, bolat, 3)
    campaign.run(104)
    statuses = {status for _, status in campaign.seen}
    assert sum(campaign.seen.values()) >= 80 and not any(status.startswith("5") for status in statuses)
    assert {"200", "401", "404", "422"} <= statuses


def test_a_sample_of_the_campaign_on_a_full_report(report, aigul, bolat, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    seen = Campaign(fill(report, aigul), aigul, bolat, 4).run(156, submit_first=True)
    submitted = {status for operation, status in seen if "submit" in operation}
    assert "200" in submitted and not any(status.startswith("5") for _, status in seen)
    assert {"409"} <= {status for operation, status in seen if operation.startswith("PATCH")}, "what is submitted is locked"
