"""What differs between two versions as facts, in whatever graph they stand: a fact that moved is the same fact."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, NamedNode, Quad, Triple
from tcgraph.shacl.blank_names import content_names

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
