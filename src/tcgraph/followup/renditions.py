"""Passages of a source document, and the check that a copy of it says what the graph's digests claim.

The project does not redistribute the document. It states where each fact stands (offsets into a rendition named
by its SHA-256) and the digest of those characters, so that anyone with a copy can check every one of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import NamedNode

_SEARCH_RADIUS = 2000
"""How far from its place a passage is looked for, in characters, in a copy that is not byte for byte the same."""

_PASSAGES = """
SELECT ?passage ?locator ?start ?end ?digest ?rendition ?whole WHERE {
  ?passage a tc:Passage ; tc:inRendition ?rendition ; tc:locator ?locator ;
           tc:start ?start ; tc:end ?end ; tc:sha256 ?digest .
  ?rendition tc:sha256 ?whole .
}
ORDER BY ?rendition ?start ?end ?passage
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a rendition.

    Attributes:
        iri: the passage.
        locator: where it is, for a person.
        start: offset of its first character, in Unicode code points from 0.
        end: offset after its last character.
        sha256: digest of exactly those characters in UTF-8, 64 hexadecimal digits.
        rendition: the rendition that the offsets count in.
        rendition_sha256: digest of that rendition's bytes.
    """

    iri: NamedNode
    locator: str
    start: int
    end: int
    sha256: str
    rendition: NamedNode
    rendition_sha256: str


class Match(StrEnum):
    """How a passage was found in a copy."""

    IN_PLACE = "in place"
    MOVED = "moved"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class PassageCheck:
    """The outcome for one passage.

    Attributes:
        passage: what was looked for.
        match: whether it is where it should be, elsewhere near by, or not there.
        found_at: offset of its first character in the copy, None when missing.
    """

    passage: Passage
    match: Match
    found_at: int | None


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a copy against the graph gave.

    Attributes:
        same_bytes: whether the copy is the very rendition, byte for byte.
        checks: one for each passage, in the order of the document.
    """

    same_bytes: bool
    checks: tuple[PassageCheck, ...]

    def of(self, match: Match) -> list[PassageCheck]:
        """The checks with that outcome."""
        return [check for check in self.checks if check.match is match]

    @property
    def complete(self) -> bool:
        """Whether every passage was found."""
        return not self.of(Match.MISSING)


def read_passages(engine: Engine) -> list[Passage]:
    """Every passage of the graph, in the order of the document."""
    passages = []
    for row in engine.select(_PASSAGES):
        iri, locator, start, end, digest, rendition, whole = (str(getattr(term, "value", "")) for term in row)
        passages.append(Passage(NamedNode(iri), locator, int(start), int(end), digest, NamedNode(rendition), whole))
    return passages


def read_copy(path: Path) -> tuple[bytes, str]:
    """Read a copy of a document.

    Args:
        path: a text file in UTF-8, with or without byte order mark, with any line ends.

    Returns:
        Its bytes, and its text without byte order mark and with a line feed as line end.

    Raises:
        BrokenInput: the file cannot be read, is empty, or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror}", path=path) from error
    if not data.strip():
        raise BrokenInput("is empty; give the text of the document", path=path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BrokenInput("not UTF-8 text; convert it (iconv -t UTF-8) and try again", path=path, line=line) from error
    return data, text.replace("\r\n", "\n").replace("\r", "\n")


def verify(passages: Iterable[Passage], data: bytes, text: str) -> Verification:
    """Check every passage against a copy of the document.

    Where the copy is one of the renditions byte for byte, only its own passages are looked for.

    Args:
        passages: what the graph claims.
        data: the copy's bytes.
        text: the copy's text, as :func:`read_copy` gives it.
    """
    passages, digest = list(passages), hashlib.sha256(data).hexdigest()
    own = [passage for passage in passages if passage.rendition_sha256 == digest]
    return Verification(same_bytes=bool(own), checks=tuple(_check(passage, text) for passage in own or passages))


def _check(passage: Passage, text: str) -> PassageCheck:
    if _digest(text[passage.start : passage.end]) == passage.sha256:
        return PassageCheck(passage, Match.IN_PLACE, passage.start)
    length = passage.end - passage.start
    for start in _outwards(passage.start, len(text) - length):
        if _digest(text[start : start + length]) == passage.sha256:
            return PassageCheck(passage, Match.MOVED, start)
    return PassageCheck(passage, Match.MISSING, None)


def _outwards(centre: int, last: int) -> Iterator[int]:
    """Offsets around ``centre``, nearest first, that leave room before the end of the text."""
    for distance in range(1, _SEARCH_RADIUS + 1):
        for start in (centre - distance, centre + distance):
            if 0 <= start <= last:
                yield start


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
