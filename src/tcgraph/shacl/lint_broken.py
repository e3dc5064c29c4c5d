"""Shape lint, what cannot be checked: ill-formed and recursive shapes, patterns, queries and their prefixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tcgraph.rdf import NamedNode
from tcgraph.shacl import model
from tcgraph.shacl.broken import BrokenShape
from tcgraph.shacl.cycles import circle_of
from tcgraph.shacl.names import sh
from tcgraph.shacl.problem import ShapeProblem
from tcgraph.shacl.report import Severity

_CODES = {
    "it is recursive": "recursive",
    "regular expression": "bad-pattern",
    "which no sh:declare declares": "undeclared-prefix",
    "SPARQL": "bad-sparql",
    "query": "bad-sparql",
    "validator": "bad-sparql",
}


def broken_problems(broken: Iterable[BrokenShape]) -> Iterator[ShapeProblem]:
    """What cannot be checked, as the lint tells it."""
    for error in broken:
        code = next((code for text, code in _CODES.items() if text in error.what), "ill-formed")
        term = error.term if error.node == error.shape else sh("select")
        yield ShapeProblem(error.node, code, _sentence(error.what), term=term)


def recursive_problems(shapes: Iterable[model.Shape]) -> Iterator[ShapeProblem]:
    """Shapes that refer to themselves: they are checked here, and may not be elsewhere; one for each circle."""
    seen: set[int] = set()
    for shape in shapes:
        if (
            shape.cycle is not None
            and isinstance(shape.node, NamedNode)
            and seen.isdisjoint(map(id, shape.cycle.shapes))
        ):
            seen.update(map(id, shape.cycle.shapes))
            what = (
                f"It refers to itself, {circle_of(shape)}, which SHACL leaves open (§3.4.3): here a node conforms "
                "unless something shows that it does not, and other validators may refuse the shape."
            )
            yield ShapeProblem(shape.node, "recursive", what, Severity.WARNING)


def left_out(broken: Iterable[BrokenShape]) -> Iterator[ShapeProblem]:
    """What was left out of a validation, as it is told with the results."""
    for error in broken:
        term = error.term if error.node == error.shape else sh("select")
        what = f"Not checked, and left out: {error.what.rstrip('.')}."
        level = Severity.WARNING if error.empty else Severity.VIOLATION
        yield ShapeProblem(error.node, "not-checked", what, level, term)


def _sentence(what: str) -> str:
    text = what if what.startswith("sh:") else what[0].upper() + what[1:]
    return text if text.endswith(".") else f"{text}."
