"""What is noticed in a table or a review, and where, in the page's language; it is worked out in English."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_HOLE = re.compile(r"\{(\w+)\}")


def in_language(remark: str, language: str) -> str:
    """A remark in a language.

    Args:
        remark: as it is said in English.
        language: ``en``, ``fr`` or ``es``.

    Returns:
        It in that language; as it came where nobody has said it there.
    """
    for pattern, said in _known(language) if language != "en" else ():
        if (found := pattern.fullmatch(remark)) is not None:
            parts = {name: in_language(words, language) for name, words in found.groupdict().items()}
            return said.format_map(parts)
    return remark


@cache
def _known(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    with (Path(__file__).parent / "remarks.toml").open("rb") as file:
        remarks: list[dict[str, str]] = tomllib.load(file)["remark"]
    return tuple((_pattern(one["en"]), one[language]) for one in remarks)


def _pattern(words: str) -> re.Pattern[str]:
    """What a remark looks like, whatever stands in its braces."""
    parts = _HOLE.split(words)
    return re.compile("".join(f"(?P<{p}>.+)" if i % 2 else re.escape(p) for i, p in enumerate(parts)), re.DOTALL)
