"""Where the embedded engine departs from SPARQL 1.1, the words in which it does not.

Each correction is found by the W3C's tests, and rewrites one narrow form only:

* ``GROUP_CONCAT(e)`` joins ``STR(e)`` (§18.5.1.7: the result is a simple literal, whatever the tags of its parts);
* a path of no steps also matches a constant that is in no triple (:mod:`tcgraph.engine.empty_paths`);
* ``GRAPH ?g { VALUES … }`` binds ``?g`` to every graph (§18.6, evaluation of Graph).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tcgraph.engine.empty_paths import completed
from tcgraph.engine.tokens import Token, tokens

_WORTH = re.compile(r"GROUP_CONCAT|\*|\?(?!\w)|GRAPH\s*[?$]\w+\s*\{\s*VALUES", re.IGNORECASE)


@lru_cache(maxsize=64)
def corrected(text: str) -> str:
    r"""The query in words that the engine answers by the standard; itself when nothing is to be changed.

    Queries with ``\u`` escapes are left alone: their tokens are not what they seem.
    """
    if _WORTH.search(text) is None or "\\u" in text or "\\U" in text:
        return text
    cut = list(tokens(text))
    edits = [*_group_concat(cut), *completed(cut, text), *_graph_values(cut)]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


Edit = tuple[int, int, str]


def _group_concat(cut: list[Token]) -> list[Edit]:
    edits: list[Edit] = []
    for at, token in enumerate(cut[:-2]):
        if not token.is_word("GROUP_CONCAT") or cut[at + 1].text != "(" or cut[at + 2].is_word("DISTINCT"):
            continue
        depth = 0
        for piece in cut[at + 1 :]:
            depth += (piece.text == "(") - (piece.text == ")")
            if (piece.text == ";" and depth == 1) or depth == 0:
                edits += [(cut[at + 2].start, cut[at + 2].start, "STR("), (piece.start, piece.start, ")")]
                break
    return edits


def _graph_values(cut: list[Token]) -> list[Edit]:
    edits: list[Edit] = []
    for at in range(len(cut) - 4):
        word, name, opening, values = cut[at : at + 4]
        if not (word.is_word("GRAPH") and name.kind == "variable" and opening.text == "{" and values.is_word("VALUES")):
            continue
        block = next((n for n in range(at + 4, len(cut)) if cut[n].text == "{"), None)
        end = next((n for n in range(block or len(cut), len(cut)) if cut[n].text == "}"), None)
        if end is not None and end + 1 < len(cut) and cut[end + 1].text == "}":
            edits += [(values.start, values.start, "} "), (cut[end + 1].start, cut[end + 1].end, "")]
    return edits
