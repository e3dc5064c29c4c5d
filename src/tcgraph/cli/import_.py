"""``tcgraph import FILE``: read what a partner sends, or what we sent a partner, as RDF."""

from __future__ import annotations

import datetime
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import OfOption, app, project_of, telling
from tcgraph.cli.app import follow_up_of as meant_by
from tcgraph.cli.console import counted, print_findings, say
from tcgraph.diagnostics import Level
from tcgraph.errors import BadParameter, BrokenInput, NotConforming
from tcgraph.file_kinds import ENDINGS, PACKED
from tcgraph.rdf import GraphFormat, Quad, parse

if TYPE_CHECKING:
    from tcgraph.export.rebase import Rebase
    from tcgraph.project import Project


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """One format that can be read.

    Attributes:
        function: ``module:name`` of a function from a path to quads, imported when needed.
        suffixes: what files of the format are called; the first reader that fits a name is taken.
    """

    function: str
    suffixes: tuple[str, ...]

    def read(self, path: Path) -> Iterator[Quad]:
        """Read a file or directory of the format."""
        module, _, name = self.function.partition(":")
        function: Callable[[Path], Iterator[Quad]] = getattr(importlib.import_module(module), name)
        return function(path)


_TABLES = frozenset((".docx", ".odt", ".doc", ".ods", ".xls", ".csv", ".tsv", ".html", ".htm", ".pdf", ".txt"))
READERS: dict[str, ImportFormat] = {
    "csvw": ImportFormat("tcgraph.export.fact_tables.csvw:read_csvw", ("csv-metadata.json",)),
    "xlsx": ImportFormat("tcgraph.export.fact_tables.xlsx:read_xlsx", (".xlsx",)),
    "parquet": ImportFormat("tcgraph.export.fact_tables.parquet:read_parquet", (".parquet",)),
    "iati": ImportFormat("tcgraph.export.iati:read_iati", (".xml",)),
    "rdf": ImportFormat("tcgraph.export.project_merge:read_rdf", (*sorted(ENDINGS), *PACKED)),
}
"""The formats, by their name on the command line."""


@app.command("import")
def import_command(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The file, or the directory of files.")],
    cycle: Annotated[
        str | None, typer.Option("--cycle", help="Read a reporting workbook into this cycle.", metavar="NAME")
    ] = None,
    office: Annotated[
        str | None, typer.Option("--office", help="Whose workbook it is; by default the file's name.", metavar="NAME")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what a workbook has wrong; write nothing.")] = False,
    draft: Annotated[
        Path | None,
        typer.Option("--draft", help="Read a status table into a draft and a review file here.", metavar="DIR"),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            help="With --draft: what columns hold, by letter or heading: number=A,ask=B,reply=D;E,status=State.",
            metavar="MAPPING",
        ),
    ] = None,
    like: Annotated[
        list[str] | None,
        typer.Option("--like", help="With --draft: words that ask; reads all like them.", metavar="WORDS"),
    ] = None,
    answer: Annotated[
        list[str] | None, typer.Option("--answer", help="After --like: words that answer them.", metavar="WORDS")
    ] = None,
    statuses: Annotated[
        str | None,
        typer.Option(
            "--statuses",
            help="With --draft: what the table's own status words mean: Delivered=taken,Shelved=cancelled, or by name.",
            metavar="MAPPING",
        ),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take over a review file that you have edited.")] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="With --accept or --cycle: in place of what was taken over before and given to nobody."
        ),
    ] = False,
    reason: Annotated[
        str,
        typer.Option(
            "--reason", help="With --accept or --cycle: why what was taken over before is corrected.", metavar="WHY"
        ),
    ] = "",
    format_: Annotated[
        str | None,
        typer.Option("--format", "-f", help=f"{', '.join(READERS)} or normlex; by default told from the name."),
    ] = None,
    read_on: Annotated[
        str | None, typer.Option("--read-on", help="With --format normlex: the day the list was taken.", metavar="DAY")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write RDF; its ending names the syntax.", metavar="FILE"),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(
            "--into", help="Add what is new to this graph of the project, such as partners/nl.", metavar="GRAPH"
        ),
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Print how it differs from the published facts; exit 1 if it does.")
    ] = False,
    base_iri: Annotated[
        str | None,
        typer.Option(
            "--base-iri", envvar="TCGRAPH_BASE_IRI", help="Read what lies under this base as ours.", metavar="IRI"
        ),
    ] = None,
    of: OfOption = "",
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", help="Also write the workbook with the findings as comments.", metavar="FILE"),
    ] = None,
) -> None:
    """Read a partner's file (--into a graph), a workbook (--cycle), or a status table (--draft, then --accept)."""
    from tcgraph.export.dump import serialize
    from tcgraph.export.rebase import rebase_to

    ours = rebase_to(base_iri).back
    if not source.exists():
        raise BrokenInput("no such file or directory", path=source)
    if (like or answer) and draft is None:
        raise BadParameter("--like and --answer go with --draft DIR.")
    if accept:
        accept_review(context, source, replace=replace, reason=reason)
        return
    if draft is not None:
        draft_table(context, source, draft, cycle, columns, statuses, of, like, answer)
        return
    if cycle is not None:
        import_workbook(context, source, cycle, office, check, of, annotate, replace=replace, reason=reason)
        return
    syntax = GraphFormat.of_path(output) if output else GraphFormat.TURTLE
    if format_ == "normlex":
        quads = list(_read_normlex(context, source, read_on))
    else:
        reader = READERS[_format(source, format_)]
        found = _read_iati(context, source, ours) if reader is READERS["iati"] else reader.read(source)
        quads = list(ours.quads(found))
    if into is not None:
        merge_into(context, into, quads, source)
        return
    if compare:
        _compare(context, quads)
        return
    document = serialize(quads, syntax)
    if output:
        output.write_bytes(document)
        say(f"tcgraph: {len(quads):,} statements in {output}")
    else:
        sys.stdout.buffer.write(document)


