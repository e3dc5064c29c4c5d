"""Bring what an older project copied up to date, and leave what its body changed since as it is.

A new project records what it copied (:data:`RECORD`). What still is as it was recorded is the common part and follows
it; what differs is the body's own. A project that was begun before there was a record has nothing that tells the two
apart: there, what differs is shown, and taken only by name.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tcgraph.errors import BadParameter
from tcgraph.followup.new_project import RECORD, copied, digest_of, put
from tcgraph.project import Project, shipped_project

_BLOCK: Final = r"^\[questions\.{name}\]\n(?:(?!\[).*(?:\n|\Z))*"


@dataclass(frozen=True, slots=True)
class StarterChange:
    """One thing that is copied into new projects and is otherwise, or missing, in this one.

    Attributes:
        name: its path, or its file and ``#`` the question whose words they are.
        before: what the project has; "" where it has none.
        after: what a new project gets.
        own: why it is left alone; "" where it is taken.
    """

    name: str
    before: str
    after: str
    own: str

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        lines = (self.before.splitlines(), self.after.splitlines())
        return "\n".join(difflib.unified_diff(*lines, f"a/{self.name}", f"b/{self.name}", lineterm=""))


def changes(project: Project, take: Collection[str] = ()) -> list[StarterChange]:
    """What differs between a project and what a new one gets.

    Args:
        project: the project.
        take: names to be taken, whoever changed them.

    Raises:
        BadParameter: it is the shipped project itself, or a name to be taken differs in nothing.
    """
    shipped = shipped_project()
    if project.root.resolve() == shipped.root.resolve():
        raise BadParameter("This is the project that others are begun from; there is nothing to bring up to date.")
    found = list(_changes(project.root, _recorded(project.root), copied(shipped), take))
    if unknown := sorted({*take} - {one.name for one in found}):
        raise BadParameter(f"--take {unknown[0]}: that is no copy that differs.")
    return found


def bring_up_to_date(project: Project, found: Collection[StarterChange]) -> None:
    """Write those changes that are taken, and record them as copied."""
    recorded = _recorded(project.root)
    common = copied(shipped_project())
    for one in found:
        if not one.own:
            _write(project.root, one)
    for name, text in common.items():
        if _here(project.root, name) == text:
            recorded[name] = digest_of(text)
    put(project.root / RECORD, "".join(f"{digest}  {name}\n" for name, digest in sorted(recorded.items())))


def _changes(
    root: Path, recorded: dict[str, str], common: dict[str, str], take: Collection[str]
) -> Iterator[StarterChange]:
    for name, after in common.items():
        before = _here(root, name)
        if before == after:
            continue
        own = ""
        if name not in take:
            if not before and name in recorded:
                own = "taken out here"
            elif before and not recorded:
                own = "no record tells who changed it"
            elif before and recorded.get(name) != digest_of(before):
                own = "changed here"
        yield StarterChange(name, before, after, own)


def _write(root: Path, change: StarterChange) -> None:
    path, _, question = change.name.partition("#")
    if not question:
        put(root / path, change.after)
        return
    text = (root / path).read_text(encoding="utf-8") if (root / path).is_file() else ""
    if change.before:
        put(root / path, text.replace(change.before, change.after))
    else:
        put(root / path, f"{text.rstrip()}\n\n{change.after}\n".lstrip())


def _here(root: Path, name: str) -> str:
    """What a project has of a thing that is copied: a file's text, or the table of a question's words."""
    path, _, question = name.partition("#")
    if not (root / path).is_file():
        return ""
    text = (root / path).read_text(encoding="utf-8")
    if not question:
        return text
    found = re.search(_BLOCK.format(name=re.escape(question)), text, re.MULTILINE)
    return found[0].rstrip() if found else ""


def _recorded(root: Path) -> dict[str, str]:
    path = root / RECORD
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
