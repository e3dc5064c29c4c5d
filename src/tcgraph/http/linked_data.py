"""Every IRI of ours answers: 303 to the page or to the data, by Accept; data by suffix, with its alternates linked.

The rules are those of "Cool URIs for the Semantic Web" §4.3 (303 for things that are not documents) and RFC 9110
§15.4.4. A thing's IRI starts with ``https://w3id.org/tcgraph/``; here the rest of it is the path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, urlencode

import pyoxigraph
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import Headers
from starlette.routing import Match, Route
from starlette.types import Scope

from tcgraph import terms
from tcgraph.export.describe import (
    Description,
    DescriptionBuilder,
    below_question,
    content_question,
    known_question,
    nearest,
    questions,
)
from tcgraph.export.jsonld.records import thing_document
from tcgraph.export.jsonld.write import as_json
from tcgraph.export.ontology import ONTOLOGY, module_of, one_ontology, read_ontology
from tcgraph.export.ontology.term_changes import released, triples_of, written
from tcgraph.http.negotiation import BY_ACCEPT, best_match
from tcgraph.http.partner_documents import vocabulary_of
from tcgraph.http.problems import Problem
from tcgraph.rdf import BlankNode, GraphFormat, NamedNode, Quad, Triple
from tcgraph.server.served_graph import ServedGraph

_BRANCHES = ("id", "vocab", "graph", "ontology")
_BY_SUFFIX = {
    suffix: syntax for syntax in reversed(GraphFormat) for suffix in syntax.value.suffixes if suffix != ".xml"
}
_GRAPHS = (GraphFormat.TURTLE, GraphFormat.JSON_LD, GraphFormat.RDF_XML, GraphFormat.N_TRIPLES)
_DATASETS = (GraphFormat.TRIG, GraphFormat.N_QUADS)
_OFFERED = {name: syntax for syntax in (*_GRAPHS, *_DATASETS) for name in syntax.media_types}
_AS_GRAPH = [name for syntax in _GRAPHS for name in syntax.media_types]
_ANYBODYS = ("application/json", "application/xml", "text/xml", "text/plain")
"""Media types that also mean other things than RDF: to name one of them is not yet to ask for a graph."""
_PAGES = ("text/html", "application/xhtml+xml")
_VERSION = re.compile(r"ontology/(\d+\.\d+\.\d+)(?:/([\w/-]+))?")
_KIND = re.compile(rf"{terms.BASE}(id|vocab)/([a-z-]+)/[\w-]+")


PageOf = Callable[[str], str]
"""The path of the page that shows a thing, by its IRI."""


def register(app: FastAPI, site: ServedGraph, page_of: PageOf | None) -> None:
    """Hang the addresses of things into the application; without pages a browser gets data too."""

    async def thing(request: Request) -> Response:
        path = request.path_params.get("path", "")
        branch = request.url.path.removeprefix(request.scope.get("root_path", "")).strip("/").split("/")[0]
        local = f"{branch}/{path}" if path else branch
        stem, syntax = _split(local)
        version = _VERSION.fullmatch(stem)
        if version:
            return await _version(site, request, stem, version, syntax, page_of)
        if branch == "ontology" and (triples := await _module(site, stem.removeprefix("ontology/"))):
            return _of_ontology(request, stem, triples, syntax, page_of)
        if syntax is None:
            return await _other(site, request, stem, page_of)
        return await _document(site, request, stem, syntax, page_of)

    for branch in _BRANCHES:
        # What the description says of them is the same for all, and said by hand.
        app.add_api_route(f"/{branch}/{{path:path}}", thing, methods=["GET", "HEAD"], include_in_schema=False)

    async def namespace(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        _, syntax = _split(request.url.path)
        if syntax is None:
            target = _target(request, "ns", page_of)
            return RedirectResponse(root + target, 303, headers={**BY_ACCEPT, "link": _links("ns", root, page_of)})
        quads = [Quad(*triple) for triple in one_ontology(await site.triples(ONTOLOGY))]
        body = await _serialized(site, terms.TC.rstrip("#"), quads, syntax)
        return Response(body, media_type=syntax.media_type, headers=BY_ACCEPT)

    for name in ("/ns", *(f"/ns{suffix}" for suffix in _BY_SUFFIX)):
        app.add_api_route(name, namespace, methods=["GET", "HEAD"], include_in_schema=False)

    async def for_programs(request: Request) -> Response:
        syntax = _wanted(request) or GraphFormat.TURTLE
        version = request.query_params.get("version", "")
        known = version and _VERSION.fullmatch(f"ontology/{version}")
        target = f"/ontology/{version}{syntax.suffix}" if known else f"/ns{syntax.suffix}"
        return RedirectResponse(request.scope.get("root_path", "") + target, 303, headers=BY_ACCEPT)

    # The page of the same address is for whoever does not ask for RDF.
    app.router.routes.append(_AskedForData("/ontology", for_programs))


class _AskedForData(Route):
    """A route for requests that name a syntax of RDF, and prefer it to a page."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """See Starlette's Route."""
        accept = Headers(scope=scope).get("accept", "") if scope["type"] == "http" else ""
        named = any(name in accept for name in _OFFERED if name not in _ANYBODYS)
        if not named or best_match(accept, [*_PAGES, *_OFFERED]) in _PAGES:
            return Match.NONE, {}
        return super().matches(scope)


