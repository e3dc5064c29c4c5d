"""``tcgraph cycle``: list reporting cycles, open the next, and write the workbook that offices fill in."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from tcgraph.cli.app import OfOption, app, follow_up_of, project_of, spoken, telling
from tcgraph.cli.console import say
from tcgraph.errors import BadParameter

cycle_app = typer.Typer(help="Reporting cycles: list them, open the next, write the workbook that offices fill in.")
app.add_typer(cycle_app, name="cycle", no_args_is_help=True)


@cycle_app.command("list")
def list_command(context: typer.Context, of: OfOption = "") -> None:
    """List the cycles: their name, the date their reports hold for, when they are due, what they are."""
    from tcgraph.followup.cycles import cycles
    from tcgraph.followup.project_engine import open_graph

    project = project_of(context)
    known = project.follow_ups
    tell = telling(project)
    for cycle in cycles(open_graph(project), follow_up_of(project, of) if of else None, spoken(project, "")):
        state = f"as of {cycle.as_of}" if cycle.as_of else f"due {cycle.due or '?'}, not open"
        whose = next((f"{one.code}  " for one in known if one.node == cycle.follow_up and len(known) > 1), "")
        print(f"{whose}{cycle.name}  {tell(state):<24}  {cycle.label}")


@cycle_app.command("open")
def open_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Year and month of the report, such as 2008-11.")],
    as_of: Annotated[str, typer.Option("--as-of", help="The day that what is reported holds for.", metavar="DATE")],
    symbol: Annotated[str, typer.Option("--symbol", help="The report's document symbol.")],
    title: Annotated[str, typer.Option("--title", help="The report's title, in the project's language.")] = "",
    of: OfOption = "",
) -> None:
    """Open a cycle, so that reports can be imported into it."""
    from tcgraph.followup.cycles import open_cycle
    from tcgraph.followup.project_engine import open_graph

    project = project_of(context)
    meant = follow_up_of(project, of)
    path = open_cycle(project, open_graph(project), name, as_of=_date(as_of), symbol=symbol, title=title, of=meant)
    print(path)
    which = f" --of {meant.code}" if meant and len(project.follow_ups) > 1 else ""
    opened = f"cycle {name} is open. Next: tcgraph cycle template {name}{which} --output workbook.xlsx"
    say(f"tcgraph: {telling(project)(opened)}")


@cycle_app.command("close")
def close_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The cycle.")],
    of: OfOption = "",
) -> None:
    """Take back a cycle that was opened by mistake; one in which something was reported stays."""
    from tcgraph.followup.cycles import close_cycle, cycle_named
    from tcgraph.followup.project_engine import open_graph

    project = project_of(context)
    engine = open_graph(project)
    path = close_cycle(project, engine, cycle_named(engine, name, follow_up_of(project, of) if of else None))
    say(f"tcgraph: {path} is gone; cycle {name} is not open any more.")


@cycle_app.command("template")
def template_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The cycle.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write.", metavar="FILE.xlsx")],
    recommendation: Annotated[
        list[int] | None, typer.Option("--recommendation", "-r", help="Only actions on this one; may be repeated.")
    ] = None,
    of: OfOption = "",
    office: Annotated[
        str,
        typer.Option(
            "--office",
            help="Only actions that this body or country's government carries out: its code or name.",
            metavar="CODE",
        ),
    ] = "",
    language: Annotated[str, typer.Option("--language", "-l", help="Of headings and lists; else the project's.")] = "",
    every_sheet: Annotated[
        bool,
        typer.Option("--every-sheet", help="Ask for programmes, projects, agreements … where the graph has none yet."),
    ] = False,
) -> None:
    """Write the workbook that an office fills in: earlier actions, what is unanswered, and sheets for what is known."""
    from tcgraph.followup.cycles import cycle_named
    from tcgraph.followup.project_engine import open_graph
    from tcgraph.followup.workbook.workbook import workbook

    project = project_of(context)
    engine = open_graph(project)
    cycle = cycle_named(engine, name, follow_up_of(project, of) if of else None)
    made = workbook(
        engine,
        cycle,
        recommendations=recommendation or (),
        office=office,
        language=spoken(project, language),
        every_sheet=every_sheet,
    )
    output.write_bytes(made)
    print(output)


def _date(words: str) -> datetime.date:
    from tcgraph.followup.dates import read_date

    day = read_date(words)
    if day is None:
        raise BadParameter(f"{words!r} is no day such as 2008-11-30 or 30 November 2008.")
    return day
