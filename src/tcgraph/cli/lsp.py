"""``tcgraph lsp``: the language server that editors start."""

from __future__ import annotations

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.errors import TcgraphError


@app.command()
def lsp(context: typer.Context) -> None:
    """Serve editors over standard input and output: problems, hover, completion, definitions."""
    try:
        from tcgraph.lsp.language_server import create_server
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise TcgraphError('The language server needs pygls. Try: pip install "tcgraph[editor]"') from None
    create_server(project_of(context)).start_io()
