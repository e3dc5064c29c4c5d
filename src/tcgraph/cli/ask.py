"""``tcgraph ask``: a question in words, answered when it is understood, else the ways in which it may be meant."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from tcgraph.cli.app import OfOption, app, follow_up_of, project_of, spoken, telling
from tcgraph.cli.console import progress, say
from tcgraph.errors import BadParameter
from tcgraph.rdf import Literal, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcgraph.engine.embedded import EmbeddedEngine
    from tcgraph.queries import QueryCatalogue
    from tcgraph.questions.in_words.answering import QuestionInterpreter
    from tcgraph.questions.in_words.tried_reading import Found

_SHOWN = 5
_ROWS = 3


@app.command("ask")
def ask_command(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(help="The question, in English, French or Spanish.", show_default=False)
    ] = None,
    language: Annotated[
        str,
        typer.Option("--language", help="Language of names, and of a question that does not tell; else the project's."),
    ] = "",
    format: Annotated[str, typer.Option("--format", "-o", help="table, csv, tsv, json, xml.")] = "table",
    reading: Annotated[
        int | None, typer.Option("--reading", help="Answer by this one of the readings that were listed.", min=1)
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Print the query instead of running it.")] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Ask every named question with every value it offers, and tell what misleads."),
    ] = False,
    share: Annotated[
        int, typer.Option("--share", help="With --check: how many in a hundred, the same each time.", min=1, max=100)
    ] = 100,
    of: OfOption = "",
    unchecked: Annotated[bool, typer.Option("--no-check", help="Answer from data with violations, too.")] = False,
) -> None:
    """Ask in words; where it is not clear what is meant, list the readings with the nearest answer, and exit with 1."""
    from tcgraph.cli.query import write_answer
    from tcgraph.publish.build import open_published
    from tcgraph.queries import read_queries
    from tcgraph.questions.in_words.answering import QuestionInterpreter
    from tcgraph.questions.in_words.tried_reading import leading

    project = project_of(context)
    language, tell = spoken(project, language), telling(project, language)
    if check == bool(words):
        raise BadParameter("Give a question, or --check for all of the named ones.")
    engine = open_published(project, os.environ, check=not unchecked, progress=progress).engine
    if check:
        _check(read_queries(project.queries), engine, share)
        return
    meant = follow_up_of(project, of)
    queries, select = read_queries(project.queries), lambda text: engine.select(engine.searched(text))
    one_of_several = meant.code if meant and len(queries.follow_ups) > 1 else ""
    asking = QuestionInterpreter(queries, project.queries, select, one_of_several)
    found = asking.ask(" ".join(words or []), language)
    if not found:
        say(tell("Nothing of this is understood. Try names, numbers or words such as: which donors fund Africa"))
        raise typer.Exit(1)
    if reading is not None and reading > len(found):
        raise BadParameter(f"--reading {reading}: there are only {len(found)}.")
    if reading is None and not found[0].reading.sure:
        read = next((one for one in found if not one.is_near), found[0])
        if read.nothing_fits:
            _tell_why(asking, read, tell)
        shown = leading(found)
        _list(asking, found, engine, shown, language, tell)
        if near := [name for name in asking.near.to(" ".join(words or []), language) if name != found[0].reading.name]:
            say(tell(f"Questions ready to ask that lie near (tcgraph query NAME): {', '.join(near)}."))
        if shown and format == "table" and not show:
            say(tell(f"Reading {found.index(shown) + 1} gives this, as far as it is what was asked:"))
            write_answer(engine, shown.query, format, language=language)
            _beside(engine, shown, language)
        raise typer.Exit(1)
    _answer(asking, engine, found[(reading or 1) - 1], format, language, tell, show=show)


def _check(queries: QueryCatalogue, engine: EmbeddedEngine, share: int) -> None:
    from tcgraph.questions.question_checks import Checks

    checks = Checks(queries, lambda text: engine.select(engine.searched(text)))
    cases = checks.cases(share)
    faults = 0
    for fault in checks.faults(cases):
        faults += 1
        print(f"{fault.case.told()}: {fault.what}")
    say(f"{len(cases)} questions asked; {faults or 'no'} {'fault' if faults == 1 else 'faults'}.")
    if faults:
        raise typer.Exit(1)


def _answer(
    asking: QuestionInterpreter,
    engine: EmbeddedEngine,
    found: Found,
    wanted: str,
    language: str,
    tell: Callable[[str], str],
    *,
    show: bool,
) -> None:
    from tcgraph.cli.asked_words import sentences
    from tcgraph.cli.query import write_answer

    for sentence in sentences(found, asking.kinds, language):
        say(sentence)
    if show:
        print(found.query, end="")
        return
    write_answer(engine, found.query, wanted, language=language)
    if not found.rows:
        _tell_why(asking, found, tell)
    if wanted == "table":
        _beside(engine, found, language)
    if found.second and wanted == "table":
        say(tell("To the second question:"))
        _answer(asking, engine, found.second, wanted, language, tell, show=show)
    elif found.second:
        say(tell("Two questions were asked; only the first is answered in this format."))


def _beside(engine: EmbeddedEngine, found: Found, language: str) -> None:
    """What is told apart from an answer."""
    from tcgraph.cli.asked_words import remarks
    from tcgraph.cli.query import write_answer

    for one in (one for one in found.beside if one.rows):
        say(" ".join(remarks(one, language)))
        write_answer(engine, one.query, "table", language=language)


def _first(engine: EmbeddedEngine, found: Found, language: str) -> list[str]:
    """What the first rows of a reading say: the number of the recommendation, and the summary or the name."""
    from itertools import islice

    from tcgraph.followup.report.query_rows import in_words

    rows = in_words(engine, list(islice(engine.select(engine.searched(found.query)), _ROWS)), language)
    return [
        " · ".join([plain(row[0]), *(cell.value for cell in row[-1:] if isinstance(cell, Literal))]) for row in rows
    ]


def _tell_why(asking: QuestionInterpreter, found: Found, tell: Callable[[str], str]) -> None:
    fewer = [tell(f"; without {chip.told} there are {rows}") for chip, rows in asking.fewer(found.reading)]
    say(f"{tell('Nothing in the graph fits all of this')}{''.join(fewer)}.")


def _list(
    asking: QuestionInterpreter,
    found: list[Found],
    engine: EmbeddedEngine,
    shown: Found | None,
    language: str,
    tell: Callable[[str], str],
) -> None:
    from tcgraph.cli.asked_words import sentences

    several = len([one for one in found if one.rows]) != 1 and not any(one.nothing_fits for one in found[:2])
    unclear = "It is not clear what is meant. It may be:" if several else "This was understood:"
    say(tell("The graph has no answer of this kind; what it tells of it:" if found[0].reading.cannot else unclear))
    for number, one in enumerate(found[:_SHOWN], 1):
        rows = tell(f"({one.rows} rows)")
        print(f"{number}. {' '.join(sentences(one, asking.kinds, language))} {rows}")
        for told in _first(engine, one, language) if one is not shown and not one.turned else ():
            print(f"   - {told}")
    if found[0].turned and shown is None:
        say(tell("What the question denies was not understood; no answer is given, as it might say the opposite."))
    say(tell("Answer by one of these with --reading NUMBER."))
