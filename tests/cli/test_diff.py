"""``tcgraph diff``, alone and as git's text converter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests import command_line
from tests.conftest import PATIENCE

HEAD = "@prefix : <http://e/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
OLD = HEAD + ':a rdfs:label "Ann" ; :age 40 ; :knows :b, [ :p 1 ] .\n:b :age 1 .\n'
NEW = HEAD + ':c :age 2 .\n:a :knows [ :p 1 ] , :c ; :age 41 ;\n  rdfs:label "Ann" .\n'
OWN = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def diff(*arguments: str) -> subprocess.CompletedProcess[str]:
    return command_line.run(["diff", *arguments], Path.cwd(), OWN)


def test_differences_are_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "old.ttl").write_text(OLD)
    (tmp_path / "new.ttl").write_text(NEW)
    done = diff(str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"))
    assert done.returncode == 1
    assert done.stdout == (
        ":a “Ann”:\n  ~ :age: 40 became 41\n  ~ :knows: :b became :c\n\n"
        ":b is gone:\n  - :age: 1\n\n:c is new:\n  + :age: 2\n\n3 facts added, 3 removed, on 3 nodes.\n"
    )


def test_layout_and_order_are_no_difference(tmp_path: Path) -> None:
    (tmp_path / "old.ttl").write_text(OLD)
    (tmp_path / "new.nt").write_text(
        '<http://e/b> <http://e/age> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        '_:x <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        "<http://e/a> <http://e/knows> _:x .\n<http://e/a> <http://e/knows> <http://e/b> .\n"
        '<http://e/a> <http://e/age> "40"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        '<http://e/a> <http://www.w3.org/2000/01/rdf-schema#label> "Ann" .\n'
    )
    done = diff(str(tmp_path / "old.ttl"), str(tmp_path / "new.nt"))
    assert (done.returncode, done.stdout) == (0, "The same facts.\n")


def test_a_broken_version_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.ttl").write_text("a b")
    done = diff(str(tmp_path / "old.ttl"), str(tmp_path / "old.ttl"))
    assert done.returncode == 2
    assert f"{tmp_path}/old.ttl:1:1:" in done.stderr


def test_git_shows_facts_with_the_text_converter(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=OWN, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        return done.stdout

    git("init", "-q")
    git("config", "diff.turtle.textconv", f"{sys.executable} -m tcgraph diff --textconv")
    (tmp_path / ".gitattributes").write_text("*.ttl diff=turtle\n")
    (tmp_path / "a.ttl").write_text(OLD)
    git("add", "-A")
    git("commit", "-qm", "old")
    (tmp_path / "a.ttl").write_text(NEW)
    lines = [line for line in git("diff").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert sorted(lines) == sorted(
        [
            '-:a :age "40"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '+:a :age "41"^^<http://www.w3.org/2001/XMLSchema#integer>',
            "-:a :knows :b",
            "+:a :knows :c",
            '-:b :age "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '+:c :age "2"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ]
    )
