"""What everything in the graph is called, in every language, to find it in a sentence, misspelt or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from tcgraph.questions.kinds import Kind
from tcgraph.questions.lexicon import key, stem
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Literal, NamedNode, Term

Rows = Iterable[tuple[Term | None, ...]]
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_AFTER = re.compile(r",.*$")
_CODE = re.compile(r"[A-Z]{3}|[0-9]+")
_SHORTEST = 2
_LONG = 8


class Names:
    """The names of a graph's things.

    Args:
        rows: thing, field and text, as :attr:`tcgraph.namespaces.Application.texts` gives them.
        kinds: of the project; things of no kind have no name here.
        donors: who gives money and does nothing else, so that a bare name asks about the money; and the country that
            each governs, if it is a government.
    """

    def __init__(self, rows: Rows, kinds: Mapping[str, Kind], donors: Mapping[str, str | None]) -> None:
        self.donors = {place or donor: donor for donor, place in donors.items()} | {donor: donor for donor in donors}
        self.label: dict[str, dict[str, str]] = {}
        self._folders = {kind.folder: name for name, kind in kinds.items() if name != "donor" and kind.folder}
        self._things: dict[tuple[str, ...], dict[str, None]] = {}
        self._capitals: dict[str, dict[str, None]] = {}
        self._told: set[str] = set()
        for thing, field, text, *_ in rows:
            if isinstance(thing, NamedNode) and isinstance(text, Literal):
                self._read(thing.value, getattr(field, "value", ""), text)

    def _read(self, thing: str, field: str, text: Literal) -> None:
        self._told.update(stem(word) for word in plain_words(text.value).split())
        if field == "summary" or not self.kind(thing):
            return
        if field == "name":
            self.label.setdefault(thing, {}).setdefault(text.language or "", text.value)
        if _CODE.fullmatch(text.value):
            # Codes of countries are words, too: only in capitals are they meant.
            self._capitals.setdefault(text.value, {})[thing] = None
            return
        for name in {text.value, _BRACKETS.sub("", text.value), _AFTER.sub("", _BRACKETS.sub("", text.value))}:
            words = key(name)
            if words and len("".join(words)) >= _SHORTEST:
                self._things.setdefault(words, {})[thing] = None

    def kind(self, thing: str) -> str:
        """The kind of a thing; empty where it is of none."""
        folder, slash, _ = thing.rpartition("/")
        return self._folders.get(folder + slash, "")

    def called(self, thing: str, language: str = "en") -> str:
        """The name of a thing."""
        names = self.label.get(thing, {})
        for tag in (language, "en", ""):
            if tag in names:
                return names[tag]
        return next(iter(names.values()), thing.rpartition("/")[2])

    def things(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """What is called by these words, as :func:`~tcgraph.questions.lexicon.key` gives them."""
        return tuple(self._things.get(words, ()))

    def coded(self, code: str) -> tuple[str, ...]:
        """What has this code, such as ``SEN``, as typed."""
        return tuple(self._capitals.get(code, ()))

    @cached_property
    def longest(self) -> int:
        """How many words the longest name has."""
        return max(map(len, self._things), default=0)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a name."""
        return frozenset(word for words in self._things for word in words)

    def is_told(self, word: str) -> bool:
        """Whether a word occurs in any text of the graph."""
        return word in self._told

    @property
    def told(self) -> frozenset[str]:
        """Every word of any text."""
        return frozenset(self._told)


def nearest_word(word: str, known: Iterable[str], also: Callable[[str], int]) -> str | None:
    """The known word that a misspelt one must be; None where none is near enough, or several are.

    Args:
        word: in lower case, without accents.
        known: to choose from.
        also: which of two that are equally near is the better guess: less is better.
    """
    most = 1 if len(word) < _LONG else 2
    found: dict[str, int] = {}
    for other in known:
        if abs(len(other) - len(word)) <= most and len(other) > 3 and other[0] == word[0]:
            distance = edits(word, other, most)
            if distance <= most:
                found[other] = distance
    if not found:
        return None
    return min(found, key=lambda other: (found[other], also(other), other))


def edits(a: str, b: str, most: int) -> int:
    """Letters changed, left out, added or swapped between two words; beyond ``most`` they are not counted."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row, older = row, [i], before
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = previous
        if min(row) > most:
            return most + 1
    return row[-1]
