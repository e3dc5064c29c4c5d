"""Near misses: what somebody probably meant to write."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from tcgraph.diagnostics.term_names import alike
from tcgraph.namespaces import application
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.names import STRING
from tcgraph.turtle.leaves import as_written

_SWAP = 0.9
_LOCAL_ALONE = re.compile(r"Did you mean ([^\s:<\"]+)\?")
_LONGEST_CODE = 5
_SHORTEST_WORD = 5
_NUMBERING = re.compile(r"\d+|(?<![^-_])[a-z](?![^-_])")
_PIECES = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+|[\W\d_]+")
"""The words that a name in any style is made of, and what stands between them."""


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


class WordPool:
    """Words to find near ones among, of any number: most are ruled out by their length and letters alone."""

    def __init__(self, words: Iterable[str]) -> None:
        self._alike: defaultdict[tuple[tuple[str, ...], int], list[tuple[str, str, int]]] = defaultdict(list)
        for word in sorted(set(words)):
            folded = word.casefold()
            self._alike[_numbers(folded), len(folded)].append((word, folded, _letters(folded)))

    def near(self, word: str) -> list[tuple[float, str]]:
        """The words that ``word`` may stand for, each with its distance, the nearest first.

        Case does not count, and longer words may differ in more letters. A name with another number in it is that of
        another thing, however near (r4-b2 beside r4-b1). Equals are settled by common beginning, by case, then by the
        alphabet, so that the answer is the same in every run.
        """
        limit = 1 if len(word) <= 5 else 2 if len(word) <= 12 else 3
        folded = word.casefold()
        own, numbers = _letters(folded), _numbers(folded)
        found: list[tuple[float, int, int, str]] = []
        for length in range(len(folded) - limit, len(folded) + limit + 1):
            for other, other_folded, letters in self._alike.get((numbers, length), ()):
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


def _numbers(name: str) -> tuple[str, ...]:
    """What tells numbered things apart: digits, and letters that stand alone, as the c of ``22-3-c``."""
    return tuple(each.lstrip("0") for each in _NUMBERING.findall(name))


def is_slip(wrong: str, right: str) -> bool:
    """Whether a name or text is another one but for a slip of the hand that leaves nothing else to be meant.

    One long word of it is in another case or has two neighbouring letters swapped, one left out or one too many, after
    the first letter and before the last. A letter put for another makes another word too often (adopted, adapted), so
    does one before or after (un-, -s), and of codes and numbers the next one is as good as this.
    """
    parts, others = _PIECES.findall(wrong), _PIECES.findall(right)
    unlike = [(one, other) for one, other in zip(parts, others, strict=False) if one != other]
    if len(parts) != len(others) or not all(len(other) >= _SHORTEST_WORD and other.isalpha() for _, other in unlike):
        return False
    if wrong.casefold() == right.casefold():
        return bool(unlike)
    return len(unlike) == 1 and _is_one_slip(*unlike[0])


def _is_one_slip(wrong: str, right: str) -> bool:
    if wrong.isupper() or right.isupper() or wrong[0] != right[0]:
        return False
    start = _common(wrong, right)
    rest, other = wrong[start:], right[start:]
    if len(rest) == len(other):
        return len(rest) > 1 and rest[:2] == other[1::-1] and rest[2:] == other[2:]
    longer, shorter = max(rest, other, key=len), min(rest, other, key=len)
    return bool(shorter) and longer[1:] == shorter


def local_name(iri: str) -> str:
    """What stands after the last ``#`` or ``/`` of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def namespace(iri: str) -> str:
    """An IRI without its local name."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def told_apart(iris: Iterable[str]) -> dict[str, str]:
    """The shortest ends of IRIs, of two parts or more, by which all of them differ."""
    parts = {iri: [part for part in re.split(r"[#/]", iri) if part] for iri in iris}
    for number in range(2, max(map(len, parts.values()), default=0)):
        ends = {iri: "/".join(each[-number:]) for iri, each in parts.items()}
        if len(set(ends.values())) == len(ends):
            return ends
    return {iri: iri for iri in parts}


class Candidates:
    """Terms that may have been meant where another was written."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._iris: dict[str, str] = {}
        names: defaultdict[str, list[str]] = defaultdict(list)
        self._literals: list[Literal] = []
        for term in terms:
            if isinstance(term, NamedNode):
                local = local_name(term.value)
                self._iris[local] = min(self._iris.get(local, term.value), term.value)
                names[namespace(term.value)].append(local)
            elif isinstance(term, Literal):
                self._literals.append(term)
        self._names = names
        self._texts = WordPool(literal.value for literal in self._literals if _is_text(literal))
        self._pools: dict[str, WordPool] = {}
        self._known: dict[Term, list[str]] = {}

    def only(self, wrong: Term) -> Term | None:
        """The one term that must have been meant; None where none or several may have been.

        It is written the same way or has the same value, or nothing else is near and :func:`is_slip` tells them apart.
        """
        same = self._same(wrong)
        if same:
            return same[0] if len(same) == 1 else None
        near = self._near(wrong)
        if len(near) != 1 or not isinstance(wrong, NamedNode | Literal):
            return None
        if isinstance(wrong, NamedNode):
            return NamedNode(namespace(wrong.value) + near[0]) if is_slip(local_name(wrong.value), near[0]) else None
        terms = [term for term in self._literals if term.value == near[0] and term.language == wrong.language]
        return terms[0] if len(terms) == 1 and _is_text(terms[0]) and is_slip(wrong.value, near[0]) else None

    def is_same(self, wrong: Term, right: Term) -> bool:
        """Whether a term has the text or the value of another one."""
        return right in self._same(wrong)

    def _same(self, wrong: Term) -> list[Literal]:
        """The literals with the same text, in no other language, or the same value."""
        if not isinstance(wrong, Literal):
            return []
        spelt = [term for term in self._literals if term.value == wrong.value and _is_in_language(wrong, term)]
        return list(dict.fromkeys((*spelt, *(term for term in self._literals if alike(term, wrong)))))

    def _near(self, wrong: Term) -> list[str]:
        """The local names, or texts, that are near, the nearest first; worked out once."""
        if wrong not in self._known:
            word, pool = "", self._texts
            if isinstance(wrong, NamedNode):
                word, place = local_name(wrong.value), namespace(wrong.value)
                if place not in self._pools:
                    self._pools[place] = WordPool(self._names.get(place, ()))
                pool = self._pools[place]
            elif isinstance(wrong, Literal) and _is_text(wrong):
                word = wrong.value
            # A code with another letter is that of another thing, too (ZAF beside ZAR, da beside de).
            code = len(word) < _LONGEST_CODE - 1 or (word.isupper() and len(word) <= _LONGEST_CODE)
            self._known[wrong] = [
                other for far, other in pool.near(word) if far < 1 or not (code or _has_other_code(word, other))
            ] if word else []  # fmt: skip
        return self._known[wrong]

    def question(self, wrong: Term | None) -> str | None:
        """The question to ask when something right is near; its local name alone where its prefix is not known."""
        if isinstance(wrong, NamedNode):
            if near := self._near(wrong):
                name = as_written(NamedNode(namespace(wrong.value) + near[0]), application().prefixes)
                return f"Did you mean {near[0] if name.startswith('<') else name}?"
            local = local_name(wrong.value)
            # A number alone names nothing: others end in it, too.
            known = self._iris.get(local) if any(map(str.isalpha, local)) else None
            return f"Did you mean <{known}>?" if known else None
        if isinstance(wrong, Literal):
            if same := self._same(wrong):
                return f"Did you mean {' or '.join(as_written(term, application().prefixes) for term in same)}?"
            if near := self._near(wrong):
                return f"Did you mean {Literal(near[0])}?"
        return None


