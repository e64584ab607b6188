"""Nothing that happens is shown to an official as a code: each recorded verb and each step of long work has its words."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from reporting import notices, problems
from reporting.telling import STEPS, VERBS
from reporting.workflow import TRANSITIONS

PATHS = [path for part in ("reporting", "portal", "territories") for path in (settings.BASE_DIR / part).rglob("*.py")]
SOURCES = [path.read_text() for path in PATHS]


def written(pattern):
    """Codes that the rules write, as they stand in the source."""
    return sorted({code for text in SOURCES for code in re.findall(pattern, text)})


@pytest.mark.parametrize("verb", written(r'\brecord\(\s*"(\w+)"'))
def test_each_recorded_verb_has_its_words(verb):
    assert verb in VERBS or any(known.endswith(f".{verb}") for known in VERBS)


@pytest.mark.parametrize(("model", "verb"), [pytest.param(model, verb, id=f"{model.__name__}-{verb}") for model, verb in TRANSITIONS])
def test_each_move_of_a_state_has_its_words(model, verb):
    assert verb in VERBS or f"{model._meta.model_name}.{verb}" in VERBS


@pytest.mark.parametrize(("model", "verb"), sorted((model._meta.model_name, verb) for model, verb in TRANSITIONS))
def test_each_move_has_its_words(model, verb):
    assert f"{model}.{verb}" in VERBS or verb in VERBS


@pytest.mark.parametrize("step", written(r'\bprogress\(\s*"([^"]+)"'))
def test_each_step_of_long_work_has_its_words(step):
    assert step in STEPS


@pytest.mark.parametrize("code", [*VERBS, *STEPS])
def test_the_words_are_kazakh_and_russian(code):
    said = VERBS.get(code) or STEPS[code]
    with translation.override("en"):
        english = str(said)
    for language in ("kk", "ru"):
        with translation.override(language):
            assert str(said) != english, f"{code} is not translated into {language}"


@pytest.mark.parametrize(("module", "codes"), [("notices", notices.TEXTS), ("problems", problems.TEXTS)])
def test_no_word_is_kept_for_what_nobody_says(module, codes):
    """A notice that nobody sends and a refusal that nobody makes are translated for nothing, and read as if they could happen."""
    others = "\n".join(path.read_text() for path in PATHS if path.name != f"{module}.py" or path.parent.name != "reporting")
    assert [code for code in codes if f'"{code}"' not in others] == []
