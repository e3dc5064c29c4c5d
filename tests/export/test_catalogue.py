"""The catalogue: conforms to DCAT-AP by two validators, counts what is there, and is the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.export.catalogue import Release, catalogue, catalogue_names, scan, write_catalogue
from tcgraph.export.catalogue.release import source_date
from tcgraph.export.dump import serialize, write_dump
from tcgraph.http.dumps import dump_paths
from tcgraph.project import Project
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, Term
from tcgraph.shacl.validate import Shapes, validate

DCAT_AP = Path(__file__).with_name("dcat-ap.ttl")
"""The SHACL shapes that say what DCAT-AP 3 asks of such a catalogue."""

DATE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SERVED = Release("v2", DATE, previous="v1", served_at="https://data.example.org", dumps=dump_paths())
WHOLE = catalogue_names.part("tcgraph")
Finder = Callable[[str], set[tuple[str, str]]]
RECOMMENDED = {f"recommend-{name}" for name in ("contact", "spatial", "theme", "keyword", "distribution", "format")}
"""What the graph cannot say of every dataset without making it up."""


@pytest.fixture(scope="module")
def shipped(project: Project) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    load_project(engine, project)
    engine.insert([Quad(WHOLE, terms.RDF_TYPE, WHOLE, terms.INFERRED)])
    return engine


@pytest.fixture(scope="module")
def text(shipped: EmbeddedEngine, project: Project, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The catalogue of a dump that is served as well."""
    directory = tmp_path_factory.mktemp("dump")
    write_dump(shipped, directory, formats=[GraphFormat.N_QUADS, GraphFormat.TURTLE])
    return serialize(catalogue(shipped, project, SERVED, scan(directory)), GraphFormat.TURTLE).decode()


@pytest.fixture(scope="module")
def described(text: str) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    engine.load(text.encode(), GraphFormat.TURTLE, graph=NamedNode("urn:catalogue"))
    return engine


def _named(quads: list[Quad]) -> list[Quad]:
    return [Quad(quad.subject, quad.predicate, quad.object, NamedNode("urn:catalogue")) for quad in quads]


def values(engine: EmbeddedEngine, subject: Term, name: str) -> set[Term]:
    return {term for (term,) in engine.select(f"SELECT ?o {{ {subject} {name} ?o }}") if term}


def number(engine: EmbeddedEngine, subject: Term, name: str) -> int:
    (value,) = values(engine, subject, name)
    assert isinstance(value, Literal)
    return int(value.value)


def ours(text: str) -> set[tuple[str, str]]:
    """Shape and severity of what our validator finds."""
    engine = EmbeddedEngine()
    engine.load(text.encode(), GraphFormat.TURTLE, graph=NamedNode("urn:catalogue"))
    found = validate(engine, Shapes.of_files([DCAT_AP])).findings
    return {(str(each.shape), each.severity.value) for each in found}


def theirs(text: str) -> set[tuple[str, str]]:
    """What pySHACL finds."""
    shapes = rdflib.Graph().parse(DCAT_AP)
    _, report, _ = pyshacl.validate(rdflib.Graph().parse(data=text, format="turtle"), shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    sh = rdflib.Namespace(terms.PREFIXES["sh"])
    return {
        (f"<{report.value(result, sh.sourceShape)}>", str(report.value(result, sh.resultSeverity)).rpartition("#")[2])
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    }


VALIDATORS = pytest.mark.parametrize("find", [ours, theirs], ids=["tcgraph", "pyshacl"])


@VALIDATORS
def test_it_conforms_to_dcat_ap(find: Finder, text: str) -> None:
    found = find(text)
    assert {severity for _, severity in found} == {"Info"}
    assert {shape.rpartition("#")[2].rstrip(">") for shape, _ in found} <= RECOMMENDED


@VALIDATORS
@pytest.mark.parametrize(
    ("kind", "shape", "wrong", "right"),
    [
        ("dcat:Catalog", "one-publisher", "", None),
        ("dcat:Catalog", "language", 'dcterms:language "en"', None),
        ("dcat:Dataset", "title", "dcterms:description 'x'", "dcterms:title 'x' ; dcterms:description 'x'"),
        ("dcat:Dataset", "theme", "dcat:theme <urn:mine>", None),
        ("dcat:Dataset", "modified", "dcterms:modified 'yesterday'", "dcterms:modified '2006-10-11'^^xsd:date"),
        ("dcat:Distribution", "access-url", "dcterms:title 'x'", "dcat:accessURL <http://e/x>"),
        ("dcat:Distribution", "byte-size", "dcat:byteSize '12'", "dcat:byteSize '12'^^xsd:nonNegativeInteger"),
        ("dcat:Distribution", "format", "dcterms:format 'turtle'", None),
        ("dcat:Distribution", "media-type", "dcat:mediaType 'text/csv'", None),
        ("dcat:DataService", "endpoint-url", "dcterms:title 'x'", "dcat:endpointURL <http://e/x>"),
        ("dcat:DatasetSeries", "series-member", "dcterms:title 'x'", None),
        ("spdx:Checksum", "checksum-value", "spdx:checksumValue 'ab'", "spdx:checksumValue 'ab'^^xsd:hexBinary"),
        ("dcterms:PeriodOfTime", "period", "dcterms:title 'x'", "dcat:startDate '2006'^^xsd:gYear"),
    ],
)
def test_a_rule_that_is_broken_is_found(find: Finder, kind: str, shape: str, wrong: str, right: str | None) -> None:
    for said, broken in ((wrong, True), (right, False)):
        if said is not None:
            head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())
            found = find(f"{head} <urn:x> a {kind} . {f'<urn:x> {said} .' if said else ''}")
            assert ((f"<https://w3id.org/tcgraph/shapes/dcat-ap#{shape}>", "Violation") in found) is broken


