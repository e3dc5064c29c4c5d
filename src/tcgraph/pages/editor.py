"""Queries of one's own: an editor that helps, an answer with names, and plain words when something is wrong.

Beside a query it tells what a name means, what there is to ask, and how a result is loaded elsewhere.
"""

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
from tcgraph.pages.documentation import documentation
from tcgraph.pages.i18n import languages, translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.ontology_usage import ValueSummary, model_of, widest
from tcgraph.pages.page import Page, State, View, page_path
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.query_tokens import form_of, inner_offset, patterns, tokens
from tcgraph.pages.result_pictures import ResultPictures
from tcgraph.pages.serving import Server
from tcgraph.pages.site import Answer, Site, run
from tcgraph.questions.addresses import to_parameters
from tcgraph.questions.saved import question_of
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql.keywords import declared_prefixes
from tcgraph.terms import GRAPH, PREFIXES, QUERY_PREFIXES, shorten

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
        Problem: it is something else, too long, or does not arrive.
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


_XSD = PREFIXES["xsd"]
_INTEGERS = frozenset(_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger"))
_DAYS = frozenset(_XSD + name for name in ("date", "dateTime"))


def meaning_at(site: Site, text: str, offset: object, state: State) -> dict[str, object]:
    """What the name at a place of a query means; empty where there is none that the ontology defines.

    Args:
        site: whose ontology and counts are told.
        text: the query.
        offset: the place, as a whole number.
        state: in whose language, and where pages are.
    """
    if not isinstance(offset, int):
        return {}
    here = next((token for token in tokens(text) if token.start <= offset <= token.end and token.kind == "name"), None)
    if here is None:
        return {}
    prefix, _, local = here.text.partition(":")
    iri = {**QUERY_PREFIXES, **declared_prefixes(text)}.get(prefix, "") + local
    term = documentation(site).versions[-1].terms.get(iri)
    if term is None:
        return {}
    t = translator(state.language)
    model = model_of(site)
    label, definition = (term.text(name, state.language) for name in ("rdfs:label", "skos:definition"))
    n = model.of(iri).things if term.kind == "class" else model.said.get(iri, (0, 0))[0]
    return {
        "from": here.start,
        "to": here.end,
        "name": shorten(iri),
        "label": label.value if label else term.name,
        "definition": definition.value if definition else "",
        "counted": f"{n} {t('ontology.things' if term.kind == 'class' else 'ontology.times', n=n)}",
        "href": state.to(page_path(iri)),
    }


def schema_of(site: Site, language: str) -> list[dict[str, object]]:
    """The classes that have things, with what these have, the most frequent first."""
    terms = documentation(site).versions[-1].terms
    above = {iri: term.links.get("rdfs:subClassOf", ()) for iri, term in terms.items()}

    def said(iri: str, name: str) -> str:
        found = terms[iri].text(name, language) if iri in terms else None
        return found.value if found else ""

    def leads(found: tuple[ValueSummary, ...]) -> str:
        return ", ".join(shorten(lead.iri) for lead in widest(found, above)[:4] if lead.iri)

    return [
        {
            "name": shorten(kind.iri),
            "label": said(kind.iri, "rdfs:label"),
            "definition": said(kind.iri, "skos:definition"),
            "things": kind.things,
            "held": [
                {
                    "name": shorten(held.property),
                    "label": said(held.property, "rdfs:label"),
                    "things": held.things,
                    "leads": f"{shorten(held.property)} → {leads(held.leads)}",
                }
                for held in kind.held
            ],
        }
        for kind in model_of(site).kinds.values()
    ]


def loading(answer: Answer, state: State) -> dict[str, str]:
    """How pandas and R load a result with its types, as programs to copy, by the name of the language."""
    address = state.absolute(State("/sparql.csv", {"query": state.get("query")}, root=state.root).url())
    whole = _columns(answer, lambda datatype: datatype in _INTEGERS)
    days = _columns(answer, lambda datatype: datatype in _DAYS)
    texts = [
        name for name in answer.variables if name not in whole and name not in days and name not in _numbers(answer)
    ]
    kinds = {**dict.fromkeys(texts, "string"), **dict.fromkeys(whole, "Int64")}
    of_r = {**dict.fromkeys(texts, "character"), **dict.fromkeys(days, "Date"), **dict.fromkeys(whole, "integer")}
    listed = ", ".join(f"`{name}` = {kind!r}" for name, kind in of_r.items()).replace("'", '"')
    python = [
        "import pandas as pd",
        "",
        f"rows = pd.read_csv({address!r},",
        f"                   dtype={kinds!r}" + (f", parse_dates={days!r})" if days else ")"),
    ]
    r = [f'rows <- read.csv("{address}", na.strings = "",', f"                 colClasses = c({listed}))"]
    return {"Python": "\n".join(python), "R": "\n".join(r)}


def _columns(answer: Answer, fits: Callable[[str], bool]) -> list[str]:
    """The columns all of whose values are literals of fitting types."""
    found: list[str] = []
    for index, name in enumerate(answer.variables):
        values = [row[index] for row in answer.rows if row[index] is not None]
        if values and all(isinstance(value, Literal) and fits(value.datatype.value) for value in values):
            found.append(name)
    return found


def _numbers(answer: Answer) -> list[str]:
    return _columns(answer, lambda datatype: datatype in {_XSD + name for name in ("decimal", "double", "float")})
