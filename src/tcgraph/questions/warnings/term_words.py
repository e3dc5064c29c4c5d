"""How terms and values are written in a sentence or in a query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tcgraph.diagnostics.suggest import local_name
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.questions.graph_profile import kind_of
from tcgraph.questions.warnings.warning_sentences import FilledSentence, forms, say
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.sparql import syntax as s
from tcgraph.sparql.node import Node
from tcgraph.terms import QUERY_PREFIXES, TC

TYPE: Final = RDF_TYPE.value
NAMES: Final = (STANDARD["rdfs"] + "label", STANDARD["skos"] + "altLabel", TC + "abbreviation", TC + "code")
"""By what a thing may be called, the commonest first."""
LABEL: Final = NAMES[0]
TIMES: Final = frozenset(STANDARD["xsd"] + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
"""Datatypes of times, no two of which can be compared."""


def terms(*names: str) -> frozenset[str]:
    """Terms of the vocabulary by their local names."""
    return frozenset(TC + name for name in names)


def name_of(iri: str) -> str:
    """An IRI as a query may write it, as short as the prefixes allow."""
    short = QUERY_PREFIXES.shorten(iri)
    return short if not short.startswith("<") else f"<{iri}>"


def written_name(node: s.Iri) -> str:
    """A name as the query has it."""
    return "a" if node.value == TYPE else node.written or name_of(node.value)


def value_said(value: s.Iri | s.Literal) -> str:
    """A constant as a sentence has it."""
    if isinstance(value, s.Iri):
        return written_name(value)
    return f'"{value.value}"' if kind_said(value) == "text" else value.value


def literal_of(value: s.Literal) -> str:
    """A literal as SPARQL, with nothing abbreviated."""
    datatype = value.datatype.value if value.datatype is not None else None
    if value.language:
        return str(Literal(value.value, language=value.language))
    return str(Literal(value.value, datatype=NamedNode(datatype)) if datatype else Literal(value.value))


def kind_said(value: s.Literal) -> str:
    """The kind of value that a literal is; see :func:`~tcgraph.questions.graph_profile.kind_of`."""
    return "text" if value.datatype is None else kind_of(value.datatype.value)


def kinds_of(kinds: Iterable[str]) -> tuple[str | FilledSentence, ...]:
    """Kinds of values in words."""
    keys = {kind: f"kinds.{local_name(kind)}" for kind in sorted(kinds)}
    return tuple(say(key) if key in forms() else name_of(kind) for kind, key in keys.items())


def hint(prop: str) -> FilledSentence | None:
    """Where what a property is asked for can be had instead, where that is known."""
    key = f"hints.{prop.removeprefix(TC)}"
    return say(key) if prop.startswith(TC) and key in forms() else None


def term_said(term: Term | None) -> str:
    """A term as a query may write it, as short as that goes."""
    if isinstance(term, NamedNode):
        return name_of(term.value)
    if not isinstance(term, Literal) or term.language or local_name(term.datatype.value) == "string":
        return str(term)
    kind = local_name(term.datatype.value)
    # A decimal without a point would be read as a whole number.
    plain = kind in ("integer", "boolean") or (kind == "decimal" and "." in term.value)
    return term.value if plain else f"{Literal(term.value)}^^{name_of(term.datatype.value)}"


def put_otherwise(text: str, parts: Iterable[tuple[Node, str]]) -> str:
    """A query's text with other words in the place of some of its parts."""
    for part, words in sorted(parts, key=lambda one: -one[0].start):
        text = text[: part.start] + words + text[part.end :]
    return text
