"""The notebook of the manual: what its cells give when they are run from the top, in one namespace.

After a wanted change of a cell or of the graph: ``python -m tests.notebook`` writes the outputs anew.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
from typing import Any

from tests.conftest import ROOT

PATH = ROOT / "docs" / "notebook.ipynb"
Cell = dict[str, Any]


def cells() -> list[Cell]:
    """The cells as they stand in the file (nbformat 4)."""
    return list(json.loads(PATH.read_text(encoding="utf-8"))["cells"])


def run(codes: list[str]) -> list[str]:
    """What each cell prints, and the value of its last line where that is an expression, as Jupyter shows them."""
    names: dict[str, Any] = {}
    shown: list[str] = []
    for code in codes:
        tree = ast.parse(code)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(tree, "cell", "exec"), names)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
                if value is not None:
                    out.write(f"{value!r}\n")
        shown.append(out.getvalue())
    return shown


def told(cell: Cell) -> str:
    """What a cell's outputs in the file say."""
    return "".join("".join(output["text"]) for output in cell["outputs"])


def main() -> None:
    """Write the outputs anew."""
    notebook = json.loads(PATH.read_text(encoding="utf-8"))
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, (cell, text) in enumerate(zip(codes, run(["".join(cell["source"]) for cell in codes]), strict=True), 1):
        cell["execution_count"] = number
        lines = text.splitlines(keepends=True)
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": lines}] if text else []
    PATH.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
