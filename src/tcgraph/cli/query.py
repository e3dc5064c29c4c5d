"""``tcgraph query``: run a named query, or one of your own, on the published graph."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from tcgraph.cli.app import app, project_of, spoken
from tcgraph.cli.console import progress, say
from tcgraph.cli.table import print_rows, print_table
from tcgraph.errors import BadParameter, BrokenInput, BrokenQuery, TcgraphError
from tcgraph.rdf import GraphFormat, ResultFormat

if TYPE_CHECKING:
    from tcgraph.engine.embedded import EmbeddedEngine
    from tcgraph.engine.protocol import Row
    from tcgraph.project import Project
    from tcgraph.queries import NamedQuery, QueryCatalogue

AFTER: Final = 10.0
"""Seconds after which a person wonders."""


def _names(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What a shell offers for the name of a query."""
    from tcgraph.queries import read_queries

    queries = read_queries(project_of(context).queries).values()
    return [(query.name, query.question or query.summary) for query in queries if query.name.startswith(incomplete)]


@app.command("query")
def query_command(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            help="A named query (see --list), or SPARQL of your own.", show_default=False, autocompletion=_names
        ),
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A value for a parameter.", metavar="NAME=VALUE")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="A query of your own; - reads standard input.", metavar="FILE")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-o", help="table, csv, tsv, json, xml; turtle, nt, jsonld … for a graph.")
    ] = "table",
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="What was known on that day.", metavar="YYYY-MM-DD")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    check: Annotated[bool, typer.Option(help="Refuse data with violations.")] = True,
    show: Annotated[bool, typer.Option("--show", help="Print the query's text instead of running it.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Tell how it is answered, what is slow.")] = False,
    planner: Annotated[bool, typer.Option(help="Put it in words that cost the engine less.")] = True,
) -> None:
    """Ask the published graph: by the name of a query, or with SPARQL of your own."""
    from tcgraph.queries import read_queries

    project = project_of(context)
    queries = read_queries(project.queries)
    if list_:
        _print_list(queries, project)
        return
    if (name is None) == (file is None):
        raise BadParameter("Name a query or give --file, one of the two. Try: tcgraph query --list")
    text = _own(name, file, queries)
    if text is not None and (param or as_of):
        raise BadParameter("--param and --as-of are for named queries; write values into the text of your own.")
    query = queries[str(name)] if text is None else None
    given = _values(query, param or [], as_of) if query else {}
    if show and text is not None:
        print(text, end="" if text.endswith("\n") else "\n")
        return
    from tcgraph.publish.build import open_published

    engine = open_published(project, os.environ, check=check, progress=progress).engine
    engine.planned = planner
    if explain:
        print_explanation(engine, query.bind(given) if query else _without_service(engine, str(text)))
    elif text is not None:
        path = None if str(file) == "-" else file
        _warn(engine, text, write_answer(engine, text, format, path, project.about.language))
    elif query is not None:
        language = given.get("lang") or project.about.language
        _ask(queries, query, given, engine, None if show else format, language, project.queries / "words")


def _own(name: str | None, file: Path | None, queries: QueryCatalogue) -> str | None:
    """The text of a query of one's own; None where a named one is asked for. No name of a query holds a brace."""
    if file is not None:
        return _read(file)
    if name is not None and "{" in name:
        return name
    if name is not None and name not in queries and Path(name).is_file():
        raise BadParameter(f"{name} is a file, not the name of a query. Try: tcgraph query --file {name}")
    return None


