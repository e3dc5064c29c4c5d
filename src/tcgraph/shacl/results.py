"""Make findings, and the little that every kind of check shares to do so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
            value: the value node, if the result has one.
            path: a result path other than the shape's.
            texts: messages that come before the shape's own.
            values: what else a message may name.
            constraint: ``sh:sourceConstraint``.
            details: what lies behind it.
        """
        shape = self.shape
        at: Path | None = predicate_path(path) if path is not None else shape.path
        said = self.constraint.overrides
        own = said.messages or texts or shape.messages
        if any("{" in text.value for text in own):
            name = shape.node if isinstance(shape.node, NamedNode) else None
            known = {"this": this, "value": value, "PATH": at.text if at else None, "currentShape": name}
            known |= {**messages.parameters(self.constraint), **(values or {})}
            own = tuple(messages.filled(text, known) for text in own)
        message = messages.choose(own, run.language) or messages.default_message(shape, self.constraint)
        return this, Finding(
            focus=this,
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
