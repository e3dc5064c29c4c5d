"""The application that every command hangs on, and the one place where errors become exit codes."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer
from typer.core import TyperGroup

import tcgraph
from tcgraph.errors import BadParameter, TcgraphError
from tcgraph.follow_ups import FollowUp, chosen
from tcgraph.project import Project, find_project


class _Commands(TyperGroup):
    """Commands whose output may go to a pipe that is shut."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; that its reader has gone (``| head``) is no fault, where Click would exit with 1."""
        try:
            result = super().invoke(ctx)
            # The language server shuts its output itself when its editor tells it to end.
            if not sys.stdout.closed:
                sys.stdout.flush()
        except BrokenPipeError:
            _give_up_output()
            raise typer.Exit(0) from None
        return result


def _give_up_output() -> None:
    """Send to nowhere what Python would write when it flushes at exit, and complain about again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=_Commands,
    name="tcgraph",
    help="A governing body's resolution and what was done about it, as a graph to check, ask, trace and hand on.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_MODULES = (
    "add", "backup", "build", "changes", "completeness", "cycle", "describe", "diff", "explain", "export", "fmt",
    "import_", "init", "hooks", "lsp", "merge", "ask", "mcp", "query", "report", "review", "serve", "sync", "expected",
    "token", "source", "validate",
)  # fmt: skip
"""Modules of this package; each adds the command of its name, and others, by being imported."""
_LASTING = frozenset(("lsp", "mcp", "review", "serve", "sync"))
"""Those of commands that may run for days, in which garbage adds up."""
_ELSEWHERE = {"restore": "backup", "history": "backup", "import": "import_", "test": "expected"}
"""The modules of commands that are called otherwise."""


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"tcgraph {tcgraph.__version__}")
        raise typer.Exit


@app.callback()
def settings(
    project: Annotated[
        Path | None,
        typer.Option("--project", "-C", help="The project directory; by default the one you are in.", metavar="DIR"),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="With the invented demonstration data, which is left out otherwise.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """What holds for every command; ``project_of`` reads it when a command asks, and not before."""


TextOrJson = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="For a person or for a program.")]
OfOption = Annotated[
    str, typer.Option("--of", help="The follow-up meant, where there are several; else the project's.", metavar="CODE")
]


def follow_up_of(project: Project, code: str, *, quiet: bool = False) -> FollowUp | None:
    """The follow-up that the command line means; None where the project describes none.

    Where it names none of several, it is told on standard error which is meant, but for a quiet caller, which has it
    by a cycle's full name.

    Raises:
        BadParameter: there is none of that code.
    """
    from tcgraph.cli.console import say

    known = project.follow_ups
    meant = chosen(known, code)
    if meant and not code and len(known) > 1 and not quiet:
        say(f"About {meant.code}; for another follow-up: --of {' or '.join(one.code for one in known[1:])}")
    return meant


def telling(project: Project, language: str = "") -> Callable[[str], str]:
    """What says a sentence of ours in the language that the command line means; see :func:`spoken`."""
    from tcgraph.followup.drafts.remarks import in_language

    meant = spoken(project, language)
    return lambda sentence: in_language(sentence, meant)


def spoken(project: Project, language: str) -> str:
    """The language that the command line means: en, fr or es; where it names none, the project's.

    Raises:
        BadParameter: it names another.
    """
    own = project.about.language
    meant = language or (own if own in ("en", "fr", "es") else "en")
    if meant not in ("en", "fr", "es"):
        raise BadParameter(f"--language {language!r} is not known; use en, fr or es.")
    return meant


def project_of(context: typer.Context) -> Project:
    """The project that the command line means.

    Raises:
        ProjectNotFound: there is none.
    """
    # Read from the line, not from what a callback left behind: none is called while a shell asks what could come next.
    meant = context.find_root().params
    environment = {**os.environ, "TCGRAPH_PROJECT": str(meant["project"])} if meant["project"] else os.environ
    return replace(find_project(Path.cwd(), environment), demo=meant["demo"])


def modules(arguments: Iterable[str]) -> list[str]:
    """The modules to import for a command line: those of its command alone, all where none of ours is named."""
    rest = iter(arguments)
    for argument in rest:
        if argument in ("-C", "--project"):
            next(rest, None)
        elif not argument.startswith("-"):
            module = _ELSEWHERE.get(argument, argument)
            return [module] if module in _MODULES else list(_MODULES)
    return list(_MODULES)


def _line() -> list[str]:
    """The command line; while a shell asks what could come next, the one being written."""
    if "_TCGRAPH_COMPLETE" not in os.environ:
        return sys.argv
    return (os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or "").split()


def _where(error: TcgraphError) -> str:
    from tcgraph.shacl.validation_report import BrokenShape

    return ". For its place, and all others like it, run: tcgraph validate" if isinstance(error, BrokenShape) else ""


def _terminated(number: int, frame: object) -> NoReturn:  # noqa: ARG001
    raise SystemExit(128 + number)


def main() -> None:
    """Run the command line; errors go to standard error in one sentence, with the exit code of their kind."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        # A stream that the caller has closed is None, and the next file to be opened would take its number.
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    if os.getpid() == 1:
        # A container's first process gets no signal that it does not handle: it would start up to the end first.
        signal.signal(signal.SIGTERM, _terminated)
    wanted = modules(_line()[1:])
    if not _LASTING.intersection(wanted):
        gc.set_threshold(100_000, 50, 100)  # what a command makes holds few cycles that are worth a look
    try:
        for module in wanted:
            importlib.import_module(f"tcgraph.cli.{module}")
        app(prog_name="tcgraph")
    except KeyboardInterrupt:
        raise SystemExit(130) from None  # Ctrl-C before a command has begun; Click sees to the rest
    except TcgraphError as error:
        print(f"tcgraph: {error}{_where(error)}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except OSError as error:
        if error.filename is None:
            _give_up_output()
        place = error.filename or "standard output"
        print(f"tcgraph: {place}: cannot be read or written: {error.strerror or error}", file=sys.stderr)
        raise SystemExit(2) from None
    finally:
        gc.freeze()  # the process ends: what is left goes with it, and need not be looked at once more
