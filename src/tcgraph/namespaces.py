"""Prefixes: the standard vocabularies that every tool of ours speaks, and those that an application adds to them.

The graph tools know no vocabulary but the standard ones. An application says once what it calls its own
(:func:`install`); from then on its prefixes are known in queries, and messages say ``ex:number`` instead of a long IRI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from tcgraph.rdf import Literal, NamedNode

_LOCAL: Final = re.compile(r"[\w.-]*[\w-]")


class Prefixes(dict[str, str]):
    """Prefix to namespace, with the two ways of using it; not changed after it is made."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # one of these is one thing, as a module is

    def expand(self, name: str) -> NamedNode:
        """Turn ``prefix:local`` or a full IRI (with or without angle brackets) into a node.

        Raises:
            ValueError: the prefix is not one of these, or the IRI is malformed.
        """
        if name.startswith("<") and name.endswith(">"):
            return NamedNode(name[1:-1])
        prefix, colon, local = name.partition(":")
        if colon and prefix in self:
            return NamedNode(self[prefix] + local)
        if (colon and local.startswith("//")) or prefix in ("urn", "mailto"):
            return NamedNode(name)
        raise ValueError(f"{name!r} is neither an IRI nor prefix:name with a known prefix")

    def shorten(self, iri: str) -> str:
        """Write an IRI as ``prefix:local`` where one of these fits, else as ``<iri>``."""
        found = self._start.match(iri)
        if found is None:
            return f"<{iri}>"
        # Turtle §6.5 PN_LOCAL allows more, but a slash or an escape reads worse than the full IRI.
        end = found.end()
        return f"{self._prefix[found[0]]}:{iri[end:]}" if _LOCAL.fullmatch(iri, end) else f"<{iri}>"

    @cached_property
    def _prefix(self) -> dict[str, str]:
        """The first prefix of each namespace."""
        return {start: prefix for prefix, start in reversed(self.items())}

    @cached_property
    def _start(self) -> re.Pattern[str]:
        """Matches the longest of the namespaces that an IRI begins with."""
        return re.compile("|".join(map(re.escape, sorted(self._prefix, key=len, reverse=True))) or "(?!)")


STANDARD: Final = Prefixes(
    {
        "dash": "http://datashapes.org/dash#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""The vocabularies that any project may lean on."""

RDF_TYPE: Final = NamedNode(STANDARD["rdf"] + "type")
RDFS_LABEL: Final = NamedNode(STANDARD["rdfs"] + "label")


_INFERRED = NamedNode("urn:graph:inferred")


@dataclass(frozen=True, slots=True)
class OwnVocabulary:
    """What an application calls its own; the tools below it know none of this by themselves.

    Attributes:
        prefixes: what names in its queries and messages are short for, standard ones among them.
        things: how the IRIs of its things begin: they are shown without it, and stand for what is the same as they.
        query_prefixes: what a query need not declare: those, when not given, and one for each kind of thing.
        described: namespaces whose names must be described somewhere, since a misspelt one is seen by no query.
        inferred: the graph that holds what reasoning added, apart from everything asserted.
        locator: a path from a thing to the place in a source document that it was read from, as SPARQL.
        part_of: a path from what is told of a thing, or is part of it, to that thing.
        stand_ins: what an English text says, as a regular expression, that only stands in for one in another language.
        search: the property by which a query searches texts.
        texts: the query for the texts to search: ``?thing``, ``?field`` (one of ``name``, ``other``, ``summary``) and
            ``?text``.
    """

    prefixes: Prefixes = STANDARD
    things: str = "urn:thing:"
    query_prefixes: Prefixes = STANDARD
    described: tuple[str, ...] = ()
    inferred: NamedNode = _INFERRED
    locator: tuple[str, ...] = ()
    part_of: str = ""
    stand_ins: str = "(?!)"
    search: str = "urn:search:matches"
    texts: str = """SELECT DISTINCT ?thing ?field ?text WHERE {
  { ?thing rdfs:label|skos:prefLabel|dcterms:title|schema:name ?text . BIND("name" AS ?field) }
  UNION { ?thing skos:altLabel|skos:notation|dcterms:identifier ?text . BIND("other" AS ?field) }
  UNION { ?thing rdfs:comment|skos:definition|dcterms:description ?text . BIND("summary" AS ?field) }
  FILTER(isIRI(?thing))
}"""

    def __post_init__(self) -> None:
        if self.query_prefixes is STANDARD:
            object.__setattr__(self, "query_prefixes", self.prefixes)


_application = OwnVocabulary()


def install(application: OwnVocabulary) -> None:
    """Say once, at the start, what the running application calls its own."""
    global _application
    _application = application
    shorten.cache_clear()


def application() -> OwnVocabulary:
    """What the running application calls its own; the standard vocabularies alone where nobody has said."""
    return _application


def stands_in(text: Literal) -> bool:
    """Whether an English text only says that there is one in another language, as of a table that is worded in it."""
    return text.language == "en" and re.search(_application.stand_ins, text.value) is not None


@lru_cache(maxsize=4096)
def shorten(iri: str) -> str:
    """An IRI as it is shown: ``prefix:local`` where a prefix of the application fits, else ``<iri>``."""
    return _application.prefixes.shorten(iri)
