"""Texts in several languages: rows that a filter on one language leaves out, and rows that translations repeat."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.questions.graph_profile import GraphProfile, Rows
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep, conjunctions, shown
from tcgraph.questions.warnings.query_words import QueryWarning, written_name
from tcgraph.rdf import Literal
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Query, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import visible

_MOST = 5000
"""Matches that are looked at."""


def unknown(group: Conjunction, profile: GraphProfile) -> Iterator[QueryWarning]:
    """Languages that no value of a property is in; with ``=`` they are told apart by capitals, too."""
    for condition in group.conditions:
        for node in walk(condition):
            variable, tag, place = _language_asked(node) or (None, "", node)
            step = _of_variable(variable.name, group) if variable is not None else None
            tags = sorted(profile.languages.get(step.property.value, ())) if step is not None else []
            low = tag.lower() if isinstance(place, s.Call) else tag
            if step is not None and tags and not any(each == low or each.startswith(f"{low}-") for each in tags):
                near = next((f'"{each}"' for each in tags if tag.lower().startswith(each)), "")
                meant = f"Did you mean {near}?" if near else f"Its languages are {', '.join(tags)}."
                message = f'No value of {written_name(step.property)} is in "{tag}". {meant}'
                yield QueryWarning(message, place.start, place.end)


def left_out(group: Conjunction, rows: Rows, profile: GraphProfile) -> Iterator[QueryWarning]:
    """Filters on one language that leave out things with no text in it; in an OPTIONAL they leave out nothing."""
    if not group.required:
        return
    for condition in group.conditions:
        found = _language_asked(condition)
        step = found and _of_variable(found[0].name, group)
        tags = profile.languages.get(step.property.value, ()) if step else ()
        if found and step and any(each.startswith(found[1].lower()) for each in tags):
            variable, tag, node = found
            lacking = _count(
                rows,
                group,
                step,
                f"FILTER NOT EXISTS {{ ?thing <{step.property.value}> ?same "
                f"FILTER(LANGMATCHES(LANG(?same), {Literal(tag)})) }}",
            )
            if lacking:
                verb = "have" if lacking > 1 else "has"
                message = (
                    f'FILTER(LANG(?{variable.name}) = "{tag}") leaves out {lacking} that {verb} no such text in that '
                )
                message += "language; put it in an OPTIONAL to keep them."
                yield QueryWarning(message, node.start, node.end)


def _language_asked(condition: Node) -> tuple[s.Var, str, Node] | None:
    """A condition that is nothing but one on a language."""
    match condition:
        case s.Infix(
            operators=("=",), operands=(s.Call(function="LANG", arguments=(s.Var() as v,)), s.Literal() as tag)
        ):
            return (v, tag.value, condition) if tag.value else None
        case s.Call(
            function="LANGMATCHES", arguments=(s.Call(function="LANG", arguments=(s.Var() as v,)), s.Literal() as tag)
        ):
            return (v, tag.value, condition) if tag.value not in ("", "*") else None
    return None


def repeated(tree: Query, rows: Rows, profile: GraphProfile) -> Iterator[QueryWarning]:
    """Texts without a condition on their language whose translations each make a row, or are counted.

    That a text has a word in it seldom leaves one language alone.
    """
    if not isinstance(tree, Select):
        return
    names = sorted(set(visible((tree.where,))))
    asked = (node for node in walk(tree) if isinstance(node, s.Call) and node.function in ("LANG", "LANGMATCHES"))
    limited = {node.name for call in asked for node in walk(call) if isinstance(node, s.Var)}
    counted = any(
        isinstance(node, s.Aggregate) and not node.distinct and node.function in ("COUNT", "SUM", "AVG")
        for node in walk(tree, lambda node: not isinstance(node, s.Exists))
    )
    for step in (step for group in conjunctions(tree) if group.select is tree for step in group.steps):
        name, tags = step.object, sorted(profile.languages.get(step.property.value, ()))
        # What is asked of one thing by its name is read by eye.
        if not isinstance(step.subject, str) or not isinstance(name, str) or name not in names:
            continue
        if name in limited or len(tags) < 2:
            continue
        if (counted or name in shown(tree)) and _in_several(tree, names, name, rows):
            what = "is counted once for each" if counted else "makes a row for each"
            message = f"?{name} {what} of its translations ({', '.join(tags)})"
            message += f'; keep one with FILTER(LANG(?{name}) = "en").'
            yield QueryWarning(message, step.property.start, step.property.end)


def _in_several(tree: Select, names: list[str], name: str, rows: Rows) -> bool:
    """Whether two matches differ by the language of one text alone."""
    query = (
        f"SELECT DISTINCT {' '.join(f'?{one}' for one in names)} WHERE {written(tree.where, full=True)} LIMIT {_MOST}"
    )
    seen: dict[tuple[object, ...], str | None] = {}
    for row in rows(query):
        text = row[names.index(name)]
        rest = tuple(term for term in row if term is not text)
        language = text.language if isinstance(text, Literal) else None
        if seen.setdefault(rest, language) != language:
            return True
    return False


def _of_variable(name: str, group: Conjunction) -> PatternStep | None:
    return next((step for step in group.all if step.object == name and isinstance(step.subject, str)), None)


def _count(rows: Rows, group: Conjunction, text: PatternStep, condition: str) -> int:
    """How many things there are that match all that is said of them, have the text, and meet a condition."""
    same = [step for step in group.all if step.subject == text.subject and step is not text]
    patterns = [
        f"?thing <{step.property.value}> "
        + (f"?o{number}" if isinstance(step.object, str) else written(step.object, full=True))
        for number, step in enumerate(same)
    ]
    patterns.append(f"?thing <{text.property.value}> ?text")
    query = f"SELECT (COUNT(DISTINCT ?thing) AS ?n) {{ {' . '.join(patterns)} . {condition} }}"
    for (term,) in rows(query):
        return int(term.value) if isinstance(term, Literal) else 0
    return 0
