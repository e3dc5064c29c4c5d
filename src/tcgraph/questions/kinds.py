"""What can be asked for in a project, and what by: read from ``queries/asking/kinds.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath

from tcgraph.namespaces import application

PLAIN = ("status", "section", "number", "role", "when", "words")
"""What an action can be asked by beside the things that it names, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing.

    Attributes:
        name: such as ``donor``; the variable that stands for it.
        folder: how the addresses of such things begin; empty for what has none, such as dates.
        action: a property path from an action to such things.
        recommendation: the same from a recommendation; empty where only actions name them.
        shown: a pattern to use instead of the path where the things are shown; empty for none.
        columns: what else that pattern tells.
        tells: which other kinds those columns show.
        notes: what counts beside what is named itself, by language.
    """

    name: str
    folder: str
    action: str
    recommendation: str = ""
    shown: str = ""
    columns: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def variable(self) -> str:
        """The name as a variable of SPARQL."""
        return self.name.replace("-", "_")


def read_kinds(folder: Path) -> Mapping[str, Kind]:
    """The kinds of a project.

    Args:
        folder: of its queries.
    """
    path = folder / "asking" / "kinds.toml"
    if not path.is_file():
        return {}
    things = application().things
    found: dict[str, Kind] = {}
    for name, given in tomllib.loads(path.read_text(encoding="utf-8")).items():
        scheme, _, rest = things.partition("://")
        base = f"{scheme}://{normpath(rest + given['folder'])}/" if given["folder"] else ""
        found[name] = Kind(
            name,
            base,
            given["action"],
            given.get("recommendation", ""),
            given.get("shown", ""),
            tuple(given.get("columns", ())),
            tuple(given.get("tells", ())),
            given.get("note", {}),
        )
    return found
