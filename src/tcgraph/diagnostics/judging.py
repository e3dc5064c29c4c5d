"""What every door makes of facts: they are judged as stated, and what follows from them only where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from tcgraph.diagnostics.edits import Edits
from tcgraph.diagnostics.forked_work import Prefetched, in_a_copy
from tcgraph.diagnostics.names_in_use import UNKNOWN_THING
from tcgraph.engine import Engine
from tcgraph.errors import TcgraphError
from tcgraph.namespaces import application
from tcgraph.owl.proof import Clash, Reasoning
from tcgraph.rdf import GraphFormat, NamedNode, Quad, Triple
from tcgraph.shacl.validation_report import BrokenShape, Finding, Report, Severity

if TYPE_CHECKING:
    from tcgraph.owl.reason import Method

NOTHING = Report(())


class AskShapes(Protocol):
    """Asks the shapes."""

    def __call__(self, changed: Sequence[Quad] | None, before: Report, concluded: bool, grown: bool, /) -> Report:
        """What the shapes find.

        Args:
            changed: what changed since ``before``, so that only what it touches is judged; None judges everything.
            before: what they found before the change.
            concluded: whether conclusions are part of what is judged.
            grown: whether all that changed came, and nothing went.
        """


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What follows from the facts.

    Attributes:
        clashes: the contradictions.
        changed: those conclusions that came or went; None where that is not known, so that everything is judged again.
        grown: whether there were none before.
    """

    clashes: Sequence[Finding] = ()
    changed: Sequence[Quad] | None = ()
    grown: bool = False


