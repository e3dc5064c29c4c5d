"""The follow-up table as an Akoma Ntoso 3.0 document: sections, a row for each recommendation, what was done.

An ``eId`` is a kind and the last part of our IRI (``act_11-5-b`` is ``…/id/action/11-5-b``), so that the IRI of every
part can be told from the document alone.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tcgraph import terms
from tcgraph.errors import BrokenInput
from tcgraph.export.facts import Index
from tcgraph.rdf import NamedNode, Quad

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
KINDS: Final = {
    "sec": "id/section/",
    "rec": "id/recommendation/",
    "ent": "id/entry/",
    "act": "id/action/",
    "obs": "id/observation/",
    "status": "vocab/status/",
    "pairing": "vocab/pairing/",
}
"""First part of an ``eId``, and the part of the name space whose things it names."""

STATE: Final = "state"
"""The class of an item that tells of a state of affairs; one without it tells of an action."""

CARRIED: Final = {
    "tc:Section": ("tc:number", "rdfs:label", "tc:partOf"),
    "tc:Recommendation": ("tc:number", "rdfs:label", "tc:summary", "tc:inSection", "tc:cites"),
    "tc:ReportEntry": ("rdfs:label", "tc:respondsTo", "tc:pairing"),
    **dict.fromkeys(
        ("tc:Action", "tc:StateOfAffairs"),
        ("tc:summary", "tc:reportedBy", "tc:addresses", "tc:mentions", "tc:hasObservation"),
    ),
    "tc:Observation": ("tc:status", "tc:asOf", "tc:reportedIn"),
}
"""What the document says of which things; of ``tc:cites`` and ``tc:mentions`` those that name an instrument."""


def tag(name: str) -> str:
    """An element's name in the form that ElementTree wants."""
    return f"{{{NAMESPACE}}}{name}"


def eid_of(thing: NamedNode) -> str:
    """The identifier of a part.

    Raises:
        ValueError: the thing is of no kind that the document has.
    """
    for kind, start in KINDS.items():
        if thing.value.startswith(terms.BASE + start):
            return f"{kind}_{thing.value.removeprefix(terms.BASE + start)}"
    raise ValueError(f"{thing.value} has no part in the document")


_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_INSTRUMENT = terms.ID + "instrument/"
_HEADINGS = ("No.", "Recommendation", "Actions taken or envisaged")


def write_akn(quads: Iterable[Quad], file: Path) -> None:
    """Write the document.

    Args:
        quads: the facts.
        file: where to.

    Raises:
        BrokenInput: the facts have no section of a document whose recommendations could be told of.
    """
    facts = Index(quads)
    documents = list(dict.fromkeys(d for s in facts.things("tc:Section") for d in facts.nodes(s, "tc:partOf")))
    if not documents:
        raise BrokenInput("There is no section of a document, so there is no table to write.")
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(tag("akomaNtoso"))
    doc = ET.SubElement(root, tag("doc"), name="follow-up")
    _meta(doc, facts, documents)
    preface = ET.SubElement(ET.SubElement(doc, tag("preface"), eId="preface"), tag("longTitle"), eId="preface__title")
    _text(
        ET.SubElement(preface, tag("p")), "docTitle", f"What became of each recommendation: {facts.label(documents[0])}"
    )
    body = ET.SubElement(doc, tag("mainBody"))
    for section in sorted(facts.things("tc:Section"), key=lambda s: _number(facts, s)):
        _section(body, facts, section)
    ET.indent(root, " ")
    ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _meta(doc: ET.Element, facts: Index, documents: list[NamedNode]) -> None:
    """FRBR metadata (Akoma Ntoso 3.0, Naming Convention §4) and what the text refers to."""
    meta = ET.SubElement(doc, tag("meta"))
    identification = ET.SubElement(meta, tag("identification"), source="#tcgraph")
    date = max(facts.text(one, "tc:asOf") or "" for one in facts.things("tc:Observation"))
    work = f"/akn/un/doc/{date}/follow-up-{documents[0].value.rpartition('/')[2]}"
    for level, uri, kind in (
        ("FRBRWork", work, ("FRBRcountry", "value", "un")),
        ("FRBRExpression", f"{work}/eng@{date}", ("FRBRlanguage", "language", "eng")),
        ("FRBRManifestation", f"{work}/eng@{date}.akn", ("FRBRformat", "value", "akn")),
    ):
        part = ET.SubElement(identification, tag(level))
        ET.SubElement(part, tag("FRBRthis"), value=f"{uri}/!main")
        ET.SubElement(part, tag("FRBRuri"), value=uri)
        ET.SubElement(part, tag("FRBRdate"), date=date, name="reported")
        ET.SubElement(part, tag("FRBRauthor"), href="#tcgraph")
        name, attribute, value = kind
        ET.SubElement(part, tag(name), {attribute: value})
    references = ET.SubElement(meta, tag("references"), source="#tcgraph")
    ET.SubElement(references, tag("TLCOrganization"), eId="tcgraph", href=terms.BASE, showAs="tcgraph")
    used = {c for o in facts.things("tc:Observation") for c in facts.nodes(o, "tc:status")}
    used |= {c for e in facts.things("tc:ReportEntry") for c in facts.nodes(e, "tc:pairing")}
    for concept in sorted(used, key=eid_of):
        shown = facts.label(concept)
        ET.SubElement(references, tag("TLCConcept"), eId=eid_of(concept), href=concept.value, showAs=shown)
    for number, document in enumerate(documents, 1):
        symbol = facts.text(document, "tc:symbol") or facts.label(document)
        attributes = {"eId": f"source_{number}", "name": "source", "href": document.value, "showAs": symbol}
        ET.SubElement(references, tag("TLCReference"), attributes)


