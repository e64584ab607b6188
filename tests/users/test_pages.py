"""Pages of people: what is on them, in three languages, and that a stranger meets 404."""

import pytest
from django.urls import reverse
from django.utils import translation

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
OF_ADMINISTRATOR = ("person", "change_person", "change_role", "deactivate", "set_temporary_password", "deputies")


def address(name, *args, language="kk"):
    """The address of a page of people in a language."""
    with translation.override(language):
        return reverse(f"users:{name}", args=args)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OF_ADMINISTRATOR)
def test_administrator_sees_every_page_of_a_person(cast, sign_in, name, language):
    answer = sign_in(cast["saule"]).get(address(name, cast["bolat"].pk, language=language))
    assert answer.status_code == 200
    assert cast["bolat"].full_name in answer.content.decode()
    assert answer["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize("name", OF_ADMINISTRATOR)
@pytest.mark.parametrize("who", ["dana", "erlan", "aigul", "gulnar", "kairat", "madina", "nurlan"])
def test_a_stranger_meets_404(cast, sign_in, name, who):
    assert sign_in(cast[who]).get(address(name, cast["bolat"].pk)).status_code == 404
    assert sign_in(cast[who]).post(address(name, cast["bolat"].pk), {}).status_code in (404, 405)
