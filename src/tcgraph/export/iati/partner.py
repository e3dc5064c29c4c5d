"""A partner's activity in our terms: its codes looked up in the reference data, and said to be unknown where they are.

IATI codes mean nothing in the graph by themselves. Each is looked up; what the reference data lack is left out and
reported, never guessed.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.export.iati import codes
from tcgraph.export.iati.codes import language_of, narratives, slug, text
from tcgraph.rdf import Literal, NamedNode, Quad

_VOCAB = terms.PREFIXES["vocab"]
_LABEL = 60
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_STAGES = {"1": "in-preparation", "2": "under-implementation", "3": "completed", "4": "completed"}
"""ActivityStatus to our stages; 5 cancelled and 6 suspended have none."""

_ROLES = {codes.FUNDING: "donor", codes.ACCOUNTABLE: "partner", "3": "partner", codes.IMPLEMENTING: "partner"}
_READ = frozenset(
    ("iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status",
     "activity-date", "recipient-country", "recipient-region", "tag")
)  # fmt: skip
"""Elements that are read, one by one or as a whole; who reports is who sent the file."""

_KINDS = {
    **dict.fromkeys(("10", "11", "15"), "public-authority"),
    **dict.fromkeys(("21", "22", "23", "24", "60"), "civil-society"),
    codes.MULTILATERAL: "intergovernmental",
}
"""OrganisationType to our kinds of organisation, where there is one that says no more."""
_IDENTIFIER = re.compile(r"[A-Z]{2}-[A-Z0-9]+-[A-Za-z0-9.-]+")
_MONEY = "money here has a biennium and says where it comes from, which IATI does not tell"
_REASONS = {
    **dict.fromkeys(("budget", "planned-disbursement", "transaction", "country-budget-items"), _MONEY),
    "sector": "its code is of no list of ours",
    "result": "an outcome here leads to a place in the document",
}
"""Why an element is left out, where there is more to say than that the model has no place for it."""
_DATES = {"1": "tc:startDate", "2": "tc:startDate", "3": "tc:endDate", "4": "tc:endDate"}
_LOOK_UP = """SELECT ?kind ?code ?thing WHERE {
  { ?thing a tc:Country ; tc:iso2 ?code BIND("country" AS ?kind) }
  UNION { ?thing a tc:Region ; tc:m49 ?code BIND("region" AS ?kind) }
  UNION { ?thing a tc:Organisation ; tc:iatiIdentifier ?code BIND("identifier" AS ?kind) }
  UNION { ?thing a tc:Organisation ; rdfs:label|skos:altLabel|tc:abbreviation ?code BIND("name" AS ?kind) }
}"""


@dataclass(frozen=True, slots=True)
class IatiNames:
    """What IATI's codes and names stand for.

    Attributes:
        things: by ``country``, ``region``, ``identifier`` or ``name``, then by code; a name that several
            organisations share stands for none.
        added: the organisations that were met in what is read, and stand for nothing in the reference data: a file
            may call one by several names and types, of which the first is kept.
    """

    things: dict[tuple[str, str], NamedNode | None] = field(default_factory=dict)
    added: set[NamedNode] = field(default_factory=set)

    @classmethod
    def of(cls, engine: Engine) -> IatiNames:
        """The reference data in an engine."""
        found: dict[tuple[str, str], NamedNode | None] = {}
        for kind, code, thing in engine.select(_LOOK_UP):
            if isinstance(kind, Literal) and isinstance(code, Literal) and isinstance(thing, NamedNode):
                value = codes.current(code.value) if kind.value == "identifier" else code.value
                key = (kind.value, value.casefold())
                found[key] = thing if found.get(key, thing) == thing else None
        return cls(found)

    def find(self, kind: str, code: str) -> NamedNode | None:
        """The thing of a kind that a code stands for."""
        return self.things.get((kind, code.casefold()))


def partner_file(name: str, root: ET.Element) -> tuple[NamedNode, list[Quad]]:
    """The document that a partner's file is, to which everything that is read from it leads back."""
    document = NamedNode(f"{terms.ID}document/iati-{slug(name.removesuffix('.xml'))}")
    day = root.get("generated-datetime", "")[:10]
    said = [
        Quad(document, terms.RDF_TYPE, terms.expand("tc:Document")),
        Quad(document, terms.RDFS_LABEL, Literal(_short(f"IATI file {name}"), language="en")),
    ]
    if _DAY.fullmatch(day):
        said.append(Quad(document, terms.expand("dcterms:date"), Literal(day, datatype=terms.expand("xsd:date"))))
    return document, said


