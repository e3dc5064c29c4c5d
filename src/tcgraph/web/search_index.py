"""Full-text search over names and summaries: SQLite FTS5 in memory, made anew for each version of the graph."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from tcgraph.engine.protocol import Row
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import BASE

TEXTS = """SELECT DISTINCT ?thing ?field ?text WHERE {
  { ?thing rdfs:label|skos:prefLabel|dcterms:title ?text . BIND("name" AS ?field) }
  UNION { ?thing skos:altLabel|tc:abbreviation|tc:code|tc:symbol|skos:notation ?text . BIND("other" AS ?field) }
  UNION { ?thing tc:summary|skos:definition ?text . BIND("summary" AS ?field) }
  FILTER(isIRI(?thing))
}"""
"""The texts that can be searched, with the field each belongs to."""

_EXACT = 10.0
"""How much better a thing fits whose very name or code was asked for."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that has the words.

    Attributes:
        iri: the thing.
        label: its name in the language asked for, else in English, else in any.
        language: language tag of that name; empty when it has none.
        snippet: the words in place where they stand in a summary; empty when they stand in a name.
        score: greater fits better.
    """

    iri: str
    label: str
    language: str
    snippet: str
    score: float


class SearchIndex:
    """An index over the rows of :data:`TEXTS`.

    Accents and capitals make no difference; a word also finds what begins with it.

    Args:
        rows: thing, field and text.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._lock = Lock()
        self._names: dict[str, dict[str, str]] = {}
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE texts USING fts5("
            "name, other, summary, thing UNINDEXED, language UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
        )
        collected: dict[tuple[str, str], dict[str, list[str]]] = {}
        for thing, field, text in rows:
            if not (isinstance(thing, NamedNode) and isinstance(field, Literal) and isinstance(text, Literal)):
                continue
            language = text.language or ""
            fields = collected.setdefault((thing.value, language), {"name": [], "other": [], "summary": []})
            fields[field.value].append(text.value)
            if field.value == "name":
                self._names.setdefault(thing.value, {}).setdefault(language, text.value)
        self._database.executemany(
            "INSERT INTO texts (name, other, summary, thing, language) VALUES (?, ?, ?, ?, ?)",
            (
                (
                    " · ".join(fields["name"]),
                    " · ".join(fields["other"]),
                    " · ".join(fields["summary"]),
                    thing,
                    language,
                )
                for (thing, language), fields in sorted(collected.items())
            ),
        )

    def search(self, words: str, language: str = "en", limit: int = 20) -> list[Found]:
        """Find things by words.

        Args:
            words: what to look for; each word must occur, the last one at least as a beginning.
            language: the language to name the things in.
            limit: how many things at most.

        Returns:
            Each thing once, the best fitting first; nothing when there is no word.
        """
        terms = _WORD.findall(words)[:16]
        if not terms:
            return []
        # Each term is a quoted string of letters and digits, so nothing of it is read as FTS5 syntax.
        expression = " ".join(f'"{term}"' for term in terms) + "*"
        # A word counts most in a name, less in another name or code, least in a summary.
        query = (
            "SELECT thing, name, other, snippet(texts, 2, '', '', '…', 16), highlight(texts, 2, char(1), char(2)), "
            "bm25(texts, 10.0, 6.0, 1.0) AS score FROM texts WHERE texts MATCH ? ORDER BY score, thing LIMIT ?"
        )
        with self._lock:
            rows = self._database.execute(query, (expression, limit * 4)).fetchall()
        found: dict[str, Found] = {}
        for thing, name, other, snippet, marked, score in rows:
            # The project's own things first: the vocabulary that describes them is found too, but later.
            boost = 1.0 if thing.startswith(BASE + "id/") else 0.5
            if words.strip().casefold() in f"{name} · {other}".casefold().split(" · "):
                boost *= _EXACT
            label, tag = self._name(thing, language)
            kept = found.get(thing)
            if kept is None or kept.score < -score * boost:
                shown = snippet if "\x01" in marked else ""
                found[thing] = Found(thing, label, tag, shown, round(-score * boost, 6))
        return sorted(found.values(), key=lambda hit: (-hit.score, hit.iri))[:limit]

    def _name(self, thing: str, language: str) -> tuple[str, str]:
        names = self._names.get(thing, {})
        for tag in (language, "en", ""):
            if tag in names:
                return names[tag], tag
        return min(((name, tag) for tag, name in names.items()), default=(thing, ""))
