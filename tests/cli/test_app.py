"""Which modules are imported for a command line: as few as it needs, all of them for help; what a shell completes."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import tcgraph
from tcgraph.cli import app as cli
from tests.conftest import ROOT

ALL = cli.modules([])


def test_each_module_is_listed_with_the_commands_it_adds() -> None:
    for module in ALL:
        importlib.import_module(f"tcgraph.cli.{module}")
    for command in cli.app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        assert command.callback.__module__.removeprefix("tcgraph.cli.") in cli.modules([name])
    for group in cli.app.registered_groups:
        inside = group.typer_instance
        assert inside is not None
        name = str(group.name or inside.info.name)
        for command in inside.registered_commands:
            assert command.callback is not None
            assert command.callback.__module__.removeprefix("tcgraph.cli.") in cli.modules([name])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["validate", "--changed"], ["validate"]),
        (["-C", "query", "validate"], ["validate"]),
        (["--project", "query", "--demo", "restore", "x"], ["backup"]),
        (["--project=query", "export", "crate"], ["export"]),
        (["--help"], ALL),
        (["-C", "query", "--help"], ALL),
        (["no-such-command"], ALL),
    ],
)
def test_a_command_line_imports_its_own_command(arguments: list[str], expected: list[str]) -> None:
    assert cli.modules(arguments) == expected


def test_it_says_its_version() -> None:
    told = CliRunner().invoke(cli.app, ["--version"])
    assert (told.exit_code, told.stdout) == (0, f"tcgraph {tcgraph.__version__}\n")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tcgraph que", ["query"]),
        ("tcgraph query donors", ["donors-by-recommendation"]),
        ("tcgraph query no-such", []),
        (f"tcgraph -C {ROOT} query nothing", ["nothing-taken"]),
    ],
)
def test_a_shell_completes_commands_and_the_names_of_questions(line: str, offered: list[str]) -> None:
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1), "_TCGRAPH_COMPLETE": "complete_bash"}
    program = [sys.executable, "-m", "tcgraph"]
    told = subprocess.run(program, env={**os.environ, **words}, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (told.stdout.split(), told.stderr) == (offered, "")