def test_a_portal_makes_one_entry_with_something_to_fetch(described: EmbeddedEngine) -> None:
    """As harvesters read it: whatever is a dcat:Dataset, with the addresses of its distributions."""
    assert list(described.select("SELECT ?d { ?d a dcat:Dataset }")) == [(WHOLE,)]
    found = described.select(f"SELECT ?url {{ {WHOLE} dcat:distribution/dcat:downloadURL ?url }}")
    fetched = {str(url) for (url,) in found}
    assert {f"<https://data.example.org/dump/tcgraph{end}>" for end in (".ttl", ".nq", ".jsonld", ".rdf")} <= fetched
    dumps = {str(term) for term in values(described, WHOLE, "void:dataDump")}
    assert "<https://data.example.org/dump/tcgraph.ttl>" in dumps


def test_every_graph_is_a_part_that_counts_its_statements(described: EmbeddedEngine, shipped: EmbeddedEngine) -> None:
    graphs = shipped.graphs()
    assert len(graphs) > 50
    for graph in graphs:
        assert terms.expand("void:Dataset") in values(described, graph, "a")
        assert graph == terms.INFERRED or graph in values(described, WHOLE, "dcterms:hasPart")
        assert number(described, graph, "void:triples") == shipped.size(graph)


def test_the_whole_counts_classes_properties_and_links(described: EmbeddedEngine, shipped: EmbeddedEngine) -> None:
    union = {quad.triple for quad in shipped.quads() if quad.graph_name != terms.INFERRED}
    assert number(described, WHOLE, "void:triples") == len(union)
    assert number(described, WHOLE, "void:distinctSubjects") == len({triple.subject for triple in union})
    assert number(described, WHOLE, "void:properties") == len({triple.predicate for triple in union})
    ((entities,),) = described.select("SELECT ?n { [] void:class tc:Recommendation ; void:entities ?n }")
    assert entities == Literal(37)
    links = [
        triple
        for triple in union
        if str(triple.subject).startswith(f"<{terms.BASE}")
        and isinstance(triple.object, NamedNode)
        and triple.predicate != terms.RDF_TYPE
        and not triple.object.value.startswith(terms.BASE)
    ]
    ((counted,),) = described.select("SELECT (SUM(?n) AS ?all) { ?set a void:Linkset ; void:triples ?n }")
    assert counted == Literal(len(links))


def test_versions_reports_and_licence_say_what_is_known(described: EmbeddedEngine) -> None:
    assert values(described, WHOLE, "dcat:version") == {Literal("v2")}
    assert values(described, catalogue_names.part("tcgraph-v2"), "dcat:previousVersion") == {
        catalogue_names.part("tcgraph-v1")
    }
    assert catalogue_names.part("report-2006-10") in values(described, WHOLE, "dcterms:hasPart")
    assert not values(described, catalogue_names.part("report-2006-10"), "dcat:prev")
    core = NamedNode(terms.GRAPH + "ontology/core")
    assert values(described, core, "dcat:version") == {Literal("1.0.0")}
    licences = {term for (term,) in described.select("SELECT DISTINCT ?l { ?x dcterms:license ?l }")}
    assert licences == {NamedNode("https://creativecommons.org/licenses/by/4.0/")}


