"""What made each row of an answer, beside what it shows: a list of recommendations names no action that put them there.

The query is asked again for the things that its pattern went through, those between the steps of a path among them; a
document is cited where it tells of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from tcgraph.engine import query_trees
from tcgraph.errors import TcgraphError
from tcgraph.namespaces import application
from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.values import Ask
from tcgraph.rdf import NamedNode, Term, plain
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import NO_MODIFIERS, Modifiers, Select
from tcgraph.sparql.node import Node, walk, with_parts
from tcgraph.sparql.variable_scope import columns, has_aggregate, mentioned, visible

Row = Sequence[Term | None]
Cited = dict[NamedNode, tuple[str, ...]]
"""Things with the places that tell of them."""
_ALL = 100
"""What more things than these made, as a report is made of all that it tells, stands in no cell of its own."""
_MOST = 4000
"""Solutions that are looked at: what more things made is no list that anybody cites."""


def places(ask: Ask, text: str, variables: Sequence[str], rows: Sequence[Row]) -> list[Cited]:
    """Where the document tells what made each row.

    Args:
        ask: gives the rows of a query.
        text: the query that was answered.
        variables: its columns.
        rows: those of the answer that places are wanted of.

    Returns:
        For each row the things it stands on, with their places: those of a part, such as an action, instead of those
        of the whole that it belongs to.
    """
    keys, made = _made(ask, text, variables)
    at = [variables.index(key) for key in keys]
    solutions = [made.get(tuple(row[i] for i in at)) or [_nodes(row)] for row in rows]
    told, wholes = told_in(ask, {thing for each in solutions for things in each for thing in things})
    cited = [_of_row(each, told, wholes) for each in solutions]
    return [each if len(each) <= _ALL else {} for each in cited]


def _of_row(
    solutions: Iterable[Iterable[NamedNode]],
    told: Cited,
    wholes: Mapping[NamedNode, set[Term | None]],
) -> Cited:
    found: Cited = {}
    seen: set[tuple[str, ...]] = set()
    for things in solutions:
        cited = [thing for thing in things if thing in told]
        within = set[Term | None]().union(*(wholes.get(thing, set()) for thing in cited))
        for thing in cited:
            # An observation is told where its action is.
            if thing not in within and told[thing] not in seen:
                seen.add(told[thing])
                found[thing] = told[thing]
    return found


def told_in(ask: Ask, things: Iterable[NamedNode]) -> tuple[Cited, dict[NamedNode, set[Term | None]]]:
    """The places of things, and the wholes that they are parts of.

    Args:
        ask: gives the rows of a query.
        things: any.
    """
    wanted = " ".join(sorted(map(str, things)))
    told: Cited = {}
    wholes: dict[NamedNode, set[Term | None]] = {}
    if not wanted or not application().locator:
        return told, wholes
    head = prefixed(f"SELECT DISTINCT ?thing ?found {{ VALUES ?thing {{ {wanted} }} ?thing")
    for thing, place in ask(f"{head} {'|'.join(application().locator)} ?found }} ORDER BY ?thing ?found"):
        if isinstance(thing, NamedNode):
            told[thing] = (*told.get(thing, ()), plain(place))
    for thing, whole in ask(f"{head} {application().part_of} ?found }}") if application().part_of else ():
        if isinstance(thing, NamedNode):
            wholes.setdefault(thing, set()).add(whole)
    return told, wholes


def _made(
    ask: Ask, text: str, variables: Sequence[str]
) -> tuple[tuple[str, ...], Mapping[tuple[Term | None, ...], list[list[NamedNode]]]]:
    """By the values of some columns, the things of each solution that made a row with these."""
    wide = widened(text)
    if wide is None:
        return (), {}
    keys, asked = wide
    try:
        rows = list(ask(asked))
    except TcgraphError:  # it takes too long; then what the rows show is cited
        return (), {}
    found: dict[tuple[Term | None, ...], list[list[NamedNode]]] = {}
    for row in rows if set(keys) <= set(variables) else ():
        found.setdefault(tuple(row[: len(keys)]), []).append(_nodes(row))
    return keys, found


def _nodes(row: Row) -> list[NamedNode]:
    return list(dict.fromkeys(term for term in row if isinstance(term, NamedNode)))


def widened(text: str) -> tuple[tuple[str, ...], str] | None:
    """A query with columns for what its pattern goes through.

    Returns:
        The columns by which its rows are those of the other, and the query, whose columns are these and the things;
        None where it goes through nothing that it does not show, or gives no list that ends by itself.
    """
    tree = query_trees.query(text)
    if not isinstance(tree, Select) or not tree.columns or tree.modifiers.limit is not None:
        return None
    named = tuple(column.name for column in tree.columns if isinstance(column, s.Var))
    tree = replace(tree, where=_unwrapped(tree.where))
    where = _Opened(tree).group(tree.where)
    within = visible((where,))
    keys = tuple(name for name in named if name in within and name not in _worked_out(where))
    through = [name for name in _subjects(where) if name in within and name not in keys]
    if not through or not keys:
        return None
    shown = tuple(s.Var(name) for name in (*keys, *through))
    modifiers = Modifiers(limit=_MOST, values=tree.modifiers.values)
    return keys, written(replace(tree, modifier="DISTINCT", columns=shown, where=where, modifiers=modifiers))


def _unwrapped(where: s.Group) -> s.Group:
    """A pattern that only keeps some of a subquery's groups, as that subquery's: the keys tell which are kept."""
    given = tuple(element for element in where.elements if isinstance(element, s.Values))
    inner: list[s.Pattern] = [one for one in where.elements if not isinstance(one, s.Values | s.Filter | s.Bind)]
    while len(inner) == 1 and isinstance(inner[0], s.Group):
        inner = list(inner[0].elements)
    if len(inner) == 1 and isinstance(inner[0], Select) and inner[0].modifiers.group_by:
        return replace(where, elements=(*given, inner[0].where))
    return where


def _worked_out(where: s.Group) -> set[str]:
    """Variables that may have another value in each solution of one row: figures over groups."""
    inner = (node for node in walk(where) if isinstance(node, Select))
    return {
        column.variable.name
        for select in inner
        for column in select.columns
        if not isinstance(column, s.Var) and column.variable and has_aggregate(column)
    }


def _subjects(where: s.Group) -> dict[str, None]:
    """The variables of which something is said."""
    found: dict[str, None] = {}
    for node in walk(where, lambda node: not isinstance(node, s.Filter | s.Minus)):
        if isinstance(node, s.Triples):
            if isinstance(node.subject, s.Var):
                found[node.subject.name] = None
            backwards = (one for one in node.predicates if isinstance(one.verb, s.Inverse))
            found.update((o.name, None) for one in backwards for o in one.objects if isinstance(o, s.Var))
    return found


class _Opened:
    """A pattern with a variable between the steps of paths, and with those that its subqueries keep within."""

    def __init__(self, tree: Select) -> None:
        taken = mentioned(tree)
        self._fresh = (s.Var(name) for number in count() if (name := f"step{number}") not in taken)
        self._tree = tree
        self._said_of = _subjects(tree.where).keys()

    def group(self, group: s.Group) -> s.Group:
        return replace(group, elements=tuple(part for element in group.elements for part in self._element(element)))

    def _element(self, element: Node) -> Iterator[s.Pattern]:
        match element:
            case s.Triples():
                yield from self._steps(element)
            case s.Group():
                yield self.group(element)
            case s.Union():
                yield replace(element, parts=tuple(map(self.group, element.parts)))
            case s.Optional() | s.InGraph():
                yield replace(element, pattern=self.group(element.pattern))
            case Select() if element.columns and element.modifiers == NO_MODIFIERS:
                yield self._subquery(element)
            case _:
                yield element  # type: ignore[misc]

    def _subquery(self, select: Select) -> Select:
        named = {column.name for column in select.columns if isinstance(column, s.Var)}
        if len(named) < len(select.columns) or not named & self._said_of:
            return select  # it gives figures or days, and not the things that it looked at
        where = self.group(select.where)
        # What stands outside, too, is another thing of the same name.
        outside = mentioned(_without(self._tree, select))
        more = (name for name in visible((where,)) if name not in columns(select) and name not in outside)
        return replace(select, where=where, columns=(*select.columns, *map(s.Var, more)))

    def _steps(self, triples: s.Triples) -> Iterator[s.Triples]:
        kept: list[s.Predicate] = []
        for predicate in triples.predicates:
            if not isinstance(predicate.verb, s.Sequence):
                kept.append(predicate)
                continue
            subject: s.GraphNode = triples.subject
            *first, last = predicate.verb.parts
            for verb in first:
                between = next(self._fresh)
                yield s.Triples(subject, (s.Predicate(verb, (between,)),))
                subject = between
            yield s.Triples(subject, (s.Predicate(last, predicate.objects),))
        if kept or not triples.predicates:
            yield replace(triples, predicates=tuple(kept))


def _without(tree: Node, part: Node) -> Node:
    return s.Group(()) if tree is part else with_parts(tree, lambda below: _without(below, part))
