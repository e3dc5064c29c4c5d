"""What is wrong is told at what is not committed yet, where git tells what that is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tcgraph.cli.checking import CheckRequest
from tcgraph.diagnostics.check import Check
from tcgraph.diagnostics.files import named_files

APART = """@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetClass ex:Trip ;
    sh:property [ sh:path ex:start ; sh:minCount 1 ; sh:lessThanOrEquals ex:end ] .
"""
COMMIT = ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "First"]
TRIP = "@prefix ex: <https://example.org/> .\nex:t a ex:Trip ;\n  ex:start 1 ;\n  ex:end 2 .\n"


@pytest.mark.parametrize(
    ("now", "line", "remedy"),
    [
        (TRIP.replace("end 2", "end 0"), 4, None),
        (TRIP.replace("start 1", "start 3"), 3, None),
        (TRIP.replace("start", "begin"), 3, "ex:start stood here before, in place of ex:begin"),
        (TRIP.replace("ex:start 1", "ex:cost 5"), 2, None),
    ],
    ids=["end", "start", "other property", "missing"],
)
def test_what_is_not_committed_yet_is_the_place(now: str, line: int, remedy: str | None, tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(APART, encoding="utf-8")
    data = tmp_path / "data.ttl"
    data.write_text(TRIP, encoding="utf-8")
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    data.write_text(now, encoding="utf-8")
    check = Check(named_files([data]), [tmp_path / "shapes.ttl"], stated=True, lint=False)
    (told,) = CheckRequest(check, root=tmp_path).run(None).diagnostics
    assert told.location is not None
    assert told.location.line == line
    assert remedy is None or remedy in str(told.help)
