"""Node expressions (SHACL Advanced Features §6, SHACL 1.2 Node Expressions): the terms that they stand for, in order.

An expression is evaluated for many focus nodes at once, part by part; wherever a part looks at data, or computes, that
is one query for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.expression_queries import (
    Row,
    call_text,
    computed,
    declared_function,
    grouped,
    path_values,
    ranked,
    selected,
    stored,
)
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.names import BOOLEAN, NIL, SH, sh
from tcgraph.shacl.nested import conforming
from tcgraph.shacl.paths import read_path
from tcgraph.shacl.sets import Evaluate
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_run import ValidationRun

SHNEX: Final = "http://www.w3.org/ns/shacl-node-expr#"
Found = list[list[Term]]
_MESSAGE = sh("message")
_DEEPEST: Final = 60
_TRUE: Final = Literal("true", datatype=BOOLEAN)
_FALSE: Final = Literal("false", datatype=BOOLEAN)


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is evaluated for.

    Attributes:
        focus: the focus node; None where there is none.
        scope: the values of variables, by name.
    """

    focus: Term | None = None
    scope: Mapping[str, Term] = field(default_factory=dict)

    def values(self) -> Row:
        """Everything that has a name in the queries of an expression."""
        return {**({} if self.focus is None else {"this": self.focus, "focusNode": self.focus}), **self.scope}


