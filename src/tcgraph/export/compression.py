"""Compressed files whose bytes depend on their content alone."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

from tcgraph.file_kinds import zstandard_library

_LEVEL_GZIP = 6
_LEVEL_ZSTD = 10


class Compression(StrEnum):
    """How a dump is packed; the value is the name on the command line."""

    NONE = "none"
    GZIP = "gzip"
    ZSTD = "zstd"

    @property
    def suffix(self) -> str:
        """The file ending it adds."""
        return {"none": "", "gzip": ".gz", "zstd": ".zst"}[self.value]

    @property
    def media_type(self) -> str | None:
        """The registered media type of the packed file, for ``dcat:compressFormat``."""
        return {"none": None, "gzip": "application/gzip", "zstd": "application/zstd"}[self.value]

    @contextmanager
    def create(self, path: Path) -> Iterator[IO[bytes]]:
        """A file to write to, packed on the way.

        Raises:
            BadParameter: zstd was asked for and no library for it is installed.
        """
        with path.open("wb") as raw:
            if self is Compression.NONE:
                yield raw
            elif self is Compression.GZIP:
                # No name and no time in the header (RFC 1952 §2.3), so that the bytes repeat.
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=_LEVEL_GZIP) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                with zstandard_library().ZstdCompressor(level=_LEVEL_ZSTD).stream_writer(raw, closefd=False) as packed:
                    yield packed
