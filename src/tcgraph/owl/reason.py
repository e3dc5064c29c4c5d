"""Write into a graph of its own what follows, under OWL 2 RL, from everything asserted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE, STANDARD, application
from tcgraph.owl.equality import expand
from tcgraph.owl.fixpoint import Fixpoint, reach_fixpoint
from tcgraph.owl.graph_rules import conclude_all
from tcgraph.owl.inconsistencies import find_clashes
from tcgraph.owl.patterns import owl, rdf, rdfs
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Reasoning
from tcgraph.rdf import NamedNode, Quad

Method = Literal["rules", "owlrl"]
SameAs = Literal["representatives", "all"]


def reason(
    engine: Engine,
    *,
    into: NamedNode | None = None,
    premises: Iterable[NamedNode] | None = None,
    method: Method = "rules",
    same_as: SameAs = "representatives",
    trivial: bool = False,
) -> Reasoning:
    """Fill ``into`` with what the premises entail (W3C OWL 2 Profiles §4.3, the OWL 2 RL/RDF rules).

    Then the rules that stand with the ontology are applied (:mod:`tcgraph.owl.graph_rules`).

    What is asserted is never repeated there, and no literal becomes a subject.

    Args:
        engine: holds the premises; the conclusions are written there too.
        into: the graph to fill; what it held is dropped first. The application's graph of conclusions, when not given.
        premises: the graphs to reason over; every other graph of the engine, when not given.
        method: ``rules`` runs the rule tables inside the engine; ``owlrl`` copies everything to that library.
        same_as: ``representatives`` gathers what is known of things that are the same at one of them, and ties the
            others to it by ``owl:sameAs``; ``all`` repeats it for each of them. Ignored by ``owlrl``, which does
            the latter.
        trivial: write what is true of everything too (``x owl:sameAs x``, ``c rdfs:subClassOf owl:Thing``).
            Ignored by ``owlrl``.

    Returns:
        How much was inferred, by which rules, and every inconsistency found.

    Raises:
        EngineError: the engine failed.
    """
    into = into or application().inferred
    engine.drop(into)
    if method == "owlrl":
        # owlrl takes a second to import, and most runs never need it.
        from tcgraph.owl.reference import reason_with_owlrl

        graphs = [graph for graph in (premises if premises is not None else engine.graphs()) if graph != into]
        return reason_with_owlrl(engine, graphs, into)
    place = Place.of(engine, into, premises)
    state = reach_fixpoint(place)
    if same_as == "all":
        expand(place, state.equality)
    if trivial:
        write_axiomatic(place)
    conclude_all(place)
    return outcome(place, state)


def outcome(place: Place, state: Fixpoint) -> Reasoning:
    """What a finished run found, clashes included."""
    clashes = [*state.conflicts, *find_clashes(place, state.rules, state.schema, state.equality)]
    return Reasoning.of(place.engine.size(place.into), state.used, clashes)


# -- what holds of everything and tells nothing: reflexive facts and the vocabulary's own types, written on demand
# only. OWL 2 Profiles §4.3: eq-ref, prp-ap, cls-thing, cls-nothing1, scm-cls, scm-op, scm-dp, dt-type1

_ANNOTATIONS: Final = (
    *(rdfs(name) for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(
        owl(name)
        for name in ("deprecated", "versionInfo", "priorVersion", "backwardCompatibleWith", "incompatibleWith")
    ),
)
_XSD_NAMES: Final = (
    "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte "
    "unsignedLong unsignedInt unsignedShort unsignedByte float double string normalizedString token language Name "
    "NCName NMTOKEN boolean hexBinary base64Binary anyURI dateTime dateTimeStamp"
)
_DATATYPES: Final = (
    rdf("PlainLiteral"),
    rdf("XMLLiteral"),
    rdfs("Literal"),
    *(NamedNode(STANDARD["xsd"] + name) for name in _XSD_NAMES.split()),
)
_REFLEXIVE: Final = (
    (
        "?x rdfs:subPropertyOf ?x ; owl:equivalentProperty ?x",
        "VALUES ?k { owl:ObjectProperty owl:DatatypeProperty } ?x a ?k",
    ),
    (
        "?x rdfs:subClassOf ?x , owl:Thing ; owl:equivalentClass ?x . owl:Nothing rdfs:subClassOf ?x",
        "{ ?x a owl:Class } UNION { ?x rdfs:subClassOf|owl:equivalentClass|^rdfs:subClassOf|^owl:equivalentClass ?y }",
    ),
    ("?x owl:sameAs ?x . ?p owl:sameAs ?p . ?y owl:sameAs ?y", "?x ?p ?y"),
)


def write_axiomatic(place: Place) -> None:
    """Write them, for a reader who compares with the rules to the letter."""
    facts = [
        *((term, owl("AnnotationProperty")) for term in _ANNOTATIONS),
        *((term, owl("Class")) for term in (owl("Thing"), owl("Nothing"))),
        *((term, rdfs("Datatype")) for term in _DATATYPES),
    ]
    place.engine.insert([Quad(term, RDF_TYPE, kind, place.into) for term, kind in facts])
    graphs = (*place.premises, place.into) if place.premises is not None else place.engine.graphs()
    using = " ".join(f"USING {graph}" for graph in graphs)
    prefixes = " ".join(f"PREFIX {name}: <{STANDARD[name]}>" for name in ("owl", "rdf", "rdfs"))
    # eq-ref comes last and twice: its own conclusions bring owl:sameAs itself in as a predicate.
    for conclusion, premise in (*_REFLEXIVE, _REFLEXIVE[-1]):
        place.engine.update(
            f"{prefixes} INSERT {{ GRAPH {place.into} {{ {conclusion} }} }} {using} WHERE {{ {premise} }}"
        )