class Evaluator:
    """Evaluates node expressions.

    Args:
        graph: the shapes graph that has them.
        shape_of: gives the shape that a node is.
        run: the validation or the run of rules.
        evaluate: checks a shape for nodes.
    """

    def __init__(
        self, graph: TripleIndex, shape_of: Callable[[Term], model.Shape], run: ValidationRun, evaluate: Evaluate
    ) -> None:
        self._graph = graph
        self._shape_of = shape_of
        self._run = run
        self._evaluate = evaluate
        self._depth = 0

    def values(self, node: Term, contexts: Sequence[Context]) -> Found:
        """The terms that an expression stands for.

        Args:
            node: the expression.
            contexts: what it is evaluated for.

        Returns:
            For each context its terms, in order; terms may repeat.

        Raises:
            BrokenInput: it is of a kind that is not known here.
        """
        if node == sh("this"):
            return [[] if each.focus is None else [each.focus] for each in contexts]
        if not isinstance(node, BlankNode):
            return [[node] for _ in contexts]
        if self._depth > _DEEPEST:
            raise BrokenInput(f"node expressions stand inside each other more than {_DEEPEST} deep")
        self._depth += 1
        try:
            return self._compound(node, contexts)
        finally:
            self._depth -= 1

    def _compound(self, node: BlankNode, contexts: Sequence[Context]) -> Found:
        if self._graph.is_list(node):
            return self._concatenated(self._graph.items(node), contexts)
        for name, method in _KINDS.items():
            for start in (SHNEX, SH):
                value = self._graph.value(node, NamedNode(start + name))
                if value is not None:
                    return method(self, node, value, contexts)
        return self._called(node, contexts)

    # -- parts

    def _part(self, node: Term, name: str) -> Term | None:
        graph = self._graph
        return graph.value(node, NamedNode(SHNEX + name)) or graph.value(node, sh(name))

    def _nodes(self, node: Term, contexts: Sequence[Context]) -> Found:
        inner = self._part(node, "nodes")
        if inner is None:
            return [[] if each.focus is None else [each.focus] for each in contexts]
        return self.values(inner, contexts)

    def _members(self, head: Term) -> list[Term]:
        return [] if head == NIL else self._graph.items(head)

    def _concatenated(self, members: Iterable[Term], contexts: Sequence[Context]) -> Found:
        found: Found = [[] for _ in contexts]
        for member in members:
            for here, values in zip(found, self.values(member, contexts), strict=True):
                here.extend(values)
        return found

    def _at_each(self, node: Term, lists: Found, contexts: Sequence[Context]) -> list[list[list[Term]]]:
        """An expression at each of some terms as focus nodes, for each context."""
        inner = [replace(each, focus=term) for each, terms in zip(contexts, lists, strict=True) for term in terms]
        found = iter(self.values(node, inner))
        return [[next(found) for _ in terms] for terms in lists]

    def _conforming(self, shape: Term, nodes: Iterable[Term]) -> set[Term]:
        """Those of some nodes that conform to a shape."""
        wanted = list(dict.fromkeys(nodes))
        kept = stored(self._run, wanted)
        known = [term for term in kept.values() if not isinstance(term, BlankNode)]
        failing = {node for node, _ in self._evaluate(self._run, self._shape_of(shape), Focus.of_nodes(known))}
        if any(isinstance(term, BlankNode) for term in wanted):
            # No query can name a blank node: the shape is asked of every subject, and the answers are looked up.
            anywhere = Focus(("?this ?any_predicate ?any_value .",), distinct=False)
            failing |= {node for node, _ in self._evaluate(self._run, self._shape_of(shape), anywhere)}
        return {term for term in wanted if kept[term] not in failing}

    # -- kinds

    def _variable(self, _node: Term, name: Term, contexts: Sequence[Context]) -> Found:
        key = name.value if isinstance(name, Literal) else ""
        return [[term] if (term := each.values().get(key)) is not None else [] for each in contexts]

    def _argument(self, _node: Term, number: Term, contexts: Sequence[Context]) -> Found:
        key = f"arg{number.value}" if isinstance(number, Literal) else ""
        return [[each.scope[key]] if key in each.scope else [] for each in contexts]

    def _path(self, node: Term, path: Term, contexts: Sequence[Context]) -> Found:
        inner = self._part(node, "focusNode")
        starts = self._nodes(node, contexts) if inner is None else self.values(inner, contexts)
        found = path_values(self._run, read_path(self._graph, path), {term for terms in starts for term in terms})
        return [[value for term in terms for value in found.get(term, ())] for terms in starts]

    def _instances(self, _node: Term, kind: Term, contexts: Sequence[Context]) -> Found:
        known: dict[Term, list[Term]] = {}
        classes = self.values(kind, contexts)
        for term in dict.fromkeys(term for terms in classes for term in terms):
            names = " ".join(map(str, self._run.inhabited(term)))
            rows = self._run.select(f"SELECT DISTINCT ?x {{ VALUES ?kind {{ {names} }} ?x a ?kind }}") if names else ()
            known[term] = [row[0] for row in rows if row[0] is not None]
        return [list(dict.fromkeys(value for term in terms for value in known[term])) for terms in classes]

    def _matching(self, _node: Term, shape: Term, contexts: Sequence[Context]) -> Found:
        focus = conforming(self._run, self._shape_of(shape), self._evaluate)
        rows = self._run.select(f"SELECT DISTINCT ?this {{ {focus.pattern} }}") if focus else ()
        found = [row[0] for row in rows if row[0] is not None]
        return [list(found) for _ in contexts]

    def _filtered(self, node: Term, shape: Term, contexts: Sequence[Context]) -> Found:
        lists = self._nodes(node, contexts)
        kept = self._conforming(shape, (term for terms in lists for term in terms))
        return [[term for term in terms if term in kept] for terms in lists]

    def _first(self, node: Term, shape: Term, contexts: Sequence[Context]) -> Found:
        return [terms[:1] for terms in self._filtered(node, shape, contexts)]

    def _every(self, node: Term, shape: Term, contexts: Sequence[Context]) -> Found:
        lists = self._nodes(node, contexts)
        kept = self._filtered(node, shape, contexts)
        return [[_truth(len(some) == len(terms))] for some, terms in zip(kept, lists, strict=True)]

    def _conforms(self, _node: Term, arguments: Term, contexts: Sequence[Context]) -> Found:
        members = self._members(arguments)
        if len(members) != 2:
            raise BrokenInput("shnex:conformsToShape takes a node and a shape")
        nodes, shapes = (self.values(member, contexts) for member in members)
        found: Found = []
        for terms, names in zip(nodes, shapes, strict=True):
            pairs = [(term, shape) for term in terms for shape in names]
            found.append([_truth(term in self._conforming(shape, [term])) for term, shape in pairs[:1]])
        return found

    def _mapped(self, node: Term, inner: Term, contexts: Sequence[Context]) -> Found:
        each = self._at_each(inner, self._nodes(node, contexts), contexts)
        return [[term for terms in lists for term in terms] for lists in each]

    def _ordered(self, node: Term, key: Term, contexts: Sequence[Context]) -> Found:
        lists = self._nodes(node, contexts)
        keys = self._at_each(key, lists, contexts)
        down = _TRUE in (self._part(node, "desc"), self._part(node, "descending"))
        ranks = ranked(self._run, [[next(iter(found), None) for found in some] for some in keys], down=down)
        return [[terms[place] for place in places] for terms, places in zip(lists, ranks, strict=True)]

    def _branch(self, node: Term, condition: Term, contexts: Sequence[Context]) -> Found:
        asked = self.values(condition, contexts)
        then, otherwise = self._part(node, "then"), self._part(node, "else")
        found: Found = [[] for _ in contexts]
        for branch, outcome in ((then, True), (otherwise, False)):
            places = [place for place, terms in enumerate(asked) if (terms[:1] == [_TRUE]) is outcome]
            if branch is not None and places:
                values = self.values(branch, [contexts[place] for place in places])
                for place, terms in zip(places, values, strict=True):
                    found[place] = terms
        return found

    def _united(self, _node: Term, members: Term, contexts: Sequence[Context]) -> Found:
        return [list(dict.fromkeys(terms)) for terms in self._concatenated(self._members(members), contexts)]

    def _joined(self, _node: Term, members: Term, contexts: Sequence[Context]) -> Found:
        return self._concatenated(self._members(members), contexts)

    def _common(self, _node: Term, members: Term, contexts: Sequence[Context]) -> Found:
        first, *others = [self.values(member, contexts) for member in self._members(members)] or [
            [[] for _ in contexts]
        ]
        return [
            [term for term in dict.fromkeys(terms) if all(term in other[place] for other in others)]
            for place, terms in enumerate(first)
        ]

    def _removed(self, node: Term, unwanted: Term, contexts: Sequence[Context]) -> Found:
        lists, gone = self._nodes(node, contexts), self.values(unwanted, contexts)
        return [[term for term in terms if term not in out] for terms, out in zip(lists, gone, strict=True)]

    def _distinct(self, _node: Term, inner: Term, contexts: Sequence[Context]) -> Found:
        return [list(dict.fromkeys(terms)) for terms in self.values(inner, contexts)]

    def _exists(self, _node: Term, inner: Term, contexts: Sequence[Context]) -> Found:
        return [[_truth(bool(terms))] for terms in self.values(inner, contexts)]

    def _cut(self, node: Term, number: Term, contexts: Sequence[Context]) -> Found:
        numbers = self.values(number, contexts)
        first = self._part(node, "limit") == number
        found: Found = []
        for terms, given in zip(self._nodes(node, contexts), numbers, strict=True):
            size = int(given[0].value) if given and isinstance(given[0], Literal) else 0
            found.append(terms[:size] if first else terms[size:])
        return found

    def _counted(self, _node: Term, inner: Term, contexts: Sequence[Context]) -> Found:
        return [[Literal(len(terms))] for terms in self.values(inner, contexts)]

    def _aggregated(self, node: Term, inner: Term, contexts: Sequence[Context]) -> Found:
        name = next(name for name in _AGGREGATES if self._part(node, name) == inner)
        lists = self.values(inner, contexts)
        separator = self._part(node, "separator")
        found = grouped(self._run, name, lists, separator.value if isinstance(separator, Literal) else "")
        return [[term] if term is not None else [] for term in found]

    def _selected(self, node: Term, text: Term, contexts: Sequence[Context]) -> Found:
        return selected(self._run, self._graph, node, text, [each.values() for each in contexts])

    def _computed(self, node: Term, text: Term, contexts: Sequence[Context]) -> Found:
        rows = [each.values() for each in contexts]
        found = computed(self._run, text.value if isinstance(text, Literal) else "", rows, self._graph, node)
        return [[] if term is None else [term] for term in found]

    def _called(self, node: BlankNode, contexts: Sequence[Context]) -> Found:
        """A function of a list of arguments; nothing for a node that says nothing."""
        # What results are to say is said of an expression, too (SHACL-AF, sh:expression).
        predicates = [predicate for predicate in self._graph.predicates(node) if predicate != _MESSAGE]
        if not predicates:
            return [[] for _ in contexts]
        arguments = self._graph.objects(node, predicates[0])[0]
        if len(predicates) > 1 or not self._graph.is_list(arguments):
            names = ", ".join(map(str, predicates))
            raise BrokenInput(f"a node expression with {names} is of no kind that is known here")
        members = self._members(arguments)
        lists = [self.values(member, contexts) for member in members]
        rows = [
            {f"a{place}": found[number][0] for place, found in enumerate(lists) if found[number]}
            for number in range(len(contexts))
        ]
        if (declared := declared_function(self._run, predicates[0])) is not None:
            # Called as it is, a function sees which blank node it is given, which no query could tell it.
            given = [[row.get(f"a{place}") for place in range(len(members))] for row in rows]
            return [[term] if (term := declared(*each)) is not None else [] for each in given]
        text, needs_all = call_text(predicates[0], [f"?a{place}" for place in range(len(members))])
        found = computed(self._run, text, rows)
        complete = [not needs_all or len(row) == len(members) for row in rows]
        return [[] if term is None or not whole else [term] for term, whole in zip(found, complete, strict=True)]