async def _version(
    site: ServedGraph,
    request: Request,
    local: str,
    named: re.Match[str],
    syntax: GraphFormat | None,
    page_of: PageOf | None,
) -> Response:
    """A version of the ontology or of a module of it, the one in force or one that was released."""
    version, module = named.groups()
    triples = await site.triples(ONTOLOGY)
    if read_ontology(triples).version == version:
        triples = await _module(site, module) if module else one_ontology(triples)
    else:
        file = released(site.project).get(version)
        if file is None:
            raise Problem(404, "unknown", f"There is no version {version} of the ontology.")
        triples = module_of(triples_of(file), _thing(local)) if module else one_ontology(triples_of(file))
    if not triples:
        raise Problem(404, "unknown", f"Version {version} of the ontology has no module {module}.")
    return _of_ontology(request, local, triples, syntax, page_of)


def _of_ontology(
    request: Request, local: str, triples: Iterable[Triple], syntax: GraphFormat | None, page_of: PageOf | None
) -> Response:
    """The ontology or a part of it as one graph, or where to have it."""
    root = request.scope.get("root_path", "")
    headers = {**BY_ACCEPT, "link": _links(local, root, page_of)}
    if syntax is None:
        return RedirectResponse(root + _target(request, local, page_of), 303, headers=headers)
    return Response(written(triples, syntax), media_type=syntax.media_type, headers=headers)


async def _module(site: ServedGraph, name: str) -> list[Triple]:
    """What a module of the ontology in force states; nothing where there is none of that name.

    A tool that imports it reads it from its own address, or that of its version (OWL 2 Structural Specification §3.4).
    """
    graph = _thing(f"graph/ontology/{name}")
    header = f"GRAPH {graph} {{ ?header a owl:Ontology }}"
    return list(await site.triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {header} GRAPH {graph} {{ ?s ?p ?o }} }}"))


def _split(local: str) -> tuple[str, GraphFormat | None]:
    """A path as the thing it names and the format its suffix asks for, if any."""
    for suffix, syntax in _BY_SUFFIX.items():
        if local.endswith(suffix):
            return local.removesuffix(suffix), syntax
    return local, None


def _thing(local: str) -> NamedNode:
    try:
        return NamedNode(terms.TC if local == "ns" else terms.BASE + local)
    except ValueError:
        raise Problem(404, "unknown", f"{local!r} is not part of an IRI.") from None


async def _other(site: ServedGraph, request: Request, local: str, page_of: PageOf | None) -> Response:
    """Say where the page or the data of a thing is."""
    await _gather(site, _thing(local))
    root = request.scope.get("root_path", "")
    headers = {**BY_ACCEPT, "link": _links(local, root, page_of)}
    return RedirectResponse(root + _target(request, local, page_of), 303, headers=headers)


def _target(request: Request, local: str, page_of: PageOf | None) -> str:
    """The path that a thing's address leads to, by Accept."""
    wanted = _wanted(request)
    if wanted is None and page_of is not None:
        path, mark, place = page_of(_thing(local).value).partition("#")
        language = request.query_params.get("lang")
        # Whoever asks for the page of a thing in a language is led to it in that language.
        return path + (f"?{urlencode({'lang': language})}" if language else "") + mark + place
    return f"/{quote(local, safe='/-._~')}{(wanted or GraphFormat.TURTLE).suffix}"


