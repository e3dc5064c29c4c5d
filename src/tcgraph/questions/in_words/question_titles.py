"""The named questions as they are put, in every language: one may be meant by its own words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tcgraph.namespaces import application
from tcgraph.queries import Parameter, QueryCatalogue
from tcgraph.query_files import asking_text, question_words
from tcgraph.questions.in_words.lexicon import LANGUAGES, Lexicon, stem
from tcgraph.questions.in_words.reading import QuestionUse
from tcgraph.questions.in_words.spelling import stemmed
from tcgraph.questions.plain_words import plain_words

_SHORT = 3


class Titles:
    """Finds a named question by its words.

    Args:
        titles: language, name and text of each.
        lexicons: of whose stop words none counts.
    """

    def __init__(self, titles: Iterable[tuple[str, str, str]], lexicons: Mapping[str, Lexicon]) -> None:
        self._lexicons = lexicons
        self._titles: dict[str, dict[str, frozenset[str]]] = {}
        for language, name, text in titles:
            if language in lexicons:
                self._titles.setdefault(language, {})[name] = frozenset(self._content(text.split(), language))

    def meant(self, words: Iterable[str], language: str) -> str:
        """The one question that has all of these words; empty where none has, or several are as near.

        Args:
            words: as typed; those that say nothing by themselves do not count.
            language: that they are in.
        """
        wanted = frozenset(self._content(words, language))
        fitting = {name: title for name, title in self._titles.get(language, {}).items() if wanted and wanted <= title}
        # Of several, the one that says least beside it: its title is the most of what was asked.
        shortest = min(map(len, fitting.values()), default=0)
        best = [name for name, title in fitting.items() if len(title) == shortest]
        return best[0] if len(best) == 1 and (len(wanted) > 1 or len(fitting) == 1) else ""

    def _content(self, words: Iterable[str], language: str) -> Iterator[str]:
        stop = self._lexicons[language].stop
        for part in (part for word in words for part in plain_words(word).split()):
            if stem(part) not in stop and part not in stop and len(part) >= _SHORT:
                yield stemmed(part, language)


def read_titles(queries: QueryCatalogue, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Language, name and text of every named question.

    Args:
        queries: whose questions are in English.
        folder: of those queries, with their translations in ``words/``.
    """
    for query in queries.of_kind("answer"):
        yield "en", query.name, f"{query.question} {query.name}"
    yield from ((language, name, texts.get("question", "")) for language, name, texts in translated(folder))


def translated(folder: Path) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Language, name and texts by key of every named question that is put into a language."""
    for language in LANGUAGES:
        yield from ((language, name, texts) for name, texts in question_words(folder / "words", language).items())


def uses_of(folder: Path) -> list[QuestionUse]:
    """Which named questions say what is asked by parts."""
    return [
        QuestionUse(o["question"], o["shows"], o["keys"], tuple(o.get("needs", ()))) for o in given_of(folder, "use")
    ]


def says_of(folder: Path) -> dict[str, frozenset[str]]:
    """The things that named questions say by themselves."""
    things = application().things
    return {one["question"]: frozenset(things + name for name in one["things"]) for one in given_of(folder, "says")}


def given_of(folder: Path, table: str) -> list[dict[str, Any]]:
    """One table of what a project says of its named questions; empty where there is none."""
    return list(tomllib.loads(asking_text(folder, "questions.toml")).get(table, ()))


def takes_words(parameter: Parameter) -> bool:
    """Whether words of a question may give a value: "due before 2007" tells no day as on which all is known."""
    return parameter.type != "date" or parameter.required or parameter.open_ended
