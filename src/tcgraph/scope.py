"""A named query about one follow-up, or about each of several with its name beside every row.

What belongs to a follow-up is told by its class: wherever a query says ``?x a tc:Recommendation``, that is narrowed to
the recommendations of one follow-up. About several, the narrowed query is asked once for each and the rows are put one
below the other, so that no total, no "last report" and no number of one is mixed with those of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.namespaces import application
from tcgraph.rdf import NamedNode
from tcgraph.sparql import syntax
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import walk
from tcgraph.terms import PREFIXES, TC

OF: Final = "of"
"""The parameter, and the column, that says which follow-up."""

_PLACE: Final = "of_place"
_A: Final = PREFIXES["rdf"] + "type"
_HERE: Final = f"<{TC}inFollowUp>"


def _path(*steps: str) -> str:
    return "/".join([*(f"^<{TC}{step[1:]}>" if step[0] == "^" else f"<{TC}{step}>" for step in steps), _HERE])


_ONE: Final = {
    "Section": _path(),
    "ReportingCycle": _path(),
    "Recommendation": _path("inSection"),
    "Element": _path("elementOf", "inSection"),
    "ReportEntry": _path("respondsTo", "inSection"),
}
"""Classes whose things are in exactly one follow-up, and the way there."""

_SOME: Final = {
    **dict.fromkeys(("Action", "StateOfAffairs", "ReportedItem"), _path("addresses", "inSection")),
    "Observation": _path("^hasObservation", "addresses", "inSection"),
    **dict.fromkeys(("Funding", "Participation"), _path("inAction", "addresses", "inSection")),
    "Answer": _path("answersElement", "elementOf", "inSection"),
    "Rendition": _path("renditionOf"),
    "Passage": _path("inRendition", "renditionOf"),
    "Correction": _path("corrects", "inRendition", "renditionOf"),
    "CoverParagraph": _path("partOf"),
    **dict.fromkeys(
        (
            "Agreement", "Allocation", "Appraisal", "Baseline", "Condition", "CountryProgramme", "Event", "Figure",
            "Hedge", "Measurement", "Need", "Obligation", "Practice", "Product", "Reading", "StageReport",
            "SupervisoryComment", "Target", "TripartiteBody",
        ),
        _path("passage", "inRendition", "renditionOf"),
    ),
}  # fmt: skip
"""Classes whose things lead to a follow-up in several ways, or to several; a document's things, by their passages."""


BELONGING: Final = "SELECT DISTINCT ?thing ?of WHERE {{\n{}\n}}".format(
    "\nUNION\n".join(f"{{ ?thing <{_A}> <{TC}{name}> ; {path} ?of }}" for name, path in {**_ONE, **_SOME}.items())
)
"""The query for all that is in some follow-up, with the follow-ups that it is in."""
_ANY_WAY: Final = "|".join(dict.fromkeys((*_ONE.values(), *_SOME.values(), f"^{_HERE}/{_HERE}")))
"""The same as a path; a follow-up leads to itself."""


def scoped(text: str) -> bool:
    """Whether a query is about things that belong to a follow-up."""
    return bool(_places(text))


def of_one(text: str, follow_up: NamedNode) -> str:
    """A query narrowed to one follow-up; the rest of its text stays as it was written."""
    narrowed = text
    for start, condition in sorted(_places(text), reverse=True):
        narrowed = f"{narrowed[:start]}{condition.format(follow_up)} {narrowed[start:]}"
    return narrowed


def of_each(text: str, columns: Iterable[str], follow_ups: Sequence[tuple[str, NamedNode]]) -> str:
    """A SELECT query asked of several follow-ups, each row with the code of its own in a last column, ``?of``.

    Args:
        text: the query, with its parameters bound.
        columns: its columns.
        follow_ups: codes and IRIs.
    """
    form = query_trees.query(text)
    assert isinstance(form, Select)
    start = form.head[0]
    # The last line of a query may be a comment, so that nothing may follow on it.
    parts = "\nUNION\n".join(
        f'{{ VALUES (?{OF} ?{_PLACE}) {{ ("{code}" {place}) }}\n{{ {of_one(text, node)[start:].rstrip()}\n}} }}'
        for place, (code, node) in enumerate(follow_ups, start=1)
    )
    shown = [*columns, OF]
    # Each in its own order, as far as that is told by what is shown.
    keys = [
        text[key.start : key.end]
        for key in form.modifiers.order_by
        if all(part.name in shown for part in walk(key) if isinstance(part, syntax.Var))
    ]
    order = " ".join([f"?{_PLACE}", *keys])
    return f"{text[:start]}SELECT {' '.join(f'?{name}' for name in shown)} WHERE {{\n{parts}\n}}\nORDER BY {order}\n"


@lru_cache(maxsize=512)
def _places(text: str) -> tuple[tuple[int, str], ...]:
    """Where a condition goes into a query's text, and the condition with ``{}`` for the follow-up."""
    found: dict[tuple[int, str], None] = {}
    form = query_trees.query(text)
    # What a CONSTRUCT makes is no condition.
    for node in walk(form if isinstance(form, Select) else form.where or form):
        if not isinstance(node, syntax.Triples):
            continue
        if (name := _found_by_words(node)) is not None:
            # What a search finds may be of any class, and of none that belongs to a follow-up: a country does not.
            way = f"?{name} {_ANY_WAY}"
            found[node.start, f"FILTER(EXISTS {{{{ {way} {{}} }}}} || NOT EXISTS {{{{ {way} ?other_{OF} }}}})"] = None
        elif isinstance(node.subject, syntax.Var):
            for name in _classes(node):
                thing = f"?{node.subject.name}"
                if name in _ONE:
                    found[node.start, f"{thing} {_ONE[name]} {{}} ."] = None
                elif name in _SOME:
                    found[node.start, f"FILTER EXISTS {{{{ {thing} {_SOME[name]} {{}} }}}}"] = None
    return tuple(found)


def _found_by_words(triples: syntax.Triples) -> str | None:
    """The variable for what a full-text search finds: the first in ``(?thing ?score ?text) tcs:matches (…)``."""
    subject, verbs = triples.subject, [predicate.verb for predicate in triples.predicates]
    if not any(isinstance(verb, syntax.Iri) and verb.value == application().search for verb in verbs):
        return None
    first = subject.items[0] if isinstance(subject, syntax.Collection) and subject.items else subject
    return first.name if isinstance(first, syntax.Var) else None


def _classes(triples: syntax.Triples) -> list[str]:
    return [
        term.value.removeprefix(TC)
        for predicate in triples.predicates
        if isinstance(predicate.verb, syntax.Iri) and predicate.verb.value == _A
        for term in predicate.objects
        if isinstance(term, syntax.Iri) and term.value.startswith(TC)
    ]
