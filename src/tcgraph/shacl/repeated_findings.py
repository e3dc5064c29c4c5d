"""One message for one cause: findings that only repeat what another one says of the same value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from tcgraph.engine.datatypes import is_well_formed
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.reach import reached
from tcgraph.shacl.names import BY_QUERY, TYPE, sh
from tcgraph.shacl.paths import Path
from tcgraph.shacl.validation_report import Finding, Severity


def _named(*names: str) -> frozenset[Term]:
    return frozenset(sh(f"{name}ConstraintComponent") for name in names)


_KIND = _named("Class", "Node", "NodeKind")
_CHOICE = _named("And", "Or", "Xone")
_FORM = _KIND | _named("Datatype", "LanguageIn", "In")
"""What a value is, which comes before what it says."""
_MISSING = _named("MinCount", "QualifiedMinCount")
_COMPARED = _named("LessThan", "LessThanOrEquals", "Equals")
_LONG = 4
_EQUALS = sh("EqualsConstraintComponent")
_Place = tuple[Term, Term, Term | None]


def without_consequences(
    findings: Iterable[Finding], unknown: Collection[Finding] = (), dangling: Collection[Finding] = ()
) -> list[Finding]:
    """Leave out what comes of something else that is told.

    Args:
        findings: what the shapes found.
        unknown: uses of properties and classes that nothing describes.
        dangling: statements that lead to a name of which nothing is known.
    """
    every = list(findings)
    grave = [finding for finding in every if finding.severity is Severity.VIOLATION]
    rules = (_same_statement(grave), _of_a_wrong_value(grave), _of_what_is_unknown(unknown), _cut_link(grave, dangling))
    kept = _one_of_each_pair(finding for finding in every if not any(follows(finding) for follows in rules))
    left = {(f.focus, f.shape) for f in kept if f.component == _EQUALS}
    halved = {(f.focus, f.shape) for f in every if f.component == _EQUALS and f not in kept} & left
    # A comparison tells what is too much and what is missing; where one comes of something, so does the other.
    return [f for f in kept if f.component != _EQUALS or (f.focus, f.shape) not in halved]


def _one_of_each_pair(findings: Iterable[Finding]) -> list[Finding]:
    """Without what a rule says of B and A where it says it of A and B."""
    kept: list[Finding] = []
    told: set[tuple[Term, Term | None, Term | None]] = set()
    for finding in findings:
        swapped = (finding.shape, finding.value, finding.focus)
        if finding.value == finding.focus or finding.component != BY_QUERY or swapped not in told:
            kept.append(finding)
            told.add((finding.shape, finding.focus, finding.value))
    return kept


def _same_statement(grave: Sequence[Finding]) -> Callable[[Finding], bool]:
    """One statement is told once: what its value is comes before what it says, an error before a warning."""
    causes: dict[_Place, Finding] = {}
    for finding in sorted(grave, key=lambda each: (each.component not in _FORM, each.component in _COMPARED)):
        if finding.value is not None:
            for place in _places(finding):
                causes.setdefault(place, finding)
    for finding in grave:
        for place in _places(finding):
            # That a text stands where a thing belongs says more than that the text is no such thing.
            if isinstance(finding.value, Literal) and place in causes and causes[place].component in _KIND:
                causes[place] = finding
    wrong = {each for finding in grave for each in _properties(finding)}
    told = {(focus, value) for focus, _, value in causes}

    def follows(finding: Finding) -> bool:
        if finding.severity is not Severity.VIOLATION:
            return not wrong.isdisjoint(_properties(finding))
        if finding.component == BY_QUERY and finding.predicate is None and finding.property_path is None:
            return (finding.focus, finding.value) in told
        return any(causes.get(place, finding) is not finding for place in _places(finding))

    return follows


def _of_a_wrong_value(grave: Sequence[Finding]) -> Callable[[Finding], bool]:
    """Of a value of the wrong kind: that a right one is missing. Of any wrong value: that it compares badly.

    Of a thing with something wrong about it: that it is not as it should be for another thing that leads to it.
    """
    formed = [finding for finding in grave if finding.component in _FORM and isinstance(finding.value, Literal)]
    unreadable = {each.focus for each in grave if each.component in _FORM | _CHOICE and _is_ill_formed(each.value)}
    ill = {each for finding in formed for each in _properties(finding)}
    strayed = {(each.predicate, each.value) for each in grave if each.component in _KIND}
    others = [finding for finding in grave if finding.component not in _COMPARED]
    bad = {each for finding in others for each in _properties(finding) if finding.component not in _MISSING}
    begun = {each for finding in others for each in _properties(finding)}
    garbled = [each.value.value for each in grave if isinstance(each.value, Literal) and _is_garbled(each.value)]
    stated = {(finding.focus, finding.value) for finding in others if finding.value is not None}
    at_fault: defaultdict[Term, set[Term | None]] = defaultdict(set)
    for finding in grave:
        if finding.component not in _MISSING and finding.predicate is not None:
            at_fault[finding.focus].add(finding.value)

    def follows(finding: Finding) -> bool:
        if finding.component in _MISSING:
            return not ill.isdisjoint(_properties(finding))
        if finding.component in _COMPARED:
            path = finding.property_path
            ends = path.last_predicates() if path is not None and path.operator == "/" else ()
            if finding.focus in unreadable or any((predicate, finding.value) in strayed for predicate in ends):
                return True
            first = path.parts[0].predicate if path is not None and path.operator == "/" else None
            if (finding.focus, first) in begun:
                return True
            return not bad.isdisjoint(_properties(finding)) or (finding.focus, finding.value) in stated
        if finding.component == BY_QUERY and any(text in finding.message for text in garbled):
            return True
        value = finding.value
        if finding.component != BY_QUERY or value is None or value == finding.focus:
            return False
        # Of two that accuse each other, neither is the other's consequence; of more, the first stands for all.
        if not at_fault.get(value, set()) - {finding.focus}:
            return False
        circle = _led_to(value, at_fault)
        return finding.focus not in circle or finding.focus != min(circle, key=str)

    return follows


def _is_ill_formed(value: Term | None) -> bool:
    """Whether a text is none of the type that it claims, so that nothing compares with it."""
    return isinstance(value, Literal) and not is_well_formed(value)


def _is_garbled(value: Literal) -> bool:
    """Whether a text is ill-formed and long enough to be known again in what a query says of it."""
    return len(value.value) >= _LONG and _is_ill_formed(value)


def _led_to(start: Term, accused: Mapping[Term, set[Term | None]]) -> set[Term]:
    """Those with something wrong about them to whom one accusation after the other leads."""

    def leads_to(each: Term) -> Iterable[Term]:
        return (value for value in accused[each] if value is not None and value in accused)

    return set(reached({start} & accused.keys(), leads_to))


def _of_what_is_unknown(unknown: Collection[Finding]) -> Callable[[Finding], bool]:
    """Of a property that nobody knows: that another one is missing. Of such a class: all that is said of a member."""
    strange = {finding.focus for finding in unknown}
    of_no_class = {finding.focus for finding in unknown if finding.predicate == TYPE}

    def follows(finding: Finding) -> bool:
        if finding.component in _MISSING and finding.focus in strange:
            return True
        if finding.focus in of_no_class:
            return True
        return finding.value in strange and finding.component in _KIND | _CHOICE | {BY_QUERY}

    return follows


def _cut_link(grave: Sequence[Finding], dangling: Collection[Finding]) -> Callable[[Finding], bool]:
    """A link that is missing or leads nowhere is told where it begins, and not again where it should end."""
    broken = [each for each in grave if each.component in _MISSING | _KIND]
    cut = {each.predicate for each in (*broken, *dangling) if each.predicate is not None}

    def follows(finding: Finding) -> bool:
        return finding.component in _MISSING and not cut.isdisjoint(_backwards(finding.property_path))

    return follows


def not_told(
    past: Iterable[Finding],
    told: Iterable[Finding],
    unknown: Collection[Finding] = (),
    dangling: Collection[Finding] = (),
) -> list[Finding]:
    """What a change did to what held before, less what is wrong with the new value itself or with its property.

    Args:
        past: what the rules over two versions found.
        told: what is wrong now.
        unknown: uses of properties and classes that nothing describes.
        dangling: statements that lead to a name of which nothing is known: that it is gone is told there.
    """
    grave = [finding for finding in told if finding.severity is Severity.VIOLATION]
    wrong = {each for finding in grave for each in _properties(finding)}
    strange = {finding.focus for finding in unknown}
    lost = {finding.value for finding in (*(f for f in grave if f.component in _KIND), *dangling)}
    return [f for f in past if wrong.isdisjoint(_properties(f)) and f.focus not in strange | lost]


def told_by_the_past(told: Iterable[Finding], past: Collection[Finding]) -> list[Finding]:
    """What is wrong now, less that nothing leads to a thing where a rule over two versions tells which link is gone."""
    lost = {f.predicate for f in past if f.severity is Severity.VIOLATION and f.predicate is not None}
    return [f for f in told if f.component not in _MISSING or lost.isdisjoint(_backwards(f.property_path))]


def _backwards(path: Path | None) -> frozenset[NamedNode]:
    """The predicates that a path follows from object to subject in its first step."""
    if path is None:
        return frozenset()
    if path.operator == "^" and path.parts[0].predicate is not None:
        return frozenset((path.parts[0].predicate,))
    if path.operator == "|":
        return frozenset().union(*map(_backwards, path.parts))
    return frozenset()


def _places(finding: Finding) -> list[_Place]:
    return [(focus, predicate, finding.value) for focus, predicate in _properties(finding)]


def _properties(finding: Finding) -> list[tuple[Term, Term]]:
    """The node with each property that it is about: those of a path of several, too."""
    if finding.predicate is not None:
        return [(finding.focus, finding.predicate)]
    path = finding.property_path
    several = path.last_predicates() if path is not None and path.operator == "|" else ()
    return [(finding.focus, predicate) for predicate in sorted(several, key=str)]
