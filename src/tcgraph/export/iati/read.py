"""Read IATI 2.03 files: ours come back as the statements they were made from, a partner's as new things."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from tcgraph import terms
from tcgraph.errors import BrokenInput
from tcgraph.export.iati import codes
from tcgraph.export.iati.codes import narratives, slug, spread_languages, text
from tcgraph.export.iati.partner import IatiNames, partner_activity, partner_file
from tcgraph.export.rebase import Rebase
from tcgraph.rdf import Literal, NamedNode, Quad

_SUBELEMENTS = ("participating-org", "recipient-country", "recipient-region", "sector", "tag")


def read_iati(
    path: Path,
    reference: Callable[[], IatiNames] = IatiNames,
    unknown: Callable[[str], None] = lambda _: None,
    rebase: Rebase | None = None,
) -> Iterator[Quad]:
    """Read an IATI activity or organisation file, or a directory of them.

    Activities without our marks become projects named after their identifier; superseded organisation identifiers
    are replaced by those in force.

    Args:
        path: the file or directory.
        reference: gives what a partner's codes stand for; asked once, when a partner's activity is met.
        unknown: told each code that stands for nothing.
        rebase: renames the IRIs of a copy, and the namespace of its attributes, to ours.

    Raises:
        BrokenInput: not IATI 2.0x XML; the message has the line where it is known.
    """
    files = sorted(path.glob("*.xml")) if path.is_dir() else [path]
    if not files:
        raise BrokenInput("no .xml file in it", path=path)
    seen: set[Quad] = set()
    looked_up: list[IatiNames] = []

    def known_things() -> IatiNames:
        if not looked_up:
            looked_up.append(reference())
        return looked_up[0]

    for file in files:
        root = _parse(file, rebase or Rebase())
        known = {text(each, "iati-identifier"): each.get("linked-data-uri", "") for each in root}
        document, said = partner_file(file.name, root)
        for element in root:
            quads: Iterator[Quad]
            if root.tag == "iati-organisations":
                quads = _organisation(element)
            elif element.get(codes.ours("kind")):
                quads = _activity(element, known)
            else:
                quads = chain(said, partner_activity(element, document, known_things(), unknown))
            try:
                for quad in quads:
                    if quad not in seen:
                        seen.add(quad)
                        yield quad
            except ValueError as error:
                raise BrokenInput(f"{text(element, 'iati-identifier')}: {error}", path=file) from error


def _parse(path: Path, rebase: Rebase) -> ET.Element:
    try:
        content = path.read_bytes()
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise BrokenInput("it declares a DTD, which IATI has no use for; remove it", path=path)
        root = ET.fromstring(rebase.document(content))  # noqa: S314
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror}", path=path) from error
    except ET.ParseError as error:
        line, column = error.position
        raise BrokenInput("not well-formed XML", path=path, line=line, column=column + 1) from error
    if root.tag not in ("iati-activities", "iati-organisations") or not root.get("version", "").startswith("2."):
        raise BrokenInput("not an IATI 2 activity or organisation file", path=path, line=1)
    spread_languages(root)
    return root


def _organisation(element: ET.Element) -> Iterator[Quad]:
    identifier = codes.current(text(element, "organisation-identifier"))
    thing = NamedNode(element.get(codes.ours("iri")) or f"{terms.ID}organisation/{slug(identifier)}")
    yield Quad(thing, terms.RDF_TYPE, terms.expand("tc:Organisation"))
    yield Quad(thing, terms.expand("tc:iatiIdentifier"), Literal(identifier))
    yield from narratives(thing, "rdfs:label", element.find("name"))


def _activity(element: ET.Element, known: Mapping[str, str]) -> Iterator[Quad]:
    """One of ours: each element says which statement it stands for."""
    thing = NamedNode(element.get("linked-data-uri", ""))
    kind = element.get(codes.ours("kind"))
    yield Quad(thing, terms.RDF_TYPE, terms.expand(f"tc:{kind}"))
    yield from narratives(thing, "rdfs:label", element.find("title"))
    for description in element.findall("description"):
        if name := description.get(codes.ours("property")):
            yield from narratives(thing, name, description)
    for tag in _SUBELEMENTS:
        for part in element.findall(tag):
            yield from _ours(thing, part)
    for part in element.findall("related-activity"):
        if kind == "Funding" and known.get(part.get("ref", "")):
            yield Quad(thing, terms.expand("tc:inAction"), NamedNode(known[part.get("ref", "")]))


def _ours(thing: NamedNode, part: ET.Element) -> Iterator[Quad]:
    name, iri = part.get(codes.ours("property")), part.get(codes.ours("iri"))
    if not name or not iri:
        return
    if name != "status":
        yield Quad(thing, terms.expand(f"tc:{name}"), NamedNode(iri))
        return
    observation = NamedNode(part.get(codes.ours("observation"), ""))
    date = NamedNode(terms.PREFIXES["xsd"] + "date")
    yield Quad(thing, terms.expand("tc:hasObservation"), observation)
    yield Quad(observation, terms.RDF_TYPE, terms.expand("tc:Observation"))
    yield Quad(observation, terms.expand("tc:status"), NamedNode(iri))
    yield Quad(observation, terms.expand("tc:asOf"), Literal(part.get(codes.ours("asOf"), ""), datatype=date))
