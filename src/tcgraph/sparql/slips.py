"""What somebody meant who writes something else where a token is expected, such as what SQL has there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from tcgraph.sparql.keywords import KEYWORDS
from tcgraph.sparql.lexer import tokens

SLIPS = Path(__file__).with_suffix(".toml")
_AMONG = 4
_SLIPS: Sequence[Mapping[str, str]] = tomllib.loads(SLIPS.read_text(encoding="utf-8"))["remark"]
"""Read at once: a server's workers may open no files."""


def meant(text: str, start: int, kind: str, expected: Sequence[str]) -> str:
    """How what was meant is written; empty where nothing fits.

    Args:
        text: the query.
        start: where the token begins that cannot stand there.
        kind: of that token, as a cursor has it.
        expected: what could stand there, in words.
    """
    before = [each.text.upper() for each in tokens(text[:start])][-_AMONG:]
    word = kind.isalpha() and kind.isupper() and kind not in KEYWORDS
    found = {"here": (kind, "word" if word else kind), "before": before[-1:], "among": before}
    for slip in _SLIPS:
        if all(not slip.get(part) or set(slip[part]) & set(tokens_) for part, tokens_ in found.items()) and (
            "expected" not in slip or any(could.startswith(tuple(slip["expected"])) for could in expected)
        ):
            return slip["en"].replace("{{", "{").replace("}}", "}")
    return ""