def _ask(
    queries: QueryCatalogue,
    query: NamedQuery,
    given: dict[str, str],
    engine: EmbeddedEngine,
    wanted: str | None,
    language: str,
    words: Path,
) -> None:
    """Answer a named query, and say on standard error what the answer is worth; without a format, show its text."""
    from tcgraph.cli.asked_words import noted
    from tcgraph.questions.notes import Notes
    from tcgraph.questions.values import values_of

    remembered: dict[str, list[Row]] = {}

    def rows(text: str) -> list[Row]:
        if text not in remembered:
            remembered[text] = list(engine.select(text))
        return remembered[text]

    notes = Notes(queries, rows)
    understood = notes.values.read(query, given)
    text = query.bind({**given, **values_of(understood)})
    if wanted is None:
        print(text, end="" if text.endswith("\n") else "\n")
        return
    write_answer(engine, text, wanted, query.path, language)
    if query.columns:
        note = notes.of(query, understood, len(rows(text)), language)
        for sentence in noted(query, note, language, words):
            say(sentence)


def _warn(engine: EmbeddedEngine, text: str, rows: int) -> None:
    """Say on standard error what is off in a query that was answered with so many rows."""
    from tcgraph.questions.warnings.query_warnings import QueryWarnings

    for warning in QueryWarnings(engine.select).of(text, rows):
        say(f"warning: {warning.message}")


def write_answer(engine: EmbeddedEngine, text: str, wanted: str, path: Path | None = None, language: str = "en") -> int:
    """Run a query and write its answer.

    Args:
        engine: what is asked.
        text: the query.
        wanted: the format.
        path: the file it stands in, for what is told of a mistake in it.
        language: the reader's: in a table for people, English texts are told in it where there are such.

    Returns:
        How many rows the answer has; 0 of a graph or a truth value.
    """
    try:
        asked = engine.searched(_without_service(engine, text))
        with patience(engine, asked, planned=engine.planned):
            return _write(engine, asked, wanted, language)
    except BrokenQuery as error:
        raise BrokenQuery(error.reason, path=path, line=error.line, column=error.column) from error


def _without_service(engine: EmbeddedEngine, text: str) -> str:
    """A query whose SERVICE clauses have been carried out, where ``TCGRAPH_SERVICES`` lists whom one may ask."""
    from tcgraph.sparql.keywords import mentions

    if not mentions(text, "SERVICE"):
        return text
    # The settings take longer to load than most queries to answer.
    import asyncio

    from tcgraph.config import Settings, endpoints

    settings = Settings.model_validate({})
    if not settings.services:
        return text
    from tcgraph.server.federation import Federation, FederationLimits, FederationRefused

    async def ask_here(query: str) -> list[Row]:
        return list(engine.select(engine.searched(query)))

    limits = FederationLimits(settings.service_seconds, settings.service_rows)
    try:
        return asyncio.run(Federation(endpoints(settings.services), limits).carried_out(text, ask_here))
    except FederationRefused as error:
        raise BadParameter(str(error)) from None


def _write(engine: EmbeddedEngine, text: str, wanted: str, language: str) -> int:
    from pyoxigraph import QuerySolutions

    from tcgraph.engine.evaluate import NotAcceptable, QueryRequest, evaluate, run
    from tcgraph.export.result_files import rows_in
    from tcgraph.followup.report.query_rows import in_words

    name = wanted.strip().lower()
    results = next((known for known in ResultFormat if known.name.lower() == name), None)
    if name == "table":
        found = run(engine, QueryRequest(text, planned=engine.planned))
        if isinstance(found, QuerySolutions):
            rows = in_words(engine, [tuple(row) for row in found], language)
            print_table([variable.value for variable in found.variables], rows)
            return len(rows)
        results = ResultFormat.TSV
    graph = GraphFormat.TURTLE if name in ("table", "csv", "tsv") else None
    if graph is None:
        try:
            graph = GraphFormat.named({"xml": "rdf", "json": "jsonld"}.get(name, name))
        except BrokenInput:
            known = "table, csv, tsv, json, xml, or for a graph turtle, nt, jsonld, rdf, trig, nq"
            raise BadParameter(f"--format {wanted!r} is not known; use one of {known}.") from None
    try:
        answer = evaluate(engine, QueryRequest(text, results=results, graph=graph, planned=engine.planned))
    except NotAcceptable:
        raise BadParameter(
            f"This query gives a table, which has no form in {wanted!r}; use table, csv, tsv, json or xml."
        ) from None
    sys.stdout.buffer.write(answer.body)
    if not answer.body.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
    return rows_in(answer.body, answer.format) if isinstance(answer.format, ResultFormat) else 0


