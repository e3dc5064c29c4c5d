"""The user's own copy of the source document, kept beside the built graph and never published."""

from __future__ import annotations

import os
from pathlib import Path

from tcgraph.errors import EngineError
from tcgraph.project import Project

_FOLDER = Path(".tcgraph") / "attachments"
_NAME = "source.txt"


def attachment_path(project: Project) -> Path:
    """Where the attached copy is, or would be."""
    return project.root / _FOLDER / _NAME


def attach(project: Project, text: str) -> Path:
    """Keep ``text`` as the attached copy, replacing any earlier one in a single step.

    Returns:
        The file written.

    Raises:
        EngineError: the project's directory cannot be written to.
    """
    target = attachment_path(project)
    draft = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    except OSError as error:
        raise EngineError(f"Cannot keep the copy in {target.parent}: {error.strerror}.") from error
    return target


def attached_text(project: Project) -> str | None:
    """The attached copy's text with a line feed as line end, or None when nothing is attached."""
    try:
        return attachment_path(project).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def detach(project: Project) -> bool:
    """Forget the attached copy; returns whether there was one."""
    try:
        attachment_path(project).unlink()
    except FileNotFoundError:
        return False
    return True
