"""A text of the summary that could not be sent comes back with the version it was typed over."""

import pytest

from reporting.consolidation import narrative
from tests.test_typed import JSON, machinery, sent

pytestmark = pytest.mark.django_db


def test_a_text_typed_over_an_older_one_meets_the_newer_as_a_conflict(calculated, kairat, sign_in):
    """The version that was read comes back with the text: the rule still sees that another has written since."""
    section = calculated.narratives.get(key="progress")
    page, client = "/work/summary/2026/text/progress/", sign_in(kairat)
    client.post(f"/ru{page}", {**sent(kairat, page, kk="Менікі"), "version": section.version}, **JSON)
    read_at = section.version
    narrative.write_narrative(section, by=kairat, base_version=section.version, kk="Басқа қойындыдағы", ru="")
    html = client.get(f"/ru{page}").content.decode()
    assert "Менікі" in html and f'name="version" value="{read_at}"' in html
    answer = client.post(f"/ru{page}", {**machinery(html), "version": read_at, "kk": "Менікі", "ru": ""})
    assert answer.status_code == 409 and "Басқа қойындыдағы" in answer.content.decode() and "Менікі" in answer.content.decode()
