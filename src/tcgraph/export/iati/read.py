"""Read IATI 2.03 files: ours come back as the statements they were made from, a partner's as new things."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path

from tcgraph import terms
from tcgraph.errors import BrokenInput
from tcgraph.export.iati import codes
from tcgraph.rdf import Literal, NamedNode, Quad

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUS = {"1": "planned", "2": "under-way", "3": "taken", "4": "taken"}
_PLACES = {"recipient-country": "country", "recipient-region": "region"}
_ROLES = {codes.FUNDING: "tc:donor", codes.ACCOUNTABLE: "tc:agent", "3": "tc:agent", codes.IMPLEMENTING: "tc:agent"}
_SUBELEMENTS = ("participating-org", "recipient-country", "recipient-region", "sector", "tag")


def read_iati(path: Path) -> Iterator[Quad]:
    """Read an IATI activity or organisation file, or a directory of them.

    Activities without our marks become projects named after their identifier; superseded organisation identifiers
    are replaced by those in force.

    Raises:
        BrokenInput: not IATI 2.0x XML; the message has the line where it is known.
    """
    files = sorted(path.glob("*.xml")) if path.is_dir() else [path]
    if not files:
        raise BrokenInput("no .xml file in it", path=path)
    seen: set[Quad] = set()
    for file in files:
        root = _parse(file)
        known = {_text(each, "iati-identifier"): each.get("linked-data-uri", "") for each in root}
        for element in root:
            quads = _organisation(element) if root.tag == "iati-organisations" else _activity(element, known)
            try:
                for quad in quads:
                    if quad not in seen:
                        seen.add(quad)
                        yield quad
            except ValueError as error:
                raise BrokenInput(f"{_text(element, 'iati-identifier')}: {error}", path=file) from error


def _parse(path: Path) -> ET.Element:
    try:
        content = path.read_bytes()
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise BrokenInput("it declares a DTD, which IATI has no use for; remove it", path=path)
        root = ET.fromstring(content)  # noqa: S314
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror}", path=path) from error
    except ET.ParseError as error:
        line, column = error.position
        raise BrokenInput("not well-formed XML", path=path, line=line, column=column + 1) from error
    if root.tag not in ("iati-activities", "iati-organisations") or not root.get("version", "").startswith("2."):
        raise BrokenInput("not an IATI 2 activity or organisation file", path=path, line=1)
    return root


def _organisation(element: ET.Element) -> Iterator[Quad]:
    identifier = codes.current(_text(element, "organisation-identifier"))
    thing = NamedNode(element.get(_tc("iri")) or f"{terms.ID}organisation/{_slug(identifier)}")
    yield Quad(thing, terms.RDF_TYPE, terms.expand("tc:Organisation"))
    yield Quad(thing, terms.expand("tc:iatiIdentifier"), Literal(identifier))
    yield from _narratives(thing, "rdfs:label", element.find("name"))


def _activity(element: ET.Element, known: Mapping[str, str]) -> Iterator[Quad]:
    thing = NamedNode(element.get("linked-data-uri") or f"{terms.ID}project/{_slug(_text(element, 'iati-identifier'))}")
    kind = element.get(_tc("kind"))
    yield Quad(thing, terms.RDF_TYPE, terms.expand(f"tc:{kind or 'Project'}"))
    yield from _narratives(thing, "rdfs:label", element.find("title"))
    for description in element.findall("description"):
        name = description.get(_tc("property")) if kind else "tc:summary"
        if name:
            yield from _narratives(thing, name, description)
    for tag in _SUBELEMENTS:
        for part in element.findall(tag):
            yield from _ours(thing, part) if kind else _theirs(thing, part)
    for part in element.findall("related-activity"):
        if kind == "Funding" and known.get(part.get("ref", "")):
            yield Quad(thing, terms.expand("tc:inAction"), NamedNode(known[part.get("ref", "")]))
    if not kind and (status := element.find("activity-status")) is not None:
        code = _STATUS.get(status.get("code", ""))
        if code:
            yield Quad(thing, terms.expand("tc:status"), NamedNode(f"{codes.STATUS}/{code}"))


def _ours(thing: NamedNode, part: ET.Element) -> Iterator[Quad]:
    name, iri = part.get(_tc("property")), part.get(_tc("iri"))
    if not name or not iri:
        return
    if name != "status":
        yield Quad(thing, terms.expand(f"tc:{name}"), NamedNode(iri))
        return
    observation = NamedNode(part.get(_tc("observation"), ""))
    date = NamedNode(terms.PREFIXES["xsd"] + "date")
    yield Quad(thing, terms.expand("tc:hasObservation"), observation)
    yield Quad(observation, terms.RDF_TYPE, terms.expand("tc:Observation"))
    yield Quad(observation, terms.expand("tc:status"), NamedNode(iri))
    yield Quad(observation, terms.expand("tc:asOf"), Literal(part.get(_tc("asOf"), ""), datatype=date))


def _theirs(thing: NamedNode, part: ET.Element) -> Iterator[Quad]:
    if part.tag == "participating-org":
        identifier = codes.current(part.get("ref", ""))
        name = (part.findtext("narrative") or identifier).strip()
        organisation = NamedNode(f"{terms.ID}organisation/{_slug(identifier or name)}")
        yield Quad(thing, terms.expand(_ROLES.get(part.get("role", ""), "tc:agent")), organisation)
        yield Quad(organisation, terms.RDF_TYPE, terms.expand("tc:Organisation"))
        yield Quad(organisation, terms.RDFS_LABEL, Literal(name, language=_language(part)))
        if identifier:
            yield Quad(organisation, terms.expand("tc:iatiIdentifier"), Literal(identifier))
    elif part.tag in _PLACES:
        # The code as it stands: which country or region of ours it means is decided where both are known.
        yield Quad(thing, terms.expand(f"tc:{_PLACES[part.tag]}Code"), Literal(part.get("code", "")))
    elif part.tag == "tag" and part.get("vocabulary-uri") == codes.RECOMMENDATION:
        yield Quad(thing, terms.expand("tc:addresses"), NamedNode(f"{codes.RECOMMENDATION}/{part.get('code')}"))


def _narratives(thing: NamedNode, name: str, element: ET.Element | None) -> Iterator[Quad]:
    for narrative in element.findall("narrative") if element is not None else ():
        if narrative.text:
            language = narrative.get(_XML_LANG)
            value = Literal(narrative.text, language=language) if language else Literal(narrative.text)
            yield Quad(thing, terms.expand(name), value)


def _language(part: ET.Element) -> str:
    narrative = part.find("narrative")
    return (narrative.get(_XML_LANG) if narrative is not None else None) or "en"


def _text(element: ET.Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def _tc(name: str) -> str:
    return f"{{{codes.NAMESPACE}}}{name}"
