"""Which focus nodes a changed triple can touch: the ways from a focus node to the triples that a shape looks at.

The triple patterns of a query, group by group: what its answer can depend on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, NamedNode
from tcgraph.shacl import model
from tcgraph.shacl.focus import SHAPE
from tcgraph.shacl.names import SUBCLASS_OF, TYPE
from tcgraph.shacl.paths import ANY, MEMBERS, Path, inverse, predicate_path
from tcgraph.shacl.sparql_checks import constraint_query
from tcgraph.shacl.substitution import Value, path_node, substituted
from tcgraph.sparql import Query, parse_query, written
from tcgraph.sparql import syntax as s
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, children, transform, walk

Way = tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Dependency:
    """A shape looks at triples with some predicate, at the end of a way from the focus node.

    Attributes:
        way: from the focus node to the triple's subject, or to its object; None when any focus node may be concerned.
        predicate: of the triple; None for every one.
        forward: whether the way ends at the subject.
        kind: with ``rdf:type``, the class that matters, with those below it; None for every one.
    """

    way: Way | None
    predicate: NamedNode | None
    forward: bool = True
    kind: NamedNode | None = None


@lru_cache(maxsize=1024)
def dependencies(shape: model.Shape) -> frozenset[Dependency]:
    """Everything that the outcome of a shape, for one of its targets, depends on; found once for a shape."""
    found = {Dependency((), SHAPE), *_of_shape(shape, ())}
    for target in shape.targets:
        if target.kind == "class":
            found.add(Dependency((), TYPE, kind=target.term if isinstance(target.term, NamedNode) else None))
        elif target.kind in ("subjects-of", "objects-of") and isinstance(target.term, NamedNode):
            found.add(Dependency((), target.term, target.kind == "subjects-of"))
        elif target.kind in ("query", "where", "shape"):
            found.add(Dependency(None, None))
    return frozenset(found)


def predicates_read(shape: model.Shape) -> frozenset[NamedNode | None]:
    """The predicates of the triples that the outcome of a shape can depend on; None among them for any."""
    return frozenset(each.predicate for each in dependencies(shape))


def _of_shape(shape: model.Shape, way: Way) -> Iterator[Dependency]:
    values = way
    if shape.cycle is not None:
        yield Dependency(None, None)  # there is no end to the ways that it looks along
        return
    if shape.path is not None:
        yield from _of_path(shape.path, way)
        values = (*way, shape.path)
    for constraint in shape.constraints:
        match constraint:
            case model.ValueTest(name="class"):
                for term in constraint.parameters:
                    yield Dependency(values, TYPE, kind=term if isinstance(term, NamedNode) else None)
            case model.ValueTest(name="rootClass"):
                yield Dependency(None, SUBCLASS_OF)
            case model.PairTest():
                yield from _of_path(constraint.other, way)
            case model.Closed():
                yield Dependency(values, None)
            case model.ListTest():
                yield from _of_path(MEMBERS, values)
                if constraint.shape is not None:
                    yield from _of_shape(constraint.shape, (*values, MEMBERS))
            case model.UniqueValues() | model.Reifiers() | model.Expression():
                yield Dependency(None, None)
            case model.Nested():
                for part in constraint.shapes:
                    yield from _of_shape(part, values)
            case model.Qualified():
                for part in (constraint.shape, *constraint.siblings):
                    yield from _of_shape(part, values)
            case model.SparqlConstraint() | model.AskTest():
                yield from _of_query(shape, constraint, way)


def _of_path(path: Path, way: Way) -> Iterator[Dependency]:
    """Each predicate in a path, with what comes before it."""
    match path.operator:
        case "":
            yield Dependency(way, path.predicate)
        case "^":
            inner = path.parts[0]
            if inner.predicate is not None:
                yield Dependency(way, inner.predicate, forward=False)
            else:
                yield from _of_path(inverse(inner), way)
        case "/":
            for position, part in enumerate(path.parts):
                yield from _of_path(part, (*way, *path.parts[:position]))
        case "|":
            for part in path.parts:
                yield from _of_path(part, way)
        case "?":
            yield from _of_path(path.parts[0], way)
        case _:
            yield from _of_path(path.parts[0], (*way, Path("*", path.parts)))


def _of_query(shape: model.Shape, constraint: model.SparqlConstraint | model.AskTest, way: Way) -> Iterator[Dependency]:
    """The triple patterns of a query, each with the patterns that lead to it from ``$this``."""
    try:
        if isinstance(constraint, model.SparqlConstraint):
            found = patterns(constraint_query(shape, constraint, None).tree)
        else:
            found = patterns(_ask_tree(shape, constraint))
    except (UnreadablePattern, BrokenInput):
        yield Dependency(None, None)
        return
    ways: dict[str, Way] = {"?this": way}
    if isinstance(constraint, model.AskTest):
        ways["?value"] = way if shape.path is None else (*way, shape.path)
    yield from of_patterns(found, ways)


def of_patterns(found: list[Pattern], start: dict[str, Way]) -> Iterator[Dependency]:
    """Everything that the solutions of a query depend on.

    Args:
        found: its patterns.
        start: the variables that the ways begin at, as ``?name``, each with how far it is from the focus node.
    """
    for pattern in found:
        yield from _of_pattern(pattern, _ways(found, pattern.group, start))


def _ask_tree(shape: model.Shape, constraint: model.AskTest) -> Query:
    named = ((name, term) for name, term in constraint.values if not isinstance(term, BlankNode))
    values: dict[str, Value] = {name: constant(term) for name, term in named}
    if shape.path is not None:
        values["PATH"] = path_node(shape.path)
    tree = parse_query(constraint.text, prefixes=dict(constraint.prefixes), given=("this", "value", *values))
    return substituted(tree, values)


def _of_pattern(pattern: Pattern, known: dict[str, Way]) -> Iterator[Dependency]:
    # From the end that is nearer to the focus node: the way to it then has no use for this very pattern, nor for one
    # that needs this one, so that of several triples removed together at least one still has its way.
    order = list(known)
    ends = [name for name in (pattern.start, pattern.end) if name in known]
    nearest = min(ends, key=order.index, default=None)
    if nearest is None:
        for predicate in pattern.path.predicates() if pattern.path else [None]:
            yield Dependency(None, predicate, kind=_kind(pattern))
    elif pattern.path is None:
        yield Dependency(known[nearest], None, forward=nearest == pattern.start)
    else:
        yield from _of_path(pattern.path if nearest == pattern.start else inverse(pattern.path), known[nearest])


def _kind(pattern: Pattern) -> NamedNode | None:
    """The class that a pattern asks a thing to be of, where it names one."""
    if pattern.path != predicate_path(TYPE) or not pattern.end.startswith("<"):
        return None
    return NamedNode(pattern.end[1:-1])


def _ways(found: list[Pattern], group: tuple[int, ...], start: dict[str, Way]) -> dict[str, Way]:
    """How each variable is reached by patterns that hold wherever the group is looked at: its own and outer ones.

    Breadth first: the order of the answer is the order of distance from the focus node.
    """
    usable = [item for item in found if item.group == group[: len(item.group)]]
    # Where a predicate is named, fewer nodes are at the other end of the way.
    steps = sorted(((item.start, item.path or ANY, item.end) for item in usable), key=lambda step: step[1] == ANY)
    ways, frontier = dict(start), list(start)
    for here in frontier:
        for one, between, other in steps:
            for near, far, path in ((one, other, between), (other, one, inverse(between))):
                if near == here and far not in ways and far.startswith("?"):
                    ways[far] = (*ways[here], path)
                    frontier.append(far)
    return ways


def way_path(way: Way) -> Path:
    """A way of at least one step as a single path."""
    return way[0] if len(way) == 1 else Path("/", way)


class UnreadablePattern(Exception):
    """The query has something that this reader does not follow; its caller has to assume the worst."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One triple pattern.

    Attributes:
        start: the subject: ``?name``, or text of a constant.
        path: the predicate; None for a variable.
        end: the object.
        group: the groups it stands in, outermost first, as numbers.
    """

    start: str
    path: Path | None
    end: str
    group: tuple[int, ...]


_OPAQUE = (Select, s.Minus, s.Service, s.Lateral, s.PatternText)


def patterns(tree: Query) -> list[Pattern]:
    """Every triple pattern in a query.

    Raises:
        Unreadable: it has subqueries, blank nodes, lists or negated property sets.
    """
    outside = (child for child in children(tree) if child is not tree.where)
    if tree.where is None or any(isinstance(node, s.Exists) for child in outside for node in walk(child)):
        raise UnreadablePattern
    return list(_of_group(_with_listed_properties(tree.where), (), count(1)))


def _with_listed_properties(where: s.Group) -> s.Group:
    """A pattern with variables in the place of a property spelled out, where VALUES lists what they may be."""
    listed: dict[str, s.Path] = {}
    for values in where.elements:
        if isinstance(values, s.Values):
            for variable, terms in zip(values.variables, zip(*values.rows, strict=True), strict=False):
                names = tuple(dict.fromkeys(term for term in terms if isinstance(term, s.Iri)))
                if names and all(isinstance(term, s.Iri) for term in terms):
                    listed[variable.name] = names[0] if len(names) == 1 else s.Alternative(names)

    def spelled_out(node: Node) -> Node:
        if isinstance(node, s.Predicate) and isinstance(node.verb, s.Var):
            return replace(node, verb=listed.get(node.verb.name, node.verb))
        return node

    return transform(where, spelled_out) if listed else where


def _of_group(group: s.Group, around: tuple[int, ...], numbers: Iterator[int]) -> Iterator[Pattern]:
    inside = (*around, next(numbers))
    for element in group.elements:
        if isinstance(element, _OPAQUE):
            raise UnreadablePattern
        if isinstance(element, s.Triples):
            yield from _of_triples(element, inside)
        elif isinstance(element, s.Group):
            yield from _of_group(element, inside, numbers)
        else:
            yield from _below(children(element), inside, numbers)


def _below(nodes: Iterable[Node], around: tuple[int, ...], numbers: Iterator[int]) -> Iterator[Pattern]:
    """The patterns of groups somewhere below: of OPTIONAL and its like, and of EXISTS in an expression."""
    for node in nodes:
        if isinstance(node, s.Group):
            yield from _of_group(node, around, numbers)
        else:
            yield from _below(children(node), around, numbers)


def _of_triples(triples: s.Triples, group: tuple[int, ...]) -> Iterator[Pattern]:
    start = _term(triples.subject)
    for predicate in triples.predicates:
        path = None if isinstance(predicate.verb, s.Var) else _path(predicate.verb)
        for end in predicate.objects:
            yield Pattern(start, path, _term(end), group)


def _term(node: Node) -> str:
    if isinstance(node, s.Var):
        return f"?{node.name}"
    if isinstance(node, s.Iri | s.Literal):
        return written(node, full=True)
    raise UnreadablePattern


def _path(path: s.Path) -> Path:
    match path:
        case s.Iri():
            return predicate_path(NamedNode(path.value))
        case s.Inverse():
            return Path("^", (_path(path.path),))
        case s.Sequence():
            return Path("/", tuple(map(_path, path.parts)))
        case s.Alternative():
            return Path("|", tuple(map(_path, path.parts)))
        case s.RepeatedPath():
            return Path(path.sign, (_path(path.path),))
        case _:
            raise UnreadablePattern
