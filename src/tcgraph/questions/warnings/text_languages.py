"""Texts in several languages: tags that none has, rows that a filter leaves out, and rows that translations repeat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep
from tcgraph.questions.warnings.warning_sentences import QueryWarning, meant, say, warning, written_name
from tcgraph.rdf import Literal
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.node import Node, walk

_MOST: Final = 5000
"""Matches that are looked at."""
ADDING: Final = frozenset(("COUNT", "SUM", "AVG"))
"""Aggregates to which a value that comes again counts again."""


def unused_languages(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Languages that no value of a property is in; with ``=`` they are told apart by capitals, too."""
    for group in asked.groups:
        for node in (node for condition in group.conditions for node in walk(condition)):
            variable, tag = language_asked(node) or ("", "")
            step = _text_in(variable, group)
            tags = sorted(asked.graph.profile.languages.get(step.property.value, ())) if step is not None else []
            low = tag.lower() if isinstance(node, s.Call) else tag
            if step is not None and tags and not any(each == low or each.startswith(f"{low}-") for each in tags):
                near = next((f'"{each}"' for each in tags if tag.lower().startswith(each)), "")
                told = say("languages.none", property=written_name(step.property), tag=f'"{tag}"')
                yield warning(node, told, meant(near) or say("languages.are", tags=", ".join(tags)))


def left_out_by_language(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Filters on one language that leave out things with no text in it; in an OPTIONAL they leave out nothing."""
    for group in asked.groups:
        for condition in group.conditions if group.required else ():
            variable, tag = language_asked(condition) or ("", "")
            step = _text_in(variable, group)
            tags = asked.graph.profile.languages.get(step.property.value, ()) if step is not None else ()
            in_use = any(each.startswith(tag.lower()) for each in tags)
            if step is not None and in_use and (lacking := asked.graph.distinct("?thing", _without(step, tag, group))):
                told = f'FILTER(LANG(?{variable}) = "{tag}")'
                yield warning(condition, say("languages.left_out", n=lacking, condition=told))


def _without(text: PatternStep, tag: str, group: Conjunction) -> str:
    """Of things that match all that is said of them and have the text those that have none in a language."""
    prop = f"<{text.property.value}>"
    same = [step for step in group.all if step.subject == text.subject and step is not text]
    patterns = [
        f"?thing <{step.property.value}> "
        + (f"?o{number}" if isinstance(step.object, str) else written(step.object, full=True))
        for number, step in enumerate(same)
    ]
    patterns.append(f"?thing {prop} ?text")
    lacking = f"FILTER NOT EXISTS {{ ?thing {prop} ?same FILTER(LANGMATCHES(LANG(?same), {Literal(tag)})) }}"
    return f"{' . '.join(patterns)} . {lacking}"


def language_asked(condition: Node) -> tuple[str, str] | None:
    """The variable and the language of a condition that is nothing but one on a language."""
    match condition:
        case s.Infix(
            operators=("=",), operands=(s.Call(function="LANG", arguments=(s.Var(name=name),)), s.Literal(value=tag))
        ):
            return (name, tag) if tag else None
        case s.Call(
            function="LANGMATCHES",
            arguments=(s.Call(function="LANG", arguments=(s.Var(name=name),)), s.Literal(value=tag)),
        ):
            return (name, tag) if tag not in ("", "*") else None
    return None


def _text_in(variable: str, group: Conjunction) -> PatternStep | None:
    """The pattern that gives a variable its text."""
    return next((step for step in group.all if variable == step.object and isinstance(step.subject, str)), None)


def translations_repeated(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Texts without a condition on their language whose translations each make a row, or are counted.

    That a text has a word in it seldom leaves one language alone.
    """
    calls = (node for node in asked.all(s.Call) if node.function in ("LANG", "LANGMATCHES"))
    limited = {node.name for call in calls for node in walk(call) if isinstance(node, s.Var)}
    inside = walk(asked.tree, lambda node: not isinstance(node, s.Exists))
    counted = any(isinstance(n, s.Aggregate) and not n.distinct and n.function in ADDING for n in inside)
    for step in (step for group in asked.own_groups for step in group.steps):
        name, tags = step.object, sorted(asked.graph.profile.languages.get(step.property.value, ()))
        # What is asked of one thing by its name is read by eye.
        if not isinstance(step.subject, str) or not isinstance(name, str) or name not in asked.variables:
            continue
        if name in limited or len(tags) < 2:
            continue
        if (counted or name in asked.shown) and _in_several(asked, name):
            key = "languages.counted" if counted else "languages.repeated"
            yield warning(step.property, say(key, name=f"?{name}", tags=", ".join(tags)))


def _in_several(asked: AskedQuery, name: str) -> bool:
    """Whether two matches differ by the language of one text alone."""
    names = asked.variables
    query = f"SELECT DISTINCT {' '.join(f'?{one}' for one in names)} WHERE {asked.where} LIMIT {_MOST}"
    seen: dict[tuple[object, ...], str | None] = {}
    for row in asked.graph.rows(query):
        text = row[names.index(name)]
        rest = tuple(term for term in row if term is not text)
        language = text.language if isinstance(text, Literal) else None
        if seen.setdefault(rest, language) != language:
            return True
    return False
