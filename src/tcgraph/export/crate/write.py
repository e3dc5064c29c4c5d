"""Writing a crate: every export once, the sources beside them, and the metadata last."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.errors import BadParameter
from tcgraph.export.catalogue import Release, catalogue, scan, write_catalogue
from tcgraph.export.crate.metadata import SOURCES, metadata
from tcgraph.export.cube import cubes, write_cubes
from tcgraph.export.dump import write_dump
from tcgraph.export.facts import facts
from tcgraph.export.iati import Reporter, write_iati
from tcgraph.export.jsonld import read_vocabulary
from tcgraph.export.jsonld.write import as_json, write_jsonld
from tcgraph.export.rebase import Rebase
from tcgraph.export.rebased_files import staged_under
from tcgraph.export.staging import staged
from tcgraph.export.tables import tables_of
from tcgraph.export.tables.csvw import write_csvw
from tcgraph.export.tables.xlsx import write_xlsx
from tcgraph.project import Project
from tcgraph.queries import read_queries

METADATA = "ro-crate-metadata.json"


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
            write_csvw(tables, others / "csvw", title=release.title)
            write_xlsx(tables, others / "tcgraph.xlsx")
            write_jsonld(every, read_vocabulary(engine), others / "jsonld")
            about = project.about
            if about.iati:  # who reports must be known by an identifier
                write_iati(every, others / "iati", Reporter(about.iati, about.body))
            write_cubes(cubes(engine, read_queries(project.queries)), others / "cube")
            for folder in SOURCES:
                copy = shutil.ignore_patterns(".*")
                shutil.copytree(project.root / folder, others / folder, ignore=copy, copy_function=shutil.copyfile)
        write_catalogue(catalogue(engine, project, release, scan(scratch)), scratch, rebase)
        files = scan(scratch, everything=True)
        (scratch / METADATA).write_text(as_json(metadata(release, release.date, files)), encoding="utf-8")
    return sorted([METADATA, *(file.path for file in files)])
