"""Engines: where the graph is, and the one interface through which everything reaches it."""

from tcgraph.engine.opening import open_engine
from tcgraph.engine.protocol import UNION, Engine, Scope, Solutions

__all__ = ["UNION", "Engine", "Scope", "Solutions", "open_engine"]
