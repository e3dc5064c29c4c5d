"""How facts are written for a person: short names, and unnamed axioms by what they say."""

from __future__ import annotations

from tcgraph.namespaces import RDF_TYPE, application, shorten
from tcgraph.owl.proof import Fact
from tcgraph.owl.schema import Schema
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term

_DEPTH = 4
_LONGEST = 100


def written(fact: Fact, schema: Schema) -> str:
    """A fact in one line: paths for the project's things, ``prefix:name`` for the rest, ``a`` for ``rdf:type``."""
    subject, predicate, object_ = fact
    verb = "a" if predicate == RDF_TYPE else name(predicate, schema)
    return f"{name(subject, schema)} {verb} {name(object_, schema)}"


def name(term: Term, schema: Schema, depth: int = 0) -> str:
    """A term, as people give it to the command line; an unnamed class or list in Turtle's brackets."""
    if isinstance(term, NamedNode):
        path = term.value.removeprefix(application().things)
        return path if path != term.value and "/" in path else shorten(term.value)
    if isinstance(term, Literal):
        return _literal(term)
    if isinstance(term, BlankNode) and depth < _DEPTH:
        members = schema.list(term)
        if members:
            return "( " + " ".join(name(member, schema, depth + 1) for member in members) + " )"
        said = sorted((fact for fact in schema.asserted if fact[0] == term), key=str)
        if said:
            parts = (f"{'a' if p == RDF_TYPE else name(p, schema)} {name(o, schema, depth + 1)}" for _, p, o in said)
            return f"[ {' ; '.join(parts)} ]"
    return str(term)


def _literal(term: Literal) -> str:
    text = " ".join(term.value.split())
    shown = str(Literal(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"))
    if term.language:
        return f"{shown}@{term.language}"
    kind = shorten(term.datatype.value)
    return shown if kind == "xsd:string" else f"{shown}^^{kind}"
