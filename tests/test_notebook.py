"""The notebook's outputs are what its cells give."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from tests.notebook import cells, run, told


@pytest.mark.at_size
def test_each_cell_gives_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    monkeypatch.chdir(ROOT)
    codes = [cell for cell in cells() if cell["cell_type"] == "code"]
    assert len(codes) >= 6
    assert run(["".join(cell["source"]) for cell in codes]) == [told(cell) for cell in codes]
