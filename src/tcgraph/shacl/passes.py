"""One query for all conditions on the value nodes of one path from one set of focus nodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tcgraph.rdf import Literal, Term
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.model import AskTest
from tcgraph.shacl.operator_chains import chained
from tcgraph.shacl.paths import Path
from tcgraph.shacl.results import Hit, Source
from tcgraph.shacl.validation_run import Run

Recheck = Callable[[Term], bool]
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Test:
    """A condition that every value node must meet.

    Attributes:
        source: whose it is.
        expression: true when the node is well, and never an error.
        recheck: where the engine cannot tell, its rejections are asked again here.
    """

    source: Source
    expression: str
    recheck: Recheck | None = None


@dataclass(slots=True)
class Pass:
    """Everything that one look at the value nodes settles.

    Attributes:
        focus: the focus nodes.
        path: to the value nodes; None when the focus nodes are the value nodes.
        tests: conditions on each value node.
        required: where at least one value node must be.
        alone: the one test is an EXISTS, for an engine that knows it as a filter only and not inside expressions.
    """

    focus: Focus
    path: Path | None
    tests: list[Test] = field(default_factory=list)
    required: list[Source] = field(default_factory=list)
    alone: bool = False

    def check(self, run: Run) -> list[Hit]:
        """Run the query; several, of many conditions."""
        if len(self.tests) > _AT_ONCE:
            first, others = self.tests[:_AT_ONCE], self.tests[_AT_ONCE:]
            return [*replace(self, tests=first).check(run), *replace(self, tests=others, required=[]).check(run)]
        hits: list[Hit] = []
        seen: set[tuple[Term, Term | None]] = set()
        for this, value, *outcomes in run.select(self.query()):
            if this is None or (this, value) in seen:
                continue
            # A union of graphs gives a triple once for each graph that holds it; value nodes are a set.
            seen.add((this, value))
            if value is None:
                hits += [source.hit(run, this) for source in self.required]
                continue
            for test, outcome in zip(self.tests, outcomes, strict=True):
                # Some engines give 1 for true.
                well = isinstance(outcome, Literal) and outcome.value in ("true", "1")
                if well:
                    continue
                constraint = test.source.constraint
                texts = constraint.messages if isinstance(constraint, AskTest) else ()
                if not (test.recheck and test.recheck(value)):
                    hits.append(test.source.hit(run, this, value, texts=texts))
        return hits

    def query(self) -> str:
        """The SPARQL text, one column for each condition; conditions are computed again only for what fails one."""
        outcomes = " ".join(f"({test.expression} AS ?ok{number})" for number, test in enumerate(self.tests))
        bad = [f"!({test.expression})" for test in self.tests]
        step = "" if self.path is None else self.focus.step(self.path)
        if self.required:
            step, bad = f"OPTIONAL {{ {step} }}", ["!BOUND(?value)", *bad]
        head = "?this (?this AS ?value)" if self.path is None else "?this ?value"
        if self.alone:
            absent = f"FILTER NOT {self.tests[0].expression}"
            return f"SELECT {head} (0 AS ?ok0) WHERE {{ {self.focus.pattern} {step} {absent} }}"
        return f"SELECT {head} {outcomes} WHERE {{ {self.focus.pattern} {step} FILTER({chained(bad, ' || ')}) }}"
