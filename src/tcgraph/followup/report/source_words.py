"""The source's own words, where a copy of it is attached: each stretch only if its digest says that it is the one."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import Final

from tcgraph.engine import Engine
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID

_PASSAGES: Final = """
SELECT ?thing ?start ?end ?digest WHERE {
  VALUES ?kind { tc:Recommendation tc:ReportEntry tc:CoverParagraph tc:Section }
  ?thing a ?kind ; tc:passage ?passage .
  ?passage tc:start ?start ; tc:end ?end ; tc:sha256 ?digest .
} ORDER BY ?thing ?start"""
_LEAD: Final = re.compile(r"^(?:[-•·*\uf0b7\uf0a7\s]+|\*{0,2}\d{1,3}[.)]?\*{0,2}(?:\s+|$))+")
_PARTS: Final = re.compile(r"\n\s*-?\s*(?=\([a-z]\)\s)")
_MARKS: Final = re.compile(r"[*\uf0b7\uf0a7•]+")


class Wording:
    """Finds what the source says of a thing.

    Args:
        engine: the graph, whose passages have offsets and digests.
        text: the attached copy; None where there is none.
    """

    def __init__(self, engine: Engine, text: str | None) -> None:
        self._pieces: dict[str, list[str]] = defaultdict(list)
        self._broken: set[str] = set()
        for thing, start, end, digest in engine.select(_PASSAGES) if text else ():
            if not isinstance(thing, NamedNode) or not isinstance(start, Literal) or not isinstance(end, Literal):
                continue
            assert text is not None
            name, piece = thing.value.removeprefix(ID), text[int(start.value) : int(end.value)]
            if hashlib.sha256(piece.encode()).hexdigest() == getattr(digest, "value", ""):
                self._pieces[name].append(piece)
            else:
                self._broken.add(name)

    def of(self, thing: str) -> str:
        """The words of a thing, by the end of its address, without the number or bullet printed before them.

        Empty where no copy is attached, or one of its passages is not as the graph has it: half a sentence is none.
        """
        if thing in self._broken:
            return ""
        return " ".join(tidy for piece in self._pieces.get(thing, ()) if (tidy := _tidy(piece)))

    def headed(self, thing: str) -> tuple[str, str]:
        """The words of a thing as the heading that they begin with, and what follows it; see :meth:`of`."""
        if thing in self._broken or not self._pieces.get(thing):
            return "", ""
        lines = [line for piece in self._pieces[thing] for line in piece.splitlines() if line.strip()]
        return _tidy(lines[0]), "\n".join(tidy for line in lines[1:] if (tidy := _tidy(line)))

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._pieces)


def _tidy(piece: str) -> str:
    """A stretch on one line, but for lettered parts, which the source sets on lines of their own."""
    parts = _PARTS.split(_LEAD.sub("", piece.strip()))
    return "\n".join(" ".join(_MARKS.sub(" ", part).split()) for part in parts)
