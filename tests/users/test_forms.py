"""What forms say: every error of every form, in Kazakh without a Latin word, in Russian without an English one."""

import re

import pytest
from django.test import RequestFactory
from django.utils import translation

from portal.users import forms

pytestmark = pytest.mark.django_db
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
GOOD = "ертеде болған үш сөз"
LONG = "ұ" * 600


def person_form(**change):
    """A new person with one thing wrong."""
    return forms.PersonForm({"full_name": "Ә Ә", "role": "officer", "email": "a@example.kz", "language": "kk"} | change)


def password(form_class, aigul, **typed):
    """A password form with one thing wrong."""
    aigul.set_password(GOOD)
    return form_class(aigul, {"old_password": GOOD, "new_password1": "басқа ұзын сөйлем", "new_password2": "басқа ұзын сөйлем"} | typed)


def twice(text):
    """The same new password in both fields."""
    return {"new_password1": text, "new_password2": text}


WRONG = {
    "sign-in empty": lambda p: forms.SignInForm(RequestFactory().post("/"), {}),
    "sign-in wrong": lambda p: forms.SignInForm(RequestFactory().post("/"), {"username": "nobody@example.kz", "password": "x"}),
    "sign-in long": lambda p: forms.SignInForm(RequestFactory().post("/"), {"username": LONG, "password": LONG}),
    "address empty": lambda p: forms.AddressForm({}),
    "address wrong": lambda p: forms.AddressForm({"email": "қате"}),
    "address long": lambda p: forms.AddressForm({"email": f"{'a' * 300}@example.kz"}),
    "password empty": lambda p: password(forms.ChangePasswordForm, p, old_password="", **twice("")),
    "password differs": lambda p: password(forms.NewPasswordForm, p, new_password2="өзге ұзын сөйлем"),
    "password short": lambda p: password(forms.NewPasswordForm, p, **twice("қысқа")),
    "password common": lambda p: password(forms.NewPasswordForm, p, **twice("password1234")),
    "password similar": lambda p: password(forms.NewPasswordForm, p, **twice("Үлгібаева Айгүл")),
    "password old wrong": lambda p: password(forms.ChangePasswordForm, p, old_password="қате"),
    "password the same": lambda p: password(forms.ChangePasswordForm, p, **twice(GOOD)),
    "person empty": lambda p: forms.PersonForm({}),
    "person long": lambda p: person_form(full_name=LONG, position=LONG, phone=LONG),
    "person null sign": lambda p: person_form(full_name="Ә\x00"),
    "person role": lambda p: person_form(role="king"),
    "person body": lambda p: person_form(body="999999"),
    "person language": lambda p: person_form(language="de"),
    "person email": lambda p: person_form(email="a@b@c"),
    "ground empty": lambda p: forms.WhyForm({}),
    "ground long": lambda p: forms.WhyForm({"why": LONG}),
    "deputy empty": lambda p: forms.DeputyForm(p, {}),
    "deputy dates": lambda p: forms.DeputyForm(p, {"deputy": "x", "starts_on": "31.02.2027", "ends_on": "2027", "basis": LONG}),
    "language": lambda p: forms.LanguageForm({"language": "de"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_every_error_is_said_in_kazakh_and_in_russian(concept, aigul, case):
    for language in ("kk", "ru"):
        with translation.override(language):
            form = WRONG[case](aigul)
            assert not form.is_valid()
            said = [str(text) for texts in form.errors.values() for text in texts] + [str(field.label) for field in form]
            said += [str(field.help_text) for field in form]
        assert form.errors and all(said[: len(form.errors)])
        assert [text for text in said if LATIN_WORD.search(text)] == []


def test_an_error_in_english_would_be_noticed():
    assert LATIN_WORD.search("This field is required.")


def test_the_reason_of_each_password_validator_has_our_words(settings):
    """A validator added to the settings must get its sentence: an unknown code fails loudly instead of speaking English."""
    assert {v["NAME"].rpartition(".")[2] for v in settings.AUTH_PASSWORD_VALIDATORS} == {
        "MinimumLengthValidator", "CommonPasswordValidator", "UserAttributeSimilarityValidator",
    }  # fmt: skip


def test_a_name_stands_in_the_message_not_the_field_code():
    with translation.override("kk"):
        form = forms.WhyForm({})
        assert form.errors["why"] == ["«Негіздеме» жолын толтырыңыз"]