def test_the_making_names_every_file_with_its_digest(described: EmbeddedEngine, project: Project) -> None:
    rows = described.select(
        "SELECT ?path ?sum { [] prov:used ?file . ?file rdfs:label ?path ; spdx:checksum/spdx:checksumValue ?sum }"
    )
    found = {getattr(path, "value", ""): getattr(digest, "value", "") for path, digest in rows}
    files = project.files()
    assert found == {
        file.path.relative_to(project.root).as_posix(): hashlib.sha256(file.path.read_bytes()).hexdigest()
        for file in files
    }


def test_distributions_lead_to_the_files(sample: EmbeddedEngine, project: Project, tmp_path: Path) -> None:
    write_dump(sample, tmp_path, formats=[GraphFormat.N_QUADS], each_graph=False)
    written = write_catalogue(catalogue(sample, project, Release("v1", DATE), scan(tmp_path)), tmp_path)
    assert written == ["catalogue.jsonld", "catalogue.ttl"]
    graphs = []
    for name, syntax in (("catalogue.ttl", "turtle"), ("catalogue.jsonld", "json-ld")):
        graph = rdflib.Graph()
        graph.parse(tmp_path / name, format=syntax, publicID=f"https://here.example.org/data/{name}")
        graphs.append(set(graph))
    assert graphs[0] == graphs[1]
    rows = graph.query(
        """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?url ?size ?sum {
          ?d dcat:downloadURL ?url ; dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sum }"""
    )
    found = {str(row[0]): (int(str(row[1])), str(row[2]).lower()) for row in rows}  # type: ignore[index]
    assert set(found) == {f"https://here.example.org/data/{stem}.nq.gz" for stem in ("tcgraph", "tcgraph-inferred")}
    for url, (size, digest) in found.items():
        content = (tmp_path / url.rpartition("/")[2]).read_bytes()
        assert (size, digest) == (len(content), hashlib.sha256(content).hexdigest())


def test_same_graph_same_catalogue_and_no_blank_node(sample: EmbeddedEngine, project: Project, tmp_path: Path) -> None:
    reordered = EmbeddedEngine()
    reordered.insert(sorted(sample.quads(), key=str, reverse=True))
    for name, engine in (("a", sample), ("b", reordered)):
        write_catalogue(catalogue(engine, project, SERVED), tmp_path / name)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    text = (tmp_path / "a" / "catalogue.ttl").read_text()
    assert not [q for q in pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE) if "_:" in str(q.subject)]


def test_a_later_report_follows_the_one_before(sample: EmbeddedEngine, project: Project) -> None:
    sample.update(
        """PREFIX x: <https://w3id.org/tcgraph/id/cycle/> INSERT DATA { GRAPH <https://w3id.org/tcgraph/graph/c> {
        x:one a tc:ReportingCycle ; rdfs:label "One"@en ; tc:asOf "2006-10-11"^^xsd:date ; tc:reportedIn <urn:r1> .
        x:two a tc:ReportingCycle ; rdfs:label "Two"@en ; tc:asOf "2008-11-01"^^xsd:date ; tc:reportedIn <urn:r2> ;
          tc:follows x:one .
        <urn:o1> tc:reportedIn <urn:r1> ; tc:asOf "2006-10-11"^^xsd:date .
        <urn:o2> tc:reportedIn <urn:r2> ; tc:asOf "2008-11-01"^^xsd:date . } }"""
    )
    engine = EmbeddedEngine()
    engine.insert(_named(catalogue(sample, project, SERVED)))
    assert values(engine, catalogue_names.part("report-two"), "dcat:prev") == {catalogue_names.part("report-one")}


def test_the_date_is_given_or_the_last_commit_s_or_none(tmp_path: Path) -> None:
    outside = Project(tmp_path)
    assert source_date(outside, {"SOURCE_DATE_EPOCH": "1160524800"}) == datetime(2006, 10, 11, tzinfo=UTC)
    assert source_date(outside, {}) is None
    with pytest.raises(BadParameter, match="seconds"):
        source_date(outside, {"SOURCE_DATE_EPOCH": "yesterday"})


def test_a_directory_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenInput, match="export something"):
        scan(tmp_path)
