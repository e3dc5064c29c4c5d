"""From a request to an answer: read the state, build the page, give it in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tcgraph.errors import BadParameter, BrokenInput, EngineError, TcgraphError, UnknownQuery, UnknownTerm
from tcgraph.web.i18n import translator
from tcgraph.web.pages.headers import HTML_HEADERS
from tcgraph.web.pages.page import Page, View
from tcgraph.web.pages.render import environment, render
from tcgraph.web.pages.site import Site
from tcgraph.web.pages.state import LANGUAGES, State
from tcgraph.web.pages.twins import MEDIA_TYPES, suffixes_of, twin

_LONGEST = 50_000
_LONGEST_LINK = 500
"""Addresses longer than this, such as those that hold a query, are not told again in a header."""

_STATUS: tuple[tuple[type[TcgraphError], int], ...] = (
    (UnknownTerm, 404),
    (UnknownQuery, 404),
    (BadParameter, 400),
    (BrokenInput, 400),
    (EngineError, 503),
)


class Server:
    """Gives a site's pages.

    Args:
        site: what the pages are made from.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self._environment = environment(site.compiled)

    def routes(self, view: View) -> list[BaseRoute]:
        """The routes of one view: the page, and its twins at the same path and a suffix."""

        def page(request: Request) -> Response:
            return self.answer(view, request, None)

        def other(request: Request) -> Response:
            return self.answer(view, request, request.path_params["suffix"])

        base = "/follow-up" if view.path == "/" else view.path
        made: list[BaseRoute] = [Route(f"{base}.{{suffix:twin}}", other, name=f"{view.path} twin")]
        return [*made, Route(view.path, page, name=view.path)]

    def answer(self, view: View, request: Request, suffix: str | None) -> Response:
        """One view's answer to one request; an error becomes a page that says what to do."""
        path = request.url.path.removeprefix(request.scope.get("root_path", ""))
        state = state_of(request, path.removesuffix(f".{suffix}") if suffix else path, self.site.public_url)
        parameters = {name: str(value) for name, value in request.path_params.items() if name != "suffix"}
        return self.guarded(state, suffix, lambda: view.build(self.site, state, parameters))

    def guarded(self, state: State, suffix: str | None, build: Callable[[], Page]) -> Response:
        """Build a page and render it, or say what went wrong."""
        try:
            page = build()
            if suffix:
                body, media_type = twin(self.site, page, suffix)
                return Response(body, media_type=media_type, headers={"X-Content-Type-Options": "nosniff"})
        except TcgraphError as error:
            page = _sorry(error, state)
        return self.html(page, state)

    def html(self, page: Page, state: State) -> Response:
        """A page as HTML."""
        headers = {**HTML_HEADERS, "Content-Language": state.language, "Vary": "Accept"}
        links = [
            f'<{state.twin(suffix)}>; rel="alternate"; type="{MEDIA_TYPES[suffix].partition(";")[0]}"'
            for suffix in (suffixes_of(page) if page.status == 200 else ())
        ]
        if links and len(state.url()) < _LONGEST_LINK:
            headers["Link"] = ", ".join(links)
        return HTMLResponse(render(self._environment, self.site, page, state), page.status, headers)


def state_of(request: Request, path: str, public_url: str = "") -> State:
    """The state that a request's address describes, at the address that readers see."""
    given = {name: value.strip()[:_LONGEST] for name, value in request.query_params.items() if value.strip()}
    language = given.pop("lang", "en")
    seen = urlsplit(public_url or str(request.url))
    origin = f"{seen.scheme}://{seen.netloc}"
    return State(path, given, language if language in LANGUAGES else "en", request.scope.get("root_path", ""), origin)


def redirect(location: str) -> Response:
    """See another page."""
    return RedirectResponse(location, 303)


def _sorry(error: TcgraphError, state: State) -> Page:
    t = translator(state.language)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    kind = "missing" if status == 404 else "busy" if status == 503 else "wrong"
    context: Mapping[str, object] = {"message": str(error), "kind": kind}
    return Page("error.html", t(f"error.{kind}"), "", context, status=status)
