"""Updates with declarations between their operations, which SPARQL allows and the engine does not read.

SPARQL 1.1 §19.8 rule 29 (``Update ::= Prologue ( Update1 ( ';' Update )? )?``) lets PREFIX and BASE stand before every
operation, and they hold from there on. Oxigraph 0.5 takes them before the first alone.
"""

from __future__ import annotations

import re

from tcgraph.engine import query_trees
from tcgraph.errors import BrokenQuery
from tcgraph.sparql import Update, written

_LATER = re.compile(r";(?:\s|#[^\n\r]*)*(?:PREFIX|BASE|VERSION)\b", re.IGNORECASE)


def with_one_prologue(update: str) -> str:
    """Write out the names of an update that declares some after its first operation, and leave those declarations out.

    Args:
        update: SPARQL Update text.

    Returns:
        An update that does the same; the text itself when nothing is declared after its first operation, or it does
        not parse.
    """
    if _LATER.search(update) is None:
        return update
    try:
        tree = query_trees.update(update)
    except BrokenQuery:
        return update
    if not any(step.prologue for step in tree.steps[1:]):
        return update
    return written_apart(tree)


def written_apart(tree: Update) -> str:
    """An update with every name in full, that needs no declaration but the base of its first operation."""
    operations = [written(step.operation, full=True) for step in tree.steps if step.operation is not None]
    first = written(Update(tree.steps[:1]), full=True) if tree.steps and tree.steps[0].operation is not None else ""
    return " ;\n".join([*([first] if first else []), *operations[bool(first) :]])
