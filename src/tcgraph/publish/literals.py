"""Literals that the engine would hand back in other words: found at the door, before anything is published.

The embedded engine stores numbers, booleans, dates and durations by value: ``"100.00"^^xsd:decimal`` comes back as
``100`` and ``"5"^^xsd:int`` as an ``xsd:integer``. RDF 1.1 Concepts §3.3 makes these different terms, so what was
loaded would not be what comes out. We refuse such a literal, with the form that survives, and lose nothing silently.
Likewise a literal with a character that XML cannot carry (XML 1.0 §2.2, §2.11), the syntax of half of the formats.
Language tags come out in lower case, which their value space is (RDF 1.1 Concepts §3.3): nothing is lost with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, Term
from tcgraph.rdf import parse as parse_rdf
from tcgraph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_NO_XML = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_PLACE = NamedNode("urn:tcgraph:literal")


def altered(literals: Iterable[Literal]) -> Iterator[tuple[Literal, Literal]]:
    """The literals that do not survive storage.

    Args:
        literals: any; repeats are looked at once.

    Yields:
        Each such literal, and what the engine would give back instead.
    """
    seen = {literal for literal in literals if literal.datatype.value.startswith(_XSD) and not literal.language}
    seen = {literal for literal in seen if literal.datatype.value != _XSD + "string"}
    engine = EmbeddedEngine()
    placed = {f"{_PLACE.value}:{number}": literal for number, literal in enumerate(sorted(seen, key=str))}
    engine.insert(Quad(_PLACE, NamedNode(name), literal, _PLACE) for name, literal in placed.items())
    found = {quad.predicate.value: quad.object for quad in engine.quads(_PLACE)}
    for name, literal in placed.items():
        stored = found[name]
        if isinstance(stored, Literal) and stored != literal:
            yield literal, stored


def unwritable(literals: Iterable[Literal]) -> Iterator[tuple[Literal, str]]:
    """The literals that no XML document can hold as they are, each with the first character that is in the way."""
    for literal in sorted(set(literals), key=str):
        if found := _NO_XML.search(literal.value):
            yield literal, found[0]


def altered_in(path: Path, format: GraphFormat) -> list[BrokenInput]:
    """The literals of a file that would not come out as they are, each with its line where the text shows it.

    Returns:
        One error a literal, to raise or to report.
    """
    objects = (quad.object for quad in parse_rdf(path, format))
    return refused(objects, path.read_bytes, path)


def refused(terms: Iterable[Term], text: Callable[[], bytes], path: Path | None = None) -> list[BrokenInput]:
    """The literals among some terms that would not come out as they are.

    Args:
        terms: any.
        text: gives what they were read from, to tell their places in; called where there are such literals.
        path: the file that they were read from.

    Returns:
        One error a literal, to raise or to report.
    """
    literals = {term for term in terms if isinstance(term, Literal)}
    found, barred = list(altered(literals)), list(unwritable(literals))
    if not found and not barred:
        return []
    lines = text().decode("utf-8", "replace").split("\n")
    return [
        *(_finding(path, lines, written, stored) for written, stored in found),
        *(_barred(path, lines, character) for _, character in barred),
    ]


def _barred(path: Path | None, lines: list[str], character: str) -> BrokenInput:
    code = f"{ord(character):04X}"
    escaped = r"\\r" if character == "\r" else rf"\\u(?i:{code})|\\U(?i:{code.zfill(8)})"
    form = re.compile(f"{re.escape(character)}(?!$)|{escaped}")
    line, column = next(
        ((n, hit.start() + 1) for n, text in enumerate(lines, 1) if (hit := form.search(text))), (None, None)
    )
    return BrokenInput(
        f"a text has the character U+{code}, which XML cannot carry, so that it could not be given in every format; "
        "leave it out",
        path=path,
        line=line,
        column=column,
    )


def _finding(path: Path | None, lines: list[str], written: Literal, stored: Literal) -> BrokenInput:
    form = re.compile(rf'(?<![\w.+-])["\']?{re.escape(written.value)}["\']?(?![\w.+-])')
    place = next(((n, hit.start() + 1) for n, text in enumerate(lines, 1) if (hit := form.search(text))), None)
    line, column = place or (None, None)
    return BrokenInput(
        f"the literal {written} would be served as {stored}; write it that way, or as a string",
        path=path,
        line=line,
        column=column,
    )
