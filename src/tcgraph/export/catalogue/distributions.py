"""How datasets can be had: files of a release, and the services of a server (DCAT 3 §6.7-6.8)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tcgraph import terms
from tcgraph.errors import BrokenInput
from tcgraph.export import media
from tcgraph.export.canonical import Statements, typed
from tcgraph.export.catalogue import catalogue_names
from tcgraph.export.catalogue.datasets import PUBLISHER, WHOLE, version_of
from tcgraph.export.catalogue.release import Release
from tcgraph.export.dump import MANIFEST, Compression
from tcgraph.rdf import GraphFormat, Literal, NamedNode

_NO_DATA = re.compile(r"(^|/)(frames|schema|queries)/|(^|/)(context\.jsonld|csv-metadata\.json)$")
_PROTOCOL = NamedNode("https://www.w3.org/TR/sparql11-protocol/")
_GRAPH_STORE = NamedNode("https://www.w3.org/TR/sparql11-http-rdf-update/")
_OPENAPI = NamedNode("https://spec.openapis.org/oas/v3.1.0")

_OTHERS = {
    ".csv": media.CSV,
    ".json": "application/json",
    ".xml": "application/xml",
    ".xlsx": media.WORKBOOK,
    ".parquet": media.PARQUET,
    ".rq": "application/sparql-query",
}
_RDF = {suffix: syntax.media_type for syntax in GraphFormat for suffix in (syntax.suffix,)}
_NOT_CONTENT = {"manifest.json", "SHA256SUMS", "catalogue.ttl", "catalogue.jsonld", "ro-crate-metadata.json"}


def say_files(
    out: Statements, release: Release, files: Iterable[ReleaseFile], datasets: Mapping[str, NamedNode]
) -> None:
    """Describe each file of data as a distribution of the dataset it holds; other forms are of the whole.

    Args:
        out: where to.
        release: what the files are of.
        files: what there is; questions, contexts, frames and schemas among them are no data and left out.
        datasets: the dataset for each part of a dump, and for each file that repeats a source.
    """
    for file in files:
        if file.media_type is None or _NO_DATA.search(file.path):
            continue
        distribution = catalogue_names.part(f"file-{file.path}")
        dataset = datasets.get(file.part) or datasets.get(file.path, WHOLE)
        out.link(dataset, "dcat:distribution", distribution)
        if dataset == WHOLE:
            out.link(version_of(release), "dcat:distribution", distribution)
        address = NamedNode(release.files_at + quote(file.path))
        checksum = catalogue_names.part(f"sha256-{file.path}")
        out.add(
            distribution,
            "dcat:Distribution",
            dcterms_title=Literal(file.path),
            dcat_accessURL=address,
            dcat_downloadURL=address,
            dcat_mediaType=catalogue_names.media_type_iri(file.media_type),
            dcat_compressFormat=_packed(file.compression),
            dcat_byteSize=typed(str(file.bytes), "xsd:nonNegativeInteger"),
            dcterms_format=catalogue_names.file_type(file.media_type),
            dcterms_license=NamedNode(release.licence),
            dcterms_modified=release.date,
            spdx_checksum=checksum,
        )
        out.add(
            checksum,
            "spdx:Checksum",
            spdx_algorithm=terms.expand("spdx:checksumAlgorithm_sha256"),
            spdx_checksumValue=typed(file.sha256, "xsd:hexBinary"),
        )
        if file.media_type in {syntax.media_type for syntax in GraphFormat}:
            out.link(dataset, "void:dataDump", address)


def say_services(out: Statements, release: Release, datasets: Iterable[NamedNode]) -> None:
    """Describe what a server of the release offers: queries, the graph store, the named questions, each graph."""
    at = release.served_at
    if at is None:
        return
    sparql, store, api = (
        catalogue_names.part("sparql"),
        catalogue_names.part("graph-store"),
        catalogue_names.part("api"),
    )
    for service, title, address, description, standard in (
        (sparql, "SPARQL 1.1 query service", "/sparql", "/sparql", _PROTOCOL),
        (store, "SPARQL 1.1 graph store", "/rdf-graph-store", "/sparql", _GRAPH_STORE),
        (api, "Named questions as JSON, with search", "/api/queries", "/api/openapi.json", _OPENAPI),
    ):
        out.link(catalogue_names.CATALOGUE, "dcat:service", service)
        out.add(
            service,
            "dcat:DataService",
            dcterms_title=title,
            dcterms_publisher=PUBLISHER,
            dcterms_license=NamedNode(release.licence),
            dcterms_conformsTo=standard,
            dcat_endpointURL=NamedNode(at + address),
            dcat_endpointDescription=NamedNode(at + description),
        )
        out.link(service, "dcat:servesDataset", WHOLE)
    out.link(WHOLE, "void:sparqlEndpoint", NamedNode(f"{at}/sparql"))
    whole = catalogue_names.part("served")
    out.link(WHOLE, "dcat:distribution", whole)
    out.add(
        whole,
        "dcat:Distribution",
        dcterms_title="By query, all of it or any part",
        dcat_accessURL=NamedNode(f"{at}/sparql"),
        dcat_accessService=sparql,
        dcterms_license=NamedNode(release.licence),
    )
    for path, syntax in release.dumps.items():
        dump, download = catalogue_names.part(f"served{path}"), NamedNode(at + path)
        out.link(WHOLE, "dcat:distribution", dump)
        out.link(WHOLE, "void:dataDump", download)
        out.add(
            dump,
            "dcat:Distribution",
            dcterms_title=f"What is asserted, as {syntax.label}",
            dcat_accessURL=download,
            dcat_downloadURL=download,
            dcat_mediaType=catalogue_names.media_type_iri(syntax.media_type),
            dcterms_format=catalogue_names.file_type(syntax.media_type),
            dcterms_license=NamedNode(release.licence),
            dcterms_modified=release.date,
        )
    for graph in sorted(set(datasets) - {WHOLE}, key=lambda node: node.value):
        distribution = catalogue_names.part(f"served-{graph.value.removeprefix(terms.GRAPH)}")
        out.link(graph, "dcat:distribution", distribution)
        out.add(
            distribution,
            "dcat:Distribution",
            dcterms_title="From the graph store, in any RDF syntax by Accept",
            dcat_accessURL=NamedNode(f"{at}/rdf-graph-store?graph={quote(graph.value, safe='')}"),
            dcat_accessService=store,
            dcat_mediaType=catalogue_names.media_type_iri(GraphFormat.TURTLE.media_type),
            dcterms_format=catalogue_names.file_type(GraphFormat.TURTLE.media_type),
            dcterms_license=NamedNode(release.licence),
            dcterms_modified=release.date,
        )


def _packed(compression: Compression) -> NamedNode | None:
    return catalogue_names.media_type_iri(compression.media_type) if compression.media_type else None


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file.

    Attributes:
        path: relative to the release, with slashes.
        media_type: of the content, unpacked; None where none is registered.
        compression: how it is packed.
        bytes: its size.
        sha256: its digest.
        part: what of the graph it holds: ``asserted``, ``inferred``, a graph's IRI, or empty for another form.
    """

    path: str
    media_type: str | None
    compression: Compression
    bytes: int
    sha256: str
    part: str = ""