def partner_activity(
    element: ET.Element, document: NamedNode, known: IatiNames, unknown: Callable[[str], None]
) -> Iterator[Quad]:
    """Read an activity that has none of our marks, as a project.

    Args:
        element: the ``iati-activity``.
        document: the file that it stands in.
        known: what its codes stand for.
        unknown: told each code that stands for nothing, in a sentence.
    """
    identifier = text(element, "iati-identifier")
    name = slug(identifier)
    thing = NamedNode(element.get("linked-data-uri") or f"{terms.ID}project/{name}")

    def tell(what: str) -> None:
        unknown(f"{identifier}: {what}")

    yield Quad(thing, terms.RDF_TYPE, terms.expand("tc:Project"))
    yield Quad(thing, terms.expand("dcterms:identifier"), Literal(identifier))
    yield Quad(thing, terms.expand("dcterms:source"), document)
    yield from _titles(thing, identifier, element)
    for description in element.findall("description"):
        for quad in narratives(thing, "tc:summary", description, trimmed=True):
            if isinstance(quad.object, Literal) and quad.object.language:
                yield quad
            else:
                tell("description is left out: nothing says in which language it is")
        break
    yield from _dates(thing, element)
    yield from _places(thing, element, known, tell)
    for part in element.findall("participating-org"):
        yield from _participation(thing, name, part, document, known, tell)
    yield from _stage(thing, name, element, document, tell)
    for tag in element.findall("tag"):
        if tag.get("vocabulary-uri") == codes.RECOMMENDATION:
            recommendation = NamedNode(f"{codes.RECOMMENDATION}/{tag.get('code')}")
            yield Quad(thing, terms.expand("tc:addresses"), recommendation)
    _tell_what_is_left_out(element, tell)


def _titles(thing: NamedNode, identifier: str, element: ET.Element) -> Iterator[Quad]:
    """Its titles, and labels made of them; one in English says at least which project it is."""
    languages = set()
    for quad in narratives(thing, "dcterms:title", element.find("title"), trimmed=True):
        yield quad
        assert isinstance(quad.object, Literal)
        language = quad.object.language or "en"
        if language not in languages:
            languages.add(language)
            yield Quad(thing, terms.RDFS_LABEL, Literal(_short(quad.object.value), language=language))
    if "en" not in languages:
        yield Quad(thing, terms.RDFS_LABEL, Literal(_short(f"Project {identifier}"), language="en"))


def _tell_what_is_left_out(element: ET.Element, tell: Callable[[str], None]) -> None:
    """A line for each element that no statement is made of."""
    left = Counter(part.tag for part in element if isinstance(part.tag, str) and part.tag not in _READ)
    left["description"] = max(0, len(element.findall("description")) - 1)
    left["tag"] = sum(tag.get("vocabulary-uri") != codes.RECOMMENDATION for tag in element.findall("tag"))
    for name in sorted(left.elements()):
        tell(f"{name} is left out: {_REASONS.get(name, 'the model has no place for it')}")


def _dates(thing: NamedNode, element: ET.Element) -> Iterator[Quad]:
    """Start and end, the actual ones (types 2 and 4) where they are given."""
    found: dict[str, str] = {}
    for date in sorted(element.findall("activity-date"), key=lambda date: date.get("type", "")):
        if date.get("type") in _DATES and date.get("iso-date"):
            found[_DATES[date.get("type", "")]] = date.get("iso-date", "")
    for name, day in found.items():
        yield Quad(thing, terms.expand(name), Literal(day, datatype=terms.expand("xsd:date")))


def _places(thing: NamedNode, element: ET.Element, known: IatiNames, tell: Callable[[str], None]) -> Iterator[Quad]:
    for part in element.findall("recipient-country"):
        if country := known.find("country", part.get("code", "")):
            yield Quad(thing, terms.expand("tc:country"), country)
        else:
            tell(f"recipient-country {part.get('code')} is no country of the reference data; left out")
    for part in element.findall("recipient-region"):
        vocabulary = part.get("vocabulary", "1")
        region = known.find("region", part.get("code", "")) if vocabulary == codes.UN_REGIONS else None
        if region:
            yield Quad(thing, terms.expand("tc:beneficiary"), region)
        else:
            tell(f"recipient-region {part.get('code')} of vocabulary {vocabulary} is no region of M49; left out")


