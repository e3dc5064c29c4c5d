"""From shapes to checks: what is asked of the engine for a set of shapes, each pass over the data doing all it can.

One query for all conditions on the value nodes of one path from one set of focus nodes.

``sh:expression`` and ``sh:nodeByExpression``: node expressions as constraints (SHACL 1.2 Node Expressions).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, Term
from tcgraph.shacl import model, sets
from tcgraph.shacl.components import ask_expression
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.model import AskTest
from tcgraph.shacl.names import BOOLEAN
from tcgraph.shacl.nested import by_node, check_nested, check_property, check_qualified, check_reifiers, combined
from tcgraph.shacl.node_expressions import Context, Evaluator
from tcgraph.shacl.parameters import messages_of
from tcgraph.shacl.paths import Path, chained
from tcgraph.shacl.sets import Evaluate, check_list, value_pairs
from tcgraph.shacl.shape_cycles import evaluate_recursive
from tcgraph.shacl.sparql_checks import check_sparql
from tcgraph.shacl.validation_report import BrokenShape
from tcgraph.shacl.validation_run import Hit, Source, ValidationRun
from tcgraph.shacl.value_tests import expression

Check = Callable[[], list[Hit]]


@dataclass(frozen=True, slots=True, eq=False)
class _DeferredCheck:
    """A check that is cheaper once other shapes are done: of which shape, after which, and what to do."""

    root: Term | None
    needs: frozenset[Term]
    check: Check


class Plan:
    """Checks to run, collected shape by shape; conditions on the same value nodes end up in one query."""

    def __init__(self, run: ValidationRun) -> None:
        self._run = run
        self._complete: set[Term] = set()
        self._passes: dict[tuple[str, Path | None], Pass] = {}
        self._checks: list[Check] = []
        self._late: list[_DeferredCheck] = []

    def add(self, shape: model.Shape, focus: Focus, root: Term | None = None, *, complete: bool = False) -> None:
        """Check a shape for focus nodes.

        Args:
            shape: the shape.
            focus: the nodes.
            root: the shape whose target they are; None inside another shape.
            complete: whether they are all of its targets.

        Raises:
            BrokenShape: a constraint of it is ill-formed.
        """
        if complete:
            self._complete.add(shape.node)
        try:
            self._add(shape, focus, root)
        except BrokenShape:
            raise
        except BrokenInput as error:
            raise BrokenShape(shape.node, error.reason) from error

    def checks(self) -> list[Check]:
        """The checks, in an order that does not matter."""
        return [*self._first(), *(late.check for late in self._late)]

    def check(self) -> list[Hit]:
        """Run everything, side by side where the engine can; nested shapes after the shapes that they refer to.

        What the check of a shape's own targets showed is then not computed again where another shape refers to it.
        """
        hits = self._together(self._first())
        pending = self._late
        while pending:
            unfinished = {late.root for late in pending}
            ready = [late for late in pending if not (late.needs - {late.root}) & unfinished] or pending
            for node in {node for late in ready for node in late.needs & self._complete}:
                self._run.settled[node] = by_node(hit for hit in hits if hit[1].origin and hit[1].origin[0] == node)
            hits += self._together([late.check for late in ready])
            pending = [late for late in pending if late not in ready]
        return hits

    def _first(self) -> list[Check]:
        return [*(partial(one.check, self._run) for one in self._passes.values()), *self._checks]

    def _together(self, checks: list[Check]) -> list[Hit]:
        return [hit for hits in self._run.together(self._run.attempt, checks) for hit in hits]

    def _add(self, shape: model.Shape, focus: Focus, root: Term | None) -> None:
        counts: list[Source] = []
        qualified: list[Source] = []
        for constraint in shape.constraints:
            source = Source(shape, constraint, root)
            match constraint:
                case model.ValueTest():
                    self._test(focus, source, expression(constraint, _variable(shape), self._run))
                case model.AskTest():
                    self._test(focus, source, ask_expression(constraint, shape, self._run.shapes_graph))
                case model.CountTest(name="minCount", limit=1):
                    self._pass(focus, shape.path).required.append(source)
                case model.CountTest(limit=limit) if limit or constraint.name == "maxCount":
                    counts.append(source)
                case model.Nested():
                    self._nested(shape, focus, source, constraint)
                case model.Qualified(component=component) if component not in model.QUALIFIED:
                    self._checks.append(partial(check_qualified, self._run, focus, [source], evaluate))
                case model.Qualified():
                    qualified.append(source)
                case _:
                    self._single(focus, source)
        if counts:
            self._checks.append(partial(sets.check_counts, self._run, focus, counts))
        if qualified:
            self._checks.append(partial(check_qualified, self._run, focus, qualified, evaluate))

    def _nested(self, shape: model.Shape, focus: Focus, source: Source, constraint: model.Nested) -> None:
        if constraint.name == "property":
            part = constraint.shapes[0]
            if shape.path is None:
                self.add(part, focus, source.root)
            else:
                self._checks.append(partial(check_property, self._run, focus, source, evaluate))
            return
        condition = combined(constraint, _variable(shape), self._run)
        if condition is not None:
            self._test(focus, source, condition)
        else:
            needs = frozenset(part.node for part in constraint.shapes if part.targets and part.cycle is None)
            check = partial(check_nested, self._run, focus, source, evaluate)
            self._late.append(_DeferredCheck(source.root, needs, check))

    def _single(self, focus: Focus, source: Source) -> None:
        match source.constraint:
            case model.UniqueLanguage():
                check: Check = partial(sets.check_languages, self._run, focus, source)
            case model.HasValue():
                check = partial(sets.check_has_value, self._run, focus, source)
            case model.PairTest():
                check = partial(sets.check_pair, self._run, focus, source)
            case model.Closed():
                check = partial(sets.check_closed, self._run, focus, source)
            case model.ListTest():
                check = partial(check_list, self._run, focus, source, evaluate)
            case model.UniqueValues():
                check = partial(sets.check_unique_values, self._run, focus, source)
            case model.Reifiers():
                check = partial(check_reifiers, self._run, focus, source, evaluate)
            case model.Expression():
                check = partial(check_expression, self._run, focus, source, evaluate)
            case model.SparqlConstraint():
                check = partial(check_sparql, self._run, focus, source)
            case _:
                return
        self._checks.append(check)

    def _test(self, focus: Focus, source: Source, condition: str) -> None:
        shape = source.shape
        condition, recheck = self._run.judged_here(source.constraint, condition)
        test = Test(source, condition, None if recheck is None else self._bounded(source, recheck))
        if condition.startswith("EXISTS {") and not self._run.nests_existence:
            self._checks.append(partial(Pass(focus, shape.path, [test], alone=True).check, self._run))
        else:
            self._pass(focus, shape.path).tests.append(test)

    def _bounded(self, source: Source, recheck: Callable[[Term], bool]) -> Callable[[Term], bool]:
        """A check of single values that turns out impossible is noted once, and finds nothing then."""
        impossible: list[BrokenShape] = []

        def holds(value: Term) -> bool:
            if impossible:
                return True
            try:
                return recheck(value)
            except BrokenInput as error:
                broken = BrokenShape(source.shape.node, error.reason)
                if self._run.unchecked is None or source.root is None:
                    raise broken from error
                impossible.append(broken)
                self._run.unchecked.append(broken)
                return True

        return holds

    def _pass(self, focus: Focus, path: Path | None) -> Pass:
        return self._passes.setdefault((focus.pattern, path), Pass(focus, path))


def evaluate(run: ValidationRun, shape: model.Shape, focus: Focus) -> list[Hit]:
    """Check one nested shape for a set of nodes, one query after the other.

    Returns:
        The findings, each with the node of ``focus`` that it is for.
    """
    if shape.deactivated:
        return []
    return _evaluated(run, shape, focus) if shape.cycle is None else evaluate_recursive(run, shape, focus, _evaluated)


def _evaluated(run: ValidationRun, shape: model.Shape, focus: Focus) -> list[Hit]:
    plan = Plan(run)
    plan.add(shape, focus)
    return [hit for check in plan.checks() for hit in check()]


def _variable(shape: model.Shape) -> str:
    return "?this" if shape.path is None else "?value"


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

    def check(self, run: ValidationRun) -> list[Hit]:
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


_TRUE = Literal("true", datatype=BOOLEAN)


def check_expression(run: ValidationRun, focus: Focus, source: Source, evaluate: Evaluate) -> list[Hit]:
    """One result for each value node for which the expression is not true, or that fails a shape it gives."""
    constraint = source.constraint
    assert isinstance(constraint, model.Expression)
    evaluator = Evaluator(constraint.graph, constraint.shape_of, run, evaluate)
    pairs = value_pairs(run, focus, source.shape.path)
    nodes = list(dict.fromkeys(value if constraint.name == "expression" else this for this, value in pairs))
    try:
        found = dict(zip(nodes, evaluator.values(constraint.node, [Context(node) for node in nodes]), strict=True))
    except BrokenInput as error:
        raise BrokenShape(source.shape.node, error.reason) from error
    if constraint.name == "expression":
        wrong = [pair for pair in pairs if found[pair[1]] != [_TRUE]]
    else:
        failing = _failing(run, focus, source, found, evaluate)
        wrong = [(this, value) for this, value in pairs if any(value in failing[shape] for shape in found[this])]
    node = constraint.node
    texts = messages_of(constraint.graph, node)
    return [source.hit(run, this, value, constraint=node, texts=texts) for this, value in wrong]


def _failing(
    run: ValidationRun, focus: Focus, source: Source, found: dict[Term, list[Term]], evaluate: Evaluate
) -> dict[Term, set[Term]]:
    """For each shape that the expression gives, the value nodes that do not conform to it."""
    constraint = source.constraint
    assert isinstance(constraint, model.Expression)
    focused: defaultdict[Term, list[Term]] = defaultdict(list)
    for this, shapes in found.items():
        for shape in shapes:
            focused[shape].append(this)
    failing: dict[Term, set[Term]] = {}
    for shape, nodes in focused.items():
        all_of_them = len(nodes) == len(found) or any(isinstance(node, BlankNode) for node in nodes)
        start = focus if all_of_them else Focus.of_nodes(nodes)
        hits = evaluate(run, constraint.shape_of(shape), start.at(source.shape.path))
        failing[shape] = {node for node, _ in hits}
    return failing
