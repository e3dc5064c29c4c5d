"""Writing a directory of files so that a reader never meets half of one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tcgraph.errors import BrokenInput


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A scratch directory whose files move into ``target`` when the block ends well, and vanish when it does not.

    Files already in ``target`` stay, unless one of the same name replaces them.

    Raises:
        BrokenInput: ``target`` cannot be written to.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".part-", dir=target))
    except OSError as error:
        raise BrokenInput(f"cannot be written to: {error.strerror}; choose another directory", path=target) from error
    try:
        yield scratch
        for path in sorted(scratch.rglob("*")):
            if path.is_file():
                final = target / path.relative_to(scratch)
                final.parent.mkdir(parents=True, exist_ok=True)
                path.replace(final)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