def _participation(
    thing: NamedNode, name: str, part: ET.Element, document: NamedNode, known: IatiNames, tell: Callable[[str], None]
) -> Iterator[Quad]:
    identifier, called = codes.current(part.get("ref", "")), text(part, "narrative")
    if "-" not in identifier and not known.find("identifier", identifier):
        # IATI's begin with the agency that gave them. Another's code is nobody's else, and may be of several.
        identifier = ""
    role = _ROLES.get(part.get("role", ""))
    if role is None:
        tell(f"participating-org role {part.get('role')} is none of IATI's; left out")
        return
    organisation = known.find("identifier", identifier) or known.find("name", called)
    if organisation is None:
        organisation = NamedNode(f"{terms.ID}organisation/{slug(identifier or called)}")
        kind = _KINDS.get(part.get("type", ""))
        if organisation not in known.added and kind is None:
            tell(f"participating-org {identifier or called} is left out: it is not in the reference data, and its type "
                 f"({part.get('type') or 'not told'}) is no kind of organisation of ours")  # fmt: skip
            return
        if organisation not in known.added and kind is not None:
            known.added.add(organisation)
            tell(f"participating-org {identifier or called} is not in the reference data; added as {organisation}")
            yield from _new_organisation(organisation, identifier, part, kind)
            yield Quad(organisation, terms.expand("dcterms:source"), document)
    last = organisation.value.rpartition("/")[2]
    participation = NamedNode(f"{terms.ID}participation/{name}-{last}-{role}")
    yield Quad(participation, terms.RDF_TYPE, terms.expand("tc:Participation"))
    yield Quad(participation, terms.RDFS_LABEL, Literal(_short(f"{last} as {role} in {name}"), language="en"))
    yield Quad(participation, terms.expand("tc:inAction"), thing)
    yield Quad(participation, terms.expand("tc:participant"), organisation)
    yield Quad(participation, terms.expand("tc:role"), NamedNode(f"{_VOCAB}role/{role}"))


def _new_organisation(thing: NamedNode, identifier: str, part: ET.Element, kind: str) -> Iterator[Quad]:
    called, language = text(part, "narrative") or identifier, language_of(part) or "en"
    yield Quad(thing, terms.RDF_TYPE, terms.expand("tc:Organisation"))
    yield Quad(thing, terms.expand("tc:organisationKind"), NamedNode(f"{_VOCAB}organisation-kind/{kind}"))
    yield Quad(thing, terms.RDFS_LABEL, Literal(_short(called), language=language))
    if language != "en":
        yield Quad(thing, terms.RDFS_LABEL, Literal(_short(f"Organisation {identifier or called}"), language="en"))
    if _IDENTIFIER.fullmatch(identifier):
        yield Quad(thing, terms.expand("tc:iatiIdentifier"), Literal(identifier))


def _stage(
    thing: NamedNode, name: str, element: ET.Element, document: NamedNode, tell: Callable[[str], None]
) -> Iterator[Quad]:
    status = element.find("activity-status")
    if status is None:
        return
    stage = _STAGES.get(status.get("code", ""))
    day = element.get("last-updated-datetime", "")[:10]
    if stage is None:
        tell(f"activity-status {status.get('code')} has no stage of ours; left out")
    elif not _DAY.fullmatch(day):
        tell("activity-status is left out: no last-updated-datetime says when it held")
    else:
        report = NamedNode(f"{terms.ID}stage-report/{name}-{day}")
        yield Quad(report, terms.RDF_TYPE, terms.expand("tc:StageReport"))
        yield Quad(report, terms.RDFS_LABEL, Literal(_short(f"{stage} on {day}: {name}"), language="en"))
        yield Quad(report, terms.expand("tc:stageOf"), thing)
        yield Quad(report, terms.expand("tc:reportedIn"), document)
        yield Quad(report, terms.expand("tc:stage"), NamedNode(f"{_VOCAB}stage/{stage}"))
        yield Quad(report, terms.expand("tc:asOf"), Literal(day, datatype=terms.expand("xsd:date")))


def _short(label: str) -> str:
    """A label of at most 60 characters; the whole is kept as title."""
    if len(label) <= _LABEL:
        return label
    return label[: _LABEL - 1].rpartition(" ")[0] + "…" if " " in label[: _LABEL - 1] else label[: _LABEL - 1] + "…"
