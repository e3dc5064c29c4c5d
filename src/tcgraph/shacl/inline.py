"""Nested shapes as SPARQL expressions, where that is cheap: no query of their own then, and no second pass."""

from __future__ import annotations

from tcgraph.rdf import BlankNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.operator_chains import chained
from tcgraph.shacl.paths import Path
from tcgraph.shacl.validation_run import Run
from tcgraph.shacl.value_tests import expression, same_term


def conforms(shape: model.Shape, variable: str, run: Run) -> str | None:
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


def combined(constraint: model.Nested, variable: str, run: Run) -> str | None:
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


def _about_node(constraint: model.Constraint, variable: str, run: Run) -> str | None:
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


def _about_values(constraint: model.Constraint, path: Path, variable: str, run: Run) -> str | None:
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
