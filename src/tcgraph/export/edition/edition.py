"""Write the whole edition: data, downloads, pages, search and questions, from the graph and the application.

Search needs no server: an index that a script reads, and a plain list of every thing where no script runs.
"""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.engine.prepared import planned
from tcgraph.export.catalogue import ReleaseFile, scan, write_catalogue
from tcgraph.export.dump import Compression, serialize, write_dump
from tcgraph.export.edition.crawl import Ask, Crawler, copy_to
from tcgraph.export.edition.file_addresses import EditionPlace, folder_of, place_of, relative, thing_file
from tcgraph.export.jsonld import Vocabulary, read_vocabulary
from tcgraph.export.jsonld.records import thing_document
from tcgraph.export.jsonld.write import as_json
from tcgraph.export.ontology import one_ontology
from tcgraph.export.rebase import Rebase, rebase_files, staged
from tcgraph.feed.members import members_of
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, Triple, parse
from tcgraph.terms import BASE, GRAPH, PREFIXES

DOWNLOADS = (GraphFormat.N_QUADS, GraphFormat.TRIG, GraphFormat.TURTLE, GraphFormat.JSON_LD)
_STATIC = Path(__file__).parent / "static"
_ALWAYS = ("/static/site.css", "/", "/ontology", "/search", "/sparql", "/data", "/.well-known/void")

Progress = Callable[[str, int], None]

FORMATS = (GraphFormat.TURTLE, GraphFormat.JSON_LD, GraphFormat.N_TRIPLES, GraphFormat.RDF_XML)


@dataclass(frozen=True, slots=True)
class Edition:
    """What was written.

    Attributes:
        files: how many files.
        size: bytes in all.
        missing: addresses that pages lead to and that gave no answer, with the status; links to them are text.
    """

    files: int
    size: int
    missing: dict[str, int]


