"""Constants of a query as terms of RDF, and the other way."""

from __future__ import annotations

from tcgraph import rdf
from tcgraph.sparql.syntax import Iri, Literal, TripleTerm


def term_of(read: Iri | Literal) -> rdf.NamedNode | rdf.Literal:
    """The term of RDF that a constant stands for.

    Raises:
        ValueError: it is no IRI, or has a language that is none.
    """
    if isinstance(read, Iri):
        return rdf.NamedNode(read.value)
    if read.datatype is not None:
        return rdf.Literal(read.value, datatype=rdf.NamedNode(read.datatype.value))
    if read.direction:
        direction = rdf.BaseDirection.LTR if read.direction == "ltr" else rdf.BaseDirection.RTL
        return rdf.Literal(read.value, language=read.language, direction=direction)
    return rdf.Literal(read.value, language=read.language)


def constant(term: rdf.Term) -> Iri | Literal | TripleTerm:
    """A term of RDF as a constant of a query.

    Raises:
        ValueError: it is or holds a blank node, which no query can name.
    """
    match term:
        case rdf.NamedNode():
            return Iri(term.value)
        case rdf.Literal() if term.language:
            direction = "" if term.direction is None else str(term.direction)
            return Literal(term.value, None, term.language, direction)
        case rdf.Literal():
            return Literal(term.value, Iri(term.datatype.value))
        case rdf.Triple():
            return TripleTerm(constant(term.subject), Iri(term.predicate.value), constant(term.object))
        case _:
            raise ValueError("no query can name a blank node")
