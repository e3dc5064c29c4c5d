"""N-Triples, Turtle and TriG (RDF 1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from tcgraph import terms
from tcgraph.export.syntaxes.lines import Parts

_TYPE = f"<{terms.RDF_TYPE.value}>"
_INTEGER = f"<{terms.PREFIXES['xsd']}integer>"
_BOOLEAN = f"<{terms.PREFIXES['xsd']}boolean>"
_NUMBER = re.compile(r"[+-]?[0-9]+")
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_REMEMBERED = 100_000


def n_triples(quads: Iterable[Parts]) -> Iterator[str]:
    """Canonical N-Triples."""
    for subject, predicate, value, _ in quads:
        yield f"{subject} {predicate} {value} .\n"


class PrefixedNames:
    """Prefixed names for IRIs.

    Args:
        prefixes: what may be used.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def term(self, term: str) -> str:
        """A term as Turtle writes it at its shortest."""
        known = self._known.get(term)
        if known is None:
            known = self._term(term)
            if len(self._known) < _REMEMBERED:
                self._known[term] = known
        return known

    def verb(self, predicate: str) -> str:
        """A property, in the place of a verb."""
        return "a" if predicate == _TYPE else self.term(predicate)

    def _term(self, term: str) -> str:
        if term[0] == "<":
            cut = max(term.rfind("#"), term.rfind("/")) + 1
            prefix = self._prefixes.get(term[1:cut])
            local = term[cut:-1]
            if prefix is None or not _LOCAL.fullmatch(local):
                return term
            self.used.add(prefix)
            return f"{prefix}:{local}"
        if term[0] == '"' and term[-1] == ">":
            body, _, datatype = term.rpartition('"^^')
            if datatype == _INTEGER and _NUMBER.fullmatch(body, 1):
                return body[1:]
            if datatype == _BOOLEAN and body in ('"true', '"false'):
                return body[1:]
            return f'{body}"^^{self._term(datatype)}'
        return term


def turtle(quads: Iterable[Parts], names: PrefixedNames) -> Iterator[str]:
    """Turtle's statements, without the prefixes: what is said of a thing stands together."""
    term = names.term
    last_subject = last_predicate = ""
    for subject, predicate, value, _ in quads:
        if subject != last_subject:
            yield f"{' .' if last_subject else ''}\n\n{term(subject)} {names.verb(predicate)} {term(value)}"
        elif predicate != last_predicate:
            yield f" ;\n    {names.verb(predicate)} {term(value)}"
        else:
            yield f", {term(value)}"
        last_subject, last_predicate = subject, predicate
    yield " .\n" if last_subject else ""


def trig(quads: Iterable[Parts], names: PrefixedNames) -> Iterator[str]:
    """TriG's graphs, without the prefixes."""
    term = names.term
    last: Parts = ("", "", "", "")
    begun = False
    for quad in quads:
        subject, predicate, value, graph = quad
        if not begun or graph != last[3]:
            yield " .\n}\n" if begun else ""
            yield f"\n{term(graph)} {{" if graph else "\n{"
            last, begun = ("", "", "", graph), True
        if subject != last[0]:
            yield f"{' .' if last[0] else ''}\n{term(subject)} {names.verb(predicate)} {term(value)}"
        elif predicate != last[1]:
            yield f" ;\n    {names.verb(predicate)} {term(value)}"
        else:
            yield f", {term(value)}"
        last = quad
    yield " .\n}\n" if begun else ""


def declarations(prefixes: Mapping[str, str]) -> str:
    """Prefix declarations, sorted."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))
