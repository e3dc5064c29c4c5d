"""Reason again after an edit: only what the edit can have brought about or taken the ground from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from tcgraph.engine import Engine
from tcgraph.owl.consequences import IDENTITY, Consequences, check
from tcgraph.owl.equality import identified
from tcgraph.owl.fixpoint import Fixpoint, names_used, read_fixpoint
from tcgraph.owl.graph_rules import TEXT, conclude, set_aside
from tcgraph.owl.inconsistencies import conflicting_values, find_clashes
from tcgraph.owl.matches import MatchedFacts, NotLocal
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Clash, Fact, Reasoning, fact_of, triple
from tcgraph.owl.reason import outcome, reason
from tcgraph.owl.step import Instance, working_names
from tcgraph.rdf import Literal, NamedNode, Quad, Term, Triple, Variable

MOST = 5_000
"""Facts followed before reasoning anew is quicker."""


@dataclass(frozen=True, slots=True)
class ReasonedChange:
    """What an edit came to among the conclusions.

    Attributes:
        reasoning: the outcome for the data as it is now, as :func:`tcgraph.owl.reason.reason` tells it.
        added: triples that the graph of conclusions gained, sorted.
        removed: triples that it lost, sorted.
        anew: why everything was reasoned over again; None when following the edit was enough.
    """

    reasoning: Reasoning
    added: tuple[Triple, ...]
    removed: tuple[Triple, ...]
    anew: str | None = None


def reason_change(
    engine: Engine,
    added: Iterable[Quad | Triple],
    removed: Iterable[Quad | Triple],
    *,
    previous: Reasoning | None = None,
    premises: Iterable[NamedNode] | None = None,
) -> ReasonedChange:
    """Bring the graph of conclusions up to date after an edit.

    That graph is one made by :func:`tcgraph.owl.reason.reason` or by this function, with ``rules`` as method and
    ``representatives`` for what is the same.

    Additions are followed forwards from the new triples; a conclusion of removed ones goes unless it can be proved
    from what is left. Where an edit changes the ontology, or what is the same as what, everything is reasoned over
    again, and the result says so.

    Args:
        engine: holds the premises as they are now, after the edit, and the conclusions from before.
        added: triples that the edit added; quads of graphs that are no premises are passed over.
        removed: triples that it removed.
        previous: the outcome for the data before; its clashes are kept as far as their facts are. Without it, clashes
            are looked for everywhere.
        premises: the graphs to reason over, those among them that the edit emptied; every other graph of the engine,
            when not given.

    Returns:
        The outcome, the same as reasoning over everything would give, and what changed among the conclusions.

    Raises:
        EngineError: the engine failed; the conclusions may be incomplete then.
    """
    graphs = None if premises is None else tuple(premises)
    place = Place.of(engine, None, graphs)
    ledger = Ledger(place)
    try:
        new, old = (_edited(place, graphs, edits) for edits in (added, removed))
        reasoning, proved = _follow(place, ledger, new, old, previous)
        came, went = conclude(place, (*new, *old, *ledger.added, *ledger.removed), proved)
    except NotLocal as turn:
        before = (_conclusions(place) - ledger.added) | ledger.removed
        return _anew(place, before, str(turn))
    reasoning = replace(reasoning, inferred=reasoning.inferred + len(came) - len(went))
    # What OWL concludes no more and a rule does, or the other way round, is there as it was.
    gained, lost = ledger.added | came, ledger.removed | went
    return ReasonedChange(reasoning, _sorted(gained - lost), _sorted(lost - gained))


def reason_anew(engine: Engine, why: str, *, premises: Iterable[NamedNode] | None = None) -> ReasonedChange:
    """Reason over everything, whatever the graph of conclusions holds, and tell what changed there.

    Raises:
        EngineError: as there.
    """
    place = Place.of(engine, None, premises)
    return _anew(place, _conclusions(place), why)


def _anew(place: Place, before: set[Fact], why: str) -> ReasonedChange:
    reasoning = reason(place.engine, into=place.into, premises=place.premises)
    after = _conclusions(place)
    return ReasonedChange(reasoning, _sorted(after - before), _sorted(before - after), anew=why)


def _conclusions(place: Place) -> set[Fact]:
    return set(map(fact_of, place.engine.quads(place.into)))


def _follow(
    place: Place, ledger: Ledger, added: set[Fact], removed: set[Fact], previous: Reasoning | None
) -> tuple[Reasoning, Callable[[set[Fact]], set[Fact]]]:
    """What OWL concludes after the edit, and what tells which facts it proves, whatever rules of the graph conclude."""
    if len(added) + len(removed) > MOST:
        raise NotLocal("a great deal has changed")
    if any(predicate == TEXT for _, predicate, _ in (*added, *removed)):
        raise NotLocal("a rule has changed")
    for fact in (*added, *removed):
        check(fact, place)
    state = read_fixpoint(place)
    if working_names(state.rules):
        raise NotLocal("an unnamed property is defined by itself")
    asked_for = {pattern[1] for rule in state.rules for pattern in (*rule.premises, *rule.body)}
    rules = Consequences(place, state.data_rules, state.equality)
    names = (name for name in asked_for if isinstance(name, NamedNode))
    lost = set(map(triple, removed)) - place.stated(map(triple, removed), inferred=False)
    # The rest of what held before still stands; so must these, for as long as it is asked what rested on them.
    ledger.insert(map(fact_of, lost - place.stated(lost, inferred=True)))
    with set_aside(place, names, lambda facts: _proved(rules, facts, added)) as away:
        reasoning = _carried_through(place, ledger, state, rules, added, lost, previous)
    # What OWL concludes now, and a rule had before, is no more than there was.
    again = ledger.added & away
    ledger.added -= again
    counted = reasoning.inferred - len(again) + (0 if previous else len(away))
    return replace(reasoning, inferred=counted), lambda facts: _proved(rules, facts, away - again)


def _carried_through(
    place: Place,
    ledger: Ledger,
    state: Fixpoint,
    rules: Consequences,
    added: set[Fact],
    lost: set[Triple],
    previous: Reasoning | None,
) -> Reasoning:
    standing = place.stated(map(triple, added), inferred=False)
    # What is asserted is not repeated among the conclusions.
    ledger.remove(map(fact_of, place.stated(standing, inferred=True)))
    gone = unproved(rules, place, map(fact_of, lost))
    rules.part_nothing(gone)
    ledger.remove(gone)
    new = extend(rules, place, map(fact_of, standing), ledger)
    conflicts = _conflicts(state, rules.identities(new))
    if previous is None:
        found = outcome(place, replace(state, conflicts=_conflicts(state, identified(place, state.rules))))
        clashes: Iterable[Clash] = found.clashes
        size = found.inferred
    else:
        clashes = [
            *(clash for clash in previous.clashes if _stands(clash, gone)),
            *conflicts,
            *find_clashes(place, state.rules, state.schema, state.equality, MatchedFacts(new)),
        ]
        size = previous.inferred + len(ledger.added) - len(ledger.removed)
    return Reasoning.of(size, names_used(place, state), clashes)


def _edited(place: Place, premises: Collection[NamedNode] | None, edits: Iterable[Quad | Triple]) -> set[Fact]:
    """The facts of an edit that are about premises, with literals as the engine writes them."""
    facts = {
        fact_of(edit)
        for edit in edits
        if not isinstance(edit, Quad)
        or (edit.graph_name != place.into and (premises is None or edit.graph_name in premises))
    }
    written = place.as_written({o for _, _, o in facts if isinstance(o, Literal)})
    return {(s, p, written.get(o, o) if isinstance(o, Literal) else o) for s, p, o in facts}


def _conflicts(state: Fixpoint, identities: Iterable[tuple[Instance, dict[Variable, Term], Term]]) -> list[Clash]:
    """The clashes among values that should be one.

    Raises:
        NotLocal: some are things that are not known to be one.
    """
    found = []
    for rule, values, other in identities:
        assert rule.member
        one = values[rule.member]
        if isinstance(one, Literal) or isinstance(other, Literal):
            found.append(conflicting_values(rule, values, other))
        elif state.equality.find(one) != state.equality.find(other):
            raise NotLocal(IDENTITY)
    return [clash for clash in found if clash]


def _stands(clash: Clash, gone: set[Fact]) -> bool:
    """Whether a clash is still there; those over what is the same are looked for anew."""
    return not clash.rule.startswith("eq-diff") and gone.isdisjoint(map(fact_of, clash.facts))


def _sorted(facts: Iterable[Fact]) -> tuple[Triple, ...]:
    return tuple(sorted(map(triple, facts), key=str))


class Ledger:
    """What has been written to and taken from the graph of conclusions.

    Attributes:
        added: what is there now and was not before.
        removed: what was there before and is not now.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self.added: set[Fact] = set()
        self.removed: set[Fact] = set()

    def insert(self, facts: Iterable[Fact]) -> None:
        """Write conclusions that are not there."""
        new = set(facts)
        self._place.engine.insert([self._quad(fact) for fact in sorted(new, key=str)])
        self.added |= new - self.removed
        self.removed -= new

    def remove(self, facts: Iterable[Fact]) -> None:
        """Take away conclusions that are there."""
        old = set(facts)
        self._place.engine.remove([self._quad(fact) for fact in sorted(old, key=str)])
        self.removed |= old - self.added
        self.added -= old

    def _quad(self, fact: Fact) -> Quad:
        stated = triple(fact)
        return Quad(stated.subject, stated.predicate, stated.object, self._place.into)