async def write_edition(
    ask: Ask,
    engine: Engine,
    queries: QueryCatalogue,
    directory: Path,
    *,
    starts: Sequence[str],
    languages: Sequence[str],
    page_of: Callable[[str], str],
    describe: Callable[[Iterable[ReleaseFile]], Iterable[Quad]],
    oxigraph: Path | None,
    rebase: Rebase | None = None,
    progress: Progress | None = None,
) -> Edition:
    """Write an edition; equal graphs give equal files.

    Args:
        ask: the server's application.
        engine: holds the graph.
        queries: the named queries, to be asked in the browser.
        directory: where to; files that are there already stay, unless one of the same name replaces them.
        starts: addresses of pages to begin with.
        languages: of the pages; the first is the edition's own and stands at its root.
        page_of: the server's address of a thing's page.
        describe: the catalogue of the graph, told the files in which it can be had.
        oxigraph: the npm package's folder; None does without questions in the browser.
        rebase: renames our IRIs.
        progress: told each step and how far it has come.

    Raises:
        BrokenInput: the directory cannot be written to.
        EngineError: a page could not be made.
    """
    told = progress or (lambda _step, _count: None)
    with staged(directory) as scratch:
        stems = dict(write_data(engine, scratch, partial(told, "data")))
        data = {path.relative_to(scratch).as_posix() for path in scratch.rglob("*") if path.is_file()}
        write_dump(
            engine, scratch / "downloads", formats=DOWNLOADS, compression=Compression("gzip"), each_graph=False,
            rebase=rebase, progress=told,
        )  # fmt: skip
        shutil.copytree(_STATIC, scratch / "static")
        (scratch / "static" / "prefixes.json").write_text(json.dumps(PREFIXES) + "\n", encoding="utf-8")
        (scratch / "static" / "questions.json").write_text(_questions(queries), encoding="utf-8")
        if oxigraph is not None:
            copy_to(oxigraph, scratch / "static" / "oxigraph")
        places = {iri: place for iri in stems if (place := place_of(page_of(iri), languages))}
        finding = EditionSearch(engine, places, languages)
        crawler = Crawler(
            ask,
            scratch,
            languages,
            made=lambda file: file in data or file.startswith(("static/", "downloads/")),
            without=lambda file: oxigraph is None and file.endswith("query.html"),
            additions=_additions(finding, languages),
            progress=partial(told, "pages"),
        )
        found = await crawler.run([*_ALWAYS, *starts])
        _finish(scratch, finding, stems, languages, page_of, set(found.files))
        _describe(scratch, describe)
        rebase_files(scratch, rebase or Rebase())
        if rebase is not None and not rebase.changes_nothing:
            for file in (scratch / name for name in found.files if name.endswith(".txt")):
                # A page that is a text is ours, unlike a source, and names our things.
                file.write_bytes(rebase.document(file.read_bytes()))
        files = [path for path in scratch.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
    return Edition(len(files), size, found.missing)


def _finish(
    scratch: Path,
    finding: EditionSearch,
    stems: dict[str, str],
    languages: Sequence[str],
    page_of: Callable[[str], str],
    pages: set[str],
) -> None:
    for language in languages:
        folder = folder_of(language, languages)
        finding.write_index(scratch / folder / "search.json", f"{folder}search.html", pages, language)

    def way(iri: str) -> str | None:
        place = place_of(page_of(iri), languages)
        return relative(place, f"{stems[iri]}.html") if place and place.file in pages else None

    write_redirects(scratch, stems, way)


def _describe(scratch: Path, describe: Callable[[Iterable[ReleaseFile]], Iterable[Quad]]) -> None:
    """Say by what files the graph can be had, in place of what the server said of its services."""
    files = (replace(file, path=f"downloads/{file.path}") for file in scan(scratch / "downloads"))
    write_catalogue(describe(files), scratch)
    # The catalogue counts in VoID's terms, and says that it is a description in them.
    shutil.copyfile(scratch / "catalogue.ttl", scratch / "void.ttl")


def _additions(finding: EditionSearch, languages: Sequence[str]) -> dict[str, Callable[[str, str, set[str]], str]]:
    """What the server's pages lack among files: every thing on the page of search, the dumps on that of downloads."""
    made: dict[str, Callable[[str, str, set[str]], str]] = {}
    for language in languages:
        search, data = f"{folder_of(language, languages)}search.html", f"{folder_of(language, languages)}data.html"

        def listed(page: str, language: str, files: set[str], start: str = search) -> str:
            return page.replace("</main>", finding.listing(start, language, files) + "</main>", 1)

        def downloads(page: str, _language: str, _files: set[str], start: str = data) -> str:
            return page.replace("</h1>", "</h1>" + _downloads(start), 1)

        made |= {search: listed, data: downloads}
    return made


def _downloads(start: str) -> str:
    names = [f"{stem}{syntax.suffix}.gz" for stem in ("tcgraph", "tcgraph-inferred") for syntax in DOWNLOADS]
    places = [f"downloads/{name}" for name in (*names, "manifest.json", "SHA256SUMS")] + ["void.ttl"]
    links = (f'<a class="chip" href="{relative(EditionPlace(file), start)}">{Path(file).name}</a>' for file in places)
    return f'<p class="downloads">{"".join(links)}</p>'


def _questions(queries: QueryCatalogue) -> str:
    """The named questions as the query page reads them: their text as the engine runs it, and parameters' types."""
    told = {
        query.name: {
            "text": planned(query.body),
            "parameters": {parameter.name: parameter.type for parameter in query.parameters},
        }
        for query in queries.of_kind("answer")
    }
    return json.dumps(told, ensure_ascii=False, indent=0) + "\n"


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


_TEXTS = """SELECT DISTINCT ?thing ?kind ?text WHERE {
  { ?thing rdfs:label|skos:prefLabel|dcterms:title ?text . BIND("name" AS ?kind) }
  UNION { ?thing skos:altLabel|tc:abbreviation|tc:code|tc:symbol|skos:notation ?text . BIND("more" AS ?kind) }
  UNION { ?thing tc:summary|skos:definition ?text . BIND("more" AS ?kind) }
  FILTER(isIRI(?thing) && STRSTARTS(STR(?thing), "https://w3id.org/tcgraph/"))
} ORDER BY ?thing ?kind ?text"""


class EditionSearch:
    """The names and texts of the things that have a page.

    Args:
        engine: holds the graph.
        pages: the place of each thing's page in the edition's own language, by IRI.
        languages: those of the edition, its own first.
    """

    def __init__(self, engine: Engine, pages: Mapping[str, EditionPlace], languages: Sequence[str]) -> None:
        self._pages, self._languages = pages, languages
        self._texts: dict[str, dict[str, dict[str, list[str]]]] = {}
        for thing, kind, text in engine.select(_TEXTS):
            if isinstance(thing, NamedNode) and isinstance(text, Literal) and thing.value in pages:
                fields = self._texts.setdefault(thing.value, {"name": {}, "more": {}})
                fields[str(getattr(kind, "value", "more"))].setdefault(text.language or "", []).append(text.value)

    def name(self, iri: str, language: str) -> str:
        """What a thing is called in a language, else in English, else at all."""
        names = self._texts[iri]["name"]
        found = next((names[tag] for tag in (language, "en", "", *sorted(names)) if tag in names), [iri])
        return found[0]

    def write_index(self, file: Path, start: str, there: set[str], language: str) -> None:
        """Write the index that the search page of a language reads: name, kind, way, other words."""
        rows = []
        for iri in self._there(there):
            fields = self._texts[iri]
            words = [text for tag in (language, "en", "") for text in fields["more"].get(tag, ())]
            others = [text for tag in fields["name"] if tag != language for text in fields["name"][tag]]
            name = self.name(iri, language)
            more = " ".join(dict.fromkeys([*words, *(other for other in others if other != name)]))
            rows.append([name, _kind(iri), relative(self._page(iri, language), start), more])
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        file.write_text(text + "\n", encoding="utf-8")

    def listing(self, start: str, language: str, there: set[str]) -> str:
        """Every thing by its kind, as HTML."""
        kinds: dict[str, list[tuple[str, str]]] = {}
        for iri in self._there(there):
            kinds.setdefault(_kind(iri), []).append(
                (self.name(iri, language), relative(self._page(iri, language), start))
            )
        parts = ['<div id="everything">']
        for kind, things in sorted(kinds.items()):
            items = "".join(
                f'<li><a href="{html.escape(way)}">{html.escape(name)}</a></li>' for name, way in sorted(set(things))
            )
            parts.append(
                f"<details><summary>{html.escape(kind)} ({len(set(things))})</summary><ul>{items}</ul></details>"
            )
        return "".join(parts) + "</div>"

    def _page(self, iri: str, language: str) -> EditionPlace:
        place = self._pages[iri]
        return replace(place, file=folder_of(language, self._languages) + place.file)

    def _there(self, files: set[str]) -> list[str]:
        return [iri for iri in sorted(self._texts) if self._pages[iri].file in files]


def _kind(iri: str) -> str:
    branch, _, rest = iri.removeprefix(BASE).partition("/")
    kind = rest.partition("/")[0] if branch == "id" else branch.partition("#")[0]
    return {"ns": "ontology"}.get(kind, kind).replace("-", " ")
