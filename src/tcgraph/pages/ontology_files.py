"""The ontology's documentation as files, a folder for each version, fit for any file server."""

from __future__ import annotations

from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.export.ontology import ONTOLOGY, Ontology
from tcgraph.export.ontology.released import folder, released, triples_of, written
from tcgraph.pages.i18n import has, translator
from tcgraph.pages.ontology import Documentation, body, read_documentation
from tcgraph.pages.render import environment
from tcgraph.pages.render import written as spoken
from tcgraph.pages.site import HERE
from tcgraph.pages.state import LANGUAGES, State
from tcgraph.project import Project
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import GraphFormat
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
    files: dict[str, bytes] = {"site.css": (HERE / "static" / "site.css").read_bytes()}
    for shown in found.versions:
        own = triples_of(earlier[shown.version]) if shown.version in earlier else triples
        for syntax in FORMS:
            files[f"{shown.version}/ontology{syntax.suffix}"] = written(own, syntax)
        for language in LANGUAGES:
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
        **body(found, shown, language, t),
        t=t,
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
