"""What commands cost on the project itself, by processor time: what people wait for many times a day.

    python -m tests.bench.start --times 5

Works on a copy of the project with nothing kept, and prints one line a command, the least of so many runs: validating
with nothing kept, again, after an edit of one file, after one that is wrong, only what that changed, and the start of
other commands on a published graph. Python's own compiled code is there after the first run.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from tests.own_project import commit_project

_WORDS = "Make sure that"


def _nothing() -> None:
    """Leave everything as it is."""


def seconds(folder: Path, arguments: tuple[str, ...], times: int, before: Callable[[], None] = _nothing) -> float:
    """The least processor time of a command, user and system, in some runs; ``before`` sets each of them up."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TCGRAPH_", "PYTHONDONT"))}
    least = float("inf")
    for _ in range(times):
        before()
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "tcgraph", *arguments]
        subprocess.run(command, cwd=folder, env=kept, capture_output=True, check=False)
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime)
    return least


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as name:
        folder = commit_project(Path(name))
        data = folder / "data" / "ttl" / "gb297-tc-3" / "section-2.ttl"
        right = data.read_text("utf-8")
        state = folder / ".tcgraph" / "checked"
        words = cycle(("Make certain that", "See to it that", "Ensure that"))

        def tell(what: str, *arguments: str, before: Callable[[], None] = _nothing) -> None:
            sys.stdout.write(f"{seconds(folder, arguments, times, before):6.2f} s  {what}\n")

        def edit() -> None:
            data.write_text(right.replace(_WORDS, next(words), 1), "utf-8")

        tell("validate, nothing kept", "validate", before=lambda: shutil.rmtree(state, ignore_errors=True))
        tell("validate, nothing changed", "validate")
        tell("validate, one file changed", "validate", before=edit)
        tell("validate --changed, one file changed", "validate", "--changed", before=edit)
        data.write_text(right, "utf-8")
        seconds(folder, ("validate",), 1)
        data.write_text(right.replace("tc:summary", "tc:sumary", 1), "utf-8")
        tell("validate, one file wrong", "validate")
        tell("validate --changed, one file wrong", "validate", "--changed")
        data.write_text(right, "utf-8")
        tell("--version", "--version")
        seconds(folder, ("build",), 1)
        tell("query time", "query", "time")
        tell("ask", "ask", "what is open in Africa")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
