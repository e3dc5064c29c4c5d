"""Engines: where the graph is, and the one interface through which everything reaches it."""

from tcgraph.engine.protocol import UNION, Engine, Scope, Solutions

__all__ = ["UNION", "Engine", "Scope", "Solutions"]
