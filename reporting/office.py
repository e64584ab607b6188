"""Blocks as DOCX: real headings, repeated heads of tables, page numbers, the language set, and the same bytes for the same blocks."""

import io
import re
import zipfile
from datetime import UTC
from xml.sax.saxutils import escape

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from reporting.blocks import Document, Heading, Paragraph, Table

FONT = "Times New Roman"  # of official papers; Word and LibreOffice have it or a face of the same width
LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
NOT_XML = re.compile(r"[\x00-\x08\x0a-\x1f\ud800-\udfff\ufffe\uffff]")
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
SIZES = {"Normal": 12, "Heading 1": 14, "Heading 2": 12, "Title": 18}
MARGINS = "<w:tblCellMar>" + "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("top", 30), ("left", 60), ("bottom", 30), ("right", 60))
) + "</w:tblCellMar>"  # a millimetre at the sides: a word of a narrow column is not broken
WIDTH = 165  # millimetres between the margins
TWENTIETHS = 1440 / 25.4  # of a point in a millimetre: what Word counts in


def write(document: Document) -> bytes:
    """The file."""
    word = new_document()
    set_page(word, document)
    set_styles(word, document.language)
    if document.has_title:
        word.add_paragraph(document.title, style="Title")
    for block in document.blocks:
        {Heading: heading, Paragraph: paragraph, Table: table}[type(block)](word, block)
    set_properties(word, document)
    out = io.BytesIO()
    word.save(out)
    return same_bytes(out.getvalue())


def set_page(word, document: Document) -> None:
    """A4 with the margins of official papers; the foot says what it is and the number of the page."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Mm(30), Mm(15), Mm(20), Mm(20)
    foot = section.footer.paragraphs[0]
    run = foot.add_run(f"{document.foot} · ")
    run.font.size = Pt(8)
    for number, name in enumerate(("PAGE", "NUMPAGES")):
        if number:
            foot.add_run(" / ").font.size = Pt(8)
        counted(foot, name)


def counted(foot, name: str) -> None:
    """A field that the reader's program fills in: the page, or how many there are."""
    for kind, text in (("begin", ""), ("instr", name), ("separate", ""), ("text", "1"), ("end", "")):
        run = foot.add_run()  # a run for each part: a field takes the size of its own text
        run.font.size = Pt(8)
        if kind in ("instr", "text"):
            element = OxmlElement("w:instrText" if kind == "instr" else "w:t")
            element.text = text
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def set_styles(word, language: str) -> None:
    """One face, black, and the language of the whole document."""
    for name, size in SIZES.items():
        style = word.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), FONT)
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(attribute), None)
        style.paragraph_format.space_after = Pt(6)
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    set_language(defaults, language)


def set_language(properties, language: str) -> None:
    """The language in which a spell checker and a screen reader take the text."""
    found = properties.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        properties.append(found)
    for attribute in ("w:val", "w:eastAsia", "w:bidi"):
        found.set(qn(attribute), LOCALES[language])


def heading(word, block: Heading) -> None:
    """A real heading, for the list of contents and for screen readers."""
    made = word.add_heading(block.text, block.level)
    made.paragraph_format.page_break_before = block.new
    made.paragraph_format.keep_with_next = True


def paragraph(word, block: Paragraph) -> None:
    """Lines of a text stay lines."""
    made = word.add_paragraph()
    run = said(made, block.text)
    if block.look == "note":
        run.font.size = Pt(10)
    run.bold = block.look == "strong" or None
    if block.look == "right":
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if block.lang:
        set_language(run._r.get_or_add_rPr(), block.lang)


def said(made, text: str):
    """A run with line breaks; signs that XML cannot hold are left out."""
    run = made.add_run()
    for place, line in enumerate(str(text).split("\n")):
        if place:
            run.add_break()
        run.add_text(clean(line))
    return run


def table(word, block: Table) -> None:
    """A table with lines; rows do not break over pages, and the head is repeated.

    Written as XML at once: python-docx walks the whole table for each cell, which takes minutes for a year of reports.
    """
    if block.caption:
        caption = word.add_paragraph()
        caption.paragraph_format.keep_with_next = True
        said(caption, block.caption).bold = True
    wide = block.wide or (1,) * len(block.head)
    widths = [round(WIDTH * TWENTIETHS * part / sum(wide)) for part in wide]
    rows = [row_xml(block.head, widths, block.numeric, bold=True, marks="<w:tblHeader/>")]
    rows += [
        row_xml(row, widths, block.numeric, bold=len(row) < len(block.head) or block.total and place == len(block.rows) - 1)
        for place, row in enumerate(block.rows)
    ]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    style = f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{MARGINS}'
    found = parse_xml(f'<w:tbl {nsdecls("w")}><w:tblPr>{style}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')
    after = word.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after._p.addprevious(found)


def row_xml(texts: list[str], widths: list[int], numeric: frozenset[int], *, bold: bool, marks: str = "") -> str:
    """A row; one with fewer cells than columns is a group, whose text runs through."""
    if len(texts) < len(widths):
        cells = cell_xml(texts[0], sum(widths), span=len(widths), bold=bold, keep="<w:keepNext/>")
    else:
        cells = "".join(cell_xml(text, widths[place], bold=bold, right=place in numeric) for place, text in enumerate(texts))
    return f"<w:tr><w:trPr><w:cantSplit/>{marks}</w:trPr>{cells}</w:tr>"


def cell_xml(text: str, width: int, *, span: int = 1, bold: bool = False, right: bool = False, keep: str = "") -> str:
    """One cell in smaller type; `keep`: never the last on a page."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    aside = '<w:jc w:val="right"/>' if right else ""
    heavy = "<w:b/>" if bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(clean(line))}</w:t>' for line in str(text).split("\n"))
    run = f'<w:r><w:rPr>{heavy}<w:sz w:val="18"/></w:rPr>{lines}</w:r>'
    inside = f'<w:p><w:pPr>{keep}<w:spacing w:after="0"/>{aside}</w:pPr>{run}</w:p>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}</w:tcPr>{inside}</w:tc>'


def clean(line: str) -> str:
    """Without the signs that XML cannot hold."""
    return NOT_XML.sub("", line)


def set_properties(word, document: Document) -> None:
    """What the file says of itself."""
    facts, made_at = word.core_properties, document.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    facts.title, facts.author, facts.language = document.title, document.author, LOCALES[document.language]
    facts.created = facts.modified = made_at
    facts.last_modified_by, facts.comments, facts.revision = "", "", 1


def same_bytes(data: bytes) -> bytes:
    """The same parts with fixed dates: python-docx writes the time of the day into the ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w") as fixed:
        for name in made.namelist():
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.external_attr = 0o644 << 16
            fixed.writestr(info, made.read(name), zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
