"""What the engine gives belongs to the thread that asked: no other may let go of it, and one does where it is garbage.

A result that is half read, in a frame that the traceback of a kept error holds, is let go of by whichever thread
collects garbage; the engine then refuses, warns and loses the memory. So every result is read through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import get_ident
from typing import TypeVar

T = TypeVar("T")

_LEFT: dict[int, list[object]] = {}
"""What other threads came to let go of, by the thread that asked for it; it goes when that one next asks."""


def owned(result: Iterable[T]) -> Iterator[T]:
    """Read a result of the engine, to its end or not, in the thread that asked for it."""
    return _read(result, get_ident())


def _read(result: Iterable[T], owner: int) -> Iterator[T]:
    _LEFT.pop(owner, None)
    try:
        yield from result
    finally:
        if get_ident() != owner:
            _LEFT.setdefault(owner, []).append(result)
        del result  # this frame may be kept, too
