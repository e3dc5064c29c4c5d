"""RDF terms and formats: the one home of term classes, media types and file endings.

The term classes are pyoxigraph's value types, re-exported. They are immutable, hash and compare by the
lexical form (RDF 1.1 Concepts §3.3), and every engine of ours speaks them, so no result is converted twice.
The *store* of pyoxigraph is imported in :mod:`tcgraph.engine` alone.
"""

from __future__ import annotations

import math
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pyoxigraph
from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, Variable

from tcgraph.errors import BrokenInput

__all__ = [
    "BaseDirection",
    "BlankNode",
    "DefaultGraph",
    "GraphFormat",
    "Literal",
    "NamedNode",
    "Quad",
    "ResultFormat",
    "Term",
    "Triple",
    "Variable",
    "begins_with_mark",
    "canonical_quads",
    "number_of",
    "parse",
    "plain",
    "truth_of",
    "with_prefixes_used",
]

Term = NamedNode | BlankNode | Literal | Triple
"""What may stand at a position of a solution."""


_XSD = "http://www.w3.org/2001/XMLSchema#"
_FORMS = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    _XSD + "double": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"),
}
_DIGITS = 4000
"""Python refuses to read more digits than 4300 at once."""


def number_of(term: object) -> int | float | None:
    """The number that a literal says, for formats that have numbers and nothing else of the kind (RFC 8259 §6).

    Args:
        term: any term.

    Returns:
        An int for an ``xsd:integer``, a float for an ``xsd:decimal`` or ``xsd:double``; None for every other term,
        for a literal that is ill-typed (XML Schema 1.1 Part 2 §3), and for what is no finite number.
    """
    if not isinstance(term, Literal):
        return None
    form = _FORMS.get(term.datatype.value)
    if form is None or len(term.value) > _DIGITS or form.fullmatch(term.value) is None:
        return None
    if term.datatype.value == _XSD + "integer":
        return int(term.value)
    number = float(term.value)
    return number if math.isfinite(number) else None


_PREFIX_LINE = re.compile(rb"@prefix ([^ ]*) [^\n]*\n")


def with_prefixes_used(document: bytes) -> bytes:
    """A Turtle or TriG document as the engine writes it, without the prefixes at its head that nothing in it uses."""
    declared = []
    body = 0
    while line := _PREFIX_LINE.match(document, body):
        declared.append(line)
        body = line.end()
    return b"".join(line[0] for line in declared if document.find(line[1], body) >= 0) + document[body:]


def truth_of(term: object) -> bool | None:
    """What an ``xsd:boolean`` says; None for every other term, and for one that is ill-typed."""
    if not isinstance(term, Literal) or term.datatype.value != _XSD + "boolean":
        return None
    return {"true": True, "1": True, "false": False, "0": False}.get(term.value)


@dataclass(frozen=True, slots=True)
class _Format:
    """A concrete syntax: its usual media type, other accepted ones, file endings (first is preferred), and its name.

    Files have the others, too, and nothing of ours is called by them.
    """

    media_type: str
    aliases: tuple[str, ...]
    suffixes: tuple[str, ...]
    label: str = ""
    others: tuple[str, ...] = ()


class _Syntax(Enum):
    value: _Format

    @property
    def media_type(self) -> str:
        """The registered media type, without parameters."""
        return self.value.media_type

    @property
    def media_types(self) -> tuple[str, ...]:
        """Every media type that asks for this format, the registered one first."""
        return (self.value.media_type, *self.value.aliases)


