"""How often a solution is found, by the standard: what COUNT, SUM and the rows of a table tell.

**A default graph of several graphs is their RDF merge**, in which each triple is one (SPARQL 1.1 §13.1). The engine
finds a triple once in each graph that has it. Where that may be several (:mod:`tcgraph.engine.store_counts`), a triple
pattern P is put so that each triple matches once:

* of the union of all graphs: ``GRAPH ?g { P } FILTER NOT EXISTS { GRAPH ?h { P } FILTER(STR(?h) < STR(?g)) }``, the
  triple in the first of its graphs, which can still be looked up from what stands beside it;
* of a list of graphs, or where triples stand in no named graph: ``SELECT DISTINCT`` of the variables of P, each
  solution of which is one triple.

**A path ``a|b`` is a union** (§18.2.2.4), and finds two things twice that both of its ways lead to. The engine finds
them once; it is put as UNION, which it looks up as well.

How often a solution is found does not count in EXISTS and MINUS (§8.3, §18.5), below DISTINCT (§15.3), for ASK, for
the triples of CONSTRUCT and DESCRIBE (§16.2), and for aggregates that are the same over a set (§18.5.1): there nothing
is changed. Nor does it in paths of any length, whose solutions are a set (§9.3). Inside GRAPH a triple is one already.
What RDF 1.2 adds (reified triples, annotations) is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import is_
from typing import TypeVar

from tcgraph.engine.store_counts import Repeated
from tcgraph.sparql import Query
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Alias, Construct, Describe, Select, Template
from tcgraph.sparql.node import Node, walk, with_parts
from tcgraph.sparql.planner import Rule
from tcgraph.sparql.planner.steps import FreshNames, PatternSplitter, WholePattern
from tcgraph.sparql.variable_scope import columns, visible

N = TypeVar("N", bound=Node)

AS_OFTEN = Rule(
    "as often as it is",
    "a triple that stands in several graphs is one in the default graph, and what two ways of a path lead to is two",
    "§13.1: the default graph is the RDF merge of its graphs; §18.2.2.4: a path of two ways is a union",
)
_SETTLED = frozenset(("MIN", "MAX", "SAMPLE"))
"""Aggregates that are the same over the set of their values."""
_MAKES = frozenset(("RAND", "UUID", "STRUUID", "BNODE"))
"""Functions that give each solution a value of its own."""


def counted(tree: Query, repeated: Repeated | None, *, listed: bool = False) -> Query:
    """The query in words by which each solution is found as often as it should be; itself where nothing is to be done.

    Args:
        tree: the query, in the words in which it would be put to the engine.
        repeated: tells which triples of the default graph may be found more than once; None where none is.
        listed: whether GRAPH may not be used to find them.
    """
    return _Counting(tree, repeated, listed=listed).query(tree)


class _Counting:
    def __init__(self, tree: Query, repeated: Repeated | None, *, listed: bool) -> None:
        names = FreshNames({node.name for node in walk(tree) if isinstance(node, s.Var)})
        self._cutter = _Cutter(names)
        self._names = names
        self._repeated = repeated
        self._listed = listed

    def query(self, tree: Query) -> Query:
        """A query of any form."""
        if isinstance(tree, Select):
            return self._select(tree, counts=True)
        if tree.where is None:
            return tree
        cut = tree.modifiers.limit is not None or bool(tree.modifiers.offset)
        named = isinstance(tree, Construct) and tree.template is not None and _has_nodes(tree.template)
        where = self._group(tree.where, counts=self._inside(tree, (), counts=cut or named))
        if where is tree.where:
            return tree
        if isinstance(tree, Construct) and tree.template is None:
            # The short form has room for triples alone (§16.2.4).
            tree = replace(tree, template=Template(tuple(e for e in tree.where.elements if isinstance(e, s.Triples))))
        elif isinstance(tree, Describe) and not tree.terms:
            tree = replace(tree, terms=tuple(map(s.Var, visible((where,)))))
        return replace(tree, where=where, modifiers=self._expressions(tree.modifiers))

    def _select(self, select: Select, *, counts: bool) -> Select:
        cut = select.modifiers.limit is not None or bool(select.modifiers.offset)
        inside = self._inside(select, select.columns, counts=(counts or cut) and select.modifier != "DISTINCT")
        where = self._group(select.where, counts=inside)
        if where is select.where:
            return with_parts(select, lambda part: part if part is where else self._expressions(part))
        named = select.columns or tuple(map(s.Var, columns(select)))
        if not named:
            return select
        told = replace(select, columns=named, where=where)
        return with_parts(told, lambda part: part if part is where else self._expressions(part))

    def _inside(self, tree: Query, projected: tuple[Node, ...], *, counts: bool) -> bool:
        """Whether it counts how often the pattern of a query has a solution, where it counts or not for the query."""
        told = [node for part in (*projected, tree.modifiers) for node in _outside_exists(part)]
        if any(isinstance(node, s.Call) and node.function in _MAKES for node in walk(tree)):
            return True
        aggregates = [node for node in told if isinstance(node, s.Aggregate)]
        if aggregates:
            return not all(each.distinct or each.function in _SETTLED for each in aggregates)
        return counts and not tree.modifiers.group_by

    def _group(self, group: s.Group, *, counts: bool) -> s.Group:
        elements = tuple(self._element(element, counts=counts) for element in group.elements)
        if counts:
            elements = self._triples_once(elements)
        return (
            group
            if len(elements) == len(group.elements) and all(map(is_, elements, group.elements))
            else s.Group(elements)
        )

    def _element(self, element: s.Pattern, *, counts: bool) -> s.Pattern:
        match element:
            case s.Triples() | s.Service():
                return element
            case s.InGraph():
                return self._in_graph(element, counts=counts)
            case Select():
                return self._select(element, counts=counts)
            case s.Group():
                return self._group(element, counts=counts)
            case s.Minus():
                counts = False

        def part(node: Node) -> Node:
            return self._group(node, counts=counts) if isinstance(node, s.Group) else self._expressions(node)

        return with_parts(element, part)

    def _in_graph(self, element: s.InGraph, *, counts: bool) -> s.InGraph:
        """A group in which each triple is one: of one graph."""
        outside, self._repeated = self._repeated, None
        pattern = self._group(element.pattern, counts=counts)
        self._repeated = outside
        return element if pattern is element.pattern else replace(element, pattern=pattern)

    def _expressions(self, node: N) -> N:
        """An expression, or what holds some, with what is counted in its EXISTS."""
        if isinstance(node, s.Exists):
            pattern = self._group(node.pattern, counts=False)
            return node if pattern is node.pattern else replace(node, pattern=pattern)
        return with_parts(node, self._expressions)

    def _triples_once(self, elements: tuple[s.Pattern, ...]) -> tuple[s.Pattern, ...]:
        """The triples among the elements of a group cut, where one is found again; they may share blank nodes."""
        try:
            cut = {place: self._cutter.cut(each) for place, each in enumerate(elements) if isinstance(each, s.Triples)}
        except WholePattern:
            return elements
        if not any(self._is_miscounted(step) for steps in cut.values() for step in steps):
            return elements
        return tuple(
            new
            for place, element in enumerate(elements)
            for new in (map(self._once, cut[place]) if place in cut else (element,))
        )

    def _is_miscounted(self, step: s.Triples) -> bool:
        (predicate,) = step.predicates
        match predicate.verb:
            case s.Alternative():
                return True
            case s.Iri() as iri:
                return self._repeated is not None and self._repeated(iri, predicate.objects[0])
            case s.Var() | s.Negated():
                return self._repeated is not None and self._repeated(None, None)
            case _:
                return False

    def _once(self, step: s.Triples) -> s.Pattern:
        (predicate,) = step.predicates
        if not self._is_miscounted(step):
            return step
        if isinstance(predicate.verb, s.Negated):
            return self._negated(step, predicate.verb)
        if not isinstance(predicate.verb, s.Alternative):
            return self._single(step)
        ways = (s.Triples(step.subject, (replace(predicate, verb=part),)) for part in predicate.verb.parts)
        return s.Union(tuple(s.Group(tuple(map(self._once, self._cutter.cut(way)))) for way in ways))

    def _negated(self, step: s.Triples, verb: s.Negated) -> s.Pattern:
        # §18.5, evaluation of NPS: each triple with another predicate is a solution.
        ((end,),) = (each.objects for each in step.predicates)
        ahead = [part for part in verb.parts if isinstance(part, s.Iri)]
        back = [part.path for part in verb.parts if isinstance(part, s.Inverse)]
        found = [self._other(step.subject, end, ahead)] if ahead else []
        if back and not isinstance(end, s.Literal):
            found.append(self._other(end, step.subject, back))
        return found[0] if len(found) == 1 else s.Union(tuple(found))

    def _other(self, start: Node, end: Node, but: Iterable[s.Path]) -> s.Group:
        """The triples between two ends with none of some predicates."""
        verb = self._names.next("predicate")
        found = self._single(s.Triples(start, (s.Predicate(verb, (end,)),)))  # type: ignore[arg-type]
        return s.Group((found, s.Filter(s.In(verb, tuple(but), negated=True))))  # type: ignore[arg-type]

    def _single(self, step: s.Triples) -> s.Group:
        """A pattern of one triple, which is found once."""
        if self._listed:
            seen = tuple(dict.fromkeys(node for node in walk(step) if isinstance(node, s.Var)))
            # Without a column it would be a star.
            named = seen or (Alias(s.Literal("1", s.Iri(s.XSD + "integer")), self._names.next("one")),)
            return s.Group((Select((), "DISTINCT", named, (), s.Group((step,))),))
        graph, other = self._names.next("graph"), self._names.next("graph")
        before = s.Infix(("<",), (s.Call("STR", (other,)), s.Call("STR", (graph,))))
        earlier = s.Exists(s.Group((s.InGraph(other, s.Group((step,))), s.Filter(before))), negated=True)
        return s.Group((s.InGraph(graph, s.Group((step,))), s.Filter(earlier)))


class _Cutter(PatternSplitter):
    """Cuts lists and every sequence of paths too."""

    def _node(self, node: Node, found: list[s.Triples]) -> s.Var | s.Iri | s.Literal:
        if not isinstance(node, s.Collection):
            return super()._node(node, found)
        first = cell = self._fresh()
        for place, item in enumerate(node.items):
            last = place == len(node.items) - 1
            after = s.Iri(s.RDF + "nil") if last else self._fresh()
            own = s.Triples(
                cell, (s.Predicate(s.Iri(s.RDF + "first"), (item,)), s.Predicate(s.Iri(s.RDF + "rest"), (after,)))
            )
            found += self.cut(own)
            cell = after  # type: ignore[assignment]
        return first

    def _linked(self, start: s.GraphNode, verb: s.Var | s.Path, end: s.GraphNode) -> Iterator[s.Triples]:
        if not isinstance(verb, s.Sequence):
            yield from super()._linked(start, verb, end)
            return
        for part in verb.parts[:-1]:
            between = self._fresh()
            yield from self._linked(start, part, between)
            start = between
        yield from self._linked(start, verb.parts[-1], end)


def _outside_exists(root: Node) -> Iterator[Node]:
    return walk(root, lambda node: not isinstance(node, s.Exists))


def _has_nodes(template: Template) -> bool:
    """Whether a template makes nodes, other ones for each solution (§16.2)."""
    return any(isinstance(node, s.Blank | s.BlankWith | s.Collection) for node in walk(template))
