"""Find things by words: through the server's full-text index where it has one, else by a query over names."""

from __future__ import annotations

from collections.abc import Mapping

from tcgraph.pages.asking import Answer, ask
from tcgraph.pages.i18n import translator
from tcgraph.pages.page import Page, View
from tcgraph.pages.site import Hit, Site
from tcgraph.pages.state import State
from tcgraph.rdf import Literal, NamedNode, plain

_SHOWN = 60
_LAST = frozenset(("correction", "passage", "observation"))
"""Kinds about the text rather than about what was done: shown below the others, however well they fit."""


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of what was found."""
    t = translator(state.language)
    words = state.get("q")
    hits: list[Hit] = []
    answers: tuple[Answer, ...] = ()
    if words:
        answer = ask(site, "search", {"words": words})
        answers = (answer,)
        hits = site.search(words, state.language, _SHOWN) if site.search else _hits(answer)
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        kind = hit.iri.removeprefix("https://w3id.org/tcgraph/").removeprefix("id/").partition("/")[0].partition("#")[0]
        groups.setdefault(kind, []).append(hit)
    context = {"words": words, "groups": sorted(groups.items(), key=_below), "found": len(hits)}
    title = t("search.title", words=words) if words else t("nav.search")
    things = tuple(NamedNode(hit.iri) for hit in hits)
    return Page("search.html", title, "", context, answers, things)


def _below(group: tuple[str, list[Hit]]) -> bool:
    return group[0] in _LAST


def _hits(answer: Answer) -> list[Hit]:
    found: dict[str, Hit] = {}
    for row in answer.dicts():
        iri, text = plain(row["thing"]), row["text"]
        language = (text.language or "en") if isinstance(text, Literal) else "en"
        found.setdefault(iri, Hit(iri, "", plain(text), language))
    return list(found.values())[:_SHOWN]


VIEWS = (View("/search", build),)
