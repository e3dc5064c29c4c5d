"""What shapes ask of the members of each class: what one must have, should have and may have, and why.

How much of what shapes ask of a class its members have, in whatever groups they are counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tcgraph.engine import Engine
from tcgraph.errors import BrokenQuery
from tcgraph.namespaces import RDF_TYPE, STANDARD, application
from tcgraph.rdf import Literal, NamedNode, Term
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


class Requirement(StrEnum):
    """How much a shape insists: by a violation, by a warning or less, or not at all."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"

    @property
    def rank(self) -> int:
        """0 for what must be."""
        return list(Requirement).index(self)


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
    need: Requirement
    why: str = ""


def profile(shapes: Iterable[Shape], engine: Engine, language: str = "en") -> list[ProfiledProperty]:
    """What is asked of each class: by the shapes that target it or a class above it, and by the ontology.

    Conditions (``sh:or``, queries) are left out: what they ask of one member they do not ask of the next.

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
            if inner.path is not None and (_need(inner) is not Requirement.MAY or inner.path.operator in ("", "|")):
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


def _need(shape: Shape) -> Requirement:
    asks = any(
        (isinstance(each, CountTest) and each.name == "minCount" and each.limit > 0)
        or (isinstance(each, Qualified) and each.minimum and each.limit > 0)
        or isinstance(each, HasValue)
        for each in shape.constraints
    )
    if not asks:
        return Requirement.MAY
    return Requirement.MUST if shape.severity is Severity.VIOLATION else Requirement.SHOULD


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
        yield ProfiledProperty(kind, predicate_path(prop), Requirement.MAY, reason.value if reason else "")


def _concluded(engine: Engine) -> set[NamedNode]:
    """The properties of what the rules of the ontology (SHACL-AF §8.4) construct."""
    found: set[NamedNode] = set()
    for (text,) in engine.select(_RULES):
        with suppress(BrokenQuery):  # a rule that cannot be read is told where it is applied
            query = parse_query(text.value) if isinstance(text, Literal) else None
            if isinstance(query, Construct) and query.template is not None:
                found |= {NamedNode(node.value) for node in walk(query.template) if isinstance(node, Iri)}
    return found


_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PropertyCount:
    """How many of some things have something.

    Attributes:
        asked: what.
        things: how many there are.
        having: how many of them have it.
    """

    asked: ProfiledProperty
    things: int
    having: int


@dataclass(frozen=True, slots=True)
class Share:
    """How much is there of what is asked of some things.

    Attributes:
        things: how many things there are.
        asked: for each need, how often something is asked of a thing.
        having: for each need, how often it is there.
    """

    things: int
    asked: Mapping[Requirement, int]
    having: Mapping[Requirement, int]

    def percent(self, need: Requirement) -> float | None:
        """How much of what is needed is there, in hundredths; None where nothing is asked."""
        return 100 * self.having.get(need, 0) / self.asked[need] if self.asked.get(need) else None

    def hundredths(self, need: Requirement) -> int | None:
        """The same as a whole number: never 100 where something is missing, nor 0 where something is there."""
        exact = self.percent(need)
        return None if exact is None else 100 if exact == 100 else 0 if exact == 0 else min(max(round(exact), 1), 99)


class Completeness:
    """What the members of classes have.

    Args:
        engine: holds the data.
        asked: what is asked of each class, that of the classes above it among it.
        graphs: whose members are counted, by what their graph says they are.
    """

    def __init__(
        self, engine: Engine, asked: Mapping[NamedNode, Sequence[ProfiledProperty]], graphs: Iterable[NamedNode]
    ) -> None:
        self._engine = engine
        self._asked = asked
        self._members = self._read_members(set(graphs))
        having = self._read_having()
        self._columns = {kind: [(each, having[each.path.text]) for each in asked[kind]] for kind in self._members}

    @property
    def kinds(self) -> list[NamedNode]:
        """The classes that have members, in the order of their names."""
        return sorted(self._members, key=str)

    def of_kind(self, kind: NamedNode) -> list[PropertyCount]:
        """What the members of a class have, what must be first."""
        members = self._members.get(kind, {})
        return [
            PropertyCount(asked, len(members), sum(node in having for node in members))
            for asked, having in self._columns.get(kind, ())
        ]

    def shares(self, group: Callable[[Term, NamedNode, NamedNode], Iterable[_Key]]) -> dict[_Key, Share]:
        """The figures of each group.

        Args:
            group: the groups of a thing, by itself, its class and the graph that says so.
        """
        things: defaultdict[_Key, set[Term]] = defaultdict(set)
        asked: defaultdict[_Key, dict[Requirement, int]] = defaultdict(lambda: dict.fromkeys(Requirement, 0))
        there: defaultdict[_Key, dict[Requirement, int]] = defaultdict(lambda: dict.fromkeys(Requirement, 0))
        for kind, members in self._members.items():
            columns = [(each.need, having) for each, having in self._columns[kind]]
            for node, graph in members.items():
                for key in group(node, kind, graph):
                    things[key].add(node)
                    for need, having in columns:
                        asked[key][need] += 1
                        there[key][need] += node in having
        return {key: Share(len(those), asked[key], there[key]) for key, those in things.items()}

    def _read_members(self, graphs: set[NamedNode]) -> dict[NamedNode, dict[Term, NamedNode]]:
        found: defaultdict[NamedNode, dict[Term, NamedNode]] = defaultdict(dict)
        for node, kind, graph in self._engine.select(f"SELECT ?x ?kind ?g {{ GRAPH ?g {{ ?x {RDF_TYPE} ?kind }} }}"):
            if not isinstance(kind, NamedNode) or not isinstance(graph, NamedNode) or node is None:
                continue
            if kind in self._asked and graph in graphs:
                found[kind].setdefault(node, graph)
        return dict(found)

    def _read_having(self) -> dict[str, set[Term | None]]:
        """Those that have something at the end of each path: single properties are read together, as stated."""
        begins: defaultdict[Term | None, set[Term | None]] = defaultdict(set)
        ends: defaultdict[Term | None, set[Term | None]] = defaultdict(set)
        inferred = application().inferred
        query = f"SELECT DISTINCT ?x ?p ?value {{ GRAPH ?g {{ ?x ?p ?value }} FILTER(?g != {inferred}) }}"
        for node, prop, value in self._engine.select(query):
            begins[prop].add(node)
            ends[prop].add(value)

        def having(path: Path) -> set[Term | None]:
            if path.predicate is not None:
                return begins[path.predicate]
            if path.operator == "|":
                return set().union(*map(having, path.parts))
            if path.operator == "^" and path.parts[0].predicate is not None:
                return ends[path.parts[0].predicate]
            return {row[0] for row in self._engine.select(f"SELECT DISTINCT ?x {{ ?x {path.sparql()} ?value }}")}

        paths = {each.path.text: each.path for kind in self._members for each in self._asked[kind]}
        return {text: having(path) for text, path in paths.items()}
