"""A sample of the written tasks, on the year that is over; all of them in April: `python -m tests.campaigns.tasks`."""

import pytest

from tests.browser.clerk import Clerk
from tests.browser.tasks import OF_THE_PAST, do
from tests.hand import Hand

pytestmark = [pytest.mark.browser, pytest.mark.servers]


def test_a_new_user_finds_the_answers_by_visible_text_alone(chromium, portal):
    hand = Hand(portal, "tests.browser.made_april")
    facts = {language: hand.do("facts_of_the_past", language=language) for language in ("kk", "ru")}
    hand.close()
    for task, language in zip(OF_THE_PAST, ("kk", "ru", "kk"), strict=True):
        person = Clerk(chromium, portal.base_url, task.who, language)
        assert do(task, person, facts[language]) == "", task.asked[language]
        assert do(task, person, dict.fromkeys(facts[language], "2026") | {"incoming": "99999", "before_late": [], "approved_by": "Басқа"})
        assert person.close() == []
