"""The way of whoever keeps the data, line by line as CONTRIBUTING.md tells it, beside somebody else's change."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import command_line
from tests.conftest import PATIENCE, ROOT
from tests.own_project import commit_project

SECTION = "data/ttl/gb297-tc-3/section-1.ttl"
Run = Callable[..., subprocess.CompletedProcess[str]]
LINES = [
    found[1].strip()
    for found in re.finditer(
        r"^    ((?:tcgraph|git) .*?)  +#", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE
    )
]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a line in a clone on a branch of its own, while main has a change of its own in the same file."""
    folder = commit_project(tmp_path / "clone")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", "GIT_EDITOR": "true"}
    environment |= {
        f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }

    def run(line: str, *, code: int = 0) -> subprocess.CompletedProcess[str]:
        words = shlex.split(line)
        if words[0] == "tcgraph":
            done = command_line.run(words[1:], folder, environment)
        else:
            done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == code, (line, done.stdout, done.stderr)
        return done

    run("git branch -M main")
    run("git checkout -q -b edit")
    return run


def edit(run: Run, old: str, new: str) -> None:
    path = Path(run("git rev-parse --show-toplevel").stdout.strip()) / SECTION
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_steward_s_way(run: Run) -> None:
    todo = dict.fromkeys(LINES)
    assert 7 <= len(todo) <= 10
    run("tcgraph hooks")
    run("git checkout -q main")
    edit(run, '"Told as a past event."@en', '"Told as past."@en')
    run("git add .")
    run("git commit -q --no-verify -m theirs")
    run("git checkout -q edit")
    edit(run, '"1-1-a: taken, October 2006"@en', '"1-1-a: taken by October 2006"@en')
    for line in [each for each in todo if each not in ("tcgraph hooks", "git commit", "git merge main")]:
        if line == "tcgraph source verify":
            continue  # nobody has attached a copy here
        run(line, code=int(line.startswith("tcgraph diff")) if "..." not in line else 0)
    run("git add -u")
    run("git commit -q -m ours")
    run("git merge -q main -m merged")
    assert "1-1-a: taken by October 2006" in run("tcgraph diff main...HEAD", code=1).stdout


def test_what_is_wrong_is_not_committed(run: Run) -> None:
    run("tcgraph hooks")
    edit(run, "tc:status v-status:taken ;", "tc:status v-status:planned ;")
    refused = run("git commit -qam wrong", code=1)
    assert "observation-stands" in refused.stdout + refused.stderr


def test_what_both_changed_to_different_ends_stops_the_merge(run: Run) -> None:
    run("tcgraph hooks")
    run("git add .gitattributes")
    run("git commit -q --no-verify -m attributes")
    run("git branch -f main")
    edit(run, '"Told as a past event."@en', '"Told as past."@en')
    run("git commit -q --no-verify -am ours")
    run("git checkout -q main")
    edit(run, '"Told as a past event."@en', '"It was held."@en')
    run("git commit -q --no-verify -am theirs")
    stopped = run("git merge edit", code=1)
    told = 'tc:basis of observation:1-1-a-2006-10 was "Told as a past event."@en; we say "It was held."@en'
    assert told in stopped.stdout + stopped.stderr
    assert run("git status --short").stdout.startswith("UU")


@pytest.mark.at_size
def test_another_body_s_project_has_the_same_guards(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "lakes"
    run(f"tcgraph init {folder} --body Lakes --code lakes")
    run(f"git init -q {folder}")
    run(f"tcgraph -C {folder} hooks")
    assert "merge=turtle" in (folder / ".gitattributes").read_text(encoding="utf-8")
    run(f"git -C {folder} add .")
    run(f"git -C {folder} commit -q -m start")
    path = folder / "data/ttl/lakes/decisions.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tc:status v-status:taken", "tc:status v-status:standing", 1), encoding="utf-8")
    refused = run(f"git -C {folder} commit -q -am wrong", code=1)
    assert "observation-stands" in refused.stdout + refused.stderr