def _values(query: NamedQuery, given: list[str], as_of: str | None) -> dict[str, str]:
    values: dict[str, str] = {}
    for item in given:
        key, sign, value = item.partition("=")
        if not sign:
            raise BadParameter(f"--param {item!r} needs the form NAME=VALUE.")
        values[key.strip()] = value
    if as_of is not None:
        if all(parameter.name != "asOf" for parameter in query.parameters):
            raise BadParameter(f"{query.name} does not depend on a date; leave --as-of out.")
        values["asOf"] = as_of
    return values


def _read(file: Path) -> str:
    try:
        return sys.stdin.buffer.read().decode() if str(file) == "-" else file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BrokenQuery("not UTF-8 text; save it as UTF-8", path=file) from error
    except OSError as error:
        raise TcgraphError(f"Cannot read {file}: {error.strerror}. Check the name.") from error


def _print_list(queries: QueryCatalogue, project: Project) -> None:
    rows = [(query.kind, query.name, query.question or query.summary) for query in queries.values()]
    if (language := spoken(project, "")) != "en":
        from tcgraph.pages.i18n import question_of, words_of

        with words_of(project.queries / "words"):
            rows = [(kind, name, question_of(queries[name], language).value) for kind, name, _ in rows]
    print_rows(["kind", "name", "question"], sorted(rows))


def print_explanation(engine: EmbeddedEngine, text: str) -> None:
    """Answer a query and print how that was gone about.

    Raises:
        BrokenQuery: it does not parse.
        EngineError: the engine failed.
    """
    from tcgraph.engine.explaining import explained

    asked = engine.searched(text)
    with patience(engine, asked, planned=engine.planned):
        found = explained(engine, asked, planned=engine.planned)
    times = (("reading", found.reading), ("planning", found.planning), ("answering", found.running))
    spent = ", ".join(f"{name} {seconds * 1000:,.1f} ms" for name, seconds in times)
    print(f"{found.rows:,} row{'' if found.rows == 1 else 's'}; {spent}")
    print(found.why or "Nothing in it should take long.")
    print()
    print_rows(
        ["pattern", "in", "triples for each solution"],
        [("  " * step.depth + step.text, step.kind, f"{step.rows:,.1f}".removesuffix(".0")) for step in found.steps],
    )
    if not found.rewritings:
        print("\nIt was put to the engine as it is written.")
        return
    print()
    for each in found.rewritings:
        place = f" (line {each.line})" if each.line else ""
        print(f"{each.name}{place}: {each.does}.\n    The same by SPARQL 1.1 {each.clause}.")
    print(f"\n{found.words}")


@contextlib.contextmanager
def patience(engine: EmbeddedEngine, text: str, *, planned: bool = True, after: float = AFTER) -> Iterator[None]:
    """Answer a question inside.

    Args:
        engine: what is asked.
        text: the question.
        planned: whether the planner may put it in other words.
        after: seconds after which to tell.
    """
    timer = threading.Timer(after, _tell, (engine, text, planned, after))
    timer.daemon = True
    # Python looks at signals between two of its own steps, and the engine takes none of these.
    at_once = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_DFL) if at_once else None
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if at_once:
            signal.signal(signal.SIGINT, before)


def _tell(engine: EmbeddedEngine, text: str, planned: bool, after: float) -> None:
    from tcgraph.engine.explaining import costly_part

    with contextlib.suppress(TcgraphError):
        why = costly_part(engine, text, planned=planned)
        say(f"This takes longer than {after:g} seconds. {why} Ctrl-C ends it.")