@dataclass(frozen=True, slots=True)
class FactFindings:
    """What is wrong with facts.

    Attributes:
        clashes: contradictions.
        found: what the shapes find, in what is stated and in what follows.
        unknown: names that nothing describes.
        unchecked: what of the shapes could not be checked.
    """

    clashes: tuple[Finding, ...] = ()
    found: tuple[Finding, ...] = ()
    unknown: tuple[Finding, ...] = ()
    unchecked: tuple[BrokenShape, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, contradictions first."""
        return (*self.clashes, *self.found, *self.unknown)


def judge_stated_first(
    ask: AskShapes,
    conclude: Callable[[], Conclusions],
    changed: Sequence[Quad] | None,
    unknown: Sequence[Finding] = (),
    *,
    withdraw: Callable[[], None] | None = None,
    ahead: Sequence[Prefetched[Any]] = (),
) -> FactFindings:
    """Judge what is stated by itself, since a conclusion may fill a gap; then what follows from it.

    What follows from facts that are wrong is not judged: it would be told beside its cause.

    Args:
        ask: asks the shapes.
        conclude: brings the conclusions up to date.
        changed: how the facts differ from such as were right; None judges all of them.
        unknown: names that nothing describes.
        withdraw: takes all conclusions away again. Where it is given, what is stated is judged in a copy of this
            process, while what follows is worked out here.
        ahead: what else comes of the facts and of what follows, to be worked out in another until that is done.
    """
    stated, concluded, following = (
        _both(ask, conclude, changed) if withdraw is None else _at_once(ask, conclude, withdraw, ahead)
    )
    found = list(stated.findings)
    clashes: Sequence[Finding] = ()
    unchecked = stated.unchecked
    if following is not None:
        clashes = concluded.clashes
        found += following.findings
        # What no conclusion can make fail is not asked again after an edit.
        unchecked = tuple({(each.node, each.what): each for each in (*unchecked, *following.unchecked)}.values())
    told = {(finding.focus, finding.value) for finding in found}
    names = (f for f in unknown if f.component != UNKNOWN_THING or (f.focus, f.value) not in told)
    return FactFindings(tuple(clashes), tuple(dict.fromkeys(found)), tuple(names), unchecked)


def _both(
    ask: AskShapes, conclude: Callable[[], Conclusions], changed: Sequence[Quad] | None
) -> tuple[Report, Conclusions, Report | None]:
    """What is wrong with what is stated; what follows, and what is wrong with that, where it is judged."""
    return _then(ask, conclude, changed, ask(changed, NOTHING, False, False))


def _then(
    ask: AskShapes, conclude: Callable[[], Conclusions], changed: Sequence[Quad] | None, stated: Report
) -> tuple[Report, Conclusions, Report | None]:
    if stated.count(Severity.VIOLATION):
        return stated, Conclusions(), None
    concluded = conclude()
    return stated, concluded, _following(ask, stated, changed, concluded)


def _at_once(
    ask: AskShapes, conclude: Callable[[], Conclusions], withdraw: Callable[[], None], ahead: Sequence[Prefetched[Any]]
) -> tuple[Report, Conclusions, Report | None]:
    """The same of all facts, both at once: most often nothing is wrong with what is stated."""
    following = None
    with in_a_copy(partial(_stated, ask)) as copy:
        with suppress(TcgraphError):  # it is met again where it matters
            concluded = conclude()
            # A third process: whichever of the two is done first leaves it a core.
            with in_a_copy(lambda: [work() for work in ahead]) if ahead else nullcontext(lambda: ()) as others:
                following = _following(ask, NOTHING, None, concluded)
                if following == NOTHING:
                    for work, done in zip(ahead, others() or (), strict=False):
                        work.keep(done)
        stated = copy()
    if following is not None and stated == NOTHING:
        return stated, concluded, following
    withdraw()
    for work in ahead:
        work.forget()
    return _both(ask, conclude, None) if stated is None else _then(ask, conclude, None, stated)


def _stated(ask: AskShapes) -> Report | None:
    """What a copy of this process gives; what is unchecked is found again where it can be told."""
    report = ask(None, NOTHING, False, False)
    return None if report.unchecked else report


def _following(ask: AskShapes, stated: Report, changed: Sequence[Quad] | None, concluded: Conclusions) -> Report:
    if concluded.changed is None or (changed is None and stated.unchecked):
        return ask(None, NOTHING, True, False)
    if changed is None:
        # What no conclusion can touch was judged already.
        return ask(concluded.changed, stated, True, concluded.grown)
    return ask([*changed, *concluded.changed], NOTHING, True, False)


def concluded_from(engine: Engine, method: Method, edits: Edits | None) -> Conclusions:
    """Put what follows into a graph of its own."""
    from tcgraph.owl.reason import reason

    into = application().inferred
    if edits is None:
        gone = list(engine.quads(into))
        reasoning = reason(engine, method=method)
        changed, grown = [*gone, *engine.quads(into)], not gone
    else:
        from tcgraph.owl.reason_change import reason_change

        before = _concluded_before(engine, method, edits)
        change = reason_change(engine, edits.added, edits.removed, previous=before)
        reasoning = change.reasoning
        changed = [Quad(t.subject, t.predicate, t.object, into) for t in (*change.added, *change.removed)]
        grown = False
    return Conclusions([as_finding(clash) for clash in reasoning.clashes], changed, grown)


def _concluded_before(engine: Engine, method: Method, edits: Edits) -> Reasoning:
    """Put what followed before an edit into a graph of its own: as it was kept, else by reasoning again."""
    from tcgraph.owl.reason import reason

    if edits.conclusions is not None:
        into = application().inferred
        engine.load(edits.conclusions, GraphFormat.N_TRIPLES, graph=into)
        return Reasoning(engine.size(into))
    engine.remove(edits.added)
    engine.insert(edits.removed)
    before = reason(engine, method=method)
    engine.remove(edits.removed)
    engine.insert(edits.added)
    return before


CONTRADICTION = "urn:check#contradiction-"


def as_finding(clash: Clash) -> Finding:
    """A clash as a finding about the first fact that takes part in it.

    Args:
        clash: facts that cannot all be true; data comes first among them.
    """
    rule = NamedNode(CONTRADICTION + clash.rule)
    if not clash.facts:
        return Finding(rule, rule, rule, Severity.VIOLATION, clash.message)
    fact = clash.facts[0]
    assert not isinstance(fact.object, Triple)
    return Finding(fact.subject, rule, rule, Severity.VIOLATION, clash.message, None, fact.predicate, fact.object)
