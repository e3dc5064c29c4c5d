"""One message for one slip: which of several findings is the cause of which others.

Each finding explains some things and is explained by some, both written as keys: a statement, a property of a thing, a
thing, a name, the slip of a change. In the order of how near they are to the slip, each is told beneath the first that
explains it, or by itself. Nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from tcgraph.diagnostics.locate import innermost
from tcgraph.diagnostics.names_in_use import UNDEFINED_TERM, UNKNOWN_THING
from tcgraph.engine.datatypes import is_well_formed
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl.names import BY_QUERY, sh
from tcgraph.shacl.paths import Path
from tcgraph.shacl.transition import CHANGE
from tcgraph.shacl.validation_report import Finding, Severity

Key: TypeAlias = tuple[Hashable, ...]


def _named(*names: str) -> frozenset[Term]:
    return frozenset(sh(f"{name}ConstraintComponent") for name in names)


_KIND = _named("Class", "Node", "NodeKind")
_CHOICE = _named("And", "Or", "Xone")
_FORM = _KIND | _named("Datatype", "LanguageIn", "In", "UniqueLang")
"""What a value is, which comes before what it says."""
_BOUNDS = _named("MinInclusive", "MinExclusive", "MaxInclusive", "MaxExclusive")
_MISSING = _named("MinCount", "QualifiedMinCount")
_EQUALS, _DATATYPE = sh("EqualsConstraintComponent"), sh("DatatypeConstraintComponent")
MISREAD = "misread"
"""What a finding has to do with a value of another type than it should have, by which it came about."""
OTHER_KIND = NamedNode("urn:check#other-kind")
"""That a thing is called one of a class, and told as one of another."""
_NAMES = frozenset((UNDEFINED_TERM, UNKNOWN_THING, OTHER_KIND))
_COMPARED = _named("LessThan", "LessThanOrEquals") | {_EQUALS}
_IRI = re.compile(r"<([^<>\s]+)>")
_SEVERITIES = tuple(Severity)


class Cause(NamedTuple):
    """What a finding comes of.

    Attributes:
        of: which finding, by its number.
        key: what the two have to do with each other.
    """

    of: int
    key: Key


class Causes:
    """Finds what comes of what.

    Args:
        name: the name of which a finding tells that nothing describes it.
        stands: whether the value of a comparison is one of the property that is compared with.
        reads: the properties that decide whether the shape of a finding is met; None among them for any.
        slip: what of a change a finding comes of; None where that is not clear.
        rank: how near a finding is to what a change did; the nearest first.
        new: what a change made.
    """

    def __init__(
        self,
        *,
        name: Callable[[Finding], Term | None] = lambda _: None,
        stands: Callable[[Finding], bool] = lambda _: True,
        reads: Callable[[Finding], frozenset[NamedNode | None]] = lambda _: frozenset(),
        slip: Callable[[Finding], Hashable | None] = lambda _: None,
        rank: Callable[[Finding], tuple[int, ...]] = lambda _: (),
        new: Collection[Term] = (),
    ) -> None:
        self._name, self._stands, self._slip, self._rank, self._new = name, stands, slip, rank, new
        self._reads = reads

    def of(self, findings: Sequence[Finding], places: Sequence[Hashable] = ()) -> list[Cause | None]:
        """What each finding comes of; None for what is told by itself.

        Args:
            findings: what is wrong.
            places: where each of them is told, None for nowhere: of two told at one place, a query echoes the other.
        """
        places = places or [None] * len(findings)
        at_fault = {each.focus for each in findings if each.predicate is not None and each.component not in _MISSING}
        mistyped = {key[1:] for each in findings for key in _mistyped(each)}
        garbled = {text for each in findings if (text := _garbled(each))}
        texts = {_statement(each) for each in findings if each.component in _KIND and isinstance(each.value, Literal)}
        found: list[Cause | None] = [None] * len(findings)
        first: dict[Key, int] = {}

        def order(number: int) -> tuple[object, ...]:
            finding = findings[number]
            accuses = finding.component == BY_QUERY and finding.value != finding.focus and finding.value in at_fault
            level = _SEVERITIES.index(finding.severity)
            # That a text stands where a thing belongs says more than that the text is no such thing.
            stage = 0 if finding.component == BY_QUERY and _statement(finding) in texts else _stage(finding)
            return (level, *self._rank(finding), stage, not self._compared_with(finding), accuses, number)

        for number in sorted(range(len(findings)), key=order):
            finding = findings[number]
            sought = (
                *self._misread(finding, mistyped),
                *self._sought(finding, garbled),
                *_echoed(finding, places[number]),
            )
            key = next((each for each in sought if each in first), None)
            if key is not None:
                found[number] = Cause(first[key], key)
            head = number if key is None else first[key]
            for each in (*self._explained(finding), *_echoing(finding, places[number])):
                first.setdefault(each, head)
        return found

    def _compared_with(self, finding: Finding) -> bool:
        return finding.component != _EQUALS or self._stands(finding)

    def _shared(self, finding: Finding) -> Iterator[Key]:
        """What findings of one slip have in common, whichever is told first."""
        focus, value, component = finding.focus, finding.value, finding.component
        grave = finding.severity is Severity.VIOLATION
        if grave and (name := self._name(finding)) is not None:
            yield ("name", name)
        if finding.component == _EQUALS:
            yield ("compared", finding.shape, focus)
        if grave and finding.component in _KIND and isinstance(value, NamedNode):
            yield ("kind", finding.shape, value)
        if grave and component not in _NAMES and not _is_of_the_past(finding):
            values = {value, *(each.value for each in innermost(finding))}
            yield from (("value", focus, each) for each in values if isinstance(each, NamedNode) and each != focus)
        if finding.component in _MISSING and (isinstance(focus, BlankNode) or focus in self._new):
            yield ("unfinished", focus)

    def _explained(self, finding: Finding) -> Iterator[Key]:
        """What is no wonder where there is this finding."""
        focus, predicate, value, component = finding.focus, finding.predicate, finding.value, finding.component
        past = _is_of_the_past(finding) and finding.severity is Severity.VIOLATION
        yield from self._shared(finding)
        yield from _mistyped(finding)
        slip = self._slip(finding)
        # What became of a thing is not told beneath what only comes of it.
        if slip is not None and not (isinstance(slip, tuple) and slip[1] == RDF_TYPE and slip[0] not in (focus, value)):
            yield ("slip", slip)
        for each in properties(finding):
            yield ("property", focus, each)
            yield ("statement", focus, each, value)
        if component == BY_QUERY:
            yield from (("pair", focus, other) for other in _others(finding))
            yield ("accused", finding.shape, value)
        if value is not None:
            yield ("value", focus, value)
        if predicate is not None and component not in _MISSING:
            yield ("thing", focus)
        if component in (UNDEFINED_TERM, OTHER_KIND):
            yield ("strange", focus)
            if predicate == RDF_TYPE:
                yield ("classless", focus)
        if component in _FORM | _CHOICE and isinstance(value, Literal) and not is_well_formed(value):
            yield ("unreadable", focus)
            yield ("text", value.value)
        if component in _KIND or component == UNKNOWN_THING:
            yield ("led to", value)
        if component in _KIND and predicate is not None:
            yield ("stray", predicate, value)
        if predicate is not None and (component in _KIND | _MISSING or component == UNKNOWN_THING or past):
            yield ("link", predicate)
        if component in _MISSING:
            yield from (("back", each) for each in _backwards(finding.property_path))

    def _misread(self, finding: Finding, mistyped: Iterable[tuple[Hashable, ...]]) -> Iterator[Key]:
        """The values of another type than they should have by which a finding came about, which so says nothing."""
        bound, query = finding.component in _BOUNDS, finding.component == BY_QUERY
        for predicate, focus, text in mistyped if bound or query else ():
            if focus == finding.focus and predicate == finding.predicate and (query or str(finding.value) == text):
                yield (MISREAD, predicate, focus, text)
            elif query and not (reads := self._reads(finding)).isdisjoint((predicate, None)):
                near = predicate in reads and focus in (finding.focus, *_others(finding))
                yield from ((MISREAD, predicate, focus, text),) if near or _is_told(str(text), finding.message) else ()

    def _sought(self, finding: Finding, garbled: Collection[str]) -> Iterator[Key]:
        """By what this finding would be explained."""
        focus, value, component = finding.focus, finding.value, finding.component
        query, compared, missing = component == BY_QUERY, component in _COMPARED, component in _MISSING
        yield from self._shared(finding)
        if (slip := self._slip(finding)) is not None:
            yield ("slip", slip)
        if component in _NAMES:
            return  # a name that is wrong is wrong in whatever company
        yield ("classless", focus)
        of_one = finding.severity is not Severity.VIOLATION or _is_of_the_past(finding) or value is None or compared
        for each in properties(finding):
            yield ("property", focus, each) if of_one else ("statement", focus, each, value)
        if _is_of_the_past(finding):
            yield from (("strange", focus), ("led to", focus), ("back", finding.predicate))
        if missing:
            yield ("strange", focus)
            yield from (("link", each) for each in _backwards(finding.property_path))
        if value is not None and (query or compared):
            yield ("value", focus, value)
        if compared:
            yield ("unreadable", focus)
            path = finding.property_path
            if path is not None and path.operator == "/":
                yield from (("stray", end, value) for end in path.last_predicates())
                yield ("property", focus, path.parts[0].predicate)
        if query:
            yield from (("text", text) for text in garbled if text in finding.message)
            yield from (("pair", other, focus) for other in _others(finding))
            if isinstance(value, NamedNode) and value != focus:
                yield from (("thing", value), ("accused", finding.shape, focus))
        if component in _KIND | _CHOICE | {BY_QUERY}:
            yield ("strange", value)


def _statement(finding: Finding) -> tuple[Term, NamedNode | None, Term | None]:
    return finding.focus, finding.predicate, finding.value


def _stage(finding: Finding) -> int:
    """How near a finding is to a slip by its kind: what cannot be understood first, what became of the past last."""
    component = finding.component
    if component in (UNDEFINED_TERM, OTHER_KIND):
        return 0
    stages = (component in _FORM or component == UNKNOWN_THING, component not in _MISSING | _COMPARED | {BY_QUERY},
              component in _MISSING, component == BY_QUERY)  # fmt: skip
    if _is_of_the_past(finding):
        return len(stages) + 2
    return next((number for number, holds in enumerate(stages, 1) if holds), len(stages) + 1)


def _echoing(finding: Finding, place: Hashable | None) -> Iterator[Key]:
    if place is not None and finding.severity is Severity.VIOLATION and finding.component not in _COMPARED | {BY_QUERY}:
        yield ("place", place)


def _echoed(finding: Finding, place: Hashable | None) -> Iterator[Key]:
    if place is not None and finding.component == BY_QUERY:
        yield ("place", place)


def _others(finding: Finding) -> Iterator[Term]:
    """The things that a query's message names beside the one that it is about."""
    named = (NamedNode(iri) for iri in _IRI.findall(finding.message))
    yield from (each for each in (*named, finding.value) if each is not None and each != finding.focus)


