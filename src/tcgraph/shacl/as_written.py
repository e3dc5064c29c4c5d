"""Nested shapes at literals that the engine keeps in another form: judged here, by the form that the node has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tcgraph.rdf import Literal, Term
from tcgraph.shacl import model
from tcgraph.shacl.names import sh
from tcgraph.shacl.results import Source
from tcgraph.shacl.term_tests import is_bound, judge, same_as_written
from tcgraph.shacl.validation_report import Finding
from tcgraph.shacl.validation_run import Run

_ABOUT_TERM = ("datatype", "pattern", "minLength", "maxLength", "in")
_LITERALS = (sh("Literal"), sh("BlankNodeOrLiteral"), sh("IRIOrLiteral"))


def meets(constraint: model.Constraint, form: Literal) -> bool | None:
    """Whether a literal that is a number, a date or a boolean meets a constraint on the value node alone.

    Args:
        constraint: the constraint.
        form: the literal as it is written.

    Returns:
        None where the constraint asks for more than the term.
    """
    match constraint:
        case model.ValueTest(name=name) if name in _ABOUT_TERM or is_bound(constraint):
            return judge(constraint, form)
        case model.ValueTest(name="nodeKind"):
            return any(kind in _LITERALS for kind in constraint.parameters)
        case model.ValueTest(name="class" | "languageIn"):
            return False
        case model.HasValue():
            return same_as_written(form, constraint.term)
        case model.Nested(name=name) if name != "property":
            return _combined(name, [conforms(part, form) for part in constraint.shapes])
    return None


def conforms(shape: model.Shape, form: Literal) -> bool | None:
    """Whether such a literal conforms to a shape; None where that takes more than the term."""
    if shape.deactivated:
        return True
    if shape.path is not None or shape.cycle is not None:
        return None
    return _combined("and", [meets(constraint, form) for constraint in shape.constraints])


def found_at(run: Run, shape: model.Shape, form: Literal) -> Iterable[Finding]:
    """What keeps such a literal from conforming to a shape, details included."""
    for constraint in shape.constraints if conforms(shape, form) is False else ():
        if meets(constraint, form) is False:
            _, finding = Source(shape, constraint, None).hit(run, form, form)
            # In a report of its own, the literal would stand in the form that it has anywhere.
            yield replace(finding, focus=form, value=form, details=details_at(run, constraint, form))


def details_at(run: Run, constraint: model.Constraint, form: Literal) -> tuple[Finding, ...]:
    """What nested shapes find at such a literal, sorted; nothing where one is met that should not be."""
    if not isinstance(constraint, model.Nested) or constraint.name == "not":
        return ()
    if constraint.name == "xone" and any(conforms(part, form) for part in constraint.shapes):
        return ()
    found = dict.fromkeys(finding for part in constraint.shapes for finding in found_at(run, part, form))
    return tuple(sorted(found, key=Finding.sort_key))


def folded_at(run: Run, shape: model.Shape) -> frozenset[Term]:
    """The literals that stand for one in another form anywhere: by themselves, they tell nothing of their form here."""
    known = run.originals
    return frozenset(known.stored_at(None)) if known is not None and shape.path is not None else frozenset()


def _combined(name: str, outcomes: list[bool | None]) -> bool | None:
    if name in ("and", "node") and False in outcomes:
        return False
    if name == "or" and True in outcomes:
        return True
    if None in outcomes:
        return None
    number = sum(map(bool, outcomes))
    return {"not": not number, "or": number > 0, "xone": number == 1}.get(name, number == len(outcomes))
