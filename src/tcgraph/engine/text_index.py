"""Full-text search over names and summaries: SQLite FTS5 in memory, made anew for each version of the graph."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from threading import Lock
from unicodedata import combining, normalize

from tcgraph.engine.protocol import Row
from tcgraph.errors import EngineError
from tcgraph.namespaces import application
from tcgraph.rdf import Literal, NamedNode

MOST = 10_000
"""How many things a search may find unless it is told to stop earlier."""

_FIELDS = ("name", "other", "summary")
_WEIGHTS = "10.0, 6.0, 1.0"
"""A word counts most in a name, less in another name or code, least in a summary."""

_EXACT = 10.0
"""How much better a thing fits whose very name or code was asked for."""

_MISSPELT = 4
"""Letters of the shortest word that is taken for another one."""
_ALIKE = 0.84
"""How alike, as :func:`difflib.get_close_matches` counts: of five letters one may be missing, and none another."""

_WORDS = 16
_WORD = re.compile(r"([^\W_]+)(\*?)", re.UNICODE)
_BETWEEN = " · "
_START, _END = "\x01", "\x02"


@dataclass(frozen=True, slots=True)
class TextMatch:
    """One thing that has the words.

    Attributes:
        iri: the thing.
        label: its name in the language asked for, else in English, else in any.
        language: language tag of that name; empty when it has none.
        field: where the words stand: ``name``, ``other`` (another name, or a code) or ``summary``.
        snippet: the words in place, with a few around them.
        snippet_language: language tag of the snippet.
        marks: where the words stand in the snippet: start and end of each, in code points.
        score: greater fits better.
    """

    iri: str
    label: str
    language: str
    field: str
    snippet: str
    snippet_language: str
    marks: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class WordSearch:
    """What some words as a person types them led to.

    Attributes:
        matches: each thing once, the best fitting first; nothing when there is no word.
        read_as: words that nothing has, each with the one that it is but a letter or two from, looked for instead.
        left_out: words that nothing has, or nothing together with the others, and that were not looked for.
    """

    matches: list[TextMatch]
    read_as: dict[str, str]
    left_out: tuple[str, ...]


class TooManyMatches(EngineError):
    """More things have the words than a search may find."""


class TextIndex:
    """An index over what :attr:`tcgraph.namespaces.OwnVocabulary.texts` gives; accents and capitals make no difference.

    Args:
        rows: thing, field and text.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._lock = Lock()
        self._names: dict[str, dict[str, str]] = {}
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE texts USING fts5("
            "name, other, summary, thing UNINDEXED, language UNINDEXED, "
            "tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
        )
        collected: dict[tuple[str, str], dict[str, list[str]]] = {}
        for thing, field, text in rows:
            if not (isinstance(thing, NamedNode) and isinstance(field, Literal) and isinstance(text, Literal)):
                continue
            language = text.language or ""
            fields = collected.setdefault((thing.value, language), {name: [] for name in _FIELDS})
            fields[field.value].append(text.value)
            if field.value == "name":
                self._names.setdefault(thing.value, {}).setdefault(language, text.value)
        self._database.executemany(
            "INSERT INTO texts (name, other, summary, thing, language) VALUES (?, ?, ?, ?, ?)",
            (
                (*(_BETWEEN.join(dict.fromkeys(fields[name])) for name in _FIELDS), thing, language)
                for (thing, language), fields in sorted(collected.items())
            ),
        )

    def search(self, words: str, language: str = "en", limit: int = 20) -> WordSearch:
        """Find things as a person types: the last word counts as a beginning, and what nothing has is read otherwise.

        Where nothing has all words, those that no text has are taken for the nearest ones that one has; then the
        rarest, which say most, are looked for with as many of the others as there is something for.

        Args:
            words: what to look for.
            language: the language to name the things in; texts of every language are searched.
            limit: how many things at most.
        """

        def found(expression: str) -> list[TextMatch]:
            return self._found(words, expression, language, None, limit * 4)[:limit]

        if matches := found(_expression(words, open_end=True)):
            return WordSearch(matches, {}, ())
        typed = list(dict.fromkeys(word for word, _ in _WORD.findall(words)[:_WORDS]))
        read = {word: self._known(word) for word in typed}
        kept: list[str] = []
        for word in sorted(filter(read.get, typed), key=lambda word: (*self._rarity(read[word]), -len(word))):
            if together := found(_expression(" ".join(read[one] for one in (*kept, word)))):
                matches = together
                kept.append(word)
        return WordSearch(
            matches,
            {word: read[word] for word in kept if read[word] != _folded(word)},
            tuple(word for word in typed if word not in kept),
        )

    @cached_property
    def _terms(self) -> frozenset[str]:
        """Every word, as the index has it: lower case, and without accents."""
        with self._lock:
            self._database.execute("CREATE VIRTUAL TABLE words USING fts5vocab(texts, row)")
            return frozenset(term for (term,) in self._database.execute("SELECT term FROM words"))

    def _rarity(self, word: str) -> tuple[bool, int]:
        """How many of the application's own texts have a word; what only the vocabulary has comes after all others."""
        query = "SELECT COUNT(*) FROM texts WHERE texts MATCH ? AND substr(thing, 1, ?) = ?"
        things = application().things
        with self._lock:
            [(count,)] = self._database.execute(query, (f'"{word}"', len(things), things))
        return count == 0, count

    def _known(self, word: str) -> str:
        """A word as the texts have it, or the nearest one that begins alike; empty where none is near."""
        word = _folded(word)
        if word in self._terms or len(word) < _MISSPELT:
            return word if word in self._terms else ""
        near = get_close_matches(word, (one for one in self._terms if one[0] == word[0]), 1, _ALIKE)
        return near[0] if near else ""

    def matches(self, words: str, language: str | None = None, limit: int | None = None) -> list[TextMatch]:
        """Find things as a query says: a word that ends in ``*`` counts as a beginning, others are whole.

        Args:
            words: what to look for; each word must occur.
            language: search texts of this language, and those without one, only.
            limit: how many things, the best fitting first.

        Returns:
            Each thing once, the best fitting first; nothing when there is no word.

        Raises:
            TooManyMatches: no limit is given, and more than :data:`MOST` things have the words.
        """
        found = self._found(words, _expression(words), language or "en", language, None)
        if limit is None and len(found) > MOST:
            raise TooManyMatches(f"More than {MOST:,} things have the words {words!r}; give more words, or a limit.")
        return found[: MOST if limit is None else limit]

    def _found(
        self, words: str, expression: str, named_in: str, within: str | None, rows: int | None
    ) -> list[TextMatch]:
        if not expression:
            return []
        query = (
            "SELECT thing, language, name, other, snippet(texts, -1, char(1), char(2), '…', 20), "  # noqa: S608 -- constants
            "highlight(texts, 0, char(1), char(2)), highlight(texts, 2, char(1), char(2)), "
            f"bm25(texts, {_WEIGHTS}) AS score FROM texts WHERE texts MATCH ? "
            "AND (? IS NULL OR language IN (?, '')) ORDER BY score, thing LIMIT ?"
        )
        with self._lock:
            arguments = (expression, within, within, -1 if rows is None else rows)
            answer = self._database.execute(query, arguments).fetchall()
        asked = words.strip().casefold()
        found: dict[str, TextMatch] = {}
        for thing, tag, name, other, marked, in_name, in_summary, score in answer:
            # The project's own things first: the vocabulary that describes them is found too, but later.
            boost = 1.0 if thing.startswith(application().things) else 0.5
            if asked in f"{name}{_BETWEEN}{other}".casefold().split(_BETWEEN):
                boost *= _EXACT
            kept = found.get(thing)
            if kept is None or kept.score < -score * boost:
                field = "name" if _START in in_name else "summary" if _START in in_summary else "other"
                snippet, marks = _unmarked(marked)
                found[thing] = TextMatch(
                    thing, *self._name(thing, named_in), field, snippet, tag, marks, round(-score * boost, 6)
                )
        return sorted(found.values(), key=lambda hit: (-hit.score, hit.iri))

    def _name(self, thing: str, language: str) -> tuple[str, str]:
        names = self._names.get(thing, {})
        for tag in (language, "en", ""):
            if tag in names:
                return names[tag], tag
        return min(((name, tag) for tag, name in names.items()), default=(thing, ""))


def _expression(words: str, *, open_end: bool = False) -> str:
    """Words as FTS5 reads them: each a quoted string of letters and digits, so nothing is read as its syntax."""
    terms = [f'"{word}"{star}' for word, star in _WORD.findall(words)[:_WORDS]]
    if terms and open_end:
        terms[-1] = terms[-1].removesuffix("*") + "*"
    return " ".join(terms)


def _folded(word: str) -> str:
    """A word as the index has it (unicode61 with remove_diacritics 2)."""
    return "".join(char for char in normalize("NFD", word.lower()) if not combining(char))


def _unmarked(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text without the marks in it, and where they were."""
    plain, marks = "", []
    for number, piece in enumerate(re.split(f"[{_START}{_END}]", text)):
        if number % 2:
            marks.append((len(plain), len(plain) + len(piece)))
        plain += piece
    return plain, tuple(marks)
