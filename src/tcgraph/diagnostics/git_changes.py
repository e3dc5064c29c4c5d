"""What a git diff touches: files, lines, and the nodes that changed lines speak of."""

from __future__ import annotations

import io
import os
import re
import subprocess
import tarfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.errors import TcgraphError
from tcgraph.rdf import NamedNode, Term
from tcgraph.turtle.source_text import SourceText, decode

_HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_Lines = list[tuple[int, int]]


class GitFailed(TcgraphError):
    """Git is not there, or this is no repository, or it has no such revision."""


@dataclass(slots=True)
class GitChanges:
    """What changed.

    Attributes:
        nodes: subjects of the statements that changed lines belong to, before and after.
        lines: for each changed file, the first and last line of each such statement, as they are now.
    """

    nodes: set[Term] = field(default_factory=set)
    lines: dict[Path, _Lines] = field(default_factory=dict)

    def concerns(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic may come from the change: about a touched node, pointing at one, or on its lines."""
        finding = diagnostic.finding
        if finding is None or finding.focus in self.nodes or finding.value in self.nodes:
            return True
        place = diagnostic.location
        if place is None or place.line is None:
            return False
        return any(first <= place.line <= last for first, last in self.lines.get(place.path, ()))


def changed_paths(revision: str, folder: Path) -> set[Path]:
    """The files that differ from a revision, new ones that git does not ignore included; resolved.

    Raises:
        GitFailed: git cannot tell.
    """
    top = repository_of(folder)
    named = _git_bytes(top, "diff", "--name-only", "--no-renames", "-z", revision, "--")
    new = _git_bytes(top, "ls-files", "--others", "--exclude-standard", "-z")
    return {(top / os.fsdecode(name)).resolve() for name in (*named.split(b"\0"), *new.split(b"\0")) if name}


def file_at(revision: str, path: Path) -> bytes | None:
    """A file as it was at a revision; None where it was not there.

    Raises:
        GitFailed: git cannot tell.
    """
    folder = next(parent for parent in path.resolve().parents if parent.is_dir())
    name = path.resolve().relative_to(folder).as_posix()
    listed = _git(folder, "ls-tree", "--name-only", revision, "--", f"./{name}")
    return _git_bytes(folder, "show", f"{revision}:./{name}") if listed.strip() else None


def has_commits(folder: Path) -> bool:
    """Whether anything has been committed, so that there is a HEAD to compare with.

    Raises:
        GitFailed: the folder is in no repository.
    """
    top = repository_of(folder)
    try:
        return bool(_git(top, "rev-parse", "--verify", "--quiet", "HEAD").strip())
    except GitFailed:
        return False


def repository_of(folder: Path) -> Path:
    """The top folder of the repository that a folder is in.

    Raises:
        GitFailed: it is in none.
    """
    return Path(_git(folder, "rev-parse", "--show-toplevel").strip())


def merge_base(one: str, other: str, folder: Path) -> str:
    """The revision where two lines of work left each other.

    Raises:
        GitFailed: there is none.
    """
    return _git(folder, "merge-base", "--", one, other).strip()


def files_below(revision: str, root: Path, folders: Iterable[str]) -> dict[str, bytes]:
    """Every file in some folders as it was at a revision, by its path below ``root``.

    Raises:
        GitFailed: git cannot tell.
    """
    _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    packed = _git_bytes(root, "archive", "--format=tar", revision, "--", *_there(revision, root, folders))
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        members = [(member.name, archive.extractfile(member)) for member in archive if member.isfile()]
        return {name: stream.read() for name, stream in members if stream is not None}


def _there(revision: str, root: Path, folders: Iterable[str]) -> list[str]:
    found = _git(root, "ls-tree", "-d", "--name-only", "-z", revision, "--", *folders)
    return [name for name in found.split("\0") if name] or ["."]


def line_now(revision: str, path: Path, line: int) -> int:
    """Where a line of a file stood, or stood before it was taken out, as the file is now.

    Raises:
        GitFailed: git cannot tell.
    """
    moved = 0
    for start, count, new, new_count in _hunks(revision, path):
        if line < start:
            break
        if line < start + count:
            within = min(line - start, max(new_count - 1, 0))
            return max(new + within + (new_count == 0), 1)
        moved = new + new_count - (start + count) + (1 if new_count == 0 else 0)
    return max(line + moved, 1)


def _hunks(revision: str, path: Path) -> Iterator[tuple[int, int, int, int]]:
    """First line and number of lines of each stretch that differs, before and after."""
    diff = _git(path.parent, "diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", revision, "--", path.name)
    for hunk in _HUNK.finditer(diff):
        start, count, new, new_count = (int(n) if n is not None else 1 for n in hunk.groups())
        yield start, count, new, new_count


def touched(files: Iterable[CheckedFile], revision: str) -> GitChanges:
    """What changed in these files since a revision.

    Args:
        files: the changed ones of the files to check; of other syntaxes than the Turtle family, every line counts.
        revision: a commit, branch or tag.

    Raises:
        GitFailed: git cannot tell.
    """
    found = GitChanges()
    for file in files:
        _add(found, file, revision)
    return found


def _add(found: GitChanges, file: CheckedFile, revision: str) -> None:
    path = file.path.resolve()
    new = decode(path.read_bytes(), file.path) if path.is_file() else ""
    from tcgraph.turtle import reader as turtle

    if file.format not in turtle.FORMATS:
        found.lines[file.path] = [(1, new.count("\n") + 1)]
        return
    hunks = list(_hunks(revision, path))
    if hunks:
        old = _git(path.parent, "show", f"{revision}:./{path.name}")
        before = [(start, start + max(count, 1) - 1) for start, count, _, _ in hunks]
        after = [(start, start + max(count, 1) - 1) for _, _, start, count in hunks]
        _statements(found, file, old, before)
    else:
        after = [(1, new.count("\n") + 1)]
    found.lines[file.path] = _statements(found, file, new, after)


def _statements(found: GitChanges, file: CheckedFile, text: str, changed: _Lines) -> _Lines:
    # Only after something was found: the Turtle reader takes as long to import as a check of few nodes takes.
    from tcgraph.turtle import reader as turtle
    from tcgraph.turtle.tree import Statement, triples

    source = SourceText(text)
    parser = turtle.TurtleParser(source, file.format, base=file.base, on_error=lambda _: None)
    lines: _Lines = []
    for item in parser.items():
        if not isinstance(item, Statement):
            continue
        first, last = source.position(item.start)[0], source.position(item.end)[0]
        if any(start <= last and end >= first for start, end in changed):
            lines.append((first, last))
            found.nodes.update(t.subject for t in triples(item) if isinstance(t.subject, NamedNode))
    return lines


def _git(folder: Path, *arguments: str) -> str:
    return _git_bytes(folder, *arguments).decode("utf-8", "replace")


def _git_bytes(folder: Path, *arguments: str) -> bytes:
    command = ["git", "--literal-pathspecs", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailed(f"git is needed, and cannot be run: {error}") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitFailed(said[0] if said else f"git knows no revision {arguments[-1].removesuffix('^{commit}')} here")
    return done.stdout


def as_it_was(files: Iterable[CheckedFile], since: str, paths: Collection[Path], folder: Path) -> list[CheckedFile]:
    """Files at a revision, those that differ as copies in a folder.

    Args:
        files: as they are now; one that the revision does not have is left out.
        since: the revision.
        paths: the files that differ from it, resolved.
        folder: where the copies go.

    Raises:
        GitFailed: git cannot tell.
    """
    found: list[CheckedFile] = []
    for number, file in enumerate(files):
        if file.path.resolve() not in paths:
            found.append(file)
        elif (content := file_at(since, file.path)) is not None:
            copy = folder / f"{number}{file.path.suffix}"
            copy.write_bytes(content)
            found.append(replace(file, path=copy))
    return found
