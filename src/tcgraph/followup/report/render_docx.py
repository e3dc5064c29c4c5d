"""Set a report as a Word document: A4, real styles, fields and endnotes, in a template's styles where there is one."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from tcgraph.errors import BrokenInput
from tcgraph.followup.report.blocks import Grid, Heading, Line, Masthead, ReportDocument
from tcgraph.followup.report.word_styles import add_styles, field_code, language_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
_TOGETHER: Final = 12
"""Rows up to which a table of one-line cells is kept on one page."""


@dataclass(slots=True)
class _Notes:
    """The numbers of notes, and which were referred to already."""

    numbers: dict[str, int]
    used: set[int] = field(default_factory=set)


def to_docx(report: ReportDocument, template: Path | None = None) -> bytes:
    """The report as the bytes of a .docx file; the same report gives the same text and styles.

    Args:
        report: what it says.
        template: a Word document whose styles, page and header are used; its text is not.

    Raises:
        BrokenInput: the template is no Word document.
    """
    document = _opened(template)
    add_styles(document, plain=template is None, small=report.one_page)
    language_of(document, report.language)
    properties = document.core_properties
    properties.title, properties.subject, properties.author = report.title, report.symbol, report.author
    properties.language, properties.comments = report.language, ""
    # No clock in an artefact.
    properties.created = properties.modified = datetime.datetime(2000, 1, 1)
    if template is None:
        _page(document, report)
    notes = _Notes(report.notes())
    # On one page notes stand in one paragraph, and not where a program would put them.
    notes.used.update(notes.numbers.values() if report.one_page else ())
    _masthead(document, report.masthead, report)
    document.add_paragraph(report.title, style="Title")
    for block in report.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, level=block.level - 1)
        elif isinstance(block, Line):
            style = "List Bullet" if block.bullet else "Aside" if block.aside else None
            _line(document.add_paragraph(style=style), block, notes)
        else:
            _table(document, block, notes)
    if report.one_page:
        told = " · ".join(f"{number} {text}" for text, number in notes.numbers.items())
        document.add_paragraph(f"{report.notes_heading}: {told}" if told else "", style="endnote text")
    else:
        add_endnotes(document, notes.numbers)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opened(template: Path | None) -> Document:
    """An empty document, or a template without its text."""
    import docx

    if template is None:
        return docx.Document()
    try:
        document = docx.Document(str(template))
    except Exception as error:
        raise BrokenInput("not a Word document (.docx) that could be a template", path=template) from error
    body = document.element.body
    for element in list(body):
        if not element.tag.endswith("}sectPr"):
            body.remove(element)
    return document


def _page(document: Document, report: ReportDocument) -> None:
    """The page, its running head and its foot; a template has its own."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    beside, above, below = (13, 10, 11) if report.one_page else (20, 22, 20)
    section.left_margin = section.right_margin = Mm(beside)
    section.top_margin, section.bottom_margin = Mm(above), Mm(below)
    if report.one_page:
        section.header_distance = section.footer_distance = Mm(5)
    # The masthead stands on the first page, the running head on all others.
    section.different_first_page_header_footer = True
    if report.symbol or report.notice:
        section.header.paragraphs[0].text = report.notice or report.symbol
    for foot in (section.footer, section.first_page_footer):
        paragraph = foot.paragraphs[0]
        paragraph.add_run(f"{report.page_word} ")
        field_code(paragraph, "PAGE")
        paragraph.add_run(" / ")
        field_code(paragraph, "NUMPAGES")


def _masthead(document: Document, head: Masthead, report: ReportDocument) -> None:
    """What stands above the title: the body and symbol, session, committee, purpose and item."""
    from docx.enum.text import WD_TAB_ALIGNMENT

    if report.notice:
        document.add_paragraph(style="Masthead").add_run(report.notice).bold = True
    if head.body or head.symbol:
        top = document.add_paragraph(style="Masthead")
        top.paragraph_format.tab_stops.add_tab_stop(_text_width(document), WD_TAB_ALIGNMENT.RIGHT)
        top.add_run(f"{head.body}\t{head.symbol}").bold = True
    for text, style in (
        (head.session or (report.day if head.symbol else ""), "Masthead"),
        (head.committee, "Masthead"),
        (head.purpose, "Purpose"),
        (head.item, "Agenda Item"),
        (head.address, "Masthead"),
    ):
        if text:
            document.add_paragraph(text, style=style)


