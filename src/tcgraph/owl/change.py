"""Follow a change through the conclusions: what has lost its last proof goes, what has a first one comes.

Removal goes level by level in the order of the rules (:mod:`plan`), so that at each level it is settled what is gone
below: within one level everything that hangs on a lost fact is in doubt at first, and stays when it can be proved from
facts not in doubt (delete and rederive: Gupta, Mumick and Subrahmanian 1993). Facts that only prove each other thus go.
Addition is semi-naive: each round joins the facts of the last one with everything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tcgraph.owl.consequences import Consequences
from tcgraph.owl.matches import TooFar
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Fact, fact_of, triple
from tcgraph.rdf import Quad

MOST = 5_000
"""Facts followed before reasoning anew is quicker."""


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
        TooFar: axioms or identities are among them, or there are too many.
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
            raise TooFar("a great deal has changed")
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
            raise TooFar("a great deal has changed")
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
        TooFar: as for :func:`unproved`.
    """
    found = set(facts)
    newest = set(found)
    while newest:
        newest = set(map(fact_of, place.missing(map(triple, rules.of(newest)))))
        ledger.insert(newest)
        found |= newest
        if len(found) > MOST:
            raise TooFar("a great deal has changed")
    return found