_NORMLEX = "https://normlex.ilo.org/"


def _read_normlex(context: typer.Context, source: Path, read_on: str | None) -> Iterator[Quad]:
    """A list of ratifications exported from NORMLEX; rows that are not understood are told and left out."""
    from tcgraph.followup.normlex import read_normlex
    from tcgraph.followup.project_engine import open_graph

    try:
        day = datetime.date.fromisoformat(read_on or "")
    except ValueError as error:
        raise BadParameter("Say on which day the list was taken from NORMLEX: --read-on 2026-11-27.") from error
    return read_normlex(source, open_graph(project_of(context)), day, _NORMLEX, lambda told: say(f"tcgraph: {told}"))


def _read_iati(context: typer.Context, source: Path, ours: Rebase) -> Iterator[Quad]:
    """IATI, with the codes of a partner's file looked up in the graph; what is left out is told once, and how often."""
    from tcgraph.export.iati import IatiNames, read_iati
    from tcgraph.followup.project_engine import open_graph

    told: dict[str, list[str]] = {}

    def note(sentence: str) -> None:
        activity, _, what = sentence.partition(": ")
        told.setdefault(what, []).append(activity)

    yield from read_iati(source, lambda: IatiNames.of(open_graph(project_of(context))), note, ours)
    for what, activities in told.items():
        number = len(activities)
        each = activities[0] if number == 1 else f"{number:,} times, first of {activities[0]}"
        say(f"tcgraph: {each}: {what}")


def _format(source: Path, named: str | None) -> str:
    if named is not None:
        if named not in READERS:
            raise BadParameter(f"--format {named!r} is not one of {', '.join(READERS)}.")
        return named
    inside = [path.name for path in sorted(source.iterdir())] if source.is_dir() else [source.name]
    for name, reader in READERS.items():
        if any(file.endswith(reader.suffixes) for file in inside):
            return name
    if source.suffix.lower() in _TABLES:
        raise BadParameter(f"A table of what was asked and done is read with: tcgraph import {source} --draft draft")
    raise BadParameter(f"The name of {source} does not tell its format; give --format {'|'.join(READERS)}.")


def _compare(context: typer.Context, quads: Iterable[Quad]) -> None:
    from tcgraph.cli.loading import load
    from tcgraph.export.canonical import canonical_lines
    from tcgraph.export.facts import facts

    _, engine = load(context)
    theirs = set(canonical_lines(quads, named=False))
    ours = set(canonical_lines(facts(engine), named=False))
    for line in sorted(ours ^ theirs):
        print(f"{'-' if line in ours else '+'} {line}", end="")
    if ours != theirs:
        raise NotConforming(f"{len(ours - theirs)} statements are missing and {len(theirs - ours)} are new.")
    say(f"tcgraph: no difference in {len(ours):,} statements")


