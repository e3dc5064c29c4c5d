"""``tcgraph test``: whether the questions still get the answers that somebody has read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app, project_of

if TYPE_CHECKING:
    from tcgraph.publish.expected_answers import Difference

_SHOWN = 20
"""Rows shown of one answer, each way."""


@app.command("test")
def compare_answers(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="Questions; by default all that have an answer.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Write the answers anew, and show what changed.")] = False,
) -> None:
    """Compare the answers to the project's questions with those in tests/queries, which somebody has read.

    Exit code 0: the same, or written anew. 1: they differ.
    """
    from tcgraph.publish.expected_answers import differences, expected_folder

    project = project_of(context)
    found = differences(project, names or (), update=update)
    for difference in found:
        print(_told(difference))
    where = expected_folder(project)
    if not any(where.glob("*.csv")):
        print(f"No answer is kept in {where} yet; to keep them all: tcgraph test --update", file=sys.stderr)
    elif not found:
        print("Every answer is the one that was read.", file=sys.stderr)
    elif update:
        print(f"{len(found)} written to {where}: read what changed before you commit it.", file=sys.stderr)
    else:
        print(f"{len(found)} differ. Where that is meant: tcgraph test --update", file=sys.stderr)
        raise typer.Exit(1)


def _told(difference: Difference) -> str:
    if difference.is_new:
        return f"{difference.query}: new, {len(difference.come) - 1} rows"
    if not difference.gone and not difference.come:
        return f"{difference.query}: the same rows in another order"
    lines = [f"{difference.query}:"]
    for sign, rows in (("-", difference.gone), ("+", difference.come)):
        lines += [f"  {sign} {row}" for row in rows[:_SHOWN]]
        if len(rows) > _SHOWN:
            lines.append(f"  {sign} … and {len(rows) - _SHOWN} more")
    return "\n".join(lines)
