"""The files of a release: what each is, how large, and its digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from tcgraph.errors import BrokenInput
from tcgraph.export import media
from tcgraph.export.compression import Compression
from tcgraph.export.dump import MANIFEST
from tcgraph.rdf import GraphFormat

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
