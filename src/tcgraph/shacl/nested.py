"""Value nodes against other shapes: node, property, not, and, or, xone and qualified value shapes (§4.6, §4.7).

The nested shape is checked once for all value nodes of all focus nodes, and the outcome is joined back here: no engine
has to evaluate a group again for every row, however deep the nesting.

Nested shapes as SPARQL expressions, where that is cheap: no query of their own then, and no second pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tcgraph.rdf import BlankNode, Literal, Term
from tcgraph.shacl import model
from tcgraph.shacl.focus import Focus, renamed
from tcgraph.shacl.names import REIFIES
from tcgraph.shacl.paths import Path, chained
from tcgraph.shacl.sets import Evaluate, value_pairs
from tcgraph.shacl.validation_report import Details, Finding
from tcgraph.shacl.validation_run import Failing, Hit, Source, ValidationRun
from tcgraph.shacl.value_tests import expression, same_term

Pair = tuple[Term, Term]
"""A focus node and one of its value nodes."""


def check_nested(run: ValidationRun, focus: Focus, source: Source, evaluate: Evaluate) -> list[Hit]:
    """``sh:node``, ``sh:not``, ``sh:and``, ``sh:or`` and ``sh:xone``: one result for each value node that fails."""
    constraint, shape = source.constraint, source.shape
    assert isinstance(constraint, model.Nested)
    failing: list[Failing] = []
    for part in constraint.shapes:
        failing.append(_failing(run, focus, shape, part, evaluate))
        if constraint.name == "or" and not failing[-1]:
            return []
    match constraint.name:
        case "node" | "and":
            pairs = value_pairs(run, focus, shape.path, set().union(*failing))
        case "or":
            pairs = value_pairs(run, focus, shape.path, set.intersection(*map(set, failing)) if failing else None)
        case "not":
            pairs = [pair for pair in value_pairs(run, focus, shape.path) if pair[1] not in failing[0]]
        case _:
            pairs = [
                pair
                for pair in value_pairs(run, focus, shape.path)
                if sum(pair[1] not in failed for failed in failing) != 1
            ]
    details = {value: behind(constraint, value, failing) for value in {value for _, value in pairs}}
    return [source.hit(run, this, value, details=details[value]) for this, value in pairs]


def behind(constraint: model.Nested, value: Term, failing: Sequence[Mapping[Term, Iterable[Finding]]]) -> Details:
    """What nested shapes found at a value that fails, sorted (SHACL §3.6.2.5).

    Args:
        constraint: which of them have to be met.
        value: the value node.
        failing: for each member the nodes that fail, with what was found.

    Returns:
        Nothing where something is met that should not be, and of recursive shapes, of which there may be no last
        detail.
    """
    if constraint.name == "not" or any(part.cycle is not None for part in constraint.shapes):
        return ()
    if constraint.name in ("or", "xone") and not all(value in failed for failed in failing):
        return ()
    found = {finding: None for failed in failing for finding in failed.get(value, ())}
    return tuple(found) if len(found) < 2 else tuple(sorted(found, key=Finding.sort_key))


def _failing(run: ValidationRun, focus: Focus, shape: model.Shape, part: model.Shape, evaluate: Evaluate) -> Failing:
    """The value nodes that do not conform to a nested shape; those among its own targets may be known already."""
    settled = None if part.cycle is not None else run.settled.get(part.node)
    classes = [name for target in part.targets if target.kind == "class" for name in run.inhabited(target.term)]
    if settled is None or shape.path is None or not classes:
        return by_node(evaluate(run, part, focus.at(shape.path)))
    others = run.select(
        f"SELECT DISTINCT ?value WHERE {{ {focus.pattern} {focus.step(shape.path)} "
        f"FILTER NOT EXISTS {{ ?value a ?class FILTER(?class IN ({', '.join(map(str, classes))})) }} }}"
    )
    unsettled = [node for (node,) in others if node is not None]
    if any(isinstance(node, BlankNode) for node in unsettled) or len(unsettled) > 500:
        return by_node(evaluate(run, part, focus.at(shape.path)))
    if not unsettled:
        return settled
    return {**settled, **by_node(evaluate(run, part, Focus.of_nodes(unsettled)))}


def by_node(hits: Iterable[Hit]) -> Failing:
    """What was found, by the node at which the evaluation began."""
    found: Failing = {}
    for node, finding in hits:
        found.setdefault(node, []).append(finding)
    return found


def check_property(run: ValidationRun, focus: Focus, source: Source, evaluate: Evaluate) -> list[Hit]:
    """``sh:property`` inside a property shape: the inner results, once for each way that leads to their focus node."""
    constraint = source.constraint
    assert isinstance(constraint, model.Nested)
    inner = evaluate(run, constraint.shapes[0], focus.at(source.shape.path))
    if not inner:
        return []
    ways: dict[Term, list[Term]] = {}
    for this, value in value_pairs(run, focus, source.shape.path, {node for node, _ in inner}):
        ways.setdefault(value, []).append(this)
    root = source.root
    return [
        (this, replace(finding, origin=None if root is None else (root, this)))
        for node, finding in inner
        for this in ways.get(node, ())
    ]


def check_reifiers(run: ValidationRun, focus: Focus, source: Source, evaluate: Evaluate) -> list[Hit]:
    """``sh:reifierShape``: one result for each value whose triple has a reifier that fails, or none that it needs."""
    constraint, path = source.constraint, source.shape.path
    assert isinstance(constraint, model.Reifiers)
    assert path is not None
    where = f"{focus.pattern} ?this {path.sparql()} ?value"
    said = f"?reifier {REIFIES} <<( ?this {path.sparql()} ?value )>>"
    rows = list(run.select(f"SELECT DISTINCT ?this ?value ?reifier WHERE {{ {where} OPTIONAL {{ {said} }} }}"))
    reifiers = Focus((renamed(f"{where} . {said} .", {"?this": "?of", "?reifier": "?this"}),), distinct=False)
    failing = {node for node, _ in evaluate(run, constraint.shape, reifiers)}
    wrong = dict.fromkeys(
        (this, value)
        for this, value, reifier in rows
        if (constraint.required if reifier is None else reifier in failing)
    )
    return [source.hit(run, this, value) for this, value in wrong if this and value]


def check_qualified(run: ValidationRun, focus: Focus, sources: list[Source], evaluate: Evaluate) -> list[Hit]:
    """``sh:qualifiedMinCount`` and ``sh:qualifiedMaxCount`` of one property shape."""
    shape = sources[0].shape
    constraint = sources[0].constraint
    assert isinstance(constraint, model.Qualified)
    counted = [
        conforms(constraint.shape, "?value", run),
        *(conforms(part, "?value", run) for part in constraint.siblings),
    ]
    if None not in counted:
        return _count_in_engine(run, focus, sources, [text for text in counted if text])
    values = focus.at(shape.path)
    failing = {node for node, _ in evaluate(run, constraint.shape, values)}
    claimed: set[Term] = set()
    pairs = value_pairs(run, focus, shape.path)
    for sibling in constraint.siblings:
        failed = {node for node, _ in evaluate(run, sibling, values)}
        claimed |= {value for _, value in pairs if value not in failed}
    counts: dict[Term, int] = {
        this: 0 for (this,) in run.select(f"SELECT ?this WHERE {{ {focus.pattern} }}") if this is not None
    }
    for this, value in pairs:
        counts[this] += value not in failing and value not in claimed
    hits: list[Hit] = []
    for source in sources:
        limit = source.constraint
        assert isinstance(limit, model.Qualified)
        for this, number in counts.items():
            if (number < limit.limit) if limit.minimum else (number > limit.limit):
                hits.append(source.hit(run, this, values={"count": str(number)}))
    return hits


def _count_in_engine(run: ValidationRun, focus: Focus, sources: list[Source], conditions: list[str]) -> list[Hit]:
    shape = sources[0].shape
    assert shape.path is not None
    own, *siblings = conditions
    limits = [(source, source.constraint) for source in sources]
    wrong = []
    for _, limit in limits:
        assert isinstance(limit, model.Qualified)
        wrong.append(f"COUNT(DISTINCT ?value) {'<' if limit.minimum else '>'} {limit.limit}")
    condition = " && ".join([own, *(f"!({text})" for text in siblings)])
    query = (
        f"SELECT ?this (COUNT(DISTINCT ?value) AS ?n) WHERE {{ {focus.pattern} "
        f"OPTIONAL {{ {focus.step(shape.path)} FILTER({condition}) }} }} "
        f"GROUP BY ?this HAVING({' || '.join(wrong)})"
    )
    hits: list[Hit] = []
    for this, number in run.select(query):
        if this is None or not isinstance(number, Literal):
            continue
        for source, limit in limits:
            assert isinstance(limit, model.Qualified)
            found = int(number.value)
            if (found < limit.limit) if limit.minimum else (found > limit.limit):
                hits.append(source.hit(run, this, values={"count": number}))
    return hits


_EVERYTHING = "{ SELECT DISTINCT ?this { { ?this ?any_p ?any_o } UNION { ?any_s ?any_p ?this } } }"


def conforming(run: ValidationRun, shape: model.Shape, evaluate: Evaluate) -> Focus | None:
    """The nodes of the data that conform to a shape.

    Returns:
        None when there are none.
    """
    candidates = _candidates(run, shape)
    if candidates is None:
        return None
    condition = conforms(shape, "?this", run)
    if condition is not None:
        return Focus((f"{candidates} FILTER({condition})",), distinct=False)
    focus = Focus((candidates,), distinct=False)
    failing = {node for node, _ in evaluate(run, shape, focus)}
    nodes = dict.fromkeys(node for (node,) in run.select(f"SELECT ?this {{ {focus.pattern} }}") if node is not None)
    # No query can name a blank node; such a shape leaves them out.
    kept = [node for node in nodes if node not in failing and not isinstance(node, BlankNode)]
    return Focus.of_nodes(kept) if kept else None


def _candidates(run: ValidationRun, shape: model.Shape) -> str | None:
    """A pattern of what may conform: the instances of a class that the shape asks for, else every node."""
    for constraint in shape.constraints:
        if isinstance(constraint, model.ValueTest) and constraint.name == "class" and shape.path is None:
            kinds = [name for term in constraint.parameters for name in run.inhabited(term)]
            return f"VALUES ?kind {{ {' '.join(map(str, kinds))} }} ?this a ?kind ." if kinds else None
    return _EVERYTHING


def conforms(shape: model.Shape, variable: str, run: ValidationRun) -> str | None:
    """An expression that is true when a node conforms to a shape.

    Only single triple patterns go into EXISTS: with more, engines evaluate the group anew for every row.

    Args:
        shape: the shape.
        variable: the node's variable, with question mark.
        run: the validation.

    Returns:
        None when the shape needs more than an expression.
    """
    if shape.deactivated:
        return "true"
    if shape.cycle is not None:
        return None
    if shape.path is None:
        return _every([_about_node(constraint, variable, run) for constraint in shape.constraints])
    if not _is_step(shape.path):
        return None
    return _every([_about_values(constraint, shape.path, variable, run) for constraint in shape.constraints])


def combined(constraint: model.Nested, variable: str, run: ValidationRun) -> str | None:
    """The expression of ``sh:node``, ``sh:property``, ``sh:not``, ``sh:and``, ``sh:or`` or ``sh:xone``."""
    parts = [conforms(shape, variable, run) for shape in constraint.shapes]
    if constraint.name == "not":
        return None if parts[0] is None else f"!({parts[0]})"
    if constraint.name == "or":
        return None if None in parts else f"({chained([part for part in parts if part], ' || ') or 'false'})"
    if constraint.name == "xone":
        known = [f"IF({part}, 1, 0)" for part in parts if part]
        return f"(({chained(known, ' + ')}) = 1)" if known and len(known) == len(parts) else None
    return _every(parts)


def _about_node(constraint: model.Constraint, variable: str, run: ValidationRun) -> str | None:
    match constraint:
        case model.ValueTest(name="class") if not run.nests_existence:
            return None
        case model.ValueTest():
            return expression(constraint, variable, run) if run.is_exact_in_engine(constraint) else None
        case model.HasValue():
            return "false" if isinstance(constraint.term, BlankNode) else _same(variable, constraint.term)
        case model.Nested():
            return combined(constraint, variable, run)
        case _:
            return None


def _about_values(constraint: model.Constraint, path: Path, variable: str, run: ValidationRun) -> str | None:
    if not run.nests_existence:
        return None
    # One deeper than the variable around it; siblings may share a name, each in an EXISTS of its own.
    value = f"{variable}_"
    step = f"{variable} {path.sparql()}"
    match constraint:
        case model.CountTest(name="minCount", limit=limit) if limit <= 1:
            return f"EXISTS {{ {step} {value} }}" if limit == 1 else "true"
        case model.CountTest(name="maxCount", limit=0):
            return f"(!EXISTS {{ {step} {value} }})"
        case model.HasValue():
            return "false" if isinstance(constraint.term, BlankNode) else f"EXISTS {{ {step} {constraint.term} }}"
        case model.ValueTest() | model.Nested():
            inner = _about_node(constraint, value, run)
            return None if inner is None else f"(!EXISTS {{ {step} {value} FILTER(!({inner})) }})"
        case _:
            return None


def _same(variable: str, term: Term) -> str:
    return f"COALESCE({same_term(variable, term)}, false)"


def _is_step(path: Path) -> bool:
    return path.predicate is not None or (path.operator == "^" and path.parts[0].predicate is not None)


def _every(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return None if len(known) < len(parts) else f"({chained(known, ' && ') or 'true'})"
