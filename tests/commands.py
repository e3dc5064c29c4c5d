"""The reference of the command line, ``docs/commands.md``, made from the commands themselves."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from tcgraph.cli.app import app, modules

_OF_EVERY = ("--help", "--install-completion", "--show-completion")


def reference() -> str:
    """Every command with its arguments and options, as Markdown."""
    for module in modules(()):
        importlib.import_module(f"tcgraph.cli.{module}")
    root = typer.main.get_command(app)
    lines = [
        "# The command line",
        "",
        "Made from the commands themselves; `tcgraph COMMAND --help` says the same. What fails ends with another exit",
        "code than 0: 1 where data has violations, 2 where what was given is broken or wrong.",
    ]
    assert isinstance(root, TyperGroup)
    context = typer.Context(root, info_name="tcgraph")
    lines += ["", "## tcgraph", "", *_options(root, context)]
    for name in sorted(root.commands):
        lines += _command(root.commands[name], f"tcgraph {name}", 2)
    return "\n".join(lines) + "\n"


def _command(command: Any, name: str, level: int) -> Iterator[str]:
    if command.hidden:
        return
    yield from ("", f"{'#' * level} {name}", "", " ".join((command.help or "").split("\f")[0].split()))
    context = typer.Context(command, info_name=name)
    if isinstance(command, TyperGroup):
        for inner in sorted(command.commands):
            yield from _command(command.commands[inner], f"{name} {inner}", level + 1)
        return
    yield from ("", f"    {name} {' '.join(command.collect_usage_pieces(context))}")
    if told := list(_options(command, context)):
        yield from ("", *told)


def _options(command: Any, context: typer.Context) -> Iterator[str]:
    rows = [record for one in command.get_params(context) if (record := one.get_help_record(context)) is not None]
    rows = [(names, told) for names, told in rows if not names.startswith(_OF_EVERY)]
    if rows:
        yield from ("| option | what it does |", "|---|---|")
        for names, told in rows:
            said = " ".join(told.split()).replace("|", "\\|").replace("<", "&lt;")
            yield f"| `{names.replace('|', '¦')}` | {said} |"
