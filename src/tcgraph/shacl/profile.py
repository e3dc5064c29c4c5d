"""What shapes ask of the members of each class: what one must have, should have and may have, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from tcgraph.engine import Engine
from tcgraph.errors import BrokenQuery
from tcgraph.namespaces import STANDARD, application
from tcgraph.rdf import Literal, NamedNode
from tcgraph.shacl.model import CountTest, HasValue, Nested, Qualified, Shape
from tcgraph.shacl.paths import Path, predicate_path
from tcgraph.shacl.validation_report import Severity
from tcgraph.sparql import parse_query
from tcgraph.sparql.forms import Construct
from tcgraph.sparql.node import walk
from tcgraph.sparql.syntax import Iri

_ONTOLOGY = """
SELECT ?property ?kind ?why ?stated ?follows WHERE {
  ?property <http://www.w3.org/2000/01/rdf-schema#domain>|<https://schema.org/domainIncludes> ?kind .
  OPTIONAL { ?property skos:definition|rdfs:comment ?why }
  BIND(EXISTS { GRAPH ?g { ?x ?property ?value } FILTER(?g != INFERRED) } AS ?stated)
  BIND(EXISTS { ?property owl:propertyChainAxiom ?chain }
       || EXISTS { ?narrower rdfs:subPropertyOf ?property FILTER(?narrower != ?property) } AS ?follows)
}"""
_RULES = "SELECT ?text { ?rule <http://www.w3.org/ns/shacl#construct> ?text }"
_SUBCLASSES = "SELECT ?kind ?above WHERE { ?kind rdfs:subClassOf+ ?above }"
_TRUE = Literal("true", datatype=NamedNode(STANDARD["xsd"] + "boolean"))


class Need(StrEnum):
    """How much a shape insists: by a violation, by a warning or less, or not at all."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"

    @property
    def rank(self) -> int:
        """0 for what must be."""
        return list(Need).index(self)


@dataclass(frozen=True, slots=True)
class ProfiledProperty:
    """One thing that a member of a class has.

    Attributes:
        kind: the class.
        path: the way to the values.
        need: how much it is asked for.
        why: the shape's message, or for what no shape speaks of the property's definition; may be empty.
    """

    kind: NamedNode
    path: Path
    need: Need
    why: str = ""


def profile(shapes: Iterable[Shape], engine: Engine, language: str = "en") -> list[ProfiledProperty]:
    """What is asked of each class: by the shapes that target it or a class above it, and by the ontology.

    Conditions (``sh:or``, queries) are left out: what they ask of one member they do not ask of the next.

    Args:
        shapes: those with a target.
        engine: holds the ontology.
        language: of the reasons.

    Returns:
        For each class what is asked of it, once for each path, with the strongest need.
    """
    found: dict[tuple[NamedNode, str], ProfiledProperty] = {}
    for each in (*_by_shapes(shapes, language), *_by_ontology(engine, language)):
        key = (each.kind, each.path.text)
        if key not in found or each.need.rank < found[key].need.rank:
            found[key] = each
    return list(found.values())


def inherited(asked: Iterable[ProfiledProperty], engine: Engine) -> dict[NamedNode, list[ProfiledProperty]]:
    """The same by class, with what is asked of the classes above each."""
    of_kind: dict[NamedNode, dict[str, ProfiledProperty]] = {}
    for each in asked:
        of_kind.setdefault(each.kind, {})[each.path.text] = each
    merged = {kind: dict(own) for kind, own in of_kind.items()}
    for kind, above in engine.select(_SUBCLASSES):
        if isinstance(kind, NamedNode) and isinstance(above, NamedNode):
            for path, each in of_kind.get(above, {}).items():
                own = merged.setdefault(kind, {})
                if path not in own or each.need.rank < own[path].need.rank:
                    own[path] = each
    return {kind: sorted(own.values(), key=lambda each: each.need.rank) for kind, own in merged.items()}


def _by_shapes(shapes: Iterable[Shape], language: str) -> Iterator[ProfiledProperty]:
    for shape in shapes:
        kinds = [target.term for target in shape.targets if target.kind == "class"]
        for inner in _properties(shape) if kinds else ():
            if inner.path is not None and (_need(inner) is not Need.MAY or inner.path.operator in ("", "|")):
                need, why = _need(inner), _message(inner, language)
                yield from (
                    ProfiledProperty(kind, inner.path, need, why) for kind in kinds if isinstance(kind, NamedNode)
                )


def _properties(shape: Shape) -> Iterator[Shape]:
    """The property shapes that every member has to meet, in the order given."""
    waiting, seen = [shape], set()
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen or each.deactivated:
            continue
        seen.add(id(each))
        if each.path is not None:
            yield each
            continue
        for constraint in each.constraints:
            if isinstance(constraint, Nested) and constraint.name in ("property", "node", "and"):
                waiting += constraint.shapes


def _need(shape: Shape) -> Need:
    asks = any(
        (isinstance(each, CountTest) and each.name == "minCount" and each.limit > 0)
        or (isinstance(each, Qualified) and each.minimum and each.limit > 0)
        or isinstance(each, HasValue)
        for each in shape.constraints
    )
    if not asks:
        return Need.MAY
    return Need.MUST if shape.severity is Severity.VIOLATION else Need.SHOULD


def _message(shape: Shape, language: str) -> str:
    ranked = sorted(shape.messages, key=lambda each: (each.language != language, each.language or ""))
    return ranked[0].value if ranked else ""


def _by_ontology(engine: Engine, language: str) -> Iterator[ProfiledProperty]:
    """What the ontology says a property is for; not what only follows from others, where nobody states it."""
    concluded = _concluded(engine)
    reasons: dict[tuple[NamedNode, NamedNode], Literal | None] = {}
    query = _ONTOLOGY.replace("INFERRED", str(application().inferred))
    for prop, kind, why, stated, follows in engine.select(query):
        if not isinstance(prop, NamedNode) or not isinstance(kind, NamedNode):
            continue
        if stated == _TRUE or (follows != _TRUE and prop not in concluded):
            told = reasons.get((prop, kind))
            if told is None or (isinstance(why, Literal) and why.language == language):
                reasons[prop, kind] = why if isinstance(why, Literal) else told
    for (prop, kind), reason in reasons.items():
        yield ProfiledProperty(kind, predicate_path(prop), Need.MAY, reason.value if reason else "")


def _concluded(engine: Engine) -> set[NamedNode]:
    """The properties of what the rules of the ontology (SHACL-AF §8.4) construct."""
    found: set[NamedNode] = set()
    for (text,) in engine.select(_RULES):
        with suppress(BrokenQuery):  # a rule that cannot be read is told where it is applied
            query = parse_query(text.value) if isinstance(text, Literal) else None
            if isinstance(query, Construct) and query.template is not None:
                found |= {NamedNode(node.value) for node in walk(query.template) if isinstance(node, Iri)}
    return found
