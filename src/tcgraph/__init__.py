"""tcgraph: a governing body's resolution and what was done about it, as a graph to check, ask and trace."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("tcgraph")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
