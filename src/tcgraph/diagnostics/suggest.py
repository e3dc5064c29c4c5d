"""Near misses: what somebody probably meant to write."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from tcgraph.rdf import Literal, NamedNode, Term

_SWAP = 0.9
_LONGEST_CODE = 5
_NUMBERING = re.compile(r"\d|(?<![^-_])[a-z](?![^-_])")


def distance(first: str, second: str, limit: float = 3.0) -> float:
    """How many letters have to be put in, taken out or changed; two swapped neighbours count a little less than one.

    Args:
        first: a word.
        second: another one.
        limit: beyond this the exact number does not matter.

    Returns:
        The restricted Damerau-Levenshtein distance, or something above ``limit``.
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[float] = []
    above = [float(column) for column in range(len(second) + 1)]
    for row, letter in enumerate(first, 1):
        current = [float(row)]
        for column, other in enumerate(second, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other != letter:
                cost = min(cost, before[column - 2] + _SWAP)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return above[-1]


class Pool:
    """Words to find near ones among, of any number: most are ruled out by their length and letters alone.

    Args:
        words: the words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: defaultdict[int, list[tuple[str, str, int]]] = defaultdict(list)
        for word in sorted(set(words)):
            folded = word.casefold()
            self._by_length[len(folded)].append((word, folded, _letters(folded)))

    def near(self, word: str) -> list[tuple[float, str]]:
        """The words that ``word`` may stand for, each with its distance, the nearest first.

        Case does not count, and longer words may differ in more letters. Equals are settled by common beginning, by
        case, then by the alphabet, so that the answer is the same in every run.
        """
        limit = 1 if len(word) <= 5 else 2 if len(word) <= 12 else 3
        folded = word.casefold()
        own = _letters(folded)
        found: list[tuple[float, int, int, str]] = []
        for length in range(len(folded) - limit, len(folded) + limit + 1):
            for other, other_folded, letters in self._by_length.get(length, ()):
                # Each change takes away one letter at most and brings one.
                if (own & ~letters).bit_count() > limit or (letters & ~own).bit_count() > limit or other == word:
                    continue
                far = distance(folded, other_folded, limit)
                if far <= limit:
                    found.append((far, -_common(folded, other_folded), -_common(word, other), other))
        return [(far, other) for far, *_, other in sorted(found)]

    def nearest(self, word: str) -> str | None:
        """The word that ``word`` most likely stands for, or None where none is near."""
        return next((other for _, other in self.near(word)), None)


def _letters(word: str) -> int:
    """Which letters are in a word, as bits; several may share one."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 63)
    return found


def _common(first: str, second: str) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length


def _numbers(name: str) -> str:
    """What tells numbered things apart: digits, and letters that stand alone, as the c of ``22-3-c``."""
    return "".join(_NUMBERING.findall(name.casefold()))


def local_name(iri: str) -> str:
    """What stands after the last ``#`` or ``/`` of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def namespace(iri: str) -> str:
    """An IRI without its local name."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


class Candidates:
    """Terms that may have been meant where another was written.

    Args:
        terms: IRIs and literals.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._iris: dict[str, str] = {}
        names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._literals: list[Literal] = []
        for term in terms:
            if isinstance(term, NamedNode):
                local = local_name(term.value)
                self._iris[local] = min(self._iris.get(local, term.value), term.value)
                names[namespace(term.value), _numbers(local)].append(local)
            elif isinstance(term, Literal):
                self._literals.append(term)
        self._names = names
        self._texts = Pool(literal.value for literal in self._literals)
        self._pools: dict[tuple[str, str], Pool] = {}
        self._known: dict[Term, list[str]] = {}

    def only(self, wrong: Term) -> Term | None:
        """The one term that is near, of the same kind; None where none or several are."""
        near = self._near(wrong)
        if isinstance(wrong, NamedNode):
            return NamedNode(namespace(wrong.value) + near[0]) if len(near) == 1 else None
        terms = [term for term in self._literals if term.value in near]
        return terms[0] if len(terms) == 1 else None

    def _near(self, wrong: Term) -> list[str]:
        """The local names, or texts, that are near, the nearest first; worked out once."""
        if wrong not in self._known:
            pool, word = self._texts, wrong.value if isinstance(wrong, NamedNode | Literal) else ""
            if isinstance(wrong, NamedNode):
                word = local_name(wrong.value)
                # A name with another number in it is that of another thing, however near (r4-b2 beside r4-b1).
                place = (namespace(wrong.value), _numbers(word))
                if place not in self._pools:
                    self._pools[place] = Pool(self._names.get(place, ()))
                pool = self._pools[place]
            # So is a code of capitals with another letter (ZAF beside ZAR).
            thing = isinstance(wrong, NamedNode)
            code = thing and word.isupper() and len(word) <= _LONGEST_CODE
            self._known[wrong] = [other for far, other in pool.near(word) if far < 1 or not code]
        return self._known[wrong]

    def question(self, wrong: Term | None) -> str | None:
        """The question to ask when something right is near; the local name alone where only that differs."""
        if isinstance(wrong, NamedNode):
            if near := self._near(wrong):
                return f"Did you mean {near[0]}?"
            local = local_name(wrong.value)
            return f"Did you mean <{self._iris[local]}>?" if local in self._iris else None
        if isinstance(wrong, Literal) and (near := self._near(wrong)):
            return f'Did you mean "{near[0]}"?'
        return None


def did_you_mean(wrong: Term | None, candidates: Iterable[Term]) -> str | None:
    """The question to ask about a single term; for many, ask one :class:`Candidates`."""
    return Candidates(candidates).question(wrong)
