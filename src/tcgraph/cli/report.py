"""``tcgraph report``: the implementation report of a cycle, or a brief on one country, donor or instrument."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.cli.console import progress, say
from tcgraph.errors import BadParameter

if TYPE_CHECKING:
    from tcgraph.followup.report.answers import Answers
    from tcgraph.followup.report.blocks import ReportDocument

_FORMATS = ("docx", "html", "md", "pdf")


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
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.", metavar="FILE")] = None,
) -> None:
    """Write a report that a committee can be given: every statement cited, what changed, what is missing."""
    from tcgraph.followup.graph_of import open_graph
    from tcgraph.followup.report.answers import Answers
    from tcgraph.followup.report.briefs import brief
    from tcgraph.queries import read_queries

    subjects = {"country": country, "donor": donor, "instrument": instrument}
    given = [(kind, subject) for kind, subject in subjects.items() if subject]
    if len(given) + (cycle is not None) != 1:
        raise BadParameter("Give one of --cycle, --country, --donor and --instrument.")
    kind = _format(format_, output)
    project = project_of(context)
    answers = Answers(open_graph(project), read_queries(project.queries))
    report = _cycle_report(answers, cycle) if cycle else brief(answers, *given[0])
    data = _set(report, kind)
    if output is not None:
        output.write_bytes(data)
        say(f"tcgraph: {output}")
    elif kind in ("docx", "pdf") and sys.stdout.isatty():
        raise BadParameter(f"--format {kind} is no text; name a file with --output.")
    else:
        sys.stdout.buffer.write(data)


def _format(named: str | None, output: Path | None) -> str:
    kind = named or (output.suffix[1:].lower() if output else "md")
    if not kind:
        raise BadParameter(f"The name of {output} does not tell a format; give --format {'|'.join(_FORMATS)}.")
    if kind not in _FORMATS:
        raise BadParameter(f"--format {kind!r} is none of {', '.join(_FORMATS)}.")
    return kind


def _cycle_report(answers: Answers, name: str) -> ReportDocument:
    from tcgraph.followup.cycles import cycle_named, cycles, how_to_open
    from tcgraph.followup.report.content import implementation_report

    cycle = cycle_named(answers.engine, name)
    if cycle.as_of is None:
        raise BadParameter(f"Cycle {name} is not open yet; open it with: {how_to_open(name)}")
    earlier = [c for c in cycles(answers.engine) if c.as_of is not None and c.as_of < cycle.as_of]
    documents = {row.get("cycle"): row.get("report", "") for row in answers.rows("reporting-cycles")}
    return implementation_report(
        answers, cycle, earlier[-1] if earlier else None, title=cycle.label, symbol=documents.get(name, "")
    )


def _set(report: ReportDocument, kind: str) -> bytes:
    if kind == "md":
        from tcgraph.followup.report.render_text import to_markdown

        return to_markdown(report).encode()
    if kind == "html":
        from tcgraph.followup.report.render_text import to_html

        return to_html(report).encode()
    from tcgraph.followup.report.render_docx import to_docx

    document = to_docx(report)
    if kind == "docx":
        return document
    from tcgraph.followup.report.pdf import to_pdf

    progress("converting with LibreOffice")
    return to_pdf(document)
