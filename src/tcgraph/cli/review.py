"""``tcgraph review DRAFT``: decide on a draft's proposals on a page of this machine's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.cli.console import say
from tcgraph.errors import BadParameter, BrokenInput

_ENDING = ".review.xlsx"


@app.command("review")
def review_command(
    context: typer.Context,
    draft: Annotated[
        Path, typer.Argument(metavar="DRAFT", help="A review file that import --draft wrote, or its folder.")
    ],
    port: Annotated[int, typer.Option("--port", help="Port of the page; 0 for any free one.")] = 0,
    language: Annotated[
        str, typer.Option("--language", "-l", help="Of the page: en, fr or es; by default the table's.")
    ] = "",
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Review a draft on a local page: passage and proposal side by side, by keyboard."""
    import webbrowser

    from tcgraph.reviewing.run import review

    if language not in ("", "en", "fr", "es"):
        raise BadParameter("--language is en, fr or es.")

    def ready(address: str) -> None:
        print(address, flush=True)
        say("tcgraph: open this address; it works once, on this machine. Everything is kept. Ctrl-C leaves.")
        if open_:
            webbrowser.open(address)

    path = _review_file(draft)
    session = review(path, project_of(context), port=port, language=language, ready=ready)
    decided, all_of_them = session.decided
    say(f"tcgraph: {path} is saved; {decided} of {all_of_them} proposals are decided.")


def _review_file(draft: Path) -> Path:
    if draft.is_dir():
        found = sorted(draft.glob(f"*{_ENDING}"))
        if len(found) != 1:
            which = "; name one: " + ", ".join(path.name for path in found) if found else ""
            raise BrokenInput(f"has {len(found) or 'no'} review files{which}", path=draft)
        return found[0]
    if not draft.exists():
        raise BrokenInput("no such file; make a draft first: tcgraph import TABLE --draft DIR", path=draft)
    return draft
