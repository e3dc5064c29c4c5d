"""A thing told as one of another kind than its class, or two links swapped: one slip, which breaks many rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from tcgraph.diagnostics.causes import OTHER_KIND
from tcgraph.diagnostics.constraint_phrases import listed
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Related
from tcgraph.diagnostics.locate import Locator
from tcgraph.diagnostics.result_words import ResultWords
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.names import sh
from tcgraph.shacl.validation_report import Finding, Severity

RULE = "other-kind"
_CLASS = sh("ClassConstraintComponent")
_MISSING = {sh(f"{name}ConstraintComponent") for name in ("MinCount", "QualifiedMinCount")}
_USED_AS_MEANT = "used-as-meant"
_SHOWN = 5
_MANY = 3
"""From so many errors about one thing on, it is likelier to be of another kind than to be wrong in each."""


def with_kinds_told(
    found: Iterable[Diagnostic], engine: Engine, locator: Locator, words: ResultWords
) -> list[Diagnostic]:
    """The diagnostics, and one for each wrong class of which several of them come.

    Args:
        found: what is wrong.
        engine: holds the data.
        locator: knows where the things stand that are told of.
        words: writes names.
    """
    found = list(found)
    told = (_told(thing, those, engine, locator, words) for thing, those in _of_another_kind(found).items())
    return [*found, *(each for each in told if each is not None)]


def _of_another_kind(found: Iterable[Diagnostic]) -> dict[Term, list[Diagnostic]]:
    """Things that lack what their class asks for, while they say or are led to as what another class is for."""
    about: defaultdict[Term, list[Diagnostic]] = defaultdict(list)
    for each in found:
        if each.level is Level.ERROR and each.finding is not None:
            about[each.finding.focus].append(each)
            if each.finding.component == _CLASS and each.finding.value is not None:
                about[each.finding.value].append(each)
    return {thing: those for thing, those in about.items() if _is_of_another_kind(thing, those)}


def _is_of_another_kind(thing: Term, those: Collection[Diagnostic]) -> bool:
    findings = [each.finding for each in those if each.finding is not None]
    said = [each for each in those if each.rule == _USED_AS_MEANT and each.finding and each.finding.focus == thing]
    led_to = any(each.value == thing for each in findings)
    missing = sum(each.component in _MISSING and each.focus == thing for each in findings)
    return len(those) >= _MANY and (bool(said) or led_to) and (missing > 0 or len(said) >= _MANY)


def _told(
    thing: Term, those: Iterable[Diagnostic], engine: Engine, locator: Locator, words: ResultWords
) -> Diagnostic | None:
    """None where the class of the thing stands in no file."""
    findings = [each.finding for each in those if each.finding is not None and each.finding.focus == thing]
    for kind, _ in engine.select("SELECT ?kind ?thing { ?thing a ?kind }", bindings={"thing": thing}):
        own = Finding(thing, OTHER_KIND, OTHER_KIND, Severity.VIOLATION, "", predicate=RDF_TYPE, value=kind)
        location, _ = locator.locate(own)
        if location is None or kind is None or not locator.is_at_value(own, location):
            continue
        lacks = list(dict.fromkeys(words.path(each) for each in findings if each.value is None))
        has = list(dict.fromkeys(words.path(each) for each in findings if each.value is not None and each.predicate))
        reasons = [f"it lacks {_first(lacks)}"] if lacks else []
        if has:
            reasons.append(f"{_first(has)} {'is' if len(has) == 1 else 'are'} said of things of another kind")
        name = words.subject(own, locator.prefixes(location))
        message = f"{name} is called a {words.name(kind)}, and is not told as one"
        message += f": {', and '.join(reasons)}." if reasons else ", nor do others lead to it as to one."
        remedy = "See of which kind it is, and correct its class, or what is said of it."
        return Diagnostic(RULE, Level.ERROR, message, location, remedy, name, (), own)
    return None


def _first(names: list[str]) -> str:
    """Names as a list in a sentence, the first few of many."""
    return listed(names if len(names) <= _SHOWN else [*names[: _SHOWN - 1], f"{len(names) - _SHOWN + 1} more"])


_KINDS = (sh("ClassConstraintComponent"), sh("NodeConstraintComponent"))
_IS_A = f"ASK {{ ?value ({RDF_TYPE}/rdfs:subClassOf*)|skos:inScheme ?kind }}"


def with_swaps_told(
    found: Iterable[Diagnostic], engine: Engine, asked: Callable[[Finding], Term | None], path: Callable[[Finding], str]
) -> list[Diagnostic]:
    """The diagnostics, where two that come of values in each other's place are made one.

    Args:
        found: what is wrong.
        engine: holds the data.
        asked: the class, or the list of concepts, that the shape of a finding asks for.
        path: the property of a finding as people read it.
    """
    kept = list(found)
    of_one: defaultdict[Term, list[tuple[Diagnostic, Finding]]] = defaultdict(list)
    for each in kept:
        finding = each.finding
        if finding is not None and finding.component in _KINDS and each.level is Level.ERROR and finding.value:
            of_one[finding.focus].append((each, finding))

    def fits(value: Term | None, finding: Finding) -> bool:
        kind = asked(finding)
        if not isinstance(value, NamedNode) or kind is None:
            return False
        return engine.ask(_IS_A, bindings={"value": value, "kind": kind})

    for those in (pair for pair in of_one.values() if len(pair) == 2):
        (first, one), (second, other) = those
        if one.shape != other.shape and fits(one.value, other) and fits(other.value, one):
            kept[kept.index(first)] = _told_swapped(first, second, [path(one), path(other)])
            kept.remove(second)
    return kept


def _told_swapped(first: Diagnostic, second: Diagnostic, names: list[str]) -> Diagnostic:
    there = () if second.location is None else (Related(second.location, "the other one"),)
    return replace(
        first,
        message=f"The values of {' and '.join(names)} look swapped: each is what the other is to lead to.",
        help="Put each in the place of the other.",
        related=(*first.related, *there),
        fix=None,
    )
