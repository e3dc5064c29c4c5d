"""A release as an RO-Crate 1.1: every export once, the sources beside them, and the metadata last, in one directory."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import tcgraph
from tcgraph.about import LICENCE
from tcgraph.engine import Engine
from tcgraph.errors import BadParameter
from tcgraph.export.catalogue import Release, ReleaseFile, catalogue, scan, write_catalogue
from tcgraph.export.cube import cubes, write_cubes
from tcgraph.export.dump import Compression, write_dump
from tcgraph.export.fact_tables import tables_of
from tcgraph.export.fact_tables.csvw import write_csvw
from tcgraph.export.fact_tables.xlsx import write_xlsx
from tcgraph.export.facts import facts
from tcgraph.export.iati import Reporter, write_iati
from tcgraph.export.jsonld import read_vocabulary
from tcgraph.export.jsonld.write import as_json, write_jsonld
from tcgraph.export.rebase import Rebase, staged, staged_under
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.query_files import query_files

METADATA = "ro-crate-metadata.json"

SOURCES = ("ontology", "data", "shapes", "queries")
"""The folders of a project that a crate repeats: what the rest of it was made from."""

_CODE = "https://www.apache.org/licenses/LICENSE-2.0"
"""The licence of the software, queries included."""
_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_PROFILE = "https://w3id.org/ro/crate/1.1"
_FOLDERS = {
    "rdf": "The graph in RDF: asserted and inferred statements apart.",
    "cube": "The counts as RDF Data Cubes, and as SDMX-CSV with CSV on the Web metadata.",
    "csvw": "The facts as CSV, one table for each kind of thing, with CSV on the Web metadata.",
    "jsonld": "The facts as JSON-LD records, with context, frames, JSON Schemas and TypeScript types.",
    "iati": "Projects, actions, fundings and organisations as IATI 2.03.",
    "ontology": "The ontology, its concept schemes and its alignments, in Turtle.",
    "data": "The asserted facts, one Turtle file for each named graph.",
    "shapes": "The SHACL shapes that the graph conforms to.",
    "queries": "The named questions, in SPARQL.",
}

Entity = dict[str, Any]


def write_crate(
    engine: Engine,
    project: Project,
    release: Release,
    directory: Path,
    *,
    rebase: Rebase | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> list[str]:
    """Write a crate.

    Args:
        engine: holds the graph.
        project: the files that it was built from.
        release: what the crate is a release of; it needs a date.
        directory: where to.
        rebase: renames our IRIs in everything, in what repeats the sources too: each such file is told of as one form
            of its graph. The texts that passages point into stay as they were given.
        progress: told how many statements of each dump are written.

    Returns:
        The files written, relative to the directory, sorted.

    Raises:
        BadParameter: the release has no date.
        BrokenInput: the directory cannot be written to.
    """
    if release.date is None:
        raise BadParameter(
            "A crate needs a date, and these files have changed since their last commit: commit them, or set "
            "SOURCE_DATE_EPOCH to the seconds since 1970."
        )
    every = list(facts(engine))
    tables = tables_of(every)
    with staged(directory) as scratch:
        write_dump(engine, scratch / "rdf", each_graph=False, rebase=rebase, progress=progress)
        with staged_under(scratch, rebase or Rebase()) as others:
            write_csvw(tables, others / "csvw", title=release.title, licence=release.licence)
            write_xlsx(tables, others / "tcgraph.xlsx", licence=release.licence)
            write_jsonld(every, read_vocabulary(engine), others / "jsonld")
            about = project.about
            if about.iati:  # who reports must be known by an identifier
                write_iati(every, others / "iati", Reporter(about.iati, about.body))
            counts = cubes(engine, read_queries(project.queries))
            write_cubes(counts, others / "cube", licence=release.licence)
            for folder in SOURCES:
                copy = shutil.ignore_patterns(".*")
                shutil.copytree(project.root / folder, others / folder, ignore=copy, copy_function=shutil.copyfile)
            for path, text in query_files(project.queries):
                copied = others / "queries" / path.parent.name / path.name
                copied.parent.mkdir(exist_ok=True)
                copied.write_text(text, encoding="utf-8")
        write_catalogue(catalogue(engine, project, release, scan(scratch)), scratch, rebase)
        files = scan(scratch, everything=True)
        (scratch / METADATA).write_text(as_json(metadata(release, release.date, files)), encoding="utf-8")
    return sorted([METADATA, *(file.path for file in files)])


def metadata(release: Release, date: datetime, files: Iterable[ReleaseFile]) -> Entity:
    """Describe a crate.

    Args:
        release: what it is a release of.
        date: when its sources last changed; RO-Crate 1.1 §4.2 requires one.
        files: everything in it but the metadata itself.
    """
    listed = list(files)
    day = date.date().isoformat()
    folders = sorted({PurePosixPath(file.path).parts[0] for file in listed if "/" in file.path})
    loose = [file.path for file in listed if "/" not in file.path]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": release.title,
        "description": "One version of the graph in every form that it is handed on in, with what it was made from.",
        "version": release.version,
        "datePublished": day,
        "license": _reference(release.licence),
        "author": _reference("#publisher"),
        "publisher": _reference("#publisher"),
        "hasPart": _references([*(f"{folder}/" for folder in folders), *loose]),
        "mentions": _reference("#making"),
    }
    return {
        "@context": _CONTEXT,
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "conformsTo": _reference(_PROFILE),
                "about": _reference("./"),
            },
            root,
            *_agents(release),
            *_licences(release),
            _making(folders, date),
            *(_folder(folder, day, release, listed) for folder in folders),
            *(_file(file) for file in listed),
        ],
    }


def _agents(release: Release) -> list[Entity]:
    return [
        {"@id": "#publisher", "@type": "Organization", "name": release.publisher},
        {
            "@id": "#tcgraph",
            "@type": "SoftwareApplication",
            "name": "tcgraph",
            "version": tcgraph.__version__,
            "softwareVersion": tcgraph.__version__,
            "description": "Checks a graph, answers questions about it and hands it on.",
            "license": _reference(_CODE),
        },
    ]


def _licences(release: Release) -> list[Entity]:
    names = {LICENCE: "Creative Commons Attribution 4.0 International", _CODE: "Apache License 2.0"}
    return [
        {"@id": iri, "@type": "CreativeWork", "name": name, "description": f"The licence {name}."}
        for iri, name in ({release.licence: release.licence} | names).items()
    ]


def _making(folders: Iterable[str], date: datetime) -> Entity:
    """The one act that made everything else from the sources (RO-Crate 1.1 §8)."""
    return {
        "@id": "#making",
        "@type": "CreateAction",
        "name": "Loading, reasoning, validating and exporting the graph",
        "description": "The date is that of the sources, so that making the crate again gives the same crate.",
        "endTime": date.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "agent": _reference("#publisher"),
        "instrument": _reference("#tcgraph"),
        "object": _references(f"{folder}/" for folder in folders if folder in SOURCES),
        "result": _references(f"{folder}/" for folder in folders if folder not in SOURCES),
    }


def _folder(folder: str, day: str, release: Release, files: Iterable[ReleaseFile]) -> Entity:
    return {
        "@id": f"{folder}/",
        "@type": "Dataset",
        "name": folder,
        "description": _FOLDERS.get(folder, folder),
        "datePublished": day,
        "license": _reference(_CODE if folder == "queries" else release.licence),
        "hasPart": _references(file.path for file in files if file.path.startswith(f"{folder}/")),
    }


def _file(file: ReleaseFile) -> Entity:
    packed = file.compression is not Compression.NONE
    media_type = file.media_type or "text/plain"
    return {
        "@id": file.path,
        "@type": "File",
        "name": PurePosixPath(file.path).name,
        "description": f"{media_type}, packed with {file.compression.value}" if packed else media_type,
        "encodingFormat": file.compression.media_type or media_type,
        "contentSize": str(file.bytes),
        "sha256": file.sha256,
    }


def _reference(iri: str) -> Entity:
    return {"@id": iri}


def _references(iris: Iterable[str]) -> Entity | list[Entity]:
    """Several references, or the one (RO-Crate 1.1 §3.4 wants no list of one)."""
    found = [_reference(iri) for iri in iris]
    return found[0] if len(found) == 1 else found
