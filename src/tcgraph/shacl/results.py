"""Make findings, and the little that every kind of check shares to do so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl import messages, model
from tcgraph.shacl.paths import Path, predicate_path
from tcgraph.shacl.validation_report import Details, Finding
from tcgraph.shacl.validation_run import Run

Hit = tuple[Term, Finding]
"""A finding with the node that the evaluation began at, which for nested shapes is not the finding's focus node."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a check comes from.

    Attributes:
        shape: the shape that has the constraint.
        constraint: the constraint.
        root: the shape whose target led here; None inside another shape, whose caller fills it in.
    """

    shape: model.Shape
    constraint: model.Constraint
    root: Term | None

    def hits(
        self,
        run: Run,
        this: Term,
        value: Term,
        *,
        values: Mapping[str, Term | str | None] | None = None,
        details: Details = (),
    ) -> list[Hit]:
        """A result for each form in which the focus node has a value."""
        forms = run.forms(this, self.shape.path, value)
        return [self.hit(run, this, form, values=values, details=details) for form in forms]

    def hit(
        self,
        run: Run,
        this: Term,
        value: Term | None = None,
        *,
        path: NamedNode | None = None,
        texts: tuple[Literal, ...] = (),
        values: Mapping[str, Term | str | None] | None = None,
        constraint: Term | None = None,
        details: Details = (),
    ) -> Hit:
        """One result.

        Args:
            run: tells the language of messages.
            this: the focus node.
            value: the value node as it is written, if the result has one.
            path: a result path other than the shape's.
            texts: messages that come before the shape's own.
            values: what else a message may name.
            constraint: ``sh:sourceConstraint``.
            details: what lies behind it.
        """
        shape = self.shape
        at: Path | None = predicate_path(path) if path is not None else shape.path
        itself = value is not None and path is None and is_about_itself(run, this, shape.path, value)
        focus = value if itself and value is not None else run.written(this, None, this)
        said = self.constraint.overrides
        own = said.messages or texts or shape.messages
        if any("{" in text.value for text in own):
            name = shape.node if isinstance(shape.node, NamedNode) else None
            known = {"this": focus, "value": value, "PATH": at.text if at else None, "currentShape": name}
            known |= {**messages.parameters(self.constraint), **(values or {})}
            own = tuple(messages.filled(text, known) for text in own)
        message = messages.choose(own, run.language) or messages.default_message(shape, self.constraint)
        return this, Finding(
            focus=focus,
            shape=shape.node,
            component=self.constraint.component,
            severity=shape.severity if said.severity is None else said.severity,
            message=message,
            path=at.text if at else None,
            predicate=at.predicate if at else None,
            value=value,
            constraint=constraint,
            property_path=at,
            own_severity=shape.own_severity if said.severity is None else said.own_severity,
            origin=None if self.root is None else (self.root, this),
            messages=own,
            details=details,
        )


def is_about_itself(run: Run, this: Term, path: Path | None, value: Term) -> bool:
    """Whether a value node is the focus node itself, a literal in one of the forms in which targets have it."""
    stays = path is None or path.may_be_empty
    return stays and isinstance(this, Literal) and value in run.forms(this, None, this)


def for_each_form(run: Run, hit: Hit) -> list[Hit]:
    """A result of a literal that targets have in several forms, of which the engine keeps one: one of each form."""
    this, finding = hit
    if not isinstance(this, Literal):
        return [hit]
    first, *others = run.forms(this, None, this)
    if finding.focus != first or not others:
        return [hit]
    if finding.value is not None and is_about_itself(run, this, finding.property_path, finding.value):
        return [hit]
    return [hit, *((this, replace(finding, focus=form)) for form in others)]
