"""Full-text search inside SPARQL: one property of the application, put in SPARQL 1.1 before it is evaluated.

``(?thing ?score ?text) ex:matches ("gender audit*" "en" 10)`` is a triple pattern by the grammar, so that a query
which holds it parses anywhere. Here it becomes ``VALUES (?thing ?score ?text) { … }`` with what the index finds, and
so works on every engine, in workers that may open no file, and wherever a group graph pattern may stand.

The subject is a variable, or up to three in brackets: the thing, how well it fits, the words in place. The object is
the words, or in brackets the words, optionally a language, and optionally how many things to find. Words and language
are strings, or variables that the text gives values to as ``VALUES ?words { … }``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from threading import Lock

from tcgraph.engine.protocol import Row
from tcgraph.engine.text_index import Found, TextIndex
from tcgraph.engine.tokens import Token, string_value, tokens
from tcgraph.errors import BrokenQuery
from tcgraph.namespaces import application, shorten
from tcgraph.rdf import Literal

_MOST_CALLS = 16
_KEYWORDS = ("FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "GRAPH", "SERVICE", "UNION", "LATERAL")
_PATH = frozenset("/|*+?^")
_DECIMALS = 3

Find = Callable[[str, str | None, int | None], list[Found]]
"""Finds things by words, language and limit; see :meth:`tcgraph.engine.text_index.TextIndex.matches`."""


class TextSearch:
    """The index of an engine's texts, made when a query first needs it.

    Args:
        texts: asks the engine for the texts of the running application.
    """

    def __init__(self, texts: Callable[[str], Iterable[Row]]) -> None:
        self._texts = texts
        self._index: TextIndex | None = None
        self._changes = 0
        self._lock = Lock()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Around whatever changes the texts, all of it or a part: the index is made anew when it is next needed."""
        try:
            yield
        finally:
            # Afterwards, or a search in another thread could make it of the old texts; and counted, for one that is
            # just being made may have some of them.
            self._changes += 1
            self._index = None

    def answered(self, query: str) -> str:
        """The query with its searches carried out; see :func:`searched`."""
        return searched(query, self._find)

    def _find(self, words: str, language: str | None, limit: int | None) -> list[Found]:
        with self._lock:
            index = self._index
            if index is None:
                changes = self._changes
                index = TextIndex(self._texts(application().texts))
                if changes == self._changes:
                    self._index = index
        return index.matches(words, language, limit)


def _property() -> str:
    return shorten(application().search)


def _example() -> str:
    return f'(?thing ?score) {_property()} ("gender audit*" "en" 10)'


def mentions_search(text: str) -> bool:
    """Whether the text may search; cheap, and true for some texts that do not."""
    return "matches" in text


def searched(text: str, find: Find) -> str:
    """A query with each search replaced by what is found.

    Args:
        text: SPARQL.
        find: carries out a search.

    Returns:
        The query to evaluate; the text itself when it does not search, or its brackets do not pair.

    Raises:
        BrokenQuery: a search is not of the form that this module describes; with line and column.
        EngineError: a search finds too much.
    """
    if not mentions_search(text):
        return text
    cut = list(tokens(text))
    verbs = _verbs(cut)
    pairs = _pairs(cut)
    if not verbs or pairs is None:
        return text
    if len(verbs) > _MOST_CALLS:
        raise _broken(text, cut[verbs[_MOST_CALLS]], f"a query may search {_MOST_CALLS} times; this is one more")
    edits: list[tuple[int, int, str]] = []
    done: set[int] = set()
    for verb in verbs:
        if verb in done or _in_template(cut, pairs, verb):
            continue
        start, end = _statement(text, cut, pairs, verb)
        done.update(range(start, end))
        edits.append((cut[start].start, cut[end - 1].end, _rewritten(text, cut, pairs, set(verbs), start, end, find)))
    for first, last, new in reversed(edits):
        text = text[:first] + new + text[last:]
    return text


def refuse_search(update: str) -> None:
    """Refuse an update that searches: the index knows the graph as it was before.

    Raises:
        BrokenQuery: it does; with line and column.
    """
    if mentions_search(update):
        cut = list(tokens(update))
        for verb in _verbs(cut):
            raise _broken(update, cut[verb], f"{_property()} is for queries; ask first, then change what was found")


def _verbs(cut: list[Token]) -> list[int]:
    """Where the property stands, by its IRI or by any name that stands for it."""
    prefixes = dict(application().prefixes)
    for word, name, iri in zip(cut, cut[1:], cut[2:], strict=False):
        if word.is_word("PREFIX") and name.kind == "name" and iri.kind == "iri":
            prefixes[name.text[:-1]] = iri.text[1:-1]
    found = []
    for at, token in enumerate(cut):
        prefix, _, local = token.text.partition(":")
        full = token.text[1:-1] if token.kind == "iri" else prefixes.get(prefix, "") + local
        if token.kind in ("iri", "name") and full == application().search:
            found.append(at)
    return found