def unproved(rules: Consequences, place: Place, lost: Iterable[Fact]) -> set[Fact]:
    """The conclusions that no longer follow.

    Args:
        rules: what follows from what.
        place: where everything that held still stands, the lost facts among the conclusions.
        lost: facts that are asserted no more.

    Returns:
        Those of the lost facts that do not follow otherwise, and all conclusions that rested on them.

    Raises:
        NotLocal: axioms or identities are among them, or there are too many.
    """
    gone: set[Fact] = set()
    waiting: defaultdict[int, set[Fact]] = defaultdict(set)
    for fact in lost:
        waiting[rules.level(fact)].add(fact)
    while waiting:
        level = min(waiting)
        doubtful = _hanging_on(rules, place, waiting.pop(level), level)
        fallen = doubtful - _proved(rules, doubtful, gone)
        gone |= fallen
        if len(gone) > MOST:
            raise NotLocal("a great deal has changed")
        for fact in _concluded(rules, place, fallen):
            if fact not in gone and rules.level(fact) > level:
                waiting[rules.level(fact)].add(fact)
    return gone


def _hanging_on(rules: Consequences, place: Place, facts: set[Fact], level: int) -> set[Fact]:
    """The facts, and all conclusions of their level that some chain of rules leads to from them."""
    found = set(facts)
    newest = facts
    while newest:
        newest = {fact for fact in _concluded(rules, place, newest) - found if rules.level(fact) == level}
        found |= newest
        if len(found) > MOST:
            raise NotLocal("a great deal has changed")
    return found


