"""Of two statements that contradict each other, where a change touched only one: that one is the place to look."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tcgraph.diagnostics.causes import properties
from tcgraph.diagnostics.changed_things import by_subject, is_told, overwritten, renamed, taken_in
from tcgraph.diagnostics.diagnostic import Diagnostic, Related
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.diagnostics.locate import Locator
from tcgraph.diagnostics.names_in_use import UNDEFINED_TERM
from tcgraph.diagnostics.term_names import TermWriter
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl.names import BY_QUERY, sh
from tcgraph.shacl.transition import CHANGE
from tcgraph.shacl.validation_report import Finding

_COMPARED = frozenset(sh(f"{name}ConstraintComponent") for name in ("Equals", "LessThan", "LessThanOrEquals"))
_LONG = 60
_BEFORE = 10
"""So many characters of a long text are told, and so many of them before the first that differs."""


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
        The same diagnostics; the place that was named before is told beneath. What became of the past is told where it
        stands now. Where the change brought several statements and no new thing, the place stays.
    """
    brought = by_subject(added)
    taken = by_subject(removed)
    names = renamed(taken, brought)
    found = list(found)
    moved = {
        id(each): probe
        for each in found
        if each.finding is not None
        and each.location is not None
        and (probe := _probe(each.finding, taken, brought, names))
    }
    locator = Locator(engine, files, moved.values())
    placed = [
        _called_otherwise(_placed(each, moved[id(each)], locator), names, locator) if id(each) in moved else each
        for each in found
    ]
    moves = _Moves(
        taken_in(taken, brought),
        {(fact.predicate, fact.object): fact.subject for fact in removed if is_told(fact.object)},
        overwritten(taken, brought),
    )
    places = _Places(locator, engine, files)
    told = [_said_otherwise(each, taken, brought, moves, places) for each in placed]
    spots = [_spot(each, moved.get(id(each)), taken) for each in found]
    return [
        _with_what_stood(each, spot, taken, brought, places) if spot[0] not in moves.overwritten else each
        for each, spot in zip(told, spots, strict=True)
    ]


class _Moves(NamedTuple):
    """Which thing each took in, of what each text was told before, and what was overwritten in how many properties."""

    taken_in: Mapping[Term, Term]
    told_of: Mapping[tuple[NamedNode, Term], Term]
    overwritten: Mapping[Term, int]


class _Places(NamedTuple):
    """Where the files' prefixes are known from."""

    locator: Locator
    engine: Engine
    files: Sequence[CheckedFile]

    def written(self, term: Term, diagnostic: Diagnostic) -> str:
        """A term as the file of a diagnostic writes it."""
        return TermWriter(lambda _: None, self._known(diagnostic)).name(term)

    def short(self, told: str, diagnostic: Diagnostic) -> str:
        """A sentence with its names written as in the file of a diagnostic."""
        return TermWriter(lambda _: None, self._known(diagnostic)).shortened(told)

    def _known(self, diagnostic: Diagnostic) -> Mapping[str, str]:
        known = self.locator.prefixes(diagnostic.location)
        if not known and diagnostic.finding is not None:
            known = Locator(self.engine, self.files, [diagnostic.finding]).prefixes(diagnostic.location)
        return known


