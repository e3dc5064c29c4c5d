"""A page before it has a form: what it says, the queries that say it, and the things it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tcgraph.pages.charts.figure import Figure
from tcgraph.pages.named_answers import Answer
from tcgraph.pages.page_state import State
from tcgraph.pages.site import Site
from tcgraph.rdf import Literal, NamedNode


@dataclass(frozen=True, slots=True)
class Page:
    """What one address shows.

    Attributes:
        template: the template, below ``templates/``.
        title: the page's name in the reader's language.
        section: the entry of the navigation that it belongs to.
        context: what else the template needs.
        answers: the queries behind the page; the first is its table, as CSV and JSON.
        things: the things it is about; their description is its Turtle.
        figures: the pictures of what it tells; each can be had as SVG.
        subject: what the page is about, in the terms of schema.org.
        saved: what its query is called and says as the file of a named one; empty where it is no question built here.
        texts: sentences of its context that are told in the reader's language where they are known in it, besides those
            of its answers.
        framed: whether it is made to be shown on pages of others, where the site lets them.
        status: HTTP status; 400 or more where it could not answer, and then the context says why as ``refusal``.
    """

    template: str
    title: str
    section: str
    context: Mapping[str, object] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    things: tuple[NamedNode, ...] = ()
    figures: tuple[Figure, ...] = ()
    subject: Mapping[str, object] | None = None
    saved: tuple[str, str] = ("", "")
    texts: tuple[Literal, ...] = ()
    framed: bool = False
    status: int = 200


Build = Callable[[Site, State, Mapping[str, str]], Page]
"""How a page is made: the site, the state of its address, and the variable parts of its path."""


@dataclass(frozen=True, slots=True)
class View:
    """A path pattern and how the page behind it is made."""

    path: str
    build: Build
