"""What a person means by the three words of a triple on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from tcgraph import terms
from tcgraph.diagnostics.term_equality import same
from tcgraph.engine import Engine
from tcgraph.errors import BadParameter, UnknownTerm
from tcgraph.explain.near_misses import values_of
from tcgraph.export.describe import known_question, nearest, resolve
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term, parse

Fact = tuple[Term, Term, Term]


def read_triple(engine: Engine, words: Sequence[str], base: str) -> Fact:
    """The triple that three words stand for.

    Args:
        engine: holds the graph; of literals that differ in type or language only, the graph's own is meant.
        words: subject, predicate (``a`` for ``rdf:type``) and object.
        base: see :func:`tcgraph.export.describe.resolve`.

    Raises:
        UnknownTerm: the subject or predicate names nothing, or nothing that the graph speaks of.
        BadParameter: the object looks like a literal in Turtle and is none.
    """
    subject = known_name(engine, words[0], base)
    predicate = terms.RDF_TYPE if words[1].strip() == "a" else resolve(words[1], base)
    if not engine.ask(f"ASK {{ ?s {predicate} ?o }}"):
        raise UnknownTerm(f"No triple has the predicate {terms.shorten(predicate.value)}. Is the name right?")
    return (subject, predicate, _object(engine, subject, predicate, words[2], base))


def known_name(engine: Engine, word: str, base: str) -> NamedNode:
    """The thing that a word names.

    Raises:
        UnknownTerm: it names nothing, or nothing that the graph speaks of; the message has the nearest name.
    """
    node = resolve(word, base)
    if not engine.ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} }}"):
        question = known_question(node)
        known = engine.select(question) if question else ()
        raise UnknownTerm(f"The graph knows no {terms.shorten(node.value)}. {nearest(node, known)}")
    return node


def _object(engine: Engine, subject: NamedNode, predicate: NamedNode, word: str, base: str) -> Term:
    values = values_of(engine, subject, predicate)
    if word[:1] in ('"', "'"):
        wanted = _turtle_literal(word)
        return next((value for value in values if same(value) == same(wanted)), wanted)
    texts = [value for value in values if isinstance(value, Literal) and value.value == word]
    if texts:
        return min(texts, key=lambda text: (text.language not in ("", "en", None), str(text)))
    try:
        node = resolve(word, base)
    except UnknownTerm:
        if _looks_like_a_name(word):
            raise
        return Literal(word)
    if " " in word.strip():
        return Literal(word)
    return known_name(engine, word, base) if node not in values else node


def _looks_like_a_name(word: str) -> bool:
    prefix, colon, local = word.partition(":")
    return bool(colon and local) and prefix.isidentifier() and " " not in word


def _turtle_literal(word: str) -> Literal:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in terms.QUERY_PREFIXES.items())
    text = f"{head}<urn:x-tcgraph:s> <urn:x-tcgraph:p> {word} .".encode()
    try:
        found = [quad.object for quad in parse(text, GraphFormat.TURTLE)]
    except SyntaxError:
        found = []
    if len(found) != 1 or not isinstance(found[0], Literal):
        raise BadParameter(f'{word} is not a literal in Turtle. Write "text", "text"@en or "2006-10-11"^^xsd:date.')
    return found[0]
