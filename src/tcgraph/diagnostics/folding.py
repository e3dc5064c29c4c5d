"""One message for one slip where several rules tell of it: what comes of it is told beneath it, and nothing is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from tcgraph.diagnostics.causes import MISREAD, Causes, properties
from tcgraph.diagnostics.changed_things import (
    REPLACED,
    by_subject,
    is_told,
    last_word,
    only_in,
    overwritten,
    renamed,
    replaced,
    taken_in,
)
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location, Related
from tcgraph.diagnostics.names_in_use import UNDEFINED_TERM, UNKNOWN_THING
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl.names import sh
from tcgraph.shacl.transition import BLANK, CHANGE
from tcgraph.shacl.validation_report import Finding

_ONE_EACH = sh("UniqueLangConstraintComponent")
_Key: TypeAlias = Hashable


def by_change(
    found: Iterable[Diagnostic],
    removed: Collection[Triple],
    added: Collection[Triple],
    *,
    whole: bool = True,
    linked: Callable[[Term], Collection[Term]] = lambda _: (),
) -> list[Diagnostic]:
    """Diagnostics of which those are made one that come of the change of one statement, or of the loss of one thing.

    Args:
        found: what is wrong now and what the change did to what held before.
        removed: the facts that hold no longer.
        added: those that did not hold.
        whole: whether nothing else changed, so that of one changed statement comes all that is told.
        linked: what a thing leads to: else, of the one changed statement comes what is told of things around it.
    """
    change = _Change(removed, added, None if whole else linked)
    return folded(found, Causes(slip=change.slip, rank=change.rank, new=change.new))


def linked_from(engine: Engine, node: Term) -> list[Term]:
    """The things that a thing leads to."""
    query = f"SELECT DISTINCT ?other ?node {{ ?node ?path ?other FILTER(isIRI(?other) && ?path != {RDF_TYPE}) }}"
    return [other for other, _ in engine.select(query, bindings={"node": node}) if other is not None]


_PLACES = {"name": "used here, too", "pair": "and here", "compared": "and here"}
"""What is said of another place where the same is told as at the first."""


def folded(found: Iterable[Diagnostic], causes: Causes) -> list[Diagnostic]:
    """Diagnostics, of which each that comes of another one is told beneath that.

    Args:
        found: what is wrong.
        causes: what comes of what.
    """
    found = list(found)
    told = [(number, each, each.finding) for number, each in enumerate(found) if each.finding is not None]
    of = causes.of([finding for _, _, finding in told], [_spot(each.location) for _, each, _ in told])
    beneath: defaultdict[int, list[Related]] = defaultdict(list)
    alike: defaultdict[int, set[Location]] = defaultdict(set)
    gone: set[int] = set()
    said: set[tuple[int, str, Location]] = set()
    for (number, each, _), cause in zip(told, of, strict=True):
        if cause is not None and each.location is not None:
            gone.add(number)
            head = told[cause.of][0]
            # Of one statement a rule may say the same in several ways.
            # What was found because a value could not be read is not so.
            once = (head, each.rule, each.location)
            if once not in said and cause.key[0] != MISREAD:
                one = isinstance(cause.key[-1], tuple) and cause.key[-1][0] == REPLACED
                if one and each.location != found[head].location:
                    alike[head].add(each.location)
                same = one and _said_alike(each.message, found[head].message)
                beneath[head] += _beneath(each, found[head], "and here" if same else _PLACES.get(str(cause.key[0])))
            said.add(once)
    return [
        _with_beneath(each, beneath[number], len(alike[number])) if number in beneath else each
        for number, each in enumerate(found) if number not in gone
    ]  # fmt: skip


def _said_alike(one: str, other: str) -> bool:
    """Whether two messages say the same of two things."""
    return one == other or (" was " in one and one.partition(" was ")[2] == other.partition(" was ")[2])


def _with_beneath(head: Diagnostic, beneath: Iterable[Related], alike: int) -> Diagnostic:
    related = tuple(dict.fromkeys((*head.related, *beneath)))
    many = f"The same was put in its place in {alike} other places, which are one cause." if alike > 1 else None
    remedy = " ".join(filter(None, (head.help, many))) or None
    return replace(head, related=related, help=remedy)


def _spot(location: Location | None) -> Hashable | None:
    exact = location is not None and location.column is not None
    return (location.path, location.line, location.column) if exact and location else None


def _beneath(diagnostic: Diagnostic, head: Diagnostic, where: str | None) -> Iterator[Related]:
    """What is told of a diagnostic beneath another one, and what was told beneath it."""
    here = diagnostic.location
    if here is not None and where is not None and here != head.location:
        yield Related(here, where)
    elif here is not None and where is None and diagnostic.level is not Level.INFO:
        message = diagnostic.message.rstrip(".")
        yield Related(here, f"with it, {message[:1].lower() if _is_sentence(diagnostic) else message[:1]}{message[1:]}")
    yield from (each for each in diagnostic.related if each.message.startswith(("with it, ", "used here, too")))


def _is_sentence(diagnostic: Diagnostic) -> bool:
    """Whether a message begins with a word of its own, and not with a name."""
    return diagnostic.message[1:2].islower() and ":" not in diagnostic.message.partition(" ")[0]


class _Change:
    """Which statement, or which thing, of a change a finding comes of."""

    def __init__(
        self, removed: Collection[Triple], added: Collection[Triple], linked: Callable[[Term], Collection[Term]] | None
    ) -> None:
        self._removed = set(removed)
        self._added = set(added)
        self._before, self._after = before, after = by_subject(removed), by_subject(added)
        self._properties = {
            each: {fact.predicate for fact in (*before.get(each, ()), *after.get(each, ()))}
            for each in {*before, *after}
        }
        self._came = {each: {fact.predicate for fact in facts} for each, facts in after.items()}
        self._gone, self.new = set(only_in(before, after)), set(only_in(after, before))
        self._names = {new: old for old, new in renamed(before, after).items()}
        self._taken_in, self._overwritten = taken_in(before, after), overwritten(before, after)
        self._one: dict[_Key, _Key] = {}
        for each, other in self._moved():
            if (one := self._first(each)) != (root := self._first(other)):
                self._one[one] = root
        self._only, self._linked = self._one_slip(), linked
        self._touching: defaultdict[Term, set[tuple[Term, NamedNode]]] = defaultdict(set)
        for fact in (*removed, *added):
            for end in (fact.subject, fact.object):
                if not isinstance(end, Literal):
                    self._touching[end].add((fact.subject, fact.predicate))

    def _moved(self) -> Iterator[tuple[_Key, _Key]]:
        """Which statements, or things that are gone, are of one slip with which others."""
        still = {(new.subject, new.predicate) for new in self._added}
        for old in self._removed:
            if isinstance(old.object, NamedNode | BlankNode) and old.object in self._gone:
                if old.subject in self._gone:
                    yield old.object, self._names.get(old.subject, old.subject)
                elif (old.subject, old.predicate) not in still:
                    yield (old.subject, old.predicate), old.object
        for thing, said in self._properties.items():
            came = self._came.get(thing, set())
            # Where the line is lost that begins a thing, all that is said of it is said of the one before.
            if (lost := self._taken_in.get(thing)) is not None:
                yield from (((thing, one), self._names.get(lost, lost)) for one in came)
            # What one statement says otherwise leaves what stood beside the old one alone without its ground.
            elif len(came) == 1 and thing not in self._gone and thing not in self.new:
                yield from (((thing, lost), (thing, *came)) for lost in said - came)
            yield from self._said_in_words(thing)
            yield from self._retold(thing, said, came)
        yield from self._turned()
        yield from self._taken_over()
        for cause, *statements in replaced(self._before, self._after):
            yield from ((each, cause) for each in statements)
        yield from self._undone()

    def _retold(self, thing: Term, said: set[NamedNode], came: set[NamedNode]) -> Iterator[tuple[_Key, _Key]]:
        """What is said of a thing in words changes with the one thing that is said otherwise; most of it, as one."""
        if thing in self._gone or thing in self.new:
            return
        facts = {fact.predicate: fact.object for fact in self._after.get(thing, ())}
        others = [each for each in came if not getattr(facts[each], "language", None)]
        if len(others) == 1 or thing in self._overwritten:
            yield from (((thing, each), (thing, (others or sorted(came, key=str))[0])) for each in said)

    def _taken_over(self) -> Iterator[tuple[_Key, _Key]]:
        """For what was said of a thing that is gone and is now said of one that stays: two were made one."""
        lost = {(old.predicate, old.object): old.subject for old in self._removed if old.subject in self._gone}
        for new in self._added:
            old = lost.get((new.predicate, new.object))
            told = not isinstance(new.object, Literal) or is_told(new.object)
            if old is not None and told and new.predicate != RDF_TYPE and new.subject not in self.new:
                yield (new.subject, new.predicate), self._names.get(old, old)

    def _said_in_words(self, thing: Term) -> Iterator[tuple[_Key, _Key]]:
        """For texts of a thing in which only the word changed for a value that it has another of."""
        was, now = (
            {(fact.predicate, getattr(fact.object, "language", None)): fact for fact in facts.get(thing, ())}
            for facts in (self._before, self._after)
        )
        pairs = [(was[key], now[key]) for key in was.keys() & now.keys()]
        words = [(old.predicate, last_word(old.object), last_word(new.object)) for old, new in pairs]
        for old, new in pairs:
            if isinstance(old.object, Literal) and isinstance(new.object, Literal):
                for predicate, before, after in words:
                    if before and old.object.value.replace(before, after) == new.object.value:
                        yield (thing, old.predicate), (thing, predicate)

    def _turned(self) -> Iterator[tuple[_Key, _Key]]:
        """For a property of a thing whose value is now said by another property, of another thing, or the other way."""
        lost = [old for old in self._removed if old.predicate != RDF_TYPE and old.subject not in self._gone]
        came = [new for new in self._added if new.subject not in self.new]
        for old in lost:
            if isinstance(old.object, NamedNode | BlankNode):
                new = Triple(old.object, old.predicate, old.subject)
                if new in self._added and new.subject not in self.new:
                    yield (new.subject, new.predicate), (old.subject, old.predicate)
        for alike in (_said_of_one, _said_of_several):
            were, are = _grouped(lost, alike), _grouped(came, alike)
            for key in were.keys() & are.keys():
                # Each is of one slip with each: one of either side ties all together.
                first, now = were[key][0], are[key][0]
                yield from (((new.subject, new.predicate), (first.subject, first.predicate)) for new in are[key])
                yield from (((old.subject, old.predicate), (now.subject, now.predicate)) for old in were[key])

    def _undone(self) -> Iterator[tuple[_Key, _Key]]:
        """For a thing that is gone and told of one statement, as an amendment does: what became of that."""
        for each in self._gone:
            said = [fact.object for fact in self._before.get(each, ()) if isinstance(fact.object, NamedNode)]
            yield from (
                (each, (one, other)) for one in said for other in said if other in self._properties.get(one, ())
            )

    def _statement(self, subject: Term, predicate: NamedNode) -> _Key:
        return self._first((subject, predicate))

    def _first(self, key: _Key) -> _Key:
        """What a slip is told by, which may be another's."""
        while key in self._one:
            key = self._one[key]
        return key

    def _one_slip(self) -> _Key | None:
        """The one statement or thing that the whole change is about; None where it is about several."""
        slips: set[_Key] = {each for each in self._properties if each in self._gone or each in self.new}
        # A thing in brackets is a part of what leads to it.
        named = (each for each in slips if isinstance(each, NamedNode) and not each.value.startswith(BLANK))
        slips = {self._first(self._names.get(each, each)) for each in named}
        for each, said in self._properties.items():
            if each not in self._gone and each not in self.new:
                slips |= {self._statement(each, one) for one in said}
        return slips.pop() if len(slips) == 1 else None

    def slip(self, finding: Finding) -> _Key | None:
        """What of the change a finding comes of; None where that is not clear."""
        focus = self._names.get(finding.focus, finding.focus)
        value = finding.value and self._names.get(finding.value, finding.value)
        for each in (focus, value):
            if each in self._gone:
                return self._first(each)
        for each in (focus, value):
            if each is not None and each not in self.new and RDF_TYPE in self._properties.get(each, ()):
                return (each, RDF_TYPE)
        for predicate in properties(finding):
            if predicate in self._properties.get(focus, ()):
                return self._statement(focus, predicate)
        statements = {pair for each in (focus, value) if each is not None for pair in self._touching.get(each, ())}
        subjects = {subject for subject, _ in statements}
        gone = subjects & self._gone
        if len(subjects) == 1 and gone:
            return self._first(gone.pop())
        # What was led to by a thing that is of another class now, as one that was withdrawn, is left alone by that.
        if (
            len(subjects) == 1
            and RDF_TYPE in self._properties.get(one := next(iter(subjects)), ())
            and one not in self.new
        ):
            return (one, RDF_TYPE)
        slips = {self._statement(*pair) for pair in statements}
        if len(slips) == 1:
            return next(iter(slips))
        if self._linked is None or self._only is None:
            return self._only
        return self._only if any(each in self._touching for each in self._linked(finding.focus)) else None

    def rank(self, finding: Finding) -> tuple[int, ...]:
        """What is wrong with the new value itself first, then what became of the old one, then what comes of it."""
        if finding.component in (UNDEFINED_TERM, UNKNOWN_THING, _ONE_EACH):
            return (0,)
        if finding.component.value.startswith(CHANGE):
            return (2, finding.predicate not in self._came.get(finding.focus, ()))
        if isinstance(finding.focus, BlankNode):
            return (1,)
        # A path with two names has no one predicate.
        here = [each for each in self._after.get(finding.focus, ()) if each.object == finding.value]
        if any(finding.predicate in (None, each.predicate) for each in here) or finding.value in self._gone:
            return (1,)
        return (3 if finding.focus in self._properties else 4,)


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
