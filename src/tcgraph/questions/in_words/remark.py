"""What has to be told with an answer, each remark by its key, and how it is said: in ``remarks.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_name("remarks.toml").read_text(encoding="utf-8"))


def words_in(language: str) -> dict[str, dict[str, str]]:
    """How each remark is said (``remark``), and each thing that the graph cannot tell (``cannot``), by its key.

    Args:
        language: by its code; of one in which nobody has said them there are none.
    """
    return {
        group: {key: said[language] for key, said in sentences.items() if language in said}
        for group, sentences in _WORDS.items()
    }


ENGLISH = words_in("en")
OF_ANOTHER_KIND = frozenset(("kind", "none_named", "by_members"))
"""What says that the rows are not of the kind that is asked for."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a reader has to know with an answer.

    Attributes:
        key: of what is said.
        values: what it is said of.
        counts: how many there are of each status, where that is told.
    """

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    counts: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        return ENGLISH["remark"][self.key].format(**self.said(lambda code: code.removeprefix("status.")))

    def said(self, word: Callable[[str], str]) -> dict[str, str]:
        """The values in words, statuses among them.

        Args:
            word: for ``status.`` and a code.
        """
        counts = ", ".join(f"{word(f'status.{code}').lower()} ({count})" for code, count in self.counts)
        status = {"status": word(f"status.{self.values['status']}").lower()} if "status" in self.values else {}
        return {**self.values, **status, "counts": counts}
