"""What examples taught about documents, kept with the project for the next one of their kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from tcgraph.followup.examples.document_blocks import VIEWS, view_of
from tcgraph.followup.examples.row_pattern import RowPattern
from tcgraph.followup.layout.kept_columns import read_kept, write_kept
from tcgraph.followup.tables import TableFile
from tcgraph.project import Project

_KEY: Final = "rows"
_FEWEST: Final = 2
_WORDS: Final = ("table", "label", "under")
"""Traits that are words of a document: others of its kind have them, and no document of another kind."""


def keep_patterns(project: Project, patterns: Sequence[RowPattern]) -> None:
    """Remember kinds of rows that were learnt together; the last ones are tried first."""
    kept = read_kept(project)
    made = [asdict(one) for one in patterns]
    before: list[Any] = kept.get(_KEY, [])
    kept[_KEY] = [made, *(one for one in before if one != made)]
    write_kept(project, kept)


def kept_patterns(project: Project, file: TableFile) -> list[RowPattern] | None:
    """The kinds of rows that were learnt from such a document, if its titles, labels or headings tell so."""
    kept = [[RowPattern(**one) for one in several] for several in read_kept(project).get(_KEY, [])]
    used = {one.view for several in kept for one in several}
    taken_apart = {view: view_of(view, file) for view in VIEWS if view in used}
    for learnt in kept:
        # The same titles stand in the next document, or others above the same labels.
        for patterns in (learnt, [one.without(("under", "chapter")) for one in learnt]):
            found = [one.find(taken_apart.get(one.view, [])) for one in patterns]
            answered = sum(bool(record.answer_text) for records in found for record in records)
            rows = sum(map(len, found))
            asks_alone = all(one.way == "none" for one in patterns)
            if all(map(_is_told, patterns)) and rows >= _FEWEST and (asks_alone or 2 * answered > rows):
                return patterns
    return None


def _is_told(pattern: RowPattern) -> bool:
    """Whether some of its traits are words of the document."""
    both = (pattern.ask, pattern.answer or {})
    return any(traits.get(name, "").strip("#. 0123456789columns") for traits in both for name in _WORDS)