def _mistyped(finding: Finding) -> Iterator[Key]:
    value, component = finding.value, finding.component
    if (
        isinstance(value, Literal)
        and (component == _DATATYPE or component in _CHOICE)
        and finding.predicate is not None
    ):
        yield (MISREAD, finding.predicate, finding.focus, str(value))


def _is_told(written: str, message: str) -> bool:
    """Whether a message has the text of a literal in it, as a word or several."""
    text = written[1:].rpartition('"')[0]
    return bool(text) and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", message) is not None


def _garbled(finding: Finding) -> str | None:
    """A text that is none of the type it claims, long enough to be known again in what a query says of it."""
    value = finding.value
    if finding.component not in _FORM | _CHOICE or not isinstance(value, Literal) or len(value.value) < 4:
        return None
    return None if is_well_formed(value) else value.value


def _is_of_the_past(finding: Finding) -> bool:
    return finding.component.value.startswith(CHANGE)


def properties(finding: Finding) -> list[NamedNode]:
    """The properties that a finding is about: those of a path of several, too."""
    if finding.predicate is not None:
        return [finding.predicate]
    path = finding.property_path
    return sorted(path.last_predicates(), key=str) if path is not None and path.operator == "|" else []


def _backwards(path: Path | None) -> frozenset[NamedNode]:
    """The predicates that a path follows from object to subject in its first step."""
    if path is None:
        return frozenset()
    if path.operator == "^" and path.parts[0].predicate is not None:
        return frozenset((path.parts[0].predicate,))
    return frozenset().union(*map(_backwards, path.parts)) if path.operator == "|" else frozenset()


def heads(findings: Sequence[Finding]) -> list[Finding]:
    """Of findings those that come of no other one, in their order."""
    return [each for each, cause in zip(findings, Causes().of(findings), strict=True) if cause is None]
