"""The same page in other formats, at the same address and a suffix."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pyoxigraph

from tcgraph.errors import UnknownTerm
from tcgraph.export import licences
from tcgraph.export.media import TABLE, WORKBOOK
from tcgraph.pages.asking import Answer, plain, values
from tcgraph.pages.charts.figure import standalone
from tcgraph.pages.i18n import translator
from tcgraph.pages.page import Page
from tcgraph.pages.site import Site
from tcgraph.pages.state import State
from tcgraph.rdf import BlankNode, GraphFormat, Literal, Term, Triple
from tcgraph.terms import PREFIXES

_NUMBERS = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double"))
_FIXED = datetime(2006, 10, 11, tzinfo=UTC).replace(tzinfo=None)
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
    match suffix:
        case "ttl":
            return _described(site, page, GraphFormat.TURTLE)
        case "jsonld":
            return _described(site, page, GraphFormat.JSON_LD)
        case "svg":
            return _figure(page, state).encode()
        case "csv":
            return as_csv(page.answers[0])
        case "json":
            return as_json(page.answers[0])
        case "xlsx":
            return as_xlsx(page.answers[0])
        case _:
            return page.answers[0].text.encode()


def _figure(page: Page, state: State) -> str:
    wanted = state.get("figure", page.figures[0].key)
    chosen = next((figure for figure in page.figures if figure.key == wanted), None)
    if chosen is None:
        raise UnknownTerm(f"This page has no figure {wanted!r}; it has {', '.join(f.key for f in page.figures)}.")
    licence = translator(state.language)("figure.licence", licence=licences.DATA)
    return standalone(chosen, state.origin, licence)


def as_csv(answer: Answer) -> bytes:
    """SPARQL 1.1 Query Results CSV §3: CRLF line ends, plain text, unbound empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(answer.variables)
    writer.writerows([plain(term) for term in row] for row in answer.rows)
    return out.getvalue().encode()


def as_json(answer: Answer) -> bytes:
    """SPARQL 1.1 Query Results JSON §3."""
    bindings = [{name: _json_term(term) for name, term in row.items()} for row in answer.dicts()]
    document = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def as_xlsx(answer: Answer) -> bytes:
    """One sheet: bold headings that stay in sight, numbers as numbers."""
    # Here and not above: it would take a third of the server's start.
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    from tcgraph.export.tables.xlsx import repack

    book = Workbook()
    book.properties.created = book.properties.modified = _FIXED
    sheet = book.active
    assert sheet is not None
    sheet.title = answer.name[:31]
    sheet.append(list(answer.variables))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in answer.rows:
        sheet.append([_cell(term) for term in row])
    for index in range(1, sheet.max_row + 1):
        for cell in sheet[index]:
            # A text that starts with = is a text, never a formula.
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for index, column in enumerate(sheet.columns, start=1):
        width = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(index)].width = min(60, width + 2)
    draft, out = io.BytesIO(), io.BytesIO()
    book.save(draft)
    repack(draft, out)
    return out.getvalue()


def _described(site: Site, page: Page, graph_format: GraphFormat) -> bytes:
    things = values(sorted(page.things, key=lambda node: node.value))
    triples = site.engine().construct(
        f"CONSTRUCT {{ ?thing ?property ?value }} WHERE {{ VALUES ?thing {{ {things} }} ?thing ?property ?value }}"
    )
    return pyoxigraph.serialize(sorted(set(triples), key=str), format=graph_format.codec, prefixes=PREFIXES) or b""


def _json_term(term: Term) -> dict[str, object]:
    match term:
        case Literal():
            found: dict[str, object] = {"type": "literal", "value": term.value}
            if term.language:
                found["xml:lang"] = term.language
            elif term.datatype.value != PREFIXES["xsd"] + "string":
                found["datatype"] = term.datatype.value
            return found
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
        case _:
            return {"type": "uri", "value": term.value}


def _cell(term: Term | None) -> str | int | float | None:
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        try:
            return int(term.value)
        except ValueError:
            return float(term.value)
    return plain(term) or None
