"""IRIs that a catalogue speaks in: its own, and those of the authorities whose code lists DCAT-AP prescribes."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from tcgraph import terms
from tcgraph.export import media
from tcgraph.rdf import GraphFormat, NamedNode

CATALOGUE: Final = NamedNode(terms.BASE + "catalogue")
"""The catalogue, and the document that describes it."""

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
THEMES: Final = NamedNode(_AUTHORITY + "data-theme")
INTERNATIONAL_ISSUES: Final = NamedNode(_AUTHORITY + "data-theme/INTR")
POPULATION_AND_SOCIETY: Final = NamedNode(_AUTHORITY + "data-theme/SOCI")

_LANGUAGES: Final = {"ar": "ARA", "en": "ENG", "es": "SPA", "fr": "FRA", "ru": "RUS", "zh": "ZHO"}
_FILE_TYPES: Final = {
    GraphFormat.TURTLE.media_type: "RDF_TURTLE",
    GraphFormat.TRIG.media_type: "RDF_TRIG",
    GraphFormat.N_TRIPLES.media_type: "RDF_N_TRIPLES",
    GraphFormat.N_QUADS.media_type: "RDF_N_QUADS",
    GraphFormat.RDF_XML.media_type: "RDF_XML",
    GraphFormat.JSON_LD.media_type: "JSON_LD",
    media.CSV: "CSV",
    "application/xml": "XML",
    "application/json": "JSON",
    media.WORKBOOK: "XLSX",
}


def part(name: str) -> NamedNode:
    """Something that the catalogue's document describes."""
    return NamedNode(f"{CATALOGUE.value}#{quote(name, safe='/-._~')}")


def language(tag: str) -> NamedNode | None:
    """The authority's IRI of a language, for the languages of the United Nations."""
    code = _LANGUAGES.get(tag.lower().split("-")[0])
    return NamedNode(f"{_AUTHORITY}language/{code}") if code else None


def file_type(media_type: str) -> NamedNode | None:
    """The authority's IRI of a file type, where it has one."""
    code = _FILE_TYPES.get(media_type)
    return NamedNode(f"{_AUTHORITY}file-type/{code}") if code else None


def media_type_iri(media_type: str) -> NamedNode:
    """IANA's IRI of a registered media type."""
    return NamedNode(f"https://www.iana.org/assignments/media-types/{media_type}")