def _probe(
    finding: Finding,
    taken: Mapping[Term, Sequence[Triple]],
    brought: Mapping[Term, Sequence[Triple]],
    names: Mapping[Term, Term],
) -> Finding | None:
    """What to look for instead of what was found; None where the place is right, or cannot be told."""
    here = brought.get(finding.focus, [])
    if any((fact.predicate, fact.object) == (finding.predicate, finding.value) for fact in here):
        return None
    if not here and not _of_the_past(finding) and _lost(finding, taken):
        # What is missed where it is compared was taken out where the thing begins.
        return replace(
            finding, predicate=None, value=None, component=BY_QUERY, details=(), path=None, property_path=None
        )
    same = [fact for fact in here if fact.predicate == finding.predicate]
    if _of_the_past(finding):
        facts = [fact for fact in same if _language(fact.object) == _language(finding.value)]
    elif finding.value is None and (others := _other_property(finding, taken, brought)):
        facts = [others[0][0]] if len({fact.predicate for fact, _ in others}) == 1 else []
    elif finding.value is None and finding.predicate is not None:
        facts = same  # of two values the one that came
    elif finding.value is None and (led_elsewhere := _leading_elsewhere(finding, taken, brought)):
        facts = led_elsewhere
    elif finding.value is None and not here and (path := finding.property_path) is not None and path.operator == "/":
        facts = [fact for facts in brought.values() for fact in facts if fact.predicate in path.last_predicates()]
    elif finding.value is not None and (new := names.get(finding.value)) is not None:
        # What is called otherwise now is led to by its old name: the new one is the slip.
        facts = _introduced(brought[new])
    else:
        things = [subject for subject in brought if _speaks_of(finding, subject)]
        facts = _leading_back(finding, brought) or [fact for subject in things for fact in brought[subject]]
        facts = [fact for fact in facts if fact.predicate == finding.predicate] or facts
        if not here and len(facts) > 1:
            # Of two things that contradict each other, the new one.
            facts = [fact for thing in things if thing not in taken for fact in _introduced(brought[thing])]
    if len(facts) != 1:
        return None
    (fact,) = facts
    linked = fact.object == finding.focus or fact.predicate in _backwards(finding)
    is_property = finding.value is None and not same and not linked
    component = UNDEFINED_TERM if is_property else BY_QUERY
    return replace(
        finding, focus=fact.subject, predicate=fact.predicate, value=fact.object, component=component, details=(),
        path=str(fact.predicate), property_path=None,
    )  # fmt: skip


def _lost(finding: Finding, taken: Mapping[Term, Sequence[Triple]]) -> list[NamedNode]:
    """By which properties the thing of a finding had its value before."""
    if finding.value is None or finding.component not in _COMPARED or RDF_TYPE in _predicates(taken, finding.focus):
        return []
    return [fact.predicate for fact in taken.get(finding.focus, ()) if fact.object == finding.value]


def _predicates(facts: Mapping[Term, Sequence[Triple]], thing: Term) -> set[NamedNode]:
    return {fact.predicate for fact in facts.get(thing, ())}


def _leading_back(finding: Finding, brought: Mapping[Term, Sequence[Triple]]) -> list[Triple]:
    """Where more things lead to one than may, those links that a change brought."""
    back = _backwards(finding)
    return [
        fact for facts in brought.values() for fact in facts if fact.object == finding.focus and fact.predicate in back
    ]


def _leading_elsewhere(
    finding: Finding, taken: Mapping[Term, Sequence[Triple]], brought: Mapping[Term, Sequence[Triple]]
) -> list[Triple]:
    """Where nothing leads to a thing any more, what a change put in the place of a link that did."""
    back = _backwards(finding)
    lost = [fact for facts in taken.values() for fact in facts if fact.object == finding.focus]
    return [
        fact
        for was in lost
        if was.predicate in back
        for fact in brought.get(was.subject, ())
        if fact.predicate == was.predicate
    ]


def _backwards(finding: Finding) -> set[Term | None]:
    """The properties that the path of a finding without a value follows from the object to the subject."""
    path = finding.property_path
    if finding.predicate is not None or finding.value is not None or path is None:
        return set()
    steps = (path,) if path.operator == "^" else path.parts or ()
    return {step.parts[0].predicate for step in steps if step.operator == "^"}


def _other_property(
    finding: Finding, taken: Mapping[Term, Sequence[Triple]], brought: Mapping[Term, Sequence[Triple]]
) -> list[tuple[Triple, NamedNode]]:
    """What a change says of a thing by another property, whichever of both is told of, and by which it said it."""
    path = finding.property_path
    told = {finding.predicate} if path is None else {finding.predicate, *path.predicates()}
    return [
        (fact, before.predicate)
        for fact in brought.get(finding.focus, ())
        for before in taken.get(finding.focus, ())
        if before.object == fact.object
        and before.predicate != fact.predicate
        and not told.isdisjoint((before.predicate, fact.predicate))
    ]


