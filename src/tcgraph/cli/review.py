"""``tcgraph review DRAFT``: decide on a draft's proposals on a page of this machine's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app, project_of, telling
from tcgraph.cli.console import say
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.project import Project

if TYPE_CHECKING:
    from tcgraph.reviewing.columns_page import UnclearTable

_ENDING = ".review.xlsx"


@app.command("review")
def review_command(
    context: typer.Context,
    draft: Annotated[
        Path,
        typer.Argument(metavar="DRAFT", help="A review file, its folder, or a table of which to make a draft first."),
    ],
    folder: Annotated[Path, typer.Option("--draft", help="Where a table's draft goes.", metavar="DIR")] = Path("draft"),
    cycle: Annotated[
        str | None, typer.Option("--cycle", help="The cycle that a table reports to.", metavar="NAME")
    ] = None,
    port: Annotated[int, typer.Option("--port", help="Port of the page; 0 for any free one.")] = 0,
    language: Annotated[
        str, typer.Option("--language", "-l", help="Of the page: en, fr or es; by default the table's.")
    ] = "",
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Review a draft on a local page: passage and proposal side by side, by keyboard."""
    import webbrowser

    from tcgraph.reviewing.run import Review

    if language not in ("", "en", "fr", "es"):
        raise BadParameter("--language is en, fr or es.")

    def ready(address: str) -> None:
        if review.session is not None and (kept := review.session.kept_otherwise):
            changed = f"the workbook was changed by other means since; it keeps what it says of {', '.join(kept)}"
            say(f"tcgraph: {tell(changed)}")
        print(address, flush=True)
        opened = tell("open this address; it works once, on this machine. Everything is kept. Ctrl-C leaves.")
        say(f"tcgraph: {opened}")
        if open_:
            webbrowser.open(address)

    project = project_of(context)
    tell = telling(project, language)
    review = Review(_source(draft, folder, project, cycle), project, language)
    review.serve(port, ready)
    if review.session is None:
        say(f"tcgraph: {tell('nothing was drafted; the same command asks again.')}")
        return
    decided, all_of_them = review.session.decided
    saved = f"{review.session.path} is saved; {decided} of {all_of_them} proposals are decided."
    say(f"tcgraph: {tell(saved)}")


def _source(draft: Path, folder: Path, project: Project, cycle: str | None) -> Path | UnclearTable:
    """The review's workbook, or a table of which something has to be said first."""
    if draft.is_dir():
        found = sorted(draft.glob(f"*{_ENDING}"))
        if len(found) != 1:
            which = "; name one: " + ", ".join(path.name for path in found) if found else ""
            raise BrokenInput(f"has {len(found) or 'no'} review files{which}", path=draft)
        return found[0]
    if not draft.exists():
        raise BrokenInput("no such file", path=draft)
    if draft.name.endswith(_ENDING):
        return draft
    from tcgraph.followup.drafts.drafting import review_of
    from tcgraph.reviewing.columns_page import UnclearTable

    if (begun := review_of(draft, folder)).exists():
        return begun
    asking = UnclearTable(draft, folder, project, cycle)
    return asking if asking.is_needed else asking.write()
