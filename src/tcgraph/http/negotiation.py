"""Which format and language to answer in: by the address, else by the Accept headers (RFC 9110 §12.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tcgraph.errors import BrokenInput
from tcgraph.http.problems import Problem
from tcgraph.rdf import GraphFormat, ResultFormat

# Of two formats that claim an alias the one listed first keeps it.
_RESULTS = {name: syntax for syntax in reversed(ResultFormat) for name in syntax.media_types}
_GRAPHS = {name: syntax for syntax in reversed(GraphFormat) for name in syntax.media_types}
_SHORT = {"json": ("JSON", "JSON_LD"), "xml": ("XML", "RDF_XML"), "csv": ("CSV", None), "tsv": ("TSV", None)}
_GRAPH_NAMES = {"rdf+xml": "RDF_XML", "n3": "TURTLE"}
"""What SPARQLWrapper calls them; every Turtle document is one in N3."""


BY_ACCEPT = {"vary": "Accept", "access-control-allow-origin": "*", "cache-control": "public, no-cache"}
"""Headers of a response that depends on nothing but the address, the graph's version and Accept."""

WORKBOOK = "xlsx"
"""The name of a format of tables that no engine writes."""


@dataclass(frozen=True, slots=True)
class Formats:
    """What may be sent: one format for tables and booleans, one for graphs; None where nothing fits."""

    results: ResultFormat | None
    graph: GraphFormat | None


@lru_cache(maxsize=1024)
def formats(accept: str, wanted: str = "") -> Formats:
    """Choose formats.

    Args:
        accept: the Accept header; empty means anything.
        wanted: the ``format`` parameter, a short name or a media type; it wins.

    Raises:
        Problem: 400 for a format nobody knows.
    """
    if wanted:
        return _named(wanted.strip().lower())
    result = best_match(accept, [ResultFormat.JSON.media_type, *_RESULTS])
    graph = best_match(accept, [GraphFormat.TURTLE.media_type, *_GRAPHS])
    return Formats(_RESULTS[result] if result else None, _GRAPHS[graph] if graph else None)


@lru_cache(maxsize=1024)
def prefers_html(accept: str) -> bool:
    """Whether a person's browser asks: HTML is wanted at least as much as any RDF or result format."""
    offered = ["text/html", *_RESULTS, *_GRAPHS]
    return "text/html" in accept and best_match(accept, offered) == "text/html"


def best_match(accept: str | None, offered: Sequence[str]) -> str | None:
    """Pick the media type to answer with (RFC 9110 §12.5.1).

    Args:
        accept: the request's Accept header; None or empty means anything.
        offered: media types the server can give, in its own order of preference.

    Returns:
        One of ``offered``, or None when the header admits none of them.
    """
    wanted = qualities(accept if accept and accept.strip() else "*/*")

    def quality_of(media_type: str) -> float:
        ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
        return next((wanted[each] for each in ranges if each in wanted), 0.0)

    best = max(offered, key=quality_of, default=None)
    return best if best is not None and quality_of(best) > 0 else None


def qualities(accepted: str) -> dict[str, float]:
    """What a header such as Accept names, in lower case and in its order, with how much it is wanted (§12.4.2)."""
    found: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for key, _, value in (parameter.partition("=") for parameter in parameters):
            if key.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        found.setdefault(name, quality)
    return found


@lru_cache(maxsize=1024)
def best_language(accepted: str, offered: tuple[str, ...]) -> str | None:
    """The language to answer in (RFC 9110 §12.5.4, with the lookup of RFC 4647 §3.4).

    Args:
        accepted: the Accept-Language header; empty means any.
        offered: codes of the languages that can be had.

    Returns:
        The one of ``offered`` that is wanted most, or None where none is.
    """
    wanted = qualities(accepted)
    for asked, quality in sorted(wanted.items(), key=lambda one: -one[1]):
        found = next((code for code in offered if asked == code or asked.startswith(f"{code}-")), None)
        if found and quality > 0:
            return found
    return None


def _named(name: str) -> Formats:
    if name == WORKBOOK:
        return Formats(ResultFormat.JSON, None)  # which the endpoint writes as a workbook
    if name in _SHORT:
        result, graph = _SHORT[name]
        return Formats(ResultFormat[result], GraphFormat[graph] if graph else None)
    if name in _GRAPH_NAMES:
        return Formats(None, GraphFormat[_GRAPH_NAMES[name]])
    if name in _RESULTS:
        return Formats(_RESULTS[name], _GRAPHS.get(name))
    try:
        return Formats(None, GraphFormat.named(name))
    except BrokenInput:
        raise Problem(
            400,
            "unknown-format",
            f"No format is called {name!r}; use json, xml, csv, tsv, xlsx, turtle, nt, "
            "jsonld, rdf, trig or nq, or leave it out and send Accept.",
        ) from None


def content_type_of(chosen: ResultFormat | GraphFormat) -> bytes:
    """The Content-Type of a format."""
    # JSON and the binary-safe syntaxes define their own encoding; text/* would default to something else.
    suffix = "; charset=utf-8" if chosen.media_type.startswith("text/") else ""
    return (chosen.media_type + suffix).encode()
