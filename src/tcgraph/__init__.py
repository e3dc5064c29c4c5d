"""tcgraph: a governing body's resolution and what was done about it, as a graph to check, ask and trace."""


def __getattr__(name: str) -> str:
    """The version, looked up when asked for: reading package metadata would cost every command 80 ms."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("tcgraph")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0+unknown"
