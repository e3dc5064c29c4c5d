"""Queries of one's own: an editor that helps, an answer with names, and plain words when something is wrong."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tcgraph.engine import Scope
from tcgraph.engine.explaining import QueryExplanation
from tcgraph.errors import BrokenQuery, TcgraphError
from tcgraph.http.asgi import read_body
from tcgraph.http.problems import Problem as Refusal
from tcgraph.pages.build_page import kinds_of
from tcgraph.pages.completion import complete
from tcgraph.pages.diagnose import QueryProblem, diagnose, said_in
from tcgraph.pages.editor_help import loading, meaning_at, schema_of
from tcgraph.pages.i18n import languages, translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.query_patterns import patterns
from tcgraph.pages.query_tokens import form_of, inner_offset
from tcgraph.pages.result_pictures import ResultPictures
from tcgraph.pages.serving import Server
from tcgraph.pages.site import Answer, Site, run
from tcgraph.questions.addresses import to_parameters
from tcgraph.questions.saved import question_of
from tcgraph.rdf import NamedNode
from tcgraph.terms import GRAPH

START = """PREFIX tc: <https://w3id.org/tcgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

# Ten recommendations; change what you like and run it.
SELECT ?number ?label
WHERE {
  ?recommendation a tc:Recommendation ;
                  tc:number ?number ;
                  rdfs:label ?label .
  FILTER(LANG(?label) = "en")
}
ORDER BY ?number
LIMIT 10
"""
VIEWS = ("table", "chart", "map", "graph", "raw", "plan")
_MOST = 2000
_LONGEST = 20_000
_BODY_BYTES = 1 << 18
"""What the editor sends: a query of at most so many characters, every one of which may be escaped, and little else."""
_BODY_SECONDS = 10.0
_NOTHING = Scope(default=(NamedNode(GRAPH + "nothing"),), named=(NamedNode(GRAPH + "nothing"),))
"""A dataset in which nobody finds anything."""


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The editor, and the answer to the query in the address."""
    t = translator(state.language)
    # A form sends the ends of lines as two characters (HTML §4.10.21.8); places are counted with one.
    query = state.get("query").replace("\r\n", "\n")
    answer: Answer | None = None
    truth: bool | None = None
    problems: list[QueryProblem] = []
    refusal = ""
    explanation: QueryExplanation | None = None
    view = state.get("view") if state.get("view") in VIEWS else "table"
    if query:
        try:
            if view == "plan" and site.explain is not None:
                explanation = site.explain(query)
            else:
                answer, truth = evaluate(site, query)
            problems = diagnose(site, query, state.language, answered=len(answer.rows) if answer else None)
        except BrokenQuery as failure:
            problems = diagnose(site, query, state.language, failure)
        except TcgraphError as error:
            refusal = said_in(str(error), state.language)
    labels = Labels(site, state.language)
    context = {
        "query": query,
        "start": START,
        "answer": answer,
        "truth": truth,
        "problems": problems,
        "refusal": refusal,
        "clicks": _clicks(site, state, query),
        "view": view,
        "explanation": explanation,
        "why": said_in(explanation.why, state.language) if explanation is not None else "",
        "views": VIEWS if site.explain is not None else VIEWS[:-1],
        "loading": loading(answer, state) if answer and answer.rows else {},
        "examples": [
            # First what this endpoint adds to the standard: search in texts.
            *(query for query in site.queries.of_kind("answer") if query.name == "find"),
            *patterns(site.queries),
        ],
        "services": site.services,
    }
    figure = ResultPictures(Pictures(site, state, labels), answer, labels, state).made(view) if answer else None
    answers = (answer,) if answer else ()
    things = {term for row in answer.rows for term in row if isinstance(term, NamedNode)} if answer else set()
    return Page(
        "sparql.html", t("sparql.title"), "sparql", context, answers, tuple(things), (figure,) if figure else ()
    )


def _clicks(site: Site, state: State, query: str) -> str:
    """Where a query that was built is changed by clicking; empty where it says more than can be built."""
    kinds = kinds_of(site) if query else {}
    built = question_of(query, kinds) if kinds else None
    return state.to("/build", **to_parameters(built, kinds)) if built else ""


