"""What a file or a stream holds: how it is packed, in which encoding and in which syntax, as its first bytes tell.

An ending tells a syntax too, and often another one: ontologies in Turtle are called ``.owl``, a stream has none. So the
first bytes say which family it is, and the ending which syntax of that family.
"""

from __future__ import annotations

import gzip
import importlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.rdf import GraphFormat

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PACKED: Final = (".gz", ".zst")
ENDINGS: Final = frozenset(ending for kind in GraphFormat for ending in kind.endings)
START: Final = 4096
"""So many bytes tell what a document is."""

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(r"""\A(<\?xml[^>]*?)\s+encoding\s*=\s*(["'])[^"']*\2""")
_CHUNK = 1 << 16
_ZSTD_CHUNK = 1 << 10
"""Four bytes of zstd may be 128 KB (RFC 8878 §3.1.1.2): what is read at once must not fill the memory."""

_TERM = rb'(?:<[^>\s]*>|_:\S+|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^>\s]*>)?)'
_LINE = rb"\A(?:<[^>\s]*>|_:\S+)\s+<[^>\s]*>\s+" + _TERM
_QUADS = re.compile(_LINE + rb"\s+(?:<[^>\s]*>|_:\S+)\s*\.")
_GRAPHS = re.compile(
    rb"^[ \t]*+(?:(?:GRAPH\s++)?(?:<[^>\s]*>|[\w.-]*:[\w.-]*|_:\S+)\s*+)?\{(?!\|)", re.MULTILINE | re.IGNORECASE
)
_LONG = re.compile(rb"\"{3}|'{3}")
_FAMILIES: Final = (
    (re.compile(rb"\A(?:<\?xml|<!DOCTYPE\s+rdf:|<rdf:RDF|<!--)"), (GraphFormat.RDF_XML,)),
    (re.compile(rb'\A(?:\{\s*"|\{\s*\}|\[\s*[\{\["]|\[\s*\]\s*\Z)'), (GraphFormat.JSON_LD,)),
    (
        re.compile(
            rb"\A(?:@?(?:prefix|base|version)\s|GRAPH\s|\{|\[|\(|_:|<(?:[a-z][\w+.-]*:[^\s<>]+|[#/][^\s<>]*)?>\s)",
            re.IGNORECASE,
        ),
        (GraphFormat.TURTLE, GraphFormat.TRIG, GraphFormat.N_TRIPLES, GraphFormat.N_QUADS),
    ),
)
_OTHERS: Final = (
    (re.compile(rb"\A(?:<!DOCTYPE\s+html|<html)", re.IGNORECASE), "an HTML page"),
    (
        re.compile(
            rb"\A(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+(?:<!DOCTYPE[^\]]*+\]>\s*+)?<(?:owl:)?Ontology\s",
            re.DOTALL,
        ),
        "OWL/XML",
    ),
    (re.compile(rb"\A(?:Prefix\(|Ontology\()"), "OWL in functional syntax"),
    (re.compile(rb"\AOntology:|\APrefix:"), "OWL in Manchester syntax"),
    (re.compile(rb"\APK\x03\x04"), "a ZIP archive"),
    (
        re.compile(rb"\A(?:BASE[^\n]*\n|IMPORTS[^\n]*\n|PREFIX[^\n]*\n|\s)*(?:shape|shapeClass)\s"),
        "SHACL in compact syntax",
    ),
)


def syntax_of_start(start: bytes, name: Path | str, otherwise: GraphFormat | None = None) -> GraphFormat:
    """The syntax of a document.

    Args:
        start: its first bytes, unpacked.
        name: what it is called; an ending of a packed file counts by what stands before it.
        otherwise: the syntax where neither tells one.

    Raises:
        BrokenInput: it is something else, which is named where it is known; or neither tells.
    """
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, what in _OTHERS:
        if pattern.match(text):
            raise BrokenInput(f"this is {what}, and none of {_known()}", path=name)
    while text.startswith(b"#"):
        text = text.partition(b"\n")[2].lstrip()
    path = Path(name)
    ending = Path(path.stem if path.suffix.lower() in PACKED else path).suffix.lower()
    called = next((kind for kind in GraphFormat if ending in kind.endings), None)
    for pattern, family in _FAMILIES:
        if pattern.match(text):
            return called if called is not None and called in family else _of_family(family, text)
    if called is not None:
        return called
    if otherwise is not None:
        return otherwise
    told = f"its ending {ending} nor its first lines tell" if ending else "an ending nor its first lines tell"
    raise BrokenInput(f"neither {told} its syntax; is it one of {_known()}?", path=name)


