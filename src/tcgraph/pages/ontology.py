"""The ontology as documentation: each term with what it means, links to, and is used by; pictures; what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tcgraph.errors import UnknownTerm
from tcgraph.export.ontology import ONTOLOGY, Module, Ontology, Term, read_ontology
from tcgraph.export.ontology.model import text_in
from tcgraph.export.ontology.released import read_released
from tcgraph.export.ontology.term_changes import Changes, changes
from tcgraph.export.ontology.uses import Uses, read_uses
from tcgraph.pages.asking import ask
from tcgraph.pages.charts.ladder import End, Rung, ladder
from tcgraph.pages.charts.tree import Branch, tree
from tcgraph.pages.i18n import Translate, translator
from tcgraph.pages.links import page_path
from tcgraph.pages.page import Page, View
from tcgraph.pages.site import Site
from tcgraph.pages.state import State
from tcgraph.project import Project
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import Literal, NamedNode, Triple
from tcgraph.terms import BASE, TC, shorten

_ROWS = (
    ("rdfs:subClassOf", False), ("rdfs:subClassOf", True), ("rdfs:subPropertyOf", False), ("rdfs:subPropertyOf", True),
    ("owl:equivalentClass", False), ("owl:equivalentProperty", False), ("owl:disjointWith", False),
    ("rdfs:domain", False), ("schema:domainIncludes", False), ("rdfs:range", False), ("schema:rangeIncludes", False),
    ("owl:inverseOf", False), ("owl:inverseOf", True), ("schema:domainIncludes", True), ("schema:rangeIncludes", True),
    ("skos:exactMatch", False), ("skos:closeMatch", False), ("skos:relatedMatch", False), ("rdfs:seeAlso", False),
    ("dcterms:isReplacedBy", False),
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
    uses: Uses

    @property
    def history(self) -> list[Changes]:
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


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The documentation of the version that the address names.

    Raises:
        UnknownTerm: there is no such version.
    """
    t = translator(state.language)
    found = documentation(site)
    shown = found.of(state.get("version"))
    answers = (ask(site, "vocabulary", {"lang": state.language}), ask(site, "vocabulary-links"))
    things = tuple(NamedNode(iri) for iri in shown.terms)
    title = f"{t('ontology.title')} {shown.version}"
    context = {
        **body(found, shown, state.language, t),
        "href": lambda iri: state.to(page_path(iri)),
        "asked": lambda name: state.to(f"/ask/{name}"),
    }
    return Page("ontology.html", title, "ontology", context, answers, things)


def body(found: Documentation, shown: Ontology, language: str, t: Translate) -> dict[str, object]:
    """What the templates of the documentation need, whether it is a page of a server or a file."""
    name = _namer(shown, language)
    return {
        "ontology": shown,
        "in_force": found.versions[-1].version,
        "versions": [ontology.version for ontology in found.versions],
        "history": [change for change in found.history if change.after <= shown.version],
        "uses": found.uses,
        "rows_of": _rows_of,
        "name_of": name,
        "module_of": lambda iri: next((module.name for module in shown.modules if module.iri == iri), ""),
        "chosen": lambda texts, property_: text_in(texts.get(property_, ()), language),
        "classes": _classes(shown, name, t),
        "relations": {module.iri: _relations(shown, module, name, t) for module in shown.modules},
    }


def _namer(shown: Ontology, language: str) -> Callable[[str], Literal]:
    """A function from an IRI to what to call it: its label here, else its short form."""
    known = {iri: term.text("rdfs:label", language) for iri, term in shown.terms.items()}
    for module in (*shown.modules, *shown.alignments):
        known.setdefault(module.iri, module.text("dcterms:title", language))
    for scheme in shown.schemes:
        known[scheme.iri] = scheme.text("rdfs:label", language)

    def name(iri: str) -> Literal:
        return known.get(iri) or Literal(shorten(iri).strip("<>").removeprefix(BASE))

    return name


def _rows_of(term: Term) -> list[tuple[str, tuple[str, ...]]]:
    """What a term is linked with: keys of the catalogue of words, and IRIs."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    for link, turned in _ROWS:
        found = (term.back if turned else term.links).get(link, ())
        if found and not (turned and link == "owl:inverseOf" and "owl:inverseOf" in term.links):
            rows.append((f"{link.partition(':')[2]}{'_back' if turned else ''}", found))
    return rows


def anchor(iri: str) -> str:
    """Where a term of ours is told of on the page."""
    return f"#{iri.removeprefix(TC)}"


def _classes(shown: Ontology, name: Callable[[str], Literal], t: Translate) -> str:
    def branch(term: Term) -> Branch:
        below = [shown.terms[iri] for iri in term.back.get("rdfs:subClassOf", ()) if iri in shown.terms]
        return Branch(name(term.iri).value, anchor(term.iri), tuple(map(branch, below)))

    roots: list[Branch] = []
    for module in shown.modules:
        own = [term for term in shown.of_module(module) if term.kind == "class"]
        tops = [term for term in own if not any(iri in shown.terms for iri in term.links.get("rdfs:subClassOf", ()))]
        if tops:
            title = name(module.iri).value.removeprefix("tcgraph ")
            roots.append(Branch(title, f"#module-{module.name}", tuple(map(branch, tops))))
    return tree(t("ontology.picture_classes"), roots)


def _relations(shown: Ontology, module: Module, name: Callable[[str], Literal], t: Translate) -> str:
    """A picture of the properties of a module that link classes; empty when it has none."""

    def end(iri: str) -> End:
        return End(name(iri).value, anchor(iri) if iri in shown.terms else "")

    anything = End(t("ontology.anything"))
    rungs: list[Rung] = []
    for term in shown.of_module(module):
        if term.kind != "object property":
            continue
        ends = [end(iri) for iri in term.links.get("schema:rangeIncludes", ())] or [anything]
        for start in [end(iri) for iri in term.links.get("schema:domainIncludes", ())] or [anything]:
            rungs += [Rung(start, end(term.iri), leads) for leads in ends]
    rungs.sort(key=lambda rung: (rung.start == anything, rung.start.label.casefold(), rung.link.label, rung.end.label))
    label = t("ontology.picture_relations", module=name(module.iri).value.removeprefix("tcgraph "))
    return ladder(label, rungs) if rungs else ""


VIEWS = (View("/ontology", build),)
