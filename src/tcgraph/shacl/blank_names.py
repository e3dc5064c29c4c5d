"""Names for blank nodes that stay the same when something else in the graph changes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from tcgraph.rdf import BlankNode, NamedNode, Term, Triple

BLANK = "urn:blank:"


def is_content_name(term: Term) -> bool:
    """Whether a term is a blank node, or a name that one was given by :func:`content_names`."""
    return not isinstance(term, NamedNode) or term.value.startswith(BLANK)


def content_names(triples: Iterable[Triple]) -> dict[Term, NamedNode]:
    """Name each blank node by what is said of it, as deep as that goes.

    Canonical labels (RDFC-1.0) are numbered over the whole graph, so that one change renames others. Lists and
    restrictions, which are nearly all blank nodes that people write, are trees: their content is a name. Where blank
    nodes lead back to themselves, a round is cut where it closes; two nodes that say the same share a name.
    """
    said: defaultdict[Term, list[Triple]] = defaultdict(list)
    blanks: dict[Term, None] = {}
    for triple in triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, BlankNode):
                blanks[term] = None
        if isinstance(triple.subject, BlankNode):
            said[triple.subject].append(triple)
    known: dict[Term, NamedNode] = {}
    for node in blanks:
        _name(node, said, known)
    return known


def _name(start: Term, said: defaultdict[Term, list[Triple]], known: dict[Term, NamedNode]) -> None:
    # A list of ten thousand members is ten thousand deep: no recursion.
    waiting, open_ = [start], set[Term]()
    while waiting:
        node = waiting[-1]
        if node in known:
            waiting.pop()
            continue
        open_.add(node)
        inner = [t.object for t in said[node] if isinstance(t.object, BlankNode)]
        missing = [term for term in inner if term not in known and term not in open_]
        if missing:
            waiting += missing
            continue
        lines = sorted(
            f"{t.predicate} {known.get(t.object, '_:' if t.object in inner else t.object)}" for t in said[node]
        )
        known[node] = NamedNode(BLANK + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:24])
        open_.discard(node)
        waiting.pop()
