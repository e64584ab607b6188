"""Help beside each question: one plain sentence, an example, and why it is asked.

Form, spreadsheet, API and the page of checks read it from here. Why a field is asked and what is checked in it comes from the checks
themselves (`filing.checks`); only what no check speaks of has its reason written here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.filing.checks import CHECKS
from reporting.models import MONEY, IndicatorValue, ItemProgress
from reporting.problems import TEXTS


@dataclass(frozen=True)
class Help:
    """What stands beside one question."""

    hint: str
    example: str = ""
    reason: str = ""  # why it is asked, where no check says it


PLANNED = Help(
    _("What the budget or contract gave this item for the year, from this source"),
    _("1 250 000,5 means one billion two hundred and fifty million five hundred tenge"),
    _("The consolidated information adds up funding by source"),
)
DISBURSED = Help(
    _("What was actually paid by 31 December. 0 where nothing was paid; blank where it is not known."), "980 400", PLANNED.reason
)
HELP = {
    "answer": Help(
        _("Blank is not the same as “no activity”: choose what is true of this row"),
        _("Work was planned for next year and nothing was done in this one: “No activity in the period”"),
    ),
    "answer_note": Help(
        _("Required for “Not applicable”; otherwise as needed"),
        _("There is no scientific organisation in the region that the item speaks of"),
    ),
    "available_on": Help(_("For “Not yet available”: DD.MM.YYYY, later than today"), _("20.04.2028, when the yearly statistics come out")),
    "status": Help(
        _("For “Done” add a supporting document. “Partly done” and “Not done” need a reason and a measure."),
        _("The order is signed and in force: “Done”. The draft is being agreed: “In progress”."),
    ),
    "progress_kk": Help(
        _("Three to five sentences: what was built or bought, what remains. One language is enough."),
        _("The first stage of the laboratory was put into operation: 9 devices, 14 jobs. The second stage is due in December."),
    ),
    "progress_ru": Help(
        _("The Ministry completes the other language before approval"),
        _("Write the text in one language and leave the other blank"),
        _("The consolidated information is published in both languages"),
    ),
    "actual_date": Help(_("DD.MM.YYYY, for “Done”"), _("The day of the act of acceptance: 15.12.2027")),
    **{name: PLANNED if name.startswith("planned") else DISBURSED for name in MONEY},
    "reasons_kk": Help(
        _("One or two sentences. The Ministry takes them into the consolidated information."),
        _("The tender was held twice because there were no bidders; the equipment will come in May."),
    ),
    "reasons_ru": Help(
        _("The same in Russian, if it is at hand"), _("Leave blank if the reason is written in Kazakh"),
        _("The consolidated information is published in both languages"),
    ),
    "measures_kk": Help(
        _("What is being done so that the item is completed"),
        _("A new schedule was approved, the supplier was fined, the work is checked every week."),
    ),
    "measures_ru": Help(
        _("The same in Russian, if it is at hand"), _("Leave blank if the measures are written in Kazakh"),
        _("The consolidated information is published in both languages"),
    ),
    "proposed_date": Help(_("DD.MM.YYYY, if the item will be completed later"), "30.06.2028"),
    "proposal_kk": Help(
        _("Optional: what should be changed in the plan itself"),
        _("To move the deadline from December to June of the next year"),
        _("The Ministry gathers proposals for correcting the plan and sends them with the consolidated information"),
    ),
    "proposal_ru": Help(
        _("The same in Russian, if it is at hand"), _("Leave blank if the proposal is written in Kazakh"),
        _("The consolidated information is published in both languages"),
    ),
    "territory": Help(
        _("Optional: if the row concerns one territory only"), _("The road to one science city is built: choose that territory"),
        _("The public page of a territory shows its own rows"),
    ),
    "complete": Help(
        _("Tick when nothing more is to be added. The row can be changed until the report is submitted."),
        _("The text and figures are in, but the act is not signed yet: do not tick"),
    ),
    "questions_answer": Help(
        _("The answer is kept with the row and shown to the reviewer"),
        _("The amount grew because the building of the second stage began; the contract is No. 45 of 3 March."),
        _("The reviewer would ask the same: an answer now saves a return"),
    ),
    "actual": Help(_("As of the end of the reporting year"), _("14, or 0,17; the unit stands above and is not typed")),
    "numerator": Help(_("As of the end of the reporting year"), _("11 developments brought to the market")),
    "denominator": Help(_("As of the end of the reporting year"), _("40 developments in all")),
    "data_source": Help(
        _("Where the figure is taken from, so that it can be found again"),
        _("Form 2-science of the Bureau of National Statistics, table 3"),
    ),
    "data_date": Help(_("DD.MM.YYYY: the day to which the figure refers"), "31.12.2027"),
}
INDICATOR_REASONS = Help(
    HELP["reasons_kk"].hint, _("Two of the three projects began in the autumn and will give results next year.")
)
# questions outside a row
EVIDENCE_DATE = _("DD.MM.YYYY")
LINK = _("An address that opens without signing in, beginning with https://")
FILE = _("PDF, DOCX, XLSX, JPG, PNG, up to 20 MB. No restricted service information.")
NO_ACTIVITY = _("Why there was no activity. The explanation is submitted with the report.")


@dataclass(frozen=True)
class Advice:
    """Help on one field of one kind of row, with what the checks say of it."""

    hint: str
    example: str
    why: str
    rules: list[str]


def advice(model, name: str) -> Advice:
    """Everything there is to say about a field, in the current language."""
    told = INDICATOR_REASONS if (model, name) == (IndicatorValue, "reasons_kk") else HELP.get(name, Help(""))
    its = [check for check in CHECKS[model] if name in check.at]
    rules = list(dict.fromkeys(str(TEXTS[code]) for check in its for code in check.codes if speaks_of(model, code, name)))
    why = str(told.reason) or next((str(check.why) for check in its), "")
    return Advice(str(told.hint), str(told.example), why, [text for text in rules if "%(" not in text])


# codes of a check over several fields that speak of one of them only
ABOUT = {
    "actual_missing": ("actual",), "ratio_part_missing": ("numerator", "denominator"), "data_source_missing": ("data_source",),
    "data_date_missing": ("data_date",),
}  # fmt: skip


def speaks_of(model, code: str, name: str) -> bool:
    """Whether a check that stands at several fields says this code of this one."""
    if code == "date_future" and model is IndicatorValue:
        return name == "data_date"
    return name in ABOUT.get(code, (name,))


def why_of(model, code: str) -> str:
    """Why a check is there, by what it says; empty for what is no check of a row."""
    return next((str(check.why) for check in CHECKS[model] if code in check.codes), "")


def kind_of_row(model) -> str:
    """What a row is called on the page of checks."""
    return pgettext_lazy("checks", "Action item") if model is ItemProgress else pgettext_lazy("checks", "Indicator")
