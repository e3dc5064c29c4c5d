"""Where the nodes that a report is about stand in one file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal

from tcgraph.diagnostics.blank_nodes import align
from tcgraph.diagnostics.files import CheckedFile, locate_span
from tcgraph.diagnostics.location import Location
from tcgraph.engine import Engine
from tcgraph.rdf import BlankNode, NamedNode, Term, Triple
from tcgraph.sources.positions import read_places
from tcgraph.sources.text import Span, read_text
from tcgraph.sources.turtle_triples import PlacedTriple
from tcgraph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_NUMERIC = re.compile(
    r"(?:integer|decimal|int|long|short|byte|(?:non)?(?:positive|negative)integer|unsigned\w+)", re.IGNORECASE
)

Key = NamedNode | BlankNode | tuple[str, str]


def key_of(term: Term) -> Key:
    """What makes two terms the same to an engine: stores keep ``100.00`` as ``100`` and ``xsd:int`` as integer."""
    if isinstance(term, NamedNode | BlankNode):
        return term
    if isinstance(term, Triple):
        return ("triple", str(term))
    if term.language:
        return (term.language, term.value)
    datatype = term.datatype.value
    text = term.value.strip()
    if datatype.startswith(_XSD):
        kind = datatype[len(_XSD) :]
        try:
            if _NUMERIC.fullmatch(kind):
                return ("number", str(Decimal(text).normalize() + 0))
            if kind in ("double", "float"):
                return ("double", str(float(text)))
            if kind == "boolean":
                return ("boolean", {"1": "true", "0": "false"}.get(text, text))
            if kind.startswith(("date", "time", "g")):
                return (kind, re.sub(r"[+-]00:00$", "Z", re.sub(r"(\.\d*?)0+(?=\D|$)", r"\1", text)))
        except (ArithmeticError, ValueError):
            pass
    return (datatype, term.value)


class FilePlaces:
    """The triples of one file that have to do with given nodes, with their places.

    Args:
        file: the file; it has been parsed without error.
        wanted: the nodes.
        engine: holds the file's triples, with the names that the engine gave to blank nodes.
    """

    def __init__(self, file: CheckedFile, wanted: Collection[Term], engine: Engine) -> None:
        self.file = file
        self._source = read_text(file.path)
        self._about: dict[Key, list[PlacedTriple]] = defaultdict(list)
        self._naming: dict[Key, list[PlacedTriple]] = defaultdict(list)
        document = read_places(self._source, file.format, base=file.base)
        keys = {key_of(term) for term in wanted}
        found: Iterable[PlacedTriple] = document.triples
        if any(isinstance(term, BlankNode) for term in wanted):
            found = _renamed(list(found), engine, file)
        for triple in found:
            if triple.subject in keys:
                self._about[triple.subject].append(triple)
            value = key_of(triple.object)
            if value in keys:
                self._naming[value].append(triple)
        self.prefixes = dict(document.prefixes)

    def about(self, node: Term) -> list[PlacedTriple]:
        """What the file says of a node, in the order of the text."""
        return self._about.get(key_of(node), [])

    def naming(self, node: Term) -> list[PlacedTriple]:
        """The triples that have the node for their object, in the order of the text."""
        return self._naming.get(key_of(node), [])

    def location(self, span: Span) -> Location:
        """A stretch of the file as a location."""
        return locate_span(self.file.path, self._source, span)


def _renamed(found: list[PlacedTriple], engine: Engine, file: CheckedFile) -> list[PlacedTriple]:
    theirs = [(quad.subject, quad.predicate, quad.object) for quad in engine.quads(file.graph)]
    names = align([(t.subject, t.predicate, t.object) for t in found], theirs, key_of)

    def renamed(term: Term) -> Term:
        return names.get(term, term) if isinstance(term, BlankNode) else term

    return [t._replace(subject=renamed(t.subject), object=renamed(t.object)) for t in found]  # type: ignore[arg-type]
