"""What every page is made from, handed in once: the graph, its queries, and their answers, kept for a version."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TypeVar

from tcgraph.engine import Engine
from tcgraph.engine.explaining import QueryExplanation
from tcgraph.engine.protocol import Row
from tcgraph.errors import TcgraphError
from tcgraph.follow_ups import FollowUp, chosen
from tcgraph.project import Project
from tcgraph.publish.reports import ReportedFinding
from tcgraph.queries import NamedQuery, QueryCatalogue, without_header
from tcgraph.questions.graph_profile import narrowing
from tcgraph.rdf import GraphFormat, NamedNode, Term, plain
from tcgraph.scope import OF
from tcgraph.server.version_cache import VersionCache
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.terms import BASE

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
            bound = ((name, term) for name, term in zip(self.variables, row, strict=True) if term is not None)
            yield _Row(self, bound)

    def texts(self) -> Iterator[dict[str, str]]:
        """Each row as a dictionary of plain text, unbound columns empty."""
        for row in self.rows:
            yield _Row(self, ((name, plain(term)) for name, term in zip(self.variables, row, strict=True)))


class _Row(dict[str, T]):
    """A row by column; of a column that a project's own query lacks, one sentence says what to do."""

    __slots__ = ("answer",)

    def __init__(self, answer: Answer, columns: Iterable[tuple[str, T]]) -> None:
        super().__init__(columns)
        self.answer = answer

    def __missing__(self, column: str) -> T:
        if column in self.answer.variables:
            raise KeyError(column)
        raise TcgraphError(
            f"The query {self.answer.name} of this project has no column {column}, which this page reads. Give it that "
            f"column, or take {self.answer.name}.rq out of queries/: what the program brings is asked then."
        )


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


def run_here(site: Site, name: str, text: str) -> Answer:
    """Run a SELECT query, as :func:`run` does, about the follow-up that the page speaks of where there are several."""
    return run(site, name, narrowing(site.queries, site.of)(text))


def tidy(query: NamedQuery, text: str) -> str:
    """A bound query without its header, but with the header's summary as a first comment."""
    return f"# {query.summary}\n{without_header(text)}"


def values(terms: Iterable[NamedNode]) -> str:
    """Terms as the inside of a VALUES block; each writes itself escaped, so nothing of it is read as syntax."""
    return " ".join(str(term) for term in terms)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search found.

    Attributes:
        iri: the thing.
        label: its name in the language asked for, or the nearest there is.
        snippet: a few words around what was found; empty when it was found in the name.
        language: language tag of those words, and of the label where there are none.
    """

    iri: str
    label: str
    snippet: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found.

    Attributes:
        things: the best first.
        read_as: words that nothing has, each with the one that was looked for instead.
        left_out: words that nothing has, or nothing together with the others.
    """

    things: list[Hit]
    read_as: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Site:
    """The published graph and what belongs to it.

    Attributes:
        engine: the engine that holds the version in force, with the server's limits on.
        project: the project it was built from.
        queries: its named queries.
        version: the name of the version in force; answers are kept until it changes.
        report: what validation found when that version was built, if it is known.
        told: its findings in words, with their places in files.
        attached: the text of the reader's own copy of the document, if one is attached.
        search: full-text search (words, language, limit), if the server has an index.
        dumps: where the whole graph is served, by format.
        compiled: the server's own folder for compiled templates, if it has one.
        base: the base that readers know our IRIs by.
        services: addresses that SERVICE may ask.
        explain: tells how a query is answered; None where nobody here can.
        corrections: where readers report errors: a mail address or that of a form; empty where nobody said.
        embedders: whose pages may show facts of this site, as sources of a Content-Security-Policy.
        public_url: the server's address where a proxy stands in front; else each request tells it.
        of: code of the follow-up that a page speaks of, where the project holds several; else empty.
    """

    engine: Callable[[], Engine]
    project: Project
    queries: QueryCatalogue
    version: Callable[[], str] = lambda: "unpublished"
    report: Callable[[], Report | None] = lambda: None
    told: Callable[[], Mapping[Finding, ReportedFinding]] = dict
    attached: Callable[[], str | None] = lambda: None
    search: Callable[[str, str, int], Hits] | None = None
    dumps: tuple[tuple[GraphFormat, str], ...] = ()
    compiled: Path | None = None
    base: str = BASE
    services: tuple[str, ...] = ()
    explain: Callable[[str], QueryExplanation] | None = None
    corrections: str = ""
    embedders: tuple[str, ...] = ()
    public_url: str = ""
    of: str = ""
    answers: AnswerCache = field(default_factory=AnswerCache)
    memo: Memo = field(default_factory=Memo)


def about_one(site: Site, code: str) -> Site:
    """A site whose pages speak of one follow-up: that of a code, else the project's own.

    Raises:
        BadParameter: there is none of that code.
    """
    known = site.queries.follow_ups
    one = chosen(known, code) if len(known) > 1 else None
    return replace(site, of=one.code) if one else site


def follow_up_of(site: Site) -> FollowUp | None:
    """The follow-up that a page speaks of, where the project holds several."""
    return next((one for one in site.queries.follow_ups if one.code == site.of), None) if site.of else None


def other_name(site: Site, language: str) -> str:
    """What the follow-up that a page speaks of is called, where it is another than the project's own."""
    one = follow_up_of(site)
    return one.name(language) if one is not None and one is not site.queries.follow_ups[0] else ""


def source_name(site: Site, language: str) -> str:
    """What the facts of a page are read from: the project's document, or the other follow-up that it speaks of."""
    about = site.project.about
    return other_name(site, language) or about.symbol or about.name(language)


HERE = Path(__file__).parent
"""The folder that holds ``templates/``, ``static/`` and ``i18n/``."""