def evaluate(site: Site, query: str) -> tuple[Answer | None, bool | None]:
    """Run a query of any form: a table, or a truth value for ASK.

    Raises:
        BrokenQuery: it does not parse.
        EngineError: the engine failed or took too long.
    """
    match form_of(query):
        case "ASK":
            return None, site.engine().ask(query)
        case "CONSTRUCT" | "DESCRIBE":
            start = time.perf_counter()
            triples = sorted(set(site.engine().construct(query)), key=str)[:_MOST]
            rows = tuple((triple.subject, triple.predicate, triple.object) for triple in triples)
            passed = (time.perf_counter() - start) * 1000
            return Answer("query", query, ("subject", "property", "value"), rows, passed), None
        case _:
            return run(site, "query", query), None


def routes(server: Server) -> list[BaseRoute]:
    """What the editor asks for while one types."""

    async def completion(request: Request) -> Response:
        asked = await _asked(request)
        offset = asked.get("offset", 0)
        if not isinstance(offset, int):
            raise Refusal(400, "broken-input", "Send the place in the query as a whole number, 'offset'.")
        text, language = str(asked.get("query", ""))[:_LONGEST], str(asked.get("lang", "en"))
        inner = inner_offset(server.site.base, text, offset)
        options = await run_in_threadpool(complete, server.site, text, inner, language)
        return JSONResponse([{"insert": o.insert, "label": o.label, "count": o.count, "kind": o.kind} for o in options])

    async def check(request: Request) -> Response:
        asked = await _asked(request)
        text, language = str(asked.get("query", ""))[:_LONGEST], str(asked.get("lang", "en"))
        problems = await run_in_threadpool(checked, server.site, text, _language(language))
        return JSONResponse(
            [
                {
                    "message": p.message,
                    "from": p.start,
                    "to": p.end,
                    "severity": "error" if p.error else "warning",
                    "fixes": [{"label": fix.label, "text": fix.text} for fix in p.fixes],
                }
                for p in problems
            ]
        )

    async def meaning(request: Request) -> Response:
        asked = await _asked(request)
        text, language = str(asked.get("query", ""))[:_LONGEST], _language(asked.get("lang"))
        state = State("/sparql", {}, language, request.scope.get("root_path", ""))
        offset = asked.get("offset", 0)
        return JSONResponse(await run_in_threadpool(meaning_at, server.site, text, offset, state))

    def schema(request: Request) -> Response:
        return JSONResponse(schema_of(server.site, _language(request.query_params.get("lang"))))

    return [
        Route("/editor/meaning", meaning, methods=["POST"]),
        Route("/editor/schema", schema),
        Route("/editor/complete", completion, methods=["POST"]),
        Route("/editor/check", check, methods=["POST"]),
    ]


def _language(told: object) -> str:
    return told if isinstance(told, str) and told in languages() else "en"


async def _asked(request: Request) -> dict[str, Any]:
    """What the editor sends, a JSON object.

    Raises:
        Refusal: it is something else, too long, or does not arrive.
    """
    body = await read_body(request.scope, request.receive, limit=_BODY_BYTES, seconds=_BODY_SECONDS)
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise Refusal(400, "broken-input", "Send a JSON object with the query as 'query'.")
    return asked


def checked(site: Site, text: str, language: str) -> list[QueryProblem]:
    """What is wrong with a query, without the cost of its answer: an empty dataset is asked.

    It is asked where every query runs, for the parser itself can end the process that it runs in.
    """
    failure: BrokenQuery | None = None
    engine = site.engine()
    form = form_of(text)
    asks: dict[str, Callable[..., object]]
    asks = {"SELECT": engine.select, "ASK": engine.ask, "CONSTRUCT": engine.construct, "DESCRIBE": engine.construct}
    try:
        asks.get(form, engine.select)(text, scope=_NOTHING)
    except BrokenQuery as error:
        failure = error if form in asks else None
    except TcgraphError:
        # Parsed, and refused for another reason, which running it will tell.
        pass
    return diagnose(site, text, language, failure)


VIEW = View("/sparql", build)
