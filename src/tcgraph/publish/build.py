"""The whole way from files to a published version: load, reason, validate, publish. Nothing halfway is ever served."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

import tcgraph
from tcgraph.errors import BrokenInput
from tcgraph.project import Project
from tcgraph.publish.code import code_behind
from tcgraph.publish.versions import Version, VersionStore

if TYPE_CHECKING:
    from tcgraph.shacl.report import Report

_KEEP = 5
_MAKER = "tcgraph.publish.make"
"""The module whose code, with what it imports, decides what a build yields; a change there makes new versions."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a build came to.

    Attributes:
        version: the version now in force.
        reused: whether it had been built before from the same inputs.
        report: what validation found; None when the version was reused.
    """

    version: Version
    reused: bool
    report: Report | None = None


def build(
    project: Project,
    versions: VersionStore,
    *,
    force: bool = False,
    check: bool = True,
    literals: str = "refuse",
    progress: Callable[[str], None] = lambda _: None,
) -> Build:
    """Build a project's graph and put it in force; on any error the version in force stays as it was.

    Args:
        project: what to build.
        versions: where versions are kept.
        force: build again even though the inputs are unchanged.
        check: refuse to publish data with violations; the report is published in either case.
        literals: ``refuse`` data whose lexical forms the engine would alter, or ``normalise`` them and note it.
        progress: told each step in a few words.

    Raises:
        BrokenInput: a file does not parse, or holds a literal that would be altered.
        NotConforming: the data has violations; the error's ``report`` attribute is the report.
        EngineError: the version cannot be written.
    """
    name = _digest(project, check=check, literals=literals)
    known = None if force else versions.find(name)
    if known is not None:
        if (current := versions.current()) is None or current.name != name:
            versions.swap(known)
        return Build(known, reused=True)

    from tcgraph.publish.make import make

    made = make(project, name, check=check, literals=literals, progress=progress)
    version = versions.add(name, made.fill)
    versions.swap(version)
    versions.prune(_KEEP)
    return Build(version, reused=False, report=made.report)


def _digest(project: Project, **options: object) -> str:
    """Name the inputs: every file that is read, and the code that reads them."""
    made_by = (tcgraph.__version__, pyoxigraph.__version__, sorted(options.items()))
    digest = hashlib.sha256(repr(made_by).encode())
    for name, content in (*code_behind(Path(tcgraph.__file__).parent, _MAKER).items(), *_contents(project)):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _contents(project: Project) -> Iterator[tuple[str, bytes]]:
    for file in project.files():
        try:
            yield str(file.path.relative_to(project.root)), file.path.read_bytes()
        except OSError as error:
            raise BrokenInput(f"cannot be read: {error.strerror}", path=file.path) from error
