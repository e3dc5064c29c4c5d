"""A triple as people say it: things by their paths, names or codes, and properties by prefix and name or by label."""

from __future__ import annotations

from collections.abc import Sequence

from tcgraph import terms
from tcgraph.diagnostics.suggest import local_name
from tcgraph.diagnostics.term_names import same
from tcgraph.engine import Engine
from tcgraph.errors import BadParameter, UnknownTerm
from tcgraph.explain.triple import values_of
from tcgraph.export.describe import known_question, nearest, resolve
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term, parse

Fact = tuple[Term, Term, Term]
_NAMES = "rdfs:label|skos:prefLabel|skos:altLabel|skos:notation|tc:abbreviation|tc:code|tc:symbol"
_CALLED = """SELECT DISTINCT ?thing WHERE {{
  ?thing {names} ?name .
  FILTER(LCASE(STR(?name)) = {word} && isIRI(?thing))
}} ORDER BY ?thing"""


def read_triple(engine: Engine, words: Sequence[str], base: str) -> Fact:
    """The triple that three words stand for.

    Args:
        engine: holds the graph; of literals that differ in type or language only, the graph's own is meant.
        words: subject, predicate (``a`` for ``rdf:type``) and object.
        base: see :func:`tcgraph.export.describe.resolve`.

    Raises:
        UnknownTerm: one of them names nothing, or nothing that the graph speaks of.
        BadParameter: the object looks like a literal in Turtle and is none.
    """
    subject = known_name(engine, words[0], base)
    predicate = terms.RDF_TYPE if words[1].strip() == "a" else _property(engine, subject, words[1], base)
    if not engine.ask(f"ASK {{ ?s {predicate} ?o }}"):
        raise UnknownTerm(f"No triple has the predicate {terms.shorten(predicate.value)}. Is the name right?")
    return (subject, predicate, _object(engine, subject, predicate, words[2], base))


def known_name(engine: Engine, word: str, base: str) -> NamedNode:
    """The thing that a word names: its address or path, its name or abbreviation in any language, or its code.

    Raises:
        UnknownTerm: it names nothing, or nothing that the graph speaks of; the message has the nearest name.
    """
    try:
        node = resolve(word, base)
    except UnknownTerm:
        called = _called(engine, word)
        if len(called) == 1:
            return called[0]
        if called:
            several = ", ".join(each.value.removeprefix(terms.ID) for each in called)
            raise UnknownTerm(f"{word!r} may mean several: {several}. Say which.") from None
        raise
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
    listed = [value for value in values if isinstance(value, NamedNode)]
    named = [node for node in _called(engine, word) if node in listed]
    if named or (named := [node for node in listed if node.value.rpartition("/")[2] == word]):
        return named[0]
    try:
        node = resolve(word, base)
    except UnknownTerm:
        if _looks_like_a_name(word):
            raise
        things = _called(engine, word)
        if not things and any(isinstance(value, NamedNode) for value in values):
            what = terms.shorten(predicate.value)
            raise UnknownTerm(f"Nothing is called {word!r}, and {what} leads to things.") from None
        return things[0] if things and not any(isinstance(value, Literal) for value in values) else Literal(word)
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


def _property(engine: Engine, subject: NamedNode, word: str, base: str) -> NamedNode:
    """A property by its name, with or without a prefix, or its label; those that the subject has go first."""
    try:
        return resolve(word, base)
    except UnknownTerm:
        used = {row[0] for row in engine.select(f"SELECT DISTINCT ?property {{ {subject} ?property ?value }}")}
        named = sorted((node for node in used if isinstance(node, NamedNode)), key=str)
        local = [node for node in named if local_name(node.value) == word]
        called = [node for node in _called(engine, word) if engine.ask(f"ASK {{ ?thing {node} ?value }}")]
        own = [*local, *(node for node in called if node in used), *called, NamedNode(terms.TC + word.replace(" ", ""))]
        return own[0]


def _called(engine: Engine, word: str) -> list[NamedNode]:
    wanted = Literal(" ".join(word.split()).lower())
    prefixes = "".join(f"PREFIX {name}: <{terms.PREFIXES[name]}>\n" for name in ("rdfs", "skos", "tc"))
    rows = engine.select(prefixes + _CALLED.format(names=_NAMES, word=wanted))
    found = [thing for (thing,) in rows if isinstance(thing, NamedNode)]
    # A thing goes before a code of the same name.
    return [thing for thing in found if thing.value.startswith(terms.ID)] or found
