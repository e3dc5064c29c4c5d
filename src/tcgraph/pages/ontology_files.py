"""The ontology's documentation as files, a folder for each version, fit for any file server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.export.ontology import ONTOLOGY, Module, Ontology, Term
from tcgraph.export.ontology.model import text_in
from tcgraph.export.ontology.term_changes import folder, released, triples_of, written
from tcgraph.pages.charts.network import NetworkNode, network
from tcgraph.pages.charts.svg import document
from tcgraph.pages.documentation import Documentation, namer, read_documentation, rows_of
from tcgraph.pages.i18n import Translate, has, languages, of_language, translator
from tcgraph.pages.page import State
from tcgraph.pages.render import environment
from tcgraph.pages.render import written as spoken
from tcgraph.project import Project
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import GraphFormat, Literal
from tcgraph.terms import TC

FORMS = tuple(syntax for syntax in GraphFormat if not syntax.holds_graph_names or syntax is GraphFormat.JSON_LD)
"""The formats in which the ontology can be had; it is one graph."""


def write_ontology(
    engine: Engine, project: Project, queries: QueryCatalogue, directory: Path, *, release: bool = False
) -> list[str]:
    """Write pages and data of the version in force and of each released one.

    Args:
        engine: holds the ontology in force.
        project: whose shapes and released versions are told of.
        queries: the questions that are told of.
        directory: where to; made if need be.
        release: whether to keep the version in force among the project's released ones.

    Returns:
        The files, relative to the directory.
    """
    triples = list(engine.construct(ONTOLOGY))
    found = read_documentation(triples, project, queries)
    in_force = found.versions[-1].version
    earlier = {version: path for version, path in released(project).items() if version != in_force}
    files: dict[str, bytes] = {}
    for shown in found.versions:
        own = triples_of(earlier[shown.version]) if shown.version in earlier else triples
        for syntax in FORMS:
            files[f"{shown.version}/ontology{syntax.suffix}"] = written(own, syntax)
        for language in languages():
            page = _page(found, shown, language, up="../", here="")
            files[f"{shown.version}/{_file_of(language)}"] = page
            if shown.version == in_force:
                files[_file_of(language)] = _page(found, shown, language, up="", here=f"{in_force}/")
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if release:
        folder(project).mkdir(exist_ok=True)
        (folder(project) / f"{in_force}.trig").write_bytes(written(triples, GraphFormat.TURTLE))
    return sorted(files)


def _file_of(language: str) -> str:
    return "index.html" if language == "en" else f"index.{language}.html"


def _page(found: Documentation, shown: Ontology, language: str, *, up: str, here: str) -> bytes:
    t = translator(language)
    text = environment().get_template("ontology_alone.html").render(
        **_body(found, shown, language, t),
        t=t,
        of_language=of_language,
        languages=languages(),
        onward=of_language(language, "on"),
        state=State("/ontology", {}, language),
        text=lambda term: spoken(term, language),
        word=lambda kind, code: t(f"{kind}.{code}") if has(language, f"{kind}.{code}") else code,
        href=lambda iri: iri,
        asked=None,
        file_of=_file_of,
        forms=[(syntax.suffix.removeprefix("."), syntax.media_type) for syntax in FORMS],
        namespace=TC,
        up=up,
        here=here,
    )  # fmt: skip
    return text.encode()


def _body(found: Documentation, shown: Ontology, language: str, t: Translate) -> dict[str, object]:
    name = namer(shown, language)
    return {
        "ontology": shown,
        "in_force": found.versions[-1].version,
        "versions": [ontology.version for ontology in found.versions],
        "history": [change for change in found.history if change.after <= shown.version],
        "uses": found.uses,
        "rows_of": rows_of,
        "name_of": name,
        "module_of": lambda iri: next((module.name for module in shown.modules if module.iri == iri), ""),
        "chosen": lambda texts, property_: text_in(texts.get(property_, ()), language),
        "classes": _classes(shown, name, t),
        "relations": {module.iri: _relations(shown, module, name, t) for module in shown.modules},
    }


def _anchor(iri: str) -> str:
    """Where a term of ours is told of on the page."""
    return f"#{iri.removeprefix(TC)}"


def _drawn(label: str, middle: NetworkNode) -> str:
    return document(label, network(middle)[0])


def _classes(shown: Ontology, name: Callable[[str], Literal], t: Translate) -> str:
    def spot(term: Term) -> NetworkNode:
        below = [shown.terms[iri] for iri in term.back.get("rdfs:subClassOf", ()) if iri in shown.terms]
        return NetworkNode(name(term.iri).value, href=_anchor(term.iri), below=tuple(map(spot, below)))

    drawn: list[str] = []
    for module in shown.modules:
        own = [term for term in shown.of_module(module) if term.kind == "class"]
        tops = [term for term in own if not any(iri in shown.terms for iri in term.links.get("rdfs:subClassOf", ()))]
        if tops:
            title = name(module.iri).value.removeprefix("tcgraph ")
            middle = NetworkNode(title, href=f"#module-{module.name}", below=tuple(map(spot, tops)))
            drawn.append(_drawn(t("ontology.picture_classes"), middle))
    return "".join(drawn)


def _relations(shown: Ontology, module: Module, name: Callable[[str], Literal], t: Translate) -> str:
    """Pictures of the properties of a module that link classes, one for each class; empty when it has none."""

    def named(iri: str) -> str:
        return name(iri).value if iri else t("ontology.anything")

    found: dict[str, list[NetworkNode]] = {}
    for term in shown.of_module(module):
        if term.kind == "object property":
            ends = term.links.get("schema:rangeIncludes", ()) or ("",)
            spots = [NetworkNode(named(iri), name(term.iri).value, _anchor(term.iri)) for iri in ends]
            for start in term.links.get("schema:domainIncludes", ()) or ("",):
                found.setdefault(start, []).extend(spots)
    label = t("ontology.picture_relations", module=name(module.iri).value.removeprefix("tcgraph "))
    starts = sorted(found, key=lambda iri: (not iri, named(iri).casefold()))
    return "".join(
        _drawn(
            label,
            NetworkNode(
                named(start),
                href=_anchor(start) if start in shown.terms else "",
                below=tuple(sorted(found[start], key=lambda spot: (spot.link, spot.label))),
            ),
        )
        for start in starts
    )
