"""Bring what an older project copied up to date, and leave what its body changed since as it is.

A new project records what it copied (:data:`RECORD`). What still is as it was recorded is the common part and follows
it; what differs is the body's own. A project that was begun before there was a record has nothing that tells the two
apart: there, what differs is shown, and taken only by name. Copies of queries and of their words, which older projects
have, are taken out: the program brings them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tcgraph.errors import BadParameter
from tcgraph.followup.new_project import LANGUAGES, copied, put, write_record
from tcgraph.project import Project, shipped_project
from tcgraph.query_files import block, common_asking, common_queries, common_words, digest_of, recorded


@dataclass(frozen=True, slots=True)
class StarterChange:
    """One thing that a project holds, and that is common and otherwise by now, or missing in it.

    Attributes:
        name: its path, or its file and ``#`` the question whose words they are.
        before: what the project has; "" where it has none.
        after: what it is by now.
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

    @property
    def needless(self) -> bool:
        """Whether the project needs no copy of it at all."""
        return self.name.startswith("queries/")


def changes(project: Project, take: Collection[str] = ()) -> list[StarterChange]:
    """What differs between a project and what a new one gets.

    Args:
        project: the project.
        take: names to be taken, whoever changed them.

    Raises:
        BadParameter: it is the shipped project itself, or a name to be taken differs in nothing.
    """
    if project.root.resolve() == shipped_project().root.resolve():
        raise BadParameter("This is the project that others are begun from; there is nothing to bring up to date.")
    found = list(_changes(project.root, recorded(project.root), take))
    if unknown := sorted({*take} - {one.name for one in found}):
        raise BadParameter(f"--take {unknown[0]}: that is no copy that differs.")
    return found


def bring_up_to_date(project: Project, found: Collection[StarterChange]) -> None:
    """Write those changes that are taken, and record what is copied; take out what needs no copy."""
    taken = [one for one in found if not one.own]
    needless = [one.name for one in taken if one.needless]
    for one in taken:
        if not one.needless:
            put(project.root / one.name, one.after)
    same = {name: text for name, text in copied(shipped_project()).items() if _here(project.root, name) == text}
    kept = {name: digest for name, digest in recorded(project.root).items() if name not in needless}
    write_record(kept | {name: digest_of(text) for name, text in same.items()}, project.root)
    for name in needless:
        _take_out(project.root, name)


def _changes(root: Path, record: Mapping[str, str], take: Collection[str]) -> Iterator[StarterChange]:
    for name, after in (copied(shipped_project()) | _copied_before()).items():
        before = _here(root, name)
        change = StarterChange(name, before, after, "")
        if (not before and name not in record) if change.needless else before == after:
            continue
        own = ""
        if name not in take and before != after:
            if not before and name in record:
                own = "taken out here"
            elif before and not record:
                own = "no record tells who changed it"
            elif before and record.get(name) != digest_of(before):
                own = "changed here"
        yield replace(change, own=own)


def _copied_before() -> dict[str, str]:
    """What older projects have a copy of: queries, the words of questions, and what these are asked in."""
    files = {name: file.text for name, file in common_queries().items()}
    files |= {f"asking/{name}": text for name, text in common_asking().items()}
    words = {f"words/{one}.toml#{name}": "" for one in LANGUAGES for name in common_words(one)}
    return {f"queries/{name}": text for name, text in (files | words).items()}


def _take_out(root: Path, name: str) -> None:
    """Take a copy out, with the folder that it leaves empty."""
    path, _, question = name.partition("#")
    file = root / path
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    left = text.replace(block(text, question), "") if question else ""
    if question and re.search(r"^[^#\n]", left, re.MULTILINE):
        put(file, re.sub(r"\n{3,}", "\n\n", left).rstrip() + "\n")
        return
    file.unlink(missing_ok=True)
    if file.parent.is_dir() and not any(file.parent.iterdir()):
        file.parent.rmdir()


def _here(root: Path, name: str) -> str:
    """What a project has of a thing that is copied: a file's text, or the table of a question's words."""
    path, _, question = name.partition("#")
    if not (root / path).is_file():
        return ""
    text = (root / path).read_text(encoding="utf-8")
    return block(text, question) if question else text
