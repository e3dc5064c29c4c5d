"""The catalogue put together from its parts."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.engine import Engine
from tcgraph.export.catalogue import names
from tcgraph.export.catalogue.datasets import PUBLISHER, WHOLE, say_datasets
from tcgraph.export.catalogue.distributions import say_files, say_services
from tcgraph.export.catalogue.files import ReleaseFile
from tcgraph.export.catalogue.provenance import say_provenance
from tcgraph.export.catalogue.release import Release
from tcgraph.export.statements import Statements
from tcgraph.project import Project
from tcgraph.rdf import NamedNode, Quad


def catalogue(engine: Engine, project: Project, release: Release, files: Iterable[ReleaseFile] = ()) -> list[Quad]:
    """Describe a graph as a catalogue that data portals harvest.

    Args:
        engine: holds the graph.
        project: the files it was built from.
        release: what the graph does not know of itself.
        files: what was written for others to fetch.

    Returns:
        The statements, each once; nothing in them is a blank node.
    """
    out = Statements()
    out.add(
        names.CATALOGUE,
        "dcat:Catalog",
        dcterms_title=f"Catalogue of {release.title}",
        dcterms_description="The datasets of this graph, how each can be had, what they count, and how they were made.",
        dcterms_publisher=PUBLISHER,
        dcterms_license=NamedNode(release.licence),
        dcterms_modified=release.date,
        dcterms_language=names.language("en"),
        dcat_themeTaxonomy=names.THEMES,
        foaf_homepage=NamedNode(f"{release.served_at}/") if release.served_at else None,
    )
    out.add(PUBLISHER, "foaf:Agent", foaf_name=release.publisher)
    out.add(NamedNode(release.licence), "dcterms:LicenseDocument")
    datasets = say_datasets(out, engine, release)
    sources = {file.path.relative_to(project.root).as_posix(): file.graph for file in project.files()}
    say_files(out, release, files, sources | datasets)
    say_services(out, release, datasets.values())
    say_provenance(out, release, project, datasets.values())
    out.add(names.CATALOGUE, "void:DatasetDescription", foaf_primaryTopic=WHOLE)
    return list(out)