def _proved(rules: Consequences, doubtful: set[Fact], gone: set[Fact]) -> set[Fact]:
    """Those facts in doubt that follow from others, be it by way of facts in doubt that do."""
    left_out = gone | doubtful
    proved: set[Fact] = set()
    queue = sorted(doubtful, key=str)
    for fact in queue:
        if fact in left_out and rules.rests(fact, left_out):
            left_out.discard(fact)
            proved.add(fact)
            queue.extend(sorted(rules.of([fact]) & doubtful & left_out, key=str))
    return proved


def _concluded(rules: Consequences, place: Place, facts: set[Fact]) -> set[Fact]:
    """The conclusions, not asserted ones, that rest on one of the facts."""
    return set(map(fact_of, place.stated(map(triple, rules.of(facts)), inferred=True)))


def extend(rules: Consequences, place: Place, facts: Iterable[Fact], ledger: Ledger) -> set[Fact]:
    """Write everything that follows from new facts.

    Args:
        rules: what follows from what.
        place: where the new facts stand already.
        facts: those.
        ledger: writes.

    Returns:
        The new facts and what was written.

    Raises:
        NotLocal: as for :func:`unproved`.
    """
    found = set(facts)
    newest = set(found)
    while newest:
        newest = set(map(fact_of, place.missing(map(triple, rules.of(newest)))))
        ledger.insert(newest)
        found |= newest
        if len(found) > MOST:
            raise NotLocal("a great deal has changed")
    return found
