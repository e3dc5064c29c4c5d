"""``tcgraph fmt`` as a process: what it writes, what it leaves alone, how it exits."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests import command_line
from tests.conftest import ROOT

UNTIDY = "@prefix : <http://e/> .\n:s   :p 1 ; # why\n a :C.\n"
TIDY = "@prefix : <http://e/> .\n\n:s :p 1 ;  # why\n    a :C .\n"


def fmt(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return command_line.run(["fmt", *arguments], ROOT, os.environ, given=stdin.encode())


def test_files_are_put_in_order_once(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + UNTIDY.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    assert fmt("--check", str(path)).returncode == 1
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "--check must not write"
    assert fmt(str(tmp_path)).returncode == 0
    assert path.read_text("utf-8") == TIDY
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.ttl"]
    stamp = path.stat().st_mtime_ns
    again = fmt(str(path))
    assert again.returncode == 0
    assert path.stat().st_mtime_ns == stamp, "a file in order is not written again"


def test_standard_input_goes_to_standard_output() -> None:
    assert fmt("-", stdin=UNTIDY).stdout == TIDY


def test_diff_shows_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(UNTIDY)
    done = fmt("--diff", str(path))
    assert done.returncode == 1
    assert "+:s :p 1 ;  # why" in done.stdout
    assert path.read_text() == UNTIDY


def test_a_merge_conflict_is_told_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"{TIDY}<<<<<<< HEAD\n:s :p 2 .\n=======\n:s :p 3 .\n>>>>>>> theirs\n")
    done = fmt("--check", str(path))
    assert done.returncode == 2
    assert f"{path}:5:1: a merge conflict was left in the file; keep one side" in done.stderr
    assert "-:5:1: a merge conflict" in fmt("-", stdin=path.read_text()).stderr


def test_a_broken_file_is_named_with_its_place_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("@prefix : <http://e/> .\n:s :p\n")
    done = fmt(str(path))
    assert done.returncode == 2
    assert f"{path}:2:5: the file ends" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_text() == "@prefix : <http://e/> .\n:s :p\n"
