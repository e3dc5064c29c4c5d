"""The server that the suites over HTTP ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import SHARED
from tests.http.running import Running, empty_project, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of an empty project that takes changes, set up as the suites expect."""
    if not (SHARED / "conformance").is_dir():
        pytest.skip("the conformance suites are not beside this checkout")
    root = tmp_path_factory.mktemp("w3c")
    with running(
        empty_project(root / "project"), root / "state", "--write",
        scopes=("admin",), union_default_graph=False, shacl_policy="off", literals="normalise",
    ) as started:  # fmt: skip
        yield started
