"""Put a named query to the engine and keep the answer for as long as the graph stays the same."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from tcgraph.engine.protocol import Row
from tcgraph.queries import NamedQuery, without_header
from tcgraph.rdf import NamedNode, Term, plain
from tcgraph.scope import OF
from tcgraph.server.version_cache import VersionCache

if TYPE_CHECKING:
    from tcgraph.pages.site import Site

T = TypeVar("T")

_KEPT = 1 << 26
_TERM_BYTES = 200
"""What a term takes beside its text."""
_FEW = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave.

    Attributes:
        name: the named query, or ``query`` for a reader's own.
        text: exactly the text that ran, parameters bound.
        variables: the columns.
        rows: the solutions.
        milliseconds: how long the engine took when it ran.
    """

    name: str
    text: str
    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    milliseconds: float

    @property
    def own(self) -> bool:
        """Whether the query is a reader's own: what its columns mean, only the reader knows."""
        return self.name == "query"

    def dicts(self) -> Iterator[dict[str, Term]]:
        """Each row as a dictionary of its bound columns."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}

    def texts(self) -> Iterator[dict[str, str]]:
        """Each row as a dictionary of plain text, unbound columns empty."""
        for row in self.rows:
            yield {name: plain(term) for name, term in zip(self.variables, row, strict=True)}


class AnswerCache:
    """The last answers about the version in force, by query text.

    Args:
        size: how many bytes they may take, roughly; readers ask what they like, and each answer is another one.
    """

    def __init__(self, size: int = _KEPT) -> None:
        self._answers: VersionCache[str, Answer] = VersionCache(size)
        self._lock = Lock()

    def get(self, version: str, text: str) -> Answer | None:
        """The answer that a query had from that version."""
        with self._lock:
            return self._answers.get(version, text)

    def put(self, version: str, text: str, answer: Answer) -> None:
        """Keep an answer, letting go of those that were least used, and of all from other versions."""
        with self._lock:
            self._answers.put(version, text, answer, _size(answer))


def _size(answer: Answer) -> int:
    """Bytes that an answer takes, roughly."""
    terms = (term for row in answer.rows for term in row if term is not None)
    return len(answer.text) + sum(_TERM_BYTES + len(getattr(term, "value", "")) for term in terms) + _TERM_BYTES


class Memo:
    """The last few things that took long to make."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under a key; made now, by one caller at a time, where it is not there."""
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
                while len(self._made) > _FEW:
                    self._made.popitem(last=False)
            return self._made[key]  # type: ignore[return-value]


def ask(site: Site, name: str, values: Mapping[str, str] | None = None) -> Answer:
    """Run a named query.

    Args:
        site: where.
        name: the query.
        values: its parameters as text; empty ones count as not given, and those it lacks are left out. Where the
            project holds several follow-ups, the query is about the one that the page speaks of; with an empty ``of``,
            about each.

    Raises:
        BadParameter: a value is not of its parameter's type.
        EngineError: the engine failed or took too long.
    """
    query = site.queries[name]
    known = {parameter.name for parameter in query.parameters}
    given = {key: value for key, value in {OF: site.of, **(values or {})}.items() if key in known}
    return run(site, query.name, tidy(query, query.bind(given)))


def run(site: Site, name: str, text: str) -> Answer:
    """Run a SELECT query; the answer is kept under the version of the graph.

    Raises:
        BrokenQuery: the text does not parse.
        EngineError: the engine failed or took too long.
    """
    version = site.version()
    kept = site.answers.get(version, text)
    if kept is not None:
        return kept
    start = time.perf_counter()
    solutions = site.engine().select(text)
    rows = tuple(solutions)
    answer = Answer(name, text, solutions.variables, rows, (time.perf_counter() - start) * 1000)
    site.answers.put(version, text, answer)
    return answer


def tidy(query: NamedQuery, text: str) -> str:
    """A bound query without its header, but with the header's summary as a first comment."""
    return f"# {query.summary}\n{without_header(text)}"


def values(terms: Iterable[NamedNode]) -> str:
    """Terms as the inside of a VALUES block; each writes itself escaped, so nothing of it is read as syntax."""
    return " ".join(str(term) for term in terms)
