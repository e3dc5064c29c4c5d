"""The results behind a result: what a nested shape found at the node that had to conform to it (SHACL §3.6.2.5).

Most come with it from the validation; those of conditions that the engine settled in one query are looked for here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tcgraph.engine import Engine
from tcgraph.rdf import BlankNode, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.engine_trust import engine_for
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.functions import functions_in
from tcgraph.shacl.names import sh
from tcgraph.shacl.nested import behind
from tcgraph.shacl.plan import evaluate
from tcgraph.shacl.sets import value_pairs
from tcgraph.shacl.shape_cycles import references
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.targets_in_data import focus_of, scope_of
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.shacl.validation_run import Hit, ValidationRun

_COMPONENTS = frozenset(sh(f"{name}ConstraintComponent") for name in ("Node", "And", "Or", "Xone", "QualifiedMinCount"))


def detailed(
    engine: Engine,
    shapes: Shapes,
    report: Report,
    *,
    data_graphs: Iterable[NamedNode] | None = None,
    language: str = "en",
) -> Report:
    """Give each finding about a nested shape the findings of that shape, and those theirs in turn.

    ``sh:node``, ``sh:and`` and ``sh:or`` have them, ``sh:xone`` where no member is met, and
    ``sh:qualifiedMinCount`` for each value that does not count. ``sh:not`` and too many values have none: there,
    something is met that should not be.

    Args:
        engine: holds the data that was validated.
        shapes: the shapes it was validated against.
        report: what :func:`tcgraph.shacl.validate.validate` found.
        data_graphs: as for the validation.
        language: as for the validation.

    Returns:
        The same findings in the same order, equal to those of the report: details are no part of what is equal.
    """
    if all(map(_is_whole, report.findings)):
        return report
    graphs = None if data_graphs is None else tuple(data_graphs)
    engine = engine_for(engine, shapes, graphs)
    search = _Search(ValidationRun(engine, scope_of(engine, graphs), shapes.name, language, narrow=True), shapes)
    with functions_in(engine, shapes.graph):
        return Report(tuple(search.report(report.findings)), report.unchecked)


class _Search:
    """Evaluates nested shapes again, for the nodes that are known to fail."""

    def __init__(self, run: ValidationRun, shapes: Shapes) -> None:
        self._run = run
        self._reader = shapes.reader
        self._targeted = {shape.node: shape for shape in shapes.targeted()}

    def report(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings of a report with their details."""
        done = list(findings)
        unnamed: defaultdict[Term | None, list[int]] = defaultdict(list)
        for number, finding in enumerate(findings):
            # A node without a name is found again among the targets of the shape that led to it.
            root = finding.origin[0] if finding.origin and isinstance(finding.focus, BlankNode) else None
            unnamed[root].append(number)
        for root, numbers in unnamed.items():
            start = None if root is None else focus_of(self._run, self._targeted[root])
            hits = [(_origin(findings[number]), findings[number]) for number in numbers]
            for number, finding in zip(numbers, self._filled(hits, start), strict=True):
                done[number] = finding
        return done

    def _filled(self, hits: Sequence[Hit], start: Focus | None) -> list[Finding]:
        """The findings of hits with their details.

        Args:
            hits: each with the node that the evaluation began at.
            start: those nodes; None to go by the names of the focus nodes.
        """
        done = self._completed([finding for _, finding in hits])
        groups: defaultdict[tuple[Term, NamedNode, bool], list[int]] = defaultdict(list)
        for number, ((node, _), finding) in enumerate(zip(hits, done, strict=True)):
            if _is_whole(finding):
                continue
            groups[finding.shape, finding.component, start is not None and node == finding.focus].append(number)
        for (name, component, here), numbers in groups.items():
            shape = self._reader.shape(name)
            constraints = [item for item in shape.constraints if item.component == component in _COMPONENTS]
            # Of a recursive shape there may be no last detail.
            constraints = [item for item in constraints if all(part.cycle is None for part, _ in references(item))]
            focus = start if here else _by_name(done[number].focus for number in numbers)
            if not constraints or focus is None:
                continue
            found = [self._behind(focus, shape, constraint) for constraint in constraints]
            for number in numbers:
                finding = done[number]
                key = finding.focus if isinstance(constraints[0], model.Qualified) else finding.value
                details = {detail for one in found for detail in one.get(key, ())}
                done[number] = replace(finding, details=tuple(sorted(details, key=Finding.sort_key)))
        return done

    def _completed(self, findings: list[Finding]) -> list[Finding]:
        """The findings, those whose details came with them with what lies behind these, as far as they have names."""
        partly = [
            number
            for number, one in enumerate(findings)
            if one.details and not _is_whole(one) and not any(isinstance(d.focus, BlankNode) for d in one.details)
        ]
        if not partly:
            return findings
        inner = list(dict.fromkeys(detail for number in partly for detail in findings[number].details))
        whole = dict(zip(inner, self._filled([(detail.focus, detail) for detail in inner], None), strict=True))
        for number in partly:
            details = tuple(whole[detail] for detail in findings[number].details)
            findings[number] = replace(findings[number], details=details)
        return findings

    def _behind(
        self, focus: Focus, shape: model.Shape, constraint: model.Constraint
    ) -> Mapping[Term | None, set[Finding]]:
        """What lies behind a result: by value node, or by focus node for values that are counted."""
        values = focus.at(shape.path)
        if isinstance(constraint, model.Qualified):
            failed = self._failed(constraint.shape, values)
            found: defaultdict[Term | None, set[Finding]] = defaultdict(set)
            for this, value in value_pairs(self._run, focus, shape.path, failed):
                found[this] |= failed[value]
            return found
        assert isinstance(constraint, model.Nested)
        parts = [self._failed(part, values) for part in constraint.shapes]
        return {value: set(behind(constraint, value, parts)) for value in {value for part in parts for value in part}}

    def _failed(self, shape: model.Shape, nodes: Focus) -> dict[Term, set[Finding]]:
        """The nodes that do not conform to a shape, each with what was found, details included."""
        hits = evaluate(self._run, shape, nodes)
        found: defaultdict[Term, set[Finding]] = defaultdict(set)
        for (node, _), finding in zip(hits, self._filled(hits, nodes), strict=True):
            found[node].add(finding)
        return found


def _is_whole(finding: Finding) -> bool:
    """Whether nothing is to be looked for: it has no details, or was found together with them, and they with theirs."""
    return finding.component not in _COMPONENTS or (bool(finding.details) and all(map(_is_whole, finding.details)))


def _by_name(nodes: Iterable[Term]) -> Focus | None:
    named = tuple(dict.fromkeys(node for node in nodes if not isinstance(node, BlankNode)))
    return Focus.of_nodes(named) if named else None


def _origin(finding: Finding) -> Term:
    return finding.origin[1] if finding.origin else finding.focus
