"""A shape that cannot be checked."""

from __future__ import annotations

import re

from tcgraph.errors import BrokenInput
from tcgraph.namespaces import STANDARD, shorten
from tcgraph.rdf import NamedNode, Term

_TERM = re.compile(r"\bsh:(\w+)")


def shape_name(node: Term) -> str:
    """A shape's name in messages."""
    return shorten(node.value) if isinstance(node, NamedNode) else str(node)


class BrokenShape(BrokenInput):
    """A shape is ill-formed or recursive, or its query or pattern cannot be used.

    Args:
        shape: the shape.
        what: what is wrong with it, in words that may go on after its name.
        node: where the shapes graph says what is wrong, if not at the shape itself.
        empty: whether the rest of the shape means what it did: it names others of which the shapes graph says nothing.

    Attributes:
        shape: as above.
        what: as above.
        node: as above, else the shape.
        empty: as above.
    """

    def __init__(self, shape: Term, what: str, *, node: Term | None = None, empty: bool = False) -> None:
        super().__init__(f"shape {shape_name(shape)}: {what}")
        self.shape = shape
        self.what = what
        self.empty = empty
        self.node = shape if node is None else node

    @property
    def term(self) -> NamedNode | None:
        """The first term of SHACL in the words, with which a wrong statement begins."""
        found = _TERM.search(self.what)
        return NamedNode(STANDARD["sh"] + found[1]) if found else None
