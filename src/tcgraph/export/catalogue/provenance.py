"""Where a release comes from, in PROV: the files that were read, with their digests, and what read them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import tcgraph
from tcgraph import terms
from tcgraph.export.catalogue import names
from tcgraph.export.catalogue.datasets import WHOLE, version_of
from tcgraph.export.catalogue.release import Release
from tcgraph.export.statements import Statements, typed
from tcgraph.project import Project
from tcgraph.rdf import Literal, NamedNode

_BUILD = names.part("build")
_SOFTWARE = names.part("software")


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
        source, checksum = names.part(f"source-{path}"), names.part(f"sha256-source-{path}")
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
