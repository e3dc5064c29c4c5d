"""Where output cannot go: a pipe that is shut, a full disk, a closed stream, a folder that is not there."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PATIENCE, ROOT, mostly_at_size
from tests.own_project import Tcgraph, tcgraph_in

COMMANDS = (("query", "nothing-taken"), ("query", "--list"), ("report", "--cycle", "2006-10"), ("validate",))
FULL = Path("/dev/full")


@pytest.fixture
def tcgraph() -> Tcgraph:
    return tcgraph_in(ROOT)


def started(*arguments: str, output: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tcgraph", "-C", str(ROOT), *arguments]
    return subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("arguments", mostly_at_size(COMMANDS), ids=" ".join)
def test_a_reader_that_has_gone_is_no_fault(arguments: tuple[str, ...]) -> None:
    process = started(*arguments, output=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in errors


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", mostly_at_size([*COMMANDS, ("--help",)]), ids=" ".join)
def test_a_full_disk_is_told_in_one_sentence(arguments: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        process = started(*arguments, output=full.fileno())
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert errors.splitlines()[-1] == "tcgraph: standard output: cannot be read or written: No space left on device"
    assert "Traceback" not in errors


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_closed_output_is_nowhere(arguments: tuple[str, ...]) -> None:
    command = f"exec {sys.executable} -m tcgraph -C '{ROOT}' {' '.join(arguments)} >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr


def test_a_folder_that_is_not_there_is_named(tcgraph: Tcgraph, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "report.docx"
    done = tcgraph("report", "--cycle", "2006-10", "-o", str(missing))
    assert done.returncode == 2
    assert done.stderr == f"tcgraph: {missing}: cannot be read or written: No such file or directory\n"


def test_a_name_without_an_ending_tells_no_format(tcgraph: Tcgraph, tmp_path: Path) -> None:
    done = tcgraph("report", "--cycle", "2006-10", "-o", str(tmp_path / "report"))
    assert done.returncode == 2
    assert "does not tell a format; give --format docx|html|md|pdf." in done.stderr


def test_a_directory_with_nothing_to_check_does_not_conform(tcgraph: Tcgraph, tmp_path: Path) -> None:
    done = tcgraph("validate", str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith(f"tcgraph: {tmp_path}: no file in this directory ends in .json")


def test_a_cut_off_workbook_is_told_from_one_of_another_kind(tcgraph: Tcgraph, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.xlsx", tmp_path / "cut.xlsx"
    assert tcgraph("cycle", "template", "2008-11", "-o", str(whole)).returncode == 0
    cut.write_bytes(whole.read_bytes()[:2000])
    assert "not an Excel workbook" in tcgraph("import", str(cut)).stderr
    assert "a workbook of a cycle needs --cycle" in tcgraph("import", str(whole)).stderr


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_what_does_not_unpack_is_named(tcgraph: Tcgraph, tmp_path: Path, ending: str) -> None:
    whole = gzip.compress(b"<http://e/s> <http://e/p> <http://e/o> .")
    path = tmp_path / f"cut.nt{ending}"
    path.write_bytes(whole[:30])
    done = tcgraph("import", str(path))
    assert done.returncode == 2
    assert done.stderr.startswith(f"tcgraph: {path}: does not unpack as ")
    assert len(done.stderr.splitlines()) == 1
