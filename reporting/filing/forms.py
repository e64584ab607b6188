"""Forms of filing, made from the tuples of reported fields: labels, lengths and choices are the models' own (DESIGN §4).

A form reads what was typed and says it in words when it cannot; what is allowed is decided by the rules.
"""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from reporting import formats
from reporting.fields import DATE, NO_SUCH_DAY, Spoken, say
from reporting.filing.help import EVIDENCE_DATE, FILE, LINK, advice
from reporting.filing.indicators import is_ratio
from reporting.filing.reading import source_name
from reporting.models import SOURCES, AmendmentCode, Evidence, IndicatorValue, ItemProgress
from reporting.problems import Problem
from territories.models import Territory

DAY_FORMS = ("%d.%m.%Y", "%Y-%m-%d")
DAY = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")  # looks like a date, whether or not the calendar has it


class TypedField(forms.Field):
    """A field read by one function and shown again by another; what cannot be read is said in words and stays as typed."""

    def __init__(self, *, read, echo, **options):
        self.read, self.echo = read, echo
        super().__init__(**options)

    def to_python(self, value):
        """What was typed, understood; nothing for a blank."""
        try:
            return self.read(value)
        except formats.NotANumber as problem:
            raise ValidationError(problem.text()) from problem

    def prepare_value(self, value):
        """What the input shows: a kept value in the reader's form, a typed one as it is."""
        return value if isinstance(value, str) else self.echo(value)


def read_day(text) -> date | None:
    """DD.MM.YYYY, or the ISO form; nothing for a blank."""
    text = str(text or "").strip()
    for pattern in DAY_FORMS if text else ():
        try:
            return date.fromisoformat(text) if pattern == "%Y-%m-%d" else _day(text)
        except ValueError:
            continue
    if DAY.fullmatch(text):
        raise ValidationError(str(NO_SUCH_DAY) % {"date": text})
    if text:
        raise ValidationError(str(DATE))
    return None


def _day(text: str) -> date:
    day, month, year = text.split(".")
    if not (len(year) == 4 and all(part.isascii() and part.isdigit() for part in (day, month, year))):
        raise ValueError(text)
    return date(int(year), int(month), int(day))


def typed(label, read, echo, css="", mode="decimal", **options) -> TypedField:
    """A one-line input of a money, number or date field."""
    widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off", **({"class": css} if css else {})})
    return TypedField(label=label, required=False, read=read, echo=echo, widget=widget, **options)


def field_for(model, name: str) -> forms.Field:
    """The form field of a reported model field, with the help that stands beside it."""
    told = advice(model, name)
    field = made(model, name, told.hint)
    field.advice = told
    return field


def made(model, name: str, hint: str) -> forms.Field:
    """The field itself."""
    field = model._meta.get_field(name)
    label = field.verbose_name
    if isinstance(field, models.ForeignKey):
        return forms.ModelChoiceField(Territory.objects.all(), required=False, label=label, help_text=hint, empty_label=_("Not chosen"))
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(required=False, label=label, help_text=hint)
    if isinstance(field, models.DateField):
        return typed(label, read_day, formats.date_short, mode="numeric", help_text=hint)
    if isinstance(field, models.BigIntegerField):
        return typed(label, formats.parse_money, formats.echo_money, "money", help_text=hint)
    if isinstance(field, models.DecimalField):
        return typed(label, formats.parse_decimal, formats.echo_number, "money", help_text=hint)
    if field.choices:
        choices = [(value, text) for value, text in field.choices if value]
        return forms.ChoiceField(choices=choices, required=False, label=label, help_text=hint, widget=forms.RadioSelect)
    attrs = {"lang": name[-2:]} if name.endswith(("_kk", "_ru")) else {}
    is_line = isinstance(field, models.CharField)
    widget = forms.TextInput(attrs=attrs) if is_line else forms.Textarea(attrs={**attrs, "rows": rows_for(name)})
    return forms.CharField(required=False, label=label, help_text=hint, max_length=field.max_length, widget=widget)


def rows_for(name: str) -> int:
    """Height of a text: the report itself is long, an explanation is short."""
    return 6 if name.startswith("progress") else 3 if name.startswith(("reasons", "measures", "proposal")) else 2


