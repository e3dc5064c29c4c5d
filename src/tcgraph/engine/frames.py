"""Messages between processes on one machine: a JSON header and a body of bytes, each preceded by its length."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_LENGTHS = struct.Struct("!II")
HEAD = _LENGTHS.size

Header = dict[str, Any]


def pack(header: Header, body: bytes = b"") -> bytes:
    """Write a message."""
    head = json.dumps(header, separators=(",", ":")).encode()
    return _LENGTHS.pack(len(head), len(body)) + head + body


def lengths(data: bytes | bytearray) -> tuple[int, int]:
    """Lengths of header and body, from a message's first :data:`HEAD` bytes."""
    head, body = _LENGTHS.unpack_from(data)
    return head, body


def receive(connection: socket.socket) -> tuple[Header, bytes] | None:
    """Wait for a message; None when the other side has closed the connection."""
    start = _exactly(connection, HEAD)
    if start is None:
        return None
    head_length, body_length = lengths(start)
    rest = _exactly(connection, head_length + body_length)
    if rest is None:
        return None
    return json.loads(rest[:head_length]), bytes(rest[head_length:])


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    chunks: list[bytes] = []
    while size:
        chunk = connection.recv(min(size, 1 << 20))
        if not chunk:
            return None
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)
