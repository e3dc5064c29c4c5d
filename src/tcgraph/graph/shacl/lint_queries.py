"""Shape lint, what has to parse: shapes themselves, regular expressions, SPARQL queries and their prefixes."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.graph.shacl import model
from tcgraph.graph.shacl.focus import Focus
from tcgraph.graph.shacl.lint_terms import all_shapes
from tcgraph.graph.shacl.names import sh
from tcgraph.graph.shacl.plan import Plan
from tcgraph.graph.shacl.problem import ShapeProblem
from tcgraph.graph.shacl.read import ShapeReader
from tcgraph.graph.shacl.run import Run
from tcgraph.graph.shacl.shapes import Shapes
from tcgraph.rdf import NamedNode

_NOTHING = Focus(("VALUES ?this { <urn:x-nothing> }",))
_CODES = {
    "recursive shapes": "recursive",
    "regular expression": "bad-pattern",
    "which no sh:declare declares": "undeclared-prefix",
    "SPARQL": "bad-sparql",
    "query": "bad-sparql",
}


def query_problems(shapes: Shapes) -> Iterator[ShapeProblem]:
    """Read every shape, and run what it compiles to on no data at all: what cannot run, cannot check anything."""
    reader = ShapeReader(shapes.graph)
    nothing = Run(EmbeddedEngine(), shapes_graph=shapes.name)
    said: set[str] = set()
    for node in all_shapes(shapes.graph):
        try:
            _try(reader.shape(node), nothing)
        except BrokenInput as error:
            # A shape that refers to a broken one breaks with it; once is enough.
            if error.reason not in said:
                said.add(error.reason)
                yield ShapeProblem(node, _code(error.reason), _sentence(error.reason), term=_term(error.reason))


def _try(shape: model.Shape, run: Run) -> None:
    own = model.Shape(shape.node, shape.path, label=shape.label)
    own.constraints = [item for item in shape.constraints if not isinstance(item, (model.Nested, model.Qualified))]
    plan = Plan(run)
    plan.add(own, _NOTHING)
    for check in plan.checks():
        check()


def _code(reason: str) -> str:
    return next((code for text, code in _CODES.items() if text in reason), "ill-formed")


def _sentence(reason: str) -> str:
    """The reason without the shape's name in front, which the problem has already."""
    text = reason.partition(": ")[2] if reason.startswith("shape ") else reason
    text = text[0].upper() + text[1:] if not text.startswith("sh:") else text
    return text if text.endswith(".") else f"{text}."


def _term(reason: str) -> NamedNode | None:
    return sh("pattern") if "sh:pattern" in reason else sh("select") if "query" in reason else None
