"""What differs between two versions as facts, in whatever graph they stand: a fact that moved is the same fact.

Blank nodes have names that stay the same when something else in the graph changes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, NamedNode, Quad, Term, Triple

Facts = set[Triple]


def facts_changed(engine: EmbeddedEngine, removed: Iterable[Quad], added: Iterable[Quad]) -> tuple[Facts, Facts]:
    """The facts that are no longer stated anywhere, and those that held nowhere before.

    What was stated and now only follows from something else is a loss: whoever took it out may not have known.

    Args:
        engine: holds the data after the change.
        removed: the statements that the change took out of their graphs.
        added: those that it put in.
    """
    gone, come = _graphs_by_fact(removed), _graphs_by_fact(added)
    following = {application().inferred}
    lost = {fact for fact in gone if fact not in come and _graphs(engine, fact) <= following}
    new = {fact for fact, graphs in come.items() if fact not in gone and _graphs(engine, fact) <= graphs}
    return lost, new


def _graphs_by_fact(quads: Iterable[Quad]) -> dict[Triple, set[object]]:
    found: dict[Triple, set[object]] = {}
    for quad in quads:
        found.setdefault(Triple(quad.subject, quad.predicate, quad.object), set()).add(quad.graph_name)
    return found


def _graphs(engine: EmbeddedEngine, fact: Triple) -> set[object]:
    found = engine.store.quads_for_pattern(fact.subject, fact.predicate, fact.object, None)
    return {quad.graph_name for quad in found}


def named_by_content(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The same statements with each blank node named by what is said of it, so that versions can be compared."""
    found: Collection[Quad] = list(quads)
    if not any(isinstance(term, BlankNode) for quad in found for term in (quad.subject, quad.object)):
        yield from found
        return
    names = content_names(Triple(quad.subject, quad.predicate, quad.object) for quad in found)
    for quad in found:
        subject = names.get(quad.subject, quad.subject)
        assert isinstance(subject, NamedNode)
        yield Quad(subject, quad.predicate, names.get(quad.object, quad.object), quad.graph_name)


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
