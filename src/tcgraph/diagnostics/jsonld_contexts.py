"""JSON-LD whose context is elsewhere: one that was given for its address is put in its place, on the same line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from tcgraph.errors import BrokenInput

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]:,]')
_DEEPEST = 8


def with_contexts(text: str, contexts: Mapping[str, Path], depth: int = 0) -> str:
    """A document with the contexts that are given for its addresses.

    Args:
        text: JSON.
        contexts: a file for each address.
        depth: how many contexts the text is in.

    Raises:
        BrokenInput: a context is not JSON, or contexts lead to each other without an end.
    """
    if depth > _DEEPEST:
        raise BrokenInput("the contexts given by --context lead to each other without an end")
    parts: list[str] = []
    end = 0
    for start, stop in addresses(text):
        path = contexts.get(json.loads(text[start:stop]))
        if path is not None:
            parts += [text[end:start], _context(path, contexts, depth + 1)]
            end = stop
    return "".join((*parts, text[end:]))


def _context(path: Path, contexts: Mapping[str, Path], depth: int) -> str:
    try:
        content = json.loads(with_contexts(path.read_text(encoding="utf-8"), contexts, depth))
    except ValueError as error:
        raise BrokenInput(f"the context is no JSON: {error}", path=path) from error
    return json.dumps(content.get("@context", content) if isinstance(content, dict) else content)


def addresses(text: str) -> list[tuple[int, int]]:
    """Where strings stand that are addresses of contexts: behind ``"@context":``, or in the array there."""
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    found: list[tuple[int, int]] = []
    for place, (start, end) in enumerate(tokens[:-2]):
        if text[start:end] != '"@context"' or text[tokens[place + 1][0]] != ":":
            continue
        depth, in_array = 0, False
        for first, last in tokens[place + 2 :]:
            mark = text[first]
            if mark == '"' and (depth == 0 or (depth == 1 and in_array)):
                found.append((first, last))
            depth += (mark in "[{") - (mark in "]}")
            in_array = mark == "[" if depth == 1 and mark in "[{" else in_array
            if depth <= 0:
                break
    return found