class EntryForm(forms.Form):
    """The reported fields of one row, and the version of the row that the page was made from."""

    base_version = forms.IntegerField(widget=forms.HiddenInput)
    bases = forms.CharField(required=False, widget=forms.HiddenInput)  # fields that the page has read at another version, for `save_entry`
    model = ItemProgress

    def __init__(self, entry, data=None):
        super().__init__(data, initial={name: getattr(entry, name) for name in entry.REPORTED} | {"base_version": entry.version})
        self.entry = entry
        for name in self.names():
            self.fields[name] = field_for(self.model, name)
        say(self)

    def names(self):
        """Reported fields that this row asks."""
        return self.model.REPORTED

    def values(self) -> dict:
        """What the rule gets."""
        return {name: self.cleaned_data[name] for name in self.names()}

    def readable(self, sent) -> dict:
        """Of the sent fields those that could be read."""
        return {name: self.cleaned_data[name] for name in self.names() if name in sent and name in self.cleaned_data}

    def point_out(self, problems):
        """Puts problems found by the checks beside the fields of a form that was not sent."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for problem in problems:
            self.add_error(problem.where if problem.where in self.fields else None, problem.text())
        return self


class ItemForm(EntryForm):
    """A row of the plan."""

    last = None  # the accepted row of the year before, to show beside

    def money_rows(self):
        """Per source of funding: the two inputs, and what stood there the year before."""
        return [self.money_row(source) for source in SOURCES]

    def money_row(self, source: str) -> dict:
        """One source of funding."""
        names = {kind: f"{kind}_{source}" for kind in ("planned", "disbursed")}
        before = {f"last_{kind}": getattr(self.last, name, None) for kind, name in names.items()}
        return {"label": source_name(source), **{kind: self[name] for kind, name in names.items()}, **before}


class IndicatorForm(EntryForm):
    """An indicator: one value, or the two sums of a ratio under their own names."""

    model = IndicatorValue

    def __init__(self, entry, data=None):
        super().__init__(entry, data)
        if is_ratio(entry):
            self.fields["numerator"].label, self.fields["denominator"].label = entry.indicator.ratio_parts
            say(self)

    def names(self):
        """Of a ratio the sums, of anything else the value."""
        hidden = {"actual"} if is_ratio(self.entry) else {"numerator", "denominator"}
        return [name for name in self.model.REPORTED if name not in hidden]


FORMS = {ItemProgress: ItemForm, IndicatorValue: IndicatorForm}


class EvidenceForm(forms.Form):
    """A document to add. Blank fields mean that none is being added."""

    kind = forms.ChoiceField(label=_("Kind of document"), required=False, choices=[("", _("Not chosen")), *Evidence.KINDS])
    number = forms.CharField(label=_("Number"), required=False, max_length=60)
    date = typed(_("Date"), read_day, formats.date_short, mode="numeric", help_text=EVIDENCE_DATE)
    link = forms.CharField(label=_("Link"), required=False, help_text=LINK, widget=forms.URLInput)
    file = forms.FileField(label=_("File"), required=False, help_text=FILE, allow_empty_file=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="document", **kwargs)
        say(self)

    def is_asked(self) -> bool:
        """Whether anything was filled in at all."""
        typed_in = any(self.data.get(self.add_prefix(name), "").strip() for name in ("kind", "number", "date", "link"))
        return typed_in or bool(self.files.get(self.add_prefix("file")))

    def clean(self):
        """A page takes one file at a time, however many were dropped on it."""
        if len(getattr(self.files, "getlist", lambda _name: [])(self.add_prefix("file"))) > 1:
            self.add_error("file", Problem("file_several").text())
        return super().clean()

    def values(self) -> dict:
        """What the rule gets."""
        return {"upload" if name == "file" else name: value for name, value in self.cleaned_data.items()}


class DeclarationForm(forms.Form):
    """What the signatory confirms."""

    correct = forms.BooleanField(required=False, label="")
    declared = forms.BooleanField(required=False, label=_("I confirm that the report contains no restricted service information"))

    def __init__(self, year: int, data=None):
        super().__init__(data)
        self.fields["correct"].label = _("The information is complete and correct as of 31 December %(year)s") % {"year": year}
        say(self)


class ReasonForm(forms.Form):
    """A reason in words; the rule says whether it is needed."""

    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, label, data=None, *, name="reason", hint="", initial=None):
        super().__init__(data, initial=initial)
        self.fields[name] = self.fields.pop("reason")
        self.fields[name].label, self.fields[name].help_text = label, hint
        say(self)


class AmendForm(ReasonForm):
    """Why an accepted report is opened again: the kind of reason, and the reason in words."""

    code = forms.ChoiceField(label=_("Kind of reason"), required=False, choices=AmendmentCode.choices, widget=forms.RadioSelect)
    field_order = ["code", "reason"]


class OrderForm(Spoken):
    """Whether the head of department confirms first."""

    head_confirms = forms.ChoiceField(
        label=_("Who confirms the report before it is submitted"), widget=forms.RadioSelect,
        choices=[
            ("no", _("The signatory only: the officer sends the report to the signatory")),
            ("yes", _("The head of department, then the signatory")),
        ],
    )  # fmt: skip
