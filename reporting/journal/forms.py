"""What the log is narrowed by; a wrong value narrows nothing."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from reporting import telling
from reporting.clock import end_of, local
from reporting.fields import say
from reporting.models import Event
from territories.kazakh import search_text, sort_key
from territories.models import ExecutiveBody

DAY = _("DD.MM.YYYY")
# The very first and last days of the calendar have no beginning or no end in UTC
SENSIBLE = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31)))


class Search(forms.Form):
    """By person, body, act, thing and days."""

    person = forms.CharField(label=_("Person"), required=False, max_length=100)
    body = forms.ChoiceField(label=_("Body"), required=False)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    thing = forms.CharField(label=_("About what"), required=False, max_length=60, help_text=_("For example report:12"))
    first = forms.DateField(label=_("From day"), required=False, help_text=DAY, validators=SENSIBLE)
    last = forms.DateField(label=_("To day"), required=False, help_text=DAY, validators=SENSIBLE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bodies = sorted(ExecutiveBody.objects.all(), key=lambda body: sort_key(body.name))
        verbs = sorted(Event.objects.order_by().values_list("verb", flat=True).distinct(), key=lambda verb: sort_key(word(verb)))
        self.fields["body"].choices = [("", _("All bodies")), *((body.code, body.name) for body in bodies)]
        self.fields["verb"].choices = [("", _("All actions")), *((verb, word(verb)) for verb in verbs)]
        say(self)

    def narrow(self, events):
        """The events that were asked for."""
        asked = {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
        for each in search_text(asked.get("person", "")).split():
            events = events.filter(actor__search_text__contains=each)
        if "body" in asked:
            events = events.filter(body_code=asked["body"])
        if "verb" in asked:
            events = events.filter(verb=asked["verb"])
        if "thing" in asked:
            events = events.filter(thing=asked["thing"].strip()) | events.filter(thread=asked["thing"].strip())
        if "first" in asked:
            events = events.filter(at__gte=local(asked["first"], 0))
        if "last" in asked:
            events = events.filter(at__lt=end_of(asked["last"]))
        return events


def word(verb: str) -> str:
    """What an act is called."""
    return str(telling.VERBS.get(verb) or telling.plain(verb))
