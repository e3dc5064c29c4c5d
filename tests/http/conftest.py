"""One server of the shipped graph for all modules that only read from it and need no setting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.http.running import ROOT, Running, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(ROOT, tmp_path_factory.mktemp("state")) as it:
        yield it