def _line(paragraph: Paragraph, line: Line, notes: _Notes) -> None:
    if line.lead:
        paragraph.add_run(f"{line.lead} ").bold = True
    paragraph.add_run(line.text)
    number = notes.numbers.get(line.source, 0)
    if number in notes.used:
        # A note is referred to once (§17.11.7); after that its number is repeated.
        paragraph.add_run(str(number)).font.superscript = True
    elif number:
        notes.used.add(number)
        refer(paragraph, number)


def _table(document: Document, grid: Grid, notes: _Notes) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = document.add_table(rows=1, cols=len(grid.headings))
    table.style = "Report Table"
    table.autofit = False
    if grid.caption:
        caption: Any = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), grid.caption)
        table._tbl.tblPr.append(caption)
    for index, heading in enumerate(grid.headings):
        paragraph = table.rows[0].cells[index].paragraphs[0]
        paragraph.style = document.styles["Table Heading"]
        paragraph.add_run(heading)
    header: Any = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    together = len(grid.rows) <= _TOGETHER and all(len(lines) == 1 for row in grid.rows for lines in row)
    for row_index, row in enumerate(grid.rows, 1):
        added = table.add_row()
        if all(len(lines) == 1 for lines in row):
            # A short row stays on one page; the long ones of the main table have to break.
            whole: Any = OxmlElement("w:cantSplit")
            added._tr.get_or_add_trPr().append(whole)
        for cell, lines in zip(added.cells, row, strict=True):
            _cell(document, cell, lines, notes)
            if together and row_index < len(grid.rows):
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    _widths(document, table, grid.widths or (1,) * len(grid.headings))
    document.add_paragraph(style="After Table")


def _cell(document: Document, cell: Any, lines: Iterable[Line], notes: _Notes) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = document.styles["Table Bullet" if line.bullet else "Table Text"]
        _line(paragraph, line, notes)


def _widths(document: Document, table: Table, widths: tuple[int, ...]) -> None:
    unit = _text_width(document) / sum(widths)
    for index, width in enumerate(widths):
        # Word reads the cells' widths, LibreOffice the columns'.
        table.columns[index].width = round(unit * width)
        for cell in table.columns[index].cells:
            cell.width = round(unit * width)


def _text_width(document: Document) -> Any:
    """The width between the margins, in English Metric Units."""
    from docx.shared import Mm

    section = document.sections[0]
    margins = (section.left_margin or Mm(20)) + (section.right_margin or Mm(20))
    return Mm(((section.page_width or Mm(210)) - margins) / Mm(1))


def add_endnotes(document: Document, notes: Mapping[str, int]) -> None:
    """Put the texts of notes into a document that refers to them.

    Args:
        document: it gets one more part.
        notes: texts, each with its number from 1.
    """
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    if not notes:
        return
    separators = "".join(
        f'<w:endnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:endnote>'
        for number, (kind, mark) in enumerate(
            (("separator", "separator"), ("continuationSeparator", "continuationSeparator")), start=-1
        )
    )
    texts = "".join(
        f'<w:endnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="EndnoteText"/></w:pPr><w:r><w:rPr><w:rStyle '
        f'w:val="EndnoteReference"/></w:rPr><w:endnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(text)}</w:t>'
        "</w:r></w:p></w:endnote>"
        for text, number in notes.items()
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:endnotes xmlns:w="{_W}">{separators}{texts}</w:endnotes>'
    )
    section: Any = document.element.body.sectPr
    form = parse_xml(f'<w:endnotePr xmlns:w="{_W}"><w:numFmt w:val="decimal"/></w:endnotePr>')
    # It stands after the references to heads and feet, and before the size of the page (CT_SectPr).
    section.find(qn("w:pgSz")).addprevious(form)
    part = Part(PackURI("/word/endnotes.xml"), _TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, _RELATION)


def refer(paragraph: Paragraph, number: int) -> None:
    """Refer to a note at the end of a paragraph."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    run.style = "Endnote Reference"
    reference: Any = OxmlElement("w:endnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)
