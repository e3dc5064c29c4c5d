"""``ro-crate-metadata.json``: the JSON-LD that says what is in a crate, from what and by what it was made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

import tcgraph
from tcgraph.export import licences
from tcgraph.export.catalogue import Release, ReleaseFile
from tcgraph.export.compression import Compression

SOURCES = ("ontology", "data", "shapes", "queries")
"""The folders of a project that a crate repeats: what the rest of it was made from."""

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
            "license": _reference(licences.CODE),
        },
    ]


def _licences(release: Release) -> list[Entity]:
    names = {licences.DATA: "Creative Commons Attribution 4.0 International", licences.CODE: "Apache License 2.0"}
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
        "license": _reference(licences.CODE if folder == "queries" else release.licence),
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
