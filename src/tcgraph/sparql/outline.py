"""What texts have in common that differ in their IRIs alone, such as the look-ups of one program."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.sparql.lexer import TOKEN


@dataclass(frozen=True, slots=True)
class Outline:
    """A text without its IRIs.

    Attributes:
        key: the same for texts that differ in IRIs, white space and comments alone.
        iris: those that were left out, in order, without ``<`` and ``>``; those of declarations are in the key.
        places: where they begin.
    """

    key: str
    iris: tuple[str, ...]
    places: tuple[int, ...]


def outline(text: str) -> Outline:
    """The outline of any text."""
    kept: list[str] = []
    iris: list[str] = []
    places: list[int] = []
    before = last = ""
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or ""
        token = found[kind]
        declared = last.upper() == "BASE" or (before.upper() == "PREFIX" and last.endswith(":"))
        if kind == "iri" and not declared:
            iris.append(token[1:-1])
            places.append(found.start(kind))
            kept.append("<>")
        else:
            kept.append(token)
        before, last = last, token
    return Outline(" ".join(kept), tuple(iris), tuple(places))
