"""The interface's words: one flat catalogue a language, the same keys in each.

A language is a file, here or in a project's ``queries/words/``, whose table ``[language]`` says what it calls itself,
in which direction it is written, and how it writes numbers; nothing else names it. What a project's own language has
no words for stays in English. A project has words of its own there besides: those that name what it is about, and its
questions' translations.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from tcgraph.errors import BrokenInput
from tcgraph.queries import NamedQuery
from tcgraph.query_files import question_words
from tcgraph.questions.in_words.remark import words_in
from tcgraph.rdf import Literal
from tcgraph.sentences import with_french_spaces

Translate = Callable[..., str]


_HERE = Path(__file__).parent
_LANGUAGE = "language"
_QUESTIONS = "questions"
_MEANINGS = "meanings"
_own: ContextVar[Path | None] = ContextVar("own", default=None)


@contextmanager
def words_of(folder: Path | None) -> Iterator[None]:
    """Speak in a project's own words, which go before those that stand here.

    Args:
        folder: where it keeps them, a file a language; None for none.
    """
    token = _own.set(folder)
    try:
        yield
    finally:
        _own.reset(token)


def languages() -> tuple[str, ...]:
    """The codes of the languages that pages can be had in, English first, the project's own last."""
    return _languages(_own.get())


@cache
def _languages(folder: Path | None) -> tuple[str, ...]:
    own = sorted(folder.glob("*.toml")) if folder is not None else []
    files = [*_HERE.glob("*.toml"), *(file for file in own if _LANGUAGE in _read(file))]
    order = {file.stem: str(_read(file)[_LANGUAGE].get("order", "~")) for file in reversed(files)}
    return tuple(sorted(order, key=lambda code: (order[code], code)))


def of_language(language: str, key: str) -> str:
    """What a language's file says of it, such as its ``name`` or its ``direction``."""
    return catalogue(language)[f"{_LANGUAGE}.{key}"]


_NAMING = ("home.title", "figure.source", "figure.source_later", "foot.what", "structured.dataset")
"""Words that name what pages are about."""
_speaking: ContextVar[str] = ContextVar("speaking", default="")


@contextmanager
def speaking_of(name: str) -> Iterator[None]:
    """Have pages name another follow-up than the project's own, and use no words that name that one.

    Args:
        name: what it is called; empty for the project's own.
    """
    token = _speaking.set(name)
    try:
        yield
    finally:
        _speaking.reset(token)


def catalogue(language: str, own: bool = True) -> Mapping[str, str]:
    """The words of one language, by key (``matrix.title``); the project's own among them, or not."""
    return _catalogue(language, _own.get() if own else None, _own.get())


@cache
def _catalogue(language: str, own: Path | None, known: Path | None) -> Mapping[str, str]:
    """Those words, of the languages that ``known`` adds too."""
    files: tuple[Mapping[str, Any], ...] = (_shipped(language), _of_project(language, own))
    if not files[0]:
        files = (_shipped("en"), _of_project("en", own), _of_project(language, known))
    return {
        f"{group}.{key}": _set(str(value), language)
        for file in files
        for group, entries in file.items()
        if group not in (_QUESTIONS, _MEANINGS)
        for key, value in entries.items()
    }


def _shipped(language: str) -> Mapping[str, Any]:
    """What a language's file here says, with the remarks on answers; nothing for a language that has none."""
    here = _read(_HERE / f"{language}.toml")
    return {**here, **words_in(language)} if here else {}


def _set(text: str, language: str) -> str:
    """A text with spaces that do not break where French signs have one, however it was typed."""
    return with_french_spaces(text) if language == "fr" else text


@cache
def _of_project(language: str, folder: Path | None) -> Mapping[str, Any]:
    if folder is None:
        return {}
    return {**_read(folder / f"{language}.toml"), _QUESTIONS: question_words(folder, language)}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise BrokenInput(f"not TOML: {error}", path=path) from error


class _Count:
    """A value that is told as it is, or by which one of two words is chosen: that for one, and that for more."""

    def __init__(self, told: object, zero_is_one: bool) -> None:
        self._told = told
        self._single = ("0", "1") if zero_is_one else ("1",)

    def __format__(self, words: str) -> str:
        one, either, more = words.partition("|")
        if not either:
            return format(self._told, words)
        return one if re.sub(r"\D", "", str(self._told)) in self._single else more


def translator(language: str) -> Translate:
    """A function from key and named values to text.

    A value ``n`` picks ``key_one`` where there is one and n is 1 (in French also 0). Any value picks a word beside it:
    ``{rows} {rows:row|rows}``.
    A missing key is an error: a test holds the catalogues that stand here to the same keys.
    """
    name = _speaking.get()
    words = {**catalogue(language, own=False), **dict.fromkeys(_NAMING, name)} if name else catalogue(language)
    leftwards = words["language.direction"] == "rtl"
    zero_is_one = words["language.zero_is_one"] == "yes"

    def translate(key: str, **values: object) -> str:
        n = values.get("n")
        single = isinstance(n, int) and (n == 1 or (n == 0 and zero_is_one))
        text = (words.get(f"{key}_one", "") if single else "") or words[key]
        if leftwards:
            # A name from elsewhere keeps its own direction, and the signs beside it stay where they belong.
            values = {
                name: f"\u2068{value}\u2069" if isinstance(value, str) else value for name, value in values.items()
            }
        counts = {name: _Count(value, zero_is_one) for name, value in values.items()} if "|" in text else values
        return text.format(**counts)

    return translate


def questions(language: str) -> Mapping[str, Mapping[str, str]]:
    """The project's questions in a language, by name; the English ones are in the queries themselves."""
    found: Mapping[str, Mapping[str, str]] = _of_project(language, _own.get()).get(_QUESTIONS, {})
    return found


def question_of(query: NamedQuery, language: str) -> Literal:
    """What a query asks, in a language where it has been put into it, else in English."""
    own = questions(language).get(query.name)
    return (
        Literal(own["question"], language=language) if own else Literal(query.question or query.summary, language="en")
    )


def summary_of(query: NamedQuery, language: str) -> Literal:
    """What a query gives; see :func:`question_of`."""
    own = questions(language).get(query.name)
    return Literal(own["summary"], language=language) if own else Literal(query.summary, language="en")


def note_of(query: NamedQuery, language: str) -> Literal:
    """What an answer counts and leaves out; see :func:`question_of`. Empty where nothing is said of it."""
    told = questions(language).get(query.name, {})
    own = " ".join(told[key] for key in ("note", "here") if key in told)
    return Literal(own, language=language) if own else Literal(query.note, language="en")


def meaning_of(column: str, language: str) -> Literal:
    """What a column holds, by what its query says of it in English; see :func:`question_of`."""
    own = _of_project(language, _own.get()).get(_MEANINGS, {}).get(column)
    return Literal(_set(own, language), language=language) if own else Literal(column, language="en")


def has(language: str, key: str) -> bool:
    """Whether the catalogue knows a key."""
    return key in catalogue(language)


def either(language: str, *keys: str) -> str:
    """The words of the first of some keys that the catalogue knows: what is called the same has them once."""
    return translator(language)(next((key for key in keys if has(language, key)), keys[-1]))
