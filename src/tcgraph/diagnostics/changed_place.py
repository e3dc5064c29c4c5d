"""Of two statements that contradict each other, where a change touched only one: that one is the place to look."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from tcgraph.diagnostics.diagnostic import Diagnostic, Related
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.diagnostics.folding import by_subject, renamed
from tcgraph.diagnostics.locate import Locator
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE, shorten
from tcgraph.rdf import NamedNode, Term, Triple
from tcgraph.shacl.names import BY_QUERY
from tcgraph.shacl.two_version_checks import CHANGE
from tcgraph.shacl.validation_report import Finding


def at_the_change(
    found: Iterable[Diagnostic],
    removed: Collection[Triple],
    added: Collection[Triple],
    engine: Engine,
    files: Sequence[CheckedFile],
) -> list[Diagnostic]:
    """Diagnostics, each at the one statement that a change brought to the things that it speaks of, if it is one.

    Args:
        found: what is wrong.
        removed: the facts that hold no longer.
        added: the facts that the change brought.
        engine: holds the files' triples.
        files: where they stand.

    Returns:
        The same diagnostics; the place that was named before is told beneath. Where the change brought several
        statements, or what is told is about the past itself, the place stays.
    """
    brought = by_subject(added)
    names = renamed(by_subject(removed), brought)
    found = list(found)
    moved = {
        id(each): probe
        for each in found
        if each.finding is not None and each.location is not None and (probe := _probe(each.finding, brought, names))
    }
    if not moved:
        return found
    locator = Locator(engine, files, moved.values())
    placed = [_placed(each, moved[id(each)], locator) if id(each) in moved else each for each in found]
    return [_called_otherwise(each, names) for each in placed]


def _probe(finding: Finding, brought: Mapping[Term, Sequence[Triple]], names: Mapping[Term, Term]) -> Finding | None:
    """What to look for instead of what was found; None where the place is right, or cannot be told."""
    if finding.component.value.startswith(CHANGE):
        return None
    here = brought.get(finding.focus, [])
    if any((fact.predicate, fact.object) == (finding.predicate, finding.value) for fact in here):
        return None
    facts = [fact for subject in brought if _speaks_of(finding, subject) for fact in brought[subject]]
    facts = [fact for fact in facts if fact.predicate == finding.predicate] or facts
    if finding.value is not None and (new := names.get(finding.value)) is not None:
        # What is called otherwise now is led to by its old name: the new one is the slip.
        facts = [fact for fact in brought[new] if fact.predicate == RDF_TYPE][:1]
    if len(facts) != 1:
        return None
    (fact,) = facts
    return replace(
        finding, focus=fact.subject, predicate=fact.predicate, value=fact.object, component=BY_QUERY, details=(),
        path=str(fact.predicate), property_path=None,
    )  # fmt: skip


def _speaks_of(finding: Finding, thing: Term) -> bool:
    return thing in (finding.focus, finding.value) or (isinstance(thing, NamedNode) and str(thing) in finding.message)


def _placed(diagnostic: Diagnostic, probe: Finding, locator: Locator) -> Diagnostic:
    place, _ = locator.locate(probe)
    before = diagnostic.location
    if place is None or before is None or (place.path, place.line) == (before.path, before.line):
        return diagnostic
    rest = [each for each in diagnostic.related if (each.location.path, each.location.line) != (place.path, place.line)]
    return replace(diagnostic, location=place, related=(Related(before, "with this"), *rest))


def _called_otherwise(diagnostic: Diagnostic, names: Mapping[Term, Term]) -> Diagnostic:
    """Of what is led to by the name it had before: that it has another now, since no hint may make that one stand."""
    old = diagnostic.finding.value if diagnostic.finding is not None else None
    new = names.get(old) if old is not None else None
    if not isinstance(old, NamedNode) or not isinstance(new, NamedNode):
        return diagnostic
    told = f"{shorten(old.value)} is called {shorten(new.value)} here, and others still lead to it by its old name"
    return replace(diagnostic, message=f"{told}: put that name back.", help=None)
