"""The files of a project's named queries: those that hold of any follow-up come with the program, its own go before.

A project begun from the shipped one holds of the queries, their words and the words of questions only what it changes.
It is known by its record (:data:`RECORD`); one that was begun when all was copied has its copies listed there: such a
copy that still is as it was recorded is none of the project's own, and one that is gone was taken out.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from tcgraph.project import shipped_project

RECORD: Final = "copied.sha256"
"""What of a project was copied, and how it was then: a digest and a name a line; later it tells what was changed."""
QUESTIONS: Final = (
    "actions-about", "actions-of-an-organisation", "answered-share", "asked-of", "conditions",
    "countries-by-recommendation", "documents-cited", "donors-by-recommendation", "events", "figures", "find",
    "follow-up-matrix", "how-sure", "inferred-pairings", "nothing-taken", "obligations",
    "organisations-by-recommendation", "overdue-promises", "promises-kept", "readings", "recommendation-actions",
    "regions", "reporting-cycles", "sections", "status-changes", "status-history", "targets", "themes",
    "unanswered", "where-to-check",
)  # fmt: skip
"""The questions that any follow-up is asked; the others are about what one document speaks of."""
_KINDS = ("page", "construct", "pattern")
_NAMES = re.compile(r"^\[names\]\n(?:.*\n)*?(?=\[)", re.MULTILINE)
_HERE = re.compile(r"^#\+ here:.*\n", re.MULTILINE)
_BLOCK: Final = r"^\[questions\.{name}\]\n(?:(?!\[).*(?:\n|\Z))*"
_COLUMNS = re.compile(r"^#\+ columns:\n((?:#\+   .*\n)*)", re.MULTILINE)
_COLUMN = re.compile(r"^#\+   (\w+):", re.MULTILINE)


class QueryFile(NamedTuple):
    """A file of a named query: where it is, and what it says in this project."""

    path: Path
    text: str


def query_files(folder: Path) -> list[QueryFile]:
    """The named queries of a project, each once.

    A query of a page that lacks a column which that page reads is one of an earlier version: the program's goes before.

    Args:
        folder: the project's own queries.
    """
    own = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.rq"))}
    record, common = recorded(folder.parent), _common(folder)
    found = {name: file for name, file in common.items() if f"queries/{name}" not in record}
    for name, path in own.items():
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        copied = name in common and record.get(f"queries/{name}") == digest_of(text)
        found[name] = common[name] if copied or (common and lacking(name, text)) else QueryFile(path, text)
    return [file for _, file in sorted(found.items()) if file.text.strip() or not common]


def _common(folder: Path) -> dict[str, QueryFile]:
    """What comes with the program: all in a project that was begun from it; to one with pages of its own, theirs."""
    if folder.resolve() == shipped_project().queries.resolve():
        return {}
    begun, paged = is_begun(folder.parent), (folder / "page").is_dir()
    return {name: file for name, file in common_queries().items() if begun or (paged and name.startswith("page/"))}


def lacking(name: str, text: str) -> list[str]:
    """The columns that a page reads and that a query of that page has not; none of other queries.

    Args:
        name: the query's path below the folder of queries.
        text: as the project has it.
    """
    shipped = shipped_project().queries / name
    if not name.startswith("page/") or not shipped.is_file():
        return []
    return [column for column in columns_of(shipped.read_text("utf-8")) if column not in columns_of(text)]


def _of_any_body(query: str) -> str:
    """A question without what holds of the shipped document alone, which was read whole and says no more."""
    return _HERE.sub("", query).replace("#+ empty: not-in-document\n", "#+ empty: not-recorded\n")


def columns_of(text: str) -> list[str]:
    """The columns that the header of a query names."""
    told = _COLUMNS.search(text)
    return _COLUMN.findall(told[1]) if told else []


def asking_text(folder: Path, name: str) -> str:
    """A file of the words that questions are asked in, such as ``en.toml``; "" where there is none."""
    path, common = folder / "asking" / name, common_asking().get(name, "") if is_begun(folder.parent) else ""
    text = path.read_text(encoding="utf-8") if path.is_file() else common
    return common if recorded(folder.parent).get(f"queries/asking/{name}") == digest_of(text) else text


def question_words(words: Path, language: str) -> dict[str, dict[str, str]]:
    """What the questions are called in a language, each with its texts by key.

    Args:
        words: the project's own folder of words, beside its queries.
        language: its code.
    """
    root, path = words.parent.parent, words / f"{language}.toml"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    own: dict[str, dict[str, str]] = tomllib.loads(text).get("questions", {})
    if not is_begun(root):
        return own
    record = recorded(root)
    copied = {
        name for name in own if record.get(f"queries/words/{language}.toml#{name}") == digest_of(block(text, name))
    }
    return {**common_words(language)} | {name: texts for name, texts in own.items() if name not in copied}


def block(text: str, name: str) -> str:
    """The table of a question's words in a file of words, as it is written; "" where there is none."""
    found = re.search(_BLOCK.format(name=re.escape(name)), text, re.MULTILINE)
    return found[0].rstrip() if found else ""


def common_queries() -> dict[str, QueryFile]:
    """The queries that hold of any follow-up, by their path below a project's queries."""
    folder = shipped_project().queries
    paths = [path for kind in _KINDS for path in sorted((folder / kind).rglob("*.rq"))]
    found = {path.relative_to(folder).as_posix(): QueryFile(path, path.read_text("utf-8")) for path in paths}
    for path in (folder / "answer" / f"{name}.rq" for name in QUESTIONS):
        found[f"answer/{path.name}"] = QueryFile(path, _of_any_body(path.read_text("utf-8")))
    return found


def common_asking() -> dict[str, str]:
    """The words that questions are asked in, by file: without what people call the things of the shipped document."""
    folder = shipped_project().queries / "asking"
    return {path.name: _NAMES.sub("", path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))}


@cache
def common_words(language: str) -> Mapping[str, dict[str, str]]:
    """What the questions of any follow-up are called in a language."""
    source = shipped_project().queries / "words" / f"{language}.toml"
    told: dict[str, Any] = tomllib.loads(source.read_text("utf-8")).get("questions", {}) if source.is_file() else {}
    return {
        name: {key: text for key, text in told[name].items() if key != "here"} for name in QUESTIONS if name in told
    }


def is_begun(root: Path) -> bool:
    """Whether a project was begun from the shipped one, so that what holds of any follow-up is asked of it too."""
    return (root / RECORD).is_file()


def recorded(root: Path) -> dict[str, str]:
    """The digests of what was copied into a project, by name; nothing where there is no record."""
    path = root / RECORD
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def digest_of(text: str) -> str:
    """By which it is seen later whether a text is still the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
