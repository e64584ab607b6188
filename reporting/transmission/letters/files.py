"""A letter as PDF and DOCX, from the wording in force and the facts of its matter."""

from django.utils import translation
from django.utils.translation import gettext as _

from reporting import clock, office
from reporting.blocks import Document, Paragraph
from reporting.filing.pdf import render_pdf
from reporting.transmission.letters.facts import FACTS
from reporting.transmission.letters.kinds import COVERING, filled
from reporting.transmission.letters.wording import Wording, in_force

FORMS = ("pdf", "docx")


def make(kind: str, thing, language: str, form: str) -> bytes:
    """The file of a letter about a thing, in one language."""
    with translation.override(language):
        made = compose(in_force(kind), FACTS[kind](thing), language)
        return office.write(made) if form == "docx" else render_pdf("documents/blocks.html", {"document": made}, language)


def compose(wording: Wording, facts: dict[str, str], language: str) -> Document:
    """Head, addressee, number and date, subject, text, place for the signature. The language must be active."""
    subject = filled(getattr(wording, f"subject_{language}"), facts)
    text = filled(getattr(wording, f"body_{language}"), facts)
    number = facts.get("number") or "__________"
    addressee = facts["planning_body"] if wording.kind == COVERING else facts["body"]
    return Document(
        title=subject, foot=facts["ministry"], author=facts["ministry"], made_at=clock.now(), language=language, has_title=False,
        blocks=[
            Paragraph(facts["ministry"], "strong"), Paragraph(f"№ {number}\n{facts['today']}", "note"), Paragraph(addressee, "right"),
            Paragraph(subject, "strong"), *(Paragraph(part) for part in text.split("\n") if part.strip()),
            Paragraph(_("Position, signature, name:") + " ____________________"),
        ],
    )  # fmt: skip
