"""Terms in whose place a wider one finds more of what is asked for.

Each is counted by asking the same query with the wider term, so that what its other conditions leave out is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tcgraph.engine import query_trees
from tcgraph.questions.warnings.asked_query import AskedQuery, also, texts_searched
from tcgraph.questions.warnings.asked_step import AskedStep, WiderTerm
from tcgraph.questions.warnings.conjunctions import PatternStep
from tcgraph.questions.warnings.term_words import put_otherwise
from tcgraph.questions.warnings.warning_sentences import QueryWarning, Said, say, warning
from tcgraph.questions.warnings.wider_ways import WAYS
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Select


def wider_terms(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Properties in whose place a wider path finds more of what is asked for."""
    told: list[Said] = []
    for group in asked.own_groups if asked.variables else ():
        sought = set(texts_searched(group.conditions))
        for step in (*group.steps, *(_forked(asked.select) if group.required else ())):
            place = AskedStep(step, group, sought, asked)
            for wider in (wider for way in WAYS for wider in way(place)):
                # Who speaks of the wider way knows of it.
                if wider.why in told or asked.names_any(wider.new):
                    continue
                if more := _more(place, wider):
                    told.append(wider.why)
                    n = abs(more)
                    why = Said(wider.why.key, {**wider.why.slots, "n": n})
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
        return asked.graph.number(f"SELECT (COUNT(DISTINCT ?any_other) AS ?n) {{ {wider.apart} }}")
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
