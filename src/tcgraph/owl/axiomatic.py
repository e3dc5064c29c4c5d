"""What holds of everything and tells nothing: reflexive facts and the vocabulary's own types, written on demand only.

OWL 2 Profiles §4.3: eq-ref, prp-ap, cls-thing, cls-nothing1, scm-cls, scm-op, scm-dp, dt-type1.
"""

from __future__ import annotations

from typing import Final

from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.owl.patterns import owl, rdf, rdfs
from tcgraph.owl.place import Place
from tcgraph.rdf import NamedNode, Quad

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
