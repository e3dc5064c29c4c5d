"""The styles of a report in Word, each added only where a body's template has none of that name; and its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_FACE: Final = "Arial"
_SMALL: Final = 7.5
"""Points of what stands on one page."""
_INK: Final = (0x1F, 0x38, 0x64)
_SHIPPED: Final = (("Normal", 10.0), ("List Bullet", 10.0), ("Title", 15.0), ("Heading 1", 13.0), ("Heading 2", 11.0))
"""Styles that an empty document has: given one face and quiet sizes, where there is no template."""
_OWN: Final = (
    # Name, size, bold, space before and after, indent of bullets; all in points.
    ("Masthead", 11.0, False, 0, 2, 0),
    ("Purpose", 11.0, True, 10, 2, 0),
    ("Agenda Item", 11.0, True, 10, 6, 0),
    ("Aside", 9.0, False, 0, 4, 0),
    ("Table Heading", 8.5, True, 1, 3, 0),
    ("Table Text", 9.0, False, 1, 3, 0),
    ("Table Bullet", 9.0, False, 1, 3, 9),
    ("After Table", 4.0, False, 0, 0, 0),
    ("endnote text", 8.5, False, 0, 1, 0),
)


def add_styles(document: Document, *, plain: bool, small: bool = False) -> None:
    """Give a document the styles that a report uses, where it has none of that name.

    Args:
        document: an empty one, or a template.
        plain: whether its own styles are those of an empty document, which get one face and quiet headings.
        small: whether all is to stand on one page.
    """
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    known = {style.name for style in document.styles}
    if plain:
        _plain(document, 0.8 if small else 1.0)
    for name, size, bold, before, after, indent in _OWN:
        if name in known:
            continue
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["List Bullet" if indent else "Normal"]
        size, before, after = (min(size, _SMALL), 0, after // 3) if small else (size, before, after)
        style.font.size, style.font.bold = Pt(size), bold
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        if indent:
            style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Pt(indent), Pt(-indent)
        if name == "Purpose":
            style.paragraph_format.alignment, style.font.all_caps = WD_ALIGN_PARAGRAPH.RIGHT, True
        if name == "Agenda Item":
            style.font.all_caps = True
        if name == "Table Heading":
            style.paragraph_format.keep_with_next = True
        if name == "After Table":
            style.paragraph_format.line_spacing = Pt(6)
        if name == "endnote text":
            style.element.set(_w("styleId"), "EndnoteText")
    if "Endnote Reference" not in known:
        reference: Any = document.styles.add_style("Endnote Reference", WD_STYLE_TYPE.CHARACTER)
        reference.font.superscript = True
    if "Report Table" not in known:
        _table_style(document)


def _plain(document: Document, scale: float) -> None:
    """One sans-serif face that every office program has, and quiet headings."""
    from docx.shared import Pt, RGBColor

    for name, size in _SHIPPED:
        style: Any = document.styles[name]
        style.font.name, style.font.size = _FACE, Pt(size * scale)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(_w(kind), None)
        if name not in ("Normal", "List Bullet"):
            style.font.color.rgb = RGBColor(*_INK)
            style.paragraph_format.keep_with_next = True
    title: Any = document.styles["Title"]
    title.font.bold = True
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(10 * scale**4), Pt(12 * scale**4)
    if scale < 1:
        document.styles["Normal"].paragraph_format.space_after = Pt(2)
        for heading in ("Heading 1", "Heading 2"):
            document.styles[heading].paragraph_format.space_before = Pt(5)
    for border in title.element.findall(f".//{_w('pBdr')}"):
        border.getparent().remove(border)


def _table_style(document: Document) -> None:
    """A grid whose first row is dark, with some air in each cell: a style, so that a template can replace it."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml

    style: Any = document.styles.add_style("Report Table", WD_STYLE_TYPE.TABLE)
    style.base_style = document.styles["Table Grid"]
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    style.element.append(
        parse_xml(
            f'<w:tblPr {namespace}><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
            '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {namespace} w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr><w:tcPr>'
            '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/></w:tcPr></w:tblStylePr>'
        )
    )


def language_of(document: Document, language: str) -> None:
    """Say what language a document is in, for those who have it read aloud or spelled."""
    from docx.oxml import OxmlElement

    properties = document.styles["Normal"].element.get_or_add_rPr()
    for old in properties.findall(_w("lang")):
        properties.remove(old)
    tag: Any = OxmlElement("w:lang")
    tag.set(_w("val"), {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}[language])
    properties.append(tag)


def field_code(paragraph: Paragraph, code: str) -> None:
    """A field, which the word processor fills in: PAGE, NUMPAGES (ECMA-376-1 §17.16.5)."""
    from docx.oxml import OxmlElement

    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run: Any = paragraph.add_run()
        if kind == "text":
            run.text = text
            continue
        element: Any = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(_w("fldCharType"), kind)
        run._r.append(element)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))
