"""Fixtures shared by every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.project import Project, open_project

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def project() -> Project:
    """The graph that this repository ships."""
    return open_project(ROOT)


@pytest.fixture(scope="session")
def source_document() -> Path:
    """The OCR of the source document; tests that need it skip where it is absent."""
    path = SHARED / "source" / "gb297-tc-3.txt"
    if not path.is_file():
        pytest.skip("the source document is not beside this checkout")
    return path


@pytest.fixture(scope="session")
def conformance() -> Path:
    """The public conformance suites; tests that need them skip where they are absent."""
    path = SHARED / "conformance"
    if not path.is_dir():
        pytest.skip("the conformance suites are not beside this checkout")
    return path
