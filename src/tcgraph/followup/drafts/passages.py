"""Where the words of a review stand in the text that its draft was made from, also after rows were split or merged."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from tcgraph.followup.drafts.review_file import ReviewRow
from tcgraph.followup.fact_writer import Facts, plain, short, text, typed
from tcgraph.rdf import NamedNode
from tcgraph.terms import TC


@dataclass(frozen=True, slots=True)
class TextStretch:
    """A stretch of the text.

    Attributes:
        start: offset of its first character.
        end: offset after its last one.
        line: the line it begins in, from 1.
        sha256: digest of its characters.
    """

    start: int
    end: int
    line: int
    sha256: str


def stretch_of(row: ReviewRow, words: str) -> TextStretch:
    """The stretch that a row's wording stands in.

    Wording that was shortened (a split row) or joined with that of rows beside it (a merged one) is looked for; where
    it was rewritten, the stretch that the draft gave stays, and without one the text's first line stands for it.
    """
    wording = row.text("wording")
    start, end = row.number("start") or 0, row.number("end") or 0
    if not 0 <= start <= end <= len(words):
        start = end = 0
    if wording and " ".join(words[start:end].split()) != " ".join(wording.split()):
        pattern = r"\s+".join(map(re.escape, wording.split()))
        found = [(match.start(), match.end()) for match in re.finditer(pattern, words)]
        if found:
            start, end = min(found, key=lambda span: abs(span[0] - start))
    if start == end:
        start, end = 0, words.find("\n") if "\n" in words else len(words)
    digest = hashlib.sha256(words[start:end].encode()).hexdigest()
    return TextStretch(start, end, words.count("\n", 0, start) + 1, digest)


def write_passage(
    facts: Facts, node: NamedNode, rendition: NamedNode, stretch: TextStretch, locator: str, column: str
) -> None:
    """Write where something stands in the text that a draft was made from.

    Args:
        facts: to add to.
        node: the passage.
        rendition: the text.
        stretch: which of it.
        locator: the place in the table, in words.
        column: left or right, or cover.
    """
    facts.add(node, "rdf:type", NamedNode(TC + "Passage"))
    facts.add(node, "rdfs:label", text(short(locator)))
    facts.add(node, "tc:inRendition", rendition)
    facts.add(node, "tc:locator", plain(locator))
    facts.add(node, "tc:column", plain(column))
    facts.add(node, "tc:line", typed(stretch.line, "integer"))
    facts.add(node, "tc:start", typed(stretch.start, "integer"))
    facts.add(node, "tc:end", typed(stretch.end, "integer"))
    facts.add(node, "tc:sha256", plain(stretch.sha256))