def _said_otherwise(
    diagnostic: Diagnostic,
    taken: Mapping[Term, Sequence[Triple]],
    brought: Mapping[Term, Sequence[Triple]],
    moves: _Moves,
    places: _Places,
) -> Diagnostic:
    """Of a property that is missing, or that nobody knows, the one in its place; of an exchange, that it is one."""
    finding = diagnostic.finding
    if finding is not None and _of_the_past(finding) and (other := _exchanged_with(finding, taken, brought)):
        told = f"{finding.predicate} of {finding.focus} and of {other} changed places: put each back where it was."
        return replace(diagnostic, help=places.short(told, diagnostic))
    if finding is not None and (lost := moves.taken_in.get(finding.focus)) is not None:
        kind = next((fact.object for fact in _introduced(taken.get(lost, ()))), "")
        told = f"What was told of {lost} is told of {finding.focus} now: the line that began it is gone."
        remedy = f"End what is told before it with a full stop, and begin anew: {lost} a {kind} ;"
        return replace(
            diagnostic, message=places.short(told, diagnostic), help=places.short(remedy, diagnostic), fix=None
        )
    if finding is not None and not diagnostic.fix and (other := _told_of_before(finding, brought, moves)) is not None:
        told = f"This was told of {other} before: tell it there, unless it was moved on purpose."
        return replace(diagnostic, help=places.short(told, diagnostic))
    if finding is not None and finding.focus in moves.overwritten:
        thing, number = finding.focus, moves.overwritten[finding.focus]
        told = f"{number} things that were said of {thing} changed at once: where this tells of something else, "
        told += f"put {thing} back as it was, and give what is new a name of its own."
        return replace(diagnostic, help=places.short(told, diagnostic))
    if finding is not None and _of_the_past(finding):
        return _by_another_property(diagnostic, finding, brought, places)
    if finding is None or diagnostic.fix or not (finding.value is None or finding.component == UNDEFINED_TERM):
        return diagnostic
    for fact, before in _other_property(finding, taken, brought):
        told = f"{before} stood here before, in place of {fact.predicate}: did you mean it?"
        return replace(diagnostic, help=places.short(told, diagnostic))
    return diagnostic


def _by_another_property(
    diagnostic: Diagnostic, finding: Finding, brought: Mapping[Term, Sequence[Triple]], places: _Places
) -> Diagnostic:
    """Of what a thing had by one property and has by another now: that it has."""
    facts = [each for each in brought.get(finding.focus, ()) if each.object == finding.value]
    new = next((each.predicate for each in facts if each.predicate != finding.predicate), None)
    _, put, tail = diagnostic.message.partition(": put it back")
    if new is None or finding.predicate is None or not put:
        return diagnostic
    narrower = places.engine.ask(
        "ASK { ?one rdfs:subPropertyOf+ ?other }", bindings={"one": finding.predicate, "other": new}
    )
    says = "more than before" if narrower else "something else"
    told = f"{finding.predicate} of {finding.focus} is {new} in this version, which says {says} of {finding.value}"
    return replace(diagnostic, message=places.short(told, diagnostic) + put + tail)


def _spot(
    diagnostic: Diagnostic, probe: Finding | None, taken: Mapping[Term, Sequence[Triple]]
) -> tuple[Term | None, Collection[NamedNode]]:
    """The thing and the properties that a diagnostic is told of: where it is told elsewhere, those there."""
    finding = diagnostic.finding if probe is None or _of_the_past(diagnostic.finding) else probe
    if finding is None or _of_the_past(finding):
        return None, ()
    lost = _lost(diagnostic.finding, taken) if diagnostic.finding is not None else []
    return finding.focus, properties(finding) or lost


def _with_what_stood(
    diagnostic: Diagnostic,
    spot: tuple[Term | None, Collection[NamedNode]],
    taken: Mapping[Term, Sequence[Triple]],
    brought: Mapping[Term, Sequence[Triple]],
    places: _Places,
) -> Diagnostic:
    """With the one value that stood in the place of what is wrong, or missing, and is not named yet."""
    thing, said = spot
    lost = [] if thing is None else [each for each in taken.get(thing, ()) if each.predicate in said]
    if len(lost) != 1 or isinstance(lost[0].object, BlankNode):
        return diagnostic
    finding = diagnostic.finding
    value = finding.value if finding is not None and isinstance(finding.value, Literal) else None
    written = places.written(_excerpt(lost[0].object, value), diagnostic)
    if thing is not None and lost[0].predicate not in _predicates(brought, thing):
        written = f"{places.written(lost[0].predicate, diagnostic)} {written}"
    if finding is not None and lost[0].object == finding.focus and _backwards(finding):
        # That nothing leads to it any more is no reason to do away with it.
        return replace(diagnostic, help=f"{written} stood here before: put it back, or lead to it from elsewhere.")
    if written in f"{diagnostic.message} {diagnostic.help}":
        return diagnostic
    return replace(diagnostic, help=" ".join(filter(None, (f"{written} stood here before.", diagnostic.help))))


