"""Write single terms of Turtle in one form: the shortest that says the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tcgraph.namespaces import RDF_TYPE, STANDARD, Prefixes
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tree import Leaf

# Names that read well: Turtle's PN_LOCAL allows more, but escapes and slashes in a name mislead the eye.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_XSD = STANDARD["xsd"]
# Turtle §2.5.2, §2.5.3: what may stand without quotes.
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f]')


class LeafWriter:
    """Writes terms with the prefixes that are declared where they stand.

    Args:
        source: the text that they come from.
        prefixes: prefix to IRI; read anew at each term, since documents may declare prefixes anywhere.
    """

    def __init__(self, source: SourceText, prefixes: Mapping[str, str]) -> None:
        self._source = source
        self._prefixes = prefixes

    def is_type(self, verb: Leaf) -> bool:
        """Whether this predicate is ``a``."""
        return verb.term == RDF_TYPE

    def verb(self, leaf: Leaf) -> str:
        """A term in the place of a predicate."""
        return "a" if leaf.term == RDF_TYPE else self.write(leaf)

    def write(self, leaf: Leaf) -> str:
        """A term anywhere else."""
        written = self._source.text[leaf.start : leaf.end]
        term = leaf.term
        if isinstance(term, NamedNode) and written.startswith("<") and _SCHEME.match(written, 1):
            return self._short(term.value) or written
        if isinstance(term, Literal) and written[0] in "\"'":
            return self._literal(term, written)
        return written

    def _short(self, iri: str) -> str | None:
        best: tuple[int, str, str] | None = None
        for prefix, namespace in self._prefixes.items():
            if namespace and iri.startswith(namespace):
                local = iri[len(namespace) :]
                if _LOCAL.fullmatch(local) and (best is None or (len(namespace), prefix) > best[:2]):
                    best = (len(namespace), prefix, local)
        return f"{best[1]}:{best[2]}" if best else None

    def _literal(self, term: Literal, written: str) -> str:
        bare = _BARE.get(term.datatype.value)
        if bare is not None and bare.fullmatch(term.value):
            return term.value
        long = written.startswith(('"""', "'''")) and "\n" in term.value
        text = f'"""{_escape_long(term.value)}"""' if long else f'"{_SPECIAL.sub(_escape, term.value)}"'
        if term.language is not None:
            return f"{text}@{written[written.rindex('@') + 1 :]}"
        if term.datatype.value == _XSD + "string":
            return text
        datatype = written[written.rindex("^^") + 2 :].strip()
        if datatype.startswith("<") and _SCHEME.match(datatype, 1):
            datatype = self._short(term.datatype.value) or datatype
        return f"{text}^^{datatype}"


def as_written(term: Term, prefixes: Prefixes, *, bare: bool = True) -> str:
    """A term in Turtle, with the prefixes that a file declares.

    Args:
        term: the term.
        prefixes: those prefixes.
        bare: whether numbers may stand without quotes, which N-Triples does not have.
    """
    if isinstance(term, NamedNode):
        return prefixes.shorten(term.value)
    if not isinstance(term, Literal) or term.language or term.datatype.value == _XSD + "string":
        return str(term)
    if bare and term.datatype.value in _BARE and _BARE[term.datatype.value].fullmatch(term.value):
        return term.value
    return f"{Literal(term.value)}^^{prefixes.shorten(term.datatype.value)}"


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _escape_long(value: str) -> str:
    # Quotes and line breaks stand as they are, save where quotes would end the string.
    return re.sub(r'\\|[\x00-\x09\x0b-\x1f\x7f]|"(?="")|"\Z', _escape, value)
