"""One sentence of help under a field: what to write, or why it is asked."""

from django.utils.translation import gettext_lazy as _

HINTS = {
    "answer": _("Blank is not the same as “no activity”: choose what is true of this row"),
    "answer_note": _("Required for “Not applicable”; otherwise as needed"),
    "available_on": _("For “Not yet available”: DD.MM.YYYY, later than today"),
    "status": _("“Done” needs a supporting document. “Partly done” and “Not done” need a reason and a measure."),
    "progress_kk": _("Three to five sentences: what was built or bought, what remains. One language is enough."),
    "progress_ru": _("The Ministry completes the other language before approval"),
    "actual_date": _("DD.MM.YYYY, for “Done”"),
    "reasons_kk": _("One or two sentences. The Ministry takes them into the consolidated information."),
    "measures_kk": _("What is being done so that the item is completed"),
    "proposed_date": _("DD.MM.YYYY, if the item will be completed later"),
    "proposal_kk": _("Optional: what should be changed in the plan itself"),
    "territory": _("Optional: if the row concerns one territory only"),
    "complete": _("Tick when nothing more is to be added. The row can be changed until the report is submitted."),
    "actual": _("As of the end of the reporting year"),
    "data_source": _("Where the figure is taken from, so that it can be found again"),
    "data_date": _("DD.MM.YYYY: the day to which the figure refers"),
    "questions_answer": _("The answer is kept with the row and shown to the reviewer"),
    "evidence_date": _("DD.MM.YYYY"),
    "link": _("An address that opens without signing in, beginning with https://"),
    "file": _("PDF, DOCX, XLSX, JPG, PNG, up to 20 MB. No restricted service information."),
    "no_activity": _("Why there was no activity. The explanation is submitted with the report."),
}
