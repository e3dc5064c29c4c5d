"""What became of things in a change: renamed, taken in by another, overwritten, gone, or told by another word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import Literal, NamedNode, Term, Triple

REPLACED = "replaced"
"""What statements have in common in which one value, or its word in a text, was replaced by one other everywhere."""
_EVERYWHERE = 3
"""From so many on, one replacement is likelier than as many slips."""
_FEWEST = 2
"""Statements that a thing has in common with another at least, where it took that one in."""
_MOST = 3
"""From so many properties of a thing on that say something else, one slip is likelier than one in each."""


def replaced(
    before: Mapping[Term, Collection[Triple]], after: Mapping[Term, Collection[Triple]]
) -> Iterator[list[Hashable]]:
    """What has one cause with the statements after it: one replacement everywhere, an exchange of two, a move.

    Args:
        before: the facts that hold no longer, by subject.
        after: those that did not hold, by subject.
    """
    groups: defaultdict[tuple[str, str], list[tuple[Term, NamedNode]]] = defaultdict(list)
    exchanged: dict[tuple[NamedNode, Term, Term], Term] = {}
    lost: defaultdict[tuple[NamedNode, Term], list[Term]] = defaultdict(list)
    came: defaultdict[tuple[NamedNode, Term], list[Term]] = defaultdict(list)
    for thing in sorted({*before, *after}, key=str):
        was, now = _single(before.get(thing, ())), _single(after.get(thing, ()))
        for one, other, moved in ((was, now, lost), (now, was, came)):
            for key in one.keys() - other.keys() if (RDF_TYPE, None) not in one else ():
                moved[key[0], one[key]].append(thing)
        for key in was.keys() & now.keys():
            if (pair := _other_word(was[key], now[key])) is not None:
                groups[pair].append((thing, key[0]))
            exchanged[key[0], was[key], now[key]] = thing
    for pair, statements in groups.items():
        if len(set(statements)) >= _EVERYWHERE and len({thing for thing, _ in statements}) > 1:
            yield [(REPLACED, *pair), *statements]
    for (predicate, old, new), thing in exchanged.items():
        back = exchanged.get((predicate, new, old))
        if back is not None and str(thing) < str(back):
            yield [(back, predicate), (thing, predicate)]
    for (predicate, value), things in lost.items():
        others = came.get((predicate, value), [])
        if isinstance(value, Literal) and len(things) == len(others) == 1:
            yield [(things[0], predicate), (others[0], predicate)]


def _single(facts: Iterable[Triple]) -> dict[tuple[NamedNode, str | None], Term]:
    """The values of properties of which a thing has one, in a language."""
    found: dict[tuple[NamedNode, str | None], Term] = {}
    several: set[tuple[NamedNode, str | None]] = set()
    for fact in facts:
        key = (fact.predicate, getattr(fact.object, "language", None))
        if key in found:
            several.add(key)
        found[key] = fact.object
    return {key: value for key, value in found.items() if key not in several}


def _other_word(old: Term, new: Term) -> tuple[str, str] | None:
    """Which word, number or date was put in the place of which, where that is all that differs in a literal."""
    if not isinstance(old, Literal) or not isinstance(new, Literal) or "true" in (old.value, new.value):
        return None
    words = zip(re.findall(r"[\w-]+|[^\w-]+", old.value), re.findall(r"[\w-]+|[^\w-]+", new.value), strict=False)
    pairs = {(one, other) for one, other in words if one != other}
    if len(pairs) != 1:
        return None
    one, other = pairs.pop()
    return (
        (one, other)
        if re.sub(rf"(?<![\w-]){re.escape(one)}(?![\w-])", lambda _: other, old.value) == new.value
        else None
    )


def renamed(before: Mapping[Term, Collection[Triple]], after: Mapping[Term, Collection[Triple]]) -> dict[Term, Term]:
    """What a thing that is gone is called now, where most of what was said of it is said of one that is new.

    Args:
        before: the facts that hold no longer, by subject.
        after: those that did not hold, by subject.
    """
    having = _having({new: after[new] for new in only_in(after, before)})
    found: dict[Term, Term] = {}
    for old in only_in(before, after):
        said = {(fact.predicate, fact.object) for fact in before[old]}
        shared = Counter(new for pair in said for new in having.get(pair, ()))
        most = next((new for new, count in shared.most_common(1) if 2 * count > len(said)), None)
        if most is not None:
            found[old] = most
    return found


def taken_in(before: Mapping[Term, Collection[Triple]], after: Mapping[Term, Collection[Triple]]) -> dict[Term, Term]:
    """What a thing took in that is gone, where most of what was said of that one is now said of it, too.

    Args:
        before: the facts that hold no longer, by subject.
        after: those that did not hold, by subject.
    """
    new = set(only_in(after, before))
    having = _having({thing: facts for thing, facts in after.items() if thing not in new})
    found: dict[Term, Term] = {}
    for old in only_in(before, after):
        said = {(fact.predicate, fact.object) for fact in before[old] if fact.predicate != RDF_TYPE}
        shared = Counter(thing for pair in said for thing in having.get(pair, ()))
        # What both had is not among what came, but the texts of one are no other's.
        texts = {pair for pair in said if is_told(pair[1])}
        told = Counter(thing for pair in texts for thing in having.get(pair, ()))
        most = (one for one in shared if 2 * shared[one] >= len(said) or (texts and told[one] == len(texts)))
        found |= dict.fromkeys((each for each in most if shared[each] >= _FEWEST), old)
    return found


def overwritten(before: Mapping[Term, Collection[Triple]], after: Mapping[Term, Collection[Triple]]) -> dict[Term, int]:
    """Things of which so much is said otherwise that one slip is likelier; how many of their properties changed.

    Args:
        before: the facts that hold no longer, by subject.
        after: those that did not hold, by subject.
    """
    return {
        thing: len({fact.predicate for fact in (*before[thing], *after[thing])})
        for thing in before.keys() & after.keys()
        if len({fact.predicate for fact in after[thing]}) >= _MOST and not _typed((*before[thing], *after[thing]))
    }


def _having(facts: Mapping[Term, Iterable[Triple]]) -> dict[tuple[NamedNode, Term], list[Term]]:
    """Which things have a value by a property."""
    found: defaultdict[tuple[NamedNode, Term], list[Term]] = defaultdict(list)
    for thing, its in facts.items():
        for pair in {(fact.predicate, fact.object) for fact in its}:
            found[pair].append(thing)
    return found


def is_told(value: Term) -> bool:
    """Whether a value is a text in a language, of some words: no two things are told in the same."""
    return isinstance(value, Literal) and bool(value.language) and " " in value.value


def gone(before: Mapping[Term, Collection[Triple]], after: Mapping[Term, Collection[Triple]]) -> set[Term]:
    """The things that are no longer there, under another name or in another thing neither."""
    return set(only_in(before, after)) - renamed(before, after).keys() - set(taken_in(before, after).values())


def only_in(one: Mapping[Term, Collection[Triple]], other: Mapping[Term, Collection[Triple]]) -> list[Term]:
    """The things that have a class by some facts and none by others."""
    return [each for each, facts in one.items() if _typed(facts) and not _typed(other.get(each, ()))]


def by_subject(facts: Iterable[Triple]) -> dict[Term, list[Triple]]:
    """Facts by what they are said of."""
    found: defaultdict[Term, list[Triple]] = defaultdict(list)
    for fact in facts:
        found[fact.subject].append(fact)
    return found


def last_word(value: Term) -> str:
    """The last part of the name of a thing, which texts say for it."""
    return re.split("[/#]", value.value)[-1] if isinstance(value, NamedNode) else ""


def _typed(facts: Iterable[Triple]) -> bool:
    return any(fact.predicate == RDF_TYPE for fact in facts)
