"""How a query is gone about on a store: in which words, by which rules, over how many triples, and where time goes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

import pyoxigraph

from tcgraph.engine import query_trees
from tcgraph.engine.cardinality import AS_OFTEN
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.engine_fixes import corrected
from tcgraph.engine.evaluate import QueryRequest, run
from tcgraph.engine.prepared import as_often
from tcgraph.engine.store_counts import SampledCounts, StoreCounts
from tcgraph.rdf import Term
from tcgraph.sparql import Query, written
from tcgraph.sparql.cursor import position
from tcgraph.sparql.planner import AppliedRule, QueryPlan, plan
from tcgraph.sparql.planner.explanation import PlanStep, dearest, steps_of, why_slow

_COUNTED = 200_000
"""Triples of one pattern up to which they are counted, and not guessed."""
_LONGEST = 5_000
"""Characters of a query that was ended and is looked into."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A rule that was applied.

    Attributes:
        name: of the rule.
        does: what it does.
        clause: of SPARQL 1.1, by which the answer is the same.
        line: of the text, where; 0 where it stands in nothing that was written.
    """

    name: str
    does: str
    clause: str
    line: int


@dataclass(frozen=True, slots=True)
class QueryExplanation:
    """How a query was gone about.

    Attributes:
        words: in which it was put to the engine.
        rewritings: what was changed.
        steps: its patterns, in order.
        reading: seconds that it took to read the text.
        planning: seconds to plan it.
        running: seconds to answer it.
        rows: of the answer.
        why: what takes the time, in a sentence; empty where nothing should.
    """

    words: str
    rewritings: tuple[Rewriting, ...]
    steps: tuple[PlanStep, ...]
    reading: float
    planning: float
    running: float
    rows: int
    why: str


def to_json(explanation: QueryExplanation) -> bytes:
    """An explanation, to be read in another process."""
    return json.dumps(asdict(explanation)).encode()


def from_json(text: bytes) -> QueryExplanation:
    """What :func:`to_json` wrote."""
    told = json.loads(text)
    told["rewritings"] = tuple(Rewriting(**each) for each in told["rewritings"])
    told["steps"] = tuple(PlanStep(**each) for each in told["steps"])
    return QueryExplanation(**told)


def explained(engine: EmbeddedEngine, text: str, *, planned: bool = True) -> QueryExplanation:
    """Explain a query.

    Args:
        engine: holds what it is about.
        text: SPARQL.
        planned: whether the planner may put it in other words.

    Raises:
        BrokenQuery: it does not parse.
        EngineError: the engine failed.
    """
    start = time.perf_counter()
    tree = query_trees.query(text)
    read = time.perf_counter()
    found = _as_often(_planned(engine, tree, planned=planned), engine)
    made = time.perf_counter()
    result = run(engine, QueryRequest(text, planned=planned))
    rows = 1 if isinstance(result, pyoxigraph.QueryBoolean) else sum(1 for _ in result)
    ended = time.perf_counter()
    steps = _counted(found, engine)
    changes = tuple(
        Rewriting(
            change.rule.name, change.rule.does, change.rule.clause, position(text, max(0, change.start))[0]
            if change.start >= 0 else 0,
        )
        for change in found.changes
    )  # fmt: skip
    return QueryExplanation(
        words=written(found.tree) if found.changes else text,
        rewritings=tuple(dict.fromkeys(changes)),
        steps=steps,
        reading=read - start,
        planning=made - read,
        running=ended - made,
        rows=rows,
        why=why_slow(steps),
    )


def _planned(engine: EmbeddedEngine, tree: Query, *, planned: bool) -> QueryPlan:
    return plan(corrected(tree), engine.counts) if planned else QueryPlan(tree, ())


def _as_often(found: QueryPlan, engine: EmbeddedEngine) -> QueryPlan:
    tree = as_often(found.tree, engine.repeats)
    if tree is found.tree:
        return found
    return QueryPlan(tree, (*found.changes, AppliedRule(AS_OFTEN, -1, -1)))


def costly_part(engine: EmbeddedEngine, text: str, *, planned: bool = True) -> str:
    """In a sentence, what of a query takes the time; it is not asked. Empty where it is too long to look into.

    Raises:
        BrokenQuery: it does not parse.
    """
    if len(text) > _LONGEST:
        return ""
    tree = query_trees.query(text)
    return _dearest(_counted(_planned(engine, tree, planned=planned), engine))


def costly_elsewhere(text: str, rows: Callable[[str], Iterable[Sequence[Term | None]]]) -> str:
    """The same of a query that another server answers, which plans by itself: of the patterns as they stand.

    Raises:
        BrokenQuery: it does not parse.
        EngineError: as ``rows`` does.
    """
    if len(text) > _LONGEST:
        return ""
    return _dearest(steps_of(query_trees.query(text), SampledCounts(rows, most=_COUNTED)))


def _dearest(steps: tuple[PlanStep, ...]) -> str:
    return why_slow(steps) or dearest(steps)


def _counted(found: QueryPlan, engine: EmbeddedEngine) -> tuple[PlanStep, ...]:
    return steps_of(found.tree, StoreCounts(engine.store, most=_COUNTED))