def scan(directory: Path, *, everything: bool = False) -> list[ReleaseFile]:
    """Find what a release holds, sorted by path.

    Dumps are recognised by their ``manifest.json``, wherever below the directory it lies.

    Args:
        directory: where the release is.
        everything: also what only describes the rest: manifests, checksums and catalogues.

    Raises:
        BrokenInput: there is no file, or a manifest is not ours.
    """
    parts: dict[Path, str] = {}
    for manifest in directory.rglob(MANIFEST):
        try:
            listed = json.loads(manifest.read_text(encoding="utf-8"))["files"]
            parts |= {manifest.parent / file["path"]: str(file["part"]) for file in listed}
        except (ValueError, KeyError, TypeError) as error:
            raise BrokenInput("not the manifest of a dump; export it again", path=manifest) from error
    paths = sorted(path for path in directory.rglob("*") if path.is_file())
    if not everything:
        paths = [path for path in paths if path.name not in _NOT_CONTENT]
    if not paths:
        raise BrokenInput("nothing to describe; export something there first", path=directory)
    return [_file(directory, path, parts.get(path, "")) for path in paths]


def _file(directory: Path, path: Path, part: str) -> ReleaseFile:
    compression = next((each for each in Compression if each.suffix and each.suffix == path.suffix), Compression.NONE)
    suffix = path.with_suffix("").suffix if compression is not Compression.NONE else path.suffix
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return ReleaseFile(
        path.relative_to(directory).as_posix(),
        _RDF.get(suffix) or _OTHERS.get(suffix),
        compression,
        path.stat().st_size,
        digest,
        part,
    )
