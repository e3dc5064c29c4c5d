"""What every reader of IATI's XML needs: texts, narratives, and names made from identifiers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from tcgraph import terms
from tcgraph.rdf import Literal, NamedNode, Quad

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def narratives(thing: NamedNode, name: str, element: ET.Element | None, *, trimmed: bool = False) -> Iterator[Quad]:
    """A property's texts, one for each narrative, in the narrative's language; without the space around, if trimmed."""
    for narrative in element.findall("narrative") if element is not None else ():
        if told := (narrative.text or "").strip() if trimmed else narrative.text:
            language = narrative.get(_XML_LANG)
            value = Literal(told, language=language) if language else Literal(told)
            yield Quad(thing, terms.expand(name), value)


def spread_languages(element: ET.Element, around: str = "") -> None:
    """Write the language that holds for each narrative on it (XML 1.0 §2.12: of the nearest element that says one)."""
    language = element.get(_XML_LANG, around)
    if element.tag == "narrative" and language:
        element.set(_XML_LANG, language)
    for part in element:
        spread_languages(part, language)


def language_of(element: ET.Element) -> str | None:
    """The language that the first narrative of an element says; None where none is said."""
    narrative = element.find("narrative")
    return None if narrative is None else narrative.get(_XML_LANG)


def text(element: ET.Element, tag: str) -> str:
    """The text of a child, empty when there is none."""
    return (element.findtext(tag) or "").strip()


def slug(identifier: str) -> str:
    """The end of an IRI for something known by an identifier or a name."""
    return re.sub(r"[^a-z0-9]+", "-", identifier.lower()).strip("-") or "unnamed"