def prefixed(question: str | None, wrong: Term | None, write: Callable[[Term], str]) -> str | None:
    """A question that has a local name alone, with the name as a file writes it, which can be taken over.

    Args:
        question: what :meth:`Candidates.question` asks, alone or with more behind it.
        wrong: of what.
        write: writes a name with the prefixes of the file.
    """
    local = _LOCAL_ALONE.match(question or "")
    if question is None or local is None or not isinstance(wrong, NamedNode):
        return question
    name = write(NamedNode(namespace(wrong.value) + local[1]))
    return question if name.startswith("<") else question.replace(local[1], name, 1)


def _has_other_code(one: str, other: str) -> bool:
    """Whether two names differ in a code that is a part of them, as government-of-dnk and government-of-bra do."""
    pairs = zip(re.split("[-_]", one), re.split("[-_]", other), strict=False)
    return any(a != b and len(a) == len(b) < _LONGEST_CODE - 1 and sorted(a) != sorted(b) for a, b in pairs)


def _is_text(literal: Literal) -> bool:
    return bool(literal.language) or literal.datatype == STRING


def _is_in_language(wrong: Literal, term: Literal) -> bool:
    """Whether nothing is lost or made up of a language: a text without one may get it, none gets another."""
    return not wrong.language or wrong.language.lower() == (term.language or "").lower()


def did_you_mean(wrong: Term | None, candidates: Iterable[Term]) -> str | None:
    """The question to ask about a single term; for many, ask one :class:`Candidates`."""
    return Candidates(candidates).question(wrong)
