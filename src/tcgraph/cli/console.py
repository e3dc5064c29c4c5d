"""What every command says in the same way: progress on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys


def progress(step: str) -> None:
    """Say what is being done, on standard error, only when a person is there to read it."""
    if sys.stderr.isatty():
        print(f"tcgraph: {step} …", file=sys.stderr)


def say(message: str) -> None:
    """Tell a person something that is not the result."""
    print(message, file=sys.stderr)
