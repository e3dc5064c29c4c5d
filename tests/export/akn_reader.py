"""An Akoma Ntoso document of ours read back as the statements that it carries."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from tcgraph import terms
from tcgraph.export.akn import KINDS, STATE, tag
from tcgraph.rdf import Literal, NamedNode, Quad, Term

_XSD = terms.PREFIXES["xsd"]


def read_akn(file: Path) -> set[Quad]:
    return set(_statements(ET.parse(file).getroot()))


def _statements(root: ET.Element) -> Iterator[Quad]:
    for section in root.iter(tag("section")):
        here = thing_of(section.attrib["eId"])
        yield _kind(here, "tc:Section")
        yield _say(here, "tc:number", _integer(section.findtext(tag("num"), "")))
        yield _say(here, "rdfs:label", Literal(section.findtext(tag("heading"), ""), language="en"))
        for part in section.findall(f"{tag('content')}/{tag('p')}/{tag('ref')}"):
            yield _say(here, "tc:partOf", NamedNode(part.attrib["href"]))
        for row in section.iter(tag("tr")):
            if "eId" in row.attrib:
                yield from _row_of(row, here)


def thing_of(eid: str) -> NamedNode:
    """The thing that a part is about; the inverse of :func:`tcgraph.export.akn.eid_of`."""
    kind, _, rest = eid.partition("_")
    return NamedNode(terms.BASE + KINDS[kind] + rest)


def _row_of(row: ET.Element, section: NamedNode) -> Iterator[Quad]:
    here = thing_of(row.attrib["eId"])
    number, asked, done = row.findall(tag("td"))
    yield _kind(here, "tc:Recommendation")
    yield _say(here, "tc:number", _integer(number.findtext(tag("p"), "")))
    yield _say(here, "tc:inSection", section)
    yield from _texts(asked, here, "tc:cites")
    for entry in done.findall(f"{tag('blockList')}/{tag('item')}"):
        reply = thing_of(entry.attrib["eId"])
        yield _kind(reply, "tc:ReportEntry")
        yield from _texts(entry, reply, "tc:mentions")
        yield _say(reply, "tc:respondsTo", here)
        yield _say(reply, "tc:pairing", thing_of(entry.attrib["refersTo"].removeprefix("#")))
        for item in entry.findall(f"{tag('blockList')}/{tag('item')}"):
            action = thing_of(item.attrib["eId"])
            yield _kind(action, "tc:StateOfAffairs" if item.get("class") == STATE else "tc:Action")
            yield _say(action, "tc:addresses", here)
            yield _say(action, "tc:reportedBy", reply)
            yield from _texts(item, action, "tc:mentions")
            yield from _observations(item, action)


def _texts(parent: ET.Element, here: NamedNode, naming: str) -> Iterator[Quad]:
    for paragraph in parent.findall(tag("p")):
        match paragraph.get("class"):
            case "label":
                yield _say(here, "rdfs:label", Literal(paragraph.text or "", language="en"))
            case "summary":
                yield _say(here, "tc:summary", Literal(paragraph.text or "", language="en"))
            case "names":
                for ref in paragraph.findall(tag("ref")):
                    yield _say(here, naming, NamedNode(ref.attrib["href"]))


def _observations(item: ET.Element, action: NamedNode) -> Iterator[Quad]:
    for paragraph in item.findall(f"{tag('p')}[@class='status']"):
        (span,) = paragraph.findall(tag("span"))
        (day,) = paragraph.findall(tag("date"))
        here = thing_of(span.attrib["eId"])
        yield _kind(here, "tc:Observation")
        yield _say(action, "tc:hasObservation", here)
        yield _say(here, "tc:status", thing_of(span.attrib["refersTo"].removeprefix("#")))
        yield _say(here, "tc:asOf", Literal(day.attrib["date"], datatype=NamedNode(_XSD + "date")))
        for ref in paragraph.findall(tag("ref")):
            yield _say(here, "tc:reportedIn", NamedNode(ref.attrib["href"]))


def _kind(thing: NamedNode, name: str) -> Quad:
    return Quad(thing, terms.RDF_TYPE, terms.expand(name))


def _say(thing: NamedNode, name: str, value: Term) -> Quad:
    return Quad(thing, terms.expand(name), value)


def _integer(text: str) -> Literal:
    return Literal(str(int(text)), datatype=NamedNode(_XSD + "integer"))
