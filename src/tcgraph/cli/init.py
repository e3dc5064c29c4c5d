"""``tcgraph init DIR``: begin a follow-up of one's own."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tcgraph.cli.app import app
from tcgraph.cli.console import say
from tcgraph.errors import BadParameter
from tcgraph.project import find_project


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to begin; made if it is not there.")],
    body: Annotated[str, typer.Option("--body", help="Whose decisions are followed up.", metavar="NAME")] = "",
    code: Annotated[str, typer.Option("--code", help="A short code for it, such as council-12.")] = "",
    language: Annotated[str, typer.Option("--language", "-l", help="Of names and summaries: en, fr or es.")] = "en",
    symbol: Annotated[str, typer.Option("--symbol", help="Symbol of the document that is reported in.")] = "",
    empty: Annotated[
        bool, typer.Option("--empty", help="No example; the first table that is accepted becomes the follow-up.")
    ] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Show what of an older project's copies differs now; nothing is begun.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="With --update: bring up to date what you have not changed yourself.")
    ] = False,
    take: Annotated[
        list[str] | None,
        typer.Option("--take", help="With --update: this one too, though it was changed here.", metavar="PATH"),
    ] = None,
) -> None:
    """Begin a follow-up of your own: a small, valid project that builds, serves and reports at once."""
    from tcgraph.export.catalogue.release import date_told
    from tcgraph.followup.new_project import Body, create_project, had_before

    if update:
        _update(directory, write, take or [])
        return
    if write or take:
        raise BadParameter("--write and --take go with --update.")
    if sys.stdin.isatty():
        body = body or typer.prompt("Whose decisions are followed up")
        code = code or typer.prompt("A short code for it", default="-".join(body.lower().split())[:30])
    if not body or not code:
        raise BadParameter("Give --body NAME and --code CODE.")
    today = (date_told(os.environ) or datetime.now()).date()
    left = had_before(directory)
    project = create_project(directory, Body(body, code.lower(), language, symbol), today, example=not empty)
    if left:
        say(f"tcgraph: {', '.join(left)} stood there before and is left as it was")
    if empty:
        print(f"{project.root}: a project without facts. Next:")
        print(f"  cd {project.root} && tcgraph import TABLE --draft draft && tcgraph review draft")
        return
    print(f"{project.root}: a project with an example of everything. Next:")
    print(f"  cd {project.root} && tcgraph validate && tcgraph serve")


def _update(directory: Path, write: bool, take: list[str]) -> None:
    from tcgraph.followup.project_update import bring_up_to_date, changes

    project = find_project(directory, {"TCGRAPH_PROJECT": str(directory)})
    found = changes(project, take)
    taken, own = [one for one in found if not one.own], [one for one in found if one.own]
    for one in found:
        if one.own or not one.needless:
            print(one.diff)
    for one in own:
        say(f"tcgraph: {one.name} is left as it is: {one.own}; to take it all the same: --take {one.name}")
    if write:
        bring_up_to_date(project, found)
        bettered = sum(not one.needless for one in taken)
        say(
            f"tcgraph: {bettered} brought up to date, {len(taken) - bettered} needless copies taken out, "
            f"{len(own)} left. Next: tcgraph validate, and read what differs"
        )
    elif found:
        say(f"tcgraph: {len(taken)} can be brought up to date, {len(own)} would be left; with --write it is done")
    else:
        say("tcgraph: everything that was copied is up to date")
