"""What is typed when a letter is worded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.fields import Spoken


class WordingForm(Spoken):
    """Subject and text in both languages."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject_kk = forms.CharField(label=_("Subject in Kazakh"), max_length=300, widget=forms.TextInput(attrs={"lang": "kk"}))
    subject_ru = forms.CharField(label=_("Subject in Russian"), max_length=300, widget=forms.TextInput(attrs={"lang": "ru"}))
    body_kk = forms.CharField(
        label=_("Text in Kazakh"), max_length=8000, strip=False, widget=forms.Textarea(attrs={"rows": 14, "lang": "kk"})
    )
    body_ru = forms.CharField(
        label=_("Text in Russian"), max_length=8000, strip=False, widget=forms.Textarea(attrs={"rows": 14, "lang": "ru"})
    )
