"""Endnotes of a Word document (ECMA-376-1 §17.11), which python-docx does not write: a part with the notes' texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"


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
