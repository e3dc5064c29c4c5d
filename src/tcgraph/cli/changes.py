"""``tcgraph changes A B``: what moved between two reports, in words."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from tcgraph.cli.app import OfOption, TextOrJson, app, follow_up_of, project_of, spoken
from tcgraph.errors import BadParameter


@app.command("changes")
def changes_command(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="A", help="A cycle such as 2006-10, or a date.")],
    end: Annotated[str, typer.Argument(metavar="B", help="A later cycle or date.")],
    all_: Annotated[bool, typer.Option("--all", help="Also list what was not reported on again.")] = False,
    format_: TextOrJson = "text",
    language: Annotated[
        str, typer.Option("--language", "-l", help="Of names and accounts: en, fr or es; else the project's.")
    ] = "",
    of: OfOption = "",
) -> None:
    """Say what moved between two reports: on, back, new, unchanged, not reported on again."""
    from tcgraph.followup.cycles import moment
    from tcgraph.followup.project_engine import open_graph
    from tcgraph.followup.report.report_words import ReportWords
    from tcgraph.followup.report_changes import by_kind, changes
    from tcgraph.queries import read_queries

    project = project_of(context)
    engine = open_graph(project)
    meant = follow_up_of(project, of)
    first, last = moment(engine, start, meant), moment(engine, end, meant)
    if first >= last:
        raise BadParameter(f"{start} does not come before {end}; give the earlier report first.")
    query, code = read_queries(project.queries)["status-changes"], meant.code if meant else ""
    words = ReportWords(spoken(project, language))
    found = changes(engine, query, first, last, code, words.language)
    if format_ == "json":
        print(json.dumps([asdict(change) for change in found], ensure_ascii=False, indent=1))
        return
    for kind, group in by_kind(found).items():
        print(f"{words('changes_' + kind.replace(' ', '_'))} ({len(group)})")
        if kind == "not reported again" and not all_:
            print(f"  {words('changes_all')}")
            continue
        number = 0
        for change in group:
            if change.number != number:
                number = change.number
                print(f"  {words('change_of', number=number)}")
            print(f"    {change.sentence(words)}")
