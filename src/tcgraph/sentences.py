"""Sentences that are worked out in English, said in another language."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_HOLE = re.compile(r"\{(\w+)\}")
_BETWEEN = re.compile(r"(, | and | or )(?![^(]*\))")
_SPACED = re.compile(r"(?<=\S) (?=[;:!?»](?!\w))|(?<=«) ")


class Sentences:
    """What files say of sentences in several languages.

    Their lists ``remark`` have a table for each: the sentence in English, and by the codes of other languages the same.
    Braces name what differs from one to the next: ``{name}`` is said in the other language too, where the file has it,
    ``{list}`` so item by item, ``{NAME}`` is taken over as it is, and ``{more}`` is the sentences that may follow.

    Args:
        files: TOML, read when it is first needed.
    """

    def __init__(self, *files: Path) -> None:
        self._files = files

    def in_language(self, sentence: str, language: str) -> str:
        """A sentence in a language.

        Args:
            sentence: as it is said in English.
            language: its code.

        Returns:
            It in that language; as it came where nobody has said it there.
        """
        for pattern, said in _known(self._files, language) if language != "en" else ():
            if (found := pattern.fullmatch(sentence)) is not None:
                parts = {name: self._part(name, words, language) for name, words in found.groupdict().items()}
                return said.format_map(parts)
        return sentence

    def _part(self, name: str, words: str, language: str) -> str:
        if name.isupper():
            return words
        bare = words.lstrip()
        said = self.in_language(bare, language) if bare else ""
        if name == "list" and said == bare:
            said = "".join(self._item(item, language) for item in _BETWEEN.split(bare))
        return words[: len(words) - len(bare)] + said

    def _item(self, item: str, language: str) -> str:
        """An item of a list, or what stands between two."""
        bare = item.strip()
        return item.replace(bare, self.in_language(bare, language)) if bare else item


@cache
def _known(files: tuple[Path, ...], language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    remarks: list[dict[str, str]] = [
        one for file in files for one in tomllib.loads(file.read_text(encoding="utf-8"))["remark"]
    ]
    return tuple((_pattern(one["en"]), _set(one[language], language)) for one in remarks if language in one)


def _set(words: str, language: str) -> str:
    return with_french_spaces(words) if language == "fr" else words


def with_french_spaces(words: str) -> str:
    """A French text whose spaces before ; : ! ? and inside guillemets do not break, however it was typed.

    See the Lexique des règles typographiques en usage à l'Imprimerie nationale. A sign that begins a word is SPARQL.
    """
    return _SPACED.sub("\N{NO-BREAK SPACE}", words)


def _pattern(words: str) -> re.Pattern[str]:
    """What a sentence looks like, whatever stands in its braces."""
    parts = _HOLE.split(words.replace("{{", "\0").replace("}}", "\1"))
    return re.compile(
        "".join(
            f"(?P<{part}>.{'*' if part == 'more' else '+?'})"
            if at % 2
            else re.escape(part.replace("\0", "{").replace("\1", "}"))
            for at, part in enumerate(parts)
        ),
        re.DOTALL,
    )