class GraphFormat(_Syntax):
    """Syntaxes for RDF graphs and datasets, by the media types that their specifications register."""

    TURTLE = _Format(
        "text/turtle",
        ("application/turtle", "application/x-turtle", "text/n3"),
        (".ttl", ".n3"),
        "Turtle",
        (".turtle", ".shacl"),
    )
    TRIG = _Format("application/trig", ("application/x-trig",), (".trig",), "TriG")
    N_TRIPLES = _Format("application/n-triples", ("text/plain",), (".nt",), "N-Triples", (".ntriples",))
    N_QUADS = _Format("application/n-quads", ("text/x-nquads",), (".nq",), "N-Quads", (".nquads",))
    RDF_XML = _Format(
        "application/rdf+xml",
        ("application/xml", "text/xml"),
        (".rdf", ".owl", ".xml"),
        "RDF/XML",
        (".rdfs", ".rdfxml"),
    )
    JSON_LD = _Format("application/ld+json", ("application/json",), (".jsonld", ".json"), "JSON-LD")

    @property
    def label(self) -> str:
        """What the specification calls the syntax."""
        return self.value.label

    @property
    def suffix(self) -> str:
        """The usual file ending, with its dot."""
        return self.value.suffixes[0]

    @property
    def endings(self) -> tuple[str, ...]:
        """Every file ending that tells the syntax, each with its dot."""
        return (*self.value.suffixes, *self.value.others)

    @property
    def holds_graph_names(self) -> bool:
        """Whether the syntax can name graphs (a dataset syntax)."""
        return self in (GraphFormat.TRIG, GraphFormat.N_QUADS, GraphFormat.JSON_LD)

    @property
    def codec(self) -> pyoxigraph.RdfFormat:
        """Pyoxigraph's parser and serializer for this format."""
        found = pyoxigraph.RdfFormat.from_media_type(self.media_type)
        assert found is not None
        return found

    @classmethod
    def of_path(cls, path: Path | str) -> GraphFormat:
        """The format that a file's ending names; what is in it :func:`tcgraph.file_kinds.syntax_of` looks at.

        Args:
            path: a file name; only its last suffix counts, in any case.

        Raises:
            BrokenInput: no RDF format has that ending.
        """
        ending = Path(path).suffix.lower()
        for candidate in cls:
            if ending in candidate.endings:
                return candidate
        known = ", ".join(candidate.suffix for candidate in cls)
        raise BrokenInput(f"no RDF format ends in {ending or 'nothing'!r}; use one of {known}", path=path)

    @classmethod
    def named(cls, name: str) -> GraphFormat:
        """The format by its short name (``turtle``, ``ttl``, ``json-ld`` …) or media type.

        Raises:
            BrokenInput: the name is none of these.
        """
        wanted = name.strip().lower().replace("_", "-")
        for candidate in cls:
            names = (
                candidate.name.lower().replace("_", "-"),
                candidate.name.lower().replace("_", ""),
                *(suffix[1:] for suffix in candidate.endings),
                *candidate.media_types,
            )
            if wanted in names:
                return candidate
        known = ", ".join(candidate.suffix[1:] for candidate in cls)
        raise BrokenInput(f"unknown RDF format {name!r}; use one of {known}")


class ResultFormat(_Syntax):
    """Syntaxes for SELECT and ASK results (SPARQL 1.1 Query Results JSON, XML, CSV and TSV)."""

    JSON = _Format("application/sparql-results+json", ("application/json",), (".srj", ".json"))
    XML = _Format("application/sparql-results+xml", ("application/xml",), (".srx", ".xml"))
    CSV = _Format("text/csv", (), (".csv",))
    TSV = _Format("text/tab-separated-values", (), (".tsv",))

    @property
    def suffix(self) -> str:
        """The usual file ending, with its dot."""
        return self.value.suffixes[-1]

    @property
    def codec(self) -> pyoxigraph.QueryResultsFormat:
        """Pyoxigraph's parser and serializer for this format."""
        found = pyoxigraph.QueryResultsFormat.from_media_type(self.media_type)
        assert found is not None
        return found


def parse(
    source: bytes | Path, format: GraphFormat, *, base: str | None = None, renaming: bool = False
) -> Iterator[Quad]:
    """Read RDF as it is written: lexical forms and, without renaming, blank node names kept.

    Raises:
        SyntaxError: the document does not parse; while iterating.
        OSError: the file cannot be read.
    """
    if isinstance(source, Path):
        if not begins_with_mark(source):
            read = pyoxigraph.parse(path=str(source), format=format.codec, base_iri=base, rename_blank_nodes=renaming)
            return iter(read)
        source = source.read_bytes()
    text = source.removeprefix(BOM_UTF8)
    return iter(pyoxigraph.parse(text, format.codec, base_iri=base, rename_blank_nodes=renaming))


def begins_with_mark(path: Path) -> bool:
    """Whether a file begins with the byte order mark of UTF-8, which pyoxigraph takes for a character.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(BOM_UTF8)) == BOM_UTF8


def canonical_quads(quads: Iterable[Quad]) -> list[str]:
    """Write quads as N-Quads lines that are the same for every isomorphic dataset (RDFC-1.0), sorted.

    Args:
        quads: a dataset; repeats are dropped.
    """
    plain: set[str] = set()
    anonymous: list[Quad] = []
    for quad in quads:
        if any(isinstance(term, BlankNode | Triple) for term in (quad.subject, quad.object, quad.graph_name)):
            anonymous.append(quad)
        else:
            plain.add(f"{quad} .")
    dataset = pyoxigraph.Dataset(anonymous)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    plain.update(f"{quad} ." for quad in dataset)
    return sorted(plain)


def plain(term: Term | None) -> str:
    """A term as text: nothing when unbound, the address of a resource, the lexical form of a literal."""
    match term:
        case None:
            return ""
        case NamedNode() | Literal() | BlankNode():
            return term.value
        case _:
            return str(term)


def literal_text(term: object) -> str:
    """The lexical form of a literal; nothing for any other term, or none."""
    return term.value if isinstance(term, Literal) else ""


def graph_of(quad: Quad) -> str:
    """The name of a quad's graph; empty for the default graph, and for one named by a blank node."""
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
