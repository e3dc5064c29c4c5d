"""What ``tcgraph import`` does with workbooks of a cycle and with other bodies' status tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tcgraph.cli.app import follow_up_of as meant_by
from tcgraph.cli.app import project_of
from tcgraph.cli.console import say
from tcgraph.cli.findings import counted, print_findings
from tcgraph.errors import NotConforming

if TYPE_CHECKING:
    from tcgraph.rdf import Quad


def import_workbook(
    context: typer.Context,
    source: Path,
    cycle_name: str,
    office: str | None,
    check: bool,
    of: str = "",
    annotate: Path | None = None,
) -> None:
    """Read a reporting workbook into its cycle.

    Raises:
        NotConforming: something in it has to be corrected first; nothing was written.
    """
    from tcgraph.cli.workbooks import facts_judged
    from tcgraph.followup.cycles import cycle_named, cycles_folder, follow_up_of
    from tcgraph.followup.drafts.draft import slug
    from tcgraph.followup.fact_writer import write_together
    from tcgraph.followup.project_engine import open_graph
    from tcgraph.followup.workbook.intake import take_in

    project = project_of(context)
    engine = open_graph(project)
    cycle = cycle_named(engine, cycle_name, meant_by(project, of) if of else None)
    name = slug(office or source.stem)
    folder = cycles_folder(project, follow_up_of(project, cycle)) / cycle.name
    target = folder / f"{name}.ttl"
    if target.exists():
        # The office sends its workbook again: what it said before must not contradict what it says now.
        engine.drop(project.graph_of(target))
    intake = take_in(source, engine, cycle, office=name)
    if intake.sound:
        intake.findings += facts_judged(intake, project, target)
    counts = print_findings(intake.findings)
    if annotate is not None:
        from tcgraph.followup.workbook.annotated import write_annotated

        cells = write_annotated(source, intake.findings, annotate)
        say(f"tcgraph: {annotate} has a comment in each of {cells} cells; send it back to the office")
    if not intake.sound:
        raise NotConforming(f"{source}: {counted(counts)}; nothing was written. Correct the cells and import it again.")
    if check:
        say(f"tcgraph: {source} has {intake.rows} rows and can be imported ({counted(counts) or 'no remarks'})")
        return
    folder.mkdir(parents=True, exist_ok=True)
    heading = [f"Reported by {name} in cycle {cycle.name}; written by `tcgraph import`."]
    words = {target.with_suffix(".txt"): intake.words} if intake.words else {}
    write_together({**words, target: intake.facts.turtle(heading)})
    print(target)
    say(f"tcgraph: {intake.rows} rows, {len(intake.facts)} facts ({counted(counts) or 'no remarks'})")


def draft_table(
    context: typer.Context,
    source: Path,
    folder: Path,
    cycle_name: str | None,
    columns: str | None,
    statuses: str | None,
    of: str = "",
) -> None:
    """Read a status table into a draft and a review file; what is said of it is kept for the next such table."""
    from tcgraph.followup.drafts.drafting import draft_into
    from tcgraph.followup.layout.kept_columns import parse_columns, parse_statuses
    from tcgraph.followup.naming.names import status_codes
    from tcgraph.followup.project_engine import open_graph

    project = project_of(context)
    given = parse_columns(columns) if columns else None
    own = parse_statuses(statuses, status_codes(open_graph(project))) if statuses else None
    cycle = f"{of}-{cycle_name}" if of and cycle_name else cycle_name
    made = draft_into(project, source, folder, cycle=cycle, given=given, statuses=own)
    draft, review = made.draft, made.review
    counts = print_findings(draft.findings)
    print(review)
    left = "1 stretch of the file is" if len(draft.unread) == 1 else f"{len(draft.unread)} stretches of the file are"
    say(
        f"tcgraph: {len(draft.reading.asks)} rows, {len(draft.actions)} proposed actions "
        f"({counted(counts) or 'no remarks'}); {left} in no row and listed on the sheet Not read. "
        f"Review it: tcgraph review {review}; or edit it, then: tcgraph import --accept {review}"
    )


def accept_review(context: typer.Context, source: Path) -> None:
    """Turn an edited review file into a named graph.

    Raises:
        NotConforming: something in it has to be decided first; nothing was written.
    """
    from tcgraph.followup.drafts.accepting import take_over

    outcome = take_over(source, project_of(context), write=True)
    counts = print_findings(outcome.findings)
    if outcome.target is None:
        raise NotConforming(f"{source}: {counted(counts)}; nothing was written. Decide these cells and accept again.")
    print(outcome.target)
    then = f"tcgraph build, and tcgraph report {outcome.reported}"
    say(f"tcgraph: {outcome.taken} actions accepted, {outcome.left} left out. Next: {then}")


def merge_into(context: typer.Context, name: str, quads: list[Quad], source: Path) -> None:
    """Add what a file says and the project does not yet say to one of the project's own graphs.

    Raises:
        BadParameter: the name is none of a graph of data.
        BrokenInput: the graph's file does not parse.
        NotConforming: a rule finds fault with it; nothing was written.
    """
    from tcgraph.export.merge import merge, target_of
    from tcgraph.followup.fact_writer import write_together
    from tcgraph.publish.gate import diagnosed, judge_graphs
    from tcgraph.rdf import GraphFormat, parse

    project = project_of(context)
    target = target_of(project, name)
    merged = merge(project, target, quads, source.name)
    now = parse(merged.text.encode(), GraphFormat.TURTLE)
    engine, shapes, judged = judge_graphs(project, [(project.graph_of(target), now)])
    counts = print_findings(diagnosed(engine, shapes, judged.findings, lambda *_: None))
    if counts["error"]:
        raise NotConforming(f"{source}: {counted(counts)}; nothing was written. Correct it and import it again.")
    if merged.added:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_together({target: merged.text})
    print(target)
    say(f"tcgraph: {merged.added:,} statements added, {merged.known:,} were known. Next: tcgraph build")
