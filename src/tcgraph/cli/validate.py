"""``tcgraph validate``: what is wrong in the data, where, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tcgraph.cli.app import app, project_of
from tcgraph.errors import BadParameter

if TYPE_CHECKING:
    from tcgraph.diagnostics.check import Outcome
    from tcgraph.diagnostics.diagnostic import Diagnostic
    from tcgraph.owl.reason import Method
    from tcgraph.shacl.validate import Validator


LevelName = Literal["error", "warning", "info"]


class EngineName(StrEnum):
    """What ``--engine`` takes."""

    SPARQL = "sparql"
    PYSHACL = "pyshacl"
    OWLRL = "owlrl"


@app.command()
def validate(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="RDF files to judge, packed or not, directories, patterns, addresses, - for standard input, or "
            "workbooks; by default the project."
        ),
    ] = None,
    shapes: Annotated[
        list[Path] | None,
        typer.Option("--shapes", "-s", help="SHACL shapes, named as FILES are; with it, FILES need no project."),
    ] = None,
    format_: Annotated[
        str,
        typer.Option("--format", "-f", help="text, json, sarif, junit, github, gitlab, html, or an RDF syntax."),
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write there; standard output gets text.")
    ] = None,
    severity: Annotated[LevelName, typer.Option("--severity", help="Leave out what is less grave.")] = "info",
    fail_on: Annotated[LevelName, typer.Option("--fail-on", help="Exit 1 from this level on.")] = "error",
    most: Annotated[int | None, typer.Option("--max", min=1, help="Show this many at most.")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", help="Leave out what this file knows.")] = None,
    write_baseline: Annotated[
        Path | None, typer.Option("--write-baseline", help="Write what was found there, as known; exit 0.")
    ] = None,
    changed: Annotated[bool, typer.Option("--changed", help="Only what differs from HEAD or --since.")] = False,
    since: Annotated[str | None, typer.Option("--since", metavar="REV", help="Only what differs from REV.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes.")] = False,
    engine: Annotated[
        list[EngineName] | None,
        typer.Option("--engine", help="A reference engine in place of ours: pyshacl to validate, owlrl to --infer."),
    ] = None,
    infer: Annotated[
        bool | None,
        typer.Option("--infer/--no-infer", help="Reason (OWL 2 RL) first; by default where a project's rules judge."),
    ] = None,
    lint: Annotated[
        bool | None,
        typer.Option("--lint/--no-lint", help="Look for mistakes in the shapes, too; by default in the project's own."),
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="Apply the rules of the shapes first (SHACL-AF), then validate.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 2 at a shape that cannot be checked, instead of checking the rest.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Show as a diff how to right what has one answer; --apply writes it.")
    ] = False,
    apply: Annotated[bool, typer.Option("--apply", help="With --fix, write the files.")] = False,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow", help="Read owl:imports, too, and without --shapes the sh:shapesGraph that data names."
        ),
    ] = False,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="ADDRESS=FILE", help="With --follow, read this file for that address."),
    ] = None,
    contexts: Annotated[
        list[str] | None,
        typer.Option("--context", metavar="ADDRESS=FILE", help="Read this file for a JSON-LD context elsewhere."),
    ] = None,
    syntax: Annotated[
        str | None,
        typer.Option(
            "--syntax",
            metavar="NAME",
            help="What FILES are written in (turtle, trig, nt, nq, rdf, jsonld), where first lines leave it open.",
        ),
    ] = None,
    unpacked: Annotated[
        int | None,
        typer.Option(
            "--unpacked",
            min=1,
            metavar="MB",
            help="Let so many MB come out of packed files, pipes and addresses; by default 2000 in all, and less of a "
            "file that is packed a hundred times smaller.",
        ),
    ] = None,
    language: Annotated[str, typer.Option("--language", "-l", help="Language of messages: en, fr or es.")] = "en",
    cycle: Annotated[
        str | None, typer.Option("--cycle", help="What workbooks report to; by default the cycle opened last.")
    ] = None,
) -> None:
    """Check data against SHACL shapes; every problem names its file, line and column.

    Exit code 0: no errors. 1: there are errors, one for each part of the shapes that cannot be checked among them.
    2: something cannot be read; with --strict, or a shape cannot be checked.
    """
    from dataclasses import replace

    from tcgraph.cli.checking import asked_check
    from tcgraph.cli.following import followed, given_files
    from tcgraph.diagnostics.inputs import Inputs
    from tcgraph.diagnostics.output import renderer
    from tcgraph.rdf import GraphFormat

    renderer(format_)  # a format that nobody knows is refused before anything is read
    engines = engine or []
    if EngineName.OWLRL in engines and not infer:
        raise BadParameter("--engine owlrl is about what to infer; give --infer, too.")
    _refuse_ignored(
        files or [],
        {"--infer": bool(infer), "--engine": bool(engines), "--changed": changed, "--since": since is not None},
        cycle,
    )
    if apply and not fix:
        raise BadParameter("--apply writes what --fix shows; give --fix, too.")
    if write_baseline is not None:
        unused = {"--output": output is not None, "--max": most is not None, "--baseline": baseline is not None}
        for name in (name for name, given in unused.items() if given):
            raise BadParameter(f"--write-baseline notes all that is found and shows none of it; leave {name} out.")
    validator: Validator = "pyshacl" if EngineName.PYSHACL in engines else "compiled"
    reasoner: Method = "owlrl" if EngineName.OWLRL in engines else "rules"

    def once() -> int:
        inputs = Inputs(given_files(contexts or [], "--context"), unpacked)
        data = inputs.files(files, GraphFormat.named(syntax) if syntax else None) if files else files
        rules_of = inputs.files(shapes) if shapes else shapes
        if follow:
            data, rules_of = followed(inputs, data, rules_of, given_files(maps or [], "--map"))
        asked = asked_check(
            context,
            data,
            rules_of,
            validator=validator,
            infer=infer,
            reasoner=reasoner,
            language=language,
            cycle=cycle,
        ).with_shapes(lint=(not rules_of) if lint is None else lint, strict=strict, rules=rules, followed=follow)
        asked = replace(asked, check=inputs.based(asked.check))
        outcome = inputs.renamed(asked.run("HEAD" if changed and since is None else since))
        if write_baseline is not None and outcome.readable:
            return _remember(outcome, write_baseline)
        outcome = _chosen(outcome, severity, baseline)
        if fix:
            return _fix(outcome, fail_on, apply=apply)
        _tell(outcome, format_, output, most)
        return _exit_code(outcome, fail_on)

    if watch:
        _watch(context, files, shapes, once)
    code = once()
    if code:
        raise typer.Exit(code)


def _refuse_ignored(files: list[Path], of_files: dict[str, bool], cycle: str | None) -> None:
    """Refuse options that would do nothing: some mean nothing for a workbook, and one means nothing without."""
    books = [path for path in files if path.suffix.lower() == ".xlsx"]
    if not books and cycle is not None:
        raise BadParameter("--cycle says what workbooks report to, and none is among the files; leave it out.")
    for name in (name for name, given in of_files.items() if given and books):
        raise BadParameter(f"{name} is for RDF files, not for a workbook; check {books[0].name} without it.")


def _remember(outcome: Outcome, path: Path) -> int:
    from tcgraph.diagnostics.diagnostic import write_baseline

    write_baseline(path, outcome.diagnostics)
    print(f"{len(outcome.diagnostics)} known problems written to {path}", file=sys.stderr)
    return 0


def _fix(outcome: Outcome, fail_on: LevelName, *, apply: bool) -> int:
    """Show fixes, and write them if asked; the exit code is that of what they leave."""
    from dataclasses import replace

    from tcgraph.diagnostics.fixes import difference, fixable

    places = {one.location for found in fixable(outcome.diagnostics).values() for one in found}
    print(difference(outcome.diagnostics, apply=apply), end="")
    others = [one for one in outcome.diagnostics if one.fix is None or one.location not in places]
    what = "written" if apply else "shown; --apply writes them"
    print(f"{len(places)} fixes {what}. {len(others)} problems have no single answer.", file=sys.stderr)
    left = others if apply else outcome.diagnostics
    return _exit_code(replace(outcome, diagnostics=tuple(left)), fail_on)


def _tell(outcome: Outcome, format_: str, output: Path | None, most: int | None) -> None:
    from tcgraph.diagnostics.output import TOLD_WHOLE, renderer

    shown = _limited(outcome, most)
    render = renderer(format_)
    if output is not None:
        with output.open("w", encoding="utf-8") as file:
            file.writelines(render(shown))
    if output is not None or format_ == "text":
        sys.stdout.writelines(_text(shown))
    else:
        sys.stdout.writelines(render(shown))
        if format_ not in TOLD_WHOLE:
            for other in shown.beside_report:
                print(f"{other.location or 'no place'}: {other.level.value}: {other.message}", file=sys.stderr)
        for note in outcome.notes:
            print(note, file=sys.stderr)
    if shown is not outcome:
        left = len(outcome.diagnostics) - len(shown.diagnostics)
        print(f"… and {left} more (--max {most}).", file=sys.stderr)


def _chosen(outcome: Outcome, severity: LevelName, baseline: Path | None) -> Outcome:
    from dataclasses import replace

    from tcgraph.diagnostics.diagnostic import Level

    least = Level(severity).rank
    kept: list[Diagnostic] = [d for d in outcome.diagnostics if d.level.rank <= least]
    if baseline is not None and outcome.readable:
        from tcgraph.diagnostics.diagnostic import only_new

        kept, gone = only_new(baseline, kept)
        if gone:
            print(f"{gone} known problems are gone; write {baseline} again to forget them.", file=sys.stderr)
    return replace(outcome, diagnostics=tuple(kept))


def _limited(outcome: Outcome, most: int | None) -> Outcome:
    from dataclasses import replace

    if most is None or len(outcome.diagnostics) <= most:
        return outcome
    return replace(outcome, diagnostics=outcome.diagnostics[:most])


def _exit_code(outcome: Outcome, fail_on: LevelName) -> int:
    from tcgraph.diagnostics.diagnostic import Level

    if not outcome.readable:
        return 2
    return int(any(d.level.rank <= Level(fail_on).rank for d in outcome.diagnostics))


def _text(outcome: Outcome) -> Iterator[str]:
    import os

    from tcgraph.diagnostics.output.text import render

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return render(outcome, colour=colour)


def _watch(
    context: typer.Context, files: list[Path] | None, shapes: list[Path] | None, once: Callable[[], int]
) -> None:
    from tcgraph.errors import TcgraphError

    for _ in _changes(context, files, shapes):
        try:
            once()
        except TcgraphError as error:
            print(f"tcgraph: {error}", file=sys.stderr)
        print("Watching; press Ctrl-C to stop.", file=sys.stderr, flush=True)
        sys.stdout.flush()
    raise typer.Exit(0)


def _changes(context: typer.Context, files: list[Path] | None, shapes: list[Path] | None) -> Iterator[None]:
    """Once at the start, then whenever a watched file's size or time differs."""
    import time

    roots = [*(files or []), *(shapes or [])]
    if not (files and shapes):
        project = project_of(context)
        roots += [project.ontology, project.data, project.shapes]
    before: object = None
    while True:
        now = _state(roots)
        if now != before:
            before = now
            yield
        time.sleep(0.3)


def _state(roots: list[Path]) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for root in roots:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return found
