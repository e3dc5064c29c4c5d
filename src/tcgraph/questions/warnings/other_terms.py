"""Another property, the other way round, or another class, by which there are rows where a query's own leaves none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from tcgraph.diagnostics.suggest import local_name
from tcgraph.engine import query_trees
from tcgraph.namespaces import STANDARD
from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep
from tcgraph.questions.warnings.looked_graph import LookedGraph
from tcgraph.questions.warnings.term_words import LABEL, TYPE, name_of, put_otherwise, written_name
from tcgraph.questions.warnings.warning_sentences import QueryWarning, say, warning
from tcgraph.rdf import NamedNode
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.node import walk
from tcgraph.sparql.variable_scope import visible
from tcgraph.terms import TC

_OURS: Final = (TC, STANDARD["org"], STANDARD["rdfs"])
_TRIED: Final = 8
_TOLD: Final = 4


def by_another(asked: AskedQuery, *, classes: bool) -> Iterator[QueryWarning]:
    """The first property or class of a query without rows in whose place another one finds some.

    Only one both of whose ends are told of elsewhere can be a slip for another: anything fits what is free.

    Args:
        asked: the query.
        classes: whether another class is looked for, where no other property is found.
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
