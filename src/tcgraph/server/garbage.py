"""Look for cyclic garbage when nobody waits.

Among some tens of thousands of cached answers that takes a twentieth of a second, in which nobody is answered. Nearly
everything is freed without it, by counting references; the little that is not can wait.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable

_LOOK_SECONDS = 1.0
_SELDOM_SECONDS = 60.0
"""How often at most, when there is a moment in which nobody asks."""

_LATEST_SECONDS = 600.0
"""After how long all the same."""

_YOUNG = (700, 10)
_NEVER = 1 << 30


def leave_old_alone() -> None:
    """Have the interpreter itself look among what is young alone, which takes no time; the rest is :func:`collect`'s.

    What there is now, it shall not look at again at all.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_YOUNG, _NEVER)


async def collect(asked: Callable[[], int]) -> None:
    """Collect garbage again and again, until cancelled."""
    last, before = time.monotonic(), -1
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        now, waited, count = time.monotonic(), time.monotonic() - last, asked()
        if waited >= _LATEST_SECONDS or (waited >= _SELDOM_SECONDS and count == before):
            gc.collect()
            last = now
        before = count
