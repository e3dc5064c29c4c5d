"""The result of a SELECT query as a file that others read."""

from __future__ import annotations

import csv
import io
import json

import openpyxl

from tcgraph.export.result_files import ResultSheet, as_csv, as_json, as_xlsx
from tcgraph.rdf import BlankNode, Literal, NamedNode, Triple
from tcgraph.terms import PREFIXES

COLUMNS = ("thing", "text", "n")
INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
ROWS = (
    (NamedNode("urn:a"), Literal('say "yes",\nplease', language="en"), Literal("7", datatype=INTEGER)),
    (BlankNode("b"), Literal("=1+1"), None),
)


def test_csv_is_read_back_as_it_was() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(COLUMNS, ROWS).decode(), newline="")))
    assert rows == [list(COLUMNS), ["urn:a", 'say "yes",\nplease', "7"], ["b", "=1+1", ""]]


def test_json_leaves_out_what_is_unbound_and_keeps_languages_and_datatypes() -> None:
    document = json.loads(as_json(COLUMNS, ROWS))
    assert document["head"] == {"vars": list(COLUMNS)}
    first, second = document["results"]["bindings"]
    assert first["text"] == {"type": "literal", "value": 'say "yes",\nplease', "xml:lang": "en"}
    assert first["n"] == {"type": "literal", "value": "7", "datatype": INTEGER.value}
    assert second == {"thing": {"type": "bnode", "value": "b"}, "text": {"type": "literal", "value": "=1+1"}}


def test_json_writes_a_statement_as_a_term() -> None:
    triple = Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"))
    (row,) = json.loads(as_json(("t",), [(triple,)]))["results"]["bindings"]
    assert row["t"]["value"]["object"] == {"type": "literal", "value": "o"}


def test_a_workbook_has_numbers_as_numbers_and_no_formula_from_a_text() -> None:
    made = as_xlsx(
        ResultSheet("a-query", COLUMNS, ROWS), ResultSheet("more", ("n",), ()), notes=("=What it counts.", "Complete.")
    )
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["a-query", "more", "notes"]
    assert [row[0].value for row in book["notes"].rows] == ["=What it counts.", "Complete."]
    assert book["notes"]["A1"].data_type == "s"
    assert openpyxl.load_workbook(io.BytesIO(as_xlsx(ResultSheet("a-query", COLUMNS, ROWS)))).sheetnames == ["a-query"]
    sheet = book.active
    assert sheet is not None
    assert sheet.title == "a-query"
    assert [cell.value for cell in sheet[2]][2] == 7
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
