"""The place that a parser has come to in a text: the token there, what names mean, and how errors are said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from tcgraph.errors import BrokenQuery
from tcgraph.iri import resolve
from tcgraph.sparql.keywords import KEYWORDS
from tcgraph.sparql.lexer import LONE_SURROGATE, NAME, TOKEN, iri_value, local_value, tokens
from tcgraph.sparql.node import Node
from tcgraph.sparql.syntax import RDF, Iri

MAX_DEPTH = 100
"""How deep groups, brackets and expressions may be nested: Python's own stack ends at about four times that."""

MAX_LENGTH = 1_000_000
"""How many characters a text may have, unless the caller says otherwise."""

_SLASHED = rf"([{NAME}.]*+:[{NAME}]*+)((?:/[{NAME}]++)+)"
"""A pattern that few processes need, and none at its start."""

_ELSEWHERE = {
    **dict.fromkeys(("wd", "wdt", "p", "ps", "pq", "bd", "wikibase"), "Wikidata"),
    **dict.fromkeys(("dbo", "dbr", "dbp", "dbc"), "DBpedia"),
}
_NOT_OURS = "; it is {}'s, whose names are not those of other graphs: labels are asked by ?x rdfs:label ?label"

IRI_STARTS = frozenset(("iri", "name"))


class Cursor:
    """A text being parsed.

    Attributes:
        kind: of the token here: a word in capitals, a sign as it is, else the name of its group in the lexer's pattern.
        here: its text.
        start: where it starts.
        end: where it ends.
        last: where the token before it ends.
        prefixes: what each prefix stands for here.
        base: the base of relative references here; empty for none.
    """

    def __init__(self, text: str, prefixes: Mapping[str, str], base: str, longest: int) -> None:
        self.text = text
        self.prefixes = dict(prefixes)
        self.base = base
        self.kind = self.here = ""
        self.start = self.end = self.last = 0
        self._depth = 0
        self._named: dict[str, str] = {}
        self._check(longest)
        self.next()

    def _check(self, longest: int) -> None:
        if len(self.text) > longest:
            self.start = longest
            raise self.wrong(f"the text has {len(self.text):,} characters; the longest that is read has {longest:,}")
        if not self.text.isascii() and (found := LONE_SURROGATE.search(self.text)):
            self.start = found.start()
            raise self.wrong("half a character (a lone surrogate) stands here; write the text in Unicode")

    def next(self) -> None:
        """Go to the next token."""
        self.last = self.end
        found = TOKEN.match(self.text, self.end)
        assert found is not None  # the pattern has an alternative for any character
        kind = found.lastgroup
        self.here = token = found[found.lastindex or 0]
        self.end = end = found.end()
        self.start = end - len(token)
        if kind == "sign":
            self.kind = token
        elif kind == "word":
            self.kind = token.upper()
        else:
            self.kind = kind or "wrong"

    def split(self) -> None:
        """Take the ``<`` of an IRI for the sign: where an operator belongs, ``?a<?b&&?c>?d`` has no IRI."""
        self.kind = self.here = "<"
        self.end = self.start + 1

    def take(self, kind: str, *others: str) -> None:
        """Go behind a sign or keyword that has to stand here.

        Raises:
            BrokenQuery: it does not; ``others`` could stand here too.
        """
        if self.kind != kind:
            raise self.unexpected(quoted(kind), *others)
        self.next()

    def taken(self, kind: str) -> bool:
        """Go behind a sign or keyword if it stands here, and say whether it did."""
        if self.kind != kind:
            return False
        self.next()
        return True

    def deeper(self) -> None:
        """Enter something nested; :meth:`shallower` leaves it.

        Raises:
            BrokenQuery: it is nested too deep.
        """
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.wrong(f"this is nested more than {MAX_DEPTH} levels deep; write it flatter")

    def shallower(self) -> None:
        """Leave what :meth:`deeper` entered."""
        self._depth -= 1

    def iri(self) -> Iri:
        """Read the IRI or prefixed name that stands here (rule 136).

        Raises:
            BrokenQuery: there is none, or its prefix is not declared.
        """
        written, start = self.here, self.start
        value = self._named.get(written)
        if value is None:
            value = self._named[written] = self._meaning(written)
        self.next()
        return Iri(value, written, start=start, end=self.last)

    def rdf_type(self) -> Iri:
        """Read the ``a`` that stands here."""
        start = self.start
        self.next()
        return Iri(RDF + "type", "a", start=start, end=self.last)

    def declare(self, prefix: str, iri: str) -> None:
        """Let a prefix stand for an IRI from here on."""
        self.prefixes[prefix] = iri
        self._named.clear()

    def rebase(self, iri: str) -> None:
        """Let relative references be resolved against an IRI from here on."""
        self.base = iri
        self._named.clear()

    def _meaning(self, written: str) -> str:
        if self.kind == "name":
            prefix, _, local = written.partition(":")
            namespace = self.prefixes.get(prefix)
            if namespace is None:
                reason = f"the prefix {prefix}: is not declared; declare it as PREFIX {prefix}: <…>"
                near = get_close_matches(prefix, self.prefixes, n=1)
                likely = f", or write {near[0]}:" if near else ""
                whose = _ELSEWHERE.get(prefix, "")
                raise self.wrong(reason + (_NOT_OURS.format(whose) if whose else likely))
            return namespace + local_value(local)
        if self.kind != "iri":
            raise self.unexpected("an IRI")
        try:
            return resolve(iri_value(written), self.base or None)
        except ValueError as error:
            raise self.wrong(str(error)) from error

    def unexpected(self, *expected: str) -> BrokenQuery:
        """What is to be raised for the token here, saying what could stand in its place."""
        return self.wrong(self._complaint(expected), expected)

    def _complaint(self, expected: tuple[str, ...]) -> str:
        wanted = expected[0] if len(expected) == 1 else f"{', '.join(expected[:-1])} or {expected[-1]}"
        likely = meant(self.text, self.start, self.kind, expected)
        rest = f"{wanted} is expected" + (likely and f"; {likely}")
        if self.kind == "end":
            return f"the text ends where {rest}"
        if self.kind == "wrong" and self.here[0] in "\"'":
            return "this string is not closed, or has a backslash before a character that takes none"
        if self.here == "/" and (found := slashed_name(self.text, self.start)):
            prefix, _, local = found[0].partition(":")
            if prefix in self.prefixes:
                iri = self.prefixes[prefix] + local
                ends = ((name, iri[len(start) :]) for name, start in self.prefixes.items() if iri.startswith(start))
                own = next((f"{name}:{end}" for name, end in ends if "/" not in end), found[1])
                return f"a slash cannot stand in a prefixed name as it is; write {own}, or <{iri}>"
        if self.here == "<" and "an IRI" in wanted:
            return "this is no IRI: between < and > there is a space or another character that IRIs do not have"
        shown = self.here if len(self.here) <= 40 else f"{self.here[:40]}…"
        return f"{shown} stands where {rest}"

    def wrong(self, reason: str, expected: tuple[str, ...] = (), at: Node | int | None = None) -> BrokenQuery:
        """What is to be raised for the text.

        Args:
            reason: what is wrong.
            expected: what could stand here, in words.
            at: where; the token here if None.
        """
        place = self.start if at is None else at.start if isinstance(at, Node) else at
        line, column = position(self.text, place)
        return BrokenQuery(reason, line=line, column=column, expected=expected)


def position(text: str, offset: int) -> tuple[int, int]:
    """The line and column of an offset, both from 1, in characters."""
    begin = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - begin + 1


def slashed_name(text: str, slash: int) -> tuple[str, str] | None:
    """The name that a slash stands in, as written and as it may be written; None where no name ends before it."""
    pattern = re.compile(_SLASHED)
    found = pattern.search(text, max(0, slash - 200))  # a name of any sense is shorter, and looking is quadratic
    while found is not None and found.start(2) != slash:
        found = pattern.search(text, found.end(1))
    return None if found is None else (found[0], found[1] + found[2].replace("/", "\\/"))


def quoted(kind: str) -> str:
    """A keyword or sign as an error names it."""
    return kind if kind.isalpha() else f"`{kind}`"


# -- what somebody meant who writes something else where a token is expected, such as what SQL has there

SLIPS = Path(__file__).with_name("slips.toml")
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
