"""What a person said that columns hold, kept with the project for the next table with the same headings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.followup.columns import ROLES, Columns
from tcgraph.followup.layout_headings import Given
from tcgraph.followup.plain import plain_words
from tcgraph.followup.tables import Sheet, TableFile
from tcgraph.project import Project

_FILE: Final = "columns.json"


def parse_columns(words: str) -> Given:
    """Read a mapping as the command line gives it: ``number=A,ask=B,reply=D;E,status=Level reached``.

    Raises:
        BadParameter: it is not of this form, or a role is none of those there are.
    """
    found: dict[str, list[str]] = {}
    for part in words.split(","):
        role, equals, names = part.partition("=")
        if not equals or role.strip() not in ROLES or not names.strip():
            raise BadParameter(
                f"--columns takes {'=…,'.join(ROLES)}=…, each a letter or a heading; not {part.strip()!r}"
            )
        found[role.strip()] = [name.strip() for name in names.split(";") if name.strip()]
    return found


def keep_columns(project: Project, columns: Sequence[Columns], given: Given) -> None:
    """Remember a mapping for the headings of the tables that it was given for."""
    path = project.root / _FILE
    kept = _read(path)
    for one in columns:
        kept[_signature(one.headings)] = {role: list(names) for role, names in given.items()}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def kept_columns(project: Project, file: TableFile) -> Given | None:
    """The mapping that was given for a table with these headings, if one was."""
    kept = _read(project.root / _FILE)
    for sheet in file.sheets if kept else ():
        for row in _first_rows(sheet):
            if (found := kept.get(_signature(row))) is not None:
                return found
    return None


def _first_rows(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.texts for row in sheet.rows[:12]]


def _signature(headings: Sequence[str]) -> str:
    return " | ".join(plain_words(heading) for heading in headings)


def _read(path: Path) -> dict[str, dict[str, list[str]]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BrokenInput("cannot be read as the columns that were kept; delete it to begin anew", path=path) from error
    return found if isinstance(found, dict) else {}
