"""Why an answer has no rows: another term that was meant, a condition that no row passes, or what nothing fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tcgraph.namespaces import application
from tcgraph.questions.warnings.asked_query import AskedQuery, looks_for_words
from tcgraph.questions.warnings.looked_graph import LookedGraph
from tcgraph.questions.warnings.other_terms import by_another
from tcgraph.questions.warnings.warning_sentences import QueryWarning, Said, say, warning
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Ask, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import has_aggregate
from tcgraph.terms import TC

_COUNTED: Final = 1000
"""Rows that are counted at most."""
_SHOWN: Final = 60
"""Characters of a condition or pattern that are shown."""
_PRINTED: Final = TC + "asPrinted"


def as_rows(asked: AskedQuery) -> AskedQuery:
    """A query as one for the rows of its pattern, where its answer hides that there are none: a total of 0, a "no".

    Raises:
        EngineError: the graph cannot be looked at.
    """
    tree, answered = asked.tree, asked.answered
    if isinstance(tree, Ask):
        tree, answered = Select(tree.prologue, "", (), tree.dataset, tree.where, tree.modifiers), 1
    elif not (isinstance(tree, Select) and answered == 1 and any(map(has_aggregate, tree.columns))):
        return asked
    if not tree.modifiers.group_by and _is_of_the_pattern(tree) and not _count(tree.where.elements, asked.graph):
        answered = 0
    return AskedQuery(asked.text, tree, asked.graph, answered, asked.told)


def emptied(asked: AskedQuery) -> Iterator[QueryWarning]:
    """What leaves no row of a query that has none; nothing where that cannot be told by looking a few times."""
    if not asked.is_plain or asked.answered != 0:
        return
    # What is told with what to write in its place is mended first.
    mended = any(one.instead for one in asked.told.values()) or _left_out(asked.select, asked.graph)
    swapped = [] if mended else list(by_another(asked, classes=not asked.told))
    yield from swapped
    if not swapped and _is_of_the_pattern(asked.select):
        yield from _by_condition(asked) or _by_pattern(asked)


def _left_out(tree: Select, graph: LookedGraph) -> bool:
    """Whether there are rows but for what NOT EXISTS and MINUS leave out."""
    elements = tree.where.elements
    rest = [
        element
        for element in elements
        if not isinstance(element, s.Minus)
        and not (isinstance(element, s.Filter) and isinstance(element.condition, s.Exists))
    ]
    return len(rest) < len(elements) and _is_of_the_pattern(tree) and bool(_count(rest, graph))


def _is_of_the_pattern(tree: Select) -> bool:
    """Whether the rows are those of the pattern, and the pattern is for the engine alone."""
    after = tree.modifiers
    if after.having or after.offset or after.limit == 0 or after.values is not None:
        return False
    elsewhere = (s.Service, s.Lateral, s.Verbatim)
    return not any(
        isinstance(node, elsewhere) or (isinstance(node, s.Iri) and node.value == application().search)
        for node in walk(tree.where)
    ) and not any(isinstance(element, Select) for element in tree.where.elements)


def _by_condition(asked: AskedQuery) -> list[QueryWarning]:
    """The condition that leaves out most, of those that leave out all that the others let pass."""
    most, worst, elements = 0, None, asked.select.where.elements
    for place, element in enumerate(elements):
        for part, rest in _conditions(element):
            found = _count((*elements[:place], *rest, *elements[place + 1 :]), asked.graph)
            if found > most:
                most, worst = found, part
    if worst is None:
        return []
    told = say("answers.no_row_passes", condition=_quoted(asked.text, worst), rows=_rows(most), n=most)
    # What is printed in the source is told by its own property.
    printed = any(isinstance(n, s.Iri) and n.value == _PRINTED for e in elements for n in walk(e))
    ours = say("answers.our_words") if looks_for_words(worst) and not printed else None
    return [warning(worst, told, ours)]


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


def _by_pattern(asked: AskedQuery) -> list[QueryWarning]:
    """The first pattern from which on nothing fits, in the order of the text."""
    steps = [step for element in asked.select.where.elements for step in _steps(element)]
    before = 0
    for number, (told, _) in enumerate(steps):
        found = _count([pattern for _, pattern in steps[: number + 1]], asked.graph)
        if not found:
            pattern = _quoted(asked.text, told)
            said = say("answers.nothing_fits", pattern=pattern)
            if before:
                said = say("answers.nothing_fits_from", pattern=pattern, rows=_rows(before))
            several = isinstance(told, s.Predicate) and len(told.objects) > 1
            return [warning(told, said, say("answers.comma") if several else None)]
        before = found
    return [warning(None, say("answers.not_together"))] if before else []


def _steps(element: s.Pattern) -> Iterator[tuple[Node, s.Pattern]]:
    """What an element asks for one after the other: what it is told by, and a pattern of its own."""
    if isinstance(element, s.Triples) and not isinstance(element.subject, s.BlankWith):
        for predicate in element.predicates:
            yield predicate, replace(element, predicates=(predicate,))
    elif not isinstance(element, s.Filter | s.Minus):
        yield element, element


def idle_conditions(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Parts of an "or" that look for words and that no row passes, though there are rows by the others."""
    if not asked.is_plain or asked.answered == 0 or not _is_of_the_pattern(asked.select):
        return
    elements = asked.select.where.elements
    for place, element in enumerate(elements):
        condition = element.condition if isinstance(element, s.Filter) else None
        if isinstance(condition, s.Infix) and set(condition.operators) == {"||"}:
            others = (*elements[:place], *elements[place + 1 :])
            unmet = [part for part in condition.operands if not _count((*others, s.Filter(part)), asked.graph)]
            unmet = [part for part in unmet if looks_for_words(part)]
            for part in unmet if len(unmet) < len(condition.operands) else ():
                yield warning(part, say("answers.idle", condition=_quoted(asked.text, part)))


def _count(elements: Sequence[s.Pattern], graph: LookedGraph) -> int:
    pattern = written(s.Group(tuple(elements)), full=True)
    return graph.number(f"SELECT (COUNT(*) AS ?n) {{ SELECT (1 AS ?any_row) {pattern} LIMIT {_COUNTED + 1} }}")


def _rows(found: int) -> Said:
    return say("answers.rows", n=found) if found <= _COUNTED else say("answers.many_rows", n=_COUNTED)


def _quoted(text: str, node: Node) -> str:
    found = " ".join(text[node.start : node.end].split())
    return found if len(found) <= _SHOWN else f"{found[:_SHOWN].rstrip()} …"
