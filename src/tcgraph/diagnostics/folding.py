"""One message for one slip where several rules tell of it: what comes of it is told beneath it, and nothing is lost."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Related
from tcgraph.diagnostics.locate import innermost
from tcgraph.diagnostics.names_in_use import UNDEFINED_TERM, UNKNOWN_THING
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl.names import BY_QUERY, sh
from tcgraph.shacl.transition import BLANK
from tcgraph.shacl.two_version_checks import CHANGE
from tcgraph.shacl.validation_report import Finding

_CLASS = sh("ClassConstraintComponent")
_ONE_EACH = sh("UniqueLangConstraintComponent")
_FEWEST = 2
"""Statements that a thing has in common with another at least, where it took that one in."""
_Key: TypeAlias = Hashable


def by_thing(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics of which those are made one that the facts show to be of one slip."""
    kept = list(found)
    for same in (_led_to_one_stranger, _one_property, _told_of_its_value, _lacked_by_one_unnamed):
        for those in _groups(kept, same):
            kept = told_under(kept, those)
    return kept


def by_change(
    found: Iterable[Diagnostic], removed: Collection[Triple], added: Collection[Triple], *, whole: bool = True
) -> list[Diagnostic]:
    """Diagnostics of which those are made one that come of the change of one statement, or of the loss of one thing.

    Args:
        found: what is wrong now and what the change did to what held before.
        removed: the facts that hold no longer.
        added: those that did not hold.
        whole: whether nothing else changed, so that of one changed statement comes all that is told.
    """
    change = _Change(removed, added, whole=whole)
    by_slip: defaultdict[_Key, list[Diagnostic]] = defaultdict(list)
    kept = list(found)
    for each in kept:
        if each.finding is not None and (slip := change.slip(each.finding)) is not None:
            by_slip[slip].append(each)
    for slip, those in by_slip.items():
        main, *rest = sorted(those, key=change.preference)
        # What became of a thing is not told beneath what only comes of it.
        if rest and not (isinstance(slip, tuple) and slip[1] == RDF_TYPE and not _is_about(main, slip[0])):
            kept = told_under(kept, [main, *rest])
    return kept


def _is_about(diagnostic: Diagnostic, thing: Term) -> bool:
    finding = diagnostic.finding
    return finding is not None and thing in (finding.focus, finding.value)


def told_under(kept: Iterable[Diagnostic], those: Iterable[Diagnostic]) -> list[Diagnostic]:
    """All diagnostics, of which some are told beneath the first of them, but for graver ones.

    Args:
        kept: all of them.
        those: the first, and what comes of it.
    """
    main, *rest = those
    rest = [each for each in rest if each.level.rank >= main.level.rank]
    folded = set(map(id, (main, *rest)))
    beneath = [
        Related(each.location, f"with it, {each.message[:1].lower() if _is_sentence(each) else each.message[:1]}"
                f"{each.message[1:].rstrip('.')}")
        for each in rest if each.location is not None and each.level is not Level.INFO
    ]  # fmt: skip
    return [*(each for each in kept if id(each) not in folded), replace(main, related=(*main.related, *beneath))]


def _is_sentence(diagnostic: Diagnostic) -> bool:
    """Whether a message begins with a word of its own, and not with a name."""
    return diagnostic.message[1:2].islower() and ":" not in diagnostic.message.partition(" ")[0]


# -- what the facts show


def _groups(found: Iterable[Diagnostic], same: Callable[[Finding], Iterable[_Key]]) -> Iterator[list[Diagnostic]]:
    groups: defaultdict[_Key, list[Diagnostic]] = defaultdict(list)
    for each in found:
        if each.level is Level.ERROR and each.finding is not None:
            for key in same(each.finding):
                groups[key].append(each)
    yield from (those for those in groups.values() if len(those) > 1)


def _led_to_one_stranger(finding: Finding) -> Iterator[_Key]:
    """What is told of each of many that lead to a thing which is not of the class: that thing is the cause."""
    if finding.component == _CLASS and isinstance(finding.value, NamedNode):
        yield (finding.shape, finding.value)


def _one_property(finding: Finding) -> Iterator[_Key]:
    """That a property lacks one value and has another too often."""
    if finding.value is None and finding.predicate is not None:
        yield (finding.focus, finding.predicate)


def _told_of_its_value(finding: Finding) -> Iterator[_Key]:
    """That a thing is not as it should be, because of a value, and what is wrong with that value."""
    values = {finding.value, *(detail.value for detail in innermost(finding))}
    yield from ((finding.focus, value) for value in values if isinstance(value, NamedNode) and value != finding.focus)


def _lacked_by_one_unnamed(finding: Finding) -> Iterator[_Key]:
    """What a thing in brackets lacks: it was to be led to by its name, or is cut off."""
    if isinstance(finding.focus, BlankNode) and finding.value is None:
        yield finding.focus


# -- what a change shows


