"""The command line: one module a command, each registered on the one Typer application here."""

from tcgraph.cli.app import main

__all__ = ["main"]
