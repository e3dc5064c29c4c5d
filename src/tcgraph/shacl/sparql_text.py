"""SPARQL text as tokens: enough to pre-bind variables, to check what SHACL forbids and to rewrite anti-joins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tcgraph.errors import BrokenInput

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<string>\"{3}(?:\\.|(?!\"{3}).)*\"{3}|'{3}(?:\\.|(?!'{3}).)*'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:%\\.-]*[\w:%-])?|_:[\w.-]*\w)
    |(?P<word>\w+)
    |(?P<mark>\^\^|&&|\|\||[<>!]=|.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of query text.

    Attributes:
        kind: ``space`` (comments too), ``iri``, ``string``, ``variable``, ``language``, ``name``, ``word``, ``mark``.
        text: exactly as written.
    """

    kind: str
    text: str

    @property
    def variable(self) -> str:
        """The variable's name, or the empty string for any other token."""
        return self.text[1:] if self.kind == "variable" else ""

    @property
    def keyword(self) -> str:
        """The word in capitals, or the empty string for any other token."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> list[Token]:
    """Cut query text into tokens; joined again they are the same text."""
    return [Token(match.lastgroup or "mark", match.group()) for match in _TOKEN.finditer(text)]


def joined(pieces: list[Token]) -> str:
    """The text of tokens."""
    return "".join(token.text for token in pieces)


def significant(pieces: list[Token]) -> Iterator[tuple[int, Token]]:
    """Each token that is not space or comment, with its position."""
    return ((position, token) for position, token in enumerate(pieces) if token.kind != "space")


def undeclared_prefixes(pieces: list[Token], declared: Mapping[str, str]) -> list[str]:
    """The prefixes used in the text that neither it nor ``declared`` explains, sorted."""
    known, used = set(declared), set[str]()
    previous = ""
    for _, token in significant(pieces):
        if token.kind == "name" and not token.text.startswith("_:"):
            prefix = token.text.partition(":")[0]
            (known if previous == "PREFIX" else used).add(prefix)
        previous = token.keyword
    return sorted(used - known)


def first_group(pieces: list[Token], whose: str) -> int:
    """The position where the outermost group opens.

    Raises:
        BrokenInput: there is none.
    """
    for position, token in enumerate(pieces):
        if token.kind == "mark" and token.text == "{":
            return position
    raise BrokenInput(f"{whose} has no {{ … }}")


def closing(pieces: list[Token], opening: int) -> int:
    """The position of the brace that closes the one at ``opening``; the end of the text when there is none."""
    depth = 0
    for position in range(opening, len(pieces)):
        if pieces[position].kind == "mark":
            depth += {"{": 1, "}": -1}.get(pieces[position].text, 0)
            if depth == 0:
                return position
    return len(pieces)
