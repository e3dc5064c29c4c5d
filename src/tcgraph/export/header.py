"""A stable head for RDF documents: the serializer declares prefixes in the order of a hash table, we sort them."""

from __future__ import annotations

import re
from typing import IO

from tcgraph.rdf import GraphFormat

_XML_NAME = re.compile(rb' xmlns:[^=]+="[^"]*"')


class StableHeader:
    """A binary file that passes bytes on, once it has sorted the namespace declarations they begin with.

    Args:
        output: where the bytes go.
        format_: the syntax; those without declarations pass untouched.
    """

    def __init__(self, output: IO[bytes], format_: GraphFormat) -> None:
        self._output = output
        self._xml = format_ is GraphFormat.RDF_XML
        self._head: bytearray | None = (
            bytearray() if format_ in (GraphFormat.TURTLE, GraphFormat.TRIG, GraphFormat.RDF_XML) else None
        )

    def write(self, data: bytes) -> int:
        """Take bytes as a file does."""
        if self._head is None:
            return self._output.write(data)
        self._head += data
        if self._complete(self._head):
            self.finish()
        return len(data)

    def flush(self) -> None:
        """Nothing: only :meth:`finish` knows that the head will not grow."""

    def finish(self) -> None:
        """Write what is held back; to be called after the last byte."""
        if self._head is not None:
            head, self._head = bytes(self._head), None
            self._output.write(_sorted_xml(head) if self._xml else _sorted_prefixes(head))

    def _complete(self, head: bytearray) -> bool:
        if self._xml:
            start = head.find(b"<rdf:RDF")
            return start >= 0 and head.find(b">", start) >= 0
        last = head.rfind(b"\n")
        line = head.rfind(b"\n", 0, last) + 1 if last >= 0 else 0
        return last >= 0 and not head[line:].startswith(b"@prefix")


def _sorted_prefixes(head: bytes) -> bytes:
    lines = head.splitlines(keepends=True)
    declared = [line for line in lines if line.startswith(b"@prefix")]
    return b"".join(sorted(declared) + lines[len(declared) :])


def _sorted_xml(head: bytes) -> bytes:
    start = head.find(b"<rdf:RDF")
    end = head.find(b">", start)
    if start < 0 or end < 0:
        return head
    names = b"".join(sorted(_XML_NAME.findall(head[start:end])))
    return head[:start] + b"<rdf:RDF" + names + head[end:]
