"""The catalogue put together from its parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import tcgraph
from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.export.canonical import Statements, typed
from tcgraph.export.catalogue import catalogue_names
from tcgraph.export.catalogue.datasets import PUBLISHER, WHOLE, say_datasets, version_of
from tcgraph.export.catalogue.distributions import ReleaseFile, say_files, say_services
from tcgraph.export.catalogue.release import RELATIVE, Release
from tcgraph.export.dump import serialize
from tcgraph.export.rebase import Rebase, staged
from tcgraph.project import Project
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad

_BUILD = catalogue_names.part("build")
_SOFTWARE = catalogue_names.part("software")

CATALOGUE_FILES = {"catalogue.ttl": GraphFormat.TURTLE, "catalogue.jsonld": GraphFormat.JSON_LD}


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
        catalogue_names.CATALOGUE,
        "dcat:Catalog",
        dcterms_title=f"Catalogue of {release.title}",
        dcterms_description="The datasets of this graph, how each can be had, what they count, and how they were made.",
        dcterms_publisher=PUBLISHER,
        dcterms_license=NamedNode(release.licence),
        dcterms_modified=release.date,
        dcterms_language=catalogue_names.language("en"),
        dcat_themeTaxonomy=catalogue_names.THEMES,
        foaf_homepage=NamedNode(f"{release.served_at}/") if release.served_at else None,
    )
    out.add(PUBLISHER, "foaf:Agent", foaf_name=release.publisher)
    out.add(NamedNode(release.licence), "dcterms:LicenseDocument")
    datasets = say_datasets(out, engine, release)
    sources = {file.path.relative_to(project.root).as_posix(): file.graph for file in project.files()}
    say_files(out, release, files, sources | datasets)
    say_services(out, release, datasets.values())
    say_provenance(out, release, project, datasets.values())
    out.add(catalogue_names.CATALOGUE, "void:DatasetDescription", foaf_primaryTopic=WHOLE)
    return list(out)


def say_provenance(out: Statements, release: Release, project: Project, graphs: Iterable[NamedNode]) -> None:
    """Describe the making of a release.

    Its end is the date of its sources, not of the machine that happened to make it: the same sources made elsewhere,
    later, are the same release.

    Args:
        out: where to.
        release: what was made.
        project: what it was made from.
        graphs: the graphs that it holds.
    """
    version = version_of(release)
    held = set(graphs)
    out.add(_BUILD, "prov:Activity", rdfs_label=f"Making version {release.version}", prov_endedAtTime=release.date)
    out.link(_BUILD, "prov:wasAssociatedWith", _SOFTWARE)
    out.add(_SOFTWARE, "prov:SoftwareAgent", foaf_name=Literal("tcgraph"))
    out.link(_SOFTWARE, "schema:softwareVersion", Literal(tcgraph.__version__))
    out.link(version, "prov:wasGeneratedBy", _BUILD)
    out.link(_BUILD, "prov:generated", version)
    out.add(version, "prov:Entity", prov_generatedAtTime=release.date)
    for file in project.files():
        path = file.path.relative_to(project.root).as_posix()
        source, checksum = catalogue_names.part(f"source-{path}"), catalogue_names.part(f"sha256-source-{path}")
        out.link(_BUILD, "prov:used", source)
        out.add(source, "prov:Entity", rdfs_label=Literal(path), spdx_checksum=checksum)
        out.add(
            checksum,
            "spdx:Checksum",
            spdx_algorithm=terms.expand("spdx:checksumAlgorithm_sha256"),
            spdx_checksumValue=typed(hashlib.sha256(file.path.read_bytes()).hexdigest(), "xsd:hexBinary"),
        )
        if file.graph in held:
            out.link(file.graph, "prov:wasDerivedFrom", source)
    if terms.INFERRED in held:
        out.link(terms.INFERRED, "prov:wasGeneratedBy", _BUILD)
        out.link(_BUILD, "prov:generated", terms.INFERRED)
    out.link(WHOLE, "prov:wasGeneratedBy", _BUILD)


def write_catalogue(quads: Iterable[Quad], directory: Path, rebase: Rebase | None = None) -> list[str]:
    """Write a catalogue in Turtle and JSON-LD.

    Args:
        quads: what :func:`~tcgraph.export.catalogue.catalogue` gives.
        directory: where to.
        rebase: renames our IRIs.

    Returns:
        The files written, relative to the directory.
    """
    described = list(quads)
    with staged(directory) as scratch:
        for name, syntax in CATALOGUE_FILES.items():
            text = serialize(described, syntax, rebase).decode()
            # Both syntaxes resolve a relative reference against the document's own address (RFC 3986 §5.1.3).
            relative = text.replace(f"<{RELATIVE}", "<").replace(f'"{RELATIVE}', '"')
            (scratch / name).write_text(relative, encoding="utf-8")
    return sorted(CATALOGUE_FILES)
