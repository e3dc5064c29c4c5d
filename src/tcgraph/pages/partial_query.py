"""A query that is still being written, read as far as it goes: its patterns, and what stands around the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tcgraph.pages.query_tokens import Token, is_term, tokens

_EXPRESSIONS = frozenset(("FILTER", "BIND", "HAVING", "ORDER", "GROUP", "LIMIT", "OFFSET", "BY"))
_HEADS = frozenset(("SELECT", "CONSTRUCT", "DESCRIBE", "ASK"))


@dataclass(frozen=True, slots=True)
class WrittenPattern:
    """A triple pattern as written, and where: the groups that it stands in, and the graph, if one is named."""

    subject: str
    path: str
    object: str
    groups: tuple[int, ...]
    graph: str = ""

    def __str__(self) -> str:
        told = f"{self.subject} {self.path} {self.object} ."
        return f"GRAPH {self.graph} {{ {told} }}" if self.graph else told


@dataclass(frozen=True, slots=True)
class WritingPosition:
    """What stands around the place where somebody writes.

    Attributes:
        place: ``subject``, ``predicate``, ``object``, ``graph``, ``expression``, ``value`` (a text compared with the
            subject) or ``head``.
        typed: what has been written of the term so far.
        subject: the subject of the pattern, or the variable that is compared.
        path: what has been written of the predicate.
        groups: the groups that it stands in.
        graph: the graph named around it.
        patterns: all whole patterns that hold where the cursor is.
        variables: all variables of the text, the last first.
    """

    place: str
    typed: str
    subject: str = ""
    path: str = ""
    groups: tuple[int, ...] = ()
    graph: str = ""
    patterns: tuple[WrittenPattern, ...] = ()
    variables: tuple[str, ...] = ()

    def context(self, about: str) -> list[WrittenPattern]:
        """The patterns that say something of a variable, directly or through other variables."""
        wanted, left = {about}, list(self.patterns)
        found: list[WrittenPattern] = []
        while near := [p for p in left if wanted & {p.subject, p.object}]:
            found += near
            left = [p for p in left if p not in near]
            wanted |= {term for p in near for term in (p.subject, p.object) if term[:1] in "?$_"}
        return found


@dataclass
class _Reader:
    """Where one is in a text: the open groups, and how far the pattern in each has come."""

    place: str = "head"
    depth: int = 0
    subject: str = ""
    path: list[str] = field(default_factory=list)
    done: bool = False
    groups: list[tuple[int, str]] = field(default_factory=list)
    kept: list[tuple[str, str, list[str]]] = field(default_factory=list)
    named: str = ""
    count: int = 0
    patterns: list[WrittenPattern] = field(default_factory=list)

    def graph(self) -> str:
        return next((graph for _, graph in reversed(self.groups) if graph), "")

    def begin(self) -> None:
        self.place, self.subject, self.path, self.done = "subject", "", [], False

    def read(self, token: Token) -> None:
        word = token.text.upper() if token.kind == "word" else ""
        if token.text == "{":
            self.count += 1
            self.groups.append((self.count, self.named))
            self.named = ""
            self.depth = 0
            self.begin()
        elif token.text == "}":
            self.groups = self.groups[:-1]
            self.begin()
        elif word in _HEADS:
            self.place = "head"
        elif word == "GRAPH":
            self.place = "graph"
        elif word in _EXPRESSIONS:
            self.place, self.depth = "expression", 0
        elif self.place == "expression":
            self._expression(token)
        elif self.place == "graph":
            self.named = token.text if is_term(token) else self.named
        elif self.groups and self.place != "head":
            self._pattern(token)

    def _expression(self, token: Token) -> None:
        self.depth += (token.text == "(") - (token.text == ")")
        if token.text == ")" and self.depth <= 0 and self.groups:
            self.begin()

    def _pattern(self, token: Token) -> None:
        text = token.text
        if text == ".":
            self.begin()
        elif text == ";":
            self.place, self.path, self.done = "predicate", [], False
        elif text == ",":
            self.place = "object"
        elif text == "[":
            self._open()
        elif text == "]" and self.kept:
            inner = self.subject
            self.place, self.subject, self.path = self.kept.pop()
            self._term(inner)
        elif self.place in ("predicate", "object") and self._of_path(text):
            self.path.append(text)
            self.done = text in (")", "*", "+", "?")
            self.place = "object" if self.done else "predicate"
        elif is_term(token):
            self._term(text)
        elif token.kind == "word":
            self.begin()

    def _of_path(self, text: str) -> bool:
        if self.place == "predicate":
            return text in ("^", "!", "(", ")")
        return self.done and text in ("/", "|", "*", "+", "?", ")")

    def _open(self) -> None:
        """A thing without a name begins: what is said of it stands inside the brackets."""
        self.count += 1
        self.kept.append((self.place, self.subject, self.path))
        self.place, self.subject, self.path, self.done = "predicate", f"_:open{self.count}", [], False

    def _term(self, text: str) -> None:
        if self.place == "subject":
            self.subject, self.place = text, "predicate"
        elif self.place == "predicate":
            self.path.append(text)
            self.place, self.done = "object", True
        elif self.place == "object":
            groups = tuple(number for number, _ in self.groups)
            self.patterns.append(WrittenPattern(self.subject, "".join(self.path), text, groups, self.graph()))
            self.done = False


def cursor(text: str, offset: int) -> WritingPosition:
    """Read a text around a place in it; never fails, whatever the text."""
    compared = _compared(text, offset)
    reader, seen = _Reader(), ""
    at: tuple[str, str, str, tuple[int, ...], str] | None = None
    variables: dict[str, None] = {}
    for token in _without_prologue(text):
        if at is None and token.end >= offset:
            at = _here(reader)
            touches = token.start < offset and (is_term(token) or token.kind == "word")
            seen = text[token.start : offset] if touches else ""
            if touches:
                # What is being written counts as written, so that what follows is read right.
                _fill(reader)
                continue
        if token.kind == "variable" and token.start < offset:
            variables.pop(token.text, None)
            variables[token.text] = None
        reader.read(token)
    place, subject, path, groups, graph = at or _here(reader)
    if compared:
        place, (subject, seen) = "value", compared
    around = tuple(p for p in reader.patterns if groups[: len(p.groups)] == p.groups and "…" not in str(p))
    return WritingPosition(place, seen, subject, path, groups, graph, around, tuple(reversed(variables)))


def _compared(text: str, offset: int) -> tuple[str, str] | None:
    """The variable with which a text that is being written is compared, and what is written of the text."""
    quote = max(text.rfind(sign, 0, offset) for sign in ("'", '"'))
    if quote < 0 or "\n" in text[quote:offset]:
        return None
    before = tokens(text[:quote])
    if len(before) > 1 and before[-1].text in ("=", "!="):
        before.pop()
    else:
        while before and (before[-1].text == "," or before[-1].kind == "string"):
            before.pop()
        if len(before) < 3 or before[-1].text != "(" or not before[-2].is_word("IN"):
            return None
        del before[-2:]
    return (before[-1].text, text[quote + 1 : offset]) if before[-1].kind == "variable" else None


def _here(reader: _Reader) -> tuple[str, str, str, tuple[int, ...], str]:
    groups = tuple(number for number, _ in reader.groups)
    return reader.place, reader.subject, "".join(reader.path), groups, reader.graph()


def _fill(reader: _Reader) -> None:
    if reader.place in ("subject", "predicate", "object"):
        reader._term("…")


def _without_prologue(text: str) -> Iterator[Token]:
    listed = tokens(text)
    skip = 0
    for token in listed:
        if token.is_word("PREFIX"):
            skip = 2
        elif token.is_word("BASE"):
            skip = 1
        elif skip:
            skip -= 1
        else:
            yield token
