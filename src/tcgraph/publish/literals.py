"""Literals that the engine would hand back in other words: found at the door, before anything is published.

The embedded engine stores numbers, booleans, dates and durations by value: ``"100.00"^^xsd:decimal`` comes back as
``100`` and ``"5"^^xsd:int`` as an ``xsd:integer``. RDF 1.1 Concepts §3.3 makes these different terms, so what was
loaded would not be what comes out. We refuse such a literal, with the form that survives, and lose nothing silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad
from tcgraph.rdf import parse as parse_rdf
from tcgraph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
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
    for number, literal in enumerate(sorted(seen, key=str)):
        graph = NamedNode(f"urn:tcgraph:literal:{number}")
        engine.insert([Quad(_PLACE, _PLACE, literal, graph)])
        stored = next(iter(engine.quads(graph))).object
        if isinstance(stored, Literal) and stored != literal:
            yield literal, stored


def altered_in(path: Path, format: GraphFormat) -> list[BrokenInput]:  # noqa: A002
    """The literals of a file that do not survive storage, each with its line where the text shows it.

    Args:
        path: an RDF file that parses.
        format: its syntax.

    Returns:
        One error a literal, to raise or to report.
    """
    objects = (quad.object for quad in parse_rdf(path, format))
    found = list(altered(literal for literal in objects if isinstance(literal, Literal)))
    if not found:
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_finding(path, lines, written, stored) for written, stored in found]


def _finding(path: Path, lines: list[str], written: Literal, stored: Literal) -> BrokenInput:
    form = re.compile(rf'(?<![\w.+-])["\']?{re.escape(written.value)}["\']?(?![\w.+-])')
    place = next(((n, hit.start() + 1) for n, text in enumerate(lines, 1) if (hit := form.search(text))), None)
    line, column = place or (None, None)
    return BrokenInput(
        f"the literal {written} would be served as {stored}; write it that way, or as a string",
        path=path,
        line=line,
        column=column,
    )
