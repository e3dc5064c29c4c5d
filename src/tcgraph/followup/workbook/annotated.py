"""A workbook given back to its office with what was found: each finding as a comment in its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tcgraph.diagnostics import Diagnostic, Level
from tcgraph.errors import BrokenInput
from tcgraph.followup.workbook.sheets import language_of
from tcgraph.sentences import Sentences

_COLOURS: Final = {Level.ERROR: "F8CBAD", Level.WARNING: "FFE699", Level.INFO: "DDEBF7"}
in_language = Sentences(Path(__file__).parents[1] / "data" / "workbook_remarks.toml").in_language
"""What is found in a workbook, in the workbook's language; it is worked out in English."""
_ORDER: Final = (Level.ERROR, Level.WARNING, Level.INFO)


def write_annotated(source: Path, findings: Iterable[Diagnostic], target: Path) -> int:
    """Copy a workbook, with a comment and a colour in every cell that something was found in.

    Args:
        source: the workbook as it came; it is left as it is.
        findings: what was found; those without a cell stand on the first sheet.
        target: the copy.

    Returns:
        How many cells have a comment.

    Raises:
        BrokenInput: the copy would overwrite the workbook.
    """
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if target.resolve() == source.resolve():
        raise BrokenInput("that is the workbook itself; name another file for the copy", path=target)
    book = load_workbook(source)
    language = language_of(book.sheetnames)
    by_cell: dict[tuple[str, str], list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        if finding.rule in ("changed", "again"):  # about what was written before, which is not the office's
            continue
        cell = finding.location.cell if finding.location else None
        sheet = cell.sheet if cell and cell.sheet in book.sheetnames else book.sheetnames[0]
        by_cell[sheet or book.sheetnames[0], f"{cell.column}{cell.row}" if cell else "A1"].append(finding)
    for (sheet, place), found in by_cell.items():
        cell = book[sheet][place]
        worst = min((finding.level for finding in found), key=_ORDER.index)
        kept = [cell.comment.text] if cell.comment else []
        text = "\n".join([*kept, *(in_language(finding.message, language) for finding in found)])
        cell.comment = Comment(text, "tcgraph", height=40 + 20 * text.count("\n") + len(text) // 2, width=320)
        cell.fill = PatternFill("solid", start_color=_COLOURS[worst])
    book.save(target)
    return len(by_cell)
