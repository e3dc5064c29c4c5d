"""Terms as a person reads them: with the prefixes of the file at hand, and with labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from tcgraph.engine.datatypes import is_well_formed
from tcgraph.namespaces import STANDARD, application
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Term
from tcgraph.shacl.paths import Path
from tcgraph.shacl.validation_report import Finding

if TYPE_CHECKING:
    from tcgraph.turtle.reader import TurtleParser

_XSD = STANDARD["xsd"]
_STRING, *_BARE = (_XSD + name for name in ("string", "integer", "decimal", "boolean"))
_LOCAL = re.compile(r"[\w.-]*[\w-]")
_IRI = re.compile(r"<?\b((?:https?://|urn:)[^\s<>\"{}|^`]*[^\s<>\"{}|^`.,;:!?)])>?")


class TermWriter:
    """Writes terms with the prefixes of one file.

    Args:
        label: gives a node's label, None where it has none.
        prefixes: the file's prefixes; the project's own stand in for those it lacks.
    """

    def __init__(self, label: Callable[[Term], str | None], prefixes: Mapping[str, str]) -> None:
        self._label = label
        self._prefixes = {**application().prefixes, **prefixes}
        self._names: dict[str, str] = {}

    def name(self, term: Term) -> str:
        """A term on its own."""
        if isinstance(term, NamedNode):
            return self._name(term.value)
        if isinstance(term, BlankNode):
            return "this blank node"
        if isinstance(term, Literal):
            text = term.value if len(term.value) <= 60 else term.value[:59] + "…"
            quoted = f'"{text}"'.replace("\n", " ")
            if term.language:
                return f"{quoted}@{term.language}"
            datatype = term.datatype.value
            if datatype == _STRING:
                return quoted
            return text if datatype in _BARE and is_well_formed(term) else f"{quoted}^^{self._name(datatype)}"
        return str(term)

    def full(self, node: Term) -> str:
        """A node with its label, fit to begin a sentence."""
        name = self.name(node)
        label = self._label(node)
        return (
            f"{name} “{label}”" if label and len(label) <= 60 else name[:1].upper() + name[1:] if " " in name else name
        )

    def path(self, finding: Finding) -> str:
        """The path of a result."""
        if finding.predicate is not None:
            return self.name(finding.predicate)
        if finding.property_path is not None:
            return self._spoken(finding.property_path)
        return "the node"

    def shortened(self, message: str) -> str:
        """A message with the IRIs in it written short."""
        return _IRI.sub(lambda found: self._short(found[1]), message)

    def _name(self, iri: str) -> str:
        if iri not in self._names:
            self._names[iri] = short_name(iri, self._prefixes)
        return self._names[iri]

    def _short(self, iri: str) -> str:
        name = self._name(iri)
        return iri if name.startswith("<") else name

    def _spoken(self, path: Path) -> str:
        if path.predicate is not None:
            return self.name(path.predicate)
        parts = [self._spoken(part) for part in path.parts]
        match path.operator:
            case "|":
                return " or ".join(parts)
            case "^":
                return f"{parts[0]} from elsewhere"
            case "/":
                return ", then ".join(parts)
        return f"{parts[0]}{path.operator}"


def short_name(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI as ``prefix:local`` with the longest namespace that fits, else ``<iri>``."""
    best: tuple[int, str] | None = None
    for prefix, start in prefixes.items():
        longer = start and iri.startswith(start) and (best is None or len(start) > best[0])
        if longer and _LOCAL.fullmatch(iri, len(start)):
            best = (len(start), f"{prefix}:{iri[len(start) :]}")
    return best[1] if best else f"<{iri}>"


def as_written(term: Term, prefixes: Mapping[str, str], *, bare: bool = True) -> str:
    """A term in Turtle, with the prefixes that a file declares.

    Args:
        term: the term.
        prefixes: those prefixes.
        bare: whether numbers may stand without quotes, which N-Triples does not have.
    """
    if isinstance(term, NamedNode):
        return short_name(term.value, prefixes)
    if not isinstance(term, Literal) or term.language or term.datatype.value == _STRING:
        return str(term)
    if bare and term.datatype.value in _BARE and _reads_back(term):
        return term.value
    return f"{Literal(term.value)}^^{short_name(term.datatype.value, prefixes)}"


def _reads_back(term: Literal) -> bool:
    """Whether Turtle takes the bare text for a literal of that datatype."""
    from tcgraph.turtle.reader import TurtleParser  # takes a while to load, and most runs read no such text
    from tcgraph.turtle.source_text import SourceText

    plain = TurtleParser(SourceText(f"<urn:a> <urn:b> {term.value} ."), GraphFormat.TURTLE)
    found = [getattr(getattr(value, "term", None), "datatype", None) for value in _objects(plain)]
    return found == [term.datatype]


def _objects(parser: TurtleParser) -> Iterator[object]:
    for item in parser.items():
        for entry in getattr(item, "entries", ()):
            yield from entry.objects
