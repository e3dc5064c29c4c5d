"""Tables: each format comes back with an empty difference, and programs that are not ours read it."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.export.fact_tables import ExportTable, tables_of
from tcgraph.export.fact_tables.csvw import read_csvw, write_csvw
from tcgraph.export.fact_tables.parquet import read_parquet, write_parquet
from tcgraph.export.fact_tables.xlsx import read_xlsx, write_xlsx
from tcgraph.export.facts import facts
from tcgraph.export.rebase import Rebase, staged_under
from tcgraph.project import Project, Role
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Quad
from tests.conftest import PATIENCE, ROOT

Writer = Callable[[list[ExportTable], Path], object]
Reader = Callable[[Path], Iterator[Quad]]

FORMATS: list[tuple[str, Writer, Reader]] = [
    ("csv", lambda tables, path: write_csvw(tables, path / "t"), lambda path: read_csvw(path / "t")),
    ("xlsx", lambda tables, path: write_xlsx(tables, path / "t.xlsx"), lambda path: read_xlsx(path / "t.xlsx")),
    ("parquet", lambda tables, path: write_parquet(tables, path / "t"), lambda path: read_parquet(path / "t")),
]


@pytest.fixture(scope="module", params=[("cover", "section-2"), pytest.param((), marks=pytest.mark.at_size)], ids=len)
def shipped(request: pytest.FixtureRequest) -> list[Quad]:
    """The facts that this repository ships, or those of two files."""
    engine = EmbeddedEngine()
    for file in Project(ROOT).files(Role.ONTOLOGY, Role.DATA):
        if file.role is Role.ONTOLOGY or not request.param or file.path.stem in request.param:
            engine.load(file.path, GraphFormat.TURTLE, graph=file.graph)
    return list(facts(engine))


@pytest.mark.parametrize(("name", "write", "read"), FORMATS, ids=[name for name, _, _ in FORMATS])
def test_shipped_facts_come_back_equal(
    name: str, write: Writer, read: Reader, shipped: list[Quad], rebase: Rebase, tmp_path: Path
) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    with staged_under(tmp_path, rebase) as scratch:
        write(tables_of(shipped), scratch)
    assert set(read(tmp_path)) ^ set(rebase.quads(shipped)) == set()
    assert set(rebase.back.quads(read(tmp_path))) ^ set(shipped) == set()


@pytest.mark.parametrize(("name", "write", "read"), FORMATS, ids=[name for name, _, _ in FORMATS])
def test_awkward_values_come_back_equal(name: str, write: Writer, read: Reader, rebase: Rebase, tmp_path: Path) -> None:
    """Quotes, separators, line breaks, formulas, several languages, mixed kinds of value, odd datatypes, our base."""
    if name == "parquet":
        pytest.importorskip("pyarrow")
    thing, p = NamedNode(terms.ID + "thing/a"), NamedNode(terms.TC + "p")
    values: list[Literal | NamedNode] = [
        Literal('say "|" and, so\non'), Literal("=1+1"), Literal(" spaced "), Literal("x", language="fr"),
        Literal("007"), Literal("2006", datatype=NamedNode(terms.PREFIXES["xsd"] + "gYear")),
        Literal("1066-10-14", datatype=NamedNode(terms.PREFIXES["xsd"] + "date")),
        Literal("0012", datatype=NamedNode(terms.PREFIXES["xsd"] + "integer")),
        NamedNode("https://example.org/x?a=1,2"), NamedNode(terms.TC + "q"), NamedNode("urn:isbn:1"),
        NamedNode(terms.BASE + "catalogue"), NamedNode("https://archive.example/2026/" + terms.BASE + "catalogue"),
        NamedNode("https://graph.example/?about=" + quote(terms.ID, safe="")), Literal(f"^{terms.TC}[a-z]|{terms.ID}"),
    ]  # fmt: skip
    quads = {Quad(thing, p, value) for value in values}
    quads |= {Quad(thing, NamedNode("http://example.org/p"), Literal("another p")), Quad(thing, terms.RDF_TYPE, p)}
    with staged_under(tmp_path, rebase) as scratch:
        write(tables_of(quads), scratch)
    assert set(read(tmp_path)) == set(rebase.quads(quads))
    assert set(rebase.back.quads(read(tmp_path))) == quads


def test_same_facts_same_bytes(sample: EmbeddedEngine, tmp_path: Path) -> None:
    for name in "ab":
        write_csvw(tables_of(facts(sample)), tmp_path / name)
        write_xlsx(tables_of(reversed(list(facts(sample)))), tmp_path / f"{name}.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_tables_are_one_for_each_kind(sample: EmbeddedEngine) -> None:
    tables = {table.name: table for table in tables_of(facts(sample))}
    row = tables["Recommendation"].rows[terms.ID + "recommendation/12"]
    assert row["number"] == ["12"]
    assert row["label_fr"] == ["Créer des comités"]
    assert [column.name for column in tables["Recommendation"].columns][:3] == ["type", "label_en", "label_fr"]
    assert {quad for table in tables.values() for quad in table.statements()} == set(facts(sample))


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(BrokenInput, match="give it an IRI"):
        tables_of([Quad(BlankNode(), terms.RDF_TYPE, NamedNode(terms.TC + "Action"))])


def test_csvw_processor_of_others_agrees(sample: EmbeddedEngine, tmp_path: Path) -> None:
    """The csvw package validates the metadata and reads typed cells."""
    csvw = pytest.importorskip("csvw")
    write_csvw(tables_of(facts(sample)), tmp_path)
    group = csvw.TableGroup.from_file(tmp_path / "csv-metadata.json")
    rows = {table.local_name: list(table.iterdicts()) for table in group.tables}
    (recommendation,) = rows["Recommendation.csv"]
    assert recommendation["number"] == 12
    (observation,) = rows["Observation.csv"]
    assert observation["asOf"].isoformat().startswith("2006-10-11")
    (organisation,) = (row for row in rows["Organisation.csv"] if row["abbreviation"] == "ILO")
    assert organisation["altLabel_en"] == "Office"
    assert group.check_referential_integrity() is True


def namespaces(name: str) -> str:
    """A property as CSV2JSON writes it, in full: prefixes are those that CSVW predefines."""
    prefix, _, local = name.partition(":")
    known = {**terms.PREFIXES, "dc": terms.PREFIXES["dcterms"]}
    return known[prefix] + local if prefix in known else name


def lexical(value: object) -> str:
    """A value of JSON as the literal that it came from."""
    return f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else str(value)


def test_csvw_converter_of_others_gives_the_shipped_facts(shipped: list[Quad], rebase: Rebase, tmp_path: Path) -> None:
    """What the csvw package makes of our files (CSV2JSON, minimal mode) says the facts, no more and no less."""
    csvw = pytest.importorskip("csvw")
    with staged_under(tmp_path, rebase) as scratch:
        write_csvw(tables_of(shipped), scratch)
    expected = list(rebase.quads(shipped))
    found = set()
    for thing in csvw.CSVW(str(tmp_path / "csv-metadata.json")).to_json(minimal=True):
        for name, values in thing.items():
            for value in values if isinstance(values, list) else [values]:
                # The converter compacts what is an IRI of a class, too (CSV2JSON §4.3).
                text = namespaces(value) if name == "rdf:type" else lexical(value)
                if name != "@id":
                    found.add((thing["@id"], namespaces(name), text))
    assert found == {(q.subject.value, q.predicate.value, q.object.value) for q in expected}  # type: ignore[union-attr]
    # JSON has no languages and few datatypes; those, each column says.
    columns = {
        (
            namespaces(column.propertyUrl.uri),
            column.lang if column.lang != "und" else None,
            column.datatype.base if column.datatype else None,
        )
        for table in csvw.TableGroup.from_file(tmp_path / "csv-metadata.json").tables
        for column in table.tableSchema.columns
        if column.propertyUrl and not column.valueUrl and not column.suppressOutput
    }
    xsd = terms.PREFIXES["xsd"]
    assert columns == {
        (
            quad.predicate.value,
            quad.object.language,
            None if quad.object.language or quad.object.datatype.value == xsd + "string"
            else quad.object.datatype.value.removeprefix(xsd),
        )
        for quad in expected
        if isinstance(quad.object, Literal)
    }  # fmt: skip


def test_csvw_errors_name_file_and_line(sample: EmbeddedEngine, tmp_path: Path) -> None:
    write_csvw(tables_of(facts(sample)), tmp_path)
    table = tmp_path / "Region.csv"
    table.write_text(table.read_text() + "too,few\r\n")
    with pytest.raises(BrokenInput, match=r"Region\.csv:3: 2 cells where the header has"):
        list(read_csvw(tmp_path))
    table.write_text("other\r\n")
    with pytest.raises(BrokenInput, match=r"Region\.csv:1: "):
        list(read_csvw(tmp_path))


def test_pandas_reads_parquet_with_types(sample: EmbeddedEngine, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    write_parquet(tables_of(facts(sample)), tmp_path)
    frame = pandas.read_parquet(tmp_path / "Convention.parquet")
    assert frame["adoptedOn"][0] == date(1976, 6, 21)
    actions = pandas.read_parquet(tmp_path / "Action.parquet")
    assert list(actions["beneficiary"][0]) == [terms.ID + "country/SEN", terms.ID + "region/africa"]


def test_workbook_has_drop_downs_notes_and_no_formula(sample: EmbeddedEngine, tmp_path: Path) -> None:
    sample.insert(
        [
            Quad(
                NamedNode(terms.ID + "region/x"),
                NamedNode(terms.TC + "note"),
                Literal("=HYPERLINK(1)"),
                NamedNode("urn:g"),
            )
        ]
    )
    write_xlsx(tables_of(facts(sample)), tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert {"notes", "columns", "lists", "Recommendation"} <= set(book.sheetnames)
    sheet = book["Observation"]
    status = [cell.value for cell in sheet[1]].index("status") + 1
    letter = openpyxl.utils.get_column_letter(status)
    (choice,) = (v for v in sheet.data_validations.dataValidation if f"{letter}2" in v.sqref)
    column = choice.formula1.split("!")[1].split("$")[1]
    assert [cell.value for cell in book["lists"][column]][:3] == [
        "status",
        "vocab:status/planned",
        "vocab:status/taken",
    ]
    assert all(cell.data_type != "f" for each in book.worksheets for row in each.iter_rows() for cell in row)


@pytest.mark.at_size
def test_libreoffice_opens_the_workbook(sample: EmbeddedEngine, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    write_xlsx(tables_of(facts(sample)), tmp_path / "t.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [office, profile, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path), "t.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=PATIENCE)
    with (tmp_path / "t-Recommendation.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["iri"] == "recommendation/12"
    assert row["number"] == "12"
    assert row["label_fr"] == "Créer des comités"


def test_metadata_is_json_with_a_licence(sample: EmbeddedEngine, tmp_path: Path) -> None:
    write_csvw(tables_of(facts(sample)), tmp_path)
    metadata = json.loads((tmp_path / "csv-metadata.json").read_text())
    assert metadata["dc:license"]["@id"].startswith("https://creativecommons.org/licenses/by/")
