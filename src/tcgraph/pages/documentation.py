"""The ontology as pages tell it: its versions, what uses its terms, and what each term is linked with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from tcgraph.errors import UnknownTerm
from tcgraph.export.ontology import ONTOLOGY, Ontology, Term, read_ontology
from tcgraph.export.ontology.term_changes import OntologyChanges, changes, read_released
from tcgraph.export.ontology.uses import TermUses, read_uses
from tcgraph.pages.site import Site
from tcgraph.project import Project
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import Literal, Triple
from tcgraph.terms import BASE, shorten

_ROWS = (
    ("rdfs:subClassOf", False), ("rdfs:subClassOf", True), ("rdfs:subPropertyOf", False), ("rdfs:subPropertyOf", True),
    ("owl:equivalentClass", False), ("owl:equivalentProperty", False), ("owl:disjointWith", False),
    ("rdfs:domain", False), ("schema:domainIncludes", False), ("rdfs:range", False), ("schema:rangeIncludes", False),
    ("owl:inverseOf", False), ("owl:inverseOf", True), ("schema:domainIncludes", True), ("schema:rangeIncludes", True),
    ("skos:exactMatch", False), ("schema:sameAs", False), ("skos:closeMatch", False), ("skos:relatedMatch", False),
    ("rdfs:seeAlso", False), ("dcterms:isReplacedBy", False),
)  # fmt: skip
"""What a term's table tells, in this order: a link, or with True the same link the other way round."""


@dataclass(frozen=True, slots=True)
class Documentation:
    """All that the documentation is made from.

    Attributes:
        versions: the versions, the one in force last.
        uses: what uses each term today.
    """

    versions: tuple[Ontology, ...]
    uses: TermUses

    @property
    def history(self) -> list[OntologyChanges]:
        """What changed from version to version, the latest first."""
        return [changes(before, after) for before, after in pairwise(self.versions)][::-1]

    def of(self, version: str) -> Ontology:
        """One version; without a name the one in force.

        Raises:
            UnknownTerm: there is none of that name.
        """
        known = {ontology.version: ontology for ontology in self.versions}
        if version and version not in known:
            raise UnknownTerm(f"There is no version {version} of the ontology; there are {', '.join(known)}.")
        return known[version] if version else self.versions[-1]


def documentation(site: Site) -> Documentation:
    """The ontology of a site and its released versions, read once for each version of the graph."""

    def read() -> Documentation:
        return read_documentation(site.engine().construct(ONTOLOGY), site.project, site.queries)

    return site.memo.get((site.version(), "ontology"), read)


def read_documentation(triples: Iterable[Triple], project: Project, queries: QueryCatalogue) -> Documentation:
    """Put the documentation together.

    Args:
        triples: the ontology in force.
        project: its released versions and its shapes.
        queries: its questions.
    """
    present = read_ontology(triples)
    earlier = [ontology for ontology in read_released(project) if ontology.version != present.version]
    return Documentation((*earlier, present), read_uses(project, queries))


def namer(shown: Ontology, language: str) -> Callable[[str], Literal]:
    """A function from an IRI to what to call it: its label here, else its short form."""
    known = {iri: term.text("rdfs:label", language) for iri, term in shown.terms.items()}
    for module in (*shown.modules, *shown.alignments):
        known.setdefault(module.iri, module.text("dcterms:title", language))
    for scheme in shown.schemes:
        known[scheme.iri] = scheme.text("rdfs:label", language)

    def name(iri: str) -> Literal:
        return known.get(iri) or Literal(shorten(iri).strip("<>").removeprefix(BASE))

    return name


def rows_of(term: Term) -> list[tuple[str, tuple[str, ...]]]:
    """What a term is linked with: keys of the catalogue of words, and IRIs."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    for link, turned in _ROWS:
        found = (term.back if turned else term.links).get(link, ())
        if found and not (turned and link == "owl:inverseOf" and "owl:inverseOf" in term.links):
            rows.append((f"{link.partition(':')[2]}{'_back' if turned else ''}", found))
    return rows
