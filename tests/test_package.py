"""The package that an image is built from: made of what `.dockerignore` lets in, and whole by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.at_size

IGNORED = shutil.ignore_patterns("__pycache__", "node_modules")
PLACES = {"src/tcgraph": "tcgraph"} | {
    part: f"tcgraph/_project/{part}" for part in ("data", "ontology", "queries", "shapes")
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built where nothing else is, and unpacked."""
    context = tmp_path_factory.mktemp("context")
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if line.startswith("!"):
            source = ROOT / line[1:]
            if source.is_dir():
                shutil.copytree(source, context / line[1:], ignore=IGNORED)
            else:
                shutil.copy(source, context)
    made, unpacked = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("unpacked")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)], cwd=context, check=True
    )
    [wheel] = made.iterdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    return unpacked


def files(folder: Path) -> set[str]:
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in names if not {"__pycache__", "node_modules", "_project"} & set(Path(name).parts)}


@pytest.mark.parametrize(("here", "there"), PLACES.items())
def test_it_has_every_file(package: Path, here: str, there: str) -> None:
    assert files(package / there) == files(ROOT / here)


def test_it_needs_no_checkout(package: Path, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TCGRAPH_")}
    asked = subprocess.run(
        [sys.executable, "-P", "-m", "tcgraph", "query", "follow-up-matrix", "--format", "csv"],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(package), "TCGRAPH_STATE": str(tmp_path / "state")},
        check=True,
        capture_output=True,
        text=True,
    )
    assert len(asked.stdout.splitlines()) == 38, "37 recommendations and the columns' names"
