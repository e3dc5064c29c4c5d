"""Set a report as a Word document: A4 landscape, headings repeated on each page, real bullets and styles."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

from tcgraph.followup.report.blocks import Grid, Heading, Line, ReportDocument, in_words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph


_BLUE = (0x1F, 0x38, 0x64)


def to_docx(report: ReportDocument) -> bytes:
    """The report as the bytes of a .docx file; the same report gives the same text and styles."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    _styles(document)
    properties = document.core_properties
    properties.title, properties.subject, properties.author = report.title, report.symbol, "tcgraph"
    # No clock in an artefact.
    properties.created = properties.modified = datetime.datetime(2000, 1, 1)
    if report.symbol:
        section.header.paragraphs[0].text = " · ".join(part for part in (report.symbol, in_words(report.day)) if part)
    _page_numbers(section.footer.paragraphs[0])
    for block in report.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, level=block.level - 1 if block.level > 1 else 0)
        elif isinstance(block, Line):
            _line(document.add_paragraph(style="List Bullet" if block.bullet else None), block)
        else:
            _table(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: Document) -> None:
    """One sans-serif face that every office program has, quiet headings, no space wasted."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in (("Normal", 9.5), ("List Bullet", 9.5), ("Title", 20), ("Heading 1", 13), ("Heading 2", 11)):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        if name != "Normal" and "List" not in name:
            style.font.color.rgb = RGBColor(*_BLUE)
            style.paragraph_format.keep_with_next = True
    document.styles["List Bullet"].paragraph_format.left_indent = Pt(11)
    document.styles["List Bullet"].paragraph_format.first_line_indent = Pt(-11)


def _line(paragraph: Paragraph, line: Line) -> None:
    from docx.shared import Pt, RGBColor

    if line.lead:
        paragraph.add_run(f"{line.lead} ").bold = True
    paragraph.add_run(line.text)
    if line.source:
        source = paragraph.add_run(f" [{line.source}]")
        source.font.size = Pt(7)
        source.font.color.rgb = RGBColor(0x44, 0x44, 0x44)
    paragraph.paragraph_format.space_after = Pt(3)


def _table(document: Document, grid: Grid) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt, RGBColor

    table = document.add_table(rows=1, cols=len(grid.headings))
    table.style = "Table Grid"
    table.autofit = False
    _margins(table)
    widths = grid.widths or (1,) * len(grid.headings)
    unit = 257 / sum(widths)
    for index, heading in enumerate(grid.headings):
        cell = table.rows[0].cells[index]
        run = cell.paragraphs[0].add_run(heading)
        run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
        _shade(cell, "1F3864")
    header: Any = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for row in grid.rows:
        added = table.add_row()
        cells = added.cells
        if all(len(lines) == 1 for lines in row):
            # A short row stays on one page; the long ones of the main table have to break.
            whole: Any = OxmlElement("w:cantSplit")
            added._tr.get_or_add_trPr().append(whole)
        for index, lines in enumerate(row):
            for number, line in enumerate(lines):
                paragraph = cells[index].paragraphs[0] if number == 0 else cells[index].add_paragraph()
                if line.bullet:
                    paragraph.style = document.styles["List Bullet"]
                _line(paragraph, line)
    for index, width in enumerate(widths):
        # Word reads the cells' widths, LibreOffice the columns'.
        table.columns[index].width = Mm(round(unit * width))
        for cell in table.columns[index].cells:
            cell.width = Mm(round(unit * width))
    after = document.add_paragraph().paragraph_format
    after.space_after, after.line_spacing = Pt(0), Pt(6)


def _margins(table: Table) -> None:
    """Some air in each cell; Word's own default has none above and below."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins: Any = OxmlElement("w:tblCellMar")
    # The order is the schema's (ECMA-376-1 §17.4.42); the unit is a twentieth of a point.
    for side, width in (("top", 40), ("left", 90), ("bottom", 30), ("right", 90)):
        margin: Any = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # It stands before the table's look (CT_TblPr), which python-docx writes last.
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fill: Any = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def _page_numbers(paragraph: Paragraph) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element: Any = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
