"""The triple patterns of a query, group by group: what its answer can depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tcgraph.rdf import NamedNode
from tcgraph.shacl.names import TYPE
from tcgraph.shacl.paths import Path, predicate_path
from tcgraph.shacl.sparql_text import Token, tokens

_GROUPS = {"OPTIONAL", "UNION", "EXISTS", "NOT", "GRAPH", "WHERE", "FILTER"}
_OPAQUE = {"SERVICE", "VALUES", "MINUS"}


class Unreadable(Exception):
    """The query has something that this reader does not follow; its caller has to assume the worst."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One triple pattern.

    Attributes:
        start: the subject: ``?name``, or text of a constant.
        path: the predicate; None for a variable.
        end: the object.
        group: the groups it stands in, outermost first, as numbers.
    """

    start: str
    path: Path | None
    end: str
    group: tuple[int, ...]


def patterns(text: str, prefixes: Mapping[str, str]) -> list[Pattern]:
    """Every triple pattern in a query's text.

    Args:
        text: a SELECT or ASK query.
        prefixes: declared for it outside the text.

    Raises:
        Unreadable: it has subqueries, blank nodes, lists or negated property sets.
    """
    return _Reader(text, prefixes).read()


class _Reader:
    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self._tokens = [token for token in tokens(text) if token.kind != "space"]
        self._prefixes = dict(prefixes)
        self._at = 0
        self._groups: list[int] = []
        self._count = 0
        self._found: list[Pattern] = []

    def read(self) -> list[Pattern]:
        self._prologue()
        while self._at < len(self._tokens) and not self._is("{"):
            self._at += 1
        self._group()
        return self._found

    def _prologue(self) -> None:
        while self._at + 2 < len(self._tokens) and self._tokens[self._at].keyword in ("PREFIX", "BASE"):
            if self._tokens[self._at].keyword == "BASE":
                raise Unreadable
            name, iri = self._tokens[self._at + 1].text, self._tokens[self._at + 2].text
            self._prefixes[name.removesuffix(":")] = iri[1:-1]
            self._at += 3

    def _group(self) -> None:
        self._expect("{")
        self._count += 1
        self._groups.append(self._count)
        while not self._is("}"):
            self._item()
        self._at += 1
        self._groups.pop()

    def _item(self) -> None:
        token = self._peek()
        if token.keyword == "SELECT" or token.keyword in _OPAQUE:
            raise Unreadable
        if token.text == "{":
            self._group()
        elif token.text == ".":
            self._at += 1
        elif token.keyword in ("FILTER", "BIND"):
            self._at += 1
            self._expression()
        elif token.keyword in ("OPTIONAL", "UNION"):
            self._at += 1
            self._group()
        elif token.keyword == "GRAPH":
            self._at += 2
            self._group()
        else:
            self._triples()

    def _expression(self) -> None:
        """An expression in brackets, a function call, or EXISTS; groups inside are read too."""
        while not self._is("(") and not self._is("{"):
            self._at += 1
        if self._is("{"):
            self._group()
            return
        depth = 0
        while True:
            token = self._peek()
            if token.text == "{":
                self._group()
                continue
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            self._at += 1
            if depth == 0:
                return

    def _triples(self) -> None:
        start = self._term()
        while True:
            path = self._verb()
            while True:
                self._found.append(Pattern(start, path, self._term(), tuple(self._groups)))
                if not self._is(","):
                    break
                self._at += 1
            while self._is(";"):
                self._at += 1
            if self._is(".") or self._is("}") or self._peek().text == "{" or self._peek().keyword in {*_GROUPS, "BIND"}:
                return

    def _term(self) -> str:
        token = self._peek()
        self._at += 1
        if token.kind == "variable":
            return f"?{token.text[1:]}"
        if token.kind in ("iri", "string", "word") or (token.kind == "name" and not token.text.startswith("_:")):
            while self._at < len(self._tokens) and (self._is("^^") or self._peek().kind == "language"):
                self._at += 2 if self._is("^^") else 1
            return token.text
        raise Unreadable

    def _verb(self) -> Path | None:
        if self._peek().kind == "variable":
            self._at += 1
            return None
        return self._alternatives()

    def _alternatives(self) -> Path:
        parts = [self._sequence()]
        while self._is("|"):
            self._at += 1
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Path("|", tuple(parts))

    def _sequence(self) -> Path:
        parts = [self._element()]
        while self._is("/"):
            self._at += 1
            parts.append(self._element())
        return parts[0] if len(parts) == 1 else Path("/", tuple(parts))

    def _element(self) -> Path:
        if self._is("^"):
            self._at += 1
            return Path("^", (self._element(),))
        if self._is("("):
            self._at += 1
            path = self._alternatives()
            self._expect(")")
        else:
            path = predicate_path(self._predicate())
        if self._peek().text in ("*", "+", "?"):
            path = Path(self._peek().text, (path,))
            self._at += 1
        return path

    def _predicate(self) -> NamedNode:
        token = self._peek()
        self._at += 1
        if token.text == "a":
            return TYPE
        if token.kind == "iri":
            return NamedNode(token.text[1:-1])
        prefix, colon, local = token.text.partition(":")
        if token.kind == "name" and colon and prefix in self._prefixes:
            return NamedNode(self._prefixes[prefix] + local)
        raise Unreadable

    def _peek(self) -> Token:
        if self._at >= len(self._tokens):
            raise Unreadable
        return self._tokens[self._at]

    def _is(self, text: str) -> bool:
        return self._peek().text == text

    def _expect(self, text: str) -> None:
        if not self._is(text):
            raise Unreadable
        self._at += 1
