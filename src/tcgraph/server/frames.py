"""Messages between processes on one machine: a JSON header and a body of bytes, each preceded by its length."""

from __future__ import annotations

import json
import socket
import struct
from functools import lru_cache
from typing import Any

_LENGTHS = struct.Struct("!II")
HEAD = _LENGTHS.size

Header = dict[str, Any]

_PIECE = 1 << 16
_KNOWN = 2000
"""Bytes of the longest header that is remembered: the same few go to and fro, and a look-up beats writing one anew."""


def pack(header: Header, body: bytes = b"") -> bytes:
    """Write a message."""
    try:
        head = _written(tuple(header.items()))
    except TypeError:
        # It holds a list, as the answer to a change does.
        head = _plain(header)
    return b"".join((_LENGTHS.pack(len(head), len(body)), head, body))


def lengths(data: bytes | bytearray) -> tuple[int, int]:
    """Lengths of header and body, from a message's first :data:`HEAD` bytes."""
    head, body = _LENGTHS.unpack_from(data)
    return head, body


def is_whole(data: bytes | bytearray) -> bool:
    """Whether a message has arrived; nobody sends the next one before it is answered."""
    return len(data) >= HEAD and len(data) >= HEAD + sum(_LENGTHS.unpack_from(data))


def unpack(message: bytes | bytearray) -> tuple[Header, bytes]:
    """Read a whole message; its header belongs to others too, and is not to be changed."""
    start = HEAD + lengths(message)[0]
    head = bytes(message[HEAD:start])
    return (_read(head) if len(head) <= _KNOWN else json.loads(head)), bytes(message[start:])


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


@lru_cache(maxsize=64)
def _written(items: tuple[tuple[str, Any], ...]) -> bytes:
    return _plain(dict(items))


@lru_cache(maxsize=256)
def _read(head: bytes) -> Header:
    found: Header = json.loads(head)
    return found


def _plain(header: Header) -> bytes:
    return json.dumps(header, separators=(",", ":")).encode()
