"""A fact on somebody else's page: a card to be framed, and how programs find it (oEmbed 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tcgraph.errors import TcgraphError, UnknownTerm
from tcgraph.http.problems import Problem, problem_of
from tcgraph.pages.citation_card import FRAME, frame_of
from tcgraph.pages.i18n import languages
from tcgraph.pages.page import Page, State, View, iri_of
from tcgraph.pages.serving import state_of
from tcgraph.pages.site import Site
from tcgraph.pages.thing import about
from tcgraph.terms import BASE, ID


def build(site: Site, state: State, parameters: Mapping[str, str]) -> Page:
    """The card of the thing that the path names.

    Raises:
        UnknownTerm: the graph says nothing of it.
    """
    page = about(site, state, iri_of(parameters["path"]))
    return replace(page, template="embed.html", framed=True)


def routes(site: Site) -> list[BaseRoute]:
    """The address at which programs ask how to show a page of ours (oEmbed 1.0 §2.2)."""

    def answer(request: Request) -> Response:
        try:
            return JSONResponse(_told(site, request), headers={"Access-Control-Allow-Origin": "*"})
        except (TcgraphError, Problem) as error:
            return problem_of(error).response()

    return [Route("/oembed", answer)]


def _told(site: Site, request: Request) -> dict[str, object]:
    asked = request.query_params
    if not site.embedders:
        raise Problem(404, "not-offered", "No other site may show the facts of this server.")
    if asked.get("format", "json") != "json":
        raise Problem(501, "unknown-format", "oEmbed is answered in JSON alone.")
    state = state_of(request, "/oembed", site.public_url)
    iri, language = _thing_at(asked.get("url", ""), state)
    state = replace(state, language=language)
    page = about(site, state, iri)
    width, height = _size(asked.get("maxwidth", ""), FRAME[0]), _size(asked.get("maxheight", ""), FRAME[1])
    return {
        "version": "1.0",
        "type": "rich",
        "title": page.title,
        "provider_name": "tcgraph",
        "provider_url": state.absolute(state.root + "/"),
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": frame_of(state, iri, page.title, width, height),
    }


def _thing_at(address: str, state: State) -> tuple[str, str]:
    """The thing that an address of ours, or a thing's own, leads to, and the language it is shown in."""
    parts = urlsplit(address)
    language = parse_qs(parts.query).get("lang", ["en"])[0]
    language = language if language in languages() else "en"
    if address.startswith(BASE):
        return address, language
    path = parts.path.removeprefix(state.root)
    if f"{parts.scheme}://{parts.netloc}" == state.origin:
        for first, below in (("/page/", ""), ("/embed/", ""), ("/recommendations/", "recommendation/")):
            if path.startswith(first) and len(path) > len(first):
                return iri_of(below + path.removeprefix(first)), language
        if path.startswith("/id/"):
            return ID + unquote(path.removeprefix("/id/")), language
    raise UnknownTerm(f"{address or 'An empty address'} is no page of a thing on this server.")


def _size(text: str, most: int) -> int:
    return min(most, max(120, int(text))) if text.isdigit() and len(text) < 6 else most


VIEWS = (View("/embed/{path:path}", build),)
