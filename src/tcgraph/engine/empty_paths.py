"""Paths of no steps at a constant: they match whether or not the constant is in the data (SPARQL 1.1 §18.4, ALP).

The embedded engine looks for the constant in its data first. Where it is in no triple, the one solution that a path of
no steps has is given by a second branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tcgraph.engine.tokens import Token

Reached = tuple[int, bool]
"""The position after a part of a path, and whether that part may have no steps."""

_CONSTANTS = ("iri", "name", "string", "number")


def completed(cut: list[Token], text: str) -> Iterator[tuple[int, int, str]]:
    """Where such patterns stand, and what to put there.

    Args:
        cut: the text's tokens.
        text: a query that parses.

    Returns:
        Start, end and replacement of each pattern that stands alone; those joined by ``;`` or ``,`` are left as they
        are.
    """
    for at in range(1, len(cut) - 3):
        if cut[at - 1].kind != "sign" or cut[at - 1].text not in ("{", "}", ".", ")"):
            continue
        after_start = _after_term(cut, at)
        path = None if after_start is None else _path(cut, after_start)
        if after_start is None or path is None or not path[1]:
            continue
        after_end = _after_term(cut, path[0])
        if after_end is None or not _ends_pattern(cut[after_end]):
            continue
        ends = [text[cut[a].start : cut[b - 1].end] for a, b in ((at, after_start), (path[0], after_end))]
        constants = {end for end in ends if end[0] not in "?$"}
        if len(constants) != 1:
            continue  # two variables end in the data, and from one constant to another there is a step
        constant = constants.pop()
        bound = "".join(f"VALUES {end} {{ {constant} }} " for end in ends if end != constant)
        place = (cut[at].start, cut[after_end - 1].end)
        absent = f"FILTER NOT EXISTS {{ {constant} ?tcgraph_p ?tcgraph_o }} "
        absent += f"FILTER NOT EXISTS {{ ?tcgraph_s ?tcgraph_p {constant} }}"
        yield (*place, f"{{ {{ {text[slice(*place)]} }} UNION {{ {bound}{absent} }} }}")


def _ends_pattern(token: Token) -> bool:
    return token.text in ("{", "}", ".") or (token.kind == "word" and token.text != "a")


def _after_term(cut: list[Token], at: int) -> int | None:
    """The position after the variable, IRI or literal that begins here; None when none does."""
    token = cut[at]
    if token.kind == "variable" or token.is_word("TRUE", "FALSE"):
        return at + 1
    if token.kind not in _CONSTANTS:
        return None
    if token.kind == "string" and cut[at + 1].text == "^^":
        return at + 3
    return at + 1 + (token.kind == "string" and cut[at + 1].kind == "language")


def _path(cut: list[Token], at: int) -> Reached | None:
    """The path that begins here (§9.1, grammar rules 88 to 94); None when none does."""
    return _joined(cut, at, "|", _sequence, any)


def _sequence(cut: list[Token], at: int) -> Reached | None:
    return _joined(cut, at, "/", _element, all)


def _joined(
    cut: list[Token],
    at: int,
    sign: str,
    part: Callable[[list[Token], int], Reached | None],
    together: Callable[[Iterable[bool]], bool],
) -> Reached | None:
    empty: list[bool] = []
    while True:
        found = part(cut, at)
        if found is None:
            return None
        empty.append(found[1])
        if cut[found[0]].text != sign:
            return found[0], together(empty)
        at = found[0] + 1


def _element(cut: list[Token], at: int) -> Reached | None:
    at += cut[at].text == "^"
    token = cut[at]
    if token.text == "(":
        inner = _path(cut, at + 1)
        if inner is None or cut[inner[0]].text != ")":
            return None
        at, empty = inner[0] + 1, inner[1]
    elif token.kind in ("iri", "name") or token.text == "a":
        at, empty = at + 1, False
    else:
        return None
    return (at + 1, empty or cut[at].text != "+") if cut[at].text in ("*", "?", "+") else (at, empty)
