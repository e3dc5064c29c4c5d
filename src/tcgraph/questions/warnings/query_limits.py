"""Answers that end at their own LIMIT, and what comes after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from tcgraph.errors import EngineError
from tcgraph.questions.graph_profile import Rows, kind_of
from tcgraph.questions.warnings.query_words import QueryWarning, term_said
from tcgraph.rdf import Literal, Term
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Alias, Query, Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.variable_scope import columns


def cut(tree: Query, answered: int | None, rows: Rows) -> Iterator[QueryWarning]:
    """What a LIMIT cuts off, but for the rest of those that are asked for as the highest of all.

    Args:
        tree: the query.
        answered: how many rows it has, where that is known.
        rows: runs a SELECT query.
    """
    if not isinstance(tree, Select) or not tree.modifiers.limit or (answered or 0) < tree.modifiers.limit:
        return
    after = tree.modifiers
    around: Sequence[Sequence[Term | None]] | None = None
    if not any(isinstance(node, s.Service) for node in walk(tree)):  # others are not asked again
        last = (after.offset or 0) + tree.modifiers.limit - 1
        # A look that takes too long is as good as none.
        with suppress(EngineError):
            around = list(rows(written(replace(tree, modifiers=replace(after, limit=2, offset=last)), full=True)))
    place = _sorted_by(tree)
    if around is not None and len(around) < 2:
        return
    if around is not None and place is not None and after.order_by[0].direction == "DESC":
        one, other = (row[place] for row in around)
        number = isinstance(one, Literal) and kind_of(one.datatype.value) == "number"
        if one == other:
            name = columns(tree)[place]
            yield QueryWarning(
                f"LIMIT {after.limit} cuts among equals: the next row has {term_said(one)} as ?{name} too."
            )
        if number or one == other:
            return
    yield QueryWarning(f"The answer ends at LIMIT {after.limit}; there may be more.")


def _sorted_by(tree: Select) -> int | None:
    """The place of the column by which the rows are in order first."""
    for key in tree.modifiers.order_by[:1]:
        for place, column in enumerate(tree.columns):
            if key.key == column or (isinstance(column, Alias) and key.key in (column.variable, column.expression)):
                return place
    return None
