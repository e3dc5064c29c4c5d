"""Shapes and data that nest without end, or nearly: a located refusal, never a failure of ours."""

from __future__ import annotations

import pytest

from tcgraph.shacl.precheck import broken_shapes
from tcgraph.shacl.validate import validate
from tests.shacl.generated import engine_with, shapes_of

DEPTH = 3_000


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("sh:not [ " * DEPTH + "sh:nodeKind sh:IRI" + " ]" * DEPTH, "inside each other"),
        ("sh:property [ sh:path " + "[ sh:inversePath " * DEPTH + "ex:p" + " ]" * DEPTH + " ; sh:minCount 1 ]", "deep"),
    ],
)
def test_what_nests_too_deep_is_not_checked(shape: str, said: str) -> None:
    assert said in broken_shapes(shapes_of(f"ex:S sh:targetNode ex:n ; {shape} ."))[0].what


def test_an_expression_in_itself_is_not_checked() -> None:
    shapes = shapes_of(
        "ex:S sh:targetNode ex:n ; sh:expression _:e . _:e <http://www.w3.org/ns/shacl-node-expr#exists> _:e ."
    )
    shapes.lenient = True
    (broken,) = validate(engine_with([("ex:n", "ex:p", "1")]), shapes).unchecked
    assert "inside each other" in broken.what


def test_a_long_list_is_read_once() -> None:
    length = 5_000
    cells = [(f"_:c{n}", "rdf:first", str(n)) for n in range(length)]
    cells += [(f"_:c{n}", "rdf:rest", f"_:c{n + 1}" if n + 1 < length else "rdf:nil") for n in range(length)]
    shapes = shapes_of(
        "ex:S sh:targetNode ex:n ; sh:property [ sh:path ex:l ; sh:minListLength 5000 ; sh:uniqueMembers true ; "
        "sh:memberShape [ sh:datatype xsd:integer ] ] ."
    )
    assert validate(engine_with([("ex:n", "ex:l", "_:c0"), *cells]), shapes).findings == ()
