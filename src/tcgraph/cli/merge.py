"""``tcgraph merge``: what git calls to merge two versions of a Turtle file; ``tcgraph hooks`` tells it to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app
from tcgraph.errors import BrokenInput

if TYPE_CHECKING:
    from tcgraph.turtle.merge import Conflict


@app.command()
def merge(
    base: Annotated[Path, typer.Argument(help="The version that both come from.")],
    ours: Annotated[Path, typer.Argument(help="Our version; the merged file is written there.")],
    theirs: Annotated[Path, typer.Argument(help="The other version.")],
    name: Annotated[str, typer.Argument(help="What to call the file.")] = "",
) -> None:
    """Merge two versions of a Turtle file fact by fact, as git's merge driver (%O %A %B %P).

    Exit code 0: merged. 1: both changed the same to different ends; each such thing stands twice between marks.
    """
    from tcgraph.turtle.merge import CannotMerge, merge_turtle, same_facts
    from tcgraph.turtle.source_text import decode

    try:
        texts = [decode(path.read_bytes(), path) for path in (base, ours, theirs)]
        merged = merge_turtle(*texts)
        lines = _by_lines(base, ours, theirs)
        if not merged.conflicts and lines is not None and same_facts(lines, merged.text):
            # Their layout and comments come along, too.
            ours.write_text(lines, encoding="utf-8")
            return
    except (CannotMerge, BrokenInput) as error:
        print(f"{name or ours}: merged line by line, since {_why(error)}.", file=sys.stderr)
        raise typer.Exit(min(_git("-q", base, ours, theirs).returncode, 1)) from None
    ours.write_text(merged.text, encoding="utf-8")
    for conflict in merged.conflicts:
        print(f"{name or ours}: {_told(conflict)}", file=sys.stderr)
    if merged.conflicts:
        raise typer.Exit(1)


def _told(conflict: Conflict) -> str:
    if not conflict.predicate:
        return f"{conflict.subject} was {conflict.ours[0]} by us and {conflict.theirs[0]} by them."
    before, ours, theirs = (
        ", ".join(each) or "not given" for each in (conflict.before, conflict.ours, conflict.theirs)
    )
    return f"{conflict.predicate} of {conflict.subject} was {before}; we say {ours}, they say {theirs}."


def _why(error: Exception) -> str:
    if isinstance(error, BrokenInput):
        return f"one version does not parse: {error.inside(error.path)}"
    return f"it holds {error}"


def _by_lines(base: Path, ours: Path, theirs: Path) -> str | None:
    """What git makes of the lines; None where it cannot."""
    done = _git("-p", base, ours, theirs)
    return done.stdout.decode("utf-8") if done.returncode == 0 else None


def _git(option: str, base: Path, ours: Path, theirs: Path) -> subprocess.CompletedProcess[bytes]:
    labels = ("-L", "ours", "-L", "base", "-L", "theirs")
    command = ["git", "merge-file", option, *labels, str(ours), str(base), str(theirs)]
    return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 (git's own names of its copies)