_AGGREGATES: Final = ("min", "max", "sum", "avg", "groupConcat")
_KINDS: Final[dict[str, Callable[[Evaluator, Term, Term, Sequence[Context]], Found]]] = {
    "var": Evaluator._variable,
    "arg": Evaluator._argument,
    "path": Evaluator._path,
    "pathValues": Evaluator._path,
    "instancesOf": Evaluator._instances,
    "nodesMatching": Evaluator._matching,
    "filterShape": Evaluator._filtered,
    "findFirst": Evaluator._first,
    "matchAll": Evaluator._every,
    "conformsToShape": Evaluator._conforms,
    "flatMap": Evaluator._mapped,
    "orderBy": Evaluator._ordered,
    "if": Evaluator._branch,
    "union": Evaluator._united,
    "concat": Evaluator._joined,
    "intersection": Evaluator._common,
    "remove": Evaluator._removed,
    "minus": Evaluator._removed,
    "distinct": Evaluator._distinct,
    "exists": Evaluator._exists,
    "limit": Evaluator._cut,
    "offset": Evaluator._cut,
    "count": Evaluator._counted,
    **dict.fromkeys(_AGGREGATES, Evaluator._aggregated),
    "sparqlExpr": Evaluator._computed,
    "select": Evaluator._selected,
}
"""Kinds of expressions by the property that tells them; both vocabularies have most of them."""


def _truth(value: bool) -> Literal:
    return _TRUE if value else _FALSE
