"""``tcgraph token``: who may change the graph over HTTP, and read it where not everybody may."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.cli.console import say

if TYPE_CHECKING:
    from tcgraph.http.auth import Tokens

token_app = typer.Typer(help="Tokens for changing the graph over HTTP, or for reading it.", no_args_is_help=True)
app.add_typer(token_app, name="token")


@token_app.command("issue")
def issue(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose token it is; written into the record of every change.")],
    scope: Annotated[list[str], typer.Option(help="admin, read, write (any graph but the rules), or write:GRAPH-IRI.")],
) -> None:
    """Make a token and print it, once; only its digest is kept."""
    print(_tokens(context).issue(name, tuple(scope)))
    say("tcgraph: keep it safe; it is not shown again.")


@token_app.command("list")
def list_tokens(context: typer.Context) -> None:
    """Whose tokens there are, and what they allow."""
    for token in _tokens(context).names():
        print(f"{token.name}\t{' '.join(token.scopes)}")


@token_app.command("revoke")
def revoke(context: typer.Context, name: Annotated[str, typer.Argument(help="Whose token.")]) -> None:
    """Make a token worthless, at once."""
    _tokens(context).revoke(name)


def _tokens(context: typer.Context) -> Tokens:
    from tcgraph.http.auth import Tokens
    from tcgraph.publish import state_directory

    named = os.environ.get("TCGRAPH_TOKENS")
    return Tokens(Path(named) if named else state_directory(project_of(context), os.environ) / "tokens.json")
