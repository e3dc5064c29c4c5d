"""Which bytes of a representation a Range header asks for (RFC 9110 §14.1.2)."""

from __future__ import annotations

import re

_ONE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE | re.ASCII)


class UnsatisfiableRange(Exception):
    """There are no such bytes."""


def part_wanted(asked: str, length: int) -> range | None:
    """The bytes that are wanted.

    Args:
        asked: the header's value.
        length: of the whole, in bytes.

    Returns:
        Their places; None where all is to be sent: for another unit, several ranges, or what is none (§14.2).

    Raises:
        UnsatisfiableRange: it begins beyond the end, or asks for the last 0 bytes.
    """
    found = _ONE.fullmatch(asked)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, last = max(0, length - int(found[2])), length - 1
    else:
        first, last = int(found[1]), min(int(found[2] or length), length - 1)
        if found[2] and int(found[2]) < first:
            return None
    if first > last:
        raise UnsatisfiableRange
    return range(first, last + 1)
