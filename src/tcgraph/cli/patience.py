"""While a question takes long: what of it costs, on standard error, and an end to it at once by Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tcgraph.cli.console import say
from tcgraph.errors import TcgraphError

if TYPE_CHECKING:
    from pyoxigraph import Store

AFTER: Final = 10.0
"""Seconds after which a person wonders."""


@contextlib.contextmanager
def patience(store: Store, text: str, *, planned: bool = True, after: float = AFTER) -> Iterator[None]:
    """Answer a question inside.

    Args:
        store: what is asked.
        text: the question.
        planned: whether the planner may put it in other words.
        after: seconds after which to tell.
    """
    timer = threading.Timer(after, _tell, (store, text, planned, after))
    timer.daemon = True
    # Python looks at signals between two of its own steps, and the engine takes none of these.
    at_once = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_DFL) if at_once else None
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if at_once:
            signal.signal(signal.SIGINT, before)


def _tell(store: Store, text: str, planned: bool, after: float) -> None:
    from tcgraph.engine.explaining import costly_part

    with contextlib.suppress(TcgraphError):
        why = costly_part(store, text, planned=planned)
        say(f"This takes longer than {after:g} seconds. {why} Ctrl-C ends it.")
