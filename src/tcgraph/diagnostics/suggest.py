"""Near misses: what somebody probably meant to write."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.rdf import Literal, NamedNode, Term

_SWAP = 0.9


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


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that ``word`` most likely stands for, or None where none is near.

    Case does not count, and longer words may differ in more letters. Equals are settled by common beginning, then
    by the alphabet, so that the answer is the same in every run.
    """
    limit = 1.0 if len(word) <= 5 else 2.0 if len(word) <= 12 else 3.0
    folded = word.casefold()
    scored = [
        (far, -_common(folded, candidate.casefold()), candidate)
        for candidate in set(candidates)
        if candidate != word and (far := distance(folded, candidate.casefold(), limit)) <= limit
    ]
    return min(scored)[2] if scored else None


def _common(first: str, second: str) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length


def local_name(iri: str) -> str:
    """What stands after the last ``#`` or ``/`` of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def namespace(iri: str) -> str:
    """An IRI without its local name."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def did_you_mean(wrong: Term | None, candidates: list[Term]) -> str | None:
    """The question to ask when something right is near; the local name alone where only that differs."""
    if isinstance(wrong, NamedNode):
        named = [term.value for term in candidates if isinstance(term, NamedNode)]
        near = [iri for iri in named if namespace(iri) == namespace(wrong.value)]
        found = nearest(local_name(wrong.value), (local_name(iri) for iri in near))
        if found is None:
            found = next((local_name(iri) for iri in sorted(named) if local_name(iri) == local_name(wrong.value)), None)
            if found is not None:
                return f"Did you mean {next(f'<{iri}>' for iri in sorted(named) if local_name(iri) == found)}?"
        return f"Did you mean {found}?" if found else None
    if isinstance(wrong, Literal):
        found = nearest(wrong.value, (term.value for term in candidates if isinstance(term, Literal)))
        return f'Did you mean "{found}"?' if found else None
    return None
