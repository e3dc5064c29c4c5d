"""Files under a deployment's own base: what any export wrote names our IRIs under that base before anybody sees it.

So a writer needs to know nothing of bases, and none can forget it. Only dumps are renamed as statements, before they
are packed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tcgraph.export.rebase import Rebase
from tcgraph.export.staging import staged

_KEPT = (".txt", ".gz", ".zst")
"""A text is what somebody said, and passages point into it by place and digest; what is packed was renamed before."""


@contextmanager
def staged_under(target: Path, rebase: Rebase) -> Iterator[Path]:
    """A scratch directory whose files move into ``target`` when the block ends well, renamed by then.

    Args:
        target: where the files go; as in :func:`~tcgraph.export.staging.staged`.
        rebase: renames our IRIs in them.

    Raises:
        BrokenInput: ``target`` cannot be written to.
    """
    with staged(target) as scratch:
        yield scratch
        rebase_files(scratch, rebase)


def rebase_files(directory: Path, rebase: Rebase) -> None:
    """Rename our IRIs in every file of a directory and below; texts and packed files stay as they are.

    To be called once only: a base may lie under ours, and would be renamed again.
    """
    if rebase.changes_nothing:
        return
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.suffix not in _KEPT:
            _rebase_file(path, rebase)


def rebase_workbook(content: bytes, rebase: Rebase) -> bytes:
    """A workbook (Office Open XML, ECMA-376) with every IRI of ours renamed in all its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as renamed:
        for member in book.infolist():
            renamed.writestr(member, rebase.document(book.read(member)))
    return out.getvalue()


def _rebase_file(path: Path, rebase: Rebase) -> None:
    if path.suffix == ".parquet":
        from tcgraph.export.fact_tables.parquet import rebase_parquet

        rebase_parquet(path, rebase)
        return
    content = path.read_bytes()
    renamed = rebase_workbook(content, rebase) if path.suffix == ".xlsx" else rebase.document(content)
    if renamed != content:
        path.write_bytes(renamed)
