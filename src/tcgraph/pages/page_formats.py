"""The same page in other formats, at the same address and a suffix."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import replace

import pyoxigraph

from tcgraph.errors import UnknownTerm
from tcgraph.export.media import TABLE, WORKBOOK
from tcgraph.export.result_files import ResultSheet, as_csv, as_json, as_xlsx
from tcgraph.followup.libreoffice import libreoffice
from tcgraph.pages.caveats import hedged, promised, source_told
from tcgraph.pages.charts.figure import standalone
from tcgraph.pages.i18n import note_of, translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.page import Page, State
from tcgraph.pages.result_columns import as_seen
from tcgraph.pages.site import Answer, Site, ask, run, values
from tcgraph.queries import NamedQuery
from tcgraph.questions.notes import Note
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term, plain
from tcgraph.terms import PREFIXES

MEDIA_TYPES = {
    "csv": TABLE,
    "json": "application/sparql-results+json",
    "ttl": GraphFormat.TURTLE.media_type,
    "jsonld": GraphFormat.JSON_LD.media_type,
    "xlsx": WORKBOOK,
    "svg": "image/svg+xml",
    "rq": "application/sparql-query",
}
NAMES = {
    "csv": "CSV",
    "json": "JSON",
    "xlsx": "Excel",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "svg": "SVG",
    "rq": "SPARQL",
}
"""What readers call a format, by its suffix."""
SUFFIXES = tuple(MEDIA_TYPES)
"""What may follow a page's address."""


def suffixes_of(page: Page) -> list[str]:
    """In which formats a page can be had besides HTML."""
    has = {"ttl": bool(page.things), "jsonld": bool(page.things), "svg": bool(page.figures)}
    return [suffix for suffix in SUFFIXES if has.get(suffix, bool(page.answers))]


def twin(site: Site, page: Page, suffix: str, state: State) -> tuple[bytes, str]:
    """A page in another format.

    Args:
        site: where its things are described.
        page: the page.
        suffix: one of :data:`SUFFIXES`.
        state: its address, which chooses one of several figures (``figure``).

    Returns:
        The body and its media type.

    Raises:
        UnknownTerm: this page has no such twin.
    """
    if suffix not in suffixes_of(page):
        raise UnknownTerm(f"This page cannot be had as .{suffix}.")
    return _made(site, page, suffix, state), MEDIA_TYPES[suffix]


def _made(site: Site, page: Page, suffix: str, state: State) -> bytes:
    if suffix in ("ttl", "jsonld"):
        return _described(site, page, GraphFormat.TURTLE if suffix == "ttl" else GraphFormat.JSON_LD)
    if suffix == "svg":
        return _figure(site, page, state).encode()
    # The columns of a question are its contract, in files that programs read.
    answer = page.answers[0] if page.section == "ask" and suffix != "xlsx" else _titled(site, page.answers[0])
    match suffix:
        case "csv":
            # Excel takes a file for UTF-8 only where it begins with a byte order mark.
            return (BOM_UTF8 if state.get("excel") else b"") + as_csv(answer.variables, answer.rows)
        case "json":
            return as_json(answer.variables, answer.rows)
        case "xlsx":
            labels = Labels(site, state.language)
            tables = (answer, *(_titled(site, other) for other in page.sheets()))
            sheets = [ResultSheet(table.name, *as_seen(table, labels)) for table in tables]
            return as_xlsx(*sheets, notes=_notes(site, page, state))
        case _:
            return (page.saved[1] or answer.text).encode()


_HEDGED_PARTS = """# In which words of doubt it is told who has a part in an action, or pays for it.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?action ?words WHERE {
  ?hedge tc:hedges/tc:inAction ?action ; tc:asPrinted ?words ; tc:hedgeKind/skos:notation "doubt" .
}
ORDER BY ?action ?words
"""


def _titled(site: Site, answer: Answer) -> Answer:
    """A table with the titles of its actions, in which words they are hedged, by when, and where they are told.

    Questions of readers have the columns that they ask for.
    """
    if "action" not in answer.variables or answer.own:
        return answer
    at, labels = answer.variables.index("action"), Labels(site, "en")
    labels.note(row[at] for row in answer.rows)
    places: dict[str, dict[str, None]] = {}
    for told in ask(site, "passages").texts():
        places.setdefault(told["thing"], {})[told["locator"]] = None
    hedges, due = hedged(site), promised(site)
    # A table is filtered by this column: who pays or acts is as unsure as how far it is.
    for told in run(site, "hedged-parts", _HEDGED_PARTS).texts():
        hedges[told["action"]] = tuple(dict.fromkeys((*hedges.get(told["action"], ()), told["words"])))

    def beside_of(action: Term | None) -> dict[str, Term]:
        if not isinstance(action, NamedNode):
            return {}
        words = "; ".join(f"“{words}”" for words in hedges.get(action.value, ()))
        return {
            "action_label": labels.of(action),
            **({"hedge_words": Literal(words)} if words else {}),
            **due.get(action.value, {}),
            "locator": Literal("; ".join(places.get(action.value, ()))),
        }

    beside = [beside_of(row[at]) for row in answer.rows]
    columns = [
        name
        for name in ("action_label", "locator", "hedge_words", "due", "due_by")
        if name not in answer.variables and any(name in row for row in beside)
    ]
    rows = tuple((*row, *map(more.get, columns)) for row, more in zip(answer.rows, beside, strict=True))
    return replace(answer, variables=(*answer.variables, *columns), rows=rows)


def _notes(site: Site, page: Page, state: State) -> tuple[str, ...]:
    """What the page tells beside its table: what it counts, how complete it is, and where it is from."""
    query, note, figure = page.context.get("query"), page.context.get("note"), next(iter(page.figures), None)
    told = [note_of(query, state.language).value] if isinstance(query, NamedQuery) else []
    told += [plain(line) for line in (*note.complete, *note.sure)] if isinstance(note, Note) else []
    told += [str(page.context.get(name) or "") for name in ("examples", "caveat")]
    told += [figure.counts, figure.caveat, figure.source] if figure else [source_told(site, state)]
    return tuple(dict.fromkeys(filter(None, told)))


def _figure(site: Site, page: Page, state: State) -> str:
    wanted = state.get("figure", page.figures[0].key)
    chosen = next((figure for figure in page.figures if figure.key == wanted), None)
    if chosen is None:
        raise UnknownTerm(f"This page has no figure {wanted!r}; it has {', '.join(f.key for f in page.figures)}.")
    licence = translator(state.language)("figure.licence", licence=site.project.about.licence)
    # RFC 2606 §2: nobody is reached at such a name, so a picture that will be read elsewhere names no address.
    if state.origin.endswith(".invalid"):
        chosen = replace(chosen, link="")
    return standalone(chosen, state.origin, licence)


def _described(site: Site, page: Page, graph_format: GraphFormat) -> bytes:
    things = values(sorted(page.things, key=lambda node: node.value))
    triples = site.engine().construct(
        f"CONSTRUCT {{ ?thing ?property ?value }} WHERE {{ VALUES ?thing {{ {things} }} ?thing ?property ?value }}"
    )
    return pyoxigraph.serialize(sorted(set(triples), key=str), format=graph_format.codec, prefixes=PREFIXES) or b""


def paper_forms() -> dict[str, str]:
    """The forms that a paper can be taken along in here, the suffix of each and what it is called."""
    return {**({"pdf": "PDF"} if libreoffice() else {}), "docx": "Word"}
