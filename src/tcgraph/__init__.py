"""tcgraph: graphs to check, ask, trace and hand on; first of them what became of a governing body's resolution.

``tcgraph.load`` and ``tcgraph.open`` give a ``Graph``, whose methods are the command line's: ``query``, ``validate``,
``reason``, ``explain``, ``report``. See :mod:`tcgraph.api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tcgraph.api import Graph, Table, load, open  # noqa: A004 -- as sqlite3 and shelve name it
    from tcgraph.errors import TcgraphError

    __version__: str

__all__ = ["Graph", "Table", "TcgraphError", "__version__", "load", "open"]


def __getattr__(name: str) -> Any:
    """Looked up when asked for: a command that needs none of it must not pay for its import."""
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("tcgraph")
        except PackageNotFoundError:  # run from a checkout that was never installed
            return "0+unknown"
    if name == "TcgraphError":
        from tcgraph.errors import TcgraphError

        return TcgraphError
    if name in __all__:
        from tcgraph import api

        return getattr(api, name)
    raise AttributeError(f"module 'tcgraph' has no attribute {name!r}")
