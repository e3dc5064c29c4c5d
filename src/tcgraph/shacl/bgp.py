"""The triple patterns of a query, group by group: what its answer can depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from tcgraph.rdf import NamedNode
from tcgraph.shacl.paths import Path, predicate_path
from tcgraph.sparql import Query, written
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, children, transform, walk


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


_OPAQUE = (Select, s.Minus, s.Service, s.Lateral, s.Verbatim)


def patterns(tree: Query) -> list[Pattern]:
    """Every triple pattern in a query.

    Args:
        tree: a SELECT or ASK query.

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
        case s.Repeated():
            return Path(path.sign, (_path(path.path),))
        case _:
            raise UnreadablePattern