def _excerpt(was: Term, now: Literal | None) -> Term:
    """Of a long text the part by which it differs from another."""
    if not isinstance(was, Literal) or now is None or len(was.value) <= _LONG:
        return was
    pairs = enumerate(zip(was.value, now.value, strict=False))
    start = max(0, next((at for at, (one, other) in pairs if one != other), len(now.value)) - _BEFORE)
    text = f"{'…' * bool(start)}{was.value[start : start + _LONG]}{'…' * (start + _LONG < len(was.value))}"
    return Literal(text, language=was.language) if was.language else Literal(text)


def _told_of_before(finding: Finding, brought: Mapping[Term, Sequence[Triple]], moves: _Moves) -> Term | None:
    """What a text was told of that is told of another thing now, which has two of them or is nothing known."""
    facts = brought.get(finding.focus, ())
    if finding.predicate != RDF_TYPE:
        facts = [each for each in facts if each.predicate == finding.predicate and finding.value in (None, each.object)]
    others = (moves.told_of.get((each.predicate, each.object)) for each in facts)
    return next((each for each in others if each not in (None, finding.focus)), None)


def _exchanged_with(
    finding: Finding, taken: Mapping[Term, Sequence[Triple]], brought: Mapping[Term, Sequence[Triple]]
) -> Term | None:
    """What has now the value that a thing had, and had the one that it has now."""

    def of(thing: Term, facts: Mapping[Term, Sequence[Triple]]) -> set[Term]:
        return {fact.object for fact in facts.get(thing, ()) if fact.predicate == finding.predicate}

    was, now = of(finding.focus, taken), of(finding.focus, brought)
    others = (each for each in brought if each != finding.focus and of(each, brought) == was and of(each, taken) == now)
    return next(others, None) if was and now else None


def _introduced(facts: Iterable[Triple]) -> list[Triple]:
    """Where a thing is said to be of a kind, which is where it begins."""
    return [fact for fact in facts if fact.predicate == RDF_TYPE][:1]


def _of_the_past(finding: Finding | None) -> bool:
    return finding is not None and finding.component.value.startswith(CHANGE)


def _language(term: Term | None) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _speaks_of(finding: Finding, thing: Term) -> bool:
    return thing in (finding.focus, finding.value) or (isinstance(thing, NamedNode) and str(thing) in finding.message)


def _placed(diagnostic: Diagnostic, probe: Finding, locator: Locator) -> Diagnostic:
    place, _ = locator.locate(probe)
    before = diagnostic.location
    if place is None or before is None or place == before:
        return diagnostic
    if (place.path, place.line) == (before.path, before.line):
        return replace(diagnostic, location=place) if _of_the_past(diagnostic.finding) else diagnostic
    # What would right the place that was named before would be written over what stands here.
    diagnostic = replace(diagnostic, location=place, fix=None)
    if _of_the_past(diagnostic.finding):
        return diagnostic  # at the other place, nothing stands any more
    rest = [each for each in diagnostic.related if (each.location.path, each.location.line) != (place.path, place.line)]
    return replace(diagnostic, related=(Related(before, "with this"), *rest))


def _called_otherwise(diagnostic: Diagnostic, names: Mapping[Term, Term], locator: Locator) -> Diagnostic:
    """Of what is led to by the name it had before: that it has another now, since no hint may make that one stand."""
    old = None if diagnostic.finding is None or _of_the_past(diagnostic.finding) else diagnostic.finding.value
    new = names.get(old) if old is not None else None
    if not isinstance(old, NamedNode) or not isinstance(new, NamedNode):
        return diagnostic
    told = f"{old} is called {new} here, and others still lead to it by its old name: put that name back."
    places = (*(each.location for each in diagnostic.related[:1]), diagnostic.location)
    known = {prefix: iri for place in places for prefix, iri in locator.prefixes(place).items()}
    return replace(diagnostic, message=TermWriter(lambda _: None, known).shortened(told), help=None, fix=None)
