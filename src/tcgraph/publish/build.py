"""The whole way from files to a published version: load, reason, validate, publish. Nothing halfway is ever served."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

import tcgraph
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.project import Project
from tcgraph.publish.versions import Version, VersionStore, state_directory
from tcgraph.rdf import GraphFormat

if TYPE_CHECKING:
    from tcgraph.shacl.validation_report import Report


_KEEP = 5
_MAKER = "tcgraph.publish.make"
"""The module whose code, with what it imports, decides what a build yields; a change there makes new versions."""


@dataclass(frozen=True, slots=True)
class BuildResult:
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
) -> BuildResult:
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
    checked, unchecked = _names(project, literals)
    name = checked if check else unchecked
    # What was published with a check is what comes of building without one.
    known = None if force else versions.find(checked) or versions.find(name)
    if known is not None:
        if (current := versions.current()) is None or current.name != known.name:
            versions.swap(known)
        return BuildResult(known, reused=True)

    from tcgraph.publish.make import make

    made = make(project, name, check=check, literals=literals, progress=progress)
    version = versions.add(name, made.fill)
    versions.swap(version)
    versions.prune(_KEEP)
    return BuildResult(version, reused=False, report=made.report)


def _names(project: Project, literals: str) -> tuple[str, str]:
    """Name the inputs, all files and the code that reads them: of a version that is checked, and of one that is not."""
    digest = hashlib.sha256(repr((tcgraph.__version__, pyoxigraph.__version__, literals)).encode())
    for name, content in (*code_behind(Path(tcgraph.__file__).parent, _MAKER).items(), *_contents(project)):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    checked = digest.hexdigest()[:16]
    digest.update(b"unchecked")
    return checked, digest.hexdigest()[:16]


def _contents(project: Project) -> Iterator[tuple[str, bytes]]:
    for file in project.files():
        try:
            yield str(file.path.relative_to(project.root)), file.path.read_bytes()
        except OSError as error:
            raise BrokenInput(f"cannot be read: {error.strerror}", path=file.path) from error


# -- which of our own modules decide what a build yields: those that it imports, at whatever moment, and theirs

_FROM = re.compile(rb"from (tcgraph[\w.]*) import (\([^)]*\)|[^\n]*)")
_WHOLE = re.compile(rb"import (tcgraph[\w.]+)")
_NAME = re.compile(rb"\w+")


def code_behind(package: Path, module: str) -> dict[str, bytes]:
    """The modules that a module imports, directly or not, itself included.

    Imports are read from the text, which takes a fraction of importing; those inside functions count as well. The
    files of other kinds that stand beside such a module (a query, a template) may be read by it, and count too.

    Args:
        package: the folder of ``tcgraph``.
        module: the module's name, ``tcgraph.publish.make`` for one.

    Returns:
        The content of each file, by its path below the package, sorted.
    """
    there = _files(package)
    found: dict[str, bytes] = {}
    waiting = [module]
    seen = {module}
    while waiting:
        for path in _of_module(waiting.pop()) & there - found.keys():
            found[path] = content = (package / path).read_bytes()
            fresh = set(_imported(content)) - seen
            seen |= fresh
            waiting += fresh
    folders = {path.rpartition("/")[0] for path in found}
    beside = [path for path in there if not path.endswith(".py") and path.rpartition("/")[0] in folders]
    return dict(sorted({**found, **{path: (package / path).read_bytes() for path in beside}}.items()))


def _files(package: Path) -> set[str]:
    """Every file of the package, but what the interpreter keeps there."""
    found: set[str] = set()
    for folder, inside, names in os.walk(package):
        inside[:] = [name for name in inside if name != "__pycache__"]
        below = folder[len(str(package)) + 1 :].replace(os.sep, "/")
        found.update(f"{below}/{name}" if below else name for name in names)
    return found


def _of_module(name: str) -> set[str]:
    """Where a module's code may stand, and that of the packages around it; the name may be one of a class, too."""
    parts = name.split(".")[1:]
    around = ("/".join([*parts[:length], "__init__.py"]) for length in range(len(parts) + 1))
    return {"/".join(parts) + ".py", *around}


def _imported(content: bytes) -> Iterator[str]:
    for module, names in _FROM.findall(content):
        yield module.decode()
        for name in _NAME.findall(names):
            yield f"{module.decode()}.{name.decode()}"
    for module in _WHOLE.findall(content):
        yield module.decode()


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """A version and an engine that holds it."""

    version: Version
    engine: EmbeddedEngine


def open_published(
    project: Project,
    environment: Mapping[str, str],
    *,
    check: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> OpenVersion:
    """Load the version that fits the project's files as they are, building it when there is none yet.

    Args:
        project: the project.
        environment: see :func:`tcgraph.publish.state_directory`.
        check: refuse data with violations.
        progress: told each step of a build.

    Raises:
        TcgraphError: the build failed; see :func:`tcgraph.publish.build`.
    """
    versions = VersionStore(state_directory(project, environment))
    version = build(project, versions, check=check, progress=progress).version
    engine = EmbeddedEngine()
    engine.load(version.dump, GraphFormat.N_QUADS)
    return OpenVersion(version, engine)
