"""Every form of a table holds what the graph holds, ill-typed literals and values without a number too."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from tcgraph.http.table_forms import AnswerPart, form_named
from tcgraph.pages.picture_words import is_count
from tcgraph.pages.site import Answer
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.server.served_graph import SelectResult

XSD = "http://www.w3.org/2001/XMLSchema#"


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


CASES: list[tuple[Literal, object]] = [
    (typed("12", "integer"), 12),
    (typed("-0.50", "decimal"), -0.5),
    (typed("1.5E3", "double"), 1500.0),
    (typed("true", "boolean"), True),
    (typed("0", "boolean"), False),
    (typed("INF", "double"), "INF"),
    (typed("-INF", "double"), "-INF"),
    (typed("NaN", "double"), "NaN"),
    (typed("1e999", "double"), "1e999"),
    (typed("twelve", "integer"), "twelve"),
    (typed("1_000", "integer"), "1_000"),
    (typed("١٢", "integer"), "١٢"),
    (typed("9" * 5000, "integer"), "9" * 5000),
    (typed("1,5", "decimal"), "1,5"),
    (typed("maybe", "boolean"), "maybe"),
    (typed("12", "string"), "12"),
]


def part(term: Term) -> AnswerPart:
    return AnswerPart("q", SelectResult(("x",), ((term,),)), 1, "http://x/api/queries/q", None, None, "")


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON (RFC 8259 section 6)")


@pytest.mark.parametrize(("term", "value"), CASES, ids=lambda case: ascii(case)[:40])
def test_json_has_a_number_for_a_number_and_text_for_the_rest(term: Literal, value: object) -> None:
    body = form_named("json").write(part(term))
    (row,) = json.loads(body, parse_constant=refuse)["rows"]
    assert (row["x"], type(row["x"])) == (value, type(value))


@pytest.mark.parametrize("term", [case[0] for case in CASES], ids=lambda case: ascii(case)[:40])
@pytest.mark.parametrize("name", ["csv", "srj", "xlsx", "jsonld"])
def test_every_form_can_be_written(name: str, term: Literal) -> None:
    assert form_named(name).write(part(term))


@pytest.mark.parametrize("term", [case[0] for case in CASES], ids=lambda case: ascii(case)[:40])
def test_parquet_has_text_where_a_type_does_not_fit(term: Literal) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    (value,) = parquet.read_table(io.BytesIO(form_named("parquet").write(part(term)))).column("x").to_pylist()
    assert value is not None
    if term.value in ("maybe", "twelve"):
        assert value == term.value


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\uffff"], ids=ascii)
def test_a_workbook_has_a_mark_for_what_xml_cannot_hold(character: str) -> None:
    body = form_named("xlsx").write(part(Literal(f"a{character}b")))
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    assert sheet["A2"].value == "a\ufffdb"


@pytest.mark.parametrize(("text", "counts"), [("12", True), ("-3", True), ("--5", False), ("x", False), ("1.5", False)])
def test_only_whole_numbers_are_drawn_as_counts(text: str, counts: bool) -> None:
    assert is_count(Answer("q", "", ("n",), ((typed(text, "integer"),),), 0.0), 0) is counts