class _Change:
    """Which statement, or which thing, of a change a finding comes of."""

    def __init__(self, removed: Collection[Triple], added: Collection[Triple], *, whole: bool) -> None:
        self._removed = set(removed)
        self._added = set(added)
        self._before, self._after = before, after = by_subject(removed), by_subject(added)
        self._properties = {
            each: {fact.predicate for fact in (*before.get(each, ()), *after.get(each, ()))}
            for each in {*before, *after}
        }
        self._came = {each: {fact.predicate for fact in facts} for each, facts in after.items()}
        self._gone, self._new = set(_only_in(before, after)), set(_only_in(after, before))
        self._names = {new: old for old, new in renamed(before, after).items()}
        self._taken_in = taken_in(before, after)
        self._one: dict[_Key, _Key] = {}
        for each, other in self._moved():
            if (one := self._first(each)) != (root := self._first(other)):
                self._one[one] = root
        self._only = self._one_slip() if whole else None
        self._touching: defaultdict[Term, set[tuple[Term, NamedNode]]] = defaultdict(set)
        for fact in (*removed, *added):
            for end in (fact.subject, fact.object):
                if not isinstance(end, Literal):
                    self._touching[end].add((fact.subject, fact.predicate))

    def _moved(self) -> Iterator[tuple[_Key, _Key]]:
        """Which statements, or things that are gone, are of one slip with which others."""
        said = {(new.subject, new.predicate) for new in self._added}
        for old in self._removed:
            if isinstance(old.object, NamedNode | BlankNode) and old.object in self._gone:
                if old.subject in self._gone:
                    yield old.object, self._names.get(old.subject, old.subject)
                elif (old.subject, old.predicate) not in said:
                    yield (old.subject, old.predicate), old.object
        for thing, properties in self._properties.items():
            came = self._came.get(thing, set())
            # Where the line is lost that begins a thing, all that is said of it is said of the one before.
            if (lost := self._taken_in.get(thing)) is not None:
                yield from (((thing, one), self._names.get(lost, lost)) for one in came)
            # What one statement says otherwise leaves what stood beside the old one alone without its ground.
            elif len(came) == 1 and thing not in self._gone and thing not in self._new:
                yield from (((thing, lost), (thing, *came)) for lost in properties - came)
            yield from self._said_in_words(thing)
        yield from self._turned()

    def _said_in_words(self, thing: Term) -> Iterator[tuple[_Key, _Key]]:
        """For texts of a thing in which only the word changed for a value that it has another of."""
        was, now = (
            {(fact.predicate, getattr(fact.object, "language", None)): fact for fact in facts.get(thing, ())}
            for facts in (self._before, self._after)
        )
        pairs = [(was[key], now[key]) for key in was.keys() & now.keys()]
        words = [(old.predicate, _word(old.object), _word(new.object)) for old, new in pairs]
        for old, new in pairs:
            if isinstance(old.object, Literal) and isinstance(new.object, Literal):
                for predicate, before, after in words:
                    if before and old.object.value.replace(before, after) == new.object.value:
                        yield (thing, old.predicate), (thing, predicate)

    def _turned(self) -> Iterator[tuple[_Key, _Key]]:
        """For a property of a thing whose value is now said by another property, of another thing, or the other way."""
        lost = [old for old in self._removed if old.predicate != RDF_TYPE and old.subject not in self._gone]
        came = [new for new in self._added if new.subject not in self._new]
        for old in lost:
            if isinstance(old.object, NamedNode | BlankNode):
                new = Triple(old.object, old.predicate, old.subject)
                if new in self._added and new.subject not in self._new:
                    yield (new.subject, new.predicate), (old.subject, old.predicate)
        for alike in (_said_of_one, _said_of_several):
            were, are = _grouped(lost, alike), _grouped(came, alike)
            for key in were.keys() & are.keys():
                # Each is of one slip with each: one of either side ties all together.
                first, now = were[key][0], are[key][0]
                yield from (((new.subject, new.predicate), (first.subject, first.predicate)) for new in are[key])
                yield from (((old.subject, old.predicate), (now.subject, now.predicate)) for old in were[key])

    def _statement(self, subject: Term, predicate: NamedNode) -> _Key:
        return self._first((subject, predicate))

    def _first(self, key: _Key) -> _Key:
        """What a slip is told by, which may be another's."""
        while key in self._one:
            key = self._one[key]
        return key

    def _one_slip(self) -> _Key | None:
        """The one statement or thing that the whole change is about; None where it is about several."""
        slips: set[_Key] = {each for each in self._properties if each in self._gone or each in self._new}
        # A thing in brackets is a part of what leads to it.
        named = (each for each in slips if isinstance(each, NamedNode) and not each.value.startswith(BLANK))
        slips = {self._first(self._names.get(each, each)) for each in named}
        for each, properties in self._properties.items():
            if each not in self._gone and each not in self._new:
                slips |= {self._statement(each, one) for one in properties}
        return slips.pop() if len(slips) == 1 else None

    def slip(self, finding: Finding) -> _Key | None:
        """What of the change a finding comes of; None where that is not clear."""
        focus = self._names.get(finding.focus, finding.focus)
        value = finding.value and self._names.get(finding.value, finding.value)
        for each in (focus, value):
            if each in self._gone:
                return self._first(each)
        for each in (focus, value):
            if each is not None and each not in self._new and RDF_TYPE in self._properties.get(each, ()):
                return (each, RDF_TYPE)
        if finding.predicate is not None and finding.predicate in self._properties.get(focus, ()):
            return self._statement(focus, finding.predicate)
        statements = {pair for each in (focus, value) if each is not None for pair in self._touching.get(each, ())}
        subjects = {subject for subject, _ in statements}
        gone = subjects & self._gone
        if len(subjects) == 1 and gone:
            return self._first(gone.pop())
        # What was led to by a thing that is of another class now, as one that was withdrawn, is left alone by that.
        if (
            len(subjects) == 1
            and RDF_TYPE in self._properties.get(one := next(iter(subjects)), ())
            and one not in self._new
        ):
            return (one, RDF_TYPE)
        slips = {self._statement(*pair) for pair in statements}
        return next(iter(slips)) if len(slips) == 1 else self._only

    def preference(self, diagnostic: Diagnostic) -> tuple[int, ...]:
        """The gravest first; of these what is wrong with the new value itself, then what became of the old one."""
        finding = diagnostic.finding
        assert finding is not None
        rank = diagnostic.level.rank
        if finding.component in (UNDEFINED_TERM, UNKNOWN_THING, _ONE_EACH):
            return (rank, 0)
        if finding.component.value.startswith(CHANGE):
            return (rank, 2, finding.predicate not in self._came.get(finding.focus, ()))
        if isinstance(finding.focus, BlankNode):
            return (rank, 1)
        # A path with two names has no one predicate.
        here = [each for each in self._after.get(finding.focus, ()) if each.object == finding.value]
        if any(finding.predicate in (None, each.predicate) for each in here):
            return (rank, 1)
        if finding.value in self._gone:
            return (rank, 1)
        # A plain constraint says what is wrong with the value, a query what comes of it.
        return (rank, 3 if finding.focus in self._properties else 4, finding.component == BY_QUERY)