def _pairs(cut: list[Token]) -> dict[int, int] | None:
    """Brackets that open, with where they close; None when they do not pair."""
    closes = {"{": "}", "(": ")", "[": "]"}
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for at, token in enumerate(cut):
        if token.kind != "sign":
            continue
        if token.text in closes:
            stack.append(at)
        elif token.text in ("}", ")", "]"):
            if not stack or closes[cut[stack[-1]].text] != token.text:
                return None
            pairs[stack.pop()] = at
    return None if stack else pairs


def _around(cut: list[Token], pairs: dict[int, int], at: int) -> int | None:
    """The brace that opens the group around a token."""
    return max((start for start, end in pairs.items() if start < at < end and cut[start].text == "{"), default=None)


def _in_template(cut: list[Token], pairs: dict[int, int], verb: int) -> bool:
    opening = _around(cut, pairs, verb)
    return opening is not None and opening > 0 and cut[opening - 1].is_word("CONSTRUCT")


def _statement(text: str, cut: list[Token], pairs: dict[int, int], verb: int) -> tuple[int, int]:
    """The triples with one subject that a verb belongs to: its first token, and the one after its last."""
    opening = _around(cut, pairs, verb)
    if opening is None or (opening > 1 and cut[opening - 1].is_word("WHERE") and cut[opening - 2].is_word("CONSTRUCT")):
        raise _broken(text, cut[verb], f"{_property()} stands in a WHERE group of its own, such as {{ {_example()} }}")
    at, end = opening + 1, pairs[opening]
    while at < end:
        token = cut[at]
        if token.is_word("GRAPH", "SERVICE"):
            at += 2 + cut[at + 1].is_word("SILENT")
        elif token.is_word(*_KEYWORDS):
            at = _after_element(cut, pairs, at)
        elif token.text == "{":
            at = pairs[at] + 1
        elif token.text == ".":
            at += 1
        else:
            last = _end_of_triples(cut, pairs, at, end)
            if at <= verb < last:
                return at, last
            at = max(last, at + 1)
    raise _broken(text, cut[verb], f"{_property()} cannot stand here; write it as in {_example()}")


def _after_element(cut: list[Token], pairs: dict[int, int], at: int) -> int:
    """Behind FILTER, BIND or VALUES and what belongs to it; behind any other keyword alone."""
    word = cut[at]
    at += 1
    if word.is_word("VALUES"):
        at = pairs.get(at, at) + 1
        return pairs.get(at, at) + 1
    if word.is_word("FILTER", "BIND"):
        while at < len(cut) and cut[at].text not in ("(", "{"):
            at += 1
        return pairs.get(at, at) + 1
    return at


def _end_of_triples(cut: list[Token], pairs: dict[int, int], at: int, end: int) -> int:
    while at < end:
        token = cut[at]
        if token.text in (".", "{") or token.is_word(*_KEYWORDS):
            return at
        if token.kind == "number" and token.text.endswith("."):
            # "10." before a space is a number and the end of the statement.
            return at + 1
        at = pairs.get(at, at) + 1
    return end


def _rewritten(
    text: str, cut: list[Token], pairs: dict[int, int], verbs: set[int], start: int, end: int, find: Find
) -> str:
    """Triples with one subject, the searches among them carried out."""
    after_subject = pairs.get(start, start) + 1
    blocks: list[str] = []
    others: list[str] = []
    for first, last in _parts(cut, pairs, after_subject, end, ";"):
        called = first in verbs and cut[first + 1].text not in _PATH
        if called:
            variables = _variables(text, cut, start, after_subject)
            for begin, stop in _parts(cut, pairs, first + 1, last, ","):
                blocks.append(_values(text, cut, pairs, variables, begin, stop, find))
        else:
            others.append(text[cut[first].start : cut[last - 1].end])
        wrong = next((verb for verb in sorted(verbs) if first + called <= verb < last), None)
        if wrong is not None:
            raise _broken(text, cut[wrong], f"{_property()} cannot be part of a path or brackets; write {_example()}")
    if others and cut[start].text == "(":
        raise _broken(text, cut[start], "say more about the thing in a statement of its own, not behind the brackets")
    subject = text[cut[start].start : cut[after_subject - 1].end]
    return " ".join(blocks) + (f" {subject} {' ; '.join(others)}" if others else "")


def _parts(cut: list[Token], pairs: dict[int, int], at: int, end: int, sign: str) -> Iterator[tuple[int, int]]:
    """The pieces between signs that stand outside brackets, empty ones left out."""
    start = at
    while at < end:
        if cut[at].text == sign:
            if at > start:
                yield start, at
            start = at + 1
        at = pairs.get(at, at) + 1
    if end > start:
        yield start, end


