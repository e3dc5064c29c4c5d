"""``tcgraph fmt``: Turtle in one stable layout, comments kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat


@app.command()
def fmt(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(help="Turtle or TriG files or directories; - for standard input. Default: the project's."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if a file would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Change nothing; show what would change.")] = False,
    trig: Annotated[bool, typer.Option("--trig", help="Standard input is TriG.")] = False,
) -> None:
    """Lay out Turtle and TriG files in one stable way; comments and the order of statements stay.

    Nothing is written unless the new text has been read back and holds the same triples and comments.
    """
    from tcgraph.turtle.formatter import format_turtle
    from tcgraph.turtle.source_text import decode

    if files == ["-"]:
        kind = GraphFormat.TRIG if trig else GraphFormat.TURTLE
        try:
            sys.stdout.write(format_turtle(decode(sys.stdin.buffer.read(), "-"), kind))
        except BrokenInput as error:
            raise error.inside("-") from error
        return
    paths = _expand(files) if files else [file.path for file in project_of(context).files()]
    changed = [path for path in paths if _format(path, write=not (check or diff), show=diff)]
    for path in changed:
        print(f"{'would change' if check or diff else 'changed'} {path}", file=sys.stderr)
    print(f"{len(changed)} of {len(paths)} files {'would change' if check or diff else 'changed'}", file=sys.stderr)
    if changed and (check or diff):
        raise typer.Exit(1)


def _expand(names: list[str]) -> list[Path]:
    paths: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            paths.extend(sorted((*path.rglob("*.ttl"), *path.rglob("*.trig"))))
        else:
            paths.append(path)
    return paths


def _format(path: Path, *, write: bool, show: bool) -> bool:
    from tcgraph.file_kinds import syntax_of
    from tcgraph.turtle.formatter import format_turtle
    from tcgraph.turtle.source_text import decode

    try:
        data = path.read_bytes()
        old = decode(data, path)
        new = format_turtle(old, syntax_of(path))
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error
    except BrokenInput as error:
        raise error.inside(path) from error
    # Bytes decide, so that a byte order mark or foreign line ends count as a change.
    if new.encode() == data:
        return False
    if show:
        _show(path, old, new)
    if write:
        _replace(path, new)
    return True


def _show(path: Path, old: str, new: str) -> None:
    import difflib
    import io

    # Not by str.splitlines, which also cuts literals at U+2028 and its like.
    lines = difflib.unified_diff([*io.StringIO(old)], [*io.StringIO(new)], str(path), str(path))
    sys.stdout.writelines(lines)


def _replace(path: Path, text: str) -> None:
    """Put the new text in place whole or not at all; readers never see half a file."""
    import os
    import shutil
    import tempfile

    real = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        shutil.copymode(real, temporary)
        Path(temporary).replace(real)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
