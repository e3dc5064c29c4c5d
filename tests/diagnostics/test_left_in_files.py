"""What an editor or git left in a file is told as such, once, and not as what a parser makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.diagnostics.files import load_files, named_files
from tcgraph.engine.embedded import EmbeddedEngine

TURTLE = "@prefix ex: <https://example.org/> .\nex:a ex:b ex:c .\n"
CASES = {
    "merge-conflict": (TURTLE + "<<<<<<< HEAD\nex:a ex:b 1 .\n=======\nex:a ex:b 2 .\n>>>>>>> theirs\n", 3),
    "byte-order-mark": ("\ufeff" + TURTLE, 1),
    "syntax": (TURTLE + "ex:a ex:b .\n=======\n", 3),
}


@pytest.mark.parametrize("rule", CASES)
def test_what_was_left_in_a_file(rule: str, tmp_path: Path) -> None:
    text, line = CASES[rule]
    path = tmp_path / "data.ttl"
    path.write_text(text, encoding="utf-8")
    found = load_files(EmbeddedEngine(), named_files([path]))
    assert (found[0].rule, found[0].location.line if found[0].location else None) == (rule, line)
    assert rule == "syntax" or len(found) == 1
