"""``tcgraph report``: the implementation report of a cycle, or a brief on one country, region, donor or theme."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from tcgraph.cli.app import OfOption, app, follow_up_of, project_of, spoken
from tcgraph.cli.console import progress, say
from tcgraph.errors import BadParameter


@app.command("report")
def report_command(
    context: typer.Context,
    cycle: Annotated[str | None, typer.Option("--cycle", help="The cycle to report on.", metavar="NAME")] = None,
    country: Annotated[str | None, typer.Option("--country", help="A brief on a country.", metavar="SEN")] = None,
    donor: Annotated[
        str | None, typer.Option("--donor", help="A brief on a donor.", metavar="government-of-nld")
    ] = None,
    instrument: Annotated[
        str | None, typer.Option("--instrument", help="A brief on an instrument.", metavar="C144")
    ] = None,
    format_: Annotated[str | None, typer.Option("--format", "-f", help="docx, html, md or pdf.")] = None,
    organisation: Annotated[
        str | None, typer.Option("--organisation", help="A brief on an organisation.", metavar="actrav")
    ] = None,
    region: Annotated[str | None, typer.Option("--region", help="A brief on a region.", metavar="africa")] = None,
    theme: Annotated[str | None, typer.Option("--theme", help="A brief on a theme.", metavar="gender-equality")] = None,
    one_page: Annotated[
        bool, typer.Option("--one-page", help="With --cycle: how things stand, what moved, what is worst, what is due.")
    ] = False,
    language: Annotated[str, typer.Option("--language", "-l", help="en, fr or es; else the project's.")] = "",
    summaries: Annotated[
        bool, typer.Option("--summaries", help="Summarize the source even where a copy of it is attached.")
    ] = False,
    issued: Annotated[
        bool, typer.Option("--issued", help="By the body itself: without the notice that this is not its document.")
    ] = False,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", help="A Word document with your own styles; else report/template.docx of the project."
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.", metavar="FILE")] = None,
    of: OfOption = "",
) -> None:
    """Write a report that a committee can be given: every statement cited, what changed, what is missing."""
    from tcgraph.followup.cycles import cycles
    from tcgraph.followup.project_engine import open_graph
    from tcgraph.followup.report.briefs import brief
    from tcgraph.followup.report.query_rows import NamedQueryRows
    from tcgraph.followup.report.report_words import ReportWords
    from tcgraph.followup.report.setting import cycle_report, set_as
    from tcgraph.publish.attachments import attached_text
    from tcgraph.publish.build import open_published
    from tcgraph.queries import read_queries

    subjects = {
        "country": country,
        "donor": donor,
        "instrument": instrument,
        "organisation": organisation,
        "region": region,
        "theme": theme,
    }
    given = [(kind, subject) for kind, subject in subjects.items() if subject]
    project = project_of(context)
    meant, language = follow_up_of(project, of, quiet=cycle is not None), spoken(project, language)
    if len(given) + (cycle is not None) != 1:
        known = ", ".join(one.full_name for one in cycles(open_graph(project), meant if of else None)) or "none yet"
        message = "Give one of --cycle, --country, --donor, --instrument, --organisation, --region and --theme."
        raise BadParameter(f"{message} There are the cycles: {known}.")
    kind = _format(format_, output)
    # A report tells what the pages tell: with what rules conclude, such as who pays where it is our reading.
    engine = open_published(project, os.environ, check=False, progress=progress).engine
    answers = NamedQueryRows(engine, read_queries(project.queries), meant.code if meant else "", language)
    if cycle:
        copy = None if summaries else attached_text(project)
        report = cycle_report(answers, cycle, meant if of else None, language=language, copy=copy, short=one_page)
    else:
        report = brief(answers, *given[0], ReportWords(language))
    if issued:
        report = replace(report, notice="")
    own = project.root / "report" / "template.docx"
    if kind == "pdf":
        progress("converting with LibreOffice")
    data = set_as(report, kind, template or (own if own.is_file() else None))
    if output is not None:
        output.write_bytes(data)
        say(f"tcgraph: {output}")
    elif kind in ("docx", "pdf") and sys.stdout.isatty():
        raise BadParameter(f"--format {kind} is no text; name a file with --output.")
    else:
        sys.stdout.buffer.write(data)


def _format(named: str | None, output: Path | None) -> str:
    from tcgraph.followup.report.setting import FORMATS

    kind = named or (output.suffix[1:].lower() if output else "md")
    if not kind:
        raise BadParameter(f"The name of {output} does not tell a format; give --format {'|'.join(FORMATS)}.")
    if kind not in FORMATS:
        raise BadParameter(f"--format {kind!r} is none of {', '.join(FORMATS)}.")
    return kind
