"""Write IATI 2.03 activity and organisation files."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tcgraph import terms
from tcgraph.export.facts import Index
from tcgraph.export.iati import codes
from tcgraph.export.iati.codes import current
from tcgraph.export.rebase import staged
from tcgraph.namespaces import stands_in
from tcgraph.rdf import Literal, NamedNode, Quad, Term

ACTIVITIES = "activities.xml"
ORGANISATIONS = "organisations.xml"
_REPORTED = ("tc:Action", "tc:StateOfAffairs")
_KINDS = ("tc:Project", *_REPORTED, "tc:Funding")
_ORDER = (
    "iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status", "activity-date",
    "recipient-country", "recipient-region", "sector", "tag", "related-activity",
)  # fmt: skip
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_SHARED = ("rdf:type", "rdfs:label", "dcterms:title", "tc:summary", "tc:theme")
CARRIED: dict[str, tuple[str, ...]] = {
    "tc:Project": (*_SHARED, "tc:country"),
    **dict.fromkeys(
        ("tc:Action", "tc:StateOfAffairs"),
        (*_SHARED, "tc:agent", "tc:inferredAgent", "tc:addresses", "tc:beneficiary", "tc:hasObservation"),
    ),
    "tc:Observation": ("rdf:type", "tc:status", "tc:asOf"),
    "tc:Funding": (*_SHARED, "tc:donor", "tc:inferredDonor", "tc:certainty", "tc:inAction", "tc:earmark"),
}
"""By class, the properties that activities carry."""

ORGANISATION = ("rdf:type", "rdfs:label", "tc:iatiIdentifier")
"""What an organisation file carries of an organisation that has an identifier."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports.

    Attributes:
        ref: the organisation's IATI identifier; it begins every activity's identifier.
        name: its name.
        kind: OrganisationType code.
        secondary: whether the data are about what somebody else is responsible for.
    """

    ref: str
    name: str
    kind: str = codes.MULTILATERAL
    secondary: bool = True


def write_iati(quads: Iterable[Quad], directory: Path, reporter: Reporter) -> list[str]:
    """Write ``activities.xml`` and ``organisations.xml``.

    Args:
        quads: the facts.
        directory: where to.
        reporter: who reports.

    Returns:
        The files written, relative to the directory.
    """
    facts = Index(quads)
    by = reporter
    ET.register_namespace("tc", terms.TC)
    activities = ET.Element("iati-activities", {"version": codes.VERSION})
    for kind in _KINDS:
        activities.extend(_Activity(facts, thing, kind, by).element for thing in facts.things(kind))
    organisations = ET.Element("iati-organisations", {"version": codes.VERSION})
    for thing in facts.things("tc:Organisation"):
        identifier = facts.text(thing, "tc:iatiIdentifier")
        if identifier:
            organisations.append(_organisation(facts, thing, codes.current(identifier), by))
    with staged(directory) as scratch:
        for name, root in ((ACTIVITIES, activities), (ORGANISATIONS, organisations)):
            ET.indent(root, " ")
            ET.ElementTree(root).write(scratch / name, encoding="utf-8", xml_declaration=True)
    return [ACTIVITIES, ORGANISATIONS]


def identifier_of(thing: NamedNode, reporter: Reporter) -> str:
    """An activity's identifier: the reporter's, then the thing's path with dashes."""
    return f"{reporter.ref}-{thing.value.removeprefix(terms.ID).replace('/', '-')}"


