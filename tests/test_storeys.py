"""Storey 1 stands by itself: its code imports, and its tests pass, where the storeys above are not there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PATIENCE, ROOT
from tests.test_layers import STOREY

TOOLS = [name for name, storey in STOREY.items() if storey == 1]
QUICK = ("test_triple", "test_lexer", "test_reason", "test_reader")
"""Modules of each kind some; all of them run with the rest of the tests."""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with nothing in it but the graph tools and their tests."""
    root = tmp_path_factory.mktemp("tools")
    package = root / "src" / "tcgraph"
    package.mkdir(parents=True)
    (root / "tests").mkdir()
    shutil.copy(ROOT / "pyproject.toml", root)
    shutil.copy(ROOT / "src" / "tcgraph" / "__init__.py", package)
    for name in TOOLS:
        source = ROOT / "src" / "tcgraph" / name
        if source.is_dir():
            shutil.copytree(source, package / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source.with_suffix(".py"), package)
        if (tests := ROOT / "tests" / name).is_dir():
            shutil.copytree(tests, root / "tests" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("__init__.py", "conftest.py"):
        shutil.copy(ROOT / "tests" / name, root / "tests")
    return root


def pytest_in(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider", "-W", "ignore", *arguments]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHONPATH"))}
    environment = {**kept, "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root)))}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@pytest.mark.at_size
def test_every_test_of_the_tools_is_imported_alone_and_more_are_run(alone: Path) -> None:
    """One session does both: all are collected before the first is run, and it ends where one cannot be imported."""
    done = pytest_in(alone, "-k", " or ".join(f"{name}.py" for name in QUICK), "tests")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert re.search(r"[1-9]\d+ passed.* [1-9]\d+ deselected", done.stdout), done.stdout[-3000:]
