"""A property in a query as wider terms look at it, and what may stand in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep
from tcgraph.questions.warnings.term_words import NAMES, written_name
from tcgraph.questions.warnings.warning_sentences import Said
from tcgraph.sparql import syntax as s
from tcgraph.sparql.node import Node, walk


@dataclass(frozen=True, slots=True)
class WiderTerm:
    """A wider term.

    Attributes:
        path: as a query may write it, with full names.
        shown: the same as it is told.
        why: what more it finds, to be said of a number.
        new: the names that only it has.
        places: what it takes the place of, beside the property itself, with the words that stand there then.
        kind: the class that what it leads to has to be of; empty for any.
        ends: whether what it leads to is counted, and not what it starts from.
        apart: what it finds that is no such thing as the query asks for, as a pattern for ``?any_other``.
    """

    path: str
    shown: str
    why: Said
    new: frozenset[str]
    places: tuple[tuple[Node, str], ...] = ()
    kind: str = ""
    ends: bool = False
    apart: str = ""


class AskedStep:
    """A property in a query, with what a wider one depends on.

    Args:
        step: its pattern.
        group: the patterns that have to match together with it.
        sought: the variables in whose texts words are sought.
        asked: the query.
    """

    def __init__(self, step: PatternStep, group: Conjunction, sought: set[str], asked: AskedQuery) -> None:
        self.step = step
        self.group = group
        self.sought = sought
        self.asked = asked
        self.property = step.property.value
        self.name = written_name(step.property)

    @cached_property
    def is_named(self) -> bool:
        """Whether the query says which thing the property is to lead to, by its IRI or by a name."""
        end, steps = self.step.object, self.group.steps
        return (
            isinstance(end, s.Iri)
            or any(e.subject == end and e.property.value in NAMES and e.object in self.sought for e in steps)
            or end in set(_chosen(self.group))
        )

    @property
    def is_sought(self) -> bool:
        """Whether words are sought in the text that it leads to."""
        return self.step.object in self.sought

    def starts_from(self, classes: frozenset[str]) -> bool:
        """Whether the query asks for one of some classes there."""
        kinds = (each.object for each in self.group.all if each.subject == self.step.subject)
        return any(isinstance(kind, s.Iri) and kind.value in classes for kind in kinds)


def _chosen(group: Conjunction) -> Iterator[str]:
    """Variables that a query gives things to by their names."""
    for values in group.values:
        yield from (variable.name for variable in values.variables)
    # What an "or" names is one of several things that are meant.
    for node in (node for each in group.conditions for node in walk(each, lambda node: not _is_or(node))):
        match node:
            case (
                s.In(operand=s.Var(name=name), negated=False, choices=(s.Iri(), *_))
                | s.Infix(operators=("=",), operands=(s.Var(name=name), s.Iri()))
            ):
                yield name


def _is_or(node: Node) -> bool:
    return isinstance(node, s.Infix) and "||" in node.operators
