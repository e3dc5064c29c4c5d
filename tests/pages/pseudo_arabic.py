"""A language for tests that is written from the right: English with Arabic letters in the place of Latin ones."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from tcgraph.pages.i18n import catalogue, words_of
from tcgraph.queries import QueryCatalogue

CODE = "ar"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
_LETTERS = str.maketrans(_LATIN + _LATIN.upper(), _ARABIC * 2)
_PLACE = re.compile(r"(\{\w+[:}])")
_OWN = {
    "name": "العربية", "order": "4", "direction": "rtl", "back": "→", "on": "←", "group": "٬", "group_from": "4",
    "decimal": "٫", "before_signs": "", "zero_is_one": "no",
}  # fmt: skip


def arabic(text: str) -> str:
    """A text with its Latin letters replaced; the places of values stay."""
    return "".join(part if part.startswith("{") else part.translate(_LETTERS) for part in _PLACE.split(text))


def write_language(words: Path, queries: QueryCatalogue) -> Path:
    """Write the language's file into a project's folder of words.

    Args:
        words: the folder, as ``queries/words/`` is.
        queries: the project's questions, which are put into it too.
    """
    tables: dict[str, dict[str, str]] = {"language": _OWN}
    with words_of(words):
        english = catalogue("en")
    for key, text in english.items():
        table, _, name = key.partition(".")
        if table != "language":
            tables.setdefault(table, {})[name] = arabic(text)
    for query in (*queries.of_kind("answer"), *queries.of_kind("pattern")):
        told = {"question": query.question or query.summary, "summary": query.summary, "note": query.note}
        tables[f"questions.{query.name}"] = {part: arabic(text) for part, text in told.items() if text}
        if query.unit:
            tables.setdefault("meanings", {})[query.unit] = arabic(query.unit)
    file = words / f"{CODE}.toml"
    file.write_text("\n".join(_table(name, entries) for name, entries in tables.items()), encoding="utf-8")
    return file


def _table(name: str, entries: Mapping[str, str]) -> str:
    lines = [f"{json.dumps(key)} = {json.dumps(text, ensure_ascii=False)}" for key, text in entries.items()]
    return "\n".join([f"[{name}]", *lines, ""])
