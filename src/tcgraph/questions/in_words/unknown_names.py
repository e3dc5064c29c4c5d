"""Whom or what a question names and the document does not; and who is named only together with others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import stem
from tcgraph.questions.in_words.reading import Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.word_tokens import tokens
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Term, plain

Select = Callable[[str], Iterable[tuple[Term | None, ...]]]

_NAMED = frozenset(("country", "organisation", "grouping", "framework", "instrument"))
"""Kinds whose names are known from lists of them all, whether a document has them or not."""
_SHORTEST = 3
_TOLD = """SELECT ?thing WHERE {{
  VALUES ?thing {{ {given} }}
  {{ ?thing tc:passage ?where }} UNION {{ ?other ?way ?thing ; tc:passage ?where . FILTER(?way NOT IN ({by_sets})) }}
}} LIMIT 1"""
_BY_SETS = "tc:hasMember, tc:refersTo, tc:citesInstrument"
"""Ties that something has by a set that it is in, too; whatever is named itself has others besides."""
_AMONG = """PREFIX org: <http://www.w3.org/ns/org#>
SELECT ?set (COUNT(DISTINCT ?member) AS ?members) WHERE {{
  {{ <{thing}> org:memberOf ?set . ?member org:memberOf ?set }}
  UNION {{ ?set tc:hasMember <{thing}> ; tc:hasMember ?member }}
}} GROUP BY ?set ORDER BY ?members ?set"""


class UnknownNames:
    """Tells what is named in a document."""

    def __init__(self, select: Select, names: Names) -> None:
        self._select = select
        self._names = names
        self._told: dict[tuple[str, ...], bool] = {}

    def names_of(self, reading: Reading, text: str, language: str) -> tuple[str, ...]:
        """Those of whom a question asks and whom the document does not name.

        Args:
            reading: of it.
            text: as it was put.
            language: for the names of things.
        """
        found: list[str] = []
        for one in reading.asked:
            things = [m.value for m in one.meanings if m.role in ("names", "instrument")]
            if not things or len(things) < len(one.meanings):
                continue
            every = tuple(dict.fromkeys(thing for some in things for thing in some))
            kind = self._names.kind(every[0])
            if kind in _NAMED and not self.is_told(every) and not (kind == "instrument" and self.among(every)):
                found.append(self._names.called(every[0], language) if every[0] in self._names.label else one.typed)
        unheard = {word for typed in reading.unheard for word in typed.split()}
        first = next(iter(tokens(text)), None)
        for token in tokens(text):
            capital = token.typed[:1].isupper() and (token.typed.isupper() or token.typed != (first and first.typed))
            # What any text has, even of a document that is only cited, is not unknown.
            said = stem(plain_words(token.typed)) in self._names.told
            if token.typed in unheard and capital and len(token.typed) >= _SHORTEST and not said:
                found.append(token.typed)
        return tuple(dict.fromkeys(found))

    def members(self, reading: Reading, language: str) -> Iterator[Remark]:
        """Of instruments that are named only as some of a set: that set."""
        for chip in reading.question.chips:
            if chip.key == "instrument" and not chip.without and not self.is_told(chip.values):
                names = [self._names.called(one, language) for one in self.among(chip.values)]
                yield from [Remark("member", {"names": ", ".join(names)})] if names else []

    def among(self, things: Iterable[str]) -> tuple[str, ...]:
        """The smallest set that a passage names to which each of some things belongs that none names itself.

        Args:
            things: addresses; those that are named stand for themselves.
        """
        found: dict[str, None] = {}
        for thing in things:
            sets = (plain(row[0]) for row in self._select(prefixed(_AMONG.format(thing=thing))) if row[0] is not None)
            found.update(dict.fromkeys([next((one for one in sets if self.is_told((one,))), "")]))
        return tuple(one for one in found if one)

    def is_told(self, things: tuple[str, ...]) -> bool:
        """Whether a passage of the document names any of some things, or who governs it."""
        if things not in self._told:
            payers = (self._names.payers[one] for one in things if one in self._names.payers)
            given = " ".join(f"<{one}>" for one in dict.fromkeys((*things, *payers)))
            rows = self._select(prefixed(_TOLD.format(given=given, by_sets=_BY_SETS)))
            self._told[things] = any(plain(row[0]) for row in rows)
        return self._told[things]
