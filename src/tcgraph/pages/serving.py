"""From a request to an answer: read the state, build the page, give it in the form that was asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from jinja2 import Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tcgraph.errors import TcgraphError
from tcgraph.http.negotiation import best_language, prefers_html
from tcgraph.http.problems import Problem, problem_of
from tcgraph.pages.headers import HTML_HEADERS, framed_by
from tcgraph.pages.i18n import languages, speaking_of, translator
from tcgraph.pages.navigation import home
from tcgraph.pages.page import FIRST, Page, State, View
from tcgraph.pages.page_formats import MEDIA_TYPES, suffixes_of, twin
from tcgraph.pages.render import environment, render
from tcgraph.pages.site import Site, about_one, other_name
from tcgraph.questions.addresses import joined

_LONGEST = 50_000
_LONGEST_LINK = 500
"""Addresses longer than this, such as those that hold a query, are not told again in a header."""

_KINDS = {401: "refused", 403: "refused", 404: "missing", 405: "method", 429: "many", 500: "fault", 503: "busy"}
"""Which words an error has in the catalogue; any other is a request that cannot be answered."""


_VARIES = "Accept, Accept-Language"


class Server:
    """Gives a site's pages."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._environment = environment(site.compiled)

    def template(self, name: str) -> Template:
        """A template, for what is no page."""
        return self._environment.get_template(name)

    def routes(self, view: View) -> list[BaseRoute]:
        """The routes of one view: the page, and its twins at the same path and a suffix."""

        def page(request: Request) -> Response:
            first = home(self.site.queries) if view.path == "/" else "/"
            if first != "/":
                return redirect(state_of(request, "/", self.site.public_url).to(first))
            return self.answer(view, request, None)

        def other(request: Request) -> Response:
            return self.answer(view, request, request.path_params["suffix"])

        def everything(request: Request) -> Response:
            # The list of those whose pages stand below this address.
            return redirect(state_of(request, "/", self.site.public_url).to("/follow-up"))

        base = FIRST if view.path == "/" else view.path
        made: list[BaseRoute] = [Route(f"{base}.{{suffix:twin}}", other, name=f"{view.path} twin")]
        above = view.path.removesuffix("/{number:int}")
        made += [Route(above, everything, name=above)] * (above != view.path)
        return [*made, Route(view.path, page, name=view.path)]

    def answer(self, view: View, request: Request, suffix: str | None) -> Response:
        """One view's answer to one request; an error becomes a page that says what to do."""
        path = request.url.path.removeprefix(request.scope.get("root_path", ""))
        # What is told elsewhere names the page, which for the first one is another address than its files'.
        own = view.path if view.path == "/" else path.removesuffix(f".{suffix}") if suffix else path
        state = state_of(request, own, self.site.public_url)
        parameters = {name: str(value) for name, value in request.path_params.items() if name != "suffix"}
        if suffix is None and request.method != "POST" and prefers_html(request.headers.get("accept", "")):
            read = in_readers_language(request, state, self.site.project.about.language)
            if read.language != state.language:
                return redirect(read.url())
        if view.path == "/ask" and state.get("q"):  # in words: the one box for all answers
            return redirect(state.to(f"/search.{suffix}" if suffix else "/search", q=state.get("q")))
        if view.path == "/build" and (changes := joined(state.parameters)):
            return redirect(state.url(f"/build.{suffix}" if suffix else "/build", **changes))
        try:
            site = about_one(self.site, state.get("of"))
            if site.of and not path.startswith("/ask"):
                # Links of a page about one follow-up lead to pages about it; a question may be about each.
                state = replace(state, parameters={**state.parameters, "of": site.of})
            with speaking_of(other_name(site, state.language)):
                return self._answered(view, site, state, parameters, suffix, request)
        except (TcgraphError, Problem) as error:
            problem = problem_of(error)
            if prefers_html(request.headers.get("accept", "")):
                return self.apology(problem, state)
            return problem.response()

    def _answered(
        self, view: View, site: Site, state: State, parameters: dict[str, str], suffix: str | None, request: Request
    ) -> Response:
        page = view.build(site, state, parameters)
        if page.status >= 400 and (suffix or not prefers_html(request.headers.get("accept", ""))):
            raise Problem(page.status, "bad-parameter", str(page.context["refusal"]))
        if suffix:
            body, media_type = twin(site, page, suffix, state)
            headers = {"X-Content-Type-Options": "nosniff"}
            if suffix == "rq" and page.saved[0]:
                headers["Content-Disposition"] = f'attachment; filename="{page.saved[0]}.rq"'
            return Response(body, media_type=media_type, headers=headers)
        return self.html(page, state, site)

    def apology(self, problem: Problem, state: State, number: str = "") -> Response:
        """A page that says what went wrong and where to go on; it asks the engine nothing.

        Args:
            problem: what went wrong.
            state: the address that was asked for.
            number: the request's number, to be told to whoever runs the server.
        """
        kind = _KINDS.get(problem.status, "fault" if problem.status > 500 else "wrong")
        context = {"problem": problem, "kind": kind, "number": number, "words": _words(state.path)}
        page = Page("error.html", translator(state.language)(f"error.{kind}"), "", context, status=problem.status)
        response = self.html(page, state)
        response.headers.update(problem.headers)
        return response

    def html(self, page: Page, state: State, site: Site | None = None) -> Response:
        """A page as HTML."""
        headers = {
            **(framed_by(self.site.embedders) if page.framed else HTML_HEADERS),
            "Content-Language": state.language,
            "Vary": "Accept" if state.said else _VARIES,
        }
        links = [
            f'<{state.twin(suffix)}>; rel="alternate"; type="{MEDIA_TYPES[suffix].partition(";")[0]}"'
            for suffix in (suffixes_of(page) if page.status == 200 else ())
        ]
        if links and len(state.url()) < _LONGEST_LINK:
            headers["Link"] = ", ".join(links)
        return HTMLResponse(render(self._environment, site or self.site, page, state), page.status, headers)


def state_of(request: Request, path: str, public_url: str = "") -> State:
    """The state that a request's address describes, at the address that readers see."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if value := value.strip()[:_LONGEST]:
            # A form sends each column that was chosen by itself.
            given[name] = f"{given[name]},{value}" if name.endswith("columns") and name in given else value
    language = given.pop("lang", "")
    seen = urlsplit(public_url or str(request.url))
    origin = f"{seen.scheme}://{seen.netloc}"
    known, root = language in languages(), request.scope.get("root_path", "")
    return State(path, given, language if known else "en", root, origin, said=known)


def in_readers_language(request: Request, state: State, otherwise: str) -> State:
    """The state of a page whose address names no language, in the one that the reader's browser asks for.

    Args:
        request: of the page.
        state: of the page.
        otherwise: the project's language, for those who ask for none that pages can be had in.
    """
    if state.said:
        return state
    accepted = best_language(request.headers.get("accept-language", ""), languages())
    return replace(state, language=accepted or (otherwise if otherwise in languages() else "en"))


def redirect(location: str) -> Response:
    """See another page: who reads another language, or is a program, may be led elsewhere."""
    return RedirectResponse(location, 303, {"Vary": _VARIES})


def _words(path: str) -> str:
    """Words to search for in the place of an address that leads nowhere: those of its last part."""
    return " ".join(re.findall(r"[^\W\d_]+", path.rpartition("/")[2].partition(".")[0]))