def _wanted(request: Request) -> GraphFormat | None:
    """The format of data that a request asks for; None when it asks for a page.

    Named graphs are for those who take nothing else: a client that reads both and loads what it is given into a
    graph (Comunica, which likes N-Quads best) would find no triple there.

    Raises:
        Problem: 406, when it takes neither.
    """
    accept = request.headers.get("accept", "")
    wanted = best_match(accept, [*_PAGES, *_AS_GRAPH]) or best_match(accept, [*_OFFERED])
    if wanted is None:
        raise Problem(406, "not-acceptable", "This thing is described in HTML, Turtle, JSON-LD, RDF/XML and N-Triples.")
    if wanted in _OFFERED:
        return _OFFERED[wanted]
    # A client that would take anything (curl, an RDF library without a header) is given data, not a page.
    return None if any(name in accept for name in _PAGES) else GraphFormat.TURTLE


async def _document(
    site: ServedGraph, request: Request, local: str, syntax: GraphFormat, page_of: PageOf | None
) -> Response:
    """Give the data about a thing."""
    thing = _thing(local)
    description = await _gather(site, thing)
    root = request.scope.get("root_path", "")
    return Response(
        b"" if request.method == "HEAD" else await _written(site, description, syntax),
        media_type=syntax.media_type,
        headers={**BY_ACCEPT, "link": _links(local, root, page_of)},
    )


async def _written(site: ServedGraph, description: Description, syntax: GraphFormat) -> bytes:
    pointing = {
        Quad(statement.term, statement.predicate, description.thing, statement.graph)
        for statement in description.incoming
        if isinstance(statement.term, NamedNode | BlankNode)
    }
    return await _serialized(site, description.thing.value, {*description.quads, *pointing}, syntax)


async def _serialized(site: ServedGraph, iri: str, quads: Iterable[Quad], syntax: GraphFormat) -> bytes:
    """A graph, or in TriG and N-Quads a dataset: a client that asks for a graph must find its triples in it."""
    ordered = sorted(quads, key=str)
    if syntax is GraphFormat.JSON_LD:
        return as_json(thing_document(iri, ordered, await vocabulary_of(site))).encode()
    content = ordered if syntax.holds_graph_names else dict.fromkeys(quad.triple for quad in ordered)
    return pyoxigraph.serialize(content, None, syntax.codec, prefixes=_prefixes(ordered)) or b""


def _prefixes(quads: Iterable[Quad]) -> dict[str, str]:
    """The prefixes that some IRI uses; one for each kind of thing, since a slash cannot stand in a local name."""
    used = {
        term.value
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object, getattr(quad.object, "datatype", None))
        if isinstance(term, NamedNode)
    }
    known = {name: start for name, start in terms.PREFIXES.items() if any(iri.startswith(start) for iri in used)}
    for branch, kind in sorted({found.groups() for iri in used if (found := _KIND.fullmatch(iri))}):
        known[kind if branch == "id" else f"{kind}-concept"] = f"{terms.BASE}{branch}/{kind}/"
    return {name: start for name, start in sorted(known.items()) if start not in (terms.ID, terms.BASE + "vocab/")}


async def _gather(site: ServedGraph, thing: NamedNode) -> Description:
    """Collect a thing's description through the workers.

    Raises:
        Problem: 404, with the nearest name that is known.
    """
    said, pointing = questions(thing)
    found = DescriptionBuilder(thing, (await site.table(said)).rows, (await site.table(pointing)).rows)
    if found.is_graph:
        found.add_content((await site.table(content_question(thing))).rows)
    if found.graphs_with_blank_nodes:
        found.add_below((await site.table(below_question(found.graphs_with_blank_nodes))).rows)
    if found.is_empty:
        question = known_question(thing)
        known = (await site.table(question)).rows if question else ()
        hint = nearest(thing, known)
        raise Problem(404, "unknown", f"The graph knows no {terms.shorten(thing.value)}. {hint}".strip())
    return found.description()


def _links(local: str, root: str, page_of: PageOf | None) -> str:
    """The Link header (RFC 8288): what is described, and every form of the description."""
    address = f"{root}/{quote(local, safe='/-._~')}"
    alternates = [
        f'<{address}{syntax.suffix}>; rel="alternate"; type="{syntax.media_type}"'
        for syntax in GraphFormat
        if not syntax.holds_graph_names or syntax is GraphFormat.JSON_LD
    ]
    thing = _thing(local).value
    pages = [f'<{root}{page_of(thing)}>; rel="alternate"; type="text/html"'] if page_of is not None else []
    return ", ".join([f'<{thing}>; rel="describes"', *pages, *alternates])
