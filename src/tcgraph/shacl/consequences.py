"""One message for one cause: findings that only repeat what another one says of the same value."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tcgraph.rdf import Literal, Term
from tcgraph.shacl.names import sh
from tcgraph.shacl.report import Finding, Severity


def _named(*names: str) -> frozenset[Term]:
    return frozenset(sh(f"{name}ConstraintComponent") for name in names)


_KIND = _named("Class", "Node", "NodeKind")
_FORM = _KIND | _named("Datatype", "LanguageIn", "In")
"""What a value is, which comes before what it says."""
_MISSING = _named("MinCount", "QualifiedMinCount")
_COMPARED = _named("LessThan", "LessThanOrEquals", "Equals")
_TOO_MANY = _named("MaxCount", "UniqueLang")
_Place = tuple[Term, Term, Term | None]


def without_consequences(findings: Iterable[Finding], unknown: Collection[Finding] = ()) -> list[Finding]:
    """Leave out what comes of something else that is told.

    Of a value of the wrong kind: that it cannot be compared, or that a right one is missing; of too many values: that
    one compares badly; of a property that nobody knows: that another one is missing.

    Args:
        findings: what the shapes found.
        unknown: uses of properties that nothing describes.
    """
    every = list(findings)
    grave = [finding for finding in every if finding.severity is Severity.VIOLATION]
    causes: dict[_Place, Finding] = {}
    for finding in grave:
        if finding.component in _FORM and finding.value is not None:
            for place in _places(finding):
                causes.setdefault(place, finding)
    for finding in grave:
        for place in _places(finding):
            # That a text stands where a thing belongs says more than that the text is no such thing.
            if isinstance(finding.value, Literal) and place in causes and causes[place].component in _KIND:
                causes[place] = finding
    ill = {(focus, predicate) for focus, predicate, value in causes if isinstance(value, Literal)}
    many = {each for finding in grave if finding.component in _TOO_MANY for each in _properties(finding)}
    strange = {finding.focus for finding in unknown}

    def follows(finding: Finding) -> bool:
        if any(causes.get(place, finding) is not finding for place in _places(finding)):
            return True
        if finding.component in _MISSING:
            return finding.focus in strange or not ill.isdisjoint(_properties(finding))
        return finding.component in _COMPARED and not many.isdisjoint(_properties(finding))

    return [finding for finding in every if not follows(finding)]


def not_told(past: Iterable[Finding], told: Iterable[Finding], unknown: Collection[Finding] = ()) -> list[Finding]:
    """What a change did to what held before, less what is wrong with the new value itself or with its property."""
    wrong = {each for finding in told if finding.severity is Severity.VIOLATION for each in _properties(finding)}
    strange = {finding.focus for finding in unknown}
    return [f for f in past if wrong.isdisjoint(_properties(f)) and f.focus not in strange]


def _places(finding: Finding) -> list[_Place]:
    return [(focus, predicate, finding.value) for focus, predicate in _properties(finding)]


def _properties(finding: Finding) -> list[tuple[Term, Term]]:
    """The node with each property that it is about: those of a path of several, too."""
    if finding.predicate is not None:
        return [(finding.focus, finding.predicate)]
    path = finding.property_path
    several = path.last_predicates() if path is not None and path.operator == "|" else ()
    return [(finding.focus, predicate) for predicate in sorted(several, key=str)]