def _said_of_one(fact: Triple) -> _Key:
    """What one thing has, by whichever property."""
    return fact.subject, fact.object


def _said_of_several(fact: Triple) -> _Key:
    """What things have by one property; that two have one number or word says nothing."""
    said = not isinstance(fact.object, Literal) or is_told(fact.object)
    return (fact.predicate, fact.object) if said else None


def _grouped(facts: Iterable[Triple], alike: Callable[[Triple], _Key]) -> dict[_Key, list[Triple]]:
    groups: defaultdict[_Key, list[Triple]] = defaultdict(list)
    for fact in facts:
        if (key := alike(fact)) is not None:
            groups[key].append(fact)
    return groups


def renamed(before: Mapping[Term, Collection[Triple]], after: Mapping[Term, Collection[Triple]]) -> dict[Term, Term]:
    """What a thing that is gone is called now, where most of what was said of it is said of one that is new.

    Args:
        before: the facts that hold no longer, by subject.
        after: those that did not hold, by subject.
    """
    having = _having({new: after[new] for new in _only_in(after, before)})
    found: dict[Term, Term] = {}
    for old in _only_in(before, after):
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
    new = set(_only_in(after, before))
    having = _having({thing: facts for thing, facts in after.items() if thing not in new})
    found: dict[Term, Term] = {}
    for old in _only_in(before, after):
        said = {(fact.predicate, fact.object) for fact in before[old] if fact.predicate != RDF_TYPE}
        shared = Counter(thing for pair in said for thing in having.get(pair, ()))
        # What both had is not among what came, but the texts of one are no other's.
        texts = {pair for pair in said if is_told(pair[1])}
        told = Counter(thing for pair in texts for thing in having.get(pair, ()))
        most = (one for one in shared if 2 * shared[one] >= len(said) or (texts and told[one] == len(texts)))
        found |= dict.fromkeys((each for each in most if shared[each] >= _FEWEST), old)
    return found


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
    return set(_only_in(before, after)) - renamed(before, after).keys() - set(taken_in(before, after).values())


def _only_in(one: Mapping[Term, Collection[Triple]], other: Mapping[Term, Collection[Triple]]) -> list[Term]:
    """The things that have a class by some facts and none by others."""
    return [each for each, facts in one.items() if _typed(facts) and not _typed(other.get(each, ()))]


def by_subject(facts: Iterable[Triple]) -> dict[Term, list[Triple]]:
    """Facts by what they are said of."""
    found: defaultdict[Term, list[Triple]] = defaultdict(list)
    for fact in facts:
        found[fact.subject].append(fact)
    return found


def _word(value: Term) -> str:
    """The last part of the name of a thing, which texts say for it."""
    return re.split("[/#]", value.value)[-1] if isinstance(value, NamedNode) else ""


def _typed(facts: Iterable[Triple]) -> bool:
    return any(fact.predicate == RDF_TYPE for fact in facts)
