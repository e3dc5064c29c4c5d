"""Documents that an update's LOAD may name: files below one folder, and nothing else."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph

from tcgraph.engine.embedded import parsing
from tcgraph.engine.input_guard import check_source
from tcgraph.engine.update_dataset import LoadRefused
from tcgraph.errors import BrokenInput
from tcgraph.file_kinds import syntax_of
from tcgraph.rdf import DefaultGraph


class LocalDocuments:
    """Reads the documents, as often as it is called.

    Args:
        folder: where they are.
        largest: how many bytes all that are read may have.
    """

    def __init__(self, folder: Path, largest: int) -> None:
        self._folder = folder.resolve()
        self._left = largest

    def __call__(self, iri: str) -> str:
        """A document's triples.

        Args:
            iri: the file's, written out, such as ``file:///srv/tcgraph/in/new.ttl``.

        Returns:
            N-Triples in one line, blank nodes renamed so that no two documents share any.

        Raises:
            LoadRefused: the IRI is not that of a file below the folder, or the file is too large.
            BrokenInput: it does not parse, or is in no format that is known.
        """
        path = self._path(iri)
        syntax = syntax_of(path)
        check_source(path, syntax)
        with parsing(path):
            content = path.read_bytes().removeprefix(BOM_UTF8)
            quads = list(pyoxigraph.parse(content, syntax.codec, base_iri=iri, rename_blank_nodes=True))
        if any(not isinstance(quad.graph_name, DefaultGraph) for quad in quads):
            raise BrokenInput("the document names graphs of its own, and LOAD takes one graph", path=path)
        return " ".join(f"{quad} ." for quad in quads)

    def _path(self, iri: str) -> Path:
        parts = urlsplit(iri)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost") or parts.query or parts.fragment:
            raise LoadRefused("LOAD takes the IRI of a file on this server, written out: <file:///…>.")
        try:
            path = Path(unquote(parts.path, errors="strict")).resolve()
            size = path.stat().st_size if path.is_relative_to(self._folder) and path.is_file() else None
        except (OSError, ValueError, RuntimeError):
            size = None
        if size is None:
            # The same words whether it is there or not: what lies elsewhere is nobody's business.
            raise LoadRefused(f"LOAD finds no file {iri} in the folder that it may read.")
        self._left -= size
        if self._left < 0:
            raise LoadRefused("LOAD names more than a change may have; see the setting write_mb.")
        return path
