"""Why an answer has no rows: another term that was meant, a condition that no row passes, or what nothing fits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tcgraph.diagnostics.suggest import local_name
from tcgraph.engine import query_trees
from tcgraph.namespaces import STANDARD, application
from tcgraph.questions.warnings.asked_query import AskedQuery, looks_for_words
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep
from tcgraph.questions.warnings.looked_graph import LookedGraph
from tcgraph.questions.warnings.warning_sentences import (
    LABEL,
    TYPE,
    FilledSentence,
    QueryWarning,
    name_of,
    put_otherwise,
    say,
    warning,
    written_name,
)
from tcgraph.rdf import NamedNode
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Ask, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import has_aggregate, visible
from tcgraph.terms import TC

_COUNTED: Final = 1000
"""Rows that are counted at most."""
_SHOWN: Final = 60
"""Characters of a condition or pattern that are shown."""
_PRINTED: Final = TC + "asPrinted"


def as_rows(asked: AskedQuery) -> AskedQuery:
    """A query as one for the rows of its pattern, where its answer hides that there are none: a total of 0, a "no"."""
    tree, answered = asked.tree, asked.answered
    if isinstance(tree, Ask):
        tree, answered = Select(tree.prologue, "", (), tree.dataset, tree.where, tree.modifiers), 1
    elif not (isinstance(tree, Select) and answered == 1 and any(map(has_aggregate, tree.columns))):
        return asked
    if not tree.modifiers.group_by and _is_of_the_pattern(tree) and not _count(tree.where.elements, asked.graph):
        answered = 0
    return replace(asked, tree=tree, answered=answered)


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
    elsewhere = (s.Service, s.Lateral, s.PatternText)
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


def _rows(found: int) -> FilledSentence:
    return say("answers.rows", n=found) if found <= _COUNTED else say("answers.many_rows", n=_COUNTED)


def _quoted(text: str, node: Node) -> str:
    found = " ".join(text[node.start : node.end].split())
    return found if len(found) <= _SHOWN else f"{found[:_SHOWN].rstrip()} …"


_OURS: Final = (TC, STANDARD["org"], STANDARD["rdfs"])
_TRIED: Final = 8
_TOLD: Final = 4


def by_another(asked: AskedQuery, *, classes: bool) -> Iterator[QueryWarning]:
    """The first property or class of a query without rows in whose place another one finds some.

    Only one both of whose ends are told of elsewhere can be a slip for another: anything fits what is free. Another
    class is looked for at most where no other property is found.
    """
    patterns = walk(asked.select.where, lambda node: not isinstance(node, s.Filter | s.Bind))
    said = Counter(node.name for node in patterns if isinstance(node, s.Var))
    steps = [(step, group) for group in asked.own_groups if group.required for step in group.steps]
    ends = (end for step, _ in steps for end in (step.subject, step.object) if isinstance(end, str))
    said.update(end for end in ends if not end.isidentifier())
    # A class is right more often than a property.
    for step, group in sorted(steps, key=lambda one: one[0].property.value == TYPE):
        typed = step.property.value == TYPE
        term = step.object if typed else step.property
        alone = [each for each in group.steps if step.subject in (each.subject, each.object)] == [step]
        # The hidden end of a path's part is free where its other part forks.
        loose = [end for end in (step.subject, step.object) if isinstance(end, str) and said[end] < 2]
        free = step.object in loose or any(not end.isidentifier() for end in loose)
        if (typed and (alone or not classes)) or not isinstance(term, s.Iri) or term.value == LABEL:
            continue
        own = name_of(term.value)
        turned = "" if typed or isinstance(step.object, s.Literal) else f"^{own}"
        # What is turned round can be seen where the other end is free, too.
        ways = {turned} if turned and (not free or isinstance(step.subject, s.Iri)) else set()
        ways.update(() if free else _ways(step, group, asked.graph))
        found = {way: _finds(put_otherwise(asked.text, [(term, way)]), asked) for way in ways}
        if any(found.values()) and not found.get(own):
            best = [way for way in sorted(found, key=lambda way: (-found[way], way)) if found[way]][:_TOLD]
            same = [way for way in found if found[way] and way.partition(":")[2] == own.partition(":")[2]]
            best = [turned] if found.get(turned) else same or best
            told = ", ".join(f"{way} ({found[way]})" for way in best)
            key = "answers.other_class" if typed else "answers.other_property"
            instead = best[0] if len(best) == 1 else ""
            yield warning(term, say(key, name=written_name(term), ways=told), instead=instead)
            return


def _finds(text: str, asked: AskedQuery) -> int:
    """How many rows a query has that says something else."""
    where = query_trees.query(text).where
    if where is None:
        return 0
    every = set(visible((where,)))
    read = {node.name for column in asked.select.columns for node in walk(column) if isinstance(node, s.Var)}
    shown = " ".join(f"?{name}" for name in sorted(every & read or every)) or "(1 AS ?any_row)"
    rows = f"SELECT DISTINCT {shown} WHERE {written(where, full=True)}"
    return asked.graph.number(f"SELECT (COUNT(*) AS ?n) {{ {rows} }}")


def _ways(step: PatternStep, group: Conjunction, graph: LookedGraph) -> list[str]:
    """What stands in the place of a term where the rest of its patterns fit, the commonest first."""
    rest = [_said(each.subject, f"<{each.property.value}>", each.object) for each in group.steps if each is not step]
    rest += [written(values, full=True) for values in group.values]
    if step.property.value == TYPE:
        ways = {"": _said(step.subject, "a", "any_way")}
    else:
        ways = {"": _said(step.subject, "?any_way", step.object)}
        if not isinstance(step.object, s.Literal):
            ways["^"] = _said(step.object, "?any_way", step.subject)
    for sign, way in ways.items():
        query = f"SELECT ?any_way (COUNT(*) AS ?n) {{ {way} . {' . '.join(rest)} }} GROUP BY ?any_way ORDER BY DESC(?n)"
        found = [term.value for term, _ in graph.rows(query) if isinstance(term, NamedNode)]
        # The same name of another vocabulary is the likeliest.
        found.sort(key=lambda iri: local_name(iri) != local_name(step.property.value))
        if ours := [f"{sign}{name_of(iri)}" for iri in found if iri.startswith(_OURS[: 2 if sign else 3])]:
            return ours[:_TRIED]
    return []


def _said(subject: str | s.Iri | s.Literal, verb: str, object_: str | s.Iri | s.Literal) -> str:
    ends = (
        "?" + re.sub(r"\W", "_", end) if isinstance(end, str) else written(end, full=True) for end in (subject, object_)
    )
    return f" {verb} ".join(ends)
