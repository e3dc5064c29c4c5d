r"""Queries put in words that the embedded engine answers well, only where the answer is provably the same.

**Two patterns in FILTER [NOT] EXISTS.** The engine answers a one-pattern EXISTS by looking it up for each solution,
but joins two patterns in full for each solution, which takes minutes at a million triples. For a basic graph
pattern P, ``FILTER NOT EXISTS { P }`` keeps the solutions with which no solution of P is compatible (SPARQL 1.1
§8.1), and those are the ones that ``OPTIONAL { P BIND(true AS ?flag) }`` leaves without flag, each once. A
``FILTER EXISTS { P }`` keeps the others, each once: ``LATERAL { SELECT shared { P } LIMIT 1 }`` where every shared
variable is bound by a triple pattern of the group itself. Anything else (filters, paths that match nothing at all,
nesting, blank nodes, variables that may be unbound) is left alone.

**SELECT \*.** The engine sorts the columns; the star is replaced by the variables in the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tcgraph.engine.tokens import Token, mentions, tokens

_GAP = r"(?:\s|#[^\n\r]*)*"
_STAR = re.compile(rf"\bSELECT{_GAP}(?:(?:DISTINCT|REDUCED){_GAP})?\*", re.IGNORECASE)
"""A star may stand close to the word before it, or after a comment."""
_EXISTS = re.compile(r"\bEXISTS\b", re.IGNORECASE)
_PLAIN = frozenset(".;,/^|()+[]")
"""Signs of a basic graph pattern; ``*`` and ``?`` are left out because a path of length zero matches any term."""


@lru_cache(maxsize=64)
def has_star(text: str) -> bool:
    """Whether ``SELECT *`` stands anywhere in the text."""
    return _STAR.search(text) is not None


def without_star(text: str, variables: Iterable[str]) -> str:
    """Replace the star of the outermost SELECT by its variables, in the order in which the text names them.

    Args:
        text: a query that parses.
        variables: the variables in scope, in any order, without question mark.

    Returns:
        The query with its columns named; the text itself when the outermost SELECT has no star.
    """
    cut = list(tokens(text))
    at = next((n for n, token in enumerate(cut) if token.is_word("SELECT")), len(cut))
    star = next((token for token in cut[at + 1 : at + 3] if not token.is_word("DISTINCT", "REDUCED")), None)
    wanted = set(variables)
    if star is None or star.text != "*" or not wanted:
        return text
    order = dict.fromkeys(token.text[1:] for token in cut if token.kind == "variable" and token.text[1:] in wanted)
    named = [*order, *sorted(wanted - order.keys())]
    # A star needs no space before and behind it, and a name does.
    before = "" if text[star.start - 1].isspace() else " "
    behind = "" if text[star.end : star.end + 1].isspace() else " "
    return text[: star.start] + before + " ".join(f"?{name}" for name in named) + behind + text[star.end :]


@lru_cache(maxsize=64)
def rewrite(text: str) -> str:
    r"""Rewrite each two-pattern ``FILTER [NOT] EXISTS`` that this module can prove the same.

    Args:
        text: a query or update.

    Returns:
        The new text, or the text itself. Queries with ``\u`` escapes are left alone: their tokens are not what
        they seem.
    """
    if _EXISTS.search(text) is None or "\\u" in text or "\\U" in text or has_star(text) or mentions(text, "LATERAL"):
        return text
    cut = list(tokens(text))
    edits: list[tuple[int, int, str]] = []
    for number, found in enumerate(_candidates(cut)):
        names = _variables(cut, found.open, found.close)
        around = _variables(cut, found.group_open, found.open) | _variables(cut, found.close, found.group_close)
        shared = sorted(names & around)
        # The pattern's own variables get names of their own: outside the EXISTS nobody can see them.
        pattern = " ".join(
            f"?_own{number}_{token.text[1:]}"
            if token.kind == "variable" and token.text[1:] not in around
            else token.text
            for token in _joined(text, cut[found.open + 1 : found.close])
        )
        if found.negated:
            flag = f"?_flag{number}"
            new = f" OPTIONAL {{ {pattern} BIND(true AS {flag}) }} FILTER(!BOUND({flag})) "
        elif shared and set(shared) <= _surely_bound(cut, found):
            projected = " ".join(f"?{name}" for name in shared)
            new = f" LATERAL {{ SELECT {projected} WHERE {{ {pattern} }} LIMIT 1 }} "
        else:
            continue
        # Both are appended to the group: a FILTER applies to the whole group wherever it stands (§5.2.2).
        edits.append((cut[found.filter].start, cut[found.close].end, " "))
        edits.append((cut[found.group_close].start, cut[found.group_close].start, new))
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class _Found:
    """A FILTER [NOT] EXISTS, by positions in the list of tokens."""

    filter: int
    open: int
    close: int
    negated: bool
    group_open: int
    group_close: int


def _candidates(cut: list[Token]) -> Iterator[_Found]:
    """Each filter whose pattern is two or more plain triple patterns, in a group outside any other EXISTS."""
    closing = _pairs(cut)
    stack: list[int] = []
    inside_exists: list[int] = []
    for at, token in enumerate(cut):
        if token.text == "{":
            stack.append(at)
        elif token.text == "}" and stack:
            opened = stack.pop()
            if inside_exists and inside_exists[-1] == opened:
                inside_exists.pop()
        elif token.is_word("EXISTS") and at + 1 < len(cut) and cut[at + 1].text == "{" and at + 1 in closing:
            negated = at >= 1 and cut[at - 1].is_word("NOT")
            start = at - (2 if negated else 1)
            enclosed = bool(inside_exists)
            inside_exists.append(at + 1)
            if enclosed or start < 0 or not cut[start].is_word("FILTER") or not stack or stack[-1] not in closing:
                continue
            # §18.2.2.6: a filter directly in an OPTIONAL sees the variables outside it too.
            if stack[-1] and cut[stack[-1] - 1].is_word("OPTIONAL"):
                continue
            if _is_plain(cut[at + 2 : closing[at + 1]]):
                yield _Found(start, at + 1, closing[at + 1], negated, stack[-1], closing[stack[-1]])


def _pairs(cut: list[Token]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for at, token in enumerate(cut):
        if token.text == "{":
            stack.append(at)
        elif token.text == "}" and stack:
            pairs[stack.pop()] = at
    return pairs


def _is_plain(pattern: list[Token]) -> bool:
    fits = all(
        token.kind in ("iri", "string", "variable", "language", "name", "number")
        or (token.kind == "word" and token.text in ("a", "true", "false"))
        or (token.kind == "sign" and (token.text in _PLAIN or token.text == "^^"))
        for token in pattern
    )
    # A second pattern follows a dot, a semicolon, a comma, a slash of a path or stands in brackets.
    inner = [token.text for token in pattern[:-1] if token.kind == "sign"]
    return fits and any(sign in (".", ";", ",", "/", "[") for sign in inner)


def _joined(text: str, pattern: list[Token]) -> Iterator[Token]:
    """Tokens, those written without space between them as one, unless one is a variable: ``"a"@en``, ``ex:p/ex:q``."""
    held: Token | None = None
    for token in pattern:
        touching = held is not None and held.end == token.start
        if held is not None and touching and "variable" not in (held.kind, token.kind):
            held = Token("sign", text[held.start : token.end], held.start, token.end)
            continue
        if held is not None:
            yield held
        held = token
    if held is not None:
        yield held


def _variables(cut: list[Token], start: int, end: int) -> set[str]:
    return {token.text[1:] for token in cut[start:end] if token.kind == "variable"}


def _surely_bound(cut: list[Token], found: _Found) -> set[str]:
    """Variables of the plain triple patterns that stand in the group itself, not in a group inside it."""
    bound: set[str] = set()
    depth = brackets = 0
    plain = True
    for token in cut[found.group_open + 1 : found.group_close]:
        if token.text in "{}" and token.kind == "sign":
            depth += 1 if token.text == "{" else -1
            plain = True
        elif token.is_word("FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "SERVICE", "GRAPH", "LATERAL", "SELECT"):
            plain = False
        elif token.text in "()" and token.kind == "sign":
            brackets += 1 if token.text == "(" else -1
            plain = plain or brackets == 0
        elif token.text == ".":
            plain = True
        elif token.kind == "variable" and depth == 0 and brackets == 0 and plain:
            bound.add(token.text[1:])
    return bound