class _Activity:
    """One activity, put together in the order that the schema fixes."""

    def __init__(self, facts: Index, thing: NamedNode, kind: str, reporter: Reporter) -> None:
        self._facts = facts
        self._thing = thing
        self._carried = CARRIED[kind]
        self._reporter = reporter
        self._parts: list[ET.Element] = []
        self._add("iati-identifier").text = identifier_of(thing, reporter)
        _reporting_org(self._add("reporting-org"), reporter)
        self._texts()
        self._organisations()
        self._states(kind)
        self._places()
        self._codes(kind)
        self.element = ET.Element(
            "iati-activity", {_XML_LANG: "en", "linked-data-uri": thing.value, codes.ours("kind"): kind[3:]}
        )
        self.element.extend(sorted(self._parts, key=lambda part: _ORDER.index(part.tag)))

    def _add(self, tag: str, **attributes: str) -> ET.Element:
        part = ET.Element(tag, {name.replace("_", "-"): value for name, value in attributes.items()})
        self._parts.append(part)
        return part

    def _linked(self, tag: str, name: str, target: NamedNode, **attributes: str) -> ET.Element:
        """An element that stands for one statement, and says which."""
        part = self._add(tag, **attributes)
        part.set(codes.ours("property"), name[3:])
        part.set(codes.ours("iri"), target.value)
        return part

    def _texts(self) -> None:
        labels = self._facts.literals(self._thing, "rdfs:label")
        _narratives(self._add("title"), labels)
        described = False
        for name, type_ in (("tc:summary", codes.GENERAL), ("dcterms:title", "4")):
            if values := self._facts.literals(self._thing, name):
                part = self._add("description", type=type_)
                part.set(codes.ours("property"), name)
                _narratives(part, values)
                described = True
        if not described:
            # The schema wants a description; the label stands in and is not read back as a summary.
            _narratives(self._add("description", type=codes.GENERAL), labels)

    def _organisations(self) -> None:
        roles = (
            ("tc:agent", codes.IMPLEMENTING),
            ("tc:inferredAgent", codes.IMPLEMENTING),
            ("tc:donor", codes.FUNDING),
            ("tc:inferredDonor", codes.FUNDING),
        )
        some = False
        for name, role in roles:
            for target in self._facts.nodes(self._thing, name) if name in self._carried else ():
                part = self._linked("participating-org", name, target, role=role)
                identifier = self._facts.text(target, "tc:iatiIdentifier")
                if identifier:
                    part.set("ref", codes.current(identifier))
                _narratives(part, self._facts.literals(target, "rdfs:label"))
                some = True
        if not some:
            part = self._add("participating-org", role=codes.ACCOUNTABLE, ref=self._reporter.ref)
            _narratives(part, [Literal(self._reporter.name)])

    def _states(self, kind: str) -> None:
        observations = self._facts.nodes(self._thing, "tc:hasObservation") if kind in _REPORTED else []
        if observations:
            latest = max(observations, key=self._as_of)
            status, day = _last(self._facts.nodes(latest, "tc:status")), self._as_of(latest)
        else:
            status, day = self._borrowed()
        self._add("activity-status", code=codes.ACTIVITY_STATUS[status])
        for type_, caveat in codes.DATES[status]:
            _narratives(self._add("activity-date", type=type_, iso_date=day), [Literal(caveat)])
        for observation in observations:
            for target in self._facts.nodes(observation, "tc:status"):
                part = self._linked("tag", "tc:status", target, vocabulary=codes.OWN, code=_last([target]))
                part.set("vocabulary-uri", codes.STATUS)
                part.set(codes.ours("observation"), observation.value)
                part.set(codes.ours("asOf"), self._as_of(observation))

    def _borrowed(self) -> tuple[str, str]:
        """What the actions that tell of a project or hold a funding say of it: at most that it has begun."""
        actions = self._facts.pointing(self._thing, "tc:mentions") + self._facts.nodes(self._thing, "tc:inAction")
        observations = [each for action in actions for each in self._facts.nodes(action, "tc:hasObservation")]
        statuses = {_last(self._facts.nodes(each, "tc:status")) for each in observations}
        # An action done is no project ended: "begun" is the most that follows.
        return (codes.BEGUN if statuses - {"planned"} else "planned"), max(map(self._as_of, observations), default="")

    def _as_of(self, observation: NamedNode) -> str:
        return self._facts.text(observation, "tc:asOf") or ""

    def _places(self) -> None:
        for name in ("tc:country", "tc:beneficiary", "tc:earmark"):
            for target in self._facts.nodes(self._thing, name) if name in self._carried else ():
                iso2, m49 = self._facts.text(target, "tc:iso2"), self._facts.text(target, "tc:m49")
                if iso2:
                    part = self._linked("recipient-country", name, target, code=iso2)
                elif m49:
                    part = self._linked("recipient-region", name, target, code=m49, vocabulary=codes.UN_REGIONS)
                else:
                    part = self._linked("tag", name, target, vocabulary=codes.OWN, code=_last([target]))
                    part.set("vocabulary-uri", target.value.rpartition("/")[0])
                _narratives(part, self._facts.literals(target, "rdfs:label"))

        said = "The source does not say for what country or region it is."
        if named := sorted(self._parts_of_places()):
            # A share of each is asked for, where there are several, and nobody said it.
            said = f"The source does not say what share is for whom. It names: {', '.join(named)}."
        self._unspecified(("recipient-country", "recipient-region"), codes.NO_PLACE, said)

    def _parts_of_places(self) -> Iterator[str]:
        """The countries and regions that have some part in an action, each with its part."""
        for taking in self._facts.pointing(self._thing, "tc:inAction"):
            part = " and ".join(self._facts.label(role) for role in self._facts.nodes(taking, "tc:role"))
            for place in self._facts.nodes(taking, "tc:participant"):
                if self._facts.text(place, "tc:iso2") or self._facts.text(place, "tc:m49"):
                    yield f"{self._facts.label(place)} ({part})"

    def _unspecified(self, tags: tuple[str, ...], code: tuple[str, str], said: str) -> None:
        """Say that nothing is known where IATI's standard ruleset asks for something; it is never read back."""
        if not any(part.tag in tags for part in self._parts):
            part = self._add(tags[-1], vocabulary=code[0], code=code[1])
            _narratives(part, [Literal(said, language="en")])

    def _codes(self, kind: str) -> None:
        self._concepts("sector", "tc:theme", codes.THEME)
        self._unspecified(("sector",), codes.NO_SECTOR, "The source does not say for what theme or sector it is.")
        self._concepts("tag", "tc:certainty", codes.CERTAINTY)
        self._concepts("tag", "tc:addresses", codes.RECOMMENDATION)
        if kind == "tc:Funding":
            for action in self._facts.nodes(self._thing, "tc:inAction"):
                reference = identifier_of(action, self._reporter)
                # The schema admits no attribute of ours here; the reference leads to an activity that has one.
                self._add("related-activity", type=codes.PARENT, ref=reference)

    def _concepts(self, tag: str, name: str, vocabulary: str) -> None:
        for target in self._facts.nodes(self._thing, name) if name in self._carried else ():
            part = self._linked(tag, name, target, vocabulary=codes.OWN, code=_last([target]))
            part.set("vocabulary-uri", vocabulary)
            _narratives(part, [Literal(self._facts.label(target), language="en")])


