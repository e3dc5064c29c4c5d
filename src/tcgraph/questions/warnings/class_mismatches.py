"""Patterns that nothing matches together: properties that what is asked for never has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep
from tcgraph.questions.warnings.looked_graph import LookedGraph
from tcgraph.questions.warnings.meant_names import called_here
from tcgraph.questions.warnings.term_words import TYPE, hint, name_of, written_name
from tcgraph.questions.warnings.warning_sentences import QueryWarning, Said, meant, say, warning
from tcgraph.sparql import syntax as s
from tcgraph.terms import TC


@dataclass(frozen=True, slots=True)
class _Possible:
    """The classes that a variable can be of, and what says so: a class asked for, or a property that leads to it."""

    classes: set[str]
    asked: str = ""
    way: str = ""


def class_mismatches(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Properties that what a variable stands for never has."""
    graph = asked.graph
    for group in asked.groups:
        possible = _possible(group, graph)
        for step in group.steps:
            one = possible.get(step.subject) if isinstance(step.subject, str) else None
            if one is None or step.subject in group.given:
                continue
            having = graph.profile.having.get(step.property.value) if step.property.value != TYPE else None
            if having and one.classes.isdisjoint(having):
                key, of = ("mismatch.end_has", one.way) if one.way else ("mismatch.class_has", one.asked)
                owners, name = _owners(having), written_name(step.property)
                yield _never(step, say(key, of=of, property=name, owners=owners, n=len(owners)), graph)


def _possible(group: Conjunction, graph: LookedGraph) -> dict[str, _Possible]:
    profile = graph.profile
    found: dict[str, _Possible] = {}
    for step in group.all:
        kind = step.object.value if isinstance(step.object, s.Iri) and step.property.value == TYPE else ""
        if isinstance(step.subject, str) and kind in profile.classes:
            found.setdefault(step.subject, _Possible({kind}, asked=name_of(kind)))
    for step in group.all:
        prop = step.property.value
        if isinstance(step.object, str) and prop != TYPE and profile.kinds.get(prop, {}).keys() == {"thing"}:
            found.setdefault(step.object, _Possible(profile.reached[prop], way=written_name(step.property)))
    return found


def _owners(having: dict[str, int]) -> tuple[str | Said, ...]:
    """The classes of ours that have it, the most telling first."""
    ours = sorted((name for name in having if name.startswith(TC)), key=lambda name: (-having[name], name))[:2]
    return tuple(map(name_of, ours)) or (say("mismatch.else"),)


def _never(step: PatternStep, told: Said, graph: LookedGraph) -> QueryWarning:
    near = called_here(step.property.value, graph)
    instead = name_of(near) if near else ""
    return warning(step.property, told, hint(step.property.value) or meant(instead), instead=instead)
