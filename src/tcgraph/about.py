"""Who and what a project is about: its ``project.toml``, for whatever names it to others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tcgraph.errors import BrokenInput

FILE = "project.toml"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""Of the data, where a project names no other."""
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
"""How ``tomllib`` ends what it says."""


@dataclass(frozen=True, slots=True)
class About:
    """What a project calls itself.

    Attributes:
        code: short, for addresses and file names.
        names: what the graph is, by language; English where nothing else is given.
        symbol: what one cites, such as a document's symbol; may be empty.
        licence: IRI of the licence of the data.
        publisher: who makes the graph available.
        body: whose decisions are followed up; may be empty.
        body_iri: that body in the graph; may be empty.
        iati: that body's identifier in IATI; may be empty.
        corrections: where readers report errors: a mail address or that of a form for new issues; may be empty.
    """

    code: str
    names: Mapping[str, str] = field(default_factory=dict)
    symbol: str = ""
    licence: str = LICENCE
    publisher: str = ""
    body: str = ""
    body_iri: str = ""
    iati: str = ""
    corrections: str = ""

    @property
    def language(self) -> str:
        """What the project is told in where nobody asks for another: English, unless it is named in others alone."""
        return "en" if "en" in self.names else next(iter(self.names), "en")

    def name(self, language: str = "en") -> str:
        """What the graph is, in a language where it is named in it, else in any."""
        return self.names.get(language) or next(iter(self.names.values()), self.code)


def about(root: Path) -> About:
    """Read a project's ``project.toml``; without one, a project is called by its folder.

    Raises:
        BrokenInput: the file is not TOML, or a value is no text; with its line where that is told.
    """
    path = root / FILE
    if not path.is_file():
        return About(root.resolve().name)
    told = read_toml(path)
    publisher, body = _table(told, "publisher", path), _table(told, "body", path)
    return About(
        code=_text(told, "code", path) or root.resolve().name,
        names={language: str(name) for language, name in _table(told, "name", path).items()},
        symbol=_text(told, "symbol", path),
        licence=_text(told, "licence", path) or LICENCE,
        publisher=_text(publisher, "name", path),
        body=_text(body, "name", path),
        body_iri=_text(body, "iri", path),
        iati=_text(body, "iati", path),
        corrections=_text(told, "corrections", path),
    )


def read_toml(path: Path) -> Mapping[str, Any]:
    """Read a file of settings or words.

    Raises:
        BrokenInput: it is not TOML; with the line and, of a text without its end, the quotation mark that opens it.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise BrokenInput("not UTF-8 text; save it as UTF-8", path=path) from error
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = _PLACE.search(said)
        lines = text.split("\n")
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (len(lines), 1)
        opened = re.match(r"[^\"'#]*([\"'])", lines[line - 1])
        if opened and said.startswith(("Illegal character '\\n'", "Unterminated")):
            reason, column = "the quotation mark that is opened here is not closed", opened.end()
        elif said.startswith(("Invalid value", "Invalid initial character")):
            reason = "a text stands between quotation marks here"
        elif said.startswith("Cannot overwrite a value"):
            reason, column = "this name was given a value before; keep one of the two", 1
        else:
            reason = f"not TOML: {_PLACE.sub('', said)}"
        raise BrokenInput(reason, path=path, line=line, column=column) from error


def _table(told: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    found = told.get(key, {})
    if not isinstance(found, dict):
        raise BrokenInput(f"{key} is a table of its own: [{key}]", path=path)
    return found


def _text(told: Mapping[str, Any], key: str, path: Path) -> str:
    found = told.get(key, "")
    if not isinstance(found, str):
        raise BrokenInput(f"{key} is a text in quotation marks", path=path)
    return found
