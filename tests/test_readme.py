"""What the README and the manual show is what happens: typed in and run, in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import PATIENCE, ROOT
from tests.http.running import running
from tests.own_project import copy_project

MANUAL = "\n".join(
    (ROOT / path).read_text(encoding="utf-8")
    for path in ("README.md", *(f"docs/{name}.md" for name in ("ask", "trust", "check", "report", "publish", "deploy")))
)
CONSOLES = list(dict.fromkeys(re.findall(r"```console\n\$ (.*?)\n```", MANUAL, re.DOTALL)))
PROGRAMS = re.findall(r"```python\n(.*?)```", MANUAL, re.DOTALL)
LINKS = re.findall(r"\]\((?!http)([^)#]+)", (ROOT / "README.md").read_text(encoding="utf-8"))

Typed = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("readme")).root


@pytest.fixture(scope="module")
def typed(folder: Path) -> Typed:
    """Types a line into a shell in which ``tcgraph`` is this one."""
    return typing_into(folder)


def typing_into(folder: Path) -> Typed:
    """Types lines into a shell with a folder as working directory."""
    script = folder / "bin" / "tcgraph"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tcgraph "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TCGRAPH_")}
    path = f"{script.parent}{os.pathsep}{os.environ['PATH']}"
    told = {**kept, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", "COLUMNS": "200"}
    return lambda line: subprocess.run(
        ["sh", "-c", line], cwd=folder, env=told, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def parts(console: str) -> tuple[str, str]:
    """What is typed and what is shown; an open quotation goes on in the next line."""
    lines = console.split("\n")
    count = next(n for n in range(1, len(lines) + 1) if "\n".join(lines[:n]).count("'") % 2 == 0)
    return "\n".join(lines[:count]), "\n".join(lines[count:])


@pytest.mark.parametrize("console", CONSOLES, ids=lambda console: " ".join(console.split()[:3]))
def test_a_console_shows_what_happens(console: str, typed: Typed, folder: Path, request: pytest.FixtureRequest) -> None:
    line, shown = parts(console)
    if "gb297-tc-3.txt" in line:
        shutil.copy(request.getfixturevalue("source_document"), folder / "gb297-tc-3.txt")
    mended: Callable[[], object] = bool
    if (place := re.search(r"--> (\S+\.ttl):(\d+):", shown)) is not None:
        # The fault that is shown is not in the project; it is put where it is said to stand.
        path, number = folder / place[1], int(place[2])
        faulty = re.search(rf"^{number} \| (.*)$", shown, re.MULTILINE)
        assert faulty is not None
        whole = path.read_text(encoding="utf-8")
        mended = partial(path.write_text, whole, encoding="utf-8")
        lines = whole.split("\n")
        assert lines[number - 1].split()[0] == faulty[1].split()[0], f"correct the line {number} that is shown"
        lines[number - 1] = faulty[1]
        path.write_text("\n".join(lines), encoding="utf-8")
    done = typed(line)
    mended()
    assert done.stdout.startswith(shown), done.stdout + done.stderr


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_program_prints_what_its_comment_says(program: str, tmp_path: Path) -> None:
    pytest.importorskip("SPARQLWrapper")
    said = re.search(r"# (.*)…", program)
    assert said is not None
    with running(ROOT, tmp_path / "state") as server:
        code = program.replace("http://127.0.0.1:8297", server.url)
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    assert done.stdout.startswith(said[1].strip()), done.stdout + done.stderr


def test_the_readme_shows_something() -> None:
    assert len(CONSOLES) >= 5
    assert PROGRAMS


@pytest.mark.parametrize("link", LINKS)
def test_the_readme_leads_to_what_is_there(link: str) -> None:
    assert (ROOT / link).is_file()


def test_the_readme_is_short_enough_to_read() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 90
