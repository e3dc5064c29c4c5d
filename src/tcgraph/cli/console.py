"""What every command says in the same way: progress on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def progress(step: str) -> None:
    """Say what is being done, on standard error, only when a person is there to read it."""
    if sys.stderr.isatty():
        print(f"tcgraph: {step} …", file=sys.stderr)


def say(message: str) -> None:
    """Tell a person something that is not the result."""
    print(message, file=sys.stderr)


@contextmanager
def counting(unit: str, total: int | None = None) -> Iterator[Callable[[str, int], None] | None]:
    """A callback that shows a step's name and how far it has come; None where nobody watches.

    Args:
        unit: what is counted.
        total: how many there will be, where that is known.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,} " + unit),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def show(step: str, count: int) -> None:
            bar.update(task, description=step, completed=count)

        yield show
