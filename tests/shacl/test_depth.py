"""Shapes and data that nest without end, or nearly: a located refusal, never a failure of ours."""

from __future__ import annotations

import pytest

from tcgraph.shacl.lint import broken_shapes
from tcgraph.shacl.validate import validate
from tests.conftest import many
from tests.shacl.generated import DECLARED, engine_with, shapes_of

DEPTH = 3_000


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("sh:not [ " * DEPTH + "sh:nodeKind sh:IRI" + " ]" * DEPTH, "inside each other"),
        (f"sh:property [ sh:path ( {'ex:p ' * DEPTH}) ; sh:minCount 1 ]", "3000 steps"),
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


_MANY = range(many(10_000, few=3_000))


@pytest.mark.parametrize(
    ("shape", "results"),
    [
        ("sh:property [ sh:path ex:p ; sh:in ( {} ) ]".format(" ".join(f'"{n}"' for n in _MANY)), 1),
        ("sh:property [ sh:path ex:p ; sh:in ( {} ) ]".format(" ".join(f'"{n}"@en' for n in _MANY)), 2),
        ("sh:property [ sh:path ex:p ; sh:languageIn ( {} ) ]".format(" ".join(f'"x{n}"' for n in _MANY)), 2),
        ("sh:property [ sh:path ex:p ; sh:class {} ]".format(", ".join(f"ex:c{n}" for n in _MANY[:500])), 1_000),
        ("sh:or ( {} )".format(" ".join(f"[ sh:class ex:c{n} ]" for n in _MANY)), 1),
        ("sh:and ( {} )".format(" ".join(f"[ sh:class ex:c{n} ]" for n in _MANY)), 1),
        (
            "sh:property [ sh:path [ sh:alternativePath ( {} ex:p ) ] ; sh:maxCount 1 ]".format(
                " ".join(f"ex:p{n}" for n in _MANY)
            ),
            1,
        ),
        ("sh:targetSubjectsOf {} ; sh:nodeKind sh:Literal".format(", ".join(f"ex:p{n}" for n in _MANY)), 1),
    ],
    ids=["in", "in-languages", "languageIn", "class", "or", "and", "alternatives", "targets"],
)
def test_long_lists_of_one_kind_are_checked(shape: str, results: int) -> None:
    """A list of codes has thousands of members; engines must not be led down a chain of as many."""
    shapes = shapes_of(f"ex:S sh:targetNode ex:n ; {shape} .")
    report = validate(engine_with([("ex:n", "ex:p", '"7"'), ("ex:n", "ex:p", '"x"')]), shapes)
    assert len(report.findings) == results


@pytest.mark.parametrize(
    "where",
    [
        "$this ex:p ?value FILTER({})".format(" || ".join(f"?value = {n}" for n in _MANY)),
        " UNION ".join("{ $this ex:p ?value }" for _ in _MANY),
        f"$this ex:p{'/ex:p' * len(_MANY)} ?value",
        "$this ex:p ?value {}".format(" ".join(f"FILTER(?value != {n})" for n in _MANY)),
    ],
    ids=["or", "union", "path", "filters"],
)
def test_a_query_that_strings_too_much_together_is_not_checked(where: str) -> None:
    shapes = shapes_of(
        DECLARED
        + f'ex:S sh:targetNode ex:n ; sh:sparql [ sh:prefixes ex: ; sh:select "SELECT $this ?value {{ {where} }}" ] .'
    )
    assert "cannot be followed" in broken_shapes(shapes)[0].what