def import_workbook(
    context: typer.Context,
    source: Path,
    cycle_name: str,
    office: str | None,
    check: bool,
    of: str = "",
    annotate: Path | None = None,
    *,
    replace: bool = False,
    reason: str = "",
) -> None:
    """Read a reporting workbook into its cycle.

    Raises:
        NotConforming: something in it has to be corrected first; nothing was written.
    """
    from tcgraph.followup.cycles import cycle_named, cycles_folder, follow_up_of
    from tcgraph.followup.folded_text import slug
    from tcgraph.followup.project_engine import open_graph
    from tcgraph.followup.taking_place import TakingPlace, write_graphs
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
    # What goes back to the office is in its language; the maintainers' own findings are in English.
    language = intake.language if annotate is not None else "en"
    TakingPlace(project, target, replace, reason, language=language).judge(intake)
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
    heading = f"Reported by {name} in cycle {cycle.name}; written by `tcgraph import`."
    words = {target.with_suffix(".txt"): intake.words} if intake.words else {}
    write_graphs({target: intake.facts}, heading, words)
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
    like: Sequence[str] | None = None,
    answers: Sequence[str] | None = None,
) -> None:
    """Read a status table into a draft and a review file; what is said of it is kept for the next such table.

    Raises:
        BadParameter: beside examples a column is given that asks or answers, or there is an answer to nothing.
    """
    from tcgraph.followup.drafts.drafting import draft_into
    from tcgraph.followup.examples.by_example import SHOW
    from tcgraph.followup.examples.learning import examples_of
    from tcgraph.followup.layout.kept_columns import parse_columns, parse_statuses
    from tcgraph.followup.naming.review_names import status_codes, status_named
    from tcgraph.followup.project_engine import open_graph

    project = project_of(context)
    given = parse_columns(columns) if columns else None
    examples = examples_of(like or [], answers or [])
    if examples and {"ask", "reply"} & {*(given or {})}:
        raise BadParameter(
            "--like shows what asks and what answers; beside it --columns takes number=, status=, agent= and due= only."
        )
    engine = open_graph(project) if statuses else None
    own = parse_statuses(statuses, status_codes(engine), status_named(engine)) if statuses and engine else None
    cycle = f"{of}-{cycle_name}" if of and cycle_name else cycle_name
    made = draft_into(project, source, folder, cycle=cycle, given=given, statuses=own, examples=examples)
    draft, review, tell = made.draft, made.review, telling(project)
    counts = counted(print_findings(draft.findings, tell), tell) or tell("no remarks")
    print(review)
    left = "1 stretch of the file is" if len(draft.unread) == 1 else f"{len(draft.unread)} stretches of the file are"
    found = f"{len(draft.reading.asks)} rows, {len(draft.actions)} proposed actions ({counts})"
    read = f"{found}; {left} in no row and listed on the sheet Not read."
    then = f"Review it: tcgraph review {review}; or edit it, then: tcgraph import --accept {review}"
    say(f"tcgraph: {tell(read)} {tell(then)}")
    doubted = {one.rule for one in draft.findings if one.level is Level.WARNING}
    if not examples and doubted & {"columns", "headings", "number-gap"}:
        away = f"where these are not the rows that it has, move {review} away and {SHOW.format(path=source)}"
        say(f"tcgraph: {tell(away)}")


def accept_review(context: typer.Context, source: Path, *, replace: bool, reason: str) -> None:
    """Turn an edited review file into a named graph.

    Raises:
        NotConforming: something in it has to be decided first; nothing was written.
    """
    from tcgraph.followup.drafts.take_over import take_over

    project = project_of(context)
    tell_what_was_taken_up(source, project)
    outcome, tell = take_over(source, project, write=True, replace=replace, reason=reason), telling(project)
    counts = counted(print_findings(outcome.findings, tell), tell)
    if outcome.target is None:
        refused = tell(f"{counts}; nothing was written. Decide these cells and accept again.")
        raise NotConforming(f"{source}: {refused}")
    print(outcome.target)
    then = f"Next: tcgraph build, and tcgraph report {outcome.reported}"
    say(f"tcgraph: {tell(f'{outcome.taken} actions accepted, {outcome.left} left out.')} {tell(then)}")


def tell_what_was_taken_up(review: Path, project: Project) -> None:
    """Take up what was done to a review and is not in its workbook yet, and say so."""
    from tcgraph.reviewing.session import take_up_journal

    unsaved, kept = take_up_journal(review, project)
    work = f"work of the review ({unsaved} deeds) was not in {review.name} yet; it is written there now"
    changed = f"{review.name} was changed by other means since; it keeps what it says of {', '.join(kept)}"
    for told in [work] * bool(unsaved) + [changed] * bool(kept):
        say(f"tcgraph: {telling(project)(told)}")


def merge_into(context: typer.Context, name: str, quads: list[Quad], source: Path) -> None:
    """Add what a file says and the project does not yet say to one of the project's own graphs.

    Raises:
        BadParameter: the name is none of a graph of data.
        BrokenInput: the graph's file does not parse.
        NotConforming: a rule finds fault with it; nothing was written.
    """
    from tcgraph.export.project_merge import merge, target_of
    from tcgraph.followup.fact_writer import write_together
    from tcgraph.publish.gate import diagnosed, judge_graphs

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
