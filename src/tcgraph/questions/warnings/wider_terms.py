"""Terms in whose place a wider one finds more of what is asked for.

Each is counted by asking the same query with the wider term, so that what its other conditions leave out is not told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.questions.warnings.asked_query import AskedQuery, also, texts_searched
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep
from tcgraph.questions.warnings.term_words import NAMES, put_otherwise, written_name
from tcgraph.questions.warnings.warning_sentences import FilledSentence, QueryWarning, say, warning
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, walk
from tcgraph.terms import QUERY_PREFIXES

_PREFIXED: Final = re.compile(r"[\w-]+:\w+")


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
    why: FilledSentence
    new: frozenset[str]
    places: tuple[tuple[Node, str], ...] = ()
    kind: str = ""
    ends: bool = False
    apart: str = ""


@dataclass(frozen=True)
class AskedStep:
    """A property in a query, with what a wider one depends on.

    Attributes:
        step: its pattern.
        group: the patterns that have to match together with it.
        sought: the variables in whose texts words are sought.
        asked: the query.
    """

    step: PatternStep
    group: Conjunction
    sought: set[str]
    asked: AskedQuery

    @property
    def iri(self) -> str:
        """The property's IRI."""
        return self.step.property.value

    @cached_property
    def name(self) -> str:
        """It as the query has it."""
        return written_name(self.step.property)

    @cached_property
    def is_named(self) -> bool:
        """Whether the query says which thing the property is to lead to, by its IRI or by a name."""
        end, steps = self.step.object, self.group.steps
        return (
            isinstance(end, s.Iri)
            or any(e.subject == end and e.property.value in NAMES and e.object in self.sought for e in steps)
            or end in set(_chosen(self.group))
        )

    def wider(
        self,
        path: str,
        why: FilledSentence,
        new: frozenset[str],
        places: tuple[tuple[Node, str], ...] = (),
        ends: bool = False,
    ) -> WiderTerm:
        """A path in which ``@`` is the property and other names have our prefixes; see :class:`WiderTerm`."""
        full = _PREFIXED.sub(lambda found: f"<{QUERY_PREFIXES.expand(found[0]).value}>", path)
        return WiderTerm(full.replace("@", f"<{self.iri}>"), path.replace("@", self.name), why, new, places, ends=ends)

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


Way = Callable[[AskedStep], Iterator[WiderTerm]]


def found_by(ways: Sequence[Way], asked: AskedQuery) -> Iterator[QueryWarning]:
    """Properties in whose place a wider term, to which there are some ways, finds more of what is asked for."""
    told: list[FilledSentence] = []
    for group in asked.own_groups if asked.variables else ():
        sought = set(texts_searched(group.conditions))
        for step in (*group.steps, *(_forked(asked.select) if group.required else ())):
            place = AskedStep(step, group, sought, asked)
            for wider in (wider for way in ways for wider in way(place)):
                # Who speaks of the wider way knows of it.
                if wider.why in told or asked.names_any(wider.new):
                    continue
                if more := _more(place, wider):
                    told.append(wider.why)
                    n = abs(more)
                    why = FilledSentence(wider.why.key, {**wider.why.slots, "n": n})
                    said = say("wider.more" if more > 0 else "wider.of_these", n=n, why=why, path=wider.shown)
                    end = step.object if isinstance(step.object, s.Iri) else step.property
                    yield replace(warning(step.property, said), end=end.end)


def _forked(tree: Select) -> Iterator[PatternStep]:
    """The ways of a path that forks, each as a step."""
    for node in (each for each in tree.where.elements if isinstance(each, s.Triples)):
        for predicate in node.predicates:
            ways = predicate.verb.parts if isinstance(predicate.verb, s.Alternative) else ()
            for way, end in ((way, end) for way in ways for end in predicate.objects):
                if isinstance(way, s.Iri) and isinstance(node.subject, s.Var) and isinstance(end, s.Var | s.Iri):
                    yield PatternStep(node.subject.name, way, end.name if isinstance(end, s.Var) else end)


def _more(place: AskedStep, wider: WiderTerm) -> int:
    """How many more the wider term finds; below 0 how many it leaves out of what the query leaves out too few of."""
    step, asked = place.step, place.asked
    other = query_trees.query(put_otherwise(asked.text, [(step.property, f"({wider.path})"), *wider.places]))
    if not isinstance(other, Select):
        return 0
    if wider.apart:
        return asked.graph.distinct("?any_other", wider.apart)
    narrow, wide = asked.select.where, other.where
    if wider.kind and isinstance(step.object, str):
        kind = query_trees.query(f"ASK {{ ?{step.object} a <{wider.kind}> }}").where
        narrow, wide = also(narrow, kind), also(wide, kind)

    def more(names: Sequence[str]) -> tuple[int, int]:
        found = asked.graph.count(names, wide)
        return found, found - asked.graph.count(names, narrow)

    counted = step.object if wider.ends else step.subject
    names = [counted] if isinstance(counted, str) and counted in asked.variables else asked.variables
    found, number = more(names)
    # That what is left out has a group beside what is not left out is no slip.
    if not number or (number < 0 and not (found and not wider.kind and isinstance(step.object, s.Iri))):
        return 0
    own = [column.name for column in asked.select.columns if isinstance(column, s.Var)]
    once = asked.select.modifier == "DISTINCT" and len(own) == len(asked.select.columns) > 0
    # Where what is shown is all there, nothing is missed.
    return 0 if once and not more(own)[1] else number
