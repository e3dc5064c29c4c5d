"""Data at the IRI of every thing, beside its page; a thing that is shown on another's page leads there."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.export.dump import serialize
from tcgraph.export.jsonld import Vocabulary, read_vocabulary
from tcgraph.export.jsonld.thing import thing_document
from tcgraph.export.jsonld.write import as_json
from tcgraph.export.ontology import one_ontology
from tcgraph.export.site.addresses import thing_file
from tcgraph.feed.members import members_of
from tcgraph.rdf import GraphFormat, Quad, Triple, parse
from tcgraph.terms import BASE, GRAPH

FORMATS = (GraphFormat.TURTLE, GraphFormat.JSON_LD, GraphFormat.N_TRIPLES, GraphFormat.RDF_XML)


def write_data(
    engine: Engine, directory: Path, progress: Callable[[int], None] = lambda _: None
) -> Iterator[tuple[str, str]]:
    """Write what is known of each of our things, in every format.

    A named graph's IRI gives the graph; the ontology's name space gives the whole ontology.

    Yields:
        Each thing's IRI and its path below the root, without suffix.
    """
    vocabulary = read_vocabulary(engine)
    for number, (iri, quads) in enumerate(_things(engine), 1):
        stem = "ns" if iri == f"{BASE}ns" else thing_file(iri, "")
        if stem is None:
            continue
        for syntax in FORMATS:
            path = directory / f"{stem}{syntax.suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_written(iri, quads, syntax, vocabulary))
        if number % 50 == 0:
            progress(number)
        yield iri, stem


def _written(iri: str, quads: list[Quad], syntax: GraphFormat, vocabulary: Vocabulary) -> bytes:
    if syntax is GraphFormat.JSON_LD:
        return as_json(thing_document(iri, quads, vocabulary)).encode()
    return serialize(quads, syntax)


def write_redirects(directory: Path, stems: Mapping[str, str], page_of: Callable[[str], str | None]) -> list[str]:
    """Give things that have no page of their own one that leads to where they are shown.

    Args:
        directory: the edition.
        stems: IRI and path of each thing.
        page_of: the relative way to a thing's page from the file that is named; None when there is none.

    Returns:
        The files written.
    """
    made: list[str] = []
    for iri, stem in sorted(stems.items()):
        file = f"{stem}.html"
        target = None if (directory / file).exists() else page_of(iri)
        if target is None:
            continue
        to = html.escape(target)
        text = (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'\">\n"
            f'<meta http-equiv="refresh" content="0; url={to}">\n<title>{html.escape(iri)}</title>\n</head>\n'
            f'<body><p><a href="{to}">{html.escape(iri)}</a></p></body>\n</html>\n'
        )
        (directory / file).write_text(text, encoding="utf-8")
        made.append(file)
    return made


def _things(engine: Engine) -> Iterator[tuple[str, list[Quad]]]:
    for iri, member in sorted(members_of(engine.quads()).items()):
        if not iri.startswith(GRAPH):
            yield iri, list(parse("\n".join(member.raw).encode(), GraphFormat.N_QUADS))
    ontology: list[Triple] = []
    for graph in engine.graphs():
        quads = list(engine.quads(graph))
        yield graph.value, quads
        if graph.value.startswith(f"{GRAPH}ontology/"):
            ontology += [quad.triple for quad in quads]
    yield f"{BASE}ns", [Quad(*triple) for triple in one_ontology(ontology)]
