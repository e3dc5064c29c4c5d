"""What every page is made from, handed in once; importing a page reads nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.engine.explaining import QueryExplanation
from tcgraph.follow_ups import chosen
from tcgraph.pages.named_answers import AnswerCache, Memo
from tcgraph.project import Project
from tcgraph.publish.reports import ReportedFinding
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import GraphFormat
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.terms import BASE


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


def _no_report() -> Report | None:
    return None


def _no_text() -> str | None:
    return None


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
    report: Callable[[], Report | None] = _no_report
    told: Callable[[], Mapping[Finding, ReportedFinding]] = dict
    attached: Callable[[], str | None] = _no_text
    search: Callable[[str, str, int], list[Hit]] | None = None
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


HERE = Path(__file__).parent
"""The folder that holds ``templates/``, ``static/`` and ``i18n/``."""
