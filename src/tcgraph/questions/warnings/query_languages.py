"""Texts in several languages: rows that a filter on one language leaves out, and rows that translations repeat."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.questions.graph_profile import GraphProfile, Rows
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep, conjunctions, shown
from tcgraph.questions.warnings.query_words import QueryWarning
from tcgraph.rdf import Literal
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Query, Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.variable_scope import visible


def left_out(group: Conjunction, rows: Rows, profile: GraphProfile) -> Iterator[QueryWarning]:
    """Filters on one language that leave out things with no text in it; in an OPTIONAL they leave out nothing."""
    if not group.required:
        return
    for condition in group.conditions:
        found = _language_asked(condition)
        step = found and _of_variable(found[0].name, group)
        if found and step and profile.languages.get(step.property.value):
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


def _language_asked(condition: s.Expression) -> tuple[s.Var, str, s.Expression] | None:
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
    """Texts without a condition on their language whose translations each make a row, or are counted."""
    if not isinstance(tree, Select):
        return
    conditions = [each for each in walk(tree) if isinstance(each, s.Filter)]
    filtered = {node.name for each in conditions for node in walk(each) if isinstance(node, s.Var)}
    # That a text has a word in it seldom leaves one language alone.
    worded = filtered - {
        node.name
        for each in conditions
        for part in walk(each)
        if isinstance(part, s.In)
        or (isinstance(part, s.Infix) and {"&&", "||"}.isdisjoint(part.operators))
        or (isinstance(part, s.Call) and part.function in ("LANG", "LANGMATCHES"))
        for node in walk(part)
        if isinstance(node, s.Var)
    }
    limited = filtered - {name for name in worded if _in_several(tree, name, rows)}
    counted = any(
        isinstance(node, s.Aggregate) and not node.distinct and node.function in ("COUNT", "SUM", "AVG")
        for node in walk(tree, lambda node: not isinstance(node, s.Exists))
    )
    for group in conjunctions(tree):
        if group.select is not tree:
            continue
        for step in group.steps:
            name = step.object
            if not isinstance(name, str) or name in limited or len(profile.languages.get(step.property.value, ())) < 2:
                continue
            if not (name in shown(tree) or counted):
                continue
            more = f"?thing <{step.property.value}> ?one, ?another FILTER(LANG(?one) < LANG(?another))"
            if isinstance(step.subject, str) and _count(rows, group, step, more):
                tags = ", ".join(sorted(profile.languages[step.property.value]))
                what = "is counted once for each" if counted else "makes a row for each"
                shown_as = f"?{name}" if not name.startswith("|") else "the text"
                message = f"{shown_as} {what} of its translations ({tags})"
                message += f'; keep one with FILTER(LANG({shown_as}) = "en").'
                yield QueryWarning(message, step.property.start, step.property.end)


def _in_several(tree: Select, name: str, rows: Rows) -> bool:
    """Whether two rows of an answer differ by the language of one of its texts alone."""
    names = sorted(shown(tree) & set(visible((tree.where,))))
    if name not in names:
        return False
    seen: set[tuple[object, ...]] = set()
    for row in rows(f"SELECT DISTINCT {' '.join(f'?{one}' for one in names)} WHERE {written(tree.where, full=True)}"):
        rest = tuple(term for one, term in zip(names, row, strict=True) if one != name)
        if rest in seen and getattr(row[names.index(name)], "language", None):
            return True
        seen.add(rest)
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
