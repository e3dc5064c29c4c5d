"""From shapes to checks: what is asked of the engine for a set of shapes, each pass over the data doing all it can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tcgraph.errors import BrokenInput
from tcgraph.rdf import Term
from tcgraph.shacl import model, sets
from tcgraph.shacl.broken_shape import BrokenShape
from tcgraph.shacl.components import ask_expression
from tcgraph.shacl.expression_checks import check_expression
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.inline import combined
from tcgraph.shacl.nested import by_node, check_nested, check_property, check_qualified, check_reifiers
from tcgraph.shacl.passes import Pass, Test
from tcgraph.shacl.paths import Path
from tcgraph.shacl.results import Hit, Source
from tcgraph.shacl.sets import check_list
from tcgraph.shacl.shape_cycles import evaluate_recursive
from tcgraph.shacl.sparql_checks import check_sparql
from tcgraph.shacl.validation_run import Run
from tcgraph.shacl.value_tests import expression

Check = Callable[[], list[Hit]]


@dataclass(frozen=True, slots=True, eq=False)
class _Late:
    """A check that is cheaper once other shapes are done: of which shape, after which, and what to do."""

    root: Term | None
    needs: frozenset[Term]
    check: Check


class Plan:
    """Checks to run, collected shape by shape; conditions on the same value nodes end up in one query.

    Args:
        run: the validation.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._complete: set[Term] = set()
        self._passes: dict[tuple[str, Path | None], Pass] = {}
        self._checks: list[Check] = []
        self._late: list[_Late] = []

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
            self._late.append(_Late(source.root, needs, check))

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


def evaluate(run: Run, shape: model.Shape, focus: Focus) -> list[Hit]:
    """Check one nested shape for a set of nodes, one query after the other.

    Args:
        run: the validation.
        shape: the nested shape.
        focus: the nodes.

    Returns:
        The findings, each with the node of ``focus`` that it is for.
    """
    if shape.deactivated:
        return []
    return _evaluated(run, shape, focus) if shape.cycle is None else evaluate_recursive(run, shape, focus, _evaluated)


def _evaluated(run: Run, shape: model.Shape, focus: Focus) -> list[Hit]:
    plan = Plan(run)
    plan.add(shape, focus)
    return [hit for check in plan.checks() for hit in check()]


def _variable(shape: model.Shape) -> str:
    return "?this" if shape.path is None else "?value"
