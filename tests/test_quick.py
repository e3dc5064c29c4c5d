"""Which tests a change needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quick import beside

FILES = {
    "src/tcgraph/pages/home.py": "",
    "src/tcgraph/pages/map.py": "from tcgraph.pages.shades import dark\n",
    "src/tcgraph/pages/shades.py": "",
    "src/tcgraph/pages/charts/__init__.py": "from tcgraph.pages.charts.bars import draw\n",
    "src/tcgraph/pages/charts/bars.py": "",
    "src/tcgraph/pages/left.py": "",
    "src/tcgraph/pages/export.py": "",
    "tests/pages/test_home.py": "",
    "tests/pages/test_world.py": "def test_it():\n    from tcgraph.pages import (\n        map,\n    )\n",
    "tests/pages/test_pictures.py": "from tcgraph.pages.charts import draw\n",
    "tests/pages/test_commands.py": 'run("export", "csv")\n',
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("src/tcgraph/pages/home.py", ["tests/pages/test_home.py"]),
        ("src/tcgraph/pages/map.py", ["tests/pages/test_world.py"]),
        ("src/tcgraph/pages/shades.py", ["tests/pages/test_world.py"]),
        ("src/tcgraph/pages/charts/bars.py", ["tests/pages/test_pictures.py"]),
        ("src/tcgraph/pages/export.py", ["tests/pages/test_commands.py"]),
        ("src/tcgraph/pages/left.py", ["tests/pages"]),
        ("src/tcgraph/project.py", []),
        ("tests/pages/test_home.py", ["tests/pages/test_home.py"]),
        ("shapes/general.ttl", ["tests/test_shapes.py"]),
        ("queries/answer/targets.rq", ["tests/test_answers.py"]),
        ("README.md", []),
    ],
)
def test_a_change_needs_the_tests_beside_it(checkout: Path, changed: str, tests: list[str]) -> None:
    assert beside([Path(changed)], checkout) == [*tests, "tests/test_layers.py"]