def _section(body: ET.Element, facts: Index, section: NamedNode) -> None:
    eid = eid_of(section)
    made = ET.SubElement(body, tag("section"), eId=eid)
    _text(made, "num", facts.text(section, "tc:number") or "")
    _text(made, "heading", facts.text(section, "rdfs:label") or "")
    rows = sorted(facts.pointing(section, "tc:inSection"), key=lambda one: _number(facts, one))
    content = ET.SubElement(made, tag("content"), eId=f"{eid}__content")
    intro = ET.SubElement(content, tag("p"), eId=f"{eid}__p_1")
    intro.text = "Part of "
    for number, document in enumerate(facts.nodes(section, "tc:partOf"), 1):
        _ref(intro, f"{eid}__ref_{number}", document, facts.text(document, "tc:symbol") or facts.label(document))
    if rows:
        table = ET.SubElement(content, tag("table"), eId=f"{eid}__table")
        head = ET.SubElement(table, tag("tr"))
        for heading in _HEADINGS:
            _text(ET.SubElement(head, tag("th")), "p", heading)
        for recommendation in rows:
            _row(table, facts, recommendation)


def _row(table: ET.Element, facts: Index, recommendation: NamedNode) -> None:
    eid = eid_of(recommendation)
    row = ET.SubElement(table, tag("tr"), eId=eid)
    _text(ET.SubElement(row, tag("td")), "p", facts.text(recommendation, "tc:number") or "")
    asked = ET.SubElement(row, tag("td"))
    _literal(asked, facts, recommendation, "rdfs:label", "label")
    _literal(asked, facts, recommendation, "tc:summary", "summary")
    _instruments(asked, facts, recommendation, "tc:cites")
    done = ET.SubElement(row, tag("td"))
    entries = facts.pointing(recommendation, "tc:respondsTo")
    if not entries:
        _text(done, "p", "Nothing is reported.")
        return
    listed = ET.SubElement(done, tag("blockList"), eId=f"{eid}__list_1")
    for entry in sorted(entries, key=lambda one: (int(facts.text(one, "tc:ordinal") or 0), one.value)):
        (pairing,) = facts.nodes(entry, "tc:pairing")
        item = ET.SubElement(listed, tag("item"), eId=eid_of(entry), refersTo=f"#{eid_of(pairing)}")
        _literal(item, facts, entry, "rdfs:label", "label")
        if pairing.value.endswith("/inferred"):
            note = ET.SubElement(item, tag("p"))
            _text(note, "remark", "Paired with this recommendation by us.", status="editorial")
        for reply in facts.literals(entry, "tc:replyWithoutAction"):
            _text(item, "p", reply.value, **{"class": "reply", _LANG: reply.language or ""})
        actions = facts.pointing(entry, "tc:reportedBy")
        deeds = [action for action in actions if recommendation in facts.nodes(action, "tc:addresses")]
        if deeds:
            inner = ET.SubElement(item, tag("blockList"), eId=f"{eid_of(entry)}__list_1")
            for action in deeds:
                _action(inner, facts, action)


def _action(listed: ET.Element, facts: Index, action: NamedNode) -> None:
    item = ET.SubElement(listed, tag("item"), eId=eid_of(action))
    if terms.expand("tc:StateOfAffairs") in facts.nodes(action, "rdf:type"):
        item.set("class", STATE)
    _literal(item, facts, action, "tc:summary", "summary")
    _instruments(item, facts, action, "tc:mentions")
    observations = facts.nodes(action, "tc:hasObservation")
    for observation in sorted(observations, key=lambda one: facts.text(one, "tc:asOf") or ""):
        (status,) = facts.nodes(observation, "tc:status")
        date = facts.text(observation, "tc:asOf") or ""
        told = ET.SubElement(item, tag("p"), {"class": "status"})
        attributes = {"eId": eid_of(observation), "refersTo": f"#{eid_of(status)}"}
        span = _text(told, "span", facts.label(status), **attributes)
        span.tail = ", as of "
        day = _text(told, "date", date, date=date)
        day.tail = ", as reported in "
        for number, document in enumerate(facts.nodes(observation, "tc:reportedIn"), 1):
            shown = facts.text(document, "tc:symbol") or facts.label(document)
            _ref(told, f"{eid_of(observation)}__ref_{number}", document, shown)


def _literal(parent: ET.Element, facts: Index, thing: NamedNode, name: str, kind: str) -> None:
    """The English text of a property, as a paragraph that says so."""
    for literal in facts.literals(thing, name):
        if literal.language == "en":
            _text(parent, "p", literal.value, **{"class": kind, _LANG: "en"})


def _instruments(parent: ET.Element, facts: Index, thing: NamedNode, name: str) -> None:
    """The conventions and other instruments that a thing names, as references."""
    found = [one for one in facts.nodes(thing, name) if one.value.startswith(_INSTRUMENT)]
    if found:
        told = ET.SubElement(parent, tag("p"), {"class": "names"})
        told.text = "Names "
        for number, instrument in enumerate(found, 1):
            made = _ref(told, f"{eid_of(thing)}__ref_{number}", instrument, facts.label(instrument))
            made.tail = "; " if number < len(found) else None


def _ref(parent: ET.Element, eid: str, thing: NamedNode, shown: str) -> ET.Element:
    return _text(parent, "ref", shown, eId=eid, href=thing.value)


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag(name), attributes)
    made.text = text
    return made


def _number(facts: Index, thing: NamedNode) -> int:
    return int(facts.text(thing, "tc:number") or 0)
