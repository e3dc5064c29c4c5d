"""Why an answer has no rows: the one condition that no row passes, or the first pattern that nothing fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tcgraph.namespaces import application
from tcgraph.questions.graph_profile import Rows
from tcgraph.questions.warnings.query_words import IN_TEXTS, QueryWarning, number_of
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Ask, Query, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import has_aggregate
from tcgraph.terms import TC

_COUNTED: Final = 1000
"""Rows that are counted at most."""
_SHOWN: Final = 60
"""Characters of a condition or pattern that are shown."""
_OURS: Final = " Texts are in our words, not in those of the source; tcs:matches finds other names (skos:altLabel) too."


_PRINTED: Final = TC + "asPrinted"
_ALL: Final = " The comma asks for all of these at once; FILTER(?x IN (…)) asks for any."


def as_rows(tree: Query, answered: int | None, rows: Rows) -> tuple[Query, int | None]:
    """A query as one for the rows of its pattern, where its answer hides that there are none: a total of 0, a "no".

    Args:
        tree: the query.
        answered: how many rows it has, where that is known.
        rows: runs a SELECT query.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    if isinstance(tree, Ask):
        tree, answered = Select(tree.prologue, "", (), tree.dataset, tree.where, tree.modifiers), 1
    elif not (isinstance(tree, Select) and answered == 1 and any(map(has_aggregate, tree.columns))):
        return tree, answered
    plain = not tree.modifiers.group_by and _may_be_looked_at(tree)
    return tree, 0 if plain and not _count(tree.where.elements, rows) else answered


def left_out(tree: Select, rows: Rows) -> bool:
    """Whether there are rows but for what NOT EXISTS and MINUS leave out."""
    leaving = [
        element
        for element in tree.where.elements
        if isinstance(element, s.Minus) or (isinstance(element, s.Filter) and isinstance(element.condition, s.Exists))
    ]
    return (
        bool(leaving)
        and _may_be_looked_at(tree)
        and bool(_count([each for each in tree.where.elements if each not in leaving], rows))
    )


def emptied(text: str, tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """What leaves no row of a query that has none; nothing where that cannot be told by looking a few times.

    Args:
        text: the query.
        tree: the same, read.
        rows: runs a SELECT query.
    """
    if _may_be_looked_at(tree):
        elements = tree.where.elements
        if found := _by_condition(text, elements, rows) or _by_pattern(text, elements, rows):
            yield found


def idle(text: str, tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """Parts of an "or" that look for words and that no row passes, though there are rows by the others.

    Args:
        text: the query.
        tree: the same, read.
        rows: runs a SELECT query.
    """
    if not _may_be_looked_at(tree):
        return
    for place, element in enumerate(tree.where.elements):
        condition = element.condition if isinstance(element, s.Filter) else None
        if isinstance(condition, s.Infix) and set(condition.operators) == {"||"}:
            others = (*tree.where.elements[:place], *tree.where.elements[place + 1 :])
            unmet = [part for part in condition.operands if not _count((*others, s.Filter(part)), rows)]
            unmet = [part for part in unmet if _in_words(part)]
            for part in unmet if len(unmet) < len(condition.operands) else ():
                message = f"No row passes {_quoted(text, part)}; all that are there pass by another part of the OR."
                yield QueryWarning(message, part.start, part.end)


def _may_be_looked_at(tree: Select) -> bool:
    """Whether the rows are those of the pattern, and the pattern is for the engine alone."""
    after = tree.modifiers
    if after.having or after.offset or after.limit == 0 or after.values is not None:
        return False
    elsewhere = (s.Service, s.Lateral, s.Verbatim)
    return not any(
        isinstance(node, elsewhere) or (isinstance(node, s.Iri) and node.value == application().search)
        for node in walk(tree.where)
    ) and not any(isinstance(element, Select) for element in tree.where.elements)


def _by_condition(text: str, elements: Sequence[s.Pattern], rows: Rows) -> QueryWarning | None:
    """The condition that leaves out most, of those that leave out all that the others let pass."""
    most, worst = 0, None
    for place, element in enumerate(elements):
        for part, rest in _conditions(element):
            found = _count((*elements[:place], *rest, *elements[place + 1 :]), rows)
            if found > most:
                most, worst = found, part
    if worst is None:
        return None
    message = f"No row passes {_quoted(text, worst)}; without it there {_number(most)}."
    # What is printed in the source is told by its own property.
    ours = _in_words(worst) and not any(isinstance(n, s.Iri) and n.value == _PRINTED for e in elements for n in walk(e))
    return QueryWarning(message + (_OURS if ours else ""), worst.start, worst.end)


def _in_words(condition: Node) -> bool:
    """Whether it looks for words that it says itself."""
    calls = (node for node in walk(condition) if isinstance(node, s.Call) and node.function in IN_TEXTS)
    return any(isinstance(part, s.Literal) for call in calls for part in call.arguments[1:2])


def _conditions(element: s.Pattern) -> Iterator[tuple[Node, tuple[s.Filter, ...]]]:
    """Each condition of a FILTER or MINUS that may be left out, with what then stands there."""
    if isinstance(element, s.Minus):
        yield element, ()
    elif isinstance(element, s.Filter):
        condition = element.condition
        if isinstance(condition, s.Infix) and set(condition.operators) == {"&&"}:
            for each in condition.operands:
                others = tuple(replace(element, condition=other) for other in condition.operands if other is not each)
                yield each, others
        else:
            yield condition, ()


def _by_pattern(text: str, elements: Sequence[s.Pattern], rows: Rows) -> QueryWarning | None:
    """The first pattern from which on nothing fits, in the order of the text."""
    steps = [step for element in elements for step in _steps(element)]
    before = 0
    for number, (told, _) in enumerate(steps):
        found = _count([pattern for _, pattern in steps[: number + 1]], rows)
        if not found:
            message = f"Nothing fits from {_quoted(text, told)} on; what stands before it has {_rows(before)}."
            if not before:
                message = f"Nothing fits {_quoted(text, told)}, whatever stands beside it."
            if isinstance(told, s.Predicate) and len(told.objects) > 1:
                message += _ALL
            return QueryWarning(message, told.start, told.end)
        before = found
    return QueryWarning("Rows fit the patterns, and none of them passes all conditions together.") if before else None


def _steps(element: s.Pattern) -> Iterator[tuple[Node, s.Pattern]]:
    """What an element asks for one after the other: what it is told by, and a pattern of its own."""
    if isinstance(element, s.Triples) and not isinstance(element.subject, s.BlankWith):
        for predicate in element.predicates:
            yield predicate, replace(element, predicates=(predicate,))
    elif not isinstance(element, s.Filter | s.Minus):
        yield element, element


def _count(elements: Sequence[s.Pattern], rows: Rows) -> int:
    pattern = written(s.Group(tuple(elements)), full=True)
    query = f"SELECT (COUNT(*) AS ?n) {{ SELECT (1 AS ?any_row) {pattern} LIMIT {_COUNTED + 1} }}"
    return number_of(rows(query))


def _number(found: int) -> str:
    return f"{'is' if found == 1 else 'are'} {_rows(found)}"


def _rows(found: int) -> str:
    if found > _COUNTED:
        return f"more than {_COUNTED:,} rows"
    return "one row" if found == 1 else f"{found} rows"


def _quoted(text: str, node: Node) -> str:
    found = " ".join(text[node.start : node.end].split())
    return found if len(found) <= _SHOWN else f"{found[:_SHOWN].rstrip()} …"
