"""A query as every look at it sees it: gone through once, with what its parts are by their kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, TypeVar, cast

from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep, conjunctions
from tcgraph.questions.warnings.looked_graph import LookedGraph
from tcgraph.questions.warnings.warning_sentences import QueryWarning
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Query, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import columns, visible

N = TypeVar("N", bound=Node)

IN_TEXTS: Final = frozenset(("CONTAINS", "STRSTARTS", "STRENDS", "REGEX"))
"""What looks for words in a text."""


@dataclass(eq=False)
class AskedQuery:
    """A query, with the graph that it is asked of.

    Attributes:
        text: the query.
        tree: the same, read.
        graph: what it is asked of.
        answered: how many rows it has, where that is known.
        told: what looks have told of it so far, by its words.
    """

    text: str
    tree: Query
    graph: LookedGraph
    answered: int | None
    told: dict[str, QueryWarning] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether it is a SELECT of all there is, and not of what FROM leaves of it."""
        return isinstance(self.tree, Select) and not self.tree.dataset

    @property
    def select(self) -> Select:
        """The tree of one that is plain."""
        return cast("Select", self.tree)

    @cached_property
    def _parts(self) -> defaultdict[type[Node], list[Node]]:
        found: defaultdict[type[Node], list[Node]] = defaultdict(list)
        for node in walk(self.tree):
            found[type(node)].append(node)
        return found

    def all(self, kind: type[N]) -> list[N]:
        """Its parts of a kind, in the order of the text."""
        return cast("list[N]", self._parts[kind])

    @cached_property
    def iris(self) -> dict[str, s.Iri]:
        """The IRIs that it names, each at its last place."""
        return {node.value: node for node in self.all(s.Iri)}

    def names_any(self, iris: Iterable[str]) -> bool:
        """Whether it names one of some IRIs."""
        return not self.iris.keys().isdisjoint(iris)

    @cached_property
    def groups(self) -> tuple[Conjunction, ...]:
        """Its groups of patterns that have to match together."""
        return tuple(conjunctions(self.tree))

    @cached_property
    def own_groups(self) -> tuple[Conjunction, ...]:
        """Those of a plain one that are in no subquery."""
        return tuple(group for group in self.groups if group.select is self.tree)

    @cached_property
    def steps(self) -> tuple[PatternStep, ...]:
        """The patterns of a plain one that have to match for there to be a row."""
        return tuple(step for group in self.own_groups if group.required for step in group.steps)

    @cached_property
    def where(self) -> str:
        """The pattern of a plain one, names in full."""
        return written(self.select.where, full=True)

    def count(self, names: Collection[str], modifier: str = "DISTINCT") -> int:
        """How many rows of some variables the pattern of a plain one has, each once unless a modifier says so."""
        return self.graph.count(names, self.select.where, modifier)

    @cached_property
    def variables(self) -> list[str]:
        """What the pattern of a plain one gives values to, by name."""
        return sorted(set(visible((self.select.where,))))

    @cached_property
    def shown(self) -> set[str]:
        """The columns of a plain one whose every value is a row of its own: those that are no expressions."""
        named = self.select.columns
        return {name_in(column) for column in named} - {""} if named else set(columns(self.select))


def totals(select: Select, *functions: str) -> Iterator[s.Aggregate]:
    """The aggregates in the columns of a SELECT, or those by some functions."""
    for node in (each for column in select.columns for each in walk(column)):
        if isinstance(node, s.Aggregate) and (not functions or node.function in functions):
            yield node


def name_in(node: Node | None) -> str:
    """The name of a variable; empty of anything else."""
    return node.name if isinstance(node, s.Var) else ""


def looks_for_words(condition: Node) -> bool:
    """Whether a condition looks for words that it says itself."""
    calls = (node for node in walk(condition) if isinstance(node, s.Call) and node.function in IN_TEXTS)
    return any(isinstance(part, s.Literal) for call in calls for part in call.arguments[1:2])


def texts_searched(conditions: Iterable[s.Expression]) -> Iterator[str]:
    """The variables in whose texts conditions look for words that they say themselves."""
    for node in (node for condition in conditions for node in walk(condition)):
        match node:
            case s.Call(function=function, arguments=(where, s.Literal(), *_)) if function in IN_TEXTS:
                yield from _read(where)
            case (
                s.Infix(operators=("=",), operands=(where, s.Literal()))
                | s.In(operand=where, negated=False, choices=(s.Literal(), *_))
            ):
                yield from _read(where)


def _read(text: s.Expression) -> Iterator[str]:
    match text:
        case s.Var():
            yield text.name
        case s.Call(function="LCASE" | "UCASE" | "STR", arguments=(inner,)):
            yield from _read(inner)


def also(where: s.Group, more: s.Group | None) -> s.Group:
    """A pattern whose rows have to fit another, too."""
    return replace(where, elements=(*where.elements, *(more.elements if more is not None else ())))
