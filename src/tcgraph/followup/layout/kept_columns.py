"""What a person said about tables, kept with the project: what columns hold, and what status words mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.columns_given import ROLES
from tcgraph.followup.layout.layout_headings import Given
from tcgraph.followup.tables import Sheet, TableFile
from tcgraph.project import Project

_FILE: Final = "tables.json"


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


def parse_statuses(words: str, known: Sequence[str], code: Callable[[str], str] = str.strip) -> dict[str, str]:
    """Read what a body's own words mean, as the command line gives it: ``A=taken,B=partly-taken``.

    Args:
        words: as given.
        known: the codes of the statuses.
        code: what a status is called, as a code: people may say it in their language.

    Raises:
        BadParameter: it is not of this form, or a status is none of those there are.
    """
    found: dict[str, str] = {}
    for part in words.split(","):
        own, equals, status = part.rpartition("=")
        if not equals or code(status) not in known or not own.strip():
            raise BadParameter(f"--statuses takes WORD=STATUS,…, each of {', '.join(known)}; not {part.strip()!r}.")
        found[plain_words(own)] = code(status)
    return found


def keep(project: Project, columns: Sequence[Columns], given: Given | None, statuses: Mapping[str, str]) -> None:
    """Remember a mapping of columns for the headings that it was given for, and what status words mean."""
    kept = read_kept(project)
    for one in columns if given is not None else ():
        if not any(one.headings):
            continue  # nothing tells the next such table
        mapping = {role: list(names) for role, names in (given or {}).items()}
        kept.setdefault("columns", {})[_signature(one.headings)] = mapping
    kept.setdefault("statuses", {}).update(statuses)
    write_kept(project, kept)


def write_kept(project: Project, kept: Mapping[str, Any]) -> None:
    """Keep what was said about tables, in place of what was kept before."""
    words = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (project.root / _FILE).write_text(words, encoding="utf-8")


def kept_statuses(project: Project) -> dict[str, str]:
    """What status words mean, as it was said before."""
    return dict(read_kept(project).get("statuses", {}))


def kept_columns(project: Project, file: TableFile) -> dict[str, list[str]] | None:
    """The mapping that was given for a table with these headings, if one was."""
    kept: dict[str, dict[str, list[str]]] = read_kept(project).get("columns", {})
    for sheet in file.sheets if kept else ():
        for row in _first_rows(sheet):
            if (found := kept.get(_signature(row))) is not None:
                return found
    return None


def _first_rows(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.texts for row in sheet.rows[:12]]


def _signature(headings: Sequence[str]) -> str:
    return " | ".join(plain_words(heading) for heading in headings)


def read_kept(project: Project) -> dict[str, Any]:
    """What was said about tables before: columns by their headings, words of statuses, and what examples taught.

    Raises:
        BrokenInput: the file is none that was written here.
    """
    path = project.root / _FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BrokenInput("cannot be read as what was said about tables; delete it to begin anew", path=path) from error
    return found if isinstance(found, dict) else {}
