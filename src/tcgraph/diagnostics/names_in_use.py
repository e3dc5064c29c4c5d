"""Names of our own vocabularies that are used but described nowhere: the misspellings that no shape catches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tcgraph.diagnostics.suggest import Candidates, namespace
from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import NamedNode, Quad, Term
from tcgraph.shacl.validation_report import Finding, Severity

UNDEFINED_TERM = NamedNode("urn:check#undefined-term")
UNKNOWN_THING = NamedNode("urn:check#unknown-thing")
_EXAMPLES = 20
_PREDICATES = "SELECT DISTINCT ?p { ?s ?p ?o }"
_PROPERTIES = """SELECT DISTINCT ?p {
    ?p a ?kind FILTER(?kind IN (
        rdf:Property, owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty, owl:FunctionalProperty
    ))
}"""
_ONLY_EXAMPLES = "SELECT DISTINCT ?s { ?s skos:example ?any FILTER NOT EXISTS { ?s ?p ?o FILTER(?p != skos:example) } }"
"""What nothing is left of but examples that others give of it."""
_VALUES = "SELECT DISTINCT ?o { ?s ?p ?o FILTER(isIRI(?o)) }"


def unknown_names(engine: Engine, graphs: Iterable[NamedNode], namespaces: Sequence[str]) -> list[Finding]:
    """Find IRIs in given namespaces that data uses and nothing describes.

    SHACL and OWL take any new predicate for granted, so ``ex:respondTo`` would pass every shape and be seen by
    no query.

    Args:
        engine: holds the data with everything that describes it.
        graphs: the graphs whose use of names is checked.
        namespaces: IRIs that begin with one of these must be described, where any that does is.

    Returns:
        One finding a triple, twenty at most for one name; the message holds a suggestion where one is near.
    """
    if not namespaces:
        return []
    checked = set(graphs)
    described = {row[0] for row in engine.select("SELECT DISTINCT ?s { ?s ?p ?o }")}
    described -= {row[0] for row in engine.select(_ONLY_EXAMPLES)}
    starts = _described_at_all(namespaces, described)
    # The store finds distinct names faster than Python; most runs end here, with nothing unknown.
    used = (row[0] for query in (_PREDICATES, _VALUES) for row in engine.select(query))
    unknown = {
        name for name in used if isinstance(name, NamedNode) and name not in described and name.value.startswith(starts)
    }
    if not unknown:
        return []
    uses = (quad for quad in engine.quads() if quad.graph_name in checked)
    return _told(unknown, uses, described, engine)


def unknown_after(
    engine: EmbeddedEngine,
    added: Iterable[Quad],
    removed: Iterable[Quad],
    graphs: Iterable[NamedNode],
    namespaces: Sequence[str],
) -> list[Finding]:
    """Find the names that a change uses and nothing describes, and those that it left without a description.

    Args:
        engine: holds the data after the change.
        added: what the change added.
        removed: what it removed.
        graphs: those that state something; what follows from the use of a name is no description of it.
        namespaces: as for :func:`unknown_names`.
    """
    starts, store, stated = tuple(namespaces), engine.store, set(graphs)
    touched = {name for quad in added for name in (quad.predicate, quad.object)} | {quad.subject for quad in removed}
    ours = (name for name in touched if isinstance(name, NamedNode) and name.value.startswith(starts))
    unknown = {
        name
        for name in ours
        if not any(quad.graph_name in stated for quad in store.quads_for_pattern(name, None, None, None))
    }
    if not unknown:
        return []
    uses = {quad for name in unknown for quad in store.quads_for_pattern(None, None, name, None)}
    uses |= {quad for name in unknown for quad in store.quads_for_pattern(None, name, None, None)}
    described = {row[0] for row in engine.select("SELECT DISTINCT ?s { ?s ?p ?o }")}
    starts = _described_at_all(namespaces, described)
    unknown = {name for name in unknown if name.value.startswith(starts)}
    return _told(unknown, (quad for quad in uses if quad.graph_name in stated), described, engine)


def _described_at_all(namespaces: Sequence[str], described: set[Term | None]) -> tuple[str, ...]:
    """The namespaces that have a description of anything: data without its ontology leaves all of its terms open."""
    names = [name.value for name in described if isinstance(name, NamedNode)]
    return tuple(start for start in namespaces if any(name.startswith(start) for name in names))


def _told(unknown: set[NamedNode], quads: Iterable[Quad], described: set[Term | None], engine: Engine) -> list[Finding]:
    uses: dict[NamedNode, list[Finding]] = defaultdict(list)
    for quad in quads:
        predicate, value = quad.predicate, quad.object
        if predicate in unknown:
            uses[predicate].append(_finding(quad.subject, predicate, value, UNDEFINED_TERM))
        if isinstance(value, NamedNode) and value in unknown:
            component = UNDEFINED_TERM if predicate == RDF_TYPE else UNKNOWN_THING
            uses[value].append(_finding(quad.subject, predicate, value, component))
    properties = {row[0] for row in engine.select(_PROPERTIES)}
    near: dict[tuple[str, bool | None], Candidates] = {}
    found: list[Finding] = []
    for name in sorted(uses, key=lambda name: name.value):
        for finding in sorted(uses[name], key=Finding.sort_key)[:_EXAMPLES]:
            # A property is meant for a property, and a class for a class; of a thing nobody knows what it is.
            verb = finding.predicate == name if finding.component == UNDEFINED_TERM else None
            key = namespace(name.value), verb
            if key not in near:
                pool = described if verb is None else described & properties if verb else described - properties
                near[key] = Candidates(x for x in pool if isinstance(x, NamedNode) and namespace(x.value) == key[0])
            found.append(_worded(finding, name, near[key]))
    return found


def _finding(subject: Term, predicate: NamedNode, value: Term, component: NamedNode) -> Finding:
    return Finding(subject, component, component, Severity.VIOLATION, "", predicate=predicate, value=value)


def _worded(finding: Finding, name: NamedNode, near: Candidates) -> Finding:
    term = finding.component == UNDEFINED_TERM
    what = "is not defined in the ontology." if term else "is not described anywhere."
    advice = near.question(name) or (
        "Define it in the ontology, or use a term that is." if term else "Describe it, or correct the name."
    )
    return Finding(
        finding.focus,
        finding.shape,
        finding.component,
        finding.severity,
        f"{name.value}\n{what}\n{advice}",
        predicate=finding.predicate,
        value=finding.value,
    )
