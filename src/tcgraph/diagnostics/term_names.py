"""Terms as a person reads them: with the prefixes of the file at hand, and with labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from tcgraph.engine.datatypes import is_well_formed
from tcgraph.namespaces import STANDARD, Prefixes, application
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl.paths import Path
from tcgraph.shacl.validation_report import Finding

_XSD = STANDARD["xsd"]
_STRING, *_BARE = (_XSD + name for name in ("string", "integer", "decimal", "boolean"))
_IRI = re.compile(r"<?\b((?:https?://|urn:)[^\s<>\"{}|^`]*[^\s<>\"{}|^`.,;:!?)])>?")


class TermWriter:
    """Writes terms with the prefixes of one file.

    Args:
        label: gives a node's label, None where it has none.
        prefixes: the file's prefixes; the project's own stand in for those it lacks.
    """

    def __init__(self, label: Callable[[Term], str | None], prefixes: Mapping[str, str]) -> None:
        self._label = label
        self._prefixes = Prefixes({**application().prefixes, **prefixes})
        self._names: dict[str, str] = {}

    def name(self, term: Term) -> str:
        """A term on its own."""
        if isinstance(term, NamedNode):
            return self._name(term.value)
        if isinstance(term, BlankNode):
            return "this thing without a name"
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
            self._names[iri] = self._prefixes.shorten(iri)
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


# -- when two terms are the same to an engine, whatever their lexical forms

_NUMERIC = re.compile(
    r"(?:integer|decimal|int|long|short|byte|(?:non)?(?:positive|negative)integer|unsigned\w+)", re.IGNORECASE
)

Key = NamedNode | BlankNode | tuple[str, str]


def same(term: Term) -> Key:
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


def alike(one: Term, other: Term) -> bool:
    """Whether two terms are the same to an engine; most that are compared are the same outright, or of two kinds."""
    return one == other or (type(one) is type(other) and isinstance(one, Literal | Triple) and same(one) == same(other))