def _variables(text: str, cut: list[Token], start: int, end: int) -> list[str]:
    names = [token for token in cut[start:end] if token.text not in ("(", ")")]
    wrong = next((token for token in names if token.kind != "variable"), None)
    if wrong is not None or not 1 <= len(names) <= 3 or len({token.text[1:] for token in names}) != len(names):
        raise _broken(text, wrong or cut[start], f"one to three different variables stand before it: {_example()}")
    return [f"?{token.text[1:]}" for token in names]


@dataclass(frozen=True, slots=True)
class _Argument:
    """Words or a language: the values it may have, each as written and as a term, and its variable if it has one.

    UNDEF has no term: the search is then not confined to a language.
    """

    variable: str | None
    values: tuple[tuple[str, Literal | None], ...]


def _values(
    text: str, cut: list[Token], pairs: dict[int, int], variables: list[str], start: int, end: int, find: Find
) -> str:
    """One search carried out: its VALUES block."""
    if cut[start].text == "(" and pairs[start] == end - 1:
        start, end = start + 1, end - 1
    arguments: list[_Argument] = []
    limit: int | None = None
    at = start
    while at < end:
        token = cut[at]
        if token.kind == "number" and token.text.isdigit() and arguments and at == end - 1:
            limit = int(token.text)
            at += 1
        elif token.kind in ("string", "variable") and len(arguments) < 2 and limit is None:
            argument, at = _argument(text, cut, at)
            arguments.append(argument)
        else:
            raise _broken(text, token, f"the words, a language and how many stand behind it, as in {_example()}")
    if not arguments:
        raise _broken(text, cut[start - 1], f"the words to look for are missing; write them as in {_example()}")
    given = [argument.variable for argument in arguments if argument.variable]
    if len({*variables, *given}) < len(variables) + len(given):
        raise _broken(text, cut[start], "a variable stands here twice; give each value one of its own")
    rows = []
    for values in product(*(argument.values for argument in arguments)):
        words, within = (values[0][1], values[1][1] if len(values) > 1 else None)
        if words is None:
            raise _broken(text, cut[start], f"{arguments[0].variable} has no value; give it words to look for")
        language = within.value if within else words.language
        known = [written for argument, (written, _) in zip(arguments, values, strict=True) if argument.variable]
        for hit in find(words.value, language or None, limit):
            cells = [f"<{hit.iri}>", f"{hit.score:.{_DECIMALS}f}", str(_snippet(hit))][: len(variables)]
            rows.append(f"({' '.join([*cells, *known])})")
    return f"VALUES ({' '.join([*variables, *given])}) {{ {' '.join(rows)} }}"


def _snippet(hit: Found) -> Literal:
    return Literal(hit.snippet, language=hit.snippet_language) if hit.snippet_language else Literal(hit.snippet)


def _argument(text: str, cut: list[Token], at: int) -> tuple[_Argument, int]:
    """The words or language that start at a token, and where they end."""
    token = cut[at]
    if token.kind == "string":
        written, literal, after = _literal(text, cut, at)
        return _Argument(None, ((written, literal),)), after
    name = token.text[1:]
    values: list[tuple[str, Literal | None]] = []
    for place in range(len(cut) - 3):
        word, variable, opening = cut[place : place + 3]
        if not (word.is_word("VALUES") and variable.text[1:] == name and opening.text == "{"):
            continue
        inside = place + 3
        while cut[inside].kind == "string" or cut[inside].is_word("UNDEF"):
            if cut[inside].kind == "string":
                written, literal, inside = _literal(text, cut, inside)
                values.append((written, literal))
            else:
                values.append(("UNDEF", None))
                inside += 1
    if not values:
        raise _broken(text, token, f'give {token.text} its value as VALUES {token.text} {{ "…" }}, a string')
    return _Argument(f"?{name}", tuple(dict.fromkeys(values))), at + 1


def _literal(text: str, cut: list[Token], at: int) -> tuple[str, Literal, int]:
    """The literal that starts at a string: as written, as a term, and where it ends. A datatype is left aside."""
    value = string_value(cut[at].text)
    after = at + 1
    literal = Literal(value)
    if after < len(cut) and cut[after].kind == "language":
        literal = Literal(value, language=cut[after].text[1:])
        after += 1
    elif after < len(cut) and cut[after].text == "^^":
        after += 2
    return text[cut[at].start : cut[after - 1].end], literal, after


def _broken(text: str, token: Token, reason: str) -> BrokenQuery:
    before = text[: token.start]
    return BrokenQuery(reason, line=before.count("\n") + 1, column=token.start - (before.rfind("\n") + 1) + 1)
