"""Messages between processes on one machine: a JSON header and a body of bytes, each preceded by its length."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_LENGTHS = struct.Struct("!II")
HEAD = _LENGTHS.size

Header = dict[str, Any]

_PIECE = 1 << 16


def pack(header: Header, body: bytes = b"") -> bytes:
    """Write a message."""
    head = json.dumps(header, separators=(",", ":")).encode()
    return b"".join((_LENGTHS.pack(len(head), len(body)), head, body))


def is_whole(data: bytes | bytearray) -> bool:
    """Whether a message has arrived; nobody sends the next one before it is answered."""
    return len(data) >= HEAD and len(data) >= HEAD + sum(_LENGTHS.unpack_from(data))


def unpack(message: bytes | bytearray) -> tuple[Header, bytes]:
    """Read a whole message."""
    start = HEAD + _LENGTHS.unpack_from(message)[0]
    return json.loads(message[HEAD:start]), bytes(message[start:])


def receive(connection: socket.socket) -> tuple[Header, bytes] | None:
    """Wait for a message; None when the other side has closed the connection."""
    message: bytes | bytearray = connection.recv(_PIECE)
    if not message:
        return None
    if not is_whole(message):
        message = bytearray(message)
        while not is_whole(message):
            piece = connection.recv(_PIECE)
            if not piece:
                return None
            message += piece
    return unpack(message)