def _organisation(facts: Index, thing: NamedNode, identifier: str, reporter: Reporter) -> ET.Element:
    element = ET.Element("iati-organisation", {_XML_LANG: "en", codes.ours("iri"): thing.value})
    ET.SubElement(element, "organisation-identifier").text = identifier
    _narratives(ET.SubElement(element, "name"), facts.literals(thing, "rdfs:label"))
    _reporting_org(ET.SubElement(element, "reporting-org"), reporter)
    return element


def _reporting_org(element: ET.Element, reporter: Reporter) -> None:
    element.set("ref", reporter.ref)
    element.set("type", reporter.kind)
    if reporter.secondary:
        element.set("secondary-reporter", "1")
    _narratives(element, [Literal(reporter.name)])


def _narratives(element: ET.Element, values: Iterable[Literal]) -> None:
    # English first, where it says more than that there is a text in another language: a reader of IATI takes the first
    # narrative for the default.
    for value in sorted(
        values,
        key=lambda value: (stands_in(value), value.language not in (None, "en"), value.language or "", value.value),
    ):
        narrative = ET.SubElement(element, "narrative")
        if value.language:
            narrative.set(_XML_LANG, value.language)
        narrative.text = value.value


def _last(nodes: list[NamedNode]) -> str:
    return nodes[0].value.rpartition("/")[2]


def covered(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The statements among ``quads`` that a round trip through IATI keeps, identifiers brought up to date."""
    every = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    identifier = terms.expand("tc:iatiIdentifier")
    classes = {terms.expand(name): {terms.expand(p) for p in properties} for name, properties in CARRIED.items()}
    allowed: dict[Term, set[object]] = {}
    for quad in every:
        if quad.predicate == terms.RDF_TYPE and quad.object in classes:
            allowed.setdefault(quad.subject, set()).update(classes[quad.object])  # type: ignore[index]
        if quad.predicate == identifier:
            allowed.setdefault(quad.subject, set()).update(terms.expand(name) for name in ORGANISATION)
    for quad in every:
        if quad.predicate in allowed.get(quad.subject, ()):
            if quad.predicate == identifier and isinstance(quad.object, Literal):
                yield Quad(quad.subject, quad.predicate, Literal(current(quad.object.value)))
            else:
                yield quad