def syntax_of(path: Path) -> GraphFormat:
    """The syntax of a file.

    Raises:
        BrokenInput: as of :func:`syntax_of_start`.
    """
    try:
        status = path.stat()
    except OSError:
        return GraphFormat.of_path(path)
    return _syntax_of(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _syntax_of(path: Path, _time: int, _size: int) -> GraphFormat:
    if not path.is_file():
        return GraphFormat.of_path(path)
    try:
        with path.open("rb") as file:
            return syntax_of_start(file.read(START), path)
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error


def is_plain(path: Path) -> bool:
    """Whether a file is as it is read: neither packed nor in UTF-16.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return not file.read(4).startswith((_GZIP, _ZSTD, *_UTF_16))


@contextmanager
def opened(source: Path | IO[bytes], name: Path | str | None = None) -> Iterator[IO[bytes]]:
    """What a file or a stream holds, unpacked where it is packed, and in UTF-8 where it says that it is in UTF-16.

    Args:
        source: the file, or a stream that is at its beginning.
        name: what it is called in messages.

    Raises:
        BadParameter: it is packed as zstd and no library for it is installed.
        BrokenInput: it does not unpack, or is not in the encoding that it says.
        OSError: it cannot be read.
    """
    if isinstance(source, Path):
        with source.open("rb") as file, opened(file, name or source) as content:
            yield content
        return
    start, source = _peeked(source)
    try:
        if start.startswith(_GZIP):
            start, source = _peeked(cast("IO[bytes]", gzip.GzipFile(fileobj=source)))
        elif start.startswith(_ZSTD):
            start, source = _peeked(_stream(_unpacked_zstd(source, name)))
        yield _in_utf_8(source, name) if start.startswith(_UTF_16) else source
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BrokenInput(f"does not unpack as gzip: {error}", path=name) from error


def _of_family(family: tuple[GraphFormat, ...], text: bytes) -> GraphFormat:
    if GraphFormat.TURTLE not in family:
        return family[0]
    if _QUADS.match(text):
        return GraphFormat.N_QUADS
    # In a long text, a query may begin a line with a brace.
    return GraphFormat.TRIG if _GRAPHS.search(_LONG.split(text, maxsplit=1)[0]) else GraphFormat.TURTLE


def _known() -> str:
    return ", ".join(kind.label for kind in GraphFormat)


def _peeked(source: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    start = source.read(4)
    return start, _stream(chain((start,), iter(lambda: source.read(_CHUNK), b"")))


def _in_utf_8(source: IO[bytes], name: Path | str | None) -> IO[bytes]:
    try:
        text = source.read().decode("utf-16")
    except UnicodeDecodeError as error:
        raise BrokenInput(f"begins as UTF-16 and is not: {error.reason}", path=name, line=1, column=1) from error
    # XML says its encoding in words, too (XML 1.0 §4.3.3).
    return io.BytesIO(_DECLARED.sub(r"\1", text).encode())


def _unpacked_zstd(source: IO[bytes], name: Path | str | None) -> Iterator[bytes]:
    """The content, frame by frame; the library's own reader ends at the first, and takes half of one for a whole."""
    zstandard = zstandard_library()
    frame = None
    try:
        while chunk := source.read(_ZSTD_CHUNK):
            while chunk:
                frame = frame or zstandard.ZstdDecompressor().decompressobj()
                yield frame.decompress(chunk)
                chunk, frame = (frame.unused_data, None) if frame.eof else (b"", frame)
    except zstandard.ZstdError as error:
        raise BrokenInput(f"does not unpack as zstd: {error}", path=name) from error
    if frame is not None:
        raise BrokenInput("does not unpack as zstd: it ends too soon", path=name)


def zstandard_library() -> Any:
    """The library for zstd.

    Raises:
        BadParameter: it is not installed.
    """
    try:
        return importlib.import_module("zstandard")
    except ImportError:
        raise BadParameter("zstd needs the package zstandard: pip install 'tcgraph[zstd]', or use gzip.") from None


class _PieceStream(io.RawIOBase):
    """A stream of pieces."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: WriteableBuffer, /) -> int:
        target = memoryview(into).cast("B")
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        size = min(len(target), len(self._left))
        target[:size], self._left = self._left[:size], self._left[size:]
        return size


def _stream(pieces: Iterable[bytes]) -> IO[bytes]:
    return io.BufferedReader(_PieceStream(pieces), _CHUNK)
